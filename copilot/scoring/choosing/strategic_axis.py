"""How much an account helps us reach our own strategic objectives: the axis of the key account (S1, method row 8)."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Annotated, Self

from pydantic import Field, model_validator

from copilot.schemas.evidence import Language
from copilot.scoring.base import (
    PRECISION,
    Name,
    Note,
    Outcome,
    Probability,
    Strict,
    at_defaults,
    duplicates,
    ratio,
    rounded,
)
from copilot.scoring.choosing.criteria import Evidence, proved
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, names, number, percent

FORMULA = "S = sum(weight_j * contribution_j) / sum(weight_j) over our objectives whose contribution is known"
Weight = Annotated[Decimal, Field(ge=0, le=1_000_000, decimal_places=6)]


class StrategicObjective(Strict):
    """One of our own strategic objectives, and what this account brings to it."""

    name: Name = Field(description="our objective, as our company declares it, unique in the call")
    weight: Weight = Field(
        default=Decimal(1), description="its importance for us, 0 or more, any scale; the default of 1 each is ours"
    )
    contribution: Probability | None = Field(
        default=None,
        description="how much this account helps us reach it: 0 = not at all, 1 = decisively; null when unknown",
    )
    evidence: Evidence = Field(
        default_factory=list, description="what the contribution stands on: quotes, projects, document names"
    )


class StrategicInput(Strict):
    """Our declared objectives against one account; the account's revenue plays no part."""

    account: Name | None = Field(default=None, description="name of the account, for the record")
    selling_company: Name | None = Field(
        default=None,
        description="our company, whose objectives these are; another one may find the account less strategic",
    )
    objectives: list[StrategicObjective] = Field(
        default_factory=list, max_length=1_000, description="our strategic objectives; without any there is no answer"
    )

    @model_validator(mode="after")
    def _objectives_are_unique(self) -> Self:
        if twice := duplicates(one.name for one in self.objectives):
            raise ValueError(f"objectives: {twice[0]!r} stands twice; merge the lines or tell them apart")
        return self


class ObjectiveItem(Strict):
    """What the account brings to one objective."""

    name: str
    weight: Decimal
    weight_share: Decimal = Field(description="its share of all weights, a fraction")
    contribution: Decimal | None
    points: Decimal | None = Field(description="what it brings to S; null when the contribution is unknown")
    evidenced: bool


class StrategicResult(Strict):
    """The place of the account on the axis."""

    account: str | None
    selling_company: str | None
    strategic_axis: Decimal = Field(description="S, 0..1, over the objectives whose contribution is known")
    coverage: Decimal = Field(description="objectives whose contribution is known / objectives, a fraction")
    low: Decimal = Field(description="S if every unknown contribution were 0")
    high: Decimal = Field(description="S if every unknown contribution were 1")
    proved_axis: Decimal = Field(description="S if every contribution without evidence, or unknown, were 0")
    unknown: list[str] = Field(description="objectives whose contribution is unknown")
    without_evidence: list[str] = Field(description="objectives whose contribution nothing proves")


def _missing(given: StrategicInput) -> list[str]:
    if not given.objectives:
        return ["our declared strategic objectives"]
    if not any(one.weight for one in given.objectives):
        return ["an objective with a weight above 0"]
    if not any(one.weight and one.contribution is not None for one in given.objectives):
        return ["the contribution of the account to at least one objective that has a weight"]
    return []


def _sum(rows: list[StrategicObjective], unknown: Decimal) -> Decimal:
    return sum((one.weight * (unknown if one.contribution is None else one.contribution) for one in rows), Decimal(0))


