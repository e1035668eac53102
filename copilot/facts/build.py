"""Reads all sources of an account together: typed facts, people, what changed, what is disputed, what is missing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from copilot.facts import lexicon
from copilot.facts.companies import competitors as find_competitors
from copilot.facts.copies import without_copies
from copilot.facts.findings import contradictions, current_titles, find_changes, questions, replaced
from copilot.facts.gaps import cap, find_gaps
from copilot.facts.people import People, collect, records
from copilot.facts.phrase import compress, row_text
from copilot.facts.pieces import split_outdated
from copilot.facts.planted import readable, trusted
from copilot.facts.sides import assign_sides, guess_supplier
from copilot.facts.statements import Statement, statements_of, words
from copilot.facts.values import when
from copilot.facts.weigh import features, is_action, sections_of, weights
from copilot.schemas.evidence import Language, SourceDocument
from copilot.schemas.facts import Fact, FactBase, FactKind, PersonRecord
from copilot.schemas.plan import SectionKey
from copilot.text.normalise import fold
from copilot.text.planted import suspicious_passages

MAX_GAPS = 30


def build_facts(
    documents: Sequence[SourceDocument], account_name: str, supplier_name: str | None, language: Language
) -> FactBase:
    """The fact base of an account; the same documents always give the same one."""
    people, supplier, said = read_notes(documents, account_name, supplier_name)
    statements = without_copies(said)
    rivals = find_competitors(statements, people, account_name, supplier)
    found = find_changes(statements, people, account_name, supplier)
    parts = split_outdated(found.changed)
    outdated = found.outdated | frozenset(s.id for s in statements if _obsolete(s))
    outdated |= frozenset(s.id for pieces in parts.values() for s, gone in pieces if gone)
    statements = [p for s in statements for p in ([x for x, _ in parts[s.id]] if s.id in parts else [s])]
    context = _Context(people, rivals, outdated, found.updating, found.disputed)
    facts = [_fact(s, before, context) for s, before in zip(statements, [None, *statements], strict=False)]
    raised = find_gaps(statements, people, rivals, found.disputes, outdated, language)
    gaps = cap([*questions(found, language), *raised], MAX_GAPS)
    dates = [when(s) for s in said if s.segment.kind != "quoted" and when(s) != dt.date.min]
    return FactBase(
        account_name=account_name,
        supplier_name=supplier,
        language=language,
        as_of=max(dates) if dates else None,
        facts=facts,
        people=_with_facts(current_titles(records(people), found.roles), facts),
        competitors=rivals,
        replaced=replaced(found),
        contradictions=contradictions(found),
        suspicious=[passage for document in documents for passage in suspicious_passages(document)],
        gaps=gaps,
    )


def read_notes(
    documents: Sequence[SourceDocument], account_name: str, supplier_name: str | None
) -> tuple[People, str | None, list[Statement]]:
    """Everyone named in the notes, our company (guessed where none is given), and the statements to be trusted."""
    notes = [readable(document) for document in documents]
    supplier = supplier_name or guess_supplier(notes, account_name)
    people = collect(notes, account_name, supplier)
    sides = assign_sides(people, notes, account_name, supplier)
    return people, supplier, trusted([s for d in documents for s in statements_of(d, documents, sides)], documents)


def _with_facts(people: list[PersonRecord], facts: Sequence[Fact]) -> list[PersonRecord]:
    """The records with the ids of the facts that name each person."""
    named: dict[str, list[str]] = {}
    for fact in facts:
        for name in fact.people:
            named.setdefault(name, []).append(fact.id)
    return [p.model_copy(update={"fact_ids": sorted(named.get(p.name, []))}) for p in people]


def _obsolete(s: Statement) -> bool:
    return lexicon.has("obsolete", fold(s.segment.heading or "")) or (
        s.segment.kind == "row" and lexicon.has("obsolete", s.context)
    )


@dataclass(frozen=True)
class _Context:
    people: People
    rivals: Sequence[str]
    outdated: frozenset[str]
    updating: frozenset[str]
    disputed: frozenset[str]


def _question_before(s: Statement, before: Statement | None) -> Statement | None:
    """The question that a short reply in a conversation answers: "By when?" – "Friday 22 May." """
    if before is None or s.segment.kind != "turn" or before.segment.kind != "turn" or s.author == before.author:
        return None
    if before.document.id != s.document.id or words(s.text) > 9 or not s.quantities:
        return None
    return before if before.text.rstrip().endswith("?") and words(before.text) <= 30 else None


_REFERS = re.compile(r"^\W*(?:(?:un|deux|trois|yes|oui|and|et)\W+)?(?:elle|il|ils|elles|she|he|they|sie|er)\b")


def _subject_before(s: Statement, before: Statement | None) -> Statement | None:
    """The speaker's sentence before one that begins with a pronoun: without it nobody knows who "she" is."""
    if before is None or s.segment.kind != "turn" or before.segment.kind != "turn" or s.author != before.author:
        return None
    if before.document.id != s.document.id or not _REFERS.match(s.folded) or before.text.rstrip().endswith("?"):
        return None
    return before if words(before.text) + words(s.text) <= 55 else None


def _joined(before: Statement, text: str) -> str:
    lead = compress(before)
    return f"{lead} – {text}" if lead.endswith("?") else f"{lead.rstrip('.')}. {text}"


def _fact(s: Statement, before: Statement | None, context: _Context) -> Fact:
    asked = _question_before(s, before) or _subject_before(s, before)
    whole = s
    if asked is not None:
        joined = f"{asked.text} – {s.text}"
        whole = replace(s, text=joined, folded=fold(joined), lead=0)
    mentions = context.people.mentions(whole.text)
    names = list(dict.fromkeys(p.name for _, _, p in mentions))
    organisations = [r for r in context.rivals if fold(r) in whole.folded]
    action = is_action(whole, len(mentions))
    sections = sections_of(whole, len(mentions), len(organisations), action)
    updating, outdated = s.id in context.updating, s.id in context.outdated
    values = features(whole, len(names), len(organisations), updating, outdated)
    text = row_text(s) if s.segment.kind == "row" else compress(s)
    return Fact(
        id=s.id,
        kind=_kind(whole, sections, action, bool(organisations)),
        sections=sections,
        text=_joined(asked, text) if asked else text,
        language=s.document.language,
        citations=[*([asked.citation()] if asked else []), s.citation()],
        quantities=list(s.quantities),
        people=names,
        organisations=organisations,
        said_by=s.author,
        said_on=s.said_on or s.document.date,
        side=s.side,
        document=s.document.name,
        locator=s.locator,
        weight=values.score(weights()),
        superseded=outdated,
        disputed=s.id in context.disputed,
        tentative=lexicon.has("tentative", s.folded),
        header=list(s.segment.header),
        cells=list(s.segment.cells),
        segment_kind=s.segment.kind,
        heading=s.segment.heading,
    )


def _kind(s: Statement, sections: list[SectionKey], action: bool, competitor: bool) -> FactKind:
    if action:
        return "action"
    if competitor:
        return "competitor"
    by_section: dict[SectionKey, FactKind] = {
        "stakeholders": "person",
        "objectives": "objective",
        "risks": "risk",
        "profile": "contract",
    }
    if sections[0] in by_section:
        return by_section[sections[0]]
    if lexicon.has("decision", s.folded):
        return "decision"
    if lexicon.has("want", s.folded):
        return "need"
    return "metric" if s.quantities else "statement"
