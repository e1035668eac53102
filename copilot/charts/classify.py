"""The account matrix: what accounts bring in business against what they bring to our strategy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from copilot.charts.frame import Room, Spec, Words, framed, note, tips
from copilot.charts.look import Look
from copilot.charts.places import Box, Dot, place
from copilot.charts.words import LONGEST, cut, decimal, headline, labels, width
from copilot.schemas.evidence import Language
from copilot.scoring.base import ToolResult
from copilot.scoring.wording import number
from copilot.text.catalogue import t

_ROOM = Room(height=400, left=52, right=14, below=44)
_SHAPES = {
    "grand_compte_et_cle": "diamond",
    "compte_cle": "triangle-up",
    "grand_compte": "square",
    "standard": "circle",
}
_NAME = 150
_NAMED = 40
"""So many names at most, if they find room."""
_DOTS = 400
"""Beyond, accounts are counted in cells."""
_CELLS = 20
_TITLE = 12
Item = dict[str, Any]
Title = tuple[str, tuple[float, float], str]
"""A text, its place in pixels and on which side of it the text ends."""


def chart(result: ToolResult, look: Look) -> Spec:
    """A point an account in four fields, or counts of accounts when there are too many for points."""
    found: Item = result.result or {}
    items = result.per_item
    x = _axis("business", t("chart.classify.business", look.language))
    y = _axis("strategic", t("chart.classify.strategic", look.language))
    titles = _titles(found, look)
    layers = _fields(found, look, x, y)
    layers += _points(items, titles, look, x, y) if len(items) <= _DOTS else [_cells(items, look, x, y)]
    layers += [
        note(text, look, *at, size=_TITLE, align=align, bold=True, colour=look.palette.ink)
        for text, at, align in titles
    ]
    return framed(result, look, _words(found, items, look), _ROOM, layers)


def _axis(field: str, title: str) -> Spec:
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"domain": [0, 1], "nice": False},
        "axis": {"title": title, "values": [0, 0.25, 0.5, 0.75, 1], "grid": False, "format": ".2~f"},
    }


def _at(business: object, strategic: object) -> tuple[float, float]:
    """The place in pixels."""
    return float(decimal(business)) * _ROOM.width, (1 - float(decimal(strategic))) * _ROOM.height


def _fields(found: Item, look: Look, x: Spec, y: Spec) -> list[Spec]:
    """The field that is both, and the two limits."""
    palette = look.palette
    business, strategic = decimal(found["business_threshold"]), decimal(found["strategic_threshold"])
    line = {"type": "rule", "color": palette.muted, "strokeDash": [4, 4]}
    both = {"business": float(business), "right": 1, "strategic": float(strategic), "top": 1}
    layers: list[Spec] = [
        {
            "data": {"values": [both]},
            "mark": {"type": "rect", "color": palette.soft, "opacity": 1},
            "encoding": {"x": x, "x2": {"field": "right"}, "y": y, "y2": {"field": "top"}},
        },
        {"data": {"values": [both]}, "mark": line, "encoding": {"x": x}},
        {"data": {"values": [both]}, "mark": line, "encoding": {"y": y}},
    ]
    return layers


def _titles(found: Item, look: Look) -> list[Title]:
    """The names of the four fields in their corners, with how many accounts they hold."""
    titles = []
    for name, right, top in (
        ("compte_cle", False, True),
        ("grand_compte_et_cle", True, True),
        ("standard", False, False),
        ("grand_compte", True, False),
    ):
        count = number(Decimal(len(found[name])), look.language)
        at = (_ROOM.width - 6.0 if right else 6.0, 16.0 if top else _ROOM.height - 14.0)
        titles.append((f"{t(f'chart.quadrant.{name}', look.language)} ({count})", at, "right" if right else "left"))
    return titles


def _box(title: Title) -> Box:
    """The place of a title."""
    text, (x, y), align = title
    wide = width(text, _TITLE, bold=True)
    left = x - wide if align == "right" else x
    return left, y - _TITLE / 2, left + wide, y + _TITLE / 2


def _points(items: Sequence[Item], titles: Sequence[Title], look: Look, x: Spec, y: Spec) -> list[Spec]:
    """The accounts, full when they are led as key accounts, hollow when not or when nobody said."""
    language, palette = look.language, look.palette
    values = [
        {
            "business": float(decimal(item["business_axis"])),
            "strategic": float(decimal(item["strategic_axis"])),
            "quadrant": item["quadrant"],
            "led": item["handled_as"] == "key_account",
            "name": cut(str(item["name"]), LONGEST),
            "class": t(f"chart.quadrant.{item['quadrant']}", language),
            "handled": t(f"chart.handling.{item['handled_as']}", language),
        }
        for item in items
    ]
    tip = tips(
        name=" ", **{"class": t("chart.classify.class", language), "handled": t("chart.classify.handled", language)}
    )
    scale = {"domain": list(_SHAPES), "range": list(_SHAPES.values())}
    colours = [palette.accent, palette.accent, palette.watch, palette.muted]
    layers = [
        {
            "data": {"values": values},
            "transform": [{"filter": {"field": "led", "equal": led}}],
            "mark": {"type": "point", "size": 70, "filled": led, "opacity": 1, "strokeWidth": 1.8, "aria": True},
            "encoding": {
                "x": x,
                "y": y,
                "shape": {"field": "quadrant", "type": "nominal", "scale": scale, "legend": None},
                "color": {
                    "field": "quadrant",
                    "type": "nominal",
                    "scale": {"domain": list(_SHAPES), "range": colours},
                    "legend": None,
                },
                "tooltip": tip,
                "description": {"field": "name", "type": "nominal"},
            },
        }
        for led in (False, True)
        if any(value["led"] == led for value in values)
    ]
    names = labels([str(item["name"]) for item in items], _NAME, 11)
    dots = [Dot(*_at(i["business_axis"], i["strategic_axis"]), name) for i, name in zip(items, names, strict=True)]
    placed = place(dots, _NAMED, _ROOM.width, _ROOM.height, [_box(title) for title in titles])
    return [*layers, *(note(label.name, look, label.x, label.y, colour=palette.ink) for label in placed)]


def _cells(items: Sequence[Item], look: Look, x: Spec, y: Spec) -> Spec:
    """How many accounts stand in each cell, as the size of a circle."""
    cells = Counter(tuple(min(int(decimal(i[axis]) * _CELLS), _CELLS - 1) for axis in _AXES) for i in items)
    values = [
        {
            "business": (business + 0.5) / _CELLS,
            "strategic": (strategic + 0.5) / _CELLS,
            "count": count,
            "text": number(Decimal(count), look.language),
        }
        for (business, strategic), count in sorted(cells.items())
    ]
    return {
        "data": {"values": values},
        "mark": {"type": "circle", "color": look.palette.accent, "opacity": 0.65},
        "encoding": {
            "x": x,
            "y": y,
            "size": {
                "field": "count",
                "type": "quantitative",
                "scale": {"range": [6, 320], "domainMin": 0},
                "legend": None,
            },
            "tooltip": tips(text=t("chart.classify.accounts", look.language)),
        },
    }


_AXES = ("business_axis", "strategic_axis")


def _words(found: Item, items: Sequence[Item], look: Look) -> Words:
    language = look.language
    key, both, large = (len(found[name]) for name in ("compte_cle", "grand_compte_et_cle", "grand_compte"))
    values = {
        "n": number(Decimal(len(items)), language),
        "keys": number(Decimal(key + both), language),
        "both": number(Decimal(both), language),
        "large": number(Decimal(large + both), language),
        "company": cut(str(found["selling_company"]), 200),
        "business": number(decimal(found["business_threshold"]), language),
        "strategic": number(decimal(found["strategic_threshold"]), language),
        "name": headline(str(items[0]["name"])),
        "class": t(f"chart.quadrant.{items[0]['quadrant']}", language).lower(),
    }
    if len(items) == 1:
        title = "chart.classify.only"
    elif key + both == 0:
        title = "chart.classify.no_key"
    else:
        title = ("chart.classify.none_both", "chart.classify.title_one", "chart.classify.title")[min(both, 2)]
    unit = "chart.classify.unit" if len(items) <= _DOTS else "chart.classify.unit_cells"
    named = [
        t("chart.listed", language, title=t(f"chart.quadrant.{name}", language), names=_list(found[name], language))
        for name in _SHAPES
        if found[name]
    ]
    return Words(
        t(title, language, **values),
        [t("chart.classify.axes", language, **values), t(unit, language)],
        " ".join(named),
    )


def _list(names: Sequence[str], language: Language) -> str:
    """The first names and how many more."""
    shown = ", ".join(cut(name) for name in names[:5])
    if len(names) <= 5:
        return shown
    return t("chart.and_more", language, names=shown, n=number(Decimal(len(names) - 5), language))
