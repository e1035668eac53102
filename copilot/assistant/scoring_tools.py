"""The scoring tools as LangChain tools: one for each tool of the registry that the caller may use.

`langchain_tools` is the plain door: schemas are the tools' own input models, and what comes back is
`registry.rendered(result)`, the same text as from every other door.

`tools_for_turn` is what the conversation's model gets: a few typed tools chosen for the user's message, because all
schemas would fill a small context; a search for the others; and one call that takes any of them by name. There every
figure must come from the user or from the notes (`Toolbox.score_for_model`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from functools import cache
from typing import Any

from langchain_core.tools import BaseTool, StructuredTool, ToolException
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import ValidationError

from copilot import tokens
from copilot.assistant.guided import score_lines
from copilot.assistant.tools import Toolbox
from copilot.errors import BadInput
from copilot.schemas.evidence import Json, Language
from copilot.scoring.find import find_tools
from copilot.scoring.payload import read_object
from copilot.scoring.registry import REGISTRY, find_tool, refusal, rendered, run_tool
from copilot.scoring.tool import Tool
from copilot.text.catalogue import t

MOST_TYPED = 4
MOST_TOKENS = 3000
"""What the typed tools of one turn may take of the model's context."""
_BARE_BOUND = 1e15
"""The bound that every amount has: it tells a model nothing."""


def langchain_tools(allowed: Collection[str] | None = None, language: Language = "en") -> list[StructuredTool]:
    """A LangChain tool for each tool named in `allowed`, or for all, in the order of the registry.

    Raises:
        UnknownTool: a name of `allowed` is no tool.
    """
    wanted = None if allowed is None else {find_tool(name).name for name in allowed}
    return [_plain_tool(tool, language) for name, tool in REGISTRY.items() if wanted is None or name in wanted]


def _plain_tool(tool: Tool, language: Language) -> StructuredTool:
    def score(**inputs: Any) -> str:
        try:
            return rendered(run_tool(tool.name, inputs))
        except BadInput as error:
            raise ToolException(str(error)) from error

    def refused(error: ValidationError) -> str:
        return refusal(tool.name, error.errors(include_url=False))

    return StructuredTool.from_function(
        score,
        name=tool.name,
        description=_described(tool, language),
        args_schema=tool.input,
        infer_schema=False,
        handle_tool_error=True,
        handle_validation_error=refused,
    )


def _described(tool: Tool, language: Language) -> str:
    return f"{t(f'scoring.{tool.name}.about', language)} {t(f'scoring.{tool.name}.purpose', language)}"


def tools_for_turn(box: Toolbox) -> list[BaseTool]:
    """The scoring tools for one message: typed ones that fit it, the search, and the call by name."""
    chosen = choose(box.message, box.allowed_tools)
    return [*(_guarded(tool, box) for tool in chosen), _search(box), _by_name(box)]


def choose(message: str, allowed: Collection[str] | None = None, most_tokens: int = MOST_TOKENS) -> list[Tool]:
    """The tools whose schemas go to the model with this message: those it is about, within the budget of tokens."""
    chosen: list[Tool] = []
    spent = 0
    for found in find_tools(message, MOST_TYPED, allowed):
        cost = schema_tokens(found.tool.name)
        if spent + cost <= most_tokens:
            chosen.append(found.tool)
            spent += cost
    return chosen


@cache
def schema_tokens(name: str) -> int:
    """What the typed tool takes of the model's context."""
    tool = find_tool(name)
    described = StructuredTool.from_function(
        lambda: "", name=name, description=_described(tool, "fr"), args_schema=_schema(name), infer_schema=False
    )
    return tokens.count(json.dumps(convert_to_openai_tool(described), ensure_ascii=False))


@cache
def _schema(name: str) -> Json:
    """The input schema without what costs tokens and tells a model nothing."""
    schema: Json = _slim(find_tool(name).input.model_json_schema())
    return schema


def _slim(part: Any) -> Any:
    if isinstance(part, list):
        return [_slim(one) for one in part]
    if not isinstance(part, dict):
        return part
    kept = {key: _slim(value) for key, value in part.items() if not _says_nothing(key, value)}
    forms = kept.get("anyOf")
    if isinstance(forms, list):
        telling = [form for form in forms if form != {"type": "null"}]
        numbers = [form for form in telling if form.get("type") == "number"]
        # A decimal may also be given as text: one form is enough for a model.
        telling = numbers or telling
        if len(telling) == 1 and "$ref" not in telling[0]:
            del kept["anyOf"]
            return {**telling[0], **kept}
    return kept


def _says_nothing(key: str, value: Any) -> bool:
    if key in ("maximum", "minimum"):
        return bool(isinstance(value, int | float) and abs(value) == _BARE_BOUND)
    return (key == "title" and isinstance(value, str)) or (key == "default" and value is None)


def _guarded(tool: Tool, box: Toolbox) -> BaseTool:
    def score(**inputs: Any) -> str:
        return _told(box, box.score_for_model(tool.name, inputs))

    return StructuredTool.from_function(
        score,
        name=tool.name,
        description=_described(tool, box.language),
        args_schema=_schema(tool.name),
        infer_schema=False,
    )


def _search(box: Toolbox) -> BaseTool:
    def find_score_tool(query: str) -> str:
        found = find_tools(query, MOST_TYPED, box.allowed_tools)
        if not found:
            names = [name for name in REGISTRY if box.allowed_tools is None or name in box.allowed_tools]
            return f"No scoring tool fits; there are: {', '.join(names)}"
        return "\n\n".join(_entry(one.tool, box.language) for one in found)

    return _text_tool(
        find_score_tool,
        "Find scoring tools by what they calculate; gives their names, inputs and an example for `score`.",
        {"query": "what is to be calculated, in a few words"},
    )


def _entry(tool: Tool, language: Language) -> str:
    example = json.dumps(tool.example, ensure_ascii=False, default=str)
    fields = json.dumps(_schema(tool.name), ensure_ascii=False)
    if tokens.estimate(fields) > MOST_TOKENS // 2:
        fields = ", ".join(tool.input.model_fields)
    return f"{tool.name}: {t(f'scoring.{tool.name}.about', language)}\ninputs: {fields}\nexample: {example}"


def _by_name(box: Toolbox) -> BaseTool:
    def score(tool_name: str, inputs_json: str) -> str:
        return _told(box, box.score_for_model(tool_name, read_object(inputs_json, "inputs_json")))

    return _text_tool(
        score,
        "Run a scoring tool by its name; with the typed tools, the only way to calculate. "
        "An unknown name is answered with the names there are.",
        {
            "tool_name": "name of the scoring tool",
            "inputs_json": "its inputs as a JSON object, figures only from the user's message or from what tools "
            "returned",
        },
    )


def _text_tool(function: Callable[..., str], description: str, arguments: dict[str, str]) -> BaseTool:
    schema: Json = {
        "type": "object",
        "properties": {name: {"type": "string", "description": about} for name, about in arguments.items()},
        "required": list(arguments),
    }
    return StructuredTool.from_function(
        function, name=function.__name__, description=description, args_schema=schema, infer_schema=False
    )


def _told(box: Toolbox, result: Json) -> str:
    lines = [*score_lines(result, box.language), json.dumps(result["result"], ensure_ascii=False)]
    return "\n".join(lines)
