"""Cuts documents into statements: one sentence, or one table row, with all that its place says about it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from copilot.schemas.evidence import Citation, Locator, Segment, SourceDocument
from copilot.schemas.facts import Quantity
from copilot.schemas.plan import Side
from copilot.text.cells import extract_cell
from copilot.text.normalise import fold
from copilot.text.quantities import extract_quantities
from copilot.text.sentences import split_sentences

_WORD = re.compile(r"\w+")
_ANAPHORA = re.compile(
    r"(?:il|elle|ils|elles|ca|c'est|cela|ce sont|celui|celle|it|they|this|that|these|he|she|das|es"
    r"|sie|mais|but|et|and|sinon"
    r"|en dessous|au-dessus|above|below|otherwise|du coup|donc|so|deux|trois)\b"
)
MAX_MERGED_WORDS = 42
MAX_WHOLE_WORDS = 48
MAX_PARAGRAPH_WORDS = 26


@dataclass(frozen=True)
class Statement:
    """One sentence or row, as it stands in its note."""

    document: SourceDocument
    segment: Segment
    start: int
    end: int
    index: int
    text: str
    lead: int
    folded: str
    context: str = field(repr=False)
    near_context: str = field(repr=False)
    quantities: tuple[Quantity, ...]
    author: str | None
    said_on: dt.date | None
    side: Side = "unknown"

    @property
    def id(self) -> str:
        """Stable for the same note: document and place."""
        return f"{self.document.id}:{self.segment.ordinal}:{self.start}-{self.end}"

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


def _spans(segment: Segment, language: str, running: bool) -> Iterator[tuple[int, int]]:
    """Sentences of a segment; short or referring ones stay with the sentence before."""
    most = MAX_WHOLE_WORDS if segment.kind in ("item", "turn", "speaker_note") or running else MAX_PARAGRAPH_WORDS
    if segment.kind == "row":
        yield 0, len(segment.text)
        return
    if words(segment.text) <= most:
        yield from _runs(segment.text, language)
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


def _runs(text: str, language: str) -> Iterator[tuple[int, int]]:
    """A short passage whole, but for the questions at its end: what it states is not asked."""
    sentences = split_sentences(text, language)
    at = len(sentences)
    while at > 0 and text[slice(*sentences[at - 1])].rstrip(" »\"')").endswith("?"):
        at -= 1
    if 0 < at < len(sentences) and words(text[: sentences[at - 1][1]]) >= 6:
        yield 0, sentences[at - 1][1]
        yield sentences[at][0], len(text)
    else:
        yield 0, len(text)


def newest_date(documents: Sequence[SourceDocument]) -> dt.date | None:
    """The date of the newest dated document: what "05/01" without a year is read against."""
    return max((d.date for d in documents if d.date and d.kind != "interview"), default=None)


_UNSAID = ("signature", "mention légale", "répétition")
"""Parts that a reader finds in the note and that say nothing about the account."""
_NUMERIC = re.compile(r"\s*(?:[-*•>]+\s+)?(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2}))?\.?(?=[\s:–-])\s*[:–—-]?\s*")


_AHEAD = re.compile(
    r"(?<!\w)(?:prochain\w*|next|upcoming|a venir|a faire|to do|avant|before|until|d.ici|by|au plus tard|no later"
    r"|jusqu.\w+|deadline|echeance\w*|due|rendez-vous|rdv|appointment|se (?:re)?voi[ts]|(?:re)?voyons|we meet|meeting"
    r"|see you|will|shall|going to|aura lieu|se tiendra|prevue?s?|planned|scheduled|fixee?|calee?|attendue?s?|expected"
    r"|rappeler|relancer|recontacter|envoyer|revenir|call (?:him|her|them|back)|depuis|since|dernier\w*|last"
    r"|expir\w+|se termine|ends?|fin|debut|start\w*|demarr\w+|livr\w+|signature|renouvel\w+|preavis|reportee?"
    r"|postponed)"
    r"(?!\w)[^.;!?]*$"
)
"""Before a day: what is to come, or another thing's day; "called her back on 20/03" is when the note was written."""


_SENT = re.compile(r"(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2}))? ")
"""The day of a message whose year its chat leaves out: the one next to the newest dated note."""


