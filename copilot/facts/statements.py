"""Cuts documents into statements: one sentence, or one table row, with all that its place says about it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from copilot.schemas.evidence import Citation, Locator, Segment, SourceDocument
from copilot.schemas.facts import Quantity
from copilot.schemas.plan import Side
from copilot.text.normalise import fold
from copilot.text.cells import extract_cell
from copilot.text.quantities import extract_quantities
from copilot.text.sentences import split_sentences

_WORD = re.compile(r"\w+")
_ANAPHORA = re.compile(
    r"(?:il|elle|ils|elles|ca|c'est|cela|ce sont|celui|celle|it|they|this|that|these|he|she|das|es|sie|mais|but|et|and|sinon"
    r"|en dessous|au-dessus|above|below|otherwise|du coup|donc|so|deux|trois)\b"
)
_STAMP = re.compile(r"^\s*(?:[-*•>]+\s*)?(\d{1,2})[/.](\d{1,2})(?:[/.](\d{2,4}))?\b")
MAX_MERGED_WORDS = 42
MAX_WHOLE_WORDS = 48


@dataclass(frozen=True)
class Statement:
    """One sentence or row, as it stands in its note."""

    document: SourceDocument
    segment: Segment
    start: int
    end: int
    index: int
    text: str
    folded: str
    context: str = field(repr=False)
    quantities: tuple[Quantity, ...]
    author: str | None
    said_on: dt.date | None
    side: Side = "unknown"

    @property
    def id(self) -> str:
        """Stable for the same note: document and place."""
        return f"{self.document.id}:{self.segment.ordinal}:{self.start}"

    @property
    def locator(self) -> Locator:
        """Where a person finds it."""
        return self.segment.locator

    def citation(self) -> Citation:
        """The statement as an exact quote."""
        date = self.said_on or self.document.date
        return Citation(
            document=self.document.name,
            quote=self.text,
            locator=self.segment.locator,
            date=date.isoformat() if date else None,
        )


def words(text: str) -> int:
    """Number of words."""
    return len(_WORD.findall(text))


def _spans(segment: Segment, language: str) -> Iterator[tuple[int, int]]:
    """Sentences of a segment; short or referring ones stay with the sentence before."""
    whole = segment.kind in ("item", "turn", "speaker_note") and words(segment.text) <= MAX_WHOLE_WORDS
    if segment.kind == "row" or whole:
        yield 0, len(segment.text)
        return
    current: tuple[int, int] | None = None
    for start, end in split_sentences(segment.text, language):
        piece = segment.text[start:end]
        refers = _ANAPHORA.match(fold(piece)) is not None
        if current is not None:
            joined = segment.text[current[0] : end]
            if (refers or words(piece) < 4 or words(segment.text[slice(*current)]) < 4) and words(
                joined
            ) <= MAX_MERGED_WORDS:
                current = (current[0], end)
                continue
            yield current
        current = (start, end)
    if current is not None:
        yield current


def year_of_running_notes(document: SourceDocument, others: Sequence[SourceDocument]) -> int | None:
    """The year of notes stamped "05/01", "26/02": the one that puts the last of them nearest to the other sources."""
    if document.date:
        return document.date.year
    known = sorted(d.date for d in others if d.date)
    if not known:
        return None
    stamps = [m for s in document.segments if (m := _STAMP.match(s.text))]
    months = [(int(m[2]), int(m[1])) for m in stamps if 1 <= int(m[2]) <= 12 and 1 <= int(m[1]) <= 28]
    if not months:
        return None
    newest = known[-1]
    month, day = months[-1]
    return min(
        (newest.year - 1, newest.year, newest.year + 1), key=lambda y: (abs((dt.date(y, month, day) - newest).days), y)
    )


def _stamp_date(text: str, year: int | None) -> dt.date | None:
    match = _STAMP.match(text)
    if not match:
        return None
    stamped = match[3]
    full = (int(stamped) + 2000 if len(stamped) == 2 else int(stamped)) if stamped else year
    if full is None:
        return None
    try:
        return dt.date(full, int(match[2]), int(match[1]))
    except ValueError:
        return None


def statements_of(
    document: SourceDocument, others: Sequence[SourceDocument], sides: dict[str, Side]
) -> list[Statement]:
    """All statements of a document, in its order."""
    year = year_of_running_notes(document, others)
    found: list[Statement] = []
    last_stamp: dt.date | None = None
    for segment in document.segments:
        if segment.kind in ("heading", "title") and words(segment.text) < 3:
            continue
        if segment.locator.part == "signature" or not segment.text.strip():
            continue
        stamp = _stamp_date(segment.text, year) if segment.kind in ("paragraph", "item") else None
        last_stamp = stamp or last_stamp
        said_on = segment.said_on or stamp or (last_stamp if document.kind == "note" else None) or document.date
        author = segment.author or document.author
        for start, end in _spans(segment, document.language):
            text = segment.text[start:end].strip()
            if words(text) < 2:
                continue
            offset = segment.text.index(text, start)
            context = " ".join(filter(None, (document.title, segment.heading, " ".join(segment.header))))
            found.append(
                Statement(
                    document=document,
                    segment=segment,
                    start=offset,
                    end=offset + len(text),
                    index=len(found),
                    text=text,
                    folded=fold(text),
                    context=fold(context),
                    quantities=tuple(quantities_of(segment, text, document, said_on)),
                    author=author,
                    said_on=said_on,
                    side=sides.get(fold(author), "unknown") if author else "unknown",
                )
            )
    return found


def quantities_of(segment: Segment, text: str, document: SourceDocument, said_on: dt.date | None) -> list[Quantity]:
    """Quantities of a sentence; those of a row take the unit of their column."""
    if segment.kind != "row" or not segment.cells:
        return extract_quantities(text, document.language, said_on or document.date)
    found: list[Quantity] = []
    header = segment.header if len(segment.header) == len(segment.cells) else ("",) * len(segment.cells)
    at = 0
    for cell, name in zip(segment.cells, header, strict=True):
        place = text.find(cell, at)
        shift = max(place, 0)
        one = extract_cell(cell, name, document.language)
        read = [one] if one else extract_quantities(cell, document.language, said_on or document.date)
        found.extend(q.model_copy(update={"start": q.start + shift, "end": q.end + shift}) for q in read)
        at = shift + len(cell) if place >= 0 else at
    return found
