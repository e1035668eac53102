"""A sentence as the checker reads it: content words and quantities, each in its clause.

A clause holds at most one value besides dates: « 1,2 M€ pour Tergny, 0,8 M€ pour Issoire » has two, so that each
figure keeps the words that it belongs to. The cell of a table is a clause with its column's name and its row's.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from copilot.schemas.evidence import Segment
from copilot.schemas.facts import Quantity
from copilot.text.cells import extract_cell
from copilot.text.normalise import flatten, fold
from copilot.text.quantities import extract_quantities
from copilot.verify.concepts import concepts
from copilot.verify.words import WORD, guess_language, is_content, stem

_BREAK = re.compile(
    r"[;\n|(]|,(?!\d)|\)|[.!?](?= )|(?<!\w)(?:et|and|mais|but|contre|vs\.?|versus|against|tandis que|alors que|whereas|"
    r"while|puis|then|ou|or|und|aber|from|up from|down from|au lieu de|instead of|rather than|plutot que)(?!\w)"
)
_HEAD = 5
LONGEST, MOST_FIGURES = 1200, 40
"""Characters and figures of one sentence; a longer one is no sentence, and is not checked as one."""
WINDOW = 600
"""Characters of a source's sentence that are read together: what notes without full stops are cut into."""
_FIGURES = re.compile(r"\d+")


@dataclass(frozen=True)
class Word:
    """A content word at its place; it is the same as another one when they share a key."""

    keys: tuple[str, ...]
    head: str
    start: int
    end: int
    clause: int
    part: int
    proper: bool

    def among(self, keys: frozenset[str]) -> float:
        """1 when one of the keys is among others, less for a word of the same family, 0 when it is not there."""
        for key in self.keys:
            if key in keys:
                return 1.0
        return 0.75 if self.head and self.head in keys else 0.0


@dataclass(frozen=True)
class Value:
    """A quantity at its place, in its clause, and in its part: parts are cut between dates too."""

    quantity: Quantity
    clause: int
    part: int


@dataclass(frozen=True)
class Reading:
    """What one sentence, or one row of a table, says."""

    text: str
    language: str
    words: tuple[Word, ...]
    values: tuple[Value, ...]
    labels: str = ""
    """The names of its columns, for a row."""
    extra: tuple[tuple[int, frozenset[str]], ...] = ()
    """Keys that a clause has besides its own words: the column and the row of a cell."""

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return bool(self.extra)

    @property
    def said(self) -> str:
        """Its text with the names of its columns."""
        return f"{self.labels} | {self.text}" if self.labels else self.text

    @cached_property
    def keys(self) -> frozenset[str]:
        """Keys and heads of all its words."""
        found = {key for word in self.words for key in (*word.keys, word.head) if key}
        for _, more in self.extra:
            found |= more
        return frozenset(found)

    @cached_property
    def by_clause(self) -> dict[int, frozenset[str]]:
        """Keys and heads of each clause."""
        return self._keys((word.clause, word) for word in self.words)

    @cached_property
    def by_part(self) -> dict[int, frozenset[str]]:
        """Keys and heads of each part."""
        return self._keys((word.part, word) for word in self.words)

    def beside(self, value: Value) -> frozenset[str]:
        """Keys of the words that a value belongs to."""
        return (self.by_part if value.quantity.kind == "date" else self.by_clause).get(
            value.part if value.quantity.kind == "date" else value.clause, frozenset()
        )

    def _keys(self, placed: Iterable[tuple[int, Word]]) -> dict[int, frozenset[str]]:
        found: dict[int, set[str]] = {}
        for place, word in placed:
            found.setdefault(place, set()).update(key for key in (*word.keys, word.head) if key)
        for place, more in self.extra:
            found.setdefault(place, set()).update(more)
        return {place: frozenset(keys) for place, keys in found.items()}


@lru_cache(maxsize=8192)
def keys_of(text: str, language: str) -> frozenset[str]:
    """The keys of the words of a heading or a label."""
    return frozenset(key for word in _words(text, language, ([0], [0])) for key in (*word.keys, word.head) if key)


def is_sentence(text: str) -> bool:
    """Whether a text is short enough to be one sentence."""
    return len(text) <= LONGEST and len(_FIGURES.findall(text)) <= MOST_FIGURES


