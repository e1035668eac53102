"""The order in which the shapes of a slide are read, when the one in which they were drawn says nothing.

Shapes lie in the order of their drawing. It is kept as long as it goes down and to the right; a slide that jumps back
up is read by its layout: cut at its widest gap, again and again, so that columns and rows stay together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

_MOST = 100
_OVERLAP = 0.15
"""of its height or width a shape may lie over the next one and still stand beside it"""


class _Box(NamedTuple):
    shape: Any
    left: float
    top: float
    right: float
    bottom: float


_Parting = tuple[float, list[_Box], list[_Box]]


def in_order(shapes: Sequence[Any]) -> list[Any]:
    """The shapes as a person reads them; those that are placed nowhere or say nothing stay where they are."""
    boxes = {at: box for at, shape in enumerate(shapes) if (box := _box(shape)) is not None}
    if not any(_goes_back(first, then) for first, then in pairwise(boxes.values())) or len(boxes) > _MOST:
        return list(shapes)
    found = list(shapes)
    for at, box in zip(boxes, _cut(list(boxes.values())), strict=True):
        found[at] = box.shape
    return found


def _box(shape: Any) -> _Box | None:
    if None in (shape.left, shape.top, shape.width, shape.height) or not _says_something(shape):
        return None
    return _Box(shape, shape.left, shape.top, shape.left + shape.width, shape.top + shape.height)


def _says_something(shape: Any) -> bool:
    if shape.has_text_frame:
        return bool(shape.text_frame.text.strip())
    return hasattr(shape, "shapes") or shape._element.tag.endswith("}graphicFrame")


def _goes_back(first: _Box, then: _Box) -> bool:
    """Whether a shape stands above the one drawn before it, or left of it on the same row."""
    overlap = min(first.bottom, then.bottom) - max(first.top, then.top)
    beside = overlap > 0.5 * min(first.bottom - first.top, then.bottom - then.top)
    return (then.bottom <= first.top and then.left < first.right) or (beside and then.right <= first.left)


def _cut(boxes: list[_Box]) -> list[_Box]:
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


def _partings(boxes: list[_Box], start: str, end: str) -> Iterator[_Parting]:
    """Each gap between the boxes in one direction: how wide it is, the boxes before and after it."""
    ordered = sorted(boxes, key=lambda box: getattr(box, start))
    reached = float("-inf")
    for at, box in enumerate(ordered):
        first, last = getattr(box, start), getattr(box, end)
        if at and reached <= first:
            yield first - reached, ordered[:at], ordered[at:]
        reached = max(reached, last - _OVERLAP * (last - first))
