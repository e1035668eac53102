"""The zone of possible agreement: what each side accepts on one line, and where the two meet."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from copilot.charts.frame import Room, Spec, Words, framed, note
from copilot.charts.look import Look
from copilot.charts.words import cut, decimal
from copilot.scoring.base import ToolResult
from copilot.scoring.wording import NBSP, number
from copilot.text.catalogue import t

_HEIGHT = 150


def chart(result: ToolResult, look: Look) -> Spec:
    """Two bars towards each other and the zone that they share, dashed where it is estimated."""
    found: dict[str, Any] = result.result or {}
    inputs = result.receipt.inputs
    language, palette = look.language, look.palette
    unit = cut(str(inputs.get("unit", "")), 20)
    low, high = decimal(found["low"]), decimal(found["high"])
    worst = decimal(inputs["buyer_max_low"]) if "buyer_max_low" in inputs else high
    ends = [low, high, worst]
    span = max(ends) - min(ends)
    margin = span * Decimal("0.6") if span else max(abs(low) * Decimal("0.1"), Decimal(1))
    left, right = min(ends) - margin, max(ends) + margin
    room = Room(height=_HEIGHT, left=130, below=36)
    x = {"type": "quantitative", "scale": {"domain": [float(left), float(right)], "nice": False, "zero": False}}

    def say(value: Decimal) -> str:
        return f"{number(value, language)}{NBSP}{unit}"

    def bar(start: Decimal, end: Decimal, top: int, colour: str, *, dashed: bool = False, height: int = 26) -> Spec:
        drawn = {"stroke": colour, "strokeDash": [5, 4], "strokeWidth": 1.5, "fillOpacity": 0.15} if dashed else {}
        return {
            "data": {"values": [{"a": float(start), "b": float(end)}]},
            "mark": {"type": "rect", "color": colour, **drawn},
            "encoding": {
                "x": {**x, "field": "a", "axis": {"title": unit, "format": ",~f", "tickCount": 6, "grid": False}},
                "x2": {"field": "b"},
                "y": {"value": top},
                "y2": {"value": top + height},
            },
        }

    layers: list[Spec] = []
    if high > low:
        layers.append(bar(low, high, 0, palette.soft, dashed=worst < high, height=_HEIGHT))
    layers += [
        bar(low, right, 34, palette.accent, dashed=bool(inputs.get("seller_is_estimate"))),
        bar(left, worst, 94, palette.watch, dashed=bool(inputs.get("buyer_is_estimate"))),
    ]
    if worst < high:
        layers.append(bar(worst, high, 94, palette.watch, dashed=True))
    layers += [
        note(t("chart.zopa.seller", language), look, -130, 47, size=12, colour=palette.ink),
        note(t("chart.zopa.buyer", language), look, -130, 107, size=12, colour=palette.ink),
    ]
    code = {"yes": "exists", "no": "none", "uncertain": "uncertain"}[found["exists"]]
    if found["exists"] == "yes" and found["width"] is None:
        code = "exists_range"
    values = {
        "low": say(low),
        "high": say(high),
        "width": say(decimal(found["width"] or 0)),
        "narrow": say(decimal(found["width_low"] or 0)),
        "wide": say(decimal(found["width_high"] or 0)),
        "gap": say(decimal(found["gap"] or 0)),
        "unit": unit,
    }
    words = Words(
        title=t(f"chart.zopa.{code}", language, **values),
        subtitle=[t("chart.zopa.unit", language, **values)],
        about=t("chart.zopa.about", language, **values),
    )
    return framed(result, look, words, room, layers)
