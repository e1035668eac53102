"""Where the names of points go, so that none lies over another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from copilot.charts.words import width

_SIZE, _HEIGHT = 11, 13
_GAP = 8
Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""


class Dot(NamedTuple):
    """A point in pixels and its name, cut already; the first ones are named first."""

    x: float
    y: float
    name: str


class Label(NamedTuple):
    """A name with the left end of its line."""

    x: float
    y: float
    name: str


def place(dots: Sequence[Dot], named: int, right: float, bottom: float, kept: Sequence[Box] = ()) -> list[Label]:
    """The names of the first `named` dots that find room beside, above or below their dot; the others have none.

    `kept` are places where something else stands.
    """
    taken = [*kept, *((dot.x - 5, dot.y - 5, dot.x + 5, dot.y + 5) for dot in dots)]
    labels = []
    for dot in dots[:named]:
        for label in _spots(dot):
            box = (label.x, label.y - _HEIGHT / 2, label.x + width(label.name, _SIZE), label.y + _HEIGHT / 2)
            inside = box[0] >= 0 and box[2] <= right and box[1] >= -_HEIGHT and box[3] <= bottom + _HEIGHT / 2
            if inside and not _hits(box, taken):
                labels.append(label)
                taken.append(box)
                break
    return labels


def _spots(dot: Dot) -> list[Label]:
    """Right, left, above and below, in order of preference."""
    wide = width(dot.name, _SIZE)
    return [
        Label(dot.x + _GAP, dot.y, dot.name),
        Label(dot.x - _GAP - wide, dot.y, dot.name),
        Label(dot.x - wide / 2, dot.y - _HEIGHT, dot.name),
        Label(dot.x - wide / 2, dot.y + _HEIGHT, dot.name),
    ]


def _hits(box: Box, taken: Sequence[Box]) -> bool:
    return any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken)
