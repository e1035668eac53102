"""What a note is about: the meeting it tells of, and whom and what it names."""

from __future__ import annotations

from pydantic import Field

from copilot.schemas.evidence import Frozen


class DocumentAbout(Frozen):
    """The metadata of a note, each list in the order of the text."""

    meeting: str | None = Field(
        default=None,
        description="kickoff, review, committee, negotiation, pitch, weekly, visit or call, if name or title say so",
        examples=["committee"],
    )
    people: tuple[str, ...] = Field(default=(), description="persons of the account who speak or are named in it")
    companies: tuple[str, ...] = Field(default=(), description="the client, the supplier and competitors named in it")
    days: tuple[str, ...] = Field(default=(), description="dates in it, ISO 8601 at their precision")
    amounts: tuple[str, ...] = Field(default=(), description="amounts of money in it, as written")
