"""Answers one question from the facts of the notes, with citations; says so when they do not tell.

A result of a scoring tool that the question names comes first, then the row that a superlative asks for, then the
facts that answer each part of the question best.
"""

from __future__ import annotations

from collections.abc import Sequence

from copilot.draft.answer_computed import computed_for
from copilot.draft.answer_gaps import Unsaid, raised, settled, unsaid
from copilot.draft.answer_rank import Ranked, Similarity, rank
from copilot.draft.answer_tables import extreme, table_of
from copilot.draft.asked import parts, understand
from copilot.draft.embedded import claim_of
from copilot.facts.sides import company_words
from copilot.facts.statements import words
from copilot.schemas.evidence import Citation, Claim, Evidence, Language
from copilot.schemas.facts import Fact, FactBase
from copilot.schemas.reply import Reply
from copilot.text.catalogue import t

FLOOR = 0.2
"""Below it nothing is told."""
NEAR_BEST = 0.5
MOST_FACTS = 4
MOST_WORDS = 90
_LOOKED_AT = 10
_MOST_ROWS = 2


def answer(
    base: FactBase,
    evidence: Sequence[Evidence],
    question: str,
    language: Language,
    similar: Similarity | None = None,
    computed: Sequence[Claim] = (),
) -> Reply:
    """The reply; it abstains when no fact is close enough or none holds what is asked for.

    `similar` gives the cosine of a question with each of some texts, in any pair of languages; without it words
    and passages alone decide. `computed` are results of the scoring tools that may be what is asked for.
    """
    companies = company_words(base.account_name) | company_words(base.supplier_name)
    reckoned = computed_for(computed, question, companies)
    if reckoned is not None:
        return _reply([reckoned], language)
    chosen: list[Fact] = []
    unknown: list[Unsaid] = []
    for part in parts(question):
        told = _best(base, evidence, part, language, similar)
        if isinstance(told, Unsaid):
            unknown.append(told)
        else:
            chosen.extend(f for f in told if f not in chosen)
    if not chosen:
        return _abstain(unknown[0], language)
    claims = [claim_of(f, language).model_copy(update={"id": f"A{n}"}) for n, f in enumerate(chosen, start=1)]
    return _reply([*claims, *_disputes(base, chosen, language, len(claims))], language)


def _reply(claims: Sequence[Claim], language: Language) -> Reply:
    citations: list[Citation] = []
    for claim in claims:
        citations.extend(c for c in claim.citations if c not in citations)
    text = " ".join(c.text if c.text.rstrip()[-1:] in ".!?…" else c.text + "." for c in claims)
    return Reply(
        text=text, abstained=False, claims=list(claims), citations=citations, language=language, mode="embedded"
    )


def _abstain(unknown: Unsaid, language: Language) -> Reply:
    """The notes do not say; what they leave open, or the question to ask, is told with it."""
    text, claims = t("answer.abstain", language), []
    if unknown.question is not None:
        text = f"{text} {t('answer.ask', language, question=unknown.question.text)}"
    elif unknown.fact is not None:
        claims = [claim_of(unknown.fact, language).model_copy(update={"id": "A1"})]
        text = f"{text} {t('answer.open', language, quote=claims[0].text)}"
    citations = [c for claim in claims for c in claim.citations]
    return Reply(text=text, abstained=True, claims=claims, citations=citations, language=language, mode="embedded")


def _best(
    base: FactBase, evidence: Sequence[Evidence], question: str, language: Language, similar: Similarity | None
) -> list[Fact] | Unsaid:
    """The facts that answer one question, best first, or that the notes do not say it."""
    asked = understand(question, base, language)
    row = extreme(base.facts, asked)
    if row is not None:
        return [row]
    open_question = raised(asked, base)
    if open_question is not None:
        return Unsaid(question=open_question)
    ranked = rank(base, evidence, asked, similar)
    if not ranked or ranked[0].score < FLOOR:
        return Unsaid()
    chosen = _choose(ranked)
    return unsaid(chosen, ranked, asked) or [r.fact for r in settled(chosen, asked)]


def _choose(ranked: Sequence[Ranked]) -> list[Ranked]:
    """The best fact and the few that come near it or say what it leaves out, short enough to read.

    A table answers with two of its rows at most, unless a further one says more of what is asked.
    """
    best = ranked[0]
    chosen, covered, length = [best], set(best.covers), words(best.fact.text)
    for one in ranked[1:_LOOKED_AT]:
        if len(chosen) == MOST_FACTS:
            break
        says_more = bool(one.covers - covered)
        near = one.score >= NEAR_BEST * best.score or (says_more and one.score >= FLOOR)
        if not near or length + words(one.fact.text) > MOST_WORDS or any(one.fact.text == r.fact.text for r in chosen):
            continue
        if (
            not says_more
            and one.fact.cells
            and sum(table_of(r.fact) == table_of(one.fact) for r in chosen) >= _MOST_ROWS
        ):
            continue
        chosen.append(one)
        covered |= one.covers
        length += words(one.fact.text)
    return chosen


def _disputes(base: FactBase, chosen: Sequence[Fact], language: Language, count: int) -> list[Claim]:
    """When a chosen fact is one side of a contradiction, the other side is told too."""
    quotes = {c.quote for f in chosen for c in f.citations}
    found: list[Claim] = []
    for contradiction in base.contradictions:
        sides = contradiction.sides
        mine = [s for s in sides if any(c.quote in quotes for c in s.citations)]
        others = [s for s in sides if s not in mine]
        if mine and others:
            text = t("answer.disputed", language, other=others[0].text)
            citations = [c for s in others for c in s.citations]
            found.append(Claim(id=f"A{count + len(found) + 1}", text=text, status="contradicted", citations=citations))
    return found
