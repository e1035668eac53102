"""What a note or a passage is about: the meeting it tells of, and whom and what it names."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from copilot.schemas.evidence import Citation, DocumentKind, Evidence, Frozen

Meeting = Literal["kickoff", "review", "committee", "negotiation", "pitch", "weekly", "visit", "call"]
_MEETING = "kickoff, review, committee, negotiation, pitch, weekly, visit or call, if name or title say so"


class DocumentAbout(Frozen):
    """The metadata of a note or of one of its passages, each list in the order of the text."""

    meeting: str | None = Field(default=None, description=_MEETING, examples=["committee"])
    people: tuple[str, ...] = Field(default=(), description="persons of the account who speak or are named in it")
    companies: tuple[str, ...] = Field(default=(), description="the client, the supplier and competitors named in it")
    days: tuple[str, ...] = Field(default=(), description="dates in it, ISO 8601 at their precision")
    amounts: tuple[str, ...] = Field(default=(), description="amounts of money in it, as written")


class FoundPassage(Evidence):
    """A passage that a search found, with what it is about."""

    about: DocumentAbout = Field(description="the meeting it tells of, and whom and what it names")

    @property
    def citation(self) -> Citation:
        """Where it stands, in its exact words."""
        day = self.date.isoformat() if self.date else None
        return Citation(document=self.document, quote=self.quote, locator=self.locator, date=day)


class Scope(Frozen):
    """Which passages are searched; what is left out does not narrow the search."""

    person: str = Field(
        default="", max_length=200, description="who is named in it or says it; the last word of the name decides",
        examples=["Marie Durand"],
    )  # fmt: skip
    company: str = Field(default="", max_length=200, description="named in it", examples=["Borelec"])
    kind: DocumentKind | Meeting | None = Field(default=None, description="kind of note, or of the meeting it tells of")
    since: dt.date | None = Field(default=None, description="first day: of the note, or on which it was said")
    until: dt.date | None = Field(default=None, description="last day")
