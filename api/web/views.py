"""What pages show, prepared: templates only lay it out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from copilot.deps import Deps
from copilot.export.plan_layout import section_of
from copilot.export.words import is_said
from copilot.sample import is_sample
from copilot.schemas.account import Account
from copilot.schemas.evidence import Citation, Claim
from copilot.schemas.facts import BRIEF_DOCUMENT, INTERVIEW_DOCUMENT
from copilot.schemas.interview import Environment, Interview, Question
from copilot.schemas.plan import SECTION_KEYS, Plan, Section
from copilot.store.records import Conversation, Message
from copilot.text.planted import cites_planted

_OPEN_STATES = frozenset({"open", "partial"})
_ENVIRONMENTS: tuple[Environment, ...] = ("market", "client", "competition", "relationship", "performance")
_CONVERSATIONS = 30
_FIRST = 5
_SWOT = ("strengths", "weaknesses", "opportunities", "threats")


@dataclass(frozen=True)
class AccountCard:
    """A line of the account list."""

    account: Account
    documents: int
    plans: int
    last_plan: str | None
    sample: bool


def account_cards(deps: Deps) -> list[AccountCard]:
    """Every account of the workspace with how far it is."""
    cards = []
    for account in deps.store.accounts(deps.workspace):
        versions = deps.store.plan_versions(deps.workspace, account.id)
        newest = max(versions, key=lambda info: info.version, default=None)
        cards.append(
            AccountCard(
                account,
                documents=len(deps.store.documents(deps.workspace, account.id)),
                plans=len(versions),
                last_plan=str(newest.generated_at) if newest else None,
                sample=is_sample(account),
            )
        )
    return cards


@dataclass(frozen=True)
class QuestionGroup:
    """The open questions of one environment."""

    environment: Environment
    questions: list[Question]


@dataclass(frozen=True)
class InterviewView:
    """The open questions to ask first, the others by environment, and the closed ones."""

    interview: Interview
    first: list[Question]
    groups: list[QuestionGroup]
    closed: list[Question]
    open_count: int


def interview_view(interview: Interview) -> InterviewView:
    """The interview as the page lays it out; the order inside a group is the interview's own."""
    waiting = [question for question in interview.questions if question.status in _OPEN_STATES]
    groups = [
        QuestionGroup(environment, [question for question in waiting[_FIRST:] if question.environment == environment])
        for environment in _ENVIRONMENTS
    ]
    closed = [question for question in interview.questions if question.status not in _OPEN_STATES]
    return InterviewView(
        interview, waiting[:_FIRST], [group for group in groups if group.questions], closed, len(waiting)
    )


@dataclass(frozen=True)
class SectionView:
    """A section without what it would say twice."""

    section: Section
    claims: list[Claim]
    swot: list[tuple[str, list[Claim]]]
    empty: bool
    questions: int


def plan_sections(plan: Plan) -> list[SectionView]:
    """The sections in the order of the contract; a claim that a typed part says already is left to that part."""
    known = {claim.id: claim for section in plan.sections for claim in section.claims}
    known |= {claim.id: claim for claim in plan.summary}
    return [_section(section, plan, known) for section in sorted(plan.sections, key=lambda part: _rank(part))]


def _rank(section: Section) -> int:
    return SECTION_KEYS.index(section.key)


def _section(section: Section, plan: Plan, known: dict[str, Claim]) -> SectionView:
    quadrants = [
        (name, [known[claim_id] for claim_id in getattr(section.swot, name) if claim_id in known])
        for name in (_SWOT if section.swot else ())
    ]
    shown = {claim.id for _, claims in quadrants for claim in claims}
    said = [action.label for action in section.actions] + [risk.label for risk in section.risks]
    said += [objective.title for objective in section.objectives]
    said += [point for rival in section.competitors for point in rival.points]
    said += [point for person in section.stakeholders for point in person.wants]
    claims = [claim for claim in section.claims if claim.id not in shown and not is_said(claim.text, said)]
    parts = (
        section.stakeholders,
        section.competitors,
        section.objectives,
        section.actions,
        section.risks,
        section.budget,
        section.metrics,
    )
    return SectionView(
        section,
        claims,
        quadrants,
        empty=not (claims or shown or any(parts)),
        questions=sum(section_of(question.topic) == section.key for question in plan.open_questions),
    )


def known_documents(deps: Deps, account: Account) -> dict[str, str]:
    """Ids by the names that a citation may bear; a name that is missing here was withdrawn."""
    found = {document.name: document.id for document in deps.store.documents(deps.workspace, account.id)}
    return found | {name: name for name in (INTERVIEW_DOCUMENT, BRIEF_DOCUMENT)}


def message_citations(message: Message) -> list[Citation]:
    """What an assistant's message rests on, each passage once."""
    given = message.payload.get("citations") or []
    found = [Citation.model_validate(item) for item in given]
    return list({(item.document, item.quote): item for item in found}.values())


def planted_citations(deps: Deps, account: Account, citations: Sequence[Citation]) -> set[tuple[str, str]]:
    """Document and quote of the citations that hold words of a planted instruction."""
    names = {citation.document for citation in citations}
    documents = {d.name: d for d in deps.store.documents(deps.workspace, account.id) if d.name in names}
    return {
        (citation.document, citation.quote)
        for citation in citations
        if citation.document in documents and cites_planted(documents[citation.document], citation.quote)
    }


def conversation_titles(deps: Deps, conversations: Sequence[Conversation]) -> list[tuple[Conversation, str]]:
    """The newest conversations, each with the first thing that was said in it."""
    titles = []
    for conversation in conversations[:_CONVERSATIONS]:
        messages = deps.store.messages(deps.workspace, conversation.id)
        titles.append((conversation, next((message.text for message in messages), "")))
    return titles
