"""Scoring tools: one typed operation for each tool of the registry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Body
from pydantic import BaseModel

from api.deps import WantedLanguage
from api.errors import problem_responses
from api.schemas import ToolList, ToolOut
from copilot.errors import UnknownTool
from copilot.scoring.base import ToolResult
from copilot.scoring.registry import REGISTRY, ToolInfo, run, tools
from copilot.scoring.tool import Tool


def _tool_out(tool: ToolInfo, language: str) -> ToolOut:
    return ToolOut(
        name=tool.name,
        title=tool.title[language],
        description=tool.description[language],
        version=tool.version,
        source=tool.source,
        input_schema=tool.input_schema,
        result_schema=tool.result_schema,
        example=tool.example,
    )


def list_tools(language: WantedLanguage) -> ToolList:
    """Every tool with what it takes and gives."""
    return ToolList(tools=[_tool_out(tool, language) for tool in tools()])


def unknown_tool(tool: str) -> None:
    """Names that are in no operation of their own."""
    raise UnknownTool(f"no scoring tool {tool[:80]!r}; known tools: {', '.join(REGISTRY)}")


def _operation(tool: Tool) -> Callable[..., ToolResult]:
    model: type[BaseModel] = tool.input
    examples: dict[str, Any] = {"example": {"summary": "an example", "value": tool.example}}

    def operation(body: BaseModel) -> ToolResult:
        return run(tool, body)

    operation.__annotations__["body"] = Annotated[model, Body(openapi_examples=examples)]
    operation.__annotations__["return"] = ToolResult
    return operation


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def build_router() -> APIRouter:
    """The routes of every tool in the registry."""
    router = APIRouter(prefix="/scoring", tags=["scoring"])
    router.add_api_route(
        "",
        list_tools,
        methods=["GET"],
        operation_id="listTools",
        summary="The scoring tools and their schemas",
        responses=problem_responses(422),
    )
    for info in tools():
        router.add_api_route(
            f"/{info.name}",
            _operation(REGISTRY[info.name]),
            methods=["POST"],
            operation_id=f"score{_camel(info.name)}",
            summary=info.title["en"],
            description=f"{info.description['en']} ({info.source})",
            responses=problem_responses(413, 422),
        )
    router.add_api_route("/{tool}", unknown_tool, methods=["POST"], include_in_schema=False)
    return router
