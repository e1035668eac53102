"""The facts of the notes as a negotiator reads them: who speaks for whom, what counts, in which order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from copilot.draft import negotiation_cues as cues
from copilot.facts.sides import company_words
from copilot.schemas.facts import Fact, FactBase
from copilot.text.normalise import flatten, fold

NegotiationSide = Literal["ours", "theirs"]
_SKIPPED = ("heading", "title", "quoted", "comment")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Note:
    """One fact with its exact words in the spelling that patterns are written for."""

    fact: Fact
    words: str
    flat: str
    previous: Note | None
    named: NegotiationSide | None

    @property
    def row(self) -> bool:
        """Whether it is a line of a table."""
        return self.fact.segment_kind == "row"

    @cached_property
    def side(self) -> NegotiationSide | None:
        """Whose position it tells: the speaker's, unless it reports the other side's words or wishes."""
        ours, theirs = cues.OURS.search(self.flat), cues.THEIRS.search(self.flat)
        if self.fact.side == "client":
            return "theirs"
        if cues.REPORTED.search(self.flat) or self.named == "theirs":
            return "theirs"
        if not ours and self.sibling is not None and self.sibling.named == "theirs":
            return "theirs"
        if theirs and (not ours or theirs.start() < ours.start()):
            return "theirs"
        if ours or self.fact.side == "us":
            return "ours"
        return None

    @cached_property
    def sibling(self) -> Note | None:
        """The nearest sentence before that names somebody, in the same passage."""
        before = self.previous
        while before is not None and before.fact.locator == self.fact.locator:
            if before.fact.people:
                return before
            before = before.previous
        return None

    @property
    def people(self) -> list[str]:
        """Whom it is about: those it names, else those of the sentence before in the same passage."""
        if self.fact.people or self.sibling is None:
            return self.fact.people
        return self.sibling.fact.people

    @property
    def hearsay(self) -> bool:
        """Whether the other side's position is told by somebody else than the other side."""
        return self.fact.side != "client"

    def has(self, *patterns: re.Pattern[str]) -> bool:
        """Whether one of the patterns stands in it."""
        return any(pattern.search(self.flat) for pattern in patterns)


def _named_side(fact: Fact, base: FactBase, our_people: set[str]) -> NegotiationSide | None:
    """ "theirs" when the sentence starts with the client or one of its people: "Aubertin veut…"."""
    start = set(_WORD.findall(fold(fact.text))[:4])
    if start & company_words(base.account_name):
        return "theirs"
    sides = {person.name: person.side for person in base.people}
    for name in fact.people:
        known = sides.get(name, "unknown")
        stranger = known == "unknown" and fold(name) not in our_people
        if (known == "client" or stranger) and start & set(_WORD.findall(fold(name))):
            return "theirs"
    return None


def notes_of(base: FactBase) -> list[Note]:
    """The current facts in reading order; superseded ones, headings and quoted mails stay out."""
    our_people = {fold(fact.said_by) for fact in base.facts if fact.said_by and fact.side == "us"}
    found: list[Note] = []
    for fact in base.facts:
        if fact.superseded or fact.segment_kind in _SKIPPED or not fact.citations:
            continue
        words, flat, _ = flatten(fact.citations[0].quote)
        before = found[-1] if found and found[-1].fact.document == fact.document else None
        found.append(Note(fact, words, flat, before, _named_side(fact, base, our_people)))
    return found


def best(notes: Sequence[Note], limit: int, floor: float = 0.0) -> list[Note]:
    """The weightiest notes, one a wording, in order of weight."""
    seen: set[str] = set()
    kept: list[Note] = []
    for note in sorted(notes, key=lambda item: (-item.fact.weight, item.fact.id)):
        key = fold(note.fact.text)
        if key in seen or note.fact.weight < floor:
            continue
        seen.add(key)
        kept.append(note)
    return kept[:limit]


def is_question(note: Note) -> bool:
    """Whether it asks rather than tells."""
    return "?" in note.words.rstrip(" »\"'”)")[-1:] or (note.words.count("?") > 0 and not note.fact.quantities)
