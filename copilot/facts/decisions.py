"""Decisions over time: what a newer note reverses, and what one note says is decided and another is not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, cast

from copilot.facts import lexicon
from copilot.facts.shifts import Clash, Shift
from copilot.facts.statements import Statement, words
from copilot.facts.subjects import Subject, Vocabulary, candidates, same_subject
from copilot.facts.values import when
from copilot.text.normalise import fold

Polarity = Literal["yes", "no", "reversed", "pending"]
LEAST = 0.5
MAX_WORDS = 32
_SKIPPED = frozenset({"row", "quoted", "comment", "heading", "title"})
_CLAUSE = re.compile(r"(?<=[.;!?:])\s+|,\s+(?=(?:mais|but|et|and|donc|so)\b)|\s[–—]\s")


@dataclass(frozen=True)
class Decision:
    """One clause that tells a decision."""

    statement: Statement
    clause: str
    polarity: Polarity
    subject: Subject


@cache
def _pattern(name: str) -> re.Pattern[str]:
    stems = cast("list[str]", lexicon.load("decisions")[name])
    return re.compile(rf"(?<!\w)(?:{'|'.join(stems)})(?!\w)")


@cache
def _stems(name: str) -> re.Pattern[str]:
    return re.compile(lexicon.pattern(cast("list[str]", lexicon.load("decisions")[name])).pattern + r"\w*")


def decisions_of(statements: Sequence[Statement], vocabulary: Vocabulary) -> list[Decision]:
    """The decisions that notes tell as made, refused, reversed or open."""
    found = []
    for s in statements:
        if s.segment.kind in _SKIPPED or s.segment.hidden or s.document.kind == "contract":
            continue
        for clause in _CLAUSE.split(s.text):
            bare = clause
            for q in s.quantities:
                bare = bare.replace(q.text, " ") if q.kind not in ("count", "number") else bare
            polarity = _polarity(bare)
            if polarity is not None:
                subject = _subject(bare, s, vocabulary)
                if subject.words:
                    found.append(Decision(s, clause, polarity, subject))
    return found


def _polarity(clause: str) -> Polarity | None:
    folded = fold(clause)
    if words(clause) > MAX_WORDS or clause.rstrip(" »\"')").endswith("?") or _stems("unreal").search(folded):
        return None
    if _pattern("pending").search(folded):
        return "pending"
    gone = _pattern("reversed").search(folded)
    if gone:
        return None if _denied(folded, gone.start()) else "reversed"
    no = _pattern("no").search(folded)
    if no:
        return None if _denied(folded, no.start()) else "no"
    yes = _pattern("yes").search(folded) or _pattern("launched").search(folded)
    if yes is None:
        return None
    return "no" if _denied(folded, yes.start()) else "yes"


def _denied(folded: str, at: int) -> bool:
    return _pattern("negation").search(folded[max(0, at - 28) : at]) is not None


def _subject(clause: str, s: Statement, vocabulary: Vocabulary) -> Subject:
    """What is decided, without the words of deciding and whoever decides."""
    plain = fold(clause)
    for name in ("pending", "reversed", "no", "yes", "launched"):
        plain = _pattern(name).sub(" ", plain)
    plain = _stems("aside").sub(" ", plain)
    return replace(vocabulary.subject(clause, s.document.language, plain=plain), party="")


def find_decisions(statements: Sequence[Statement], vocabulary: Vocabulary) -> tuple[list[Shift], list[Clash]]:
    """Older decisions that a newer note reverses, and decisions that two notes tell differently."""
    shifts: list[Shift] = []
    clashes: list[Clash] = []
    pairs = []
    for a, b in candidates(decisions_of(statements, vocabulary), LEAST):
        apart = a.polarity != b.polarity and a.statement.document.id != b.statement.document.id
        least = 1 if "pending" in (a.polarity, b.polarity) else 2
        if (
            apart
            and {a.polarity, b.polarity} != {"no", "reversed"}
            and same_subject(a.subject, b.subject, LEAST, least)
        ):
            pairs.append(sorted((a, b), key=lambda d: when(d.statement)))
    for old, new in pairs:
        ordered = when(old.statement) < when(new.statement)
        if ordered and (
            new.polarity == "reversed" or (old.polarity in ("pending", "reversed") and new.polarity == "yes")
        ):
            if old.polarity != "reversed":
                implied = new.polarity == "yes"
                shifts.append(
                    Shift("decision", old.statement, new.statement, old.clause, new.clause, (old.statement,), implied)
                )
        elif "yes" in (old.polarity, new.polarity) and not (ordered and old.polarity == "reversed"):
            clashes.append(Clash("decision", old.statement, new.statement, old.clause, old.clause, new.clause))
    settled = {s.old.id for s in shifts}
    return _once(shifts), [c for c in clashes if c.a.id not in settled and c.b.id not in settled]


def _once(shifts: Sequence[Shift]) -> list[Shift]:
    found: dict[str, Shift] = {}
    for shift in sorted(shifts, key=lambda s: when(s.new)):
        found[shift.old.id] = shift
    return list(found.values())
