"""Whether the notes leave what is asked unknown: then the answer is the question to ask, not the nearest sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from copilot.draft.answer_rank import Ranked, said_terms
from copilot.draft.asked import Asked, both, names
from copilot.schemas.facts import Fact, FactBase
from copilot.schemas.plan import OpenQuestion
from copilot.text.normalise import fold

_QUESTION = re.compile(r"([^.;(?]{5,60})\?")
_PERCENT = frozenset({"percent", "points", "rate"})
_MONEY = frozenset({"money", "rate", "percent", "points", "ratio"})
_ENOUGH = 1 / 4
"""Share of the words of a question about who pays that an open question about money must hold."""


@dataclass(frozen=True)
class Unsaid:
    """What the notes do not say: the fact that leaves it open, and the question that the copilot would ask."""

    fact: Fact | None = None
    question: OpenQuestion | None = None


def unsaid(chosen: Sequence[Ranked], ranked: Sequence[Ranked], asked: Asked) -> Unsaid | None:
    """None when the chosen facts may answer."""
    if _no_successor(chosen, asked) or _no_value(ranked, asked) or _not_of_that(chosen, asked):
        return Unsaid()
    return _left_open(chosen, asked)


def settled(chosen: Sequence[Ranked], asked: Asked) -> list[Ranked]:
    """The chosen facts without those that only put the same question, if others are left."""
    return [r for r in chosen if not _puts(r.fact, asked)] or list(chosen)


def raised(asked: Asked, base: FactBase) -> OpenQuestion | None:
    """The question that the notes raise themselves and that this one repeats."""
    best: tuple[int, OpenQuestion] | None = None
    for gap in base.gaps:
        kind, _, subject = gap.topic.partition(":")
        shared = _repeats(kind, subject.replace("_", " "), gap, asked)
        if shared and (best is None or shared > best[0]):
            best = (shared, gap)
    return best[1] if best else None


def _repeats(kind: str, subject: str, gap: OpenQuestion, asked: Asked) -> int:
    """How many words the question shares with a gap that it repeats; 0 when it asks something else."""
    about = asked.terms - asked.name_terms - both(" ".join(m.group() for m in names("paying").finditer(asked.text)))
    held = both(fold(gap.text))
    shared = len((about & held) | (asked.named_otherwise(held) & about))
    named = any(name in subject for name in asked.names)
    if kind == "competition":
        return 1 + shared if named and "amount" in asked.wants else 0
    if kind == "stakeholder" and subject.startswith("successor"):
        return 1 + shared if named and names("succession").search(asked.text) else 0
    if kind == "funding":
        return shared if names("paying").search(asked.text) and shared >= _ENOUGH * len(about) else 0
    if kind == "mechanism":
        meant = both(subject) & asked.terms
        return shared if meant and names("key").search(asked.text) else 0
    if kind == "scope":
        number, _, noun = subject.partition(" ")
        which = rf"(?:quel\w*|which|what) (?:\w+ )?{re.escape(number)} {re.escape(noun)}"
        return 1 + shared if re.search(which, asked.text) else 0
    return 0


def _no_successor(chosen: Sequence[Ranked], asked: Asked) -> bool:
    """Who follows somebody is asked, and no chosen fact speaks of following."""
    follows = names("succession")
    return bool(
        asked.names and follows.search(asked.text) and not any(follows.search(fold(r.fact.text)) for r in chosen)
    )


def _no_value(ranked: Sequence[Ranked], asked: Asked) -> bool:
    """A price or a rate of somebody is asked, and no fact that names them holds one."""
    wanted = _value_asked(asked)
    return bool(wanted) and bool(asked.names) and not any(_holds_value(r.fact, asked, wanted) for r in ranked)


def _value_asked(asked: Asked) -> frozenset[str]:
    """The kinds of value that would be a price or a rate; none when something else is asked."""
    if names("money").search(asked.text):
        return _MONEY
    return _PERCENT if names("percent").search(asked.text) else frozenset()


def _holds_value(fact: Fact, asked: Asked, wanted: frozenset[str]) -> bool:
    return bool(wanted & {q.kind for q in fact.quantities}) and any(name in _said(fact) for name in asked.names)


def _said(fact: Fact) -> str:
    return fold(" ".join([fact.text, fact.heading or "", *fact.header]))


def _not_of_that(chosen: Sequence[Ranked], asked: Asked) -> bool:
    """How many of something is asked, and no chosen fact speaks of it; notes in the other language may."""
    if any(r.fact.language != asked.language for r in chosen):
        return False
    covered = frozenset().union(*[r.covers for r in chosen])
    if asked.counted:
        return not asked.counted & covered
    wanted = _value_asked(asked)
    if any(_holds_value(r.fact, asked, wanted) for r in chosen):
        return False  # « Nordvik propose 38 € » tells a price without the word
    light = both(" ".join(m.group() for m in names("light").finditer(asked.text)))
    about = asked.terms - asked.name_terms - light
    return "amount" in asked.wants and bool(about) and bool(asked.names) and not about & covered


def _left_open(chosen: Sequence[Ranked], asked: Asked) -> Unsaid | None:
    """The best fact says that it is not settled, or only a question in the notes speaks of what is asked."""
    best = chosen[0]
    if names("unsettled").search(fold(best.fact.text)) and len(best.covers) >= 2:
        return Unsaid(fact=best.fact)
    told = frozenset().union(*[said_terms(r.fact) for r in chosen if not _puts(r.fact, asked)])
    for one in chosen:
        if (put := _puts(one.fact, asked)) and put - told:
            return Unsaid(fact=one.fact)
    return None


def _puts(fact: Fact, asked: Asked) -> frozenset[str]:
    """The terms of the question that the fact itself asks about, if it asks the same kind of thing."""
    found: frozenset[str] = frozenset()
    for question in map(fold, _QUESTION.findall(fact.text)):
        put = both(question) & (asked.terms - asked.name_terms)
        same = any(names(kind).search(question) for kind in asked.wants & {"person", "amount", "date"})
        if len(put) >= 2 or same:
            found |= put
    return found
