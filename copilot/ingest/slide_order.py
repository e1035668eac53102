"""The order in which the shapes of a slide are read, when the one in which they were drawn says nothing.

Shapes lie in the order of their drawing. It is kept as long as it goes down and to the right; a slide that jumps back
up is read by its layout: cut at its widest gap, again and again, so that columns and rows stay together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

_MOST = 100
_OVERLAP = 0.15
"""of its height or width a shape may lie over the next one and still stand beside it"""


class Box(NamedTuple):
    """The place of a shape on its slide; `number` tells which shape it is."""

    number: int
    left: float
    top: float
    right: float
    bottom: float


_Parting = tuple[float, list[Box], list[Box]]


def in_order(count: int, boxes: Sequence[Box]) -> list[int]:
    """The numbers of that many shapes as a person reads them; those without a box are placed nowhere, and stay."""
    found = list(range(count))
    if len(boxes) <= _MOST and any(_goes_back(first, then) for first, then in pairwise(boxes)):
        for box, then in zip(boxes, _cut(list(boxes)), strict=True):
            found[box.number] = then.number
    return found


def _goes_back(first: Box, then: Box) -> bool:
    """Whether a shape stands above the one drawn before it, or left of it on the same row."""
    overlap = min(first.bottom, then.bottom) - max(first.top, then.top)
    beside = overlap > 0.5 * min(first.bottom - first.top, then.bottom - then.top)
    return (then.bottom <= first.top and then.left < first.right) or (beside and then.right <= first.left)


def _cut(boxes: list[Box]) -> list[Box]:
    rows, columns = list(_partings(boxes, "top", "bottom")), list(_partings(boxes, "left", "right"))
    if not rows and not columns:
        return sorted(boxes, key=lambda box: (box.top, box.left))
    if columns:
        _, before, after = max([*rows, *columns], key=lambda part: part[0])
    else:  # what spans the slide goes first, so that the columns below or above it stay whole
        _, before, after = max(rows, key=_worth)
    return [*_cut(before), *_cut(after)]


def _worth(part: _Parting) -> tuple[float, int]:
    """The widest gap that a cut makes or leaves between columns, and how many boxes those columns hold."""
    found = [(part[0], 0)]
    for side in part[1:]:
        found += [(gap, len(side)) for gap, _, _ in _partings(side, "left", "right")]
    return max(found)


def _partings(boxes: list[Box], start: str, end: str) -> Iterator[_Parting]:
    """Each gap between the boxes in one direction: how wide it is, the boxes before and after it."""
    ordered = sorted(boxes, key=lambda box: getattr(box, start))
    reached = float("-inf")
    for at, box in enumerate(ordered):
        first, last = getattr(box, start), getattr(box, end)
        if at and reached <= first:
            yield first - reached, ordered[:at], ordered[at:]
        reached = max(reached, last - _OVERLAP * (last - first))
