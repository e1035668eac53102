"""Assembles the plan: facts are chosen, given to a writer section by section, joined with typed parts and figures."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from copilot.draft.computed import Computed, compute
from copilot.draft.embedded import EmbeddedWriter
from copilot.draft.parts import actions, competitors, risks, stakeholders
from copilot.draft.select import choose, word_budget
from copilot.draft.swot import fill_risks, make_swot
from copilot.draft.tables import merge_tables, table_key
from copilot.draft.writer import Writer
from copilot.errors import ModelFailed
from copilot.facts.freshness import contract_end, newest, section_freshness
from copilot.facts.statements import words
from copilot.progress import Progress
from copilot.schemas.evidence import Claim, Language, SourceDocument
from copilot.schemas.facts import Fact, FactBase, SectionBrief
from copilot.schemas.interview import Interview
from copilot.schemas.plan import SECTION_KEYS, AccountRef, OpenQuestion, Plan, Section, SectionKey, Stakeholder
from copilot.text.catalogue import t
from copilot.text.normalise import fold
from copilot.text.planted import planted_warning

SUMMARY_CLAIMS = 5
FEW_FACTS = 6
MAX_QUESTIONS = 20


@dataclass(frozen=True)
class PlanInput:
    """All that a plan is made of."""

    account: AccountRef
    documents: Sequence[SourceDocument]
    base: FactBase
    interview: Interview
    language: Language
    now: dt.datetime


def assemble(given: PlanInput, writer: Writer, progress: Progress) -> Plan:
    """The plan before verification."""
    computed = compute(given.documents, given.base, given.language)
    facts = merge_tables(_without_table_rows(given.base.facts, computed))
    notes_words = sum(words(s.text) for d in given.documents for s in d.segments)
    chosen = choose(facts, word_budget(notes_words))
    foreign = sum(f.language != given.language for f in chosen)
    people, used = stakeholders(given.base, chosen)
    rest = [f for f in chosen if f.id not in used]
    sections, warnings = _sections(given, rest, computed, writer, progress, people)
    plan = Plan(
        account=given.account,
        language=given.language,
        as_of=given.base.as_of.isoformat() if given.base.as_of else given.now.date().isoformat(),
        generated_at=given.now.isoformat(timespec="seconds"),
        writer=writer.name,
        sections=sections,
        open_questions=open_questions(given.interview),
        contradictions=given.base.contradictions,
        replaced=given.base.replaced,
        warnings=[
            *(planted_warning(s, given.language) for s in given.base.suspicious),
            *([t("warning.empty", given.language)] if len(chosen) < FEW_FACTS else []),
            *([t("warning.language", given.language)] if foreign * 2 > len(chosen) else []),
            *warnings,
        ],
    )
    _number(plan)
    _date(plan, given)
    plan.summary = summary(plan.sections)
    return plan


def _date(plan: Plan, given: PlanInput) -> None:
    """When each claim's newest evidence is from, and how old each section is on the day the plan is made."""
    today = max(given.now.date(), given.base.as_of or given.now.date())
    ends = contract_end(given.base.facts)
    for section in plan.sections:
        for claim in section.claims:
            claim.as_of = newest(claim.citations) or claim.as_of
        section.freshness = section_freshness(section, today, ends)


_SUMMARY_ORDER: tuple[SectionKey, ...] = (
    "objectives",
    "performance",
    "profile",
    "roadmap",
    "competition",
    "client",
    "value_proposition",
    "budget",
    "relationship",
)


def summary(sections: Sequence[Section]) -> list[Claim]:
    """The first sentence of the sections that decide, from those that have others left to say."""
    by_key = {section.key: section for section in sections}
    found = [_telling(by_key[k]) for k in _SUMMARY_ORDER if k in by_key and len(by_key[k].claims) >= 2]
    return [c.model_copy(deep=True) for c in found if c.status == "fact"][:SUMMARY_CLAIMS]


def _telling(section: Section) -> Claim:
    """The section's first claim; of the contract, the first with a day, which is when it ends or must be renewed."""
    if section.key == "profile":
        return next((c for c in section.claims if _DAY.search(c.text)), section.claims[0])
    return section.claims[0]


_DAY = re.compile(r"\b\d{1,2}(?:er|st|nd|rd|th|\.)? \w{3,9} 20\d\d\b|\b\d{1,2}/\d{1,2}/20\d\d\b")


def _without_table_rows(facts: Sequence[Fact], computed: Computed) -> list[Fact]:
    """Rows that a scoring tool or a typed part has taken are not said again."""
    return [f for f in facts if f.segment_kind != "row" or table_key(f) not in computed.used]


