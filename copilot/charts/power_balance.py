"""Who holds the stronger hand, factor by factor."""

from __future__ import annotations

from typing import Any

from copilot.charts.bars import MOST_ROWS, Column, Row, table
from copilot.charts.frame import Spec, Words
from copilot.charts.look import Look
from copilot.charts.words import decimal, headline
from copilot.scoring.base import ToolResult
from copilot.scoring.wording import number, percent
from copilot.text.catalogue import t

_MOST = 4
"""The largest difference of two levels from 1 to 5."""


def chart(result: ToolResult, look: Look) -> Spec:
    """Bars to the right where we are stronger, to the left where they are; outlined without evidence."""
    language, palette = look.language, look.palette
    found: dict[str, Any] = result.result or {}
    whole = sum(decimal(item["weight"]) for item in result.per_item)
    order = sorted(result.per_item, key=lambda item: (-decimal(item["contribution"]), str(item["name"])))
    strongest = sorted(order, key=lambda item: (-abs(decimal(item["contribution"])), str(item["name"])))[:MOST_ROWS]
    bars = []
    for item in order:
        if item not in strongest:
            continue
        difference = int(str(item["difference"]))
        side = "us" if difference > 0 else "them"
        bars.append(
            Row(
                name=str(item["name"]),
                value=float(difference),
                figures=(str(item["us"]), str(item["them"]), percent(decimal(item["weight"]) / whole, language, 0)),
                group=side if item["has_evidence"] else f"{side}_guessed",
            )
        )
    values = {
        "balance": number(abs(decimal(found["balance"])), language, 1),
        "lever": headline(str(found["our_levers"][0])) if found["our_levers"] else "–",
        "theirs": headline(str(found["their_levers"][0])) if found["their_levers"] else "–",
        "n": len(result.per_item),
        "others": len(result.per_item) - len(bars),
    }
    subtitle = [t("chart.power_balance.unit", language)]
    if len(bars) < len(result.per_item):
        subtitle.append(t("chart.power_balance.others", language, **values))
    return table(
        result,
        look,
        Words(
            t(f"chart.power_balance.{found['verdict']}", language, **values),
            subtitle,
            t("chart.power_balance.about", language, **values),
        ),
        bars,
        [
            Column(t("chart.power_balance.ours", language), 56),
            Column(t("chart.power_balance.their", language), 56),
            Column(t("chart.strategic_axis.weight", language), 62),
        ],
        {
            "us": palette.accent,
            "them": palette.watch,
            "us_guessed": palette.accent,
            "them_guessed": palette.watch,
        },
        dashed=["us_guessed", "them_guessed"],
        domain=(-_MOST, _MOST),
    )
