"""Which older statements a correction makes outdated: found by the value it names, or by what it is about."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from copilot.facts.disputes import scales
from copilot.facts.statements import Statement
from copilot.facts.subjects import Vocabulary, measures_of
from copilot.facts.terms import terms
from copilot.facts.updates import Replacement, Update, passages, updates_in
from copilot.facts.values import alike, around, equals, family, has_value, near_size, precise, when
from copilot.schemas.facts import Quantity
from copilot.text.normalise import fold

MAX_SHIFT_DAYS = 200


@dataclass(frozen=True)
class _Value:
    """One value that a correction may make outdated, with the words around it."""

    statement: Statement
    value: Quantity
    near: frozenset[str]
    names: frozenset[str]


class Older:
    """All values of an account, filed by value and by the words around them, so that no correction looks at all."""

    def __init__(self, statements: Sequence[Statement], vocabulary: Vocabulary, people: frozenset[str]) -> None:
        self._vocabulary = vocabulary
        self._people = people
        self._by_value: dict[object, list[int]] = {}
        self._by_word: dict[tuple[tuple[str, str], str], list[int]] = {}
        self._values: list[_Value] = []
        for s in statements:
            for q in s.quantities:
                if precise(q) or q.kind == "number":
                    self._file(_Value(s, q, around(s, q), self._named(s, q)))
        self._counts = Counter({key: len(found) for key, found in self._by_word.items()})

    def _file(self, value: _Value) -> None:
        at = len(self._values)
        self._values.append(value)
        for key in _keys(value.value):
            self._by_value.setdefault(key, []).append(at)
        kind = family(value.value)
        for word in {*_cut(value.near, True), f"#{value.value.unit}"}:
            self._by_word.setdefault((kind, word), []).append(at)

    def outdated_by(self, update: Update) -> list[Replacement]:
        """The older statements whose value the update replaces."""
        subject = around(update.new, update.value, 110)
        found = []
        names = self._named(update.new, update.value)
        for at in sorted(self._candidates(update)):
            held = self._values[at]
            other, q, near = held.statement, held.value, held.near
            if update.old is None and names - held.names and held.names - names:
                continue  # each names a place, a product or a company that the other does not
            if not precise(q) and (update.old is None or precise(update.old)):
                continue
            if _coarser(q, update.old):
                continue  # « avril » is not the week of April that was moved
            if not _older(other, update.new) or not alike(q, update.value) or has_value(other, update.value):
                continue
            crossing = other.document.language != update.new.document.language
            shared = len(_cut(subject, crossing) & _cut(near, crossing))
            if update.old is not None:
                gone = equals(q, update.old) and (shared >= 1 or q.kind in ("money", "rate", "date"))
            else:
                gone = bool(shared) and self._about_the_same(update, other, q)
            if gone:
                found.append(Replacement(other, q, update.new, update.value))
        return found

    def _candidates(self, update: Update) -> set[int]:
        if update.old is not None:
            return {at for key in _keys(update.old) for at in self._by_value.get(key, ())}
        before = fold(update.new.text[max(0, update.value.start - 70) : update.value.start])
        kind = family(update.value)
        lead = {(kind, w) for w in _cut(terms(before, update.new.document.language) - _MOVING, True)}
        needed = 1 if len(lead) <= 2 else 2
        rare = sorted(lead, key=lambda key: (self._counts[key], key))[: max(1, len(lead) - needed + 1)]
        if update.value.kind == "count" and _telling(update.value.unit):
            rare.append((kind, f"#{update.value.unit}"))
        return {at for key in rare for at in self._by_word.get(key, ())}

    def _about_the_same(self, update: Update, other: Statement, q: Quantity) -> bool:
        """For an update that names no old value: nothing may tell the two apart."""
        if family(q) != family(update.value) or not near_size(q, update.value) or has_value(update.new, q):
            return False
        return _same_subject(update, other, q) and not _measures_differ(update, other, q)

    def _named(self, s: Statement, q: Quantity) -> frozenset[str]:
        """The places, products and companies named around a value."""
        return self._vocabulary.names(s.text[max(0, q.start - 110) : q.end + 60]) - self._people


def _coarser(q: Quantity, old: Quantity | None) -> bool:
    if old is None or q.date is None or old.date is None:
        return False
    return q.date.precision in ("month", "quarter", "half", "year") and q.date.precision != old.date.precision


def _measures_differ(update: Update, other: Statement, q: Quantity) -> bool:
    """Whether both say what they measure and it is not the same."""
    about, said = (
        measures_of(s.context if s.segment.kind == "row" else "")
        | measures_of(fold(s.text[max(0, v.start - 60) : v.start]))
        for s, v in ((update.new, update.value), (other, q))
    )
    return bool(about) and bool(said) and not about & said


_PHYSICAL = frozenset({"t", "kg", "km", "m2", "m3", "l", "kwh", "mwh", "gwh"})


def _telling(unit: str) -> bool:
    """Whether the counted noun alone says what is counted."""
    return len(unit) > 4 or unit in _PHYSICAL


def _keys(q: Quantity) -> Iterable[object]:
    """Under which keys a value is filed: equal values share one."""
    if q.kind == "date":
        yield ("date", q.date.start.month if q.date else 0)
    elif q.value is not None:
        yield from scales(q)


def replacements(
    statements: Sequence[Statement], older: Older, skip: frozenset[str] = frozenset()
) -> list[Replacement]:
    """Every older statement that an update makes outdated; `skip` holds ids of disputes, which update nothing."""
    found: list[Replacement] = []
    own: dict[tuple[str, int], list[Statement]] = {}
    for statement in statements:
        own.setdefault((statement.document.id, statement.segment.ordinal), []).append(statement)
    for passage in passages([s for s in statements if s.id not in skip]):
        for update in updates_in(passage):
            parts = own[(passage.document.id, passage.segment.ordinal)]
            holder = next((s for s in parts if has_value(s, update.value)), passage)
            found += [replace(r, new=holder) for r in older.outdated_by(update)]
    return found


def _lead(statement: Statement, q: Quantity) -> frozenset[str]:
    """The terms of the clause that leads to a date."""
    before = statement.text[max(0, q.start - 60) : q.start]
    clause = re.split(r"[.;!?()\n]|, ", before)[-1]
    return terms(fold(clause), statement.document.language) - _MOVING


def _older(other: Statement, new: Statement) -> bool:
    if other.document.id == new.document.id:
        same_place = other.segment.ordinal == new.segment.ordinal
        return not same_place and (
            other.segment.kind == "quoted" or when(other) < when(new) or _before_notes(other, new)
        )
    return when(other) < when(new) or (other.said_on is None and other.document.date is None)


def _before_notes(other: Statement, new: Statement) -> bool:
    """A slide's figure that the speaker notes under it correct."""
    return new.segment.kind in ("speaker_note", "comment") and other.segment.ordinal < new.segment.ordinal


