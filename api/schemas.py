"""Bodies of requests and answers that are the HTTP shell's own; everything else is in copilot.schemas."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from copilot.pipeline import MOST_CHARACTERS, MOST_SENTENCES
from copilot.schemas.about import DocumentAbout, FoundPassage, Scope
from copilot.schemas.account import Account
from copilot.schemas.check import Assessment, CheckVerdict
from copilot.schemas.evidence import DocumentKind, Json, Language, SourceDocument
from copilot.schemas.facts import SuspiciousPassage
from copilot.schemas.negotiation import NegotiationBrief
from copilot.scoring.registry import Family
from copilot.text.planted import QUOTE_SHOWN, suspicious_passages

WriterChoice = Literal["auto", "llm", "embedded"]
ExportFormat = Literal["md", "json", "docx"]
MEDIA_TYPES: dict[ExportFormat, str] = {
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class Body(BaseModel):
    """Base of request bodies: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class View(BaseModel):
    """Base of answers."""

    model_config = ConfigDict(from_attributes=True)


class AccountIn(Body):
    """A new account."""

    name: str = Field(min_length=1, max_length=200, examples=["Acme Industries"])
    slug: str | None = Field(
        default=None, pattern=r"^[a-z0-9][a-z0-9-]{0,62}$", description="made from the name when left out"
    )
    supplier: str | None = Field(default=None, max_length=200, description="our own company", examples=["Nordwell"])


class AccountPatch(Body):
    """What may be changed of an account; what is left out stays."""

    name: str | None = Field(default=None, min_length=1, max_length=200)
    supplier: str | None = Field(default=None, max_length=200)


class AccountOut(View):
    """An account."""

    slug: str = Field(examples=["acme-industries"])
    name: str = Field(examples=["Acme Industries"])
    supplier: str | None
    created_at: dt.datetime

    @classmethod
    def of(cls, account: Account) -> AccountOut:
        """The account as callers see it."""
        return cls.model_validate(account)


class AccountList(View):
    """The accounts of the workspace."""

    accounts: list[AccountOut]


_SUSPICIOUS = "passages that address an assistant: shown, never followed, proof of nothing"


class DocumentInfo(View):
    """A document without its text."""

    id: str
    name: str = Field(examples=["minutes-2026-02.docx"])
    kind: DocumentKind
    media_type: str
    title: str | None
    author: str | None
    date: dt.date | None
    language: str
    segments: int = Field(description="citable passages")
    warnings: list[str]
    suspicious: list[SuspiciousPassage] = Field(description=f"{_SUSPICIOUS}; long quotes are cut")
    added_at: dt.datetime
    sha256: str

    @classmethod
    def of(cls, document: SourceDocument) -> DocumentInfo:
        """What a list shows of the document."""
        own = {"segments", "warnings", "suspicious"}
        fields = {name: getattr(document, name) for name in cls.model_fields if name not in own}
        return cls(
            **fields,
            segments=len(document.segments),
            warnings=list(document.warnings),
            suspicious=suspicious_passages(document, QUOTE_SHOWN),
        )


class DocumentOut(SourceDocument):
    """A document with its passages."""

    suspicious: tuple[SuspiciousPassage, ...] = Field(description=f"{_SUSPICIOUS}; each with its exact words")
    about: DocumentAbout = Field(description="the meeting it tells of, and the people, companies, dates, amounts in it")

    @classmethod
    def of(cls, document: SourceDocument, about: DocumentAbout) -> DocumentOut:
        """The document, what in it addresses an assistant, and what it is about."""
        return cls(**dict(document), suspicious=tuple(suspicious_passages(document)), about=about)


class DocumentList(View):
    """The documents of an account."""

    documents: list[DocumentInfo]


class UploadedFile(View):
    """What became of one file."""

    name: str
    status: Literal["stored", "unchanged", "replaced", "failed"]
    segments: int = 0
    chunks: int = 0
    warnings: list[str] = Field(default_factory=list)
    suspicious: list[SuspiciousPassage] = Field(default_factory=list, description=f"{_SUSPICIOUS}; long quotes are cut")
    notices: list[str] = Field(
        default_factory=list, description="a plain line for each of them, in the language of the request"
    )
    reason: str | None = Field(default=None, description="stable short code when the file failed")
    detail: str | None = Field(default=None, description="what to do about it")


