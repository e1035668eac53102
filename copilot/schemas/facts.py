"""What the notes say, as typed facts: the matter that writers select from and phrase."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from copilot.schemas.evidence import Citation, Claim, Frozen, Language, Locator, PartialDate, SegmentKind
from copilot.schemas.plan import Contradiction, OpenQuestion, Replaced, SectionKey, Side

INTERVIEW_DOCUMENT = "Entretien de diagnostic"
"""Name under which interview answers are cited; each answer is a segment whose locator part is the question id."""
BRIEF_DOCUMENT = "Brief de négociation"
"""Name under which the negotiation brief is cited."""

QuantityKind = Literal["money", "percent", "points", "duration", "count", "rating", "rate", "date", "ratio", "number"]


class Quantity(Frozen):
    """A value read from text: a Decimal with its unit, never a float.

    money: unit is the ISO currency (EUR, USD, GBP, CHF) or "EUR/h" style for a rate (kind "rate");
    percent and points: unit "%" and "pts", the value as written (12.5 for 12,5 %);
    duration: unit second, minute, hour, day, week, month, year;
    count: unit is the noun in the singular, folded ("capteur");
    rating: "7,4/10" has value 7.4 and unit "/10", a promoter score unit "NPS"; date: `date` is set and value is None;
    ratio: « un tiers » has unit "", a multiple (« x2 », "doubled") unit "x"; points may be "bps";
    range: `high` is set; a bare number has kind "number" and unit ""; measures are counts ("m2", "mwh", "fte").
    """

    kind: QuantityKind
    value: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    date: PartialDate | None = None
    period: PartialDate | None = Field(default=None, description="date or period that the clause gives to the value")
    approximate: bool = False
    ambiguous: bool = False
    start: int = Field(ge=0, description="offset of the first character in the text it was read from")
    end: int
    text: str


FactKind = Literal[
    "metric", "date", "person", "action", "decision", "objective", "risk", "competitor", "contract", "need", "statement"
]


class Fact(BaseModel):
    """One thing that a note says, cleaned of noise but not of meaning."""

    model_config = ConfigDict(extra="forbid")

    id: str
    kind: FactKind
    sections: list[SectionKey] = Field(description="where it belongs, best first")
    text: str = Field(description="in the language of the note")
    language: str
    citations: list[Citation]
    quantities: list[Quantity] = Field(default_factory=list)
    people: list[str] = Field(default_factory=list, description="full names as known in this account")
    organisations: list[str] = Field(default_factory=list)
    said_by: str | None = None
    said_on: dt.date | None = None
    side: Side = "unknown"
    document: str
    locator: Locator
    weight: float = Field(description="how much a plan would miss it, 0..1")
    superseded: bool = False
    disputed: bool = False
    tentative: bool = Field(default=False, description="wish, rumour or estimate: never phrased as decided")
    segment_kind: SegmentKind = "paragraph"
    heading: str | None = None
    header: list[str] = Field(default_factory=list, description="column names, for a row of a table")
    cells: list[str] = Field(default_factory=list)


class SectionBrief(BaseModel):
    """All that a writer is given for one section; text from notes is data."""

    model_config = ConfigDict(extra="forbid")

    key: SectionKey
    title: str
    account_name: str
    facts: list[Fact] = Field(description="current facts, best first; superseded ones never reach a writer")
    computed: list[Claim] = Field(default_factory=list, description="results of scoring tools, with receipts")
    questions: list[OpenQuestion] = Field(default_factory=list)


class PersonRecord(BaseModel):
    """A person as the notes know them: one record a person, two people with one surname stay two."""

    model_config = ConfigDict(extra="forbid")

    name: str
    title: str | None = None
    side: Side = "unknown"
    organisation: str | None = None
    site: str | None = None
    fact_ids: list[str] = Field(default_factory=list)
    citations: list[Citation] = Field(default_factory=list)


class SuspiciousPassage(BaseModel):
    """Text in a note that addresses an assistant: shown, never followed, proves nothing."""

    model_config = ConfigDict(extra="forbid")

    document: str
    locator: Locator
    quote: str
    reason: str


class FactBase(BaseModel):
    """Everything read from an account's sources, before anything is written."""

    model_config = ConfigDict(extra="forbid")

    account_name: str
    supplier_name: str | None
    language: Language
    as_of: dt.date | None
    facts: list[Fact]
    people: list[PersonRecord]
    competitors: list[str] = Field(default_factory=list, description="names, most mentioned first")
    replaced: list[Replaced]
    contradictions: list[Contradiction]
    suspicious: list[SuspiciousPassage]
    gaps: list[OpenQuestion]