def strategic_axis(given: StrategicInput) -> Outcome[StrategicResult]:
    """The weighted contribution of the account to our own objectives; nothing without declared objectives."""
    if missing := _missing(given):
        return Outcome(result=None, formula=FORMULA, missing=missing)
    rows = sorted(given.objectives, key=lambda one: (-one.weight, one.name))
    known = [one for one in rows if one.contribution is not None]
    shown = [one for one in known if proved(one.evidence)]
    zero = Decimal(0)
    with localcontext(prec=PRECISION):
        whole, part = sum((one.weight for one in rows), zero), sum((one.weight for one in known), zero)
        sums = {
            key: _sum(*of)
            for key, of in {
                "known": (known, zero),
                "low": (rows, zero),
                "high": (rows, Decimal(1)),
                "proved": (shown, zero),
            }.items()
        }
        items = [
            ObjectiveItem(
                name=one.name,
                weight=one.weight,
                weight_share=ratio(one.weight, whole),
                contribution=one.contribution,
                points=None if one.contribution is None else rounded(one.weight * one.contribution / part, 6),
                evidenced=proved(one.evidence),
            )
            for one in rows
        ]
    result = StrategicResult(
        account=given.account,
        selling_company=given.selling_company,
        strategic_axis=ratio(sums["known"], part),
        coverage=ratio(Decimal(len(known)), Decimal(len(rows))),
        low=ratio(sums["low"], whole),
        high=ratio(sums["high"], whole),
        proved_axis=ratio(sums["proved"], whole),
        unknown=[one.name for one in rows if one.contribution is None],
        without_evidence=[one.name for one in known if not proved(one.evidence)],
    )
    equal = len(rows) > 1 and all(at_defaults(one, "weight") for one in rows)
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(items),
        findings=_findings(result),
        why=_why(result, known, equal=equal),
    )


def _findings(result: StrategicResult) -> list[Note]:
    def values(language: Language) -> dict[str, object]:
        return {
            "names": names(result.unknown),
            "bare": names(result.without_evidence),
            "low": number(result.low, language),
            "high": number(result.high, language),
            "proved": number(result.proved_axis, language),
            "axis": number(result.strategic_axis, language),
        }

    found = []
    if result.unknown:
        found.append(both("strategic.unknown", values))
    if result.without_evidence:
        found.append(both("strategic.unproved", values))
    return found


def _why(result: StrategicResult, known: list[StrategicObjective], *, equal: bool) -> list[Note]:
    """What the account helps most, what it leaves open, and that revenue plays no part."""
    contributions = [(one.weight, one.contribution or Decimal(0), one.name) for one in known if one.weight]
    most = min(contributions, key=lambda row: (-row[0] * row[1], row[2]))
    least = min(contributions, key=lambda row: (-row[0] * (1 - row[1]), row[2]))

    def values(language: Language) -> dict[str, object]:
        return {
            "axis": number(result.strategic_axis, language),
            "n": len(known),
            "most": most[2],
            "a": percent(most[1], language),
            "least": least[2],
            "b": percent(least[1], language),
        }

    why = [both("strategic.axis" if len(known) > 1 else "strategic.axis_one", values)]
    if most[1] > 0:
        why.append(both("strategic.most", values))
    if least[1] < 1:
        why.append(both("strategic.least", values))
    if equal:
        why.append(both("strategic.default_weights", values))
    return [*why, both("strategic.not_revenue", values)]


TOOL = Tool(
    name="strategic_axis",
    version="1",
    source="S1, method row 8; the scale of contributions and weights of 1 each are our defaults",
    function=strategic_axis,
    input=StrategicInput,
    result=StrategicResult,
    example={
        "account": "Alpha",
        "selling_company": "Verdane Foods",
        "objectives": [
            {"name": "Responsible producer", "weight": 3, "contribution": 0.8, "evidence": ["joint label, 2026 plan"]},
            {"name": "Enter Iberia", "weight": 2, "contribution": 0.5, "evidence": ["two shops opened in Porto"]},
            {
                "name": "Automated ordering",
                "weight": 1,
                "contribution": 0,
                "evidence": ["no interface, IT call of 3 March"],
            },
        ],
    },
)
