"""What one account brings to each of our strategic objectives, of what the objective weighs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from copilot.charts.bars import Column, Row, head, table
from copilot.charts.frame import Spec, Words, rows
from copilot.charts.look import Look
from copilot.charts.words import cut, decimal, headline
from copilot.schemas.evidence import Language
from copilot.scoring.base import ToolResult
from copilot.scoring.wording import number, percent
from copilot.text.catalogue import t

Item = dict[str, Any]


def chart(result: ToolResult, look: Look) -> Spec:
    """An outline as long as the objective's weight, filled as far as the account contributes."""
    language, palette = look.language, look.palette
    found: Item = result.result or {}
    shown, others = head(result.per_item)
    bars = [_row(item, language) for item in shown]
    y = rows(len(bars))
    filled = {
        "mark": {"type": "bar", "color": palette.accent, "cornerRadiusEnd": 2},
        "encoding": {"y": y, "x": {"field": "filled", "type": "quantitative"}, "x2": {"datum": 0}},
    }
    return table(
        result,
        look,
        _words(result, found, len(others), look),
        bars,
        [
            Column(t("chart.strategic_axis.weight", language), 62),
            Column(t("chart.strategic_axis.contribution", language), 70, bold=True),
            Column(t("chart.strategic_axis.proof", language), 56),
        ],
        {"main": palette.accent, "unknown": palette.other},
        dashed=["main", "unknown"],
        extra=[filled],
    )


def _row(item: Item, language: Language) -> Row:
    weight, brought = decimal(item["weight_share"]), item["contribution"]
    proof = "–" if brought is None else t(f"chart.strategic_axis.{'' if item['evidenced'] else 'un'}proved", language)
    return Row(
        name=str(item["name"]),
        value=float(weight),
        figures=(
            percent(weight, language, 0),
            t("chart.strategic_axis.unknown", language) if brought is None else percent(decimal(brought), language, 0),
            proof,
        ),
        group="unknown" if brought is None else "main",
        more={"filled": float(weight * decimal(brought or 0))},
    )


def _words(result: ToolResult, found: Item, others: int, look: Look) -> Words:
    language = look.language
    known = [item for item in result.per_item if item["points"] is not None]
    most = min(known, key=lambda item: (-decimal(item["points"]), str(item["name"])))
    values = {
        "account": headline(str(found["account"])) if found["account"] else t("chart.strategic_axis.this", language),
        "value": number(decimal(found["strategic_axis"]), language),
        "first": headline(str(most["name"])),
        "low": number(decimal(found["low"]), language),
        "high": number(decimal(found["high"]), language),
        "coverage": percent(decimal(found["coverage"]), language, 0),
        "proved": number(decimal(found["proved_axis"]), language),
        "list": ", ".join(cut(str(item["name"])) for item in result.per_item[:5]),
        "others": number(Decimal(others), language),
    }
    if found["unknown"]:
        title = "title_range"
    else:
        title = "title" if decimal(found["strategic_axis"]) else "nothing"
    subtitle = [t("chart.strategic_axis.unit", language)]
    if others:
        subtitle.append(t("chart.strategic_axis.others", language, **values))
    return Words(
        t(f"chart.strategic_axis.{title}", language, **values),
        subtitle,
        t("chart.strategic_axis.about", language, **values),
    )
