"""Scoring tools: one typed operation for each tool of the registry, charts, and several calls at once.

The body of every result is `registry.rendered(result)`, byte for byte what the other doors give.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from api.deps import WantedLanguage
from api.errors import Problem, problem_body, problem_responses
from api.exact import ExactRoute
from api.schemas import ScoreCall, ToolList, ToolOut
from copilot import pipeline
from copilot.errors import BadInput
from copilot.pipeline import ChartKind, ChartTheme
from copilot.scoring.base import ToolResult
from copilot.scoring.registry import REGISTRY, ToolInfo, find_tool, rendered, run, run_tool, tools
from copilot.scoring.tool import Tool
from copilot.scoring.typed import answer_model, camel

MOST_CALLS = 100
_CHART_TYPES: dict[ChartKind, str] = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "vega": "application/vnd.vegalite.v6+json",
}
_BATCH_EXAMPLE: list[dict[str, Any]] = [
    {"tool": "pareto", "input": {"currency": "EUR", "clients": [{"name": "A", "revenue": 600}]}}
]

ToolName = Annotated[str, Path(max_length=80, description="name of a scoring tool", examples=["pareto"])]


def _json(text: str) -> Response:
    return Response(text, media_type="application/json")


def _tool_out(tool: ToolInfo, language: str) -> ToolOut:
    return ToolOut(
        name=tool.name,
        family=tool.family,
        title=tool.title[language],
        description=tool.description[language],
        purpose=tool.purpose[language],
        version=tool.version,
        source=tool.source,
        input_schema=tool.input_schema,
        result_schema=tool.result_schema,
        example=tool.example,
    )


def list_tools(language: WantedLanguage) -> ToolList:
    """Every tool with what it takes and gives, by family."""
    return ToolList(tools=[_tool_out(tool, language) for tool in tools()])


def get_tool(tool: ToolName, language: WantedLanguage) -> ToolOut:
    """What the tool takes and gives, with inputs that are ready to run."""
    known = find_tool(tool)
    return next(_tool_out(info, language) for info in tools() if info.name == known.name)


def run_many(
    request: Request,
    body: Annotated[list[ScoreCall], Body(max_length=MOST_CALLS, examples=[_BATCH_EXAMPLE])],
) -> Response:
    """A result for each call, in order; a call that is refused has a problem document in its place."""
    return _json(f"[{','.join(_one_of_many(request, call) for call in body)}]")


def _one_of_many(request: Request, call: ScoreCall) -> str:
    try:
        return rendered(run_tool(call.tool, call.input))
    except BadInput as error:
        address = f"{request.url.path.rstrip('/')}/{call.tool}"
        refused = problem_body(request, error.status_code, str(error), instance=address)
        return refused.model_dump_json(exclude_none=True)


def draw(
    tool: ToolName,
    body: Annotated[dict[str, Any], Body(examples=[_BATCH_EXAMPLE[0]["input"]])],
    language: WantedLanguage,
    format: Annotated[ChartKind, Query(description="`vega` is the Vega-Lite specification")] = "svg",
    theme: Annotated[ChartTheme, Query(description="colours for a light or a dark ground")] = "light",
) -> Response:
    """The chart of the result that the tool gives for these inputs; 404 when it has none."""
    drawn = pipeline.draw(run_tool(tool, body), format, language, theme)
    return Response(drawn, media_type=_CHART_TYPES[format])


def unknown_tool(tool: str) -> None:
    """Names that are in no operation of their own."""
    find_tool(tool)


def _operation(tool: Tool) -> Callable[..., Response]:
    model: type[BaseModel] = tool.input
    examples: dict[str, Any] = {"example": {"summary": "an example", "value": tool.example}}

    def operation(body: BaseModel) -> Response:
        return _json(rendered(run(tool, body)))

    operation.__annotations__["body"] = Annotated[model, Body(openapi_examples=examples)]
    return operation


def _add_operations(router: APIRouter) -> None:
    for info in tools():
        router.add_api_route(
            f"/{info.name}",
            _operation(REGISTRY[info.name]),
            methods=["POST"],
            operation_id=f"score{camel(info.name)}",
            summary=info.title["en"],
            description=f"{info.description['en']} {info.purpose['en']} ({info.source})",
            response_model=answer_model(info.name),
            responses=problem_responses(413, 422),
        )
    router.add_api_route("/{tool}", unknown_tool, methods=["POST"], include_in_schema=False)


def build_router() -> APIRouter:
    """The routes of every tool in the registry."""
    router = APIRouter(prefix="/scoring", tags=["scoring"], route_class=ExactRoute)
    router.add_api_route(
        "",
        list_tools,
        methods=["GET"],
        operation_id="listTools",
        summary="The scoring tools and their schemas",
        responses=problem_responses(422),
    )
    router.add_api_route(
        "",
        run_many,
        methods=["POST"],
        operation_id="scoreMany",
        summary="Several scores at once",
        response_model=list[ToolResult | Problem],
        responses=problem_responses(413, 422),
    )
    router.add_api_route(
        "/{tool}",
        get_tool,
        methods=["GET"],
        operation_id="getTool",
        summary="A scoring tool and its schemas",
        responses=problem_responses(404, 422),
    )
    pictures = {media_type: {"schema": {"type": "string"}} for media_type in _CHART_TYPES.values()}
    router.add_api_route(
        "/{tool}/chart",
        draw,
        methods=["POST"],
        operation_id="drawScore",
        summary="The chart of a result",
        response_class=Response,
        responses={200: {"content": pictures}, **problem_responses(404, 413, 422)},
    )
    _add_operations(router)
    return router
