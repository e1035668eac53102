"""The account's sources as the verifier needs them: exact places of quotes, and all that a place says."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from copilot.schemas.evidence import Citation, Locator, Receipt, Segment, SourceDocument
from copilot.text.instructions import find_instructions
from copilot.text.names import person_names
from copilot.text.normalise import Canonical, canonical, flatten, fold, needles
from copilot.text.numbers import figures
from copilot.text.quantities import extract_quantities
from copilot.text.spelled import words

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[%€$£]|(?<![^\s(:;>=])-(?=\d)")
_CAPITAL = re.compile(r"(?<=[a-zà-ÿ,] )[A-ZÀ-ÖØ-Þ][\w’'-]{2,}|(?<=\| )[A-ZÀ-ÖØ-Þ][\w’'-]{2,}")
_SMALL = re.compile(r"(?<![\w@.])[a-zß-öø-ÿ][\w’'-]{2,}")
_TITLE = 90
_VALUE = re.compile(r"\d")
_STATED_UNIT = re.compile(
    r"(?<![\w\d])(?P<unit>[kKM] ?[€£$]|[€£$] ?[kKmM](?!\w)|[kM]EUR|milliers d['’]euros|millions d['’]euros|"
    r"€ ?000|£ ?000)(?!\w)"
)
_GAP = re.compile(r"(?<!\s)\s*(?:\[\s*(?:…|\.{2,3})\s*\]|\(\s*(?:…|\.{2,3})\s*\)|…|\.{3})\s*")
_LONGEST_GAP = 400
_SEPARATOR = "\x1f"


@dataclass(frozen=True)
class Passage:
    """A quote at its place."""

    source: Source
    start: int
    end: int
    repaired: bool = False

    @property
    def quote(self) -> str:
        """The text as it stands in the document."""
        return self.source.text[self.start : self.end]

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """The segments that the quote touches."""
        return self.source.segments_of(self.start, self.end)

    @property
    def suspicious(self) -> bool:
        """Whether the quote lies in text that addresses an assistant."""
        return self.source.is_suspicious(self.start, self.end)

    @property
    def date(self) -> dt.date | None:
        """When the passage was said or written."""
        return next((s.said_on for s in self.segments if s.said_on), None) or self.source.document.date

    def labels(self) -> str:
        """What names the place: headings, authors, the document's title, name and recipients."""
        document = self.source.document
        parts: list[str] = [document.title or "", document.author or "", document.name, *document.recipients]
        for segment in self.segments:
            parts += [segment.heading or "", segment.author or ""]
        return "\n".join(dict.fromkeys(part for part in parts if part))

    def around(self) -> str:
        """What the place says besides the quote: headings, column names, authors, the document's names."""
        cells = [cell for segment in self.segments for cell in (*segment.header, *segment.cells)]
        return "\n".join(dict.fromkeys(part for part in (self.labels(), *cells) if part))

    def beside(self, neighbours: int) -> str:
        """The segments of the quote with a few before them and one after: where a pronoun's name stands."""
        segments = self.source.document.segments
        first = max(0, self.segments[0].ordinal - neighbours) if self.segments else 0
        last = self.segments[-1].ordinal + 2 if self.segments else 0
        return "\n".join(part for s in segments[first:last] for part in (s.heading, s.author, s.text) if part)

    def citation(self, original: Citation) -> Citation:
        """The citation with the exact text and place of the passage."""
        locator = original.locator
        if locator == Locator() and self.segments:
            locator = self.segments[0].locator
        return original.model_copy(
            update={"document": self.source.document.name, "quote": self.quote, "locator": locator}
        )


