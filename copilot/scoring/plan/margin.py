"""Contribution margin of an account: what is left after direct costs and cost to serve (method row 33)."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal, localcontext
from typing import Annotated, Self, TypedDict

from pydantic import Field, model_validator

from copilot.schemas.evidence import Language
from copilot.scoring.base import (
    PRECISION,
    ItemInput,
    MoneyInput,
    Name,
    Note,
    Outcome,
    PositiveAmount,
    Strict,
    ratio,
)
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, money, names, percent, percent_beside
from copilot.text.catalogue import t
from copilot.text.normalise import fold

COST_TO_SERVE = "cost_to_serve"
FORMULA = (
    "contribution = revenue - sum(variable costs) - cost to serve; rate = contribution / revenue; to the target: cost "
    "gap = target * revenue - contribution, price gap = cost gap / (1 - target)"
)


class CostLine(ItemInput):
    """One cost, as a positive amount."""

    label: Name = Field(description="what is paid for")
    amount: PositiveAmount = Field(description="positive amount in the currency of the call")


class ContributionInput(MoneyInput):
    """Revenue and costs of one account over one period."""

    revenue: PositiveAmount | None = Field(default=None, description="revenue of the account in the period")
    costs: list[CostLine] = Field(default_factory=list, max_length=1000, description="variable and direct costs")
    cost_to_serve: PositiveAmount | None = Field(
        default=None, description="cost of serving the account, when it is not one of the lines"
    )
    target: Annotated[Decimal, Field(ge=-1, lt=1, decimal_places=20)] | None = Field(
        default=None, description="rate to reach, a fraction below 1; no default, the sources give none"
    )

    @model_validator(mode="after")
    def _once(self) -> Self:
        if self.cost_to_serve is not None and any(line.label == COST_TO_SERVE for line in self.costs):
            raise ValueError(f"cost_to_serve = '{self.cost_to_serve}': one of the costs has that name already")
        return self


class CostItem(Strict):
    """The weight of one cost in the revenue."""

    label: str
    amount: Decimal
    share: Decimal = Field(description="of the revenue, a fraction")


class ContributionResult(Strict):
    """What the account contributes, and the costs that were counted."""

    contribution: Decimal
    rate: Decimal = Field(description="contribution / revenue, a fraction")
    revenue: Decimal
    total_costs: Decimal
    perimeter: list[str] = Field(
        description="the costs that were counted, largest first: the rate means nothing without them"
    )
    target: Decimal | None = None
    reached: bool | None = Field(default=None, description="whether the rate reaches the target; None without one")
    cost_gap: Decimal | None = Field(default=None, description="costs to save to reach the target; 0 when reached")
    price_gap: Decimal | None = Field(
        default=None, description="revenue to add at the same costs (price) to reach the target; 0 when reached"
    )


def contribution_margin(given: ContributionInput) -> Outcome[ContributionResult]:
    """What the account leaves after the costs that are listed; the perimeter is part of the result."""
    lines = [(line.label, line.amount) for line in given.costs]
    if given.cost_to_serve is not None:
        lines.append((COST_TO_SERVE, given.cost_to_serve))
    missing = [] if given.revenue else ["revenue"]
    if not lines:
        missing.append("costs")
    if missing or given.revenue is None:
        return Outcome(result=None, formula=FORMULA, missing=missing)
    lines.sort(key=lambda line: (-line[1], line[0]))
    with localcontext(prec=PRECISION):
        total = sum((amount for _, amount in lines), Decimal(0))
        left = given.revenue - total
    result = ContributionResult(
        contribution=left,
        rate=ratio(left, given.revenue),
        revenue=given.revenue,
        total_costs=total,
        perimeter=[label for label, _ in lines],
        **_to_target(given.target, left, given.revenue),
    )
    items = [CostItem(label=label, amount=amount, share=ratio(amount, given.revenue)) for label, amount in lines]
    findings = [both("margin.negative", lambda _: {})] if left < 0 else []
    if not any(fold(label) in _service_names() for label, _ in lines):
        findings.append(both("margin.no_cost_to_serve", lambda _: {}))
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(items),
        findings=findings,
        why=_why(result, items, given.currency),
    )


class _Target(TypedDict, total=False):
    target: Decimal
    reached: bool
    cost_gap: Decimal
    price_gap: Decimal


def _to_target(target: Decimal | None, left: Decimal, revenue: Decimal) -> _Target:
    """What separates the rate from the target; the gaps are rounded up so that they are enough."""
    if target is None:
        return {}
    with localcontext(prec=PRECISION):
        gap = max(target * revenue - left, Decimal(0))
        price = gap / (1 - target)
    cent = Decimal("0.01")
    return {
        "target": target,
        "reached": gap == 0,
        "cost_gap": gap.quantize(cent, rounding=ROUND_CEILING),
        "price_gap": price.quantize(cent, rounding=ROUND_CEILING),
    }


def _service_names() -> set[str]:
    """How a line names the cost to serve, in both languages."""
    return {
        fold(COST_TO_SERVE),
        fold(t("scoring.margin.cost_to_serve", "fr")),
        fold(t("scoring.margin.cost_to_serve", "en")),
    }


def _why(result: ContributionResult, items: list[CostItem], currency: str) -> list[Note]:
    largest = items[0]
    target = result.target

    def shown(label: str, language: Language) -> str:
        return t("scoring.margin.cost_to_serve", language) if label == COST_TO_SERVE else label

    def values(language: Language) -> dict[str, object]:
        return {
            "contribution": money(result.contribution, currency, language),
            "rate": percent(result.rate, language) if target is None else percent_beside(result.rate, target, language),
            "revenue": money(result.revenue, currency, language),
            "costs": money(result.total_costs, currency, language),
            "perimeter": names([shown(label, language) for label in result.perimeter], 12),
            "label": shown(largest.label, language),
            "share": percent(largest.share, language),
            "tenth": percent(ratio(result.contribution + largest.amount / 10, result.revenue), language),
            "target": percent(target or Decimal(0), language),
            "cost_gap": money(result.cost_gap or Decimal(0), currency, language),
            "price_gap": money(result.price_gap or Decimal(0), currency, language),
        }

    codes = ["margin.rate", "margin.largest"] if largest.amount else ["margin.rate"]
    if target is not None:
        codes.append("margin.target_reached" if result.reached else "margin.target_missed")
    return [both(code, values) for code in [*codes, "margin.perimeter"]]


TOOL = Tool(
    name="contribution_margin",
    version="2",
    source="S2, method row 33; the sources do not define the cost perimeter; the target is the user's",
    function=contribution_margin,
    input=ContributionInput,
    result=ContributionResult,
    example={
        "currency": "EUR",
        "revenue": 1000,
        "costs": [{"label": "direct labour", "amount": 600}],
        "cost_to_serve": 100,
    },
)
