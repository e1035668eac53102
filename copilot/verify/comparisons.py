"""Which of two values is the larger: « au-dessus de l'objectif » must be so in figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from copilot.schemas.facts import Quantity
from copilot.text.normalise import flatten
from copilot.verify.attach import Place, comparable
from copilot.verify.reading import Reading

_COMPARES = re.compile(
    r"(?<!\w)(?:(?P<above>above|exceed(?:s|ed|ing)?|over|higher than|greater than|larger than|more than|surpass\w*|"
    r"au-dessus d\w*|au-dela d\w*|depass\w*|superieure?s? (?:a|aux?)|plus (?:eleve|haut|grand)\w* que)|"
    r"(?P<below>below|under|lower than|less than|smaller than|short of|en dessous d\w*|au-dessous d\w*|"
    r"inferieure?s? (?:a|aux?)|moins (?:eleve|haut|grand)\w* que))(?!\w)"
)
_REFERENCE = re.compile(
    r"(?<!\w)(?:targets?|objectives?|goals?|(?:contract(?:ual)? )?level|budget(?:ed)?|plan(?:ned)?|forecast|commitment|"
    r"threshold|objectifs?|cibles?|seuils?|engagements?|previsions?|prevu\w*|niveau|contractuel\w*|attendu\w*)(?!\w)"
)
_NEAR = 28
"""Characters between a value and the word that says that it is the one to reach."""


def wrong_order(claim: Reading, places: Sequence[Place]) -> tuple[int, int] | None:
    """Where the claim compares two values the wrong way round: its own ones, or those of one sentence it is beside."""
    _, said, offsets = flatten(claim.text)
    match = _COMPARES.search(said) if offsets is None else None
    if match is None:
        return None
    above = match["above"] is not None
    own = _pair_around(claim, match)
    pairs = [own] if own is not None else []
    if own is None and _REFERENCE.search(said, match.start()):
        pairs = [pair for place in places if (pair := _pair_of(place.reading)) is not None]
    if pairs and all((first <= second) if above else (first >= second) for first, second in pairs):
        return match.span()
    return None


def _pair_around(claim: Reading, match: re.Match[str]) -> tuple[Decimal, Decimal] | None:
    """The value before the comparison and the one after it; None when a side states none, or how far apart they are."""
    stated = [v.quantity for v in claim.values if v.quantity.kind != "date"]
    before = [q for q in stated if q.end <= match.start()]
    after = [q for q in stated if q.start >= match.end()]
    if len(before) != 1 or len(after) != 1 or not comparable(before[0], after[0]):
        return None
    return _values(before[0], after[0])


def _pair_of(reading: Reading) -> tuple[Decimal, Decimal] | None:
    """What was reached and what was to be reached, where a sentence states both."""
    _, flat, offsets = flatten(reading.text)
    stated = [v.quantity for v in reading.values if v.quantity.kind != "date"]
    if offsets is not None or reading.is_row or len(stated) != 2 or not comparable(*stated):
        return None
    aimed = [
        quantity
        for quantity, other in ((stated[0], stated[1]), (stated[1], stated[0]))
        if _REFERENCE.search(flat, max(0, quantity.start - _NEAR, other.end if other.start < quantity.start else 0),
                             quantity.end + (_NEAR if quantity is stated[1] else 0))
    ]  # fmt: skip
    if len(aimed) != 1:
        return None
    reached = stated[1] if aimed[0] is stated[0] else stated[0]
    return _values(reached, aimed[0])


def _values(first: Quantity, second: Quantity) -> tuple[Decimal, Decimal] | None:
    """Both figures where they can be compared: one unit, no range."""
    if first.value is None or second.value is None or first.high is not None or second.high is not None:
        return None
    if first.unit and second.unit and first.unit != second.unit:
        return None
    return first.value, second.value
