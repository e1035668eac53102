"""The one registry of scoring tools: the same for Python, the command line, HTTP and the model's tools."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, JsonValue, ValidationError

from copilot.errors import BadInput, UnknownTool
from copilot.schemas.evidence import Json
from copilot.scoring import choosing, manager, negotiation, plan, quality
from copilot.scoring.base import Strict, ToolResult
from copilot.scoring.receipt import canonical_json, sealed, to_json
from copilot.scoring.tool import Tool
from copilot.text.catalogue import t

Family = Literal["choosing", "plan", "quality", "manager", "negotiation"]
FAMILIES: dict[Family, tuple[Tool, ...]] = {
    "choosing": choosing.TOOLS,
    "plan": plan.TOOLS,
    "quality": quality.TOOLS,
    "manager": manager.TOOLS,
    "negotiation": negotiation.TOOLS,
}
"""The tools by the moment of the work that they serve."""


class ToolInfo(Strict):
    """What a person or a model needs to use a tool."""

    name: str
    version: str
    family: Family
    title: dict[str, str]
    description: dict[str, str]
    purpose: dict[str, str]
    source: str
    input_schema: Json
    result_schema: Json
    example: Json


REGISTRY: dict[str, Tool] = {tool.name: tool for family in FAMILIES.values() for tool in family}


def tools() -> list[ToolInfo]:
    """Every tool with its schemas, in a stable order."""
    return list(_infos())


@cache
def _infos() -> tuple[ToolInfo, ...]:
    return tuple(
        ToolInfo(
            name=tool.name,
            version=tool.version,
            family=family,
            title=_texts(tool, "title"),
            description=_texts(tool, "about"),
            purpose=_texts(tool, "purpose"),
            source=tool.source,
            input_schema=tool.input.model_json_schema(),
            result_schema=tool.result.model_json_schema(),
            example=tool.example,
        )
        for family, members in FAMILIES.items()
        for tool in members
    )


def _texts(tool: Tool, kind: str) -> dict[str, str]:
    key = f"scoring.{tool.name}.{kind}"
    return {"fr": t(key, "fr"), "en": t(key, "en")}


def find_tool(name: str) -> Tool:
    """The tool of that name.

    Raises:
        UnknownTool: no tool has that name; the message names close ones, or all.
    """
    tool = REGISTRY.get(name)
    if tool is None:
        close = difflib.get_close_matches(name.casefold(), REGISTRY, n=3, cutoff=0.5)
        hint = f"did you mean {', '.join(close)}?" if close else f"known tools: {', '.join(REGISTRY)}"
        raise UnknownTool(f"no scoring tool {name[:80]!r}; {hint}")
    return tool


def refusal(name: str, problems: Sequence[Mapping[str, Any]]) -> str:
    """The first problem as "tool: field = value: what is wrong", and how many more there are."""
    first = problems[0]
    message = str(first["msg"]).removeprefix("Value error, ")
    place = ".".join(str(part) for part in first["loc"])
    shown = ""
    if place and not isinstance(first["input"], dict | list | BaseModel):
        shown = f" = {str(first['input'])[:60]!r}"
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    line = f"{name}: {place}{shown}: {message}{more}" if place else f"{name}: {message}{more}"
    return " ".join(line.split())


def run_tool(name: str, payload: Json) -> ToolResult:
    """The result of a tool with its receipt.

    Raises:
        UnknownTool: no tool has that name.
        BadInput: the payload does not fit; one line names the field and the value.
    """
    tool = find_tool(name)
    try:
        given = tool.input.model_validate(payload)
    except ValidationError as error:
        raise BadInput(refusal(name, error.errors(include_url=False))) from None
    return run(tool, given)


def rendered(result: ToolResult) -> str:
    """The one JSON text of a result: every door answers with exactly these characters."""
    return canonical_json(result)


def run(tool: Tool, given: BaseModel) -> ToolResult:
    """The result of a tool on an input that is validated already."""
    outcome = tool.function(given)
    result = None if outcome.result is None else _mapping(outcome.result)
    per_item = [_mapping(item) for item in outcome.per_item]
    if result is None:
        proved: Json = {"verdict": "insufficient", "missing": outcome.missing}
    else:
        proved = {**result, "per_item": per_item}
    # Built without validation: every value comes out of `to_json`, and walking a long list again takes seconds.
    return ToolResult.model_construct(
        tool=tool.name,
        version=tool.version,
        verdict="insufficient" if result is None else "ok",
        missing=outcome.missing,
        result=result,
        per_item=per_item,
        findings=outcome.findings,
        why=outcome.why,
        receipt=sealed(tool.name, tool.version, _given(given), outcome.formula, proved),
    )


def _mapping(model: BaseModel) -> Json:
    form = to_json(model)
    if not isinstance(form, dict):
        raise TypeError(f"{type(model).__name__} is not a mapping")
    return form


def _given(model: BaseModel) -> Json:
    """The inputs without what was not given."""
    return {key: _without_null(value) for key, value in _mapping(model).items() if value is not None}


def _without_null(value: JsonValue) -> JsonValue:
    if isinstance(value, dict):
        return {
            key: item if isinstance(item, str) else _without_null(item)
            for key, item in value.items()
            if item is not None
        }
    if isinstance(value, list):
        return [item if isinstance(item, str) else _without_null(item) for item in value]
    return value
