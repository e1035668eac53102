"""Chooses what a plan says: the weightiest facts that add something new, within a number of words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from copilot.facts.statements import words
from copilot.facts.terms import terms
from copilot.schemas.facts import Fact
from copilot.text.normalise import fold

MIN_WEIGHT = 0.16
LEAST_WEIGHT = 0.06
"""Enough when a short dossier leaves room for everything that is no chatter."""
SHARE_OF_NOTES, MOST_OF_NOTES = 0.26, 0.55
LEAST_WORDS, ENOUGH_WORDS, MOST_WORDS = 160, 450, 1500
"""A plan of fewer than 450 words tells too little to work with, however short the notes are, up to half of them."""
PER_SECTION = 12


@dataclass
class Seen:
    """What the chosen facts say already."""

    quantities: set[tuple[str, str, str]] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    terms: set[str] = field(default_factory=set)

    def novelty(self, fact: Fact) -> float:
        """Share of a fact's figures, names and words that nothing chosen has said, 0..1."""
        new = total = 0.0
        for weight, mine, known in (
            (3.0, quantity_keys(fact), self.quantities),
            (1.5, {fold(n) for n in (*fact.people, *fact.organisations)}, self.names),
            (0.5, set(terms(fold(fact.text), fact.language)), self.terms),
        ):
            total += weight * len(mine)
            new += weight * len(mine - known)
        return new / total if total else 0.0

    def add(self, fact: Fact) -> None:
        """Remember what a fact says."""
        self.quantities |= quantity_keys(fact)
        self.names |= {fold(n) for n in (*fact.people, *fact.organisations)}
        self.terms |= terms(fold(fact.text), fact.language)


def quantity_keys(fact: Fact) -> set[tuple[str, str, str]]:
    """The values of a fact, comparable between facts."""
    keys: set[tuple[str, str, str]] = set()
    for q in fact.quantities:
        value = q.date.iso() if q.date else f"{q.value.normalize() if q.value is not None else ''}"
        keys.add((q.kind, q.unit, value))
    return keys


def usable(fact: Fact) -> bool:
    """Whether a fact may be stated as current: superseded values, questions and hidden text may not."""
    return not (
        fact.superseded
        or fact.disputed  # shown with both sides among the contradictions
        or _only_names(fact)
        or fact.segment_kind in ("quoted", "heading", "title", "comment")
        or fact.text.rstrip(' »"').endswith("?")
        or words(fact.text) < 4
    )


def _only_names(fact: Fact) -> bool:
    """A line of names and dates (a title slide, a signature) says nothing."""
    if any(q.kind != "date" for q in fact.quantities):
        return False
    names = {part for name in (*fact.people, *fact.organisations) for part in re.findall(r"\w+", fold(name))}
    told = {term for term in terms(fold(fact.text), fact.language) if not any(name.startswith(term) for name in names)}
    return len(told) < 3


def word_budget(notes_words: int) -> int:
    """How long the claims of a plan may be together: short enough to read, long enough for a rich dossier."""
    short = min(ENOUGH_WORDS, int(MOST_OF_NOTES * notes_words))
    return max(LEAST_WORDS, short, min(MOST_WORDS, int(SHARE_OF_NOTES * notes_words)))


def choose(facts: Sequence[Fact], budget: int, taken: Sequence[Fact] = ()) -> list[Fact]:
    """The facts that a plan states, best first; ties by id, so that the same notes give the same plan."""
    seen = Seen()
    for fact in taken:
        seen.add(fact)
    every = [f for f in facts if usable(f) and f not in taken]
    roomy = sum(words(f.text) + 3 for f in every) <= budget
    pool = [f for f in every if f.weight >= (LEAST_WEIGHT if roomy else MIN_WEIGHT)]
    chosen: list[Fact] = []
    per_section: dict[str, int] = {}
    left = budget
    while pool and left > 0:
        ranked = max(pool, key=lambda f: (_gain(f, seen), f.id))
        pool.remove(ranked)
        if seen.novelty(ranked) < 0.34:
            continue
        home = ranked.sections[0]
        if per_section.get(home, 0) >= PER_SECTION:
            home = next((s for s in ranked.sections[1:] if per_section.get(s, 0) < PER_SECTION), home)
            ranked = ranked.model_copy(update={"sections": [home, *[s for s in ranked.sections if s != home]]})
        per_section[home] = per_section.get(home, 0) + 1
        chosen.append(ranked)
        seen.add(ranked)
        left -= words(ranked.text) + 3
    return chosen


def _gain(fact: Fact, seen: Seen) -> float:
    length = max(8, words(fact.text))
    return float(fact.weight * (0.3 + 0.7 * seen.novelty(fact)) / length**0.45)
