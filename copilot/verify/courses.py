"""From which value to which one something went: « de 250 à 212 » is not what « 212, puis 250 » says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from copilot.schemas.facts import Quantity
from copilot.text.normalise import flatten
from copilot.verify.attach import Place
from copilot.verify.reading import Reading, Value

Course = tuple[Quantity, Quantity]
Same = Callable[[Quantity, Quantity], bool]

_START = re.compile(r"(?<!\w)(?:de|d'|from|von|depuis) ?$")
_FROM = re.compile(r"(?<!\w)(?:de|d'|from|von) ?\d*$|^(?:de|from|von) ")
_TOWARDS = re.compile(r"\W{0,3}[\w/%€$£.']{0,16} ?(?:\S{0,12} )?(?:a|to|auf|vers|towards) (?:\w{1,6} )?$")
_ARROW = re.compile(r"[^\w]{0,3}(?:[\w/%€$£.]+ ?){0,2}(?:->|→|=>)\W{0,3}$")
_BACK = re.compile(
    r"(?:[\w/%€$£.' ]{0,40}[,(] ?(?:up|down) from|[\s,(]*(?:[\w/%€$£.']+ ){0,4}[\s,(]*"
    r"(?:contre|versus|vs\.?|au lieu d[e']|instead of|(?:up |down )?from|against|"
    r"compared (?:with|to)|rather than|plutot qu[e']|statt|apres|after))(?: (?:les?|la|the))? ?$"
)
_BEFORE = re.compile(r"(?<!\w)(?:avant|before|initial\w*|ancien\w*|old|previous|precedent\w*|depart|vorher)(?!\w)")
_AFTER = re.compile(
    r"(?<!\w)(?:apres|after|pilote?|test|nouveau|nouvelle|new|actuel\w*|current|corrig\w*|revised|nachher)(?!\w)"
)
_YEAR = re.compile(r"(?<!\d)(?:fy ?)?(?:20)?(\d\d)(?!\d)")


def courses(claim: Reading, places: Sequence[Place], same: Same) -> tuple[list[Value], list[Value]]:
    """The values of the claim that went the way of the quotes, and those that went the other way there."""
    agreed: list[Value] = []
    turned: list[Value] = []
    ours = list(_courses(claim))
    if not ours:
        return agreed, turned
    theirs = [course for place in places for _, course in (*_courses(place.reading), *_cells(place.reading))]
    for values, (start, end) in ours:
        if any(same(start, a) and same(end, b) for a, b in theirs):
            agreed += values
        elif any(same(start, b) and same(end, a) for a, b in theirs):
            turned.append(values[0])
    return agreed, turned


def _courses(reading: Reading) -> Iterator[tuple[tuple[Value, ...], Course]]:
    """What a sentence says of a value before and after, in the order of time."""
    _, flat, offsets = flatten(reading.text)
    if offsets is not None or reading.is_row:
        return
    ordered = sorted((v for v in reading.values if v.quantity.kind != "date"), key=lambda v: v.quantity.start)
    for value in ordered:
        quantity = value.quantity
        opening = flat[max(0, quantity.start - 8) : quantity.start] + quantity.text[:5].lower()
        if quantity.high is not None and _FROM.search(opening):
            start = quantity.model_copy(update={"high": None})
            end = quantity.model_copy(update={"value": quantity.high, "high": None})
            yield (value,), (start, end)
    for first, second in pairwise(ordered):
        one, two = first.quantity, second.quantity
        between = flat[one.end : two.start]
        if len(between) > 48:
            continue
        started = _START.search(flat, max(0, one.start - 8), one.start)
        if (started and _TOWARDS.match(between)) or _ARROW.match(between):
            yield (first, second), (one, two)
        elif _BACK.match(between):
            yield (first, second), (two, one)


def went_up(first: Quantity, second: Quantity, places: Sequence[Place]) -> bool | None:
    """Whether the later of two cells of one row is the larger; None where no row tells which is the later one."""
    for place in places:
        for _, (start, end) in _cells(place.reading):
            pair = {(start.text, start.value), (end.text, end.value)}
            if start.value is None or end.value is None or start.value == end.value:
                continue
            if pair == {(first.text, first.value), (second.text, second.value)}:
                return end.value > start.value
    return None


def _cells(reading: Reading) -> Iterator[tuple[tuple[Value, ...], Course]]:
    """The cells of a row under « avant » and « après », or under one year and a later one."""
    if not reading.is_row:
        return
    columns = [flatten(label)[1] for label in reading.labels.split(" | ")]
    placed = [(v, columns[v.clause]) for v in reading.values if v.quantity.kind != "date" and v.clause < len(columns)]
    for first, label in placed:
        for second, other in placed:
            if first.clause < second.clause and _earlier(label, other):
                yield (first, second), (first.quantity, second.quantity)


def _earlier(label: str, other: str) -> bool:
    if _BEFORE.search(label) or (_AFTER.search(other) and not _AFTER.search(label)):
        return not _BEFORE.search(other)
    one, two = _YEAR.search(label), _YEAR.search(other)
    return one is not None and two is not None and int(one.group(1)) < int(two.group(1))
