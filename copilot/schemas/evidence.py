"""What is read, where it stands, and what a sentence rests on.

A note becomes a `ParsedDocument` of `Segment`s: the smallest pieces that can be cited, each with the
place where a person finds it. A `Claim` is one sentence of a plan with the exact quotes under it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

Language = Literal["fr", "en"]
"""Languages of the interface and of what is written; notes may be in others."""

DocumentKind = Literal["note", "minutes", "mail", "transcript", "deck", "sheet", "crm", "contract", "interview"]

SegmentKind = Literal["title", "heading", "paragraph", "item", "row", "turn", "quoted", "speaker_note", "comment"]
"""`quoted` is the text of an earlier mail inside a reply; `row` is one line of a table."""

ClaimStatus = Literal["fact", "computed", "inferred", "assumption", "missing", "contradicted", "withdrawn"]

DatePrecision = Literal["day", "week", "month", "quarter", "half", "year"]


class Frozen(BaseModel):
    """Base of value objects."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PartialDate(Frozen):
    """A date as precise as its source: « T1 2026 » is a quarter, not its first day."""

    start: dt.date
    precision: DatePrecision = "day"

    def iso(self) -> str:
        """ISO 8601 cut at the precision: 2026, 2026-H1, 2026-Q1, 2026-03, 2026-W14, 2026-03-01."""
        match self.precision:
            case "year":
                return f"{self.start.year}"
            case "half":
                return f"{self.start.year}-H{1 if self.start.month <= 6 else 2}"
            case "quarter":
                return f"{self.start.year}-Q{(self.start.month - 1) // 3 + 1}"
            case "month":
                return f"{self.start:%Y-%m}"
            case "week":
                year, week, _ = self.start.isocalendar()
                return f"{year}-W{week:02d}"
            case _:
                return self.start.isoformat()


class Locator(Frozen):
    """Where a person finds the passage by hand; only the fields that the format has are set."""

    page: int | None = None
    slide: int | None = None
    sheet: str | None = None
    row: int | None = None
    line: int | None = None
    time: str | None = Field(default=None, description="hh:mm:ss from the start of a recording, or hh:mm of a message")
    part: str | None = Field(default=None, description="a named part: speaker notes, quoted reply, question id")


class Segment(Frozen):
    """The smallest citable piece of a note."""

    ordinal: int = Field(ge=0, description="position in the document")
    kind: SegmentKind
    text: str = Field(description="the text as it stands; the cells of a row are joined by ' | '")
    locator: Locator
    heading: str | None = Field(default=None, description="nearest heading, slide title or sheet name above")
    header: tuple[str, ...] = Field(default=(), description="column names, for a row of a table")
    cells: tuple[str, ...] = Field(default=(), description="the cells of a row, in the order of `header`")
    author: str | None = Field(default=None, description="who says it: speaker, sender, author of the quoted mail")
    said_on: dt.date | None = Field(default=None, description="when, if it differs from the document's date")
    hidden: bool = Field(default=False, description="from a hidden sheet, slide or white text")


class ParsedDocument(Frozen):
    """A file as read: its segments, and what the format says about them."""

    name: str = Field(description="file name, unique in the account")
    media_type: str
    kind: DocumentKind
    title: str | None = None
    author: str | None = None
    recipients: tuple[str, ...] = ()
    addresses: tuple[str, ...] = Field(default=(), description="'Name <address>' of everyone on a mail")
    date: dt.date | None = Field(default=None, description="date of the content, not of the file")
    language: str = Field(default="fr", description="ISO 639-1 of most of the text")
    segments: tuple[Segment, ...]
    warnings: tuple[str, ...] = ()

    def text(self) -> str:
        """The whole text, a segment a line: what quotes are looked up in."""
        return "\n".join(segment.text for segment in self.segments)


class SourceDocument(ParsedDocument):
    """A document as stored."""

    id: str
    sha256: str
    added_at: dt.datetime


class Citation(Frozen):
    """An exact passage of a named document."""

    document: str
    quote: str
    locator: Locator = Locator()
    date: str | None = Field(default=None, description="date of the passage, ISO 8601 at its precision")


class Receipt(Frozen):
    """Proof of a computation: same inputs, same bytes."""

    tool: str
    version: str
    inputs: dict[str, JsonValue]
    formula: str
    result: JsonValue
    sha256: str = Field(description="of the canonical JSON of the fields above")


class Claim(BaseModel):
    """One sentence of a plan and what proves it."""

    model_config = ConfigDict(extra="forbid")

    id: str
    text: str
    status: ClaimStatus
    citations: list[Citation] = Field(default_factory=list)
    receipt: Receipt | None = None
    as_of: str | None = Field(default=None, description="date of the newest evidence, ISO 8601 at its precision")


class Evidence(Frozen):
    """A passage that a search found."""

    id: str = Field(description="opaque key, valid for the account it was found in")
    document: str
    text: str
    locator: Locator
    date: dt.date | None
    author: str | None
    score: float = Field(description="0..1, comparable within one search only")
    heading: str | None = None
    suspicious: bool = Field(
        default=False, description="holds words that address an assistant: shown as such, never followed, no proof"
    )
    before: str = Field(default="", description="the passage before it in its note")
    after: str = Field(default="", description="the passage after it in its note")
    kind: DocumentKind | None = Field(default=None, description="of its note; none in the method")
    meeting: str | None = Field(default=None, description="kind of meeting that its note tells of")
    language: str = Field(default="", description="of its note, ISO 639-1")
    quote: str = Field(default="", description="its exact words in the note; `text` also tells where they are from")
    also_in: tuple[Citation, ...] = Field(
        default=(), description="other places that say the same, each with its exact words; copies are not shown again"
    )


Json = dict[str, Any]
