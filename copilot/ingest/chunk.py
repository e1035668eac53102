"""Cuts a document into passages for retrieval: whole segments, each passage readable alone.

Every passage starts with one line that says where it is from (sender, date and subject, or title and date),
then the heading it stands under; rows of a table come with their column names. Passages do not overlap.
Boilerplate and copies are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pydantic import Field

from copilot.ingest.parts import is_unsaid
from copilot.schemas.evidence import Frozen, ParsedDocument, Segment
from copilot.tokens import count

_MAX_PREFIX_TOKENS = 60
_MAX_HEADING = 200
_MODEL_TOKENS = 450
_SENTENCE_END = re.compile(r"(?<=[.!?…»])\s+(?=[^\sa-zà-öø-ÿ])|\n+")


class Chunk(Frozen):
    """A passage: what is embedded and searched."""

    ordinal: int = Field(ge=0)
    text: str
    first_segment: int = Field(description="ordinal of the first segment in it")
    last_segment: int = Field(description="ordinal of the last segment in it")
    tokens: int
    language: str


@dataclass
class _Open:
    """A passage while it grows."""

    head: str
    first: int
    last: int
    lines: list[str] = field(default_factory=list)

    def text(self, *more: str) -> str:
        return "\n".join([self.head, *self.lines, *more] if self.head else [*self.lines, *more])


def chunk(document: ParsedDocument, max_tokens: int = 220) -> list[Chunk]:
    """The passages of a document, in order; only a segment longer than `max_tokens` is split, at sentence ends
    (a row or a turn only when it is longer than the embedding model can see)."""
    found: list[Chunk] = []
    for passage in _passages(document, max_tokens):
        text = passage.text()
        found.append(
            Chunk(
                ordinal=len(found),
                text=text,
                first_segment=passage.first,
                last_segment=passage.last,
                tokens=count(text),
                language=document.language,
            )
        )
    return found


def _passages(document: ParsedDocument, max_tokens: int) -> Iterator[_Open]:
    current: _Open | None = None
    before: Segment | None = None
    segments = [segment for segment in document.segments if not is_unsaid(segment.locator.part)]
    for index, segment in enumerate(segments):
        head = _head(document, segment, max_tokens)
        lines = _lines(segment, before, document.title, fresh=current is None)
        if current is not None and (
            _is_boundary(segment, before, segments[index + 1 : index + 2])
            or head != current.head
            or count(current.text(*lines)) > max_tokens
        ):
            yield current
            current = None
            lines = _lines(segment, before, document.title, fresh=True)
        if current is None:
            current = _Open(head, segment.ordinal, segment.ordinal)
            if count(current.text(*lines)) > _limit(segment, max_tokens):
                *full, lines = _split(current, segment, lines, max_tokens)
                for part in full:
                    yield _Open(head, segment.ordinal, segment.ordinal, part)
        current.lines.extend(lines)
        current.last = segment.ordinal
        before = segment
    if current is not None:
        yield current


def _limit(segment: Segment, max_tokens: int) -> int:
    """A row or a turn stays whole up to what the embedding model can see."""
    return max(max_tokens, _MODEL_TOKENS) if segment.kind in ("row", "turn") else max_tokens


def _head(document: ParsedDocument, segment: Segment, max_tokens: int) -> str:
    """Where the segment is from, in one line."""
    said_on = segment.said_on or document.date
    who = (segment.author or document.author) if document.kind == "mail" else None
    parts = [who, said_on.isoformat() if said_on else None, document.title or document.name]
    line = " – ".join(filter(None, parts))
    words = line.split(" ")
    while len(words) > 1 and count(" ".join(words)) > min(_MAX_PREFIX_TOKENS, max_tokens // 3):
        words.pop()
    return " ".join(words)


def _lines(segment: Segment, before: Segment | None, title: str | None, *, fresh: bool) -> list[str]:
    """The segment's own line, after its heading or column names where the passage does not say them yet."""
    lines: list[str] = []
    heading = segment.heading[:_MAX_HEADING] if segment.heading else None
    starts_section = segment.kind in ("title", "heading") and not segment.cells
    if heading and heading != title and not starts_section and _is_new(before, segment, fresh):
        lines.append(heading)
    if segment.kind == "row" and segment.header:
        named = before is not None and not fresh and segment.header in (before.header, before.cells)
        if not named:
            lines.append(" | ".join(segment.header))
    text = segment.text
    if segment.kind == "turn" and segment.author:
        text = f"{segment.author} : {text}"
    return [*lines, text]


def _is_new(before: Segment | None, segment: Segment, fresh: bool) -> bool:
    """Whether the lines before do not show the segment's heading yet."""
    if before is None or fresh:
        return True
    shown = before.kind in ("title", "heading") and not before.cells
    return before.heading != segment.heading and not shown


def _is_boundary(segment: Segment, before: Segment | None, after: Sequence[Segment]) -> bool:
    """Where a new passage starts whatever its length: a section, a slide, a sheet, a table, hidden text."""
    if before is None:
        return False
    if before.hidden != segment.hidden or before.locator.slide != segment.locator.slide:
        return True
    if before.locator.sheet != segment.locator.sheet:
        return True
    if segment.kind in ("title", "heading") and not segment.cells:
        return before.kind not in ("title", "heading")
    starts_table = bool(segment.cells) and not before.cells
    return (
        starts_table
        and segment.kind == "heading"
        and bool(after)
        and before.kind not in ("title", "heading", "paragraph")
    )


def _split(opened: _Open, segment: Segment, lines: list[str], max_tokens: int) -> list[list[str]]:
    """The lines of a segment that is too long, as those of several passages."""
    *context, text = lines
    pieces = [piece for piece in _SENTENCE_END.split(text) if piece.strip()]
    parts: list[list[str]] = []
    current = ""
    for piece in _short_enough(pieces, max_tokens):
        candidate = f"{current} {piece}".strip()
        if current and count(opened.text(*context, candidate)) > max_tokens:
            parts.append([*context, current])
            candidate = piece
        current = candidate
    return [*parts, [*context, current]]


def _short_enough(pieces: Sequence[str], max_tokens: int) -> Iterator[str]:
    """The sentences; one without an end in sight is cut between words."""
    room = max(20, max_tokens // 2)
    for piece in pieces:
        if count(piece) <= room:
            yield piece
            continue
        words = piece.split(" ")
        while words:
            taken = len(words)
            while taken > 1 and count(" ".join(words[:taken])) > room:
                taken = max(1, taken * 2 // 3)
            yield " ".join(words[:taken])
            words = words[taken:]
