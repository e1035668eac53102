"""From the revenue of an account to what it contributes, cost by cost."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from copilot.charts.bars import Column, Row, head, table
from copilot.charts.frame import Spec, Words
from copilot.charts.look import Look
from copilot.charts.words import amounts, currency_of, decimal, short_money
from copilot.scoring.base import ToolResult, ratio
from copilot.scoring.plan.margin import COST_TO_SERVE
from copilot.scoring.wording import number, percent
from copilot.text.catalogue import t

_ROWS = 12


def chart(result: ToolResult, look: Look) -> Spec:
    """The revenue, each cost as a step down, the largest first, and what is left."""
    language, palette = look.language, look.palette
    found: dict[str, Any] = result.result or {}
    revenue, left = decimal(found["revenue"]), decimal(found["contribution"])
    order = sorted(result.per_item, key=lambda item: (-decimal(item["amount"]), str(item["label"])))
    shown, others = head(order, _ROWS)
    served = t("chart.contribution_margin.cost_to_serve", language)
    costs = [
        (served if item["label"] == COST_TO_SERVE else str(item["label"]), decimal(item["amount"])) for item in shown
    ]
    if others:
        amount = sum((decimal(item["amount"]) for item in others), Decimal(0))
        costs.append((t("chart.other_lines", language, n=number(Decimal(len(others)), language)), amount))
    steps = [(t("chart.revenue_long", language), Decimal(0), revenue, "total")]
    level = revenue
    for label, amount in costs:
        steps.append((label, level, -amount, "cost"))
        level -= amount
    steps.append((t("chart.contribution_margin.left", language), Decimal(0), left, "left" if left >= 0 else "loss"))
    short = amounts(result, language, [revenue])
    bars = [
        Row(
            name=name,
            start=float(start),
            value=float(change),
            figures=(short(change), percent(ratio(change, revenue), language)),
            group=group,
        )
        for name, start, change, group in steps
    ]
    return table(
        result,
        look,
        _words(found, currency_of(result), look),
        bars,
        [Column(t("chart.amount", language), 90, bold=True), Column(t("chart.share", language), 66)],
        {"total": palette.other, "cost": palette.watch, "left": palette.accent, "loss": palette.bad},
    )


def _words(found: dict[str, Any], currency: str, look: Look) -> Words:
    language = look.language
    left = decimal(found["contribution"])
    values = {
        "rate": percent(decimal(found["rate"]), language),
        "left": short_money(left, currency, language),
        "revenue": short_money(decimal(found["revenue"]), currency, language),
        "costs": short_money(decimal(found["total_costs"]), currency, language),
    }
    title = "chart.contribution_margin.title" if left >= 0 else "chart.contribution_margin.loss"
    return Words(
        t(title, language, **values),
        [t("chart.contribution_margin.unit", language, **values)],
        t("chart.contribution_margin.about", language, **values),
    )
