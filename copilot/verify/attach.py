"""Which value of the sources a value of a sentence is: the one whose words are the sentence's, not merely an equal one.

A figure is attached to the words of its clause, less to those of its sentence, least to what stands around it. Among
all values of the evidence the equal ones are compared with their rivals: values of the same kind that say something
else. When a rival's words fit the sentence clearly better, the figure was moved from one subject to another.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from copilot.schemas.facts import Quantity
from copilot.text.same import same_value
from copilot.verify.reading import Reading, Value, Word

CLAUSE, SENTENCE, NEAR = 1.0, 0.6, 0.25
"""How much a word counts in the clause of a value, elsewhere in its sentence, and around the sentence."""
OTHER_CLAUSE = 0.4
"""How much a word of another clause of the claim counts."""
BESIDE = 1.5
"""How much more a word counts that stands right beside the value."""

Weigh = Callable[[Word], float]
Same = Callable[[Quantity, Quantity], bool]


@dataclass(frozen=True)
class Place:
    """A sentence of the evidence with the keys of what stands around it."""

    reading: Reading
    around: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Hold:
    """A value of the evidence and how well its words fit the claim's, 0 to 1."""

    place: Place
    value: Value
    fit: float
    score: float = 0.0
    """The same in words' worth."""


@dataclass(frozen=True)
class Attachment:
    """The best equal value and the best rival; either may be missing."""

    equal: Hold | None
    rival: Hold | None

    undated: float = 0.0
    """For a date that is not the document's: the fit of the best sentence without a date of its own."""

    @property
    def lead(self) -> float:
        """How much better the equal value fits than its best rival."""
        return (self.equal.fit if self.equal else 0.0) - (self.rival.fit if self.rival else 0.0)


@dataclass
class Evidence:
    """The sentences that claims are compared with, their words' frequencies, and the dates that hold for all."""

    places: Sequence[Place]
    weigh: Weigh
    dates: Sequence[Quantity] = ()
    holders: dict[str, list[int]] = field(default_factory=dict)


def attach(value: Value, claim: Reading, evidence: Evidence, same: Same) -> Attachment:
    """The value of the evidence that a value of the claim rests on, and its best rival."""
    wanted = _wanted(value, claim, evidence.weigh)
    dates = [v for v in claim.values if v is not value and v.quantity.kind == "date"]
    others = [v for v in claim.values if v is not value]
    total = sum(weight for _, weight in wanted) + len(dates) + 0.5 * (len(others) - len(dates))
    equal: Hold | None = None
    rival: Hold | None = None
    undated = 0.0
    general = value.quantity.kind == "date" and any(same(value.quantity, date) for date in evidence.dates)
    for place in evidence.places:
        row = place.reading.is_row and value.quantity.kind != "date"
        candidates = [
            v
            for v in place.reading.values
            if comparable(value.quantity, v.quantity) or (row and v.quantity.kind != "date")
        ]
        if not candidates and value.quantity.kind != "date":
            continue
        shared = [(word, weight, word.among(place.reading.keys)) for word, weight in wanted]
        loose = sum(weight * NEAR * word.among(place.around) for word, weight, here in shared if not here)
        loose += sum(
            0.5 * any(same(o.quantity, v.quantity) for v in place.reading.values)
            for o in others
            if o.quantity.kind != "date"
        )
        if not candidates:
            undated = max(undated, (loose + sum(w * SENTENCE * here for _, w, here in shared)) / total if total else 1)
        for candidate in candidates:
            own = place.reading.beside(candidate)
            score = loose + _dates(dates, candidate, place, same)
            for word, weight, here in shared:
                if here:
                    score += weight * max(CLAUSE * word.among(own), SENTENCE * here)
            fit = min(1.0, score / total) if total else 1.0
            if same(value.quantity, candidate.quantity):
                if equal is None or fit > equal.fit:
                    equal = Hold(place, candidate, fit, score)
            elif _rivals(value.quantity, candidate.quantity, others) and (rival is None or fit > rival.fit):
                rival = Hold(place, candidate, fit, score)
    if general and (equal is None or undated > equal.fit) and evidence.places:
        # The date of the document dates what its sentences leave undated.
        anchor = Value(value.quantity, 0, 0)
        equal = Hold(evidence.places[0], anchor, undated)
    return Attachment(equal, rival, 0.0 if general else undated)


def _wanted(value: Value, claim: Reading, weigh: Weigh) -> list[tuple[Word, float]]:
    found = []
    at = value.quantity.start
    inside = range(at, value.quantity.end)
    order = sorted((word for word in claim.words if word.start not in inside), key=lambda word: word.start)
    position = sum(word.start < at for word in order)
    for index, word in enumerate(order):
        gap = position - index - 1 if index < position else index - position
        home = word.part == value.part if value.quantity.kind == "date" else word.clause == value.clause
        weight = weigh(word) * (1.0 if home else OTHER_CLAUSE)
        found.append((word, weight * (1 + BESIDE / (1 + gap)) if home else weight))
    return found


def _rivals(wanted: Quantity, candidate: Quantity, others: Sequence[Value]) -> bool:
    """Whether a different value competes: not one that only says it more coarsely, nor one the claim states too."""
    if wanted.kind == "date" and same_value(candidate, wanted):
        return False
    if wanted.kind == "date" and not (wanted.date and candidate.date):
        return False
    if {wanted.kind, candidate.kind} <= _SCALAR and wanted.unit != candidate.unit and wanted.unit and candidate.unit:
        return False
    if _in_words(candidate) and not _in_words(wanted) and wanted.kind in _SCALAR:
        return False  # « les deux » is no measure
    return not any(same_value(other.quantity, candidate) for other in others)


def _in_words(quantity: Quantity) -> bool:
    return not any(char.isdigit() for char in quantity.text) and quantity.value is not None and quantity.value <= 3


def _dates(dates: Sequence[Value], candidate: Value, place: Place, same: Same) -> float:
    """Dates of the claim that stand in the candidate's part, or elsewhere in its sentence."""
    score = 0.0
    for date in dates:
        found = [v for v in place.reading.values if v.quantity.kind == "date" and same(date.quantity, v.quantity)]
        if any(v.part == candidate.part or v.clause == candidate.clause for v in found):
            score += CLAUSE
        elif found:
            score += SENTENCE * (0.5 if _dated(candidate, place) else 1.0)
    return score


def _dated(candidate: Value, place: Place) -> bool:
    """Whether the candidate's clause has a date of its own."""
    return any(v.quantity.kind == "date" and v.clause == candidate.clause for v in place.reading.values)


_SCALAR = frozenset({"count", "number"})


def comparable(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities could answer the same question."""
    if a.kind == "date" or b.kind == "date":
        return a.kind == b.kind
    if a.kind in _SCALAR and b.kind in _SCALAR:
        return True
    if {a.kind, b.kind} <= {"percent", "ratio"} or {a.kind, b.kind} <= {"money", "rate", "number"}:
        return True
    return a.kind == b.kind


def inverse_frequency(frequency: Mapping[str, int], size: int) -> Weigh:
    """Rare words count more: log-scaled, 0.2 to 1.2; names a quarter more."""
    scale = math.log(1 + max(size, 2))

    def weigh(word: Word) -> float:
        seen = min((frequency.get(key, 0) for key in word.keys), default=0)
        rare = math.log((1 + size) / (1 + seen)) / scale
        return (0.2 + max(0.0, rare)) * (1.25 if word.proper else 1.0)

    return weigh
