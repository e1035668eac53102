"""The state of the interview: what the notes answer already, what they raise, what is left to ask.

Nothing is remembered between turns but the answers in the store: the state is worked out again from the notes
and the answers every time, so that a restart, a new note or a correction loses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from copilot.errors import BadInput
from copilot.interview.bank import Part, bank
from copilot.schemas.evidence import Citation, Claim, Language, Locator
from copilot.schemas.facts import INTERVIEW_DOCUMENT, Fact, FactBase
from copilot.schemas.interview import Answer, BlockCoverage, Coverage, Environment, Interview, Question
from copilot.schemas.plan import OpenQuestion, SectionKey
from copilot.text.catalogue import t
from copilot.text.normalise import fold

ENVIRONMENTS: tuple[Environment, ...] = ("market", "client", "competition", "relationship", "performance")
KNOWN_PER_QUESTION = 2
MIN_WEIGHT = 0.38
READY_COVERAGE = 0.6  # default: ours
_BY_TOPIC: dict[str, Environment] = {
    "stakeholder": "relationship",
    "competition": "competition",
    "contract": "client",
    "budget": "performance",
    "funding": "performance",
    "validation": "performance",
    "mechanism": "performance",
    "contradiction": "performance",
    "essential": "client",
}


def build_interview(base: FactBase, answers: Sequence[Answer], language: Language, account: str = "") -> Interview:
    """All questions with their state, the next ones to ask first."""
    given = {a.question_id: a for a in answers}
    method = [_method_question(part, base, given, language) for block in bank() for part in block.parts]
    raised = [_raised_question(gap, given) for gap in base.gaps]
    known_ids = {q.id for q in (*method, *raised)}
    free = [_free_question(a) for a in answers if a.question_id not in known_ids]
    questions = sorted((*raised, *method, *free), key=_order)
    return Interview(
        account=account or base.account_name,
        language=language,
        questions=questions,
        coverage=_coverage(questions, language),
    )


def _order(question: Question) -> tuple[int, int]:
    """Open before answered; what nobody knows before what the notes raise, before what only needs confirming."""
    state = 0 if question.status in ("open", "partial") else 1 if question.status == "unknown" else 2
    kind = 2 if question.origin == "method" and question.known else 0 if question.origin != "method" else 1
    return state, kind


def evidence_for(part: Part, base: FactBase) -> list[Fact]:
    """Current facts that answer a part, weightiest first."""
    found = [
        f
        for f in base.facts
        if not f.superseded
        and f.weight >= MIN_WEIGHT
        and f.segment_kind not in ("quoted", "heading", "title")
        and _in_section(f, part.evidence)
        and part.answered_by(fold(f.text))
    ]
    return sorted(found, key=lambda f: (-f.weight, f.id))


def _in_section(fact: Fact, sections: Sequence[SectionKey]) -> bool:
    return bool(set(fact.sections[:2]) & set(sections))


def _method_question(part: Part, base: FactBase, given: dict[str, Answer], language: Language) -> Question:
    known = [
        Claim(id=f.id, text=f.text, status="fact", citations=f.citations)
        for f in evidence_for(part, base)[:KNOWN_PER_QUESTION]
    ]
    question = Question(
        id=part.id,
        topic=part.section,
        environment=part.environment,
        text=part.text(language),
        ask=part.ask.get(language, []),
        origin="method",
        status="partial" if known else "open",
        known=known,
    )
    return _answered(question, given.get(part.id))


def _raised_question(gap: OpenQuestion, given: dict[str, Answer]) -> Question:
    kind = gap.topic.partition(":")[0]
    question = Question(
        id=gap.id,
        topic=gap.topic,
        environment=_BY_TOPIC.get(kind, "client"),
        text=gap.text,
        why=gap.why,
        ask=gap.ask,
        origin="contradiction" if kind == "contradiction" else "notes",
    )
    return _answered(question, given.get(gap.id))


def _free_question(answer: Answer) -> Question:
    """An answer to a question that the notes no longer raise: it stays an answer."""
    kind = answer.question_id.partition(":")[0]
    question = Question(
        id=answer.question_id,
        topic=answer.question_id,
        environment=_BY_TOPIC.get(kind, "client"),
        text=answer.question_id,
        origin="notes",
    )
    return _answered(question, answer)


def _answered(question: Question, answer: Answer | None) -> Question:
    if answer is None:
        return question
    source = [] if answer.state == "unknown" else [_citation(answer)]
    return question.model_copy(update={"status": answer.state, "answer": answer.text, "source": source})


def _citation(answer: Answer) -> Citation:
    return Citation(
        document=INTERVIEW_DOCUMENT,
        quote=answer.text,
        locator=Locator(part=answer.question_id),
        date=answer.given_at.date().isoformat(),
    )


def _coverage(questions: Sequence[Question], language: Language) -> Coverage:
    """Row 23: answered parts over parts; a part with a single fact counts half. Overall: the mean over questions."""
    by_id = {q.id: q for q in questions}
    blocks = []
    for block in bank():
        answered = [p.id for p in block.parts if _covered(by_id[p.id])]
        blocks.append(
            BlockCoverage(
                question=block.id,
                title=block.title[language],
                answered=answered,
                missing=[p.id for p in block.parts if p.id not in answered],
                coverage=sum(_credit(by_id[p.id]) for p in block.parts) / len(block.parts),
            )
        )
    overall = sum(b.coverage for b in blocks) / len(blocks)
    environments = {env: _environment(env, by_id) for env in ENVIRONMENTS}
    reasons = [
        t("interview.not_ready", language, question=b.question, title=b.title) for b in blocks if b.coverage == 0
    ]
    if overall < READY_COVERAGE:
        reasons.insert(0, t("interview.low_coverage", language, percent=round(overall * 100)))
    return Coverage(
        blocks=blocks,
        environments=environments,
        overall=overall,
        readiness="not_yet" if reasons else "go",
        readiness_reasons=reasons,
    )


def _covered(question: Question) -> bool:
    return _credit(question) > 0


def _credit(question: Question) -> float:
    """1 for an answer or several facts in the notes; half for a single fact, which is still to be confirmed."""
    if question.status in ("answered", "not_applicable"):
        return 1.0
    if question.status != "partial":
        return 0.0
    return 1.0 if len(question.known) >= KNOWN_PER_QUESTION else 0.5


def _environment(environment: Environment, by_id: dict[str, Question]) -> float:
    parts = [p for block in bank() for p in block.parts if p.environment == environment]
    return sum(_credit(by_id[p.id]) for p in parts) / len(parts) if parts else 0.0


def resolve_topics(interview: Interview, answers: dict[str, str]) -> dict[str, str]:
    """Answers by question id; a key is an id, a topic, or a section or environment with one question.

    Raises:
        BadInput: names every key that fits no question; nothing is taken then.
    """
    ids = {q.id for q in interview.questions}
    topics: dict[str, list[str]] = {}
    for question in interview.questions:
        for name in (question.topic, question.environment):
            topics.setdefault(name, []).append(question.id)
    resolved: dict[str, str] = {}
    unknown = []
    for key, text in answers.items():
        if key in ids:
            resolved[key] = text
        elif key in topics:
            resolved[next((i for i in topics[key] if i not in resolved), topics[key][0])] = text
        elif _free_topic(key):
            resolved[key] = text
        else:
            unknown.append(key)
    if unknown:
        known = ", ".join(sorted(ids)[:12])
        raise BadInput(f"no question has the id or topic {', '.join(map(repr, unknown))}; ids are for example {known}")
    return resolved


def _free_topic(key: str) -> bool:
    """`<environment or section>:<subject>` may be answered without having been asked."""
    from copilot.schemas.plan import SECTION_KEYS

    kind, colon, subject = key.partition(":")
    kinds = {
        *SECTION_KEYS,
        *ENVIRONMENTS,
        *_BY_TOPIC,
        "stakeholder",
        "objective",
        "action",
        "risk",
        "negotiation",
        "scope",
    }
    return bool(colon and subject.strip()) and kind in kinds


def state_of(text: str) -> tuple[str, bool]:
    """The answer text and whether it says that nobody knows."""
    folded = fold(text).strip(" .!")
    unknown = folded in {
        "je ne sais pas", "ne sais pas", "inconnu", "on ne sait pas", "aucune idee", "?", "i don't know", "don't know",
        "unknown", "no idea", "not known", "nsp", "skip", "passer",
    }  # fmt: skip
    return text.strip(), unknown