def windows(start: int, end: int, text: str) -> list[tuple[int, int]]:
    """A sentence as spans that can be read together, cut at spaces; nearly always itself."""
    spans = []
    while end - start > WINDOW:
        cut = text.rfind(" ", start + WINDOW // 2, start + WINDOW)
        cut = cut if cut > 0 else start + WINDOW
        spans.append((start, cut))
        start = cut
    return [*spans, (start, end)]


@lru_cache(maxsize=8192)
def read(text: str, language: str, reference: dt.date | None = None, names: frozenset[str] = frozenset()) -> Reading:
    """A sentence, read in the language it is written in; `names` are words that are names everywhere, folded."""
    spoken = guess_language(text, language)
    quantities = extract_quantities(text, spoken, reference)
    breaks = _breaks(text, quantities)
    starts = (
        _starts(breaks, [q.start for q in quantities if q.kind != "date"]),
        _starts(breaks, [q.start for q in quantities]),
    )
    values = tuple(Value(q, _at(starts[0], q.start), _at(starts[1], q.start)) for q in quantities)
    return Reading(text, spoken, tuple(_words(text, spoken, starts, quantities, names=names)), values)


def read_row(segment: Segment, language: str, reference: dt.date | None = None, unit: str = "") -> Reading:
    """A row of a table: each cell a clause under its column's name, beside its row's.

    `unit` is what the table states once for all its amounts, such as "k€".
    """
    values: list[Value] = []
    words: list[Word] = []
    extra: list[tuple[int, frozenset[str]]] = []
    row = keys_of(segment.cells[0], language)
    at = 0
    for index, cell in enumerate(segment.cells):
        found = segment.text.find(cell, at)
        at = found if found >= 0 else at
        label = segment.header[index] if index < len(segment.header) else ""
        quantities = extract_quantities(cell, language, reference)
        stated = f"{label} ({unit})" if unit else ""
        for header in dict.fromkeys((label, segment.cells[0] if index else "", stated)):
            value = extract_cell(cell, header, language) if header else None
            quantities += [value] if value is not None else []
        values += [Value(_shifted(q, at), index, index) for q in quantities]
        values += [Value(q, index, index) for q in _dates_of(label, language, reference)]
        words += _words(cell, language, ([0], [0]), quantities, at, index)
        extra.append((index, row | keys_of(label, language)))
        at += len(cell)
    return Reading(segment.text, language, tuple(words), tuple(values), " | ".join(segment.header), tuple(extra))


def _dates_of(label: str, language: str, reference: dt.date | None) -> list[Quantity]:
    """The dates in a column's name; they stand at the start of the row, outside its text."""
    found = extract_quantities(label, language, reference) if label else []
    return [q.model_copy(update={"start": 0, "end": 0}) for q in found if q.kind == "date"]


def _shifted(quantity: Quantity, by: int) -> Quantity:
    return quantity.model_copy(update={"start": quantity.start + by, "end": quantity.end + by}) if by else quantity


def _at(starts: Sequence[int], place: int) -> int:
    return bisect_right(starts, place) - 1


def _breaks(text: str, quantities: Sequence[Quantity]) -> list[int]:
    """Where a clause could end, outside quantities."""
    _, flat, offsets = flatten(text)
    inside = bytearray(len(text) + 1)
    for quantity in quantities:
        inside[quantity.start + 1 : quantity.end] = b"\1" * max(0, quantity.end - quantity.start - 1)
    ends = (match.end() if offsets is None else offsets[match.end()] for match in _BREAK.finditer(flat))
    return [at for at in ends if not inside[at]]


def _starts(breaks: Sequence[int], valued: Sequence[int]) -> list[int]:
    """Where clauses start: at a break between two values; a part without a value goes with what follows it."""
    starts, last = [0], 0
    for at in breaks:
        before = bisect_right(valued, at - 1)
        if last < before < len(valued):
            starts.append(at)
            last = before
    return starts


def _figure_end(quantity: Quantity) -> int:
    """Where the figure ends: the noun of a count belongs to the matter."""
    noun = fold(quantity.text).rfind(quantity.unit[:4]) if quantity.kind == "count" and quantity.unit else -1
    return quantity.start + noun if 0 < noun < len(quantity.text) else quantity.end


def _words(
    text: str,
    language: str,
    starts: tuple[Sequence[int], Sequence[int]],
    quantities: Sequence[Quantity] = (),
    shift: int = 0,
    clause: int | None = None,
    names: frozenset[str] = frozenset(),
) -> list[Word]:
    composed, flat, offsets = flatten(text)
    matches = list(WORD.finditer(flat))
    stems = [stem(match.group(), language) for match in matches]
    named = concepts(stems, language)
    covered = bytearray(len(text) + 1)
    for quantity in quantities:
        if quantity.kind == "date" and not any(char.isdigit() for char in quantity.text):
            continue  # « l’an dernier » is a date for those only who know the day it was said
        end = _figure_end(quantity)
        covered[quantity.start : end] = b"\1" * (end - quantity.start)
    found: list[Word] = []
    opening = True
    for match, key, meant in zip(matches, stems, named, strict=True):
        start, end = (match.start(), match.end()) if offsets is None else (offsets[match.start()], offsets[match.end()])
        word = match.group()
        written = composed[match.start() : match.end()]
        first, opening = opening, flat[match.end() : match.end() + 2] in (". ", "! ", "? ")
        acronym = len(word) > 1 and written.isupper()
        if covered[start] or (len(word) < 2 and not meant) or not (is_content(word) or acronym):
            continue
        proper = written[0].isupper() and (not first or acronym or word in names)
        places = (clause, clause) if clause is not None else (_at(starts[0], start), _at(starts[1], start))
        head = word[:_HEAD] + "~" if len(word) > _HEAD and not word[0].isdigit() else ""
        keys = (word, *meant) if proper or key == word else (key, word, *meant)
        if proper:
            keys = (key, *keys) if key != word else keys
        found.append(Word(tuple(dict.fromkeys(keys)), head, start + shift, end + shift, *places, proper))
    return found