class UploadReport(View):
    """A line for each file; one file that fails does not stop the others."""

    files: list[UploadedFile]
    failed: int


class SearchIn(Body):
    """A question to the notes."""

    query: str = Field(min_length=1, max_length=2000, examples=["échéance du contrat-cadre"])
    k: int = Field(default=8, ge=1, le=50, description="most passages to return")
    scope: Scope | None = Field(default=None, description="which passages are searched; all when left out")


class SearchOut(View):
    """Passages of this account's documents, best first."""

    evidence: list[FoundPassage]


class AnswersIn(Body):
    """Free-text answers by question id or topic."""

    answers: dict[str, str] = Field(
        min_length=1, max_length=200, examples=[{"q4.approach": "Un comité de pilotage par trimestre."}]
    )


class DraftIn(Body):
    """How to draft; everything may be left out."""

    language: Language | None = Field(default=None, description="language of the plan")
    writer: WriterChoice = Field(default="auto", description="auto: the model when there is one, else the embedded one")


class NegotiateIn(DraftIn):
    """What the account manager adds to the notes, and how to draft."""

    brief: NegotiationBrief | None = None


class VersionInfo(View):
    """One stored version."""

    version: int = Field(examples=[3])
    generated_at: dt.datetime | str
    language: Language
    writer: str


class VersionList(View):
    """The versions, newest first."""

    versions: list[VersionInfo]


class AskIn(Body):
    """A question about the account."""

    question: str = Field(min_length=1, max_length=4000, examples=["Qui décide du renouvellement ?"])
    language: Language | None = Field(default=None, description="language of the answer; else that of the question")


class CheckIn(Body):
    """Any text about the account: a sentence of a mail, a slide, the answer of a chatbot."""

    text: str = Field(
        min_length=1,
        description=f"up to {MOST_SENTENCES} sentences and {MOST_CHARACTERS} characters",
        json_schema_extra={"maxLength": MOST_CHARACTERS},
        examples=["Le contrat-cadre se termine le 31 décembre 2027."],
    )
    language: Language | None = Field(default=None, description="language of the reasons; else that of the request")


class CheckCounts(View):
    """How many sentences have each verdict."""

    supported: int
    unsupported: int
    contradicted: int


class CheckOut(View):
    """A verdict for each sentence, in the order of the text."""

    assessments: list[Assessment]
    counts: CheckCounts

    @classmethod
    def of(cls, assessments: list[Assessment]) -> CheckOut:
        """The verdicts with their counts."""
        verdicts = [assessment.verdict for assessment in assessments]
        counts = {name: verdicts.count(name) for name in get_args(CheckVerdict)}
        return cls(assessments=assessments, counts=CheckCounts(**counts))


class ToolOut(View):
    """A scoring tool and the schemas of its operation."""

    name: str = Field(examples=["pareto"])
    family: Family = Field(description="the moment of the work that it serves")
    title: str
    description: str = Field(description="what it computes")
    purpose: str = Field(description="why somebody would use it")
    version: str
    source: str = Field(description="where the rule comes from")
    input_schema: Json
    result_schema: Json
    example: Json


class ToolList(View):
    """The registry."""

    tools: list[ToolOut]


class ScoreCall(Body):
    """One call of a batch."""

    tool: str = Field(max_length=80, description="name of a scoring tool", examples=["pareto"])
    input: dict[str, Any] = Field(description="its inputs, as its own operation takes them")


class ConversationIn(Body):
    """A new conversation."""

    language: Language | None = None


class ConversationOut(View):
    """A conversation about one account."""

    id: str
    language: Language
    created_at: dt.datetime


class ConversationList(View):
    """The conversations of an account, newest first."""

    conversations: list[ConversationOut]


class MessageIn(Body):
    """What the user says."""

    text: str = Field(min_length=1, max_length=8000, examples=["Prépare-moi à la revue de jeudi."])
    language: Language | None = None


class MessageOut(View):
    """One message; an assistant's payload carries its claims and citations."""

    id: str
    seq: int
    role: Literal["user", "assistant"]
    text: str
    payload: Json
    created_at: dt.datetime


class MessageList(View):
    """The messages in order, and the number of the last event, to resume from."""

    messages: list[MessageOut]
    last_event_id: int
    running: bool = Field(description="whether an answer is being written now: follow it with /events")


class Health(View):
    """Whether the server works."""

    status: Literal["ok", "unavailable"]
