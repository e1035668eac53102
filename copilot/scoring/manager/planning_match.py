"""Which planned action was done: each is matched with at most one action done, and the other way round.

The rule, in this order:
1. company and action are the same when they differ only in case, accents, spaces or end punctuation;
2. the persons are the same, or one side names none (tried last);
3. the day is the planned one (tried first), or else lies within the planned period; without a period the planned day is
   required; without either any day will do, and none too. With `exact`, a planned day is always required.
Within that, planned actions whose time ends first take the earliest action done: no other choice matches more of them.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from copilot.text.normalise import fold

_END = " .;,:!"
Window = tuple[dt.date, dt.date]
ANY_DAY: Window = (dt.date.min, dt.date.max)
Key = tuple[str, str]


@dataclass(frozen=True)
class Slot:
    """A planned action, and when it may be done."""

    rank: int
    rep: str
    day: dt.date | None
    window: Window


@dataclass(frozen=True)
class Deed:
    """An action done."""

    rank: int
    rep: str
    day: dt.date | None


def key_of(text: str) -> str:
    """What is compared of a name."""
    return fold(text).rstrip(_END)


def matched(slots: Sequence[Slot], deeds: Sequence[Deed]) -> dict[int, int]:
    """Rank of the planned action -> rank of the action done, for one company and one kind of action."""
    found: dict[int, int] = {}
    reps = sorted({slot.rep for slot in slots})
    for rep in reps:
        _match([s for s in slots if s.rep == rep], [d for d in deeds if d.rep == rep], found)
    if "" in reps:
        _match([s for s in slots if not s.rep], deeds, found)
    _match(slots, [d for d in deeds if not d.rep], found)
    return found


def _match(slots: Sequence[Slot], deeds: Sequence[Deed], found: dict[int, int]) -> None:
    """Adds matches of slots and deeds that are still free: the very day first, then the window."""
    taken = set(found.values())
    # No day stands last: only a slot that takes any day reaches it.
    pool = sorted((deed.day or dt.date.max, deed.rank) for deed in deeds if deed.rank not in taken)
    for exact in (True, False):
        for slot in sorted(slots, key=lambda slot: (slot.window[::-1], slot.day or dt.date.max, slot.rank)):
            if slot.rank in found or (exact and slot.day is None):
                continue
            first, last = (slot.day, slot.day) if exact and slot.day else slot.window
            at = bisect_left(pool, (first, -1))
            if at < len(pool) and pool[at][0] <= last:
                found[slot.rank] = pool.pop(at)[1]
