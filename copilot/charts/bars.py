"""Bars below each other with names on the left and figures on the right: the form of most charts here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from copilot.charts.frame import Room, Spec, Words, column, framed, note, rows, tips
from copilot.charts.look import Look
from copilot.charts.words import LONGEST, NAME_WIDTH, clean, cut, labels
from copilot.scoring.base import ToolResult

T = TypeVar("T")
GAP = 12
"""Pixels between the names and the bars."""
MOST_ROWS = 20
"""More rows are a list, not a picture: the caller sums up the others."""
_ROW, _TWO_LINES = 25, 40
_SUB_SIZE = 10


@dataclass(frozen=True)
class Row:
    """One bar."""

    name: str
    """Whole; it is cut where it stands beside the bar and whole where a pointer shows it."""
    value: float
    """Length of the bar, from 0 or from `start`."""
    figures: tuple[str, ...] = ()
    """Texts of the columns on the right."""
    group: str = "main"
    """Decides its colour; a column says the group in words where it matters."""
    start: float = 0
    sub: str = ""
    """A second line under the name."""
    tip: Mapping[str, str] = field(default_factory=dict)
    """More that a pointer shows, by title."""
    more: Mapping[str, Any] = field(default_factory=dict)
    """Fields for the caller's own layers."""


@dataclass(frozen=True)
class Column:
    """Figures on the right of the bars."""

    head: str
    width: int
    bold: bool = False


def head(items: Sequence[T], most: int = MOST_ROWS) -> tuple[Sequence[T], Sequence[T]]:
    """The first items that get a bar each, and the others; never a single other one."""
    return (items, ()) if len(items) <= most else (items[: most - 1], items[most - 1 :])


def table(
    result: ToolResult,
    look: Look,
    words: Words,
    bars: Sequence[Row],
    columns: Sequence[Column],
    colours: Mapping[str, str],
    *,
    axis: Spec | None = None,
    domain: tuple[float, float] | None = None,
    extra: Sequence[Spec] = (),
    dashed: Sequence[str] = (),
    indent: int = 0,
    names: int = NAME_WIDTH,
) -> Spec:
    """The chart of these bars; groups in `dashed` are outlines; `extra` layers lie above the bars.

    `indent` leaves room for a sign before the names, which take `names` pixels.
    """
    doubled = any(bar.sub for bar in bars)
    room = Room(
        height=(_TWO_LINES if doubled else _ROW) * max(len(bars), 2),
        left=names + GAP,
        right=sum(item.width for item in columns) + (8 if columns else 0),
        below=30 if axis else 8,
    )
    y = rows(len(bars))
    ends = [0.0, *(bar.start for bar in bars), *(bar.start + bar.value for bar in bars)]
    low, high = domain or (min(ends), max(ends))
    scale = {"domain": [low, high if high > low else low + 1], "nice": False, "zero": False}
    x: Spec = {"type": "quantitative", "scale": scale}
    values = _values(bars, names - indent)
    told = list(dict.fromkeys(name for bar in bars for name in bar.tip))
    tooltip = tips(name=" ", **{f"t{number}": name for number, name in enumerate(told)})
    solid = [name for name in colours if name not in dashed]
    layers = [
        _drawn(group, colours[group], y, x, axis, tooltip, outline=group not in solid)
        for group in colours
        if any(bar.group == group for bar in bars)
    ]
    if low < 0:
        zero = {"mark": {"type": "rule", "color": look.palette.muted}, "encoding": {"x": {**x, "datum": 0}}}
        layers.append(zero)
    layers += [*extra, *_names(y, indent, names, look)]
    place = room.width + 8
    for number, item in enumerate(columns):
        place += item.width
        layers.append(column(f"c{number}", y, place, align="right", limit=item.width - 4, bold=item.bold))
        layers.append(note(item.head, look, place, -10, align="right"))
    return {**framed(result, look, words, room, layers), "data": {"values": values}}


def _names(y: Spec, indent: int, names: int, look: Look) -> list[Spec]:
    """Names before their bars; those that have a second line stand a little higher."""
    left, most = indent - names - GAP, names + 4
    alone = column("label", y, left, limit=most)
    above = column("label", y, left, limit=most, down=-8)
    below = column("sub", y, left, limit=most, size=_SUB_SIZE, down=8, colour=look.palette.muted)
    return [
        {"transform": [{"filter": {"field": "lines", "equal": lines}}], **layer}
        for lines, layer in ((1, alone), (2, above), (2, below))
    ]


def _values(bars: Sequence[Row], room: int) -> list[dict[str, Any]]:
    shown = labels([bar.name for bar in bars], room)
    names = list(dict.fromkeys(name for bar in bars for name in bar.tip))
    return [
        {
            "row": row,
            "label": shown[row],
            "name": cut(bar.name, LONGEST),
            "said": " · ".join([cut(bar.name, LONGEST), *(clean(text) for text in bar.figures if text)]),
            "sub": cut(bar.sub, room, _SUB_SIZE),
            "lines": 2 if bar.sub else 1,
            "start": bar.start,
            "end": bar.start + bar.value,
            "group": bar.group,
            **{f"c{number}": clean(text) for number, text in enumerate(bar.figures)},
            **{f"t{number}": cut(bar.tip[name], LONGEST) for number, name in enumerate(names) if name in bar.tip},
            **bar.more,
        }
        for row, bar in enumerate(bars)
    ]


def _drawn(group: str, colour: str, y: Spec, x: Spec, axis: Spec | None, tooltip: list[Spec], *, outline: bool) -> Spec:
    """The bars of one group."""
    outlined = {"stroke": colour, "strokeDash": [4, 3], "strokeWidth": 1.5, "fillOpacity": 0.12} if outline else {}
    return {
        "transform": [{"filter": {"field": "group", "equal": group}}],
        "mark": {"type": "bar", "cornerRadiusEnd": 2, "color": colour, "aria": True, **outlined},
        "encoding": {
            "y": y,
            "x": {**x, "field": "start", "axis": axis},
            "x2": {"field": "end"},
            "tooltip": tooltip,
            "description": {"field": "said", "type": "nominal"},
        },
    }
