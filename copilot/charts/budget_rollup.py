"""A budget request line by line: what is granted and what still waits."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from copilot.charts.bars import Column, Row, head, table
from copilot.charts.frame import Spec, Words
from copilot.charts.look import Look
from copilot.charts.words import amounts, currency_of, decimal, short_money
from copilot.scoring.base import ToolResult, ratio
from copilot.scoring.wording import money, number, percent
from copilot.text.catalogue import t

_STATUSES = ("approved", "pending", "refused", "unknown")


def chart(result: ToolResult, look: Look) -> Spec:
    """A bar a line, largest first; what is not decided is an outline."""
    language, palette, currency = look.language, look.palette, currency_of(result)
    found: dict[str, Any] = result.result or {}
    order = sorted(result.per_item, key=lambda item: (-decimal(item["amount"]), str(item["label"])))
    shown, others = head(order)
    short = amounts(result, language, [item["amount"] for item in order[:1]])
    bars = [
        Row(
            name=str(item["label"]),
            value=float(decimal(item["amount"])),
            figures=(
                short(item["amount"]),
                t(f"chart.budget_rollup.{item['status']}", language),
            ),
            group=str(item["status"]),
            tip={t("chart.amount", language): money(decimal(item["amount"]), currency, language, 2)},
        )
        for item in shown
    ]
    if others:
        amount = sum((decimal(item["amount"]) for item in others), Decimal(0))
        name = t("chart.other_lines", language, n=number(Decimal(len(others)), language))
        figures = (short(amount), "")
        bars.append(Row(name=name, value=float(amount), figures=figures, group="mixed"))
    return table(
        result,
        look,
        _words(found, currency, look),
        bars,
        [Column(t("chart.amount", language), 90, bold=True), Column(t("chart.decision", language), 96)],
        {
            "approved": palette.accent,
            "pending": palette.watch,
            "refused": palette.bad,
            "unknown": palette.other,
            "mixed": palette.other,
        },
        dashed=["pending", "unknown"],
    )


def _words(found: dict[str, Any], currency: str, look: Look) -> Words:
    language = look.language
    values = {name: short_money(decimal(found[name]), currency, language) for name in ("total", *_STATUSES, "balance")}
    values["share"] = percent(ratio(decimal(found["approved"]), decimal(found["total"])), language)
    if found["unknown"] == found["total"]:
        title = "chart.budget_rollup.silent"
    elif decimal(found["approved"]) == 0:
        title = "chart.budget_rollup.none" if decimal(found["balance"]) else "chart.budget_rollup.refused_all"
    else:
        title = "chart.budget_rollup.all" if found["approved"] == found["total"] else "chart.budget_rollup.title"
    return Words(
        t(title, language, **values),
        [t("chart.budget_rollup.unit", language, **values)],
        t("chart.budget_rollup.about", language, **values),
    )
