"""The negotiation file (method part 1, d7)."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from copilot.schemas.evidence import Citation, Claim, Language, Receipt
from copilot.schemas.plan import SCHEMA_VERSION, AccountRef, OpenQuestion, Verification


class Strict(BaseModel):
    """Base of the parts."""

    model_config = ConfigDict(extra="forbid")


class BriefIssue(Strict):
    """What the KAM says of one issue; every field may be left out."""

    name: str
    unit: str | None = None
    direction: Literal["up", "down"] | None = Field(default=None, description="which way is better for us")
    opening: Decimal | None = None
    objective: Decimal | None = None
    floor: Decimal | None = Field(default=None, description="our reservation value; never leaves the internal version")
    counterpart_limit: Decimal | None = Field(default=None, description="their reservation value, if somebody knows it")


class BriefConcession(Strict):
    """Something we could give, and what we want for it."""

    give: str
    get: str | None = None
    cost: Decimal | None = Field(default=None, ge=0, description="what it costs us, in the currency of the brief")
    value: Decimal | None = Field(default=None, gt=0, description="what the counterpart is worth to us, likewise")
    ease: Literal["facile", "sous_conditions", "difficile"] | None = None


class NegotiationBrief(Strict):
    """`--brief FILE.json`: what the KAM adds to the notes; all of it is cited as the KAM's own word."""

    object: str | None = None
    date: str | None = None
    place: str | None = None
    duration_minutes: int | None = Field(default=None, gt=0, le=1440)
    participants: list[str] = Field(default_factory=list)
    batna_ours: str | None = None
    batna_theirs: str | None = None
    issues: list[BriefIssue] = Field(default_factory=list)
    concessions: list[BriefConcession] = Field(default_factory=list)
    mandate: Decimal | None = Field(default=None, gt=0, description="the most that all concessions may cost together")
    currency: str | None = Field(default=None, pattern=r"^[A-Z]{3}$", description="ISO 4217 code of mandate and costs")


class Interest(Strict):
    """What a side wants and why we think so."""

    side: Literal["ours", "theirs"]
    claim: Claim
    kind: Literal["shared", "different", "opposed", "unclassified"] = "unclassified"


class Issue(Strict):
    """One line of the table of arguments and conditions (MAC)."""

    name: str
    category: Literal["technical", "logistics", "financial", "legal", "service"]
    positions: list[Claim] = Field(default_factory=list)
    opening: Claim | None = None
    objective: Claim | None = None
    floor: Claim | None = None
    counterpart_limit: Claim | None = None
    zopa: Receipt | None = None


class Alternative(Strict):
    """A BATNA (MESORE, « solution hors table »)."""

    side: Literal["ours", "theirs"]
    claims: list[Claim]


class Concession(Strict):
    """A give that is always paired with a get (row 66)."""

    give: Claim
    get: Claim
    condition: str = Field(description="« si vous… alors nous… »")


class NegotiationFile(Strict):
    """The contract of negotiation.json."""

    schema_version: str = SCHEMA_VERSION
    kind: Literal["negotiation"] = "negotiation"
    account: AccountRef
    language: Language
    as_of: str
    generated_at: str
    version: int = 1
    writer: str
    context: list[Claim] = Field(default_factory=list)
    participants: list[Claim] = Field(default_factory=list)
    power_balance: list[Claim] = Field(default_factory=list)
    deadlines: list[Claim] = Field(default_factory=list)
    interests: list[Interest] = Field(default_factory=list)
    issues: list[Issue] = Field(default_factory=list)
    criteria: list[Claim] = Field(default_factory=list)
    alternatives: list[Alternative] = Field(default_factory=list)
    concessions: list[Concession] = Field(default_factory=list)
    concession_plan: list[Claim] = Field(
        default_factory=list, description="their order and what is left of the mandate, computed"
    )
    unpaired: list[Claim] = Field(default_factory=list, description="gives that lack a counterpart: to be paired first")
    agenda: list[str] = Field(default_factory=list)
    legal: list[str] = Field(default_factory=list)
    open_questions: list[OpenQuestion] = Field(default_factory=list)
    warnings: list[str] = Field(default_factory=list)
    verification: Verification = Field(default_factory=Verification)
    sources: list[Citation] = Field(default_factory=list)
