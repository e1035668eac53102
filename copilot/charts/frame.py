"""What every chart shares: the finding as title, unit and period below, the source, the description, the style.

A chart is one view of fixed size in pixels: names stand left of it, figures right of it, the source below.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from copilot.charts.look import FONT, Look
from copilot.charts.words import TITLE_SIZE, clean, cut, wrap
from copilot.schemas.evidence import Language
from copilot.scoring.base import ToolResult
from copilot.scoring.days import written
from copilot.text.catalogue import t

Spec = dict[str, Any]
"""A Vega-Lite specification: JSON that names no address to load and holds no expression made of data."""

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
"""Only the name of the version; nothing loads it."""
TOTAL = 700
"""Width of every picture without its margins, such that 11 pixels still read on a page."""
_SUBTITLE = 12
_LOCALES: dict[Language, Spec] = {
    "fr": {"decimal": ",", "thousands": "\u00a0", "grouping": [3], "currency": ["", "\u00a0€"], "percent": "\u00a0%"},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["€", ""], "percent": "%"},
}


@dataclass(frozen=True)
class Words:
    """What a chart says around its picture."""

    title: str
    """The finding."""
    subtitle: Sequence[str]
    """Unit, period and how to read it; a line each."""
    about: str
    """The figures in words, for those who do not see the picture."""


@dataclass(frozen=True)
class Room:
    """The sizes of a chart in pixels."""

    height: int
    left: int = 0
    """For the names."""
    right: int = 0
    """For the figures."""
    below: int = 30
    """For the axis."""

    @property
    def width(self) -> int:
        """Of the view."""
        return TOTAL - self.left - self.right


def framed(result: ToolResult, look: Look, words: Words, room: Room, layers: Sequence[Spec]) -> Spec:
    """The chart whose layers share one view."""
    source = t(
        "chart.source", look.language, tool=result.tool, version=result.version, digest=result.receipt.sha256[:12]
    )
    edge = note("", look, room.width + room.right, room.height, align="right")
    return {
        "$schema": SCHEMA,
        "description": clean(f"{words.title}. {words.about}"),
        "background": look.palette.background,
        "padding": 16,
        "title": {
            "text": wrap(words.title, TOTAL, TITLE_SIZE, bold=True),
            "subtitle": [
                line
                for text in (*words.subtitle, *_when(result, look))
                for line in wrap(text, TOTAL, _SUBTITLE)
                if line
            ],
            "dx": -room.left,
            "offset": 14,
        },
        "width": room.width,
        "height": room.height,
        "layer": [*layers, note(source, look, -room.left, room.height + room.below + 14, size=10), edge],
        "config": _config(look),
    }


def _when(result: ToolResult, look: Look) -> list[str]:
    """The period or the day that the call names."""
    inputs = result.receipt.inputs
    lines = []
    if inputs.get("period"):
        lines.append(t("chart.period", look.language, period=cut(str(inputs["period"]), TOTAL / 2)))
    if inputs.get("as_of"):
        lines.append(
            t("chart.as_of", look.language, date=written(dt.date.fromisoformat(str(inputs["as_of"])), look.language))
        )
    return lines


def note(
    text: str,
    look: Look,
    x: float,
    y: float,
    *,
    size: float = 11,
    align: str = "left",
    colour: str | None = None,
    bold: bool = False,
) -> Spec:
    """A text at a place in pixels."""
    return {
        "data": {"values": [{}]},
        "mark": {
            "type": "text",
            "text": text,
            "align": align,
            "baseline": "middle",
            "fontSize": size,
            "fontWeight": "bold" if bold else "normal",
            "color": colour or look.palette.muted,
        },
        "encoding": {"x": {"value": x}, "y": {"value": y}},
    }


def column(
    field: str,
    y: Spec,
    x: float,
    *,
    align: str = "left",
    limit: int = 160,
    bold: bool = False,
    size: int = 12,
    down: int = 0,
    colour: str | None = None,
) -> Spec:
    """A field of the rows as texts below each other."""
    mark: Spec = {
        "type": "text",
        "align": align,
        "baseline": "middle",
        "limit": limit,
        "fontSize": size,
        "fontWeight": "bold" if bold else "normal",
        "dy": down,
    }
    if colour:
        mark["color"] = colour
    return {"mark": mark, "encoding": {"x": {"value": x}, "y": y, "text": {"field": field, "type": "nominal"}}}


def rows(count: int) -> Spec:
    """The vertical place of rows that are numbered in the field `row`."""
    return {
        "field": "row",
        "type": "ordinal",
        "axis": None,
        "scale": {"domain": list(range(count)), "paddingInner": 0.35, "paddingOuter": 0.15},
    }


def tips(**titles: str) -> list[Spec]:
    """What a pointer shows of a mark: fields and their titles."""
    return [{"field": field, "type": "nominal", "title": title} for field, title in titles.items()]


def _config(look: Look) -> Spec:
    palette = look.palette
    return {
        "font": FONT,
        "locale": {"number": _LOCALES[look.language]},
        "aria": False,
        "view": {"stroke": None},
        "title": {
            "anchor": "start",
            "frame": "group",
            "fontSize": TITLE_SIZE,
            "fontWeight": "bold",
            "color": palette.ink,
            "lineHeight": 22,
            "subtitleColor": palette.muted,
            "subtitleFontSize": _SUBTITLE,
            "subtitleLineHeight": 16,
            "subtitlePadding": 6,
            "limit": TOTAL + 8,
        },
        "axis": {
            "labelColor": palette.muted,
            "titleColor": palette.muted,
            "labelFontSize": 11,
            "titleFontSize": 11,
            "titleFontWeight": "normal",
            "gridColor": palette.line,
            "domainColor": palette.muted,
            "tickColor": palette.muted,
        },
        "text": {"color": palette.ink},
    }
