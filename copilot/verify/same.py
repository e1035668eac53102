"""Whether a value of a source is a value of a claim, allowing for how much of it is said."""

from __future__ import annotations

import re
from decimal import Decimal

from copilot.schemas.facts import Quantity
from copilot.text.same import same_value

_BARE = frozenset({"number", "count"})
_UNSAID = frozenset({"percent", "points", "rating", "ratio", "money", "rate", "duration", "count"})
_SCALED = re.compile(r"[kKM]\b|mill|mio|tsd|thousand|billion")
_DAYS = {"day": Decimal(1), "week": Decimal(7)}
_MONTHS = {"month": Decimal(1), "quarter": Decimal(3), "year": Decimal(12)}


def same(wanted: Quantity, known: Quantity) -> bool:
    """Whether `known` proves `wanted`: the same value, a bare figure for one with a unit, or a length put otherwise."""
    if same_value(wanted, known):
        return True
    if wanted.value is None or known.value is None or (wanted.high is None) != (known.high is None):
        return False
    if wanted.value != known.value or wanted.high != known.high:
        return wanted.kind == known.kind == "duration" and same_length(wanted, known)
    if wanted.kind in _BARE and known.kind in _BARE:
        return not (wanted.unit and known.unit) or _one_noun(wanted.unit, known.unit)
    if wanted.kind == "number" and not wanted.unit:
        return known.kind in _UNSAID
    return wanted.kind == "money" and known.kind == "number" and bool(_SCALED.search(known.text))


def turned(one: Quantity, other: Quantity) -> bool:
    """Whether a value is the other one with its sign changed: « 31 % » and « -31 % »."""
    if one.value is None or other.value is None or one.high is not None or other.high is not None:
        return False
    return (one.kind, one.unit) == (other.kind, other.unit) and one.value == -other.value


def same_size(one: Quantity, other: Quantity) -> bool:
    """Whether two values are the same but for their sign: « réduit de 31 % » speaks of « -31 % »."""
    return same_value(one, other) or turned(one, other)


def _one_noun(one: str, two: str) -> bool:
    """Nouns of one family; nouns of two languages cannot be told apart from two things, and pass."""
    return one[:4] == two[:4] or min(len(one), len(two)) >= 3


def same_length(a: Quantity, b: Quantity) -> bool:
    """36 months are three years, 14 days two weeks."""
    assert a.value is not None
    assert b.value is not None
    return any(
        a.unit in table and b.unit in table and a.value * table[a.unit] == b.value * table[b.unit]
        for table in (_DAYS, _MONTHS)
    )
