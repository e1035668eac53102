"""The one registry of scoring tools: the same for Python, the command line, HTTP and the model's tools."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, JsonValue, ValidationError

from copilot.errors import BadInput, UnknownTool
from copilot.schemas.evidence import Json
from copilot.scoring import (
    budget,
    concentration,
    margin,
    pareto,
    payback,
    pipeline_value,
    priority,
    retention,
    wallet,
    zopa,
)
from copilot.scoring.base import Outcome, Strict, ToolResult
from copilot.scoring.receipt import make_receipt, to_json
from copilot.text.catalogue import t


@dataclass(frozen=True)
class Tool:
    """One scoring tool and where its rule comes from."""

    name: str
    version: str
    source: str
    function: Callable[[Any], Outcome[Any]]
    input: type[BaseModel]
    result: type[BaseModel]
    example: Json


class ToolInfo(Strict):
    """What a person or a model needs to use a tool."""

    name: str
    version: str
    title: dict[str, str]
    description: dict[str, str]
    source: str
    input_schema: Json
    result_schema: Json
    example: Json


_CLIENTS = [{"name": "A", "revenue": 600}, {"name": "B", "revenue": 300}, {"name": "C", "revenue": 100}]

_TOOLS = (
    Tool(
        "priority_score",
        "1",
        "S2, method row 13; equal weights are our default",
        priority.priority_score,
        priority.PriorityInput,
        priority.PriorityResult,
        {
            "currency": "EUR",
            "accounts": [
                {"name": "Alpha", "potential": 2000000, "probability": 0.6, "margin": 0.22},
                {"name": "Beta", "potential": 3500000, "probability": 0.25, "margin": 0.3},
            ],
        },
    ),
    Tool(
        "pareto",
        "1",
        "S0, method row 5",
        pareto.pareto,
        pareto.ParetoInput,
        pareto.ParetoResult,
        {"currency": "EUR", "clients": _CLIENTS},
    ),
    Tool(
        "concentration",
        "1",
        "S0 and S2, method row 6",
        concentration.concentration,
        concentration.ConcentrationInput,
        concentration.ConcentrationResult,
        {"currency": "EUR", "clients": _CLIENTS, "lose": "A"},
    ),
    Tool(
        "nrr",
        "1",
        "S2, method row 32",
        retention.nrr,
        retention.RetentionInput,
        retention.RetentionResult,
        {"currency": "EUR", "start": 1000000, "expansion": 180000, "contraction": 40000, "churn": 60000},
    ),
    Tool(
        "contribution_margin",
        "1",
        "S2, method row 33; the sources do not define the cost perimeter",
        margin.contribution_margin,
        margin.ContributionInput,
        margin.ContributionResult,
        {
            "currency": "EUR",
            "revenue": 1000,
            "costs": [{"label": "direct labour", "amount": 600}],
            "cost_to_serve": 100,
        },
    ),
    Tool(
        "cac_payback",
        "1",
        "S2, method row 34",
        payback.cac_payback,
        payback.PaybackInput,
        payback.PaybackResult,
        {"currency": "EUR", "cost": 36000, "monthly_revenue": 6000, "margin": 0.75},
    ),
    Tool(
        "share_of_wallet",
        "1",
        "S2, method row 35",
        wallet.share_of_wallet,
        wallet.WalletInput,
        wallet.WalletResult,
        {"currency": "EUR", "our_sales": 400, "client_spend": 1000, "perimeter": "maintenance", "period": "2025"},
    ),
    Tool(
        "weighted_pipeline",
        "1",
        "S3, method row 57",
        pipeline_value.weighted_pipeline,
        pipeline_value.PipelineInput,
        pipeline_value.PipelineResult,
        {"currency": "EUR", "deals": [{"name": "A", "amount": 50, "probability": 0.7}]},
    ),
    Tool(
        "budget_rollup",
        "1",
        "S4, method row 29 (roll-up)",
        budget.budget_rollup,
        budget.BudgetInput,
        budget.BudgetResult,
        {
            "currency": "EUR",
            "lines": [{"label": "A", "amount": 100, "status": "approved"}, {"label": "B", "amount": 50}],
        },
    ),
    Tool(
        "zopa",
        "1",
        "method row 66; not in the sources",
        zopa.zopa,
        zopa.ZopaInput,
        zopa.ZopaResult,
        {"unit": "EUR/h", "seller_min": 96, "buyer_max": 104},
    ),
)

REGISTRY: dict[str, Tool] = {tool.name: tool for tool in _TOOLS}


def tools() -> list[ToolInfo]:
    """Every tool with its schemas, in a stable order."""
    return [
        ToolInfo(
            name=tool.name,
            version=tool.version,
            title={"fr": t(f"scoring.{tool.name}.title", "fr"), "en": t(f"scoring.{tool.name}.title", "en")},
            description={"fr": t(f"scoring.{tool.name}.about", "fr"), "en": t(f"scoring.{tool.name}.about", "en")},
            source=tool.source,
            input_schema=tool.input.model_json_schema(),
            result_schema=tool.result.model_json_schema(),
            example=tool.example,
        )
        for tool in REGISTRY.values()
    ]


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


def _one_line(name: str, error: ValidationError) -> str:
    """The first problem as "tool: field = value: what is wrong", and how many more there are."""
    problems = error.errors(include_url=False)
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
        raise BadInput(_one_line(name, error)) from None
    return run(tool, given)


def run(tool: Tool, given: BaseModel) -> ToolResult:
    """The result of a tool on an input that is validated already."""
    outcome = tool.function(given)
    result = None if outcome.result is None else _mapping(outcome.result)
    per_item = [_mapping(item) for item in outcome.per_item]
    if result is None:
        proved: Json = {"verdict": "insufficient", "missing": outcome.missing}
    else:
        proved = {**result, "per_item": per_item}
    return ToolResult(
        tool=tool.name,
        version=tool.version,
        verdict="insufficient" if result is None else "ok",
        missing=outcome.missing,
        result=result,
        per_item=per_item,
        findings=outcome.findings,
        why=outcome.why,
        receipt=make_receipt(tool.name, tool.version, _given(given), outcome.formula, proved),
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
        return {key: _without_null(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_without_null(item) for item in value]
    return value