class Source:
    """One document, indexed when it is first looked into."""

    def __init__(self, document: SourceDocument, account: Sources | None = None) -> None:
        self.document = document
        self._account = account
        self.text = document.text()
        self._offsets: list[int] = []
        offset = 0
        for segment in document.segments:
            self._offsets.append(offset)
            offset += len(segment.text) + 1

    def unit_over(self, segment: Segment) -> str:
        """The unit that a table states once for its amounts: « k€ HT – clôture 31/12/2025 » above its rows."""
        return self._units.get((segment.heading, segment.locator.sheet, segment.locator.slide), "")

    @cached_property
    def _units(self) -> dict[tuple[str | None, str | None, int | None], str]:
        found: dict[tuple[str | None, str | None, int | None], str] = {}
        for segment in self.document.segments:
            place = (segment.heading, segment.locator.sheet, segment.locator.slide)
            texts = [
                segment.heading or "",
                *([segment.text] if len(segment.text) < _TITLE else []),
                *segment.header[:1],
            ]
            for text in texts if place not in found else ():
                unit = _STATED_UNIT.search(text)
                if unit and not _VALUE.search(text[: unit.start()].rstrip()[-1:]):
                    found[place] = unit.group("unit")
        return found

    def offset(self, ordinal: int) -> int:
        """Where a segment starts in the text."""
        return self._offsets[ordinal]

    @cached_property
    def canonicals(self) -> tuple[Canonical, ...]:
        """The text as quotes are compared: words cut at line ends joined without and with their hyphen."""
        first, second = canonical(self.text), canonical(self.text, keep_hyphen=True)
        return (first,) if first.text == second.text else (first, second)

    @cached_property
    def folded(self) -> str:
        """All words of the document, its author and recipients, folded."""
        document = self.document
        extra = [document.title or "", document.author or "", document.name, *document.recipients]
        for segment in document.segments:
            extra += [segment.heading or "", segment.author or "", *segment.header]
        return fold("\n".join([self.text, *dict.fromkeys(extra)]))

    @cached_property
    def proper(self) -> frozenset[str]:
        """Folded words that the document writes with a capital inside its sentences, and never without."""
        text = self.full
        capital = {fold(match.group()) for match in _CAPITAL.finditer(text)}
        small = {fold(match.group()) for match in _SMALL.finditer(text)}
        return frozenset(capital - small)

    @cached_property
    def folded_names(self) -> str:
        """Names of persons in the document, folded, a line each."""
        return "\n".join(fold(name) for _, _, name in person_names(self.full))

    @property
    def names(self) -> frozenset[str]:
        """Folded words that are names in all the account's documents."""
        return self._account.proper if self._account is not None else self.proper

    @cached_property
    def numbers(self) -> frozenset[Decimal]:
        """Every number of the document as its figures can be read in French or English, and those in words."""
        found: set[Decimal] = set()
        for segment in self.document.segments:
            flat = flatten(" ".join((segment.text, *segment.header)))[1]
            for language in ("fr", "en"):
                found.update(number.value for number in figures(flat, language))
                found.update(number.value for number in words(flat, language))
            spoken = self.document.language
            values = extract_quantities(segment.text, spoken)
            found.update(abs(q.value) for q in values if q.value is not None)
        return frozenset(found)

    @cached_property
    def full(self) -> str:
        """The text with authors, recipients and headings, as written."""
        document = self.document
        extra = [document.title or "", document.author or "", *document.recipients]
        for segment in document.segments:
            extra += [segment.heading or "", segment.author or ""]
        return "\n".join([*dict.fromkeys(part for part in extra if part), self.text])

    @cached_property
    def _tokens(self) -> tuple[str, list[int], list[tuple[int, int]]]:
        tokens, spans = _tokenise(self.text)
        positions: list[int] = []
        length = 0
        for token in tokens:
            positions.append(length)
            length += len(token) + 1
        return _SEPARATOR + _SEPARATOR.join(tokens) + _SEPARATOR, positions, spans

    @cached_property
    def _suspicious(self) -> list[tuple[int, int]]:
        return [(start, end) for start, end, _ in find_instructions(self.text)]

    def is_suspicious(self, start: int, end: int) -> bool:
        """Whether the place overlaps text that addresses an assistant."""
        return any(a < end and start < b for a, b in self._suspicious)

    def segments_of(self, start: int, end: int) -> tuple[Segment, ...]:
        """The segments that a place touches."""
        first = max(0, bisect_right(self._offsets, start) - 1)
        last = max(first, bisect_right(self._offsets, max(start, end - 1)) - 1)
        return self.document.segments[first : last + 1]

    def locate(self, quote: str, locator: Locator = Locator()) -> Passage | None:
        """The exact place of a quote; where it stands several times, the place that the locator names."""
        spelled = needles(quote)
        first: Passage | None = None
        for haystack in self.canonicals:
            for needle in spelled:
                at = 0
                for _ in range(16):
                    index = haystack.text.find(needle, at) if needle else -1
                    found = haystack.find(needle, at) if index >= 0 else None
                    if found is None:
                        break
                    passage = Passage(self, *found)
                    if locator == Locator() or any(s.locator == locator for s in passage.segments):
                        return passage
                    first = first or passage
                    at = haystack.text.find(needle, at) + 1
        return first

    def repair(self, quote: str) -> Passage | None:
        """The place whose words and figures are those of the quote; "…" may stand for a short cut."""
        pieces = [piece for piece in _GAP.split(quote) if _TOKEN.search(piece)]
        place: tuple[int, int] | None = None
        for piece in pieces[:4]:
            found = self._words_at(piece, place[1] if place else 0)
            if found is None or (place and found[0] - place[1] > _LONGEST_GAP):
                return None
            place = (place[0] if place else found[0], found[1])
        return Passage(self, *place, repaired=True) if place else None

    def _words_at(self, piece: str, after: int) -> tuple[int, int] | None:
        tokens, _ = _tokenise(piece)
        joined, positions, spans = self._tokens
        needle = _SEPARATOR + _SEPARATOR.join(tokens) + _SEPARATOR
        at = joined.find(needle)
        while at >= 0:
            index = bisect_right(positions, at) - 1
            start, end = spans[index][0], spans[index + len(tokens) - 1][1]
            if start >= after:
                return start, end
            at = joined.find(needle, at + 1)
        return None


