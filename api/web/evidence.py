"""A quote where it stands: the passages around it, its exact words marked, and those that address an assistant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pydantic import BaseModel, Field

from copilot.schemas.evidence import Locator, Segment, SourceDocument
from copilot.text.normalise import find_quote
from copilot.text.planted import legible, overlaps, planted_places

_AROUND = 3
Span = tuple[int, int]


class QuotePlace(BaseModel):
    """What the address of an evidence page says: a quote, and where it was found when it was cited."""

    document: str = Field(min_length=1, max_length=400)
    quote: str = Field(min_length=1, max_length=8000)
    page: int | None = None
    slide: int | None = None
    sheet: str | None = Field(default=None, max_length=400)
    row: int | None = None
    line: int | None = None
    time: str | None = Field(default=None, max_length=40)
    part: str | None = Field(default=None, max_length=400)

    def locator(self) -> Locator:
        """The place alone."""
        return Locator.model_validate(self.model_dump(include=set(Locator.model_fields)))


@dataclass(frozen=True)
class Run:
    """A stretch of a passage that is marked in one way."""

    text: str
    quoted: bool
    planted: bool


@dataclass(frozen=True)
class Piece:
    """One passage, cut around the words that are quoted in it and those that address an assistant."""

    segment: Segment
    runs: tuple[Run, ...]

    @property
    def quoted(self) -> str:
        """The quoted words."""
        return "".join(run.text for run in self.runs if run.quoted)

    @property
    def planted(self) -> bool:
        """Whether some of its words address an assistant."""
        return any(run.planted for run in self.runs)


@dataclass(frozen=True)
class Passage:
    """The quoted passages of a document with their neighbours, in reading order."""

    pieces: list[Piece]
    more_before: bool
    more_after: bool

    @property
    def cites_planted(self) -> bool:
        """Whether quoted words address an assistant."""
        return any(run.quoted and run.planted for piece in self.pieces for run in piece.runs)


def passage(document: SourceDocument, quote: str, locator: Locator) -> Passage | None:
    """Where the quote stands; None when the document does not hold it (any more)."""
    spans = _spans(document.segments, quote, locator)
    if not spans:
        return None
    first, last = max(min(spans) - _AROUND, 0), min(max(spans) + _AROUND, len(document.segments) - 1)
    planted = planted_places(document)
    pieces = [_piece(document.segments[index], spans.get(index), planted[index]) for index in range(first, last + 1)]
    return Passage(pieces, more_before=first > 0, more_after=last < len(document.segments) - 1)


def whole(document: SourceDocument) -> Passage:
    """The document from its first passage to its last; only what addresses an assistant is marked."""
    pieces = [
        _piece(segment, None, planted)
        for segment, planted in zip(document.segments, planted_places(document), strict=True)
    ]
    return Passage(pieces, more_before=False, more_after=False)


def _piece(segment: Segment, span: Span | None, planted: Sequence[Span]) -> Piece:
    quoted = [span] if span else []
    cuts = sorted({0, len(segment.text), *(at for place in (*quoted, *planted) for at in place)})
    return Piece(
        segment,
        tuple(
            _run(segment.text[start:end], overlaps(start, end, quoted), overlaps(start, end, planted))
            for start, end in pairwise(cuts)
        ),
    )


def _run(text: str, quoted: bool, planted: bool) -> Run:
    unseen = planted and not any(char.isprintable() and not char.isspace() for char in text)
    return Run(legible(text, len(text)) if unseen else text, quoted, planted)


def _spans(segments: Sequence[Segment], quote: str, locator: Locator) -> dict[int, Span]:
    """Quoted spans by index of the passage: one, or several for a quote that runs over passages."""
    found = {index: span for index, segment in enumerate(segments) if (span := find_quote(quote, segment.text))}
    if found:
        best = max(found, key=lambda index: (_alike(segments[index].locator, locator), -index))
        return {best: found[best]}
    across = find_quote(quote, "\n".join(segment.text for segment in segments))
    return _cut(segments, across) if across else {}


def _alike(one: Locator, other: Locator) -> int:
    wanted = other.model_dump(exclude_none=True)
    return sum(getattr(one, name) == value for name, value in wanted.items())


def _cut(segments: Sequence[Segment], span: Span) -> dict[int, Span]:
    """A span of the joined text as spans of each passage it touches."""
    spans: dict[int, Span] = {}
    offset = 0
    for index, segment in enumerate(segments):
        start, end = max(span[0] - offset, 0), min(span[1] - offset, len(segment.text))
        if start < end:
            spans[index] = (start, end)
        offset += len(segment.text) + 1
    return spans
