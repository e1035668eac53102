"""The MCP server: every scoring tool as an MCP tool, read-only and stateless.

The contract of a tool here:
1. its text content is `registry.rendered(result)`, byte for byte what the other doors give;
2. its structured content is the same data, and fits the tool's output schema;
3. bad input is a tool error with one line that names the field and the value, so that a model can correct itself;
4. a name that is not offered is a protocol error, as the specification wants it.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from importlib.metadata import version
from typing import Any

import anyio.to_thread
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel.server import Server
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)

from copilot.errors import BadInput
from copilot.mcp.tables import INPUTS, RESULTS, TableTool
from copilot.mcp.tables import call as call_table
from copilot.schemas.evidence import Json, Language
from copilot.scoring.registry import FAMILIES, ToolInfo, find_tool, rendered, run_tool, tools
from copilot.scoring.typed import answer_model
from copilot.text.catalogue import t

NAME = "abp-copilot"
Context = ServerRequestContext[Any]


def build_server(language: Language, allowed: Collection[str] | None = None) -> Server[Any]:
    """A server of the tools and families named in `allowed`, or of all; titles and descriptions are in `language`.

    Raises:
        UnknownTool: a name of `allowed` is no tool.
    """
    names, scoring = _wanted(allowed)
    listed = [_described(info, language) for info in tools() if names is None or info.name in names]
    listed += [_of_table(name, language) for name in INPUTS if names is None or name in names]
    offered = {tool.name: tool for tool in listed}

    async def list_tools(_: Context, __: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=listed)

    async def call_tool(_: Context, params: CallToolRequestParams) -> CallToolResult:
        if params.name not in offered:
            raise MCPError(INVALID_PARAMS, t("doors.mcp.unknown", language, name=repr(params.name[:80])))
        return await anyio.to_thread.run_sync(_call, params.name, params.arguments or {}, language, scoring)

    return Server(
        NAME,
        version=version("abp-copilot"),
        title="ABP copilot",
        description=t("doors.mcp.about", language),
        instructions=t("doors.mcp.instructions", language),
        get_tool_input_schema=lambda name: offered[name].input_schema if name in offered else None,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _wanted(allowed: Collection[str] | None) -> tuple[set[str] | None, set[str] | None]:
    """The names to offer, and the scoring tools that may run: all when only tools for tables are named."""
    if allowed is None:
        return None, None
    families = {str(family): members for family, members in FAMILIES.items()}
    scoring = {tool.name for name in allowed if name not in INPUTS for tool in families.get(name) or (find_tool(name),)}
    return scoring | {name for name in INPUTS if name in allowed}, scoring or None


def _described(info: ToolInfo, language: Language) -> Tool:
    return Tool(
        name=info.name,
        title=info.title[language],
        description=f"{info.description[language]} {info.purpose[language]} ({info.source})",
        input_schema=info.input_schema,
        output_schema=answer_model(info.name).model_json_schema(mode="serialization"),
        annotations=_hints(info.title[language]),
    )


def _hints(title: str) -> ToolAnnotations:
    return ToolAnnotations(
        title=title, read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
    )


def _of_table(name: TableTool, language: Language) -> Tool:
    return Tool(
        name=name,
        title=t(f"doors.mcp.{name}.title", language),
        description=t(f"doors.mcp.{name}.about", language),
        input_schema=INPUTS[name].model_json_schema(),
        output_schema=RESULTS[name].model_json_schema(mode="serialization"),
        annotations=_hints(t(f"doors.mcp.{name}.title", language)),
    )


def _call(name: str, arguments: Json, language: Language, scoring: Collection[str] | None) -> CallToolResult:
    try:
        for one in INPUTS:
            if one == name:
                return call_table(one, arguments, language, scoring)
        text = rendered(run_tool(name, arguments))
    except BadInput as error:
        return CallToolResult(content=[TextContent(type="text", text=str(error))], is_error=True)
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=json.loads(text))
