"""The date or period that a clause gives to its value: « CA 2025 : 1,2 M€ », "3% in Q1 2026"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from copilot.schemas.evidence import PartialDate
from copilot.schemas.facts import Quantity

_BREAK = re.compile(
    r"(?P<hard>[;()|\n\"]|[.!?](?= |$)| - )"
    r"|,(?= )|(?<= )(?:et|and|contre|vs\.?|versus|puis|then|ou|or|mais|but|while|tandis|against|a|to|compared)(?= )"
)
_TIED = re.compile(r"(?: ?[-/&] ?| (?:a|au|et|to|and|until|through|jusqu'au|jusqu'a|ou|or) )(?:(?:le|the|en|in|fin) )?")


@dataclass
class _Clause:
    values: list[int] = field(default_factory=list)
    dates: list[int] = field(default_factory=list)


def with_periods(found: list[Quantity], flat: str) -> list[Quantity]:
    """The quantities of a text, in order, each value with the period of its clause where that is sure."""
    if not any(q.kind == "date" for q in found):
        return found
    dated = list(found)
    for clause in _clauses(found, flat):
        for index in clause.values:
            period = _period(clause, index, found, flat)
            if period is not None:
                dated[index] = found[index].model_copy(update={"period": period})
    return dated


def _clauses(found: list[Quantity], flat: str) -> Iterator[_Clause]:
    """Stretches between breaks; a comma or « et » breaks only where both sides have a value of their own."""
    clause = _Clause()
    for piece, hard in _pieces(found, flat):
        full = clause.values and (piece.values or (clause.dates and piece.dates))
        if hard or full:
            yield clause
            clause = piece
        else:
            clause.values += piece.values
            clause.dates += piece.dates
    yield clause


def _pieces(found: list[Quantity], flat: str) -> Iterator[tuple[_Clause, bool]]:
    """What stands between two breaks, and whether the break before it is a full stop or the like."""
    starts = [q.start for q in found]
    piece, hard, at = _Clause(), True, 0
    for match in _BREAK.finditer(flat):
        before = bisect_right(starts, match.start())
        if before and found[before - 1].end > match.start():
            continue  # within a quantity: « 3 à 5 % »
        _fill(piece, found, at, before)
        if before > at or match["hard"]:
            yield piece, hard
            piece, hard, at = _Clause(), bool(match["hard"]), before
    _fill(piece, found, at, len(found))
    yield piece, hard


def _fill(piece: _Clause, found: list[Quantity], first: int, last: int) -> None:
    for index in range(first, last):
        (piece.dates if found[index].kind == "date" else piece.values).append(index)


def _period(clause: _Clause, index: int, found: list[Quantity], flat: str) -> PartialDate | None:
    if len(clause.dates) == 1:
        return found[clause.dates[0]].date
    place = bisect_right(clause.dates, index)
    if place == 0 or (place > 1 and _tied(found, clause.dates[place - 2], clause.dates[place - 1], flat)):
        return None
    before = found[clause.dates[place - 1]]
    if place < len(clause.dates):
        after = found[clause.dates[place]]
        if after.start - found[index].end < found[index].start - before.end:
            return None
    return before.date


def _tied(found: list[Quantity], one: int, two: int, flat: str) -> bool:
    """Whether two dates are the ends of a span, so that neither is the period."""
    a, b = found[one].end, found[two].start
    return two == one + 1 and b - a <= 20 and _TIED.fullmatch(flat, a, b) is not None
