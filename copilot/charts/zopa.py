"""The zone of possible agreement: what each side accepts on one line, and where the two meet."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from copilot.charts.frame import Room, Spec, Words, framed, note
from copilot.charts.look import Look
from copilot.charts.words import cut, decimal, width
from copilot.scoring.base import ToolResult
from copilot.scoring.wording import NBSP, number
from copilot.text.catalogue import t

_ROOM = Room(height=158, left=100, below=34)
_SELLER, _BUYER, _THICK = 44, 104, 24
_UNIT_WIDTH = 90


@dataclass(frozen=True)
class _Limits:
    """Where the sides stop."""

    seller: Decimal
    buyer: Decimal
    """At best."""
    worst: Decimal
    """The buyer's limit at worst; the same when it is no range."""
    seller_guessed: bool
    buyer_guessed: bool

    @property
    def frame(self) -> tuple[Decimal, Decimal]:
        """The ends of the line, with room beyond the limits."""
        ends = [self.seller, self.buyer, self.worst]
        span = max(ends) - min(ends)
        margin = span * Decimal("0.6") if span else max(abs(self.seller) * Decimal("0.1"), Decimal(1))
        return min(ends) - margin, max(ends) + margin


class _Line:
    """Draws on the line of values."""

    def __init__(self, limits: _Limits, unit: str, look: Look) -> None:
        self.limits = limits
        self.look = look
        self.left, self.right = limits.frame
        domain = [float(self.left), float(self.right)]
        axis = {"title": unit, "format": ",.13~g", "tickCount": 6, "grid": False}
        self.x = {
            "type": "quantitative",
            "field": "a",
            "scale": {"domain": domain, "nice": False, "zero": False},
            "axis": axis,
        }

    def bar(self, start: Decimal, end: Decimal, top: int, colour: str, *, guessed: bool, thick: int = _THICK) -> Spec:
        """From one value to another; an estimate is an outline."""
        drawn = {"stroke": colour, "strokeDash": [5, 4], "strokeWidth": 1.5, "fillOpacity": 0.12} if guessed else {}
        return {
            "data": {"values": [{"a": float(start), "b": float(end)}]},
            "mark": {"type": "rect", "color": colour, **drawn},
            "encoding": {"x": self.x, "x2": {"field": "b"}, "y": {"value": top}, "y2": {"value": top + thick}},
        }

    def text(self, at: Decimal, top: int, words: str, *, align: str = "center", bold: bool = False) -> Spec:
        """A text at a value, on its other side where it would not fit."""
        beside = float((at - self.left) / (self.right - self.left)) * _ROOM.width
        if align == "left" and beside + width(words) > _ROOM.width:
            align = "right"
        elif align == "right" and width(words) > beside:
            align = "left"
        dx = {"left": 1, "right": -1}.get(align, 0)
        return {
            "data": {"values": [{"a": float(at)}]},
            "mark": {
                "type": "text",
                "text": words,
                "align": align,
                "baseline": "middle",
                "dx": dx,
                "fontSize": 13 if bold else 12,
                "fontWeight": "bold" if bold else "normal",
            },
            "encoding": {"x": self.x, "y": {"value": top}},
        }


def chart(result: ToolResult, look: Look) -> Spec:
    """Two bars towards each other and the zone that they share, dashed where it is estimated."""
    found: dict[str, Any] = result.result or {}
    inputs = result.receipt.inputs
    language = look.language
    unit = cut(str(inputs.get("unit", "")), _UNIT_WIDTH)
    high = decimal(found["high"])
    limits = _Limits(
        seller=decimal(found["low"]),
        buyer=high,
        worst=decimal(inputs["buyer_max_low"]) if "buyer_max_low" in inputs else high,
        seller_guessed=bool(inputs.get("seller_is_estimate")),
        buyer_guessed=bool(inputs.get("buyer_is_estimate")),
    )

    def say(value: object) -> str:
        return f"{number(decimal(value or 0), language)}{NBSP}{unit}"

    code = {"yes": "exists", "no": "none", "uncertain": "uncertain"}[found["exists"]]
    if found["exists"] == "yes" and found["width"] is None:
        code = "exists_range"
    elif found["exists"] == "yes" and limits.seller == limits.buyer:
        code = "meet"
    values = {
        "low": say(found["low"]),
        "high": say(high),
        "worst": say(limits.worst),
        "width": say(found["width"]),
        "narrow": say(found["width_low"]),
        "wide": say(found["width_high"]),
        "gap": say(found["gap"]),
        "unit": unit,
    }
    guessed = found["status"] == "estimate"
    words = Words(
        title=t(f"chart.zopa.{code}", language, **values),
        subtitle=[t("chart.zopa.unit_estimate" if guessed else "chart.zopa.unit", language, **values)],
        about=t("chart.zopa.about_range" if limits.worst < high else "chart.zopa.about", language, **values)
        + (f" {t('chart.zopa.estimated', language)}" if guessed else ""),
    )
    return framed(result, look, words, _ROOM, _layers(_Line(limits, unit, look), values))


def _layers(line: _Line, values: dict[str, str]) -> list[Spec]:
    limits, palette, language = line.limits, line.look.palette, line.look.language
    layers = _zone(line, values)
    layers += [
        line.bar(limits.seller, line.right, _SELLER, palette.accent, guessed=limits.seller_guessed),
        line.bar(line.left, limits.worst, _BUYER, palette.watch, guessed=limits.buyer_guessed),
    ]
    if limits.worst < limits.buyer:
        layers.append(line.bar(limits.worst, limits.buyer, _BUYER, palette.watch, guessed=True))
        to = t("chart.zopa.to_range", language, **values)
    else:
        to = t("chart.zopa.to", language, **values)
    for key, top in (("seller", _SELLER), ("buyer", _BUYER)):
        layers.append(note(t(f"chart.zopa.{key}", language), line.look, -100, top + 12, size=13, colour=palette.ink))
    layers.append(line.text(limits.seller, _SELLER - 10, t("chart.zopa.from", language, **values), align="left"))
    layers.append(line.text(limits.buyer, _BUYER + _THICK + 12, to, align="right"))
    return layers


def _zone(line: _Line, values: dict[str, str]) -> list[Spec]:
    """What lies between the limits: room, or what is missing."""
    limits, palette, language = line.limits, line.look.palette, line.look.language
    middle = (limits.seller + limits.buyer) / 2
    if limits.buyer < limits.seller:
        gap = {
            "data": {"values": [{"a": float(limits.buyer), "b": float(limits.seller)}]},
            "mark": {"type": "rule", "color": palette.bad, "strokeDash": [2, 3], "strokeWidth": 2},
            "encoding": {"x": line.x, "x2": {"field": "b"}, "y": {"value": 84}},
        }
        return [gap, line.text(middle, 10, t("chart.zopa.short", language, **values), bold=True)]
    sure = max(limits.seller, limits.worst)
    layers = [line.bar(limits.seller, sure, 0, palette.soft, guessed=False, thick=_ROOM.height)]
    if sure < limits.buyer:
        layers.append(line.bar(sure, limits.buyer, 0, palette.accent, guessed=True, thick=_ROOM.height))
        layers.append(line.text((sure + limits.buyer) / 2, 10, t("chart.zopa.possible", language), bold=True))
    if limits.seller < sure:
        text = values["width"] if sure == limits.buyer else t("chart.zopa.sure", language, **values)
        layers.append(line.text((limits.seller + sure) / 2, 10, text, bold=True))
    return layers