def numeric_stamps(document: SourceDocument) -> bool:
    """Whether the lines of a note begin with days in figures ("12.06", "05/01"), at least two of them."""
    found = [
        m for s in document.segments if (m := _NUMERIC.match(s.text)) and 1 <= int(m[1]) <= 31 and 1 <= int(m[2]) <= 12
    ]
    return document.kind == "note" and len(found) >= 2


def _numeric_day(match: re.Match[str], reference: dt.date | None) -> dt.date | None:
    day, month = int(match[1]), int(match[2])
    years = [int(match[3]) + (2000 if len(match[3]) == 2 else 0)] if match[3] else []
    if not years and reference is not None:
        years = [reference.year - 1, reference.year, reference.year + 1]
    days = []
    for year in years:
        try:
            days.append(dt.date(year, month, day))
        except ValueError:
            continue
    return min(days, key=lambda d: abs((d - reference).days) if reference else 0, default=None)


def stamp(text: str, language: str, reference: dt.date | None, numeric: bool = False) -> tuple[int, dt.date | None]:
    """Length and day of the date that a line of running notes starts with: "05/01", "22 Apr", "12.06 bis"."""
    if numeric and (match := _NUMERIC.match(text)):
        return match.end(), _numeric_day(match, reference)
    bullet = re.match(r"\s*(?:[-*•>]+\s+)?", text)
    lead = bullet.end() if bullet else 0
    first = next(iter(extract_quantities(text[lead : lead + 24], language, reference)), None)
    if first is None or first.start > 0 or first.date is None or first.date.precision != "day":
        return 0, None
    if not re.search(r"[^\W\d_]{3}|\d{4}", first.text):
        return 0, None  # "9/10 of the operators", "24/7": figures alone are a stamp only in notes full of them
    rest = re.match(r"\s*(?:bis|ter)?\s*[:–—-]?\s*", text[lead + first.end :])
    return lead + first.end + (rest.end() if rest else 0), first.date.start


def statements_of(
    document: SourceDocument, others: Sequence[SourceDocument], sides: dict[str, Side]
) -> list[Statement]:
    """All statements of a document, in its order."""
    reference = document.date or newest_date(others)
    written = document.date or _first_day(document, reference)
    numeric = numeric_stamps(document)
    found: list[Statement] = []
    last_stamp: dt.date | None = None
    for segment in document.segments:
        if segment.kind in ("heading", "title") and words(segment.text) < 3:
            continue
        part = segment.locator.part or ""
        if part.split(", ")[-1] in _UNSAID or part.startswith("en-tête") or not segment.text.strip():
            continue
        lead, day = 0, None
        if segment.kind in ("paragraph", "item") and document.kind in ("note", "minutes"):
            lead, day = stamp(segment.text, document.language, reference, numeric)
            if day is not None and document.date is not None and day > document.date:
                day = None  # « 15/04 : livraison prévue » in a note of March is a plan, not the day it was said
        sent = _SENT.match(segment.locator.time or "") if segment.kind == "turn" and segment.said_on is None else None
        day = _numeric_day(sent, reference) if sent else day
        last_stamp = day or last_stamp
        said_on = segment.said_on or day or (last_stamp if document.kind == "note" else None) or written
        author = segment.author or document.author
        for start, end in _spans(segment, document.language, document.kind == "note"):
            text = segment.text[start:end].strip()
            if words(text) < 2:
                continue
            offset = segment.text.index(text, start)
            near = " ".join(filter(None, (segment.heading, " ".join(segment.header))))
            context = f"{document.title or ''} {near}"
            found.append(
                Statement(
                    document=document,
                    segment=segment,
                    start=offset,
                    end=offset + len(text),
                    index=len(found),
                    text=text,
                    lead=max(0, lead - offset),
                    folded=fold(text),
                    context=fold(context),
                    near_context=fold(near),
                    quantities=tuple(quantities_of(segment, text, document, said_on or reference)),
                    author=author,
                    said_on=said_on,
                    side=sides.get(fold(author), "unknown") if author else "unknown",
                )
            )
    return found


def _first_day(document: SourceDocument, reference: dt.date | None) -> dt.date | None:
    """The first day named in the first lines of an undated note: "called her back on 20/03"."""
    if document.kind not in ("note", "minutes"):
        return None
    lines = [s.text for s in document.segments if s.kind not in ("row", "quoted")][:3]
    for line in lines:
        for q in extract_quantities(line, document.language, reference):
            if q.date is not None and q.date.precision == "day" and not _AHEAD.search(fold(line[: q.start])):
                return q.date.start
    return None


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
