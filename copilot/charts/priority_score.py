"""The order of the accounts by priority index, with each expected value."""

from __future__ import annotations

from typing import Any

from copilot.charts.bars import Column, Row, head, table
from copilot.charts.frame import Spec, Words
from copilot.charts.look import Look
from copilot.charts.words import amounts, currency_of, cut, decimal, headline, short_money
from copilot.scoring.base import ToolResult
from copilot.scoring.wording import money, number
from copilot.text.catalogue import t


def chart(result: ToolResult, look: Look) -> Spec:
    """A bar an account, as long as its index; the others are summed up in words."""
    language, palette, currency = look.language, look.palette, currency_of(result)
    shown, others = head(result.per_item)
    short = amounts(result, language, [item["expected_value"] for item in shown])
    bars = [
        Row(
            name=str(item["name"]),
            value=float(decimal(item["index"])),
            figures=(
                number(decimal(item["index"]), language, 1),
                short(item["expected_value"]),
            ),
            group="first" if row == 0 else "other",
            tip={t("chart.expected", language): money(decimal(item["expected_value"]), currency, language, 2)},
        )
        for row, item in enumerate(shown)
    ]
    return table(
        result,
        look,
        _words(result, look, len(others)),
        bars,
        [Column(t("chart.index", language), 60, bold=True), Column(t("chart.expected", language), 120)],
        {"first": palette.accent, "other": palette.other},
        axis={"values": [0, 25, 50, 75, 100], "title": None, "domain": False, "ticks": False},
        domain=(0, 100),
    )


def _words(result: ToolResult, look: Look, others: int) -> Words:
    language, currency = look.language, currency_of(result)
    found: dict[str, Any] = result.result or {}
    items = result.per_item
    values = {
        "first": headline(str(items[0]["name"])),
        "second": headline(str(items[1]["name"])) if len(items) > 1 else "",
        "index": number(decimal(items[0]["index"]), language, 1),
        "next": number(decimal(items[1]["index"]), language, 1) if len(items) > 1 else "",
        "value": short_money(decimal(found["first_expected_value"]), currency, language),
        "others": number(decimal(others), language),
        "list": ", ".join(f"{cut(str(i['name']))} ({number(decimal(i['index']), language, 1)})" for i in items[:5]),
    }
    if decimal(found["first_index"]) == 0:
        title = "chart.priority_score.none"
    elif len(items) == 1:
        title = "chart.priority_score.only"
    else:
        title = "chart.priority_score.tie" if values["index"] == values["next"] else "chart.priority_score.title"
    subtitle = [t("chart.priority_score.unit", language)]
    if others:
        subtitle.append(t("chart.priority_score.others", language, **values))
    return Words(t(title, language, **values), subtitle, t("chart.priority_score.about", language, **values))