_MOVING = frozenset(
    (
        "pass report decal move push definit final nouveau nouvel chiffr figur date number bring pleas plan have been"
        " will shall now deplac verschob verleg slip slid postpon expect deadlin prevu prev attend auf neu wird"
        " echeanc written ecrit"
    ).split()
)


def _same_subject(update: Update, other: Statement, q: Quantity) -> bool:
    """For an update that names no old value: the words before both values must speak of the same thing."""
    value, new = update.value, update.new
    if value.kind == "date" and not _same_event(update, other, q):
        return False
    before = fold(new.text[max(0, value.start - 70) : value.start])
    language = other.document.language
    crossing = new.document.language != language
    row = other.segment.kind == "row"
    after = 0 if value.kind == "date" else 40
    wide_text = other.folded if row else fold(other.text[max(0, q.start - 60) : q.end + after])
    wide = _cut(terms(wide_text, language), crossing)
    lead = _cut(terms(before, new.document.language) - _MOVING, crossing)
    if value.kind == "count" and value.unit == q.unit and _telling(value.unit):
        return not lead or len(lead) <= 3 or bool(lead & wide)
    bare = wide_text.replace(fold(q.text), " ")
    if _ordinals(before) and _ordinals(bare) and not _ordinals(before) & _ordinals(bare):
        return False
    if value.kind == "date" and not row:
        close = _cut(_lead(new, value), crossing) or lead
        clause = _cut(_lead(other, q), crossing)
        return len(close & clause) >= (1 if len(close) <= 2 else 2) or len(lead & wide) >= 2
    return bool(lead) and len(lead & wide) >= (1 if len(lead) <= 2 else 2)


def _cut(found: frozenset[str], crossing: bool) -> frozenset[str]:
    """Terms as they are; between two languages cut short, so that their stems meet: "steering" and "steer"."""
    return frozenset(term[:5] for term in found) if crossing else found


def _same_event(update: Update, other: Statement, q: Quantity) -> bool:
    """Whether two dates can be the same appointment: both still to come when they were written, and not far apart."""
    new, old = update.value.date, q.date
    if new is None or old is None or other.document.kind == "crm" or q.start < other.lead:
        return False
    if new.precision != old.precision and (
        old.precision in ("week", "quarter") or new.precision in ("week", "quarter")
    ):
        return False
    said = when(other)
    if said != dt.date.min and old.start < said and old.precision == "day":
        return False
    return abs((new.start - old.start).days) <= MAX_SHIFT_DAYS


def _ordinals(text: str) -> set[str]:
    """Numbers that name one of a series: "RDV3", "RDV n°2", "phase 2"."""
    return set(re.findall(r"[a-z]{3,}\s*(?:n[°o]?\.?\s*)?(\d{1,2})(?!\d|[.,]\d|\s*[%€$£k])", text))
