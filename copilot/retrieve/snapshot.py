"""An account's passages at one revision, laid out for ranking."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from copilot.retrieve.copies import Copies
from copilot.retrieve.question import Question
from copilot.retrieve.word_index import KeywordIndex, Scores
from copilot.schemas.about import Scope
from copilot.store.records import StoredChunk, Vectors
from copilot.text.normalise import fold
from copilot.text.note_kinds import kinds_of

_KIND = 0.08
_PERIOD = 0.08
_LATEST = 0.12


@dataclass(frozen=True)
class Snapshot:
    """An account's passages at one revision."""

    revision: int
    chunks: Sequence[StoredChunk]
    keyword: KeywordIndex
    embedder: str | None
    places: dict[str, int]
    follows: NDArray[np.bool_]
    """Whether a passage follows the one before it in the same note."""
    days: NDArray[np.float64]
    """Ordinal of each passage's date; NaN where there is none."""
    kinds: Sequence[frozenset[str]]
    copies: Copies
    sample: Vectors
    """Vectors of some passages, when there are too many to ask for all."""

    @property
    def today(self) -> dt.date | None:
        """The newest date in the notes: what « en février » is told from."""
        known = self.days[~np.isnan(self.days)]
        return dt.date.fromordinal(int(known.max())) if len(known) else None

    def beside(self, place: int) -> tuple[int | None, int | None]:
        """Places of the passages before and after it in its note."""
        after = place + 1
        return (
            place - 1 if self.follows[place] else None,
            after if after < len(self.chunks) and self.follows[after] else None,
        )

    def fitting(self, question: Question) -> Scores:
        """What each passage gains because its note is of the kind or the time that the question names."""
        gain = np.zeros(len(self.chunks), np.float32)
        if question.kinds:
            gain[[bool(kinds & question.kinds) for kinds in self.kinds]] += _KIND
        if question.first or question.last:
            first = question.first.toordinal() if question.first else -np.inf
            last = question.last.toordinal() if question.last else np.inf
            gain[(self.days >= first) & (self.days <= last)] += _PERIOD
        if question.latest:
            gain += _LATEST * self._recency()
        return gain

    def within(self, scope: Scope) -> NDArray[np.bool_]:
        """Which passages are of that person, company, kind and time; a person may be named by the surname alone."""
        inside = np.ones(len(self.chunks), np.bool_)
        if scope.kind:
            named = [c.kind == scope.kind or scope.kind in k for c, k in zip(self.chunks, self.kinds, strict=True)]
            inside &= np.array(named, np.bool_)
        if scope.since:
            inside &= self.days >= scope.since.toordinal()
        if scope.until:
            inside &= self.days <= scope.until.toordinal()
        for name in (surname_of(scope.person), fold(scope.company)):
            if name:
                word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
                inside &= np.array([_names(word, chunk) for chunk in self.chunks], np.bool_)
        return inside

    def _recency(self) -> Scores:
        """0 for the oldest date, 1 for the newest, by rank, so that one old note does not squeeze the others."""
        order, rank = np.unique(self.days[~np.isnan(self.days)], return_inverse=True)
        found = np.zeros(len(self.days), np.float32)
        if len(order) > 1:
            found[~np.isnan(self.days)] = rank / (len(order) - 1)
        return found


def lay_out(revision: int, chunks: Sequence[StoredChunk], embedder: str | None, sample: Vectors) -> Snapshot:
    """The snapshot of passages that come in the order of their notes."""
    notes = [chunk.document_id for chunk in chunks]
    titles = {chunk.document: chunk.title for chunk in chunks}
    kinds = {name: kinds_of(name, title) for name, title in titles.items()}
    return Snapshot(
        revision=revision, chunks=chunks, embedder=embedder, sample=sample,
        keyword=KeywordIndex([(chunk.text, chunk.language) for chunk in chunks]),
        places={chunk.id: place for place, chunk in enumerate(chunks)},
        follows=np.array([at > 0 and notes[at] == notes[at - 1] for at in range(len(notes))], np.bool_),
        days=np.array([chunk.date.toordinal() if chunk.date else np.nan for chunk in chunks], np.float64),
        kinds=[kinds[chunk.document] for chunk in chunks], copies=Copies(chunks),
    )  # fmt: skip


def surname_of(name: str) -> str:
    """The last word of a name, which is what notes use of it."""
    return fold(name).split()[-1] if name.split() else ""


def _names(word: re.Pattern[str], chunk: StoredChunk) -> bool:
    head, _, body = chunk.text.partition("\n")  # the first line tells where it is from
    return word.search(fold(f"{chunk.author or ''}\n{body or head}")) is not None
