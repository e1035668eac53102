"""Which value of the sources a value of a sentence is: the one whose words are the sentence's, not merely an equal one.

A figure is attached to the words of its clause, less to those of its sentence, least to what stands around it. Among
all values of the evidence the equal ones are compared with their rivals: values of the same kind that say something
else. When a rival's words fit the sentence clearly better, the figure was moved from one subject to another.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

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
    speaker: frozenset[str] = frozenset()
    """Keys of the name of whoever says it, where the notes tell."""


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


def attach(value: Value, claim: Reading, evidence: Evidence, same: Same) -> Attachment:
    """The value of the evidence that a value of the claim rests on, and its best rival."""
    return attach_all(claim, evidence, same, [value])[0]


def attach_all(
    claim: Reading, evidence: Evidence, same: Same, values: Sequence[Value] | None = None
) -> list[Attachment]:
    """The same for all values of a claim at once; what a sentence shares with the claim is looked up once."""
    wanted = claim.values if values is None else values
    searches = [_Search(value, claim, evidence, same) for value in wanted]
    for place in evidence.places:
        if place.reading.values or any(search.dated for search in searches):
            met = [[same(v.quantity, o.quantity) for o in place.reading.values] for v in claim.values]
            shared = {id(word): word.among(place.reading.keys) for word in claim.words}
            for search in searches:
                search.look(place, met, shared)
    return [search.result() for search in searches]


class _Search:
    """The search for one value, sentence by sentence."""

    def __init__(self, value: Value, claim: Reading, evidence: Evidence, same: Same) -> None:
        self.value, self.claim, self.evidence, self.same = value, claim, evidence, same
        self.wanted = _wanted(value, claim, evidence.weigh)
        self.dates = [i for i, v in enumerate(claim.values) if v is not value and v.quantity.kind == "date"]
        self.others = [i for i, v in enumerate(claim.values) if v is not value and v.quantity.kind != "date"]
        self.total = sum(weight for _, weight in self.wanted) + len(self.dates) + 0.5 * len(self.others)
        self.dated = value.quantity.kind == "date"
        self.general = self.dated and any(same(value.quantity, date) for date in evidence.dates)
        self.equal: Hold | None = None
        self.rival: Hold | None = None
        self.undated = 0.0

    def look(self, place: Place, met: Sequence[Sequence[bool]], shared: Mapping[int, float]) -> None:
        """Takes one sentence into account; `met` says which of its values each value of the claim is."""
        candidates = [(at, v) for at, v in enumerate(place.reading.values) if self._competes(v, place)]
        if not candidates and not self.dated:
            return
        here = [(word, weight, shared[id(word)]) for word, weight in self.wanted]
        loose = sum(weight * NEAR * word.among(place.around) for word, weight, found in here if not found)
        loose += 0.5 * sum(any(met[index]) for index in self.others)
        if not candidates:
            fit = (loose + sum(w * SENTENCE * found for _, w, found in here)) / self.total if self.total else 1.0
            self.undated = max(self.undated, fit)
            return
        by_clause: dict[int, float] = {}
        for at, candidate in candidates:
            clause = candidate.part if candidate.quantity.kind == "date" else candidate.clause
            if clause not in by_clause:
                own = place.reading.beside(candidate)
                by_clause[clause] = loose + sum(
                    weight * max(CLAUSE * word.among(own), SENTENCE * found) for word, weight, found in here if found
                )
            score = by_clause[clause] + self._dates(candidate, place, met)
            self._hold(Hold(place, candidate, min(1.0, score / self.total) if self.total else 1.0, score), at, met)

    def _competes(self, candidate: Value, place: Place) -> bool:
        quantity = candidate.quantity
        named = candidate.clause == 0  # a figure in the name of the row: « Renouvellement 9 sites »
        if place.reading.is_row and not self.dated and quantity.kind != "date" and not named:
            return True
        return comparable(self.value.quantity, quantity)

    def _hold(self, hold: Hold, at: int, met: Sequence[Sequence[bool]]) -> None:
        quantity = hold.value.quantity
        if self.same(self.value.quantity, quantity):
            if self.equal is None or hold.fit > self.equal.fit:
                self.equal = hold
        elif (self.rival is None or hold.fit > self.rival.fit) and self._rivals(quantity):
            self.rival = hold

    def _rivals(self, candidate: Quantity) -> bool:
        """Whether a different value competes: not one that only says it more coarsely, nor one the claim states too."""
        wanted = self.value.quantity
        if wanted.kind == "date" and (not (wanted.date and candidate.date) or same_value(candidate, wanted)):
            return False
        if candidate.kind == "date" and _NOW.fullmatch(candidate.text.strip().lower()):
            return False  # « aujourd’hui » says when it is written
        if {wanted.kind, candidate.kind} <= _SCALAR:
            if wanted.unit != candidate.unit and wanted.unit and candidate.unit:
                return False
            if _in_words(candidate) and not _in_words(wanted):
                return False  # « les deux » is no measure
        if (
            wanted.kind in ("money", "rate")
            and candidate.kind == "number"
            and not any(c.isdigit() for c in candidate.text)
        ):
            return bool(_SCALED.search(candidate.text.lower()))  # « à quatre » is no amount
        stated = (self.claim.values[index].quantity for index in (*self.others, *self.dates))
        return not any(same_value(other, candidate) for other in stated)

    def _dates(self, candidate: Value, place: Place, met: Sequence[Sequence[bool]]) -> float:
        """Dates of the claim that stand in the candidate's part, or elsewhere in its sentence."""
        score = 0.0
        for index in self.dates:
            found = [v for v, is_met in zip(place.reading.values, met[index], strict=True) if is_met]
            if any(v.quantity.kind == "date" and candidate.clause == v.clause for v in found):
                score += CLAUSE
            elif found:
                score += SENTENCE * (0.5 if _dated(candidate, place) else 1.0)
        return score

    def result(self) -> Attachment:
        """What was found; the date of a document dates what its sentences leave undated."""
        equal = self.equal
        if self.general and (equal is None or self.undated > equal.fit) and self.evidence.places:
            equal = Hold(self.evidence.places[0], Value(self.value.quantity, 0, 0), self.undated)
        return Attachment(equal, self.rival, 0.0 if self.general else self.undated)


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


def _in_words(quantity: Quantity) -> bool:
    return not any(char.isdigit() for char in quantity.text) and quantity.value is not None and quantity.value <= 3


def _dated(candidate: Value, place: Place) -> bool:
    """Whether the candidate's clause has a date of its own."""
    return any(v.quantity.kind == "date" and v.clause == candidate.clause for v in place.reading.values)


_SCALED = re.compile(r"mill|thousand|billion|hundred|cent")
_NOW = re.compile(r"today|now|currently|aujourd['’]hui|actuellement|maintenant|ce jour|hier|yesterday|heute")
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


def evenly(word: Word) -> float:
    """Every word counts the same, names a quarter more: for the few sentences that a claim cites."""
    return 1.25 if word.proper else 1.0


def inverse_frequency(frequency: Mapping[str, int], size: int) -> Weigh:
    """Rare words count more: log-scaled, 0.2 to 1.2; names a quarter more."""
    scale = math.log(1 + max(size, 2))

    def weigh(word: Word) -> float:
        seen = min((frequency.get(key, 0) for key in word.keys), default=0)
        rare = math.log((1 + size) / (1 + seen)) / scale
        return (0.2 + max(0.0, rare)) * (1.25 if word.proper else 1.0)

    return weigh
