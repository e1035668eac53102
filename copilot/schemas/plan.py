"""The Account Business Plan (method part 1, d1 to d5) as it is drafted, verified and exported."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from copilot.schemas.evidence import Citation, Claim, Language, Receipt

SectionKey = Literal[
    "profile",
    "market",
    "client",
    "competition",
    "relationship",
    "performance",
    "swot",
    "stakeholders",
    "vision",
    "value_proposition",
    "objectives",
    "whitespace",
    "roadmap",
    "actions",
    "budget",
    "finance",
    "risks",
    "governance",
    "scorecard",
]
SECTION_KEYS: tuple[SectionKey, ...] = get_args(SectionKey)
SCHEMA_VERSION = "1.0"

Side = Literal["client", "us", "competitor", "partner", "unknown"]
BuyingRole = Literal[
    "decider", "economic_buyer", "technical_buyer", "user", "influencer", "coach", "sponsor", "gatekeeper"
]


class Part(BaseModel):
    """Base of the typed parts of a section: each stands on citations."""

    model_config = ConfigDict(extra="forbid")

    citations: list[Citation] = Field(default_factory=list)


class Stakeholder(Part):
    """A person who counts for the account (d3)."""

    name: str
    title: str | None = None
    side: Side = "unknown"
    roles: list[BuyingRole] = Field(default_factory=list)
    support: int | None = Field(
        default=None, ge=-2, le=2, description="-2 hostile … 2 advocate; None when no note tells"
    )
    wants: list[str] = Field(default_factory=list)
    note: str | None = None


class Competitor(Part):
    """Who else the client works with or listens to (d2)."""

    name: str
    points: list[str] = Field(default_factory=list)


class Objective(Part):
    """An objective with what makes it measurable (d4)."""

    title: str
    side: Literal["client", "us", "joint"]
    target: str | None = None
    deadline: str | None = None
    missing: list[str] = Field(default_factory=list, description="SMART parts that no note gives")


class Action(Part):
    """Who does what until when (d5)."""

    label: str
    owner: str | None = None
    due: str | None = Field(default=None, description="ISO 8601 at the precision of the source")
    due_text: str | None = None
    status: Literal["planned", "in_progress", "done", "late", "blocked", "unknown"] = "unknown"


class Risk(Part):
    """Something that may cost us the account or a part of it (d5)."""

    label: str
    type: Literal["dependence", "churn", "contract", "competition", "execution", "relation", "price", "regulation"]


class BudgetLine(Part):
    """One line of a budget request or of an opportunity list."""

    label: str
    amount: str
    status: str | None = None


class Metric(Part):
    """One line of the scorecard (row 36)."""

    label: str
    value: str
    target: str | None = None
    period: str | None = None
    receipt: Receipt | None = None


class Swot(BaseModel):
    """Each list holds ids of claims; internal and external are kept apart by rule (d2)."""

    model_config = ConfigDict(extra="forbid")

    strengths: list[str] = Field(default_factory=list)
    weaknesses: list[str] = Field(default_factory=list)
    opportunities: list[str] = Field(default_factory=list)
    threats: list[str] = Field(default_factory=list)


class SectionFreshness(BaseModel):
    """How old the evidence of a section is, on the day the plan was made, against how long such things hold."""

    model_config = ConfigDict(extra="forbid")

    half_life_days: int = Field(description="days after which half of what is said on the topic is taken to hold")
    dated: int = Field(description="claims and parts whose newest evidence has a date")
    undated: int = 0
    ageing: int = Field(default=0, description="older than one half-life")
    stale: int = Field(default=0, description="older than two half-lives, or past the end of what it is about")
    lapsed: int = Field(default=0, description="of these, how many are of a contract that has ended")
    newest: str | None = None
    newest_document: str | None = Field(default=None, description="where the newest evidence stands")
    oldest: str | None = None
    valid_until: str | None = Field(default=None, description="end of the contract, for what holds until then")

    @property
    def older(self) -> int:
        """How many are no longer fresh."""
        return self.ageing + self.stale

    @property
    def older_share(self) -> Decimal:
        """Share of the dated evidence that is no longer fresh, 0..1."""
        return Decimal(self.older) / self.dated if self.dated else Decimal(0)


class Section(BaseModel):
    """One section: sentences that are claims, and the typed parts that the section is made of."""

    model_config = ConfigDict(extra="forbid")

    key: SectionKey
    title: str
    claims: list[Claim] = Field(default_factory=list)
    stakeholders: list[Stakeholder] = Field(default_factory=list)
    competitors: list[Competitor] = Field(default_factory=list)
    objectives: list[Objective] = Field(default_factory=list)
    actions: list[Action] = Field(default_factory=list)
    risks: list[Risk] = Field(default_factory=list)
    budget: list[BudgetLine] = Field(default_factory=list)
    metrics: list[Metric] = Field(default_factory=list)
    swot: Swot | None = None
    writer: str | None = Field(default=None, description="who wrote it, when it is not the plan's writer (a fallback)")
    freshness: SectionFreshness | None = Field(default=None, description="None when nothing in it is cited")


class OpenQuestion(BaseModel):
    """What the notes do not say and somebody must be asked."""

    model_config = ConfigDict(extra="forbid")

    id: str
    topic: str
    text: str
    ask: list[str] = Field(default_factory=list)
    why: str = ""


ConflictKind = Literal["value", "date", "owner", "role", "decision"]
"""What two sources disagree on, or what a newer one changes."""


class ContradictionSide(BaseModel):
    """What one source says."""

    model_config = ConfigDict(extra="forbid")

    text: str
    citations: list[Citation]


class Contradiction(BaseModel):
    """Two sources that do not agree; shown, never settled in silence."""

    model_config = ConfigDict(extra="forbid")

    id: str
    topic: str
    kind: ConflictKind = "value"
    sides: list[ContradictionSide]
    resolution: str | None = Field(default=None, description="what someone answered, or None while it is open")


class Replaced(BaseModel):
    """A value that a newer note corrects: kept as history, never shown as current."""

    model_config = ConfigDict(extra="forbid")

    topic: str
    text: str = Field(description="old and new value in one sentence")
    citations: list[Citation]
    kind: ConflictKind = "value"
    implied: bool = Field(default=False, description="no note says that it changed: the newer one only says otherwise")


class Finding(BaseModel):
    """What the verifier says of one claim."""

    model_config = ConfigDict(extra="forbid")

    claim_id: str
    code: str = Field(description="quote_not_found, unknown_document, quantity_unsupported, negation_lost…")
    message: str = Field(description="plain words, in the language of the plan")
    outcome: Literal["kept", "repaired", "downgraded", "dropped"]
    repair: str | None = Field(default=None, description="the sentence with the least change that makes it hold")


class Verification(BaseModel):
    """Counts over all claims, and every finding."""

    model_config = ConfigDict(extra="forbid")

    claims: int = 0
    supported: int = 0
    computed: int = 0
    assumptions: int = 0
    dropped: int = 0
    findings: list[Finding] = Field(default_factory=list)


class QualityCheck(BaseModel):
    """What a tool says of the plan itself, with its receipt."""

    model_config = ConfigDict(extra="forbid")

    tool: str
    why: list[str]
    findings: list[str] = Field(default_factory=list)
    receipt: Receipt


class AccountRef(BaseModel):
    """Which account a document is about."""

    model_config = ConfigDict(extra="forbid")

    slug: str
    name: str


class Plan(BaseModel):
    """The whole plan: the contract of plan.json."""

    model_config = ConfigDict(extra="forbid")

    schema_version: str = SCHEMA_VERSION
    kind: Literal["abp"] = "abp"
    account: AccountRef
    language: Language
    as_of: str = Field(description="date of the newest evidence")
    generated_at: str
    version: int = 1
    writer: str
    summary: list[Claim] = Field(default_factory=list)
    sections: list[Section]
    open_questions: list[OpenQuestion] = Field(default_factory=list)
    contradictions: list[Contradiction] = Field(default_factory=list)
    replaced: list[Replaced] = Field(default_factory=list)
    warnings: list[str] = Field(default_factory=list, description="planted instructions, unreadable files, fallbacks")
    quality: list[QualityCheck] = Field(
        default_factory=list, description="is it complete, is it written for the client: computed on the plan"
    )
    verification: Verification = Field(default_factory=Verification)

    def section(self, key: SectionKey) -> Section | None:
        """The section of that key, if the plan has it."""
        return next((section for section in self.sections if section.key == key), None)