def _sections(
    given: PlanInput,
    facts: Sequence[Fact],
    computed: Computed,
    writer: Writer,
    progress: Progress,
    people: list[Stakeholder],
) -> tuple[list[Section], list[str]]:
    homes: dict[SectionKey, list[Fact]] = {key: [] for key in SECTION_KEYS}
    for fact in facts:
        homes[_home(fact)].append(fact)
    rivals = competitors(given.base, homes["competition"])
    planned = actions(homes.pop("actions"))
    fill_risks(homes)
    swot_facts = make_swot(homes)
    sections: list[Section] = []
    failed: dict[str, list[str]] = {}
    for done, key in enumerate(SECTION_KEYS):
        progress("draft", done, len(SECTION_KEYS), key)
        brief = SectionBrief(
            key=key,
            title=t(f"section.{key}", given.language),
            account_name=given.account.name,
            facts=sorted(homes.get(key, []), key=lambda f: (-f.weight, f.id)),
            computed=[claim for section, claim in computed.claims if section == key],
        )
        section, reason = _write(writer, brief, given.language)
        if reason:
            failed.setdefault(reason, []).append(brief.title)
        match key:
            case "stakeholders":
                section.stakeholders = people
            case "competition":
                section.competitors = rivals
            case "actions":
                section.actions = planned
            case "budget":
                section.budget = computed.budget
            case "whitespace":
                section.budget = computed.opportunities
            case "risks":
                section.risks = risks(brief.facts) if writer.name == "embedded" else []
                section.claims = section.claims if writer.name != "embedded" else brief.computed
            case "swot":
                section.swot = swot_facts.place(section, given.language)
        sections.append(section)
    progress("draft", len(SECTION_KEYS), len(SECTION_KEYS), "")
    told = [
        t("warning.fallback", given.language, section=", ".join(titles), reason=reason)
        for reason, titles in failed.items()
    ]
    return sections, told


_ASSIGNED = re.compile(
    r"^actions? ?:|(?<!\w)(?:moi\b|to (?:send|prepare|share|draft|write|call|book|get|review|confirm)\b|sous \d+ jours"
    r"|within \d+|(?:pour|avant|d'ici|by|before) (?:le |the )?(?:\d{1,2}(?!\d)|end|fin|mi-)|promis\w*|a faire|done\b)"
    r"|→|->"
)
_SUPPOSED = re.compile(r"(?<!\w)(?:si|s'il|if|unless|dont|objectif|target|\w{3,}rait)(?!\w)")


def _home(fact: Fact) -> SectionKey:
    """The section of a fact: what somebody is to do stands among the actions, and nothing else does."""
    folded = fold(fact.text)
    dated = any(q.kind in ("date", "duration") for q in fact.quantities)
    assigned = fact.sections[0] == "actions" and dated and _ASSIGNED.search(folded) and not _SUPPOSED.search(folded)
    if fact.kind == "action" or assigned:
        return "actions"
    return next((key for key in fact.sections if key != "actions"), "roadmap" if dated else "client")


def _write(writer: Writer, brief: SectionBrief, language: Language) -> tuple[Section, str | None]:
    """The section; when the model fails, the embedded writer's, with the reason."""
    if not brief.facts:
        return EmbeddedWriter().write(brief, language), None
    try:
        return writer.write(brief, language), None
    except ModelFailed as error:
        section = EmbeddedWriter().write(brief, language)
        section.writer = EmbeddedWriter.name
        return section, str(error)


def open_questions(interview: Interview, most: int = MAX_QUESTIONS) -> list[OpenQuestion]:
    """What is still to be asked, in the interview's order."""
    asked = sorted(interview.questions, key=lambda q: q.origin == "method")
    return [
        OpenQuestion(id=q.id, topic=q.topic, text=q.text, ask=q.ask if q.origin != "method" else [], why=q.why)
        for q in asked
        if q.status in ("open", "unknown", "partial") and not (q.origin == "method" and q.known)
    ][:most]


def _number(plan: Plan) -> None:
    """Short ids for claims, in reading order; the SWOT follows them."""
    renamed: dict[str, str] = {}
    every: list[Claim] = [c for section in plan.sections for c in section.claims]
    for number, claim in enumerate(every, start=1):
        renamed.setdefault(claim.id, f"C{number:03d}")
    for claim in every:
        claim.id = renamed[claim.id]
    for section in plan.sections:
        if section.swot:
            for name in ("strengths", "weaknesses", "opportunities", "threats"):
                ids = getattr(section.swot, name)
                setattr(section.swot, name, [renamed[i] for i in ids if i in renamed])
