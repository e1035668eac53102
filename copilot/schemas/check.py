"""What a check of one statement against an account's notes finds."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from copilot.schemas.evidence import Citation, Frozen, Language

CheckVerdict = Literal["supported", "unsupported", "contradicted"]
FragmentKind = Literal["value", "name", "reference", "wording"]


class Fragment(Frozen):
    """A part of a statement with its own verdict."""

    kind: FragmentKind
    text: str
    start: int = Field(ge=0, description="offset of the first character in the statement")
    end: int
    verdict: CheckVerdict
    code: str = Field(description="what was found; the same codes as in the findings of a plan")
    reason: str = Field(description="in plain words, in the language asked for")
    instead: str | None = Field(default=None, description="what the notes say in its place")
    evidence: Citation | None = Field(default=None, description="where the notes say so")


class Assessment(Frozen):
    """The verdict on one statement, part by part, with what proves it and the smallest repair."""

    text: str
    language: Language
    verdict: CheckVerdict
    score: Decimal = Field(description="how well the notes carry the wording, 0 to 1; 0.5 is the border")
    fragments: tuple[Fragment, ...]
    citations: tuple[Citation, ...] = Field(description="the sentences of the notes that speak of it, best first")
    repair: str | None = Field(default=None, description="the statement with the least change that makes it hold")
