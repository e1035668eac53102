"""The sentences of an account that speak of what a claim says, found by their words and figures.

An inverted index over the words and figures of all sentences; a sentence is read in full only when a claim needs it,
so that a claim costs as much as the sentences that share its rarer words, not as the account.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from copilot.schemas.evidence import PartialDate
from copilot.schemas.facts import Quantity
from copilot.text.normalise import flatten
from copilot.text.sentences import split_sentences
from copilot.verify.attach import Evidence, Place, inverse_frequency
from copilot.verify.reading import Reading, keys_of, read, read_row, windows
from copilot.verify.sources import Passage, Source, Sources

BY_WORDS, BY_FIGURES = 24, 24
"""How many sentences a claim is compared with: the best by words, and those that have one of its figures."""
COMMON = 4000
"""A word that stands in more sentences than this finds none by itself when rarer words do."""
_FIGURE = re.compile(r"\d+")
_SPEAKER = re.compile(r"(?P<name>[^\W\d_][\w.'’ -]{1,30}?)[ \u00a0\u202f]?:\s")
_DIGITS = re.compile(r"(?<![\d.,])\d{1,3}(?:[ .,']\d{3})+(?!\d)")


@dataclass(frozen=True)
class Unit:
    """A sentence or a row at its place; what it says is read when asked for."""

    source: Source
    start: int
    end: int
    segment: int

    @cached_property
    def passage(self) -> Passage:
        """The sentence as a quote."""
        return Passage(self.source, self.start, self.end)

    @cached_property
    def reading(self) -> Reading:
        """What it says."""
        document = self.source.document
        segment = document.segments[self.segment]
        date = segment.said_on or document.date
        if segment.cells:
            return read_row(segment, document.language, date, self.source.unit_over(segment))
        return read(flatten(self.source.text[self.start : self.end])[0], document.language, date, self.source.names)

    @cached_property
    def labels(self) -> frozenset[str]:
        """Keys of the headings and names over it."""
        return keys_of(self.passage.labels(), self.source.document.language)

    @cached_property
    def speaker(self) -> frozenset[str]:
        """Keys of the name of whoever says it: the author of the segment, or « Nom : » at its start."""
        document = self.source.document
        segment = document.segments[self.segment]
        said_by = _SPEAKER.match(segment.text)
        name = segment.author or (said_by["name"] if said_by and not segment.cells else "")
        return keys_of(name, document.language) if name else frozenset()


class Library:
    """All sentences of the sources of an account, save what addresses an assistant."""

    def __init__(self, sources: Sources) -> None:
        self.units = [unit for source in sources.all for unit in _units(source)]
        self._words: dict[str, list[int]] = defaultdict(list)
        self._figures: dict[str, list[int]] = defaultdict(list)
        for index, unit in enumerate(self.units):
            text = unit.source.text[unit.start : unit.end]
            segment = unit.source.document.segments[unit.segment]
            for key in keys_of(" ".join((text, *segment.header)), unit.source.document.language):
                self._words[key].append(index)
            for figure in figures_of(text):
                self._figures[figure].append(index)
        self.weigh = inverse_frequency({key: len(held) for key, held in self._words.items()}, len(self.units))

    @cached_property
    def dates(self) -> tuple[Quantity, ...]:
        """Dates that hold for whole documents: their own, and lines that are nothing but a date."""
        sources = dict.fromkeys(unit.source for unit in self.units)
        own = [_day(source) for source in sources if source.document.date]
        lines = [
            u for u in self.units if u.end - u.start < 60 and any(c.isdigit() for c in u.source.text[u.start : u.end])
        ]
        stated = [v.quantity for u in lines if len(u.reading.words) <= 2 for v in u.reading.values]
        return (*own, *(q for q in stated if q.kind == "date"))

    def find(self, claim: Reading) -> list[int]:
        """The sentences to compare a claim with, best first by the weight of the words they share."""
        scores: dict[int, float] = defaultdict(float)
        words = sorted(claim.words, key=lambda w: min(len(self._words.get(k, ())) or 1 << 30 for k in w.keys))
        for word in words:
            weight = self.weigh(word)
            held = {index for key in (*word.keys, word.head) if key for index in self._short(key, bool(scores))}
            for index in held:
                scores[index] += weight
        best = sorted(scores, key=lambda index: (-scores[index], index))[:BY_WORDS]
        wanted = figures_of(claim.text)
        having: dict[int, None] = {}
        for figure in wanted:
            held_figures = self._figures.get(figure, [])
            having.update(dict.fromkeys(sorted(held_figures, key=lambda i: -scores.get(i, 0.0))[:BY_FIGURES]))
        near = sorted(having, key=lambda index: -scores.get(index, 0.0))[:BY_FIGURES]
        return list(dict.fromkeys([*best, *near]))

    def _short(self, key: str, found: bool) -> Sequence[int]:
        held = self._words.get(key, [])
        return () if found and len(held) > COMMON else held

    def evidence(self, indexes: Iterable[int]) -> Evidence:
        """The sentences with the words around them."""
        return Evidence([self.place(index) for index in indexes], self.weigh, self.dates)

    def place(self, index: int) -> Place:
        """A sentence with the words of its headings and of the sentences beside it in its document."""
        unit = self.units[index]
        around = set(unit.labels)
        for near in (index - 1, index + 1):
            if 0 <= near < len(self.units) and self.units[near].source is unit.source:
                around |= self.units[near].reading.keys
        return Place(unit.reading, frozenset(around), unit.speaker)


def figures_of(text: str) -> set[str]:
    """The digits of every figure, grouped thousands joined: what sentences with the same figures share."""
    flat = flatten(text)[1]
    joined = _DIGITS.sub(lambda match: re.sub(r"\D", "", match.group()), flat)
    return {match.lstrip("0") or "0" for match in _FIGURE.findall(joined)}


def _day(source: Source) -> Quantity:
    day = source.document.date
    assert day is not None
    return Quantity(kind="date", date=PartialDate(start=day), start=0, end=0, text=day.isoformat())


def _units(source: Source) -> list[Unit]:
    found = []
    for ordinal, segment in enumerate(source.document.segments):
        offset = source.offset(ordinal)
        if segment.cells:
            spans = [(0, len(segment.text))]
        else:
            sentences = split_sentences(segment.text, source.document.language)
            spans = [window for span in sentences for window in windows(*span, segment.text)]
        for start, end in spans:
            if not source.is_suspicious(offset + start, offset + end):
                found.append(Unit(source, offset + start, offset + end, ordinal))
    return found
