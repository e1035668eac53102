"""The state of the interview: rebuilt from notes and answers, never remembered."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from functools import cache

import pytest

from copilot import pipeline
from copilot.errors import BadInput
from copilot.interview.bank import bank
from copilot.interview.build import ENVIRONMENTS, build_interview, resolve_topics, state_of
from copilot.schemas.evidence import Language
from copilot.schemas.facts import INTERVIEW_DOCUMENT, FactBase
from copilot.schemas.interview import Answer, Interview, Question
from tests.conftest import NOW, Dossier
from tests.draft.test_plan import ENGLISH, FRENCH
from tests.notes import note, read

NewDossier = Callable[..., Dossier]
METHOD_IDS = [part.id for block in bank() for part in block.parts]


def answered(question_id: str, text: str = "Oui, le plan industriel court sur trois ans.", **changes: object) -> Answer:
    values = {"question_id": question_id, "text": text, "state": "answered", "given_by": "KAM", "given_at": NOW}
    return Answer.model_validate(values | changes)


@cache
def french_base(language: Language) -> FactBase:
    return read(*FRENCH, language=language)


def state(*answers: Answer, language: Language = "fr") -> Interview:
    return build_interview(french_base(language), answers, language, "verrier")


def question(interview: Interview, question_id: str) -> Question:
    return next(q for q in interview.questions if q.id == question_id)


@pytest.mark.parametrize(
    ("documents", "language"), [((), "fr"), (FRENCH, "fr"), (ENGLISH, "en"), ((*FRENCH, *ENGLISH), "en")]
)
def test_coverage_lies_between_nothing_and_everything(documents: tuple, language: Language) -> None:
    coverage = build_interview(read(*documents, language=language), [], language).coverage
    assert [b.question for b in coverage.blocks] == ["Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q7"]
    for block in coverage.blocks:
        assert 0 <= block.coverage <= 1
        assert not set(block.answered) & set(block.missing)
    assert sorted(i for b in coverage.blocks for i in (*b.answered, *b.missing)) == sorted(METHOD_IDS)
    assert set(coverage.environments) == set(ENVIRONMENTS)
    assert all(0 <= share <= 1 for share in coverage.environments.values())
    assert coverage.overall == pytest.approx(sum(b.coverage for b in coverage.blocks) / 7)


def test_a_bare_dossier_is_not_ready_and_says_why() -> None:
    coverage = build_interview(read(), [], "en").coverage
    assert (coverage.overall, coverage.readiness) == (0, "not_yet")
    assert len(coverage.readiness_reasons) == 8


def test_answers_to_everything_make_it_ready() -> None:
    full = state(*(answered(i) for i in METHOD_IDS)).coverage
    assert (full.overall, full.readiness, full.readiness_reasons) == (1, "go", [])
    assert all(share == 1 for share in full.environments.values())


def test_every_answer_moves_coverage_up() -> None:
    values = [state(*(answered(i) for i in METHOD_IDS[:n])).coverage.overall for n in range(len(METHOD_IDS) + 1)]
    assert values == sorted(values)
    assert values[0] < values[-1] == 1


def test_an_answer_closes_its_question_and_becomes_a_citation() -> None:
    open_ids = [q.id for q in state().questions if q.status == "open"]
    found = question(state(answered(open_ids[0])), open_ids[0])
    assert (found.status, found.answer) == ("answered", "Oui, le plan industriel court sur trois ans.")
    assert [(c.document, c.quote, c.locator.part, c.date) for c in found.source] == [
        (INTERVIEW_DOCUMENT, found.answer, open_ids[0], "2027-03-01")
    ]


def test_what_nobody_knows_stays_listed_without_counting() -> None:
    first = state().questions[0]
    unknown = state(answered(first.id, "je ne sais pas", state="unknown"))
    found = question(unknown, first.id)
    assert (found.status, found.answer, found.source) == ("unknown", "je ne sais pas", [])
    assert unknown.coverage.overall == state().coverage.overall
    assert unknown.questions[0].id != first.id
    assert len(unknown.questions) == len(state().questions)


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("Je ne sais pas.", True), ("je ne sais pas", True), ("Aucune idée !", True), ("I don't know", True),
        ("I don’t know.", True), ("No idea", True), ("?", True), ("Unknown", True),
        ("Je ne sais pas encore qui, mais le budget est de 240 k€.", False), ("Aucun", False), ("Non", False),
    ],
)  # fmt: skip
def test_what_counts_as_not_knowing(text: str, unknown: bool) -> None:
    assert state_of(f"  {text} ") == (text, unknown)


def test_open_questions_come_first_and_method_questions_show_what_is_known() -> None:
    interview = state(answered(METHOD_IDS[0]))
    order = ["open", "partial", "unknown", "answered"]
    ranks = [1 if q.status in ("open", "partial") else order.index(q.status) for q in interview.questions]
    assert ranks == sorted(ranks)
    assert interview.questions[0].origin != "method"
    known = [q for q in interview.questions if q.known]
    assert known
    texts = {d.name: d.text() for d in FRENCH}
    for q in known:
        assert all(c.quote in texts[c.document] for claim in q.known for c in claim.citations)
        assert not any("312 capteurs sur" in claim.text for claim in q.known)


def test_the_order_of_answers_changes_nothing() -> None:
    given = [answered(i, f"Réponse donnée pour {i}.") for i in METHOD_IDS[:4]]
    states = [state(*order) for order in itertools.permutations(given)]
    assert all(s == states[0] for s in states)


def test_questions_are_asked_in_the_language_of_the_interview() -> None:
    french, english = state(), state(language="en")
    assert {q.id for q in french.questions} == {q.id for q in english.questions}
    assert all(question(english, q.id).text != q.text for q in french.questions if q.origin == "method")


def test_an_answer_outlives_the_question_that_raised_it() -> None:
    found = question(state(answered("stakeholder:nobody", "Elle a quitté le groupe.")), "stakeholder:nobody")
    assert (found.status, found.environment) == ("answered", "relationship")


def test_ids_topics_and_subjects_find_their_question() -> None:
    interview = state()
    first = interview.questions[0]
    assert resolve_topics(interview, {first.id: "a"}) == {first.id: "a"}
    assert set(resolve_topics(interview, {"vision": "a"})) <= {q.id for q in interview.questions if q.topic == "vision"}
    assert resolve_topics(interview, {"budget:formation": "a"}) == {"budget:formation": "a"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_export_keeps_its_contract(language: Language) -> None:
    data = state(answered(METHOD_IDS[0]), language=language).model_dump(mode="json")
    assert data.keys() == {"account", "language", "questions", "coverage"}
    assert (data["account"], data["language"]) == ("verrier", language)
    assert len({q["id"] for q in data["questions"]}) == len(data["questions"])
    for q in data["questions"]:
        assert q.keys() == {
            "id", "topic", "environment", "text", "why", "ask", "origin", "status", "known", "answer", "source",
        }  # fmt: skip
        assert q["environment"] in ENVIRONMENTS
        assert q["text"]
    assert data["coverage"].keys() == {"blocks", "environments", "overall", "readiness", "readiness_reasons"}
    assert Interview.model_validate(data) == state(answered(METHOD_IDS[0]), language=language)


def test_a_new_note_can_close_a_question() -> None:
    before = read(note("a.txt", "Notre concurrent Sorvex a visité l'usine de Gisors."))
    after = read(
        note("a.txt", "Notre concurrent Sorvex a visité l'usine de Gisors."),
        note("b.txt", "Notre concurrent Sorvex propose un tarif horaire de 41 €."),
    )
    ids = [{q.id for q in build_interview(base, [], "fr").questions} for base in (before, after)]
    assert ids[0] - ids[1] == {"competition:sorvex"}


class TestThroughTheStore:
    def test_an_answer_is_kept_and_cited(self, new_dossier: NewDossier) -> None:
        dossier = new_dossier()
        dossier.add(a_txt="Notre concurrent Sorvex a visité l'usine de Gisors.")
        text = "Sorvex propose 41 € de l'heure, sans engagement."
        interview = pipeline.answer(dossier.deps, dossier.slug, "competition:sorvex", text, "fr", "Anne")
        assert question(interview, "competition:sorvex").status == "answered"
        plan = pipeline.draft(dossier.deps, dossier.slug, "fr")
        cited = [
            c for s in plan.sections for claim in s.claims for c in claim.citations if c.document == INTERVIEW_DOCUMENT
        ]
        assert [(c.quote, c.locator.part) for c in cited] == [(text, "competition:sorvex")]
        assert "competition:sorvex" not in {q.id for q in plan.open_questions}

    def test_not_knowing_is_kept_and_proves_nothing(self, new_dossier: NewDossier) -> None:
        dossier = new_dossier()
        pipeline.answer(dossier.deps, dossier.slug, "essential:budget", "je ne sais pas", "fr")
        plan = pipeline.draft(dossier.deps, dossier.slug, "fr")
        assert INTERVIEW_DOCUMENT not in plan.model_dump_json()
        assert question(pipeline.interview(dossier.deps, dossier.slug, "fr"), "essential:budget").status == "unknown"

    def test_not_knowing_leaves_the_question_in_the_plan(self, new_dossier: NewDossier) -> None:
        dossier = new_dossier()
        pipeline.answer(dossier.deps, dossier.slug, "essential:budget", "je ne sais pas", "fr")
        plan = pipeline.draft(dossier.deps, dossier.slug, "fr")
        assert "essential:budget" in {q.id for q in plan.open_questions}

    def test_the_state_is_rebuilt_from_the_store(self, new_dossier: NewDossier) -> None:
        one, other = new_dossier(), new_dossier()
        note_text = "Notre concurrent Sorvex a visité l'usine de Gisors."
        for dossier in (one, other):
            dossier.add(a_txt=note_text)
        given = {"essential:budget": "240 k€ pour les fours.", "competition:sorvex": "41 € de l'heure."}
        at_once = pipeline.apply_answers(one.deps, one.slug, given, "fr")
        for key in reversed(given):
            pipeline.answer(other.deps, other.slug, key, given[key], "fr")
        resumed = pipeline.interview(other.deps, other.slug, "fr")
        assert [(q.id, q.status, q.answer) for q in resumed.questions] == [
            (q.id, q.status, q.answer) for q in at_once.questions
        ]
        assert resumed.coverage == at_once.coverage
        assert resumed == pipeline.interview(other.deps, other.slug, "fr")

    def test_a_second_answer_replaces_the_first_without_erasing_it(self, new_dossier: NewDossier) -> None:
        dossier = new_dossier()
        for text in ("Le budget est de 240 k€.", "Le budget est de 195 k€."):
            interview = pipeline.answer(dossier.deps, dossier.slug, "essential:budget", text, "fr")
        assert question(interview, "essential:budget").answer == "Le budget est de 195 k€."
        account = dossier.deps.store.account("default", dossier.slug)
        history = dossier.deps.store.answer_history("default", account.id, "essential:budget")
        assert [a.text for a in history] == ["Le budget est de 240 k€.", "Le budget est de 195 k€."]

    @pytest.mark.parametrize(
        "answers",
        [
            {"essential:budget": "240 k€", "q9.nothing": "oui", "météo": "beau"},
            {"essential:budget": "240 k€", "essential:decider": "   "},
        ],
        ids=["unknown ids", "empty answer"],
    )
    def test_bad_answers_are_refused_whole(self, new_dossier: NewDossier, answers: dict[str, str]) -> None:
        dossier = new_dossier()
        before = pipeline.interview(dossier.deps, dossier.slug, "fr")
        with pytest.raises(BadInput) as refused:
            pipeline.apply_answers(dossier.deps, dossier.slug, answers, "fr")
        bad = [k for k in answers if k != "essential:budget"]
        assert all(repr(key) in str(refused.value) for key in bad)
        assert pipeline.interview(dossier.deps, dossier.slug, "fr") == before

    def test_answers_are_dated_by_the_clock(self, new_dossier: NewDossier) -> None:
        dossier = new_dossier()
        interview = pipeline.answer(dossier.deps, dossier.slug, "essential:budget", "240 k€ pour les fours.", "fr")
        assert question(interview, "essential:budget").source[0].date == dt.date(2027, 3, 1).isoformat()
