"""The Pareto curve of a portfolio: each client's share and the cumulative share."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from copilot.charts.bars import Column, Row, table
from copilot.charts.frame import Room, Spec, Words, framed, note, rows
from copilot.charts.look import Look
from copilot.charts.words import amounts, currency_of, cut, decimal, headline, short_money
from copilot.scoring.base import ToolResult
from copilot.scoring.wording import money, number, percent, percent_beside
from copilot.text.catalogue import t

BARS = 15
"""Up to here every client has a bar; beyond, the curve shows the portfolio."""
CURVE_POINTS = 150
_TARGET = 0.8
_LINE = 17.0


def chart(result: ToolResult, look: Look) -> Spec:
    """Bars with the cumulative share for a few clients, the curve for many."""
    found: dict[str, Any] = result.result or {}
    words = _words(result, found, look)
    return _bars(result, found, look, words) if found["clients"] <= BARS else _curve(result, found, look, words)


def _words(result: ToolResult, found: dict[str, Any], look: Look) -> Words:
    language = look.language
    values = {
        "k": number(Decimal(found["k20"]), language),
        "n": number(Decimal(found["clients"]), language),
        "share": percent_beside(decimal(found["share20"]), Decimal("0.8"), language),
        "needed": number(Decimal(found["k80"]), language),
        "reached": percent(decimal(found["share80"]), language),
        "total": short_money(decimal(found["total"]), currency_of(result), language),
        "top": percent(Decimal("0.2"), language),
        "target": percent(Decimal("0.8"), language),
        "names": ", ".join(
            f"{cut(str(item['name']))} ({percent(decimal(item['share']), language)})" for item in result.per_item[:5]
        ),
    }
    if found["clients"] == 1:
        title = t("chart.pareto.only", language, name=headline(str(result.per_item[0]["name"])))
    elif found["k20"] == found["k80"]:
        title = t("chart.pareto.same_one" if found["k20"] == 1 else "chart.pareto.same", language, **values)
    else:
        title = t("chart.pareto.title_one" if found["k20"] == 1 else "chart.pareto.title", language, **values)
    unit = "chart.pareto.unit" if found["clients"] <= BARS else "chart.pareto.unit_curve"
    rule = "chart.pareto.holds" if found["verified"] else "chart.pareto.does_not_hold"
    return Words(
        title=title,
        subtitle=[t(unit, language, **values)],
        about=f"{t(rule, language, **values)} {t('chart.pareto.about', language, **values)}",
    )


def _bars(result: ToolResult, found: dict[str, Any], look: Look, words: Words) -> Spec:
    language, palette, currency = look.language, look.palette, currency_of(result)
    short = amounts(result, language, [item["revenue"] for item in result.per_item])
    bars = [
        Row(
            name=str(item["name"]),
            value=float(decimal(item["share"])),
            figures=(
                short(item["revenue"]),
                percent(decimal(item["share"]), language),
                percent(decimal(item["cumulative_share"]), language),
            ),
            group="top" if row < found["k20"] else "other",
            tip={t("chart.revenue", language): money(decimal(item["revenue"]), currency, language, 2)},
            more={"cumulative": float(decimal(item["cumulative_share"]))},
        )
        for row, item in enumerate(result.per_item)
    ]
    columns = [
        Column(t("chart.revenue", language), 78),
        Column(t("chart.share", language), 56, bold=True),
        Column(t("chart.cumulative", language), 56),
    ]
    y = rows(len(bars))
    x = {"type": "quantitative", "field": "cumulative"}
    target = {
        "data": {"values": [{"cumulative": _TARGET}]},
        "mark": {"type": "rule", "strokeDash": [4, 4], "color": palette.watch, "strokeWidth": 1.5},
        "encoding": {"x": x},
    }
    line = {
        "mark": {"type": "line", "color": palette.ink, "strokeWidth": 1.5, "strokeDash": [2, 2]},
        "encoding": {"y": y, "x": x, "order": {"field": "row", "type": "quantitative"}},
    }
    dots = {
        "mark": {"type": "point", "color": palette.ink, "filled": True, "size": 45, "opacity": 1},
        "encoding": {"y": y, "x": x},
    }
    return table(
        result,
        look,
        words,
        bars,
        columns,
        {"top": palette.accent, "other": palette.other},
        axis={"format": ".0%", "values": [0, 0.2, 0.4, 0.6, 0.8, 1], "title": None, "domain": False, "ticks": False},
        domain=(0, 1),
        extra=[target, line, dots],
    )


def _curve(result: ToolResult, found: dict[str, Any], look: Look, words: Words) -> Spec:
    language, palette = look.language, look.palette
    count = found["clients"]
    values = [{"clients": 0.0, "cumulative": 0.0}]
    values += [_point(result, rank, count) for rank in _ranks(count, found["k20"], found["k80"])]
    room = Room(height=300, left=44, right=20, below=46)
    x = {"type": "quantitative", "scale": {"domain": [0, 1]}}
    y = {"type": "quantitative", "scale": {"domain": [0, 1]}}
    axis = {"format": ".0%", "tickCount": 5}
    place = {
        "x": {
            **x,
            "field": "clients",
            "axis": {**axis, "title": t("chart.pareto.axis_clients", language), "grid": False},
        },
        "y": {**y, "field": "cumulative", "axis": {**axis, "title": None}},
    }
    marked = [_marked(result, rank, count, look) for rank in sorted({found["k20"], found["k80"]})]
    layers: list[Spec] = [
        {"mark": {"type": "area", "color": palette.soft, "opacity": 1}, "encoding": place},
        {"mark": {"type": "line", "color": palette.accent, "strokeWidth": 2.5}, "encoding": place},
        {
            "data": {"values": [{"clients": 0, "cumulative": 0}, {"clients": 1, "cumulative": 1}]},
            "mark": {"type": "line", "color": palette.other, "strokeDash": [3, 4], "strokeWidth": 1.2},
            "encoding": place,
        },
        {
            "data": {"values": [{"cumulative": _TARGET}]},
            "mark": {"type": "rule", "strokeDash": [4, 4], "color": palette.watch, "strokeWidth": 1.5},
            "encoding": {"y": {**y, "field": "cumulative"}},
        },
        {
            "data": {"values": marked},
            "mark": {"type": "point", "filled": True, "size": 90, "color": palette.accent, "opacity": 1},
            "encoding": place,
        },
        *_named(marked, room, look),
        note(t("chart.pareto.equal", language), look, room.width * 0.62, room.height * 0.48, size=10),
    ]
    return {**framed(result, look, words, room, layers), "data": {"values": values}}


def _named(marked: list[dict[str, Any]], room: Room, look: Look) -> list[Spec]:
    """What the marked points say, right of them and below; never one over the other."""
    layers, last = [], -_LINE
    for point in reversed(marked):
        x, y = point["clients"] * room.width + 12, (1 - point["cumulative"]) * room.height + 14
        last = max(y, last + _LINE)
        layers.append(note(point["text"], look, x, last, size=12, bold=True, colour=look.palette.ink))
    return layers


def _ranks(count: int, *kept: int) -> list[int]:
    """Ranks from 1 to `count`, few enough to draw, with the first ones, where the curve bends, and those to mark."""
    even = {max(1, round(count * step / CURVE_POINTS)) for step in range(1, CURVE_POINTS + 1)}
    return sorted(even | set(range(1, min(count, 20) + 1)) | set(kept))


def _point(result: ToolResult, rank: int, count: int) -> dict[str, Any]:
    return {"clients": rank / count, "cumulative": float(decimal(result.per_item[rank - 1]["cumulative_share"]))}


def _marked(result: ToolResult, rank: int, count: int, look: Look) -> dict[str, Any]:
    share = percent(decimal(result.per_item[rank - 1]["cumulative_share"]), look.language)
    text = t("chart.pareto.marked", look.language, k=number(Decimal(rank), look.language), share=share)
    return {**_point(result, rank, count), "text": text}
