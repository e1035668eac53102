"""Contribution margin of an account: what is left after direct costs and cost to serve (method row 33)."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field

from copilot.schemas.evidence import Language
from copilot.scoring.base import (
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
from copilot.scoring.wording import both, money, names, percent
from copilot.text.catalogue import t

COST_TO_SERVE = "cost_to_serve"
FORMULA = "contribution = revenue - sum(variable costs) - cost to serve; rate = contribution / revenue"


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
    perimeter: list[str] = Field(description="the costs that were counted: the rate means nothing without them")


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
    total = sum((amount for _, amount in lines), Decimal(0))
    left = given.revenue - total
    result = ContributionResult(
        contribution=left,
        rate=ratio(left, given.revenue),
        revenue=given.revenue,
        total_costs=total,
        perimeter=[label for label, _ in lines],
    )
    items = [CostItem(label=label, amount=amount, share=ratio(amount, given.revenue)) for label, amount in lines]
    findings = [both("margin.negative", lambda _: {})] if left < 0 else []
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(items),
        findings=findings,
        why=_why(result, items, given.currency),
    )


def _why(result: ContributionResult, items: list[CostItem], currency: str) -> list[Note]:
    largest = max(items, key=lambda item: (item.amount, item.label))

    def shown(label: str, language: Language) -> str:
        return t("scoring.margin.cost_to_serve", language) if label == COST_TO_SERVE else label

    def values(language: Language) -> dict[str, object]:
        return {
            "contribution": money(result.contribution, currency, language),
            "rate": percent(result.rate, language),
            "revenue": money(result.revenue, currency, language),
            "costs": money(result.total_costs, currency, language),
            "perimeter": names([shown(label, language) for label in result.perimeter], 12),
            "label": shown(largest.label, language),
            "share": percent(largest.share, language),
        }

    return [both("margin.rate", values), both("margin.largest", values), both("margin.perimeter", values)]


TOOL = Tool(
    name="contribution_margin",
    version="1",
    source="S2, method row 33; the sources do not define the cost perimeter",
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
