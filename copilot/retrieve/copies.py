"""What several notes of an account say alike: shown once, with all its places.

Minutes forwarded in a mail, slides pasted into minutes and mails quoted whole are cut into passages anew, so passages
are not compared as a whole: each is a set of sentences, and one that adds no sentence to those already found is a copy.
A passage that changes a figure or a word of a sentence adds one, and is never a copy.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from copilot.schemas.evidence import Citation, Segment
from copilot.store.records import StoredChunk
from copilot.text.said_again import Piece, key, pieces

_SENTENCES = np.dtype([("key", "<u8"), ("words", "<u2")])
_LEAST_WORDS = 8
"""A passage this long that says nothing new is a copy; shorter ones repeat by chance, and only come last."""
_MOSTLY = 0.8
"""What share of a passage's words another note has to hold to be told as a place of it too."""
_MOST_PLACES = 20
_MOST_HOLDERS = 500
"""Passages that are looked at for one sentence: what more of them hold is a template."""
Segments = Mapping[str, Sequence[Segment]]


@dataclass
class Found:
    """The passages that a search shows, best first, and the notes that say each of them too."""

    places: list[int]
    copies: dict[int, set[str]] = field(default_factory=dict)
    """Notes whose passages were left out because one that is shown says the same, by its place."""


class Copies:
    """The sentences of an account's passages, and which passages hold each."""

    def __init__(self, chunks: Sequence[StoredChunk]) -> None:
        self._chunks = chunks
        self._own = [np.frombuffer(chunk.sentences, _SENTENCES) for chunk in chunks]
        every = np.concatenate([own["key"] for own in self._own]) if chunks else np.zeros(0, "<u8")
        holders = np.repeat(np.arange(len(chunks), dtype=np.int32), [len(own) for own in self._own])
        order = np.argsort(every, kind="stable")
        self._keys: NDArray[np.uint64] = every[order]
        self._holders: NDArray[np.int32] = holders[order]

    def once(self, ranked: Iterable[int], k: int) -> Found:
        """The k best of those ranked: without copies, then what mostly repeats a better one."""
        shown: dict[int, int] = {}
        fresh: list[int] = []
        repeated: list[int] = []
        copies: dict[int, set[str]] = defaultdict(set)
        for place in ranked:
            own = self._own[place]
            known = np.array([int(one) in shown for one in own["key"]], np.bool_)
            words = int(own["words"].sum())
            if len(own) and known.all() and words >= _LEAST_WORDS:
                for of in {shown[int(one)] for one in own["key"]}:
                    copies[of].add(self._chunks[place].document_id)
                continue
            mostly = len(own) > 0 and int(own["words"][known].sum()) >= _MOSTLY * words
            (repeated if mostly else fresh).append(place)
            for one in own["key"]:
                shown.setdefault(int(one), place)
            if len(fresh) == k:
                break
        return Found(self._whole([*fresh, *repeated][:k], copies), dict(copies))

    def _whole(self, places: Sequence[int], copies: dict[int, set[str]]) -> list[int]:
        """The same without those that a later one holds whole, which takes their place: it says more."""
        said = {place: frozenset(self._own[place]["key"].tolist()) for place in places}
        able = {place for place in places if int(self._own[place]["words"].sum()) >= _LEAST_WORDS}
        kept: list[int] = []
        for place in places:
            held = [one for one in kept if one in able and said[one] <= said[place]]
            for one in held:
                copies[place] |= {self._chunks[one].document_id} | copies.pop(one, set())
            at = kept.index(held[0]) if held else len(kept)
            kept = [one for one in kept if one not in held]
            kept.insert(at, place)
        return kept

    def elsewhere(self, place: int, known: Iterable[str] = ()) -> dict[str, list[int]]:
        """Passages of other notes that say the same, by the note's id: of notes that say most of it, and of `known`."""
        own = self._own[place]
        words = int(own["words"].sum())
        if words < _LEAST_WORDS:
            return {}
        said: dict[str, int] = defaultdict(int)
        holders: dict[str, set[int]] = defaultdict(set)
        for one, length in own:
            others = [int(holder) for holder in self._holding(one) if holder != place]
            for holder in others:
                holders[self._chunks[holder].document_id].add(holder)
            for note in {self._chunks[holder].document_id for holder in others}:
                said[note] += int(length)
        wanted = [note for note, n in said.items() if n >= _MOSTLY * words or note in known]
        return {note: sorted(holders[note]) for note in sorted(wanted, key=lambda note: self._age(holders[note]))}

    def _age(self, places: Iterable[int]) -> tuple[dt.date, str]:
        """What puts notes in order: the oldest first, undated ones last."""
        first = self._chunks[min(places)]
        return first.date or dt.date.max, first.document

    def _holding(self, one: np.uint64) -> NDArray[np.int32]:
        first, last = np.searchsorted(self._keys, one, "left"), np.searchsorted(self._keys, one, "right")
        return self._holders[first : min(last, first + _MOST_HOLDERS)]

    def cited(self, place: int, others: Mapping[str, Sequence[int]], notes: Segments) -> tuple[Citation, ...]:
        """Where those notes say it, each in its own words."""
        said = {int(one) for one in self._own[place]["key"]}
        found = []
        for note, at in others.items():
            stretch = _longest(self._held(notes.get(note, ()), at), said)
            if stretch:
                first = stretch[0].segment
                day = first.said_on or self._chunks[at[0]].date
                found.append(
                    Citation(
                        document=self._chunks[at[0]].document,
                        quote="\n".join(one.text for one in stretch),
                        locator=first.locator,
                        date=day.isoformat() if day else None,
                    )
                )
        return tuple(found[:_MOST_PLACES])

    def _held(self, segments: Iterable[Segment], places: Iterable[int]) -> list[Segment]:
        held = {n for c in (self._chunks[at] for at in places) for n in range(c.first_segment, c.last_segment + 1)}
        return [segment for segment in segments if segment.ordinal in held]


def quote(chunk: StoredChunk, notes: Segments) -> str:
    """The passage as it stands in its note, without the lines that tell where it is from; empty where it is gone."""
    inside = range(chunk.first_segment, chunk.last_segment + 1)
    own = [segment.text for segment in notes.get(chunk.document_id, ()) if segment.ordinal in inside]
    if len(own) == 1 and len(own[0]) > len(chunk.text):
        return chunk.text.rpartition("\n")[2]
    return "\n".join(own)


@dataclass
class _Part:
    """The part of a segment that says it too."""

    segment: Segment
    start: int
    end: int
    words: int

    @property
    def text(self) -> str:
        return self.segment.text[self.start : self.end]


def _longest(segments: Iterable[Segment], said: Container[int]) -> list[_Part]:
    """The longest stretch of a note without a sentence of its own, so that its quote says nothing else."""
    best: list[_Part] = []
    current: list[_Part] = []
    last = -2
    for segment in segments:
        if segment.ordinal != last + 1:
            current = []
        last = segment.ordinal
        fresh = True
        for piece in pieces(segment.text):
            if not piece.said or key(piece.said) not in said:
                current = []
                continue
            current = _longer(current, segment, piece, fresh or not current)
            fresh = False
            if sum(part.words for part in current) > sum(part.words for part in best):
                best = current
    return best


def _longer(parts: list[_Part], segment: Segment, piece: Piece, fresh: bool) -> list[_Part]:
    if fresh:
        return [*parts, _Part(segment, piece.start, piece.end, piece.words)]
    *before, part = parts
    return [*before, replace(part, end=piece.end, words=part.words + piece.words)]