def _tokenise(text: str) -> tuple[list[str], list[tuple[int, int]]]:
    _, flat, offsets = flatten(text)
    tokens: list[str] = []
    spans: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(flat):
        start, end = match.span()
        tokens.append(match.group())
        spans.append((start, end) if offsets is None else (offsets[start], offsets[end]))
    return tokens, spans


class Sources:
    """All sources of an account, looked up by document name."""

    def __init__(self, documents: Sequence[SourceDocument], receipts: Sequence[Receipt], names: Iterable[str]) -> None:
        self._sources = [Source(document, self) for document in documents]
        self._by_name = {source.document.name: source for source in reversed(self._sources)}
        self._by_folded = {fold(source.document.name): source for source in reversed(self._sources)}
        self.receipts = {receipt.sha256: receipt for receipt in receipts}
        self.names = frozenset(fold(name) for name in names)
        """Names that any sentence may use: the account's and ours."""

    @classmethod
    def build(
        cls, documents: Sequence[SourceDocument], receipts: Sequence[Receipt] = (), names: Iterable[str] = ()
    ) -> Sources:
        """An index over the documents and receipts; `names` may be used without being quoted."""
        return cls(documents, receipts, names)

    def with_names(self, names: Iterable[str]) -> Sources:
        """The same sources, with further names that need no quote."""
        other = object.__new__(Sources)
        other.__dict__.update(self.__dict__)
        other.names = self.names | frozenset(fold(name) for name in names if name)
        return other

    def source(self, name: str) -> Source | None:
        """The document of that name; case, accents and spacing of the name may differ."""
        return self._by_name.get(name) or self._by_folded.get(fold(name))

    @property
    def all(self) -> list[Source]:
        """Every document."""
        return self._sources

    @cached_property
    def proper(self) -> frozenset[str]:
        """Folded words that are names in the account's documents."""
        return frozenset().union(*(source.proper for source in self._sources))

    def mentions(self, folded: str) -> bool:
        """Whether any document has this folded word."""
        word = re.compile(rf"(?<!\w){re.escape(folded)}(?!\w)")
        return any(word.search(source.folded) for source in self._sources)
