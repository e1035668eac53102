"""What the open deals may bring together: the distribution of their total."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from copilot.charts.frame import Room, Spec, Words, framed, tips
from copilot.charts.look import Look
from copilot.charts.words import amounts, currency_of, cut, decimal, short_scale
from copilot.scoring.base import ToolResult
from copilot.scoring.manager.chances import chance_words
from copilot.scoring.wording import number, percent
from copilot.text.catalogue import t

_ROOM = Room(height=240, left=44, right=16, below=46)
_THIN, _THICK = 3, 18
_MOST_TICKS = 5
_EDGE = Decimal("0.2")
"""Left of it there is no room for a text on the left of a line."""
Item = dict[str, Any]
Bar = tuple[float, float]
"""A total, or the middle of a part, and its probability."""


def chart(result: ToolResult, look: Look) -> Spec:
    """A bar a possible total, or a bar a twentieth when there are too many totals."""
    found: Item = result.result or {}
    language, palette = look.language, look.palette
    short = amounts(result, language, [found["open_total"]])
    scale, unit = short_scale(decimal(found["open_total"]), currency_of(result), language)
    exact = bool(found["distribution"])
    bars = _totals(found) if exact else _parts(found)
    most = float(decimal(found["open_total"])) / scale
    highest = max(chance for _, chance in bars)
    end = max([most, *([float(decimal(found["target"])) / scale] if found["target"] is not None else [])])
    x: Spec = {
        "field": "total",
        "type": "quantitative",
        "scale": {"domain": [-end * 0.03, end * 1.03], "nice": False, "zero": False},
        "axis": {
            "title": t("chart.weighted_pipeline.axis", language, unit=unit) if unit else None,
            "format": ",.12~g",
            "grid": False,
        },
    }
    y: Spec = {
        "field": "chance",
        "type": "quantitative",
        "scale": {"domain": [0, highest * 1.25], "nice": False},
        "axis": {"title": None, "format": ".0%", "values": _ticks(highest)},
    }
    gap = _ROOM.width / max(len(bars), 1)
    thick = max(_THIN, min(_THICK, gap * 0.55)) if exact else _ROOM.width / 1.06 / len(bars) * most / end - 2
    values = [
        {
            "total": total / scale,
            "chance": chance,
            "exact": short(total),
            "likely": percent(decimal(chance), language, 2),
        }
        for total, chance in bars
    ]
    tip = tips(exact=t("chart.amount", language), likely=t("chart.chance", language))
    layers: list[Spec] = [
        _range(found, scale, look, x),
        {
            "data": {"values": values},
            "mark": {"type": "bar", "width": max(thick, 1), "color": palette.accent, "cornerRadiusEnd": 1},
            "encoding": {"x": x, "y": y, "tooltip": tip},
        },
    ]
    layers += _marks(found, scale, short, look, x)
    return framed(result, look, _words(found, short, look, exact=exact), _ROOM, layers)


def _ticks(highest: float) -> list[float]:
    """A few round chances, none above 100 %."""
    step = next((step for step in (0.01, 0.02, 0.05, 0.1, 0.2) if highest / step <= _MOST_TICKS), 0.25)
    return [round(step * count, 2) for count in range(int(highest / step) + 1)]


def _totals(found: Item) -> list[Bar]:
    return [(float(decimal(i["total"])), float(decimal(i["probability"]))) for i in found["distribution"]]


def _parts(found: Item) -> list[Bar]:
    """What the chance loses from one point of the curve to the next; the last part holds the chance to win all."""
    totals = [float(decimal(point["amount"])) for point in found["curve"]]
    chances = [(float(decimal(point["low"])) + float(decimal(point["high"]))) / 2 for point in found["curve"]]
    chances[-1] = 0.0
    return [
        ((totals[at] + totals[at + 1]) / 2, max(0.0, chances[at] - chances[at + 1])) for at in range(len(totals) - 1)
    ]


def _range(found: Item, scale: float, look: Look, x: Spec) -> Spec:
    """From P10 to P90."""
    ends = {"total": float(decimal(found["p10_low"])) / scale, "end": float(decimal(found["p90_high"])) / scale}
    return {
        "data": {"values": [ends]},
        "mark": {"type": "rect", "color": look.palette.soft, "opacity": 1},
        "encoding": {"x": x, "x2": {"field": "end"}, "y": {"value": 0}, "y2": {"value": _ROOM.height}},
    }


def _marks(found: Item, scale: float, short: Callable[[object], str], look: Look, x: Spec) -> list[Spec]:
    """Lines at what is expected and at what is aimed at, with their names."""
    palette = look.palette
    marks = [("expected", decimal(found["weighted"]), palette.ink, [1, 0], 10)]
    if found["target"] is not None:
        marks.append(("aim", decimal(found["target"]), palette.watch, [5, 4], 26))
    most = max(value for _, value, *_ in marks)
    layers: list[Spec] = []
    for name, value, colour, dash, top in marks:
        data = {"values": [{"total": float(value) / scale}]}
        text = t(f"chart.weighted_pipeline.{name}", look.language, weighted=short(value), target=short(value))
        share = value / max(most, decimal(found["open_total"]))
        left = share > Decimal("0.7") or (name == "aim" and value < decimal(found["weighted"]) and share > _EDGE)
        layers += [
            {
                "data": data,
                "mark": {"type": "rule", "color": colour, "strokeDash": dash, "strokeWidth": 1.8},
                "encoding": {"x": x},
            },
            {
                "data": data,
                "mark": {
                    "type": "text",
                    "text": text,
                    "align": "right" if left else "left",
                    "dx": -5 if left else 5,
                    "baseline": "middle",
                    "fontSize": 12,
                    "fontWeight": "bold",
                },
                "encoding": {"x": x, "y": {"value": top}},
            },
        ]
    return layers


def _words(found: Item, short: Callable[[object], str], look: Look, *, exact: bool) -> Words:
    language = look.language
    values = {
        "weighted": short(found["weighted"]),
        "n": number(decimal(found["deals"]), language),
        "low": short(found["p10_low"]),
        "high": short(found["p90_high"]),
        "open": short(found["open_total"]),
        "sd": short(found["sd"]),
        "largest": cut(str(found["largest"])),
        "share": percent(decimal(found["largest_share"]), language),
    }
    title = "chart.weighted_pipeline.title_one" if found["deals"] == 1 else "chart.weighted_pipeline.title"
    if found["deals"] > 1 and found["p10_low"] == found["p90_high"]:
        title = "chart.weighted_pipeline.title_point"
    unit = "chart.weighted_pipeline.unit" if exact else "chart.weighted_pipeline.unit_parts"
    subtitle = [t(unit, language, **values), t("chart.weighted_pipeline.range", language)]
    if found["target"] is not None:
        low, high = decimal(found["target_probability_low"]), decimal(found["target_probability_high"])
        values |= {"target": short(found["target"]), "chance": chance_words(low, high, language)}
        subtitle.append(t("chart.weighted_pipeline.target", language, **values))
    return Words(t(title, language, **values), subtitle, t("chart.weighted_pipeline.about", language, **values))
