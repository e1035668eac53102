from __future__ import annotations

from dataclasses import replace

from copilot.store.repository import Store
from tests.assistant.conftest import Chat


def test_greeting_says_that_it_is_a_machine_and_what_it_does(chat: Chat) -> None:
    answer = chat.say("Bonjour")
    assert "assistant automatique" in answer
    assert "Norden" in answer
    assert "automated assistant" in chat.say("hello")


def test_interview_asks_records_and_goes_on(chat: Chat) -> None:
    chat.say("question suivante")
    first = chat.custom("question")
    assert first["text"] in chat.text
    assert chat.state["pending"] == first["id"]
    chat.say("C’est Nadia Ferrand qui tranche, en juin.")
    assert chat.tools == ["record_answer", "next_question"]
    assert chat.custom("question")["id"] != first["id"]
    stored = chat.deps.store.answers(chat.deps.workspace, chat.account.id)
    assert [(one.question_id, one.text, one.state) for one in stored] == [
        (first["id"], "C’est Nadia Ferrand qui tranche, en juin.", "answered")
    ]


def test_progress_is_a_snapshot_then_a_patch(chat: Chat) -> None:
    chat.say("question suivante")
    snapshot = next(event for event in chat.events if event["type"] == "STATE_SNAPSHOT")["snapshot"]["interview"]
    delta = next(event for event in chat.events if event["type"] == "STATE_DELTA")["delta"]
    assert snapshot["total"] == snapshot["answered"] + snapshot["open"]
    assert delta == [{"op": "replace", "path": "/interview/current_question", "value": chat.custom("question")["id"]}]


def test_unknown_is_stored_as_unknown(chat: Chat) -> None:
    chat.say("next question")
    asked = chat.custom("question")["id"]
    chat.say("No idea")
    stored = chat.deps.store.answers(chat.deps.workspace, chat.account.id)
    assert [(one.question_id, one.state) for one in stored] == [(asked, "unknown")]


def test_put_off_question_comes_back_after_the_others(chat: Chat) -> None:
    chat.say("question suivante")
    first = chat.custom("question")["id"]
    chat.say("plus tard")
    assert chat.custom("question")["id"] != first
    assert chat.state["skipped"] == [first]
    assert chat.deps.store.answers(chat.deps.workspace, chat.account.id) == []


def test_correction_goes_to_the_last_answer_and_keeps_the_question_under_way(chat: Chat) -> None:
    chat.say("question suivante")
    first = chat.custom("question")["id"]
    chat.say("En juin.")
    under_way = chat.custom("question")["id"]
    answer = chat.say("Corrige : en juillet, après le comité.")
    stored = chat.deps.store.answers(chat.deps.workspace, chat.account.id)
    assert [(one.question_id, one.text, one.version) for one in stored] == [(first, "en juillet, après le comité.", 2)]
    assert chat.state["pending"] == under_way
    assert "toujours en cours" in answer


def test_correction_without_text_asks_the_question_again(chat: Chat) -> None:
    chat.say("question suivante")
    first = chat.custom("question")
    chat.say("En juin.")
    assert first["text"] in chat.say("correction")
    chat.say("En juillet.")
    stored = chat.deps.store.answers(chat.deps.workspace, chat.account.id)
    assert [(one.question_id, one.text) for one in stored] == [(first["id"], "En juillet.")]


def test_nothing_to_correct_or_skip_is_said_plainly(chat: Chat) -> None:
    assert "pas encore de réponse" in chat.say("corrige : juin")
    assert "Aucune question" in chat.say("plus tard")


def test_digression_keeps_the_question_and_the_answers(chat: Chat) -> None:
    chat.say("question suivante")
    asked = chat.custom("question")
    answer = chat.say("Quel est le préavis du contrat ?")
    assert "trois mois" in answer
    assert asked["text"] in answer
    assert chat.state["pending"] == asked["id"]
    assert chat.deps.store.answers(chat.deps.workspace, chat.account.id) == []


def test_interview_survives_a_restart(chat: Chat) -> None:
    """Another process knows nothing but the database."""
    chat.say("question suivante")
    asked = chat.custom("question")["id"]
    store = Store.open(chat.deps.settings)
    later = replace(chat, deps=replace(chat.deps, store=store))
    later.say("Paul Martin, le directeur du site.")
    stored = store.answers(later.deps.workspace, later.account.id)
    assert [(one.question_id, one.text) for one in stored] == [(asked, "Paul Martin, le directeur du site.")]
    store.close()


def test_question_is_answered_from_the_notes_with_proof(chat: Chat) -> None:
    answer = chat.say("Quel est le préavis du contrat ?")
    assert "trois mois" in answer
    cited = chat.custom("citations")
    assert cited["citations"][0]["document"] == "comite.md"
    assert chat.messages[-1].payload["citations"] == cited["citations"]


def test_question_without_answer_is_not_made_up(chat: Chat) -> None:
    chat.say("Quel est le nom du chien du directeur financier ?")
    assert chat.custom("citations") is None
    assert chat.messages[-1].payload["claims"] == []


def test_english_question_gets_an_english_answer(chat: Chat) -> None:
    chat.say("What are the open questions of this account, please?")
    assert chat.messages[-1].payload["language"] == "en"
    assert "Open questions" in chat.say("open questions")


def test_open_questions_are_listed_with_the_progress(chat: Chat) -> None:
    answer = chat.say("questions ouvertes")
    assert "Entretien :" in answer
    assert "\n- " in answer


def test_section_is_drafted_verified_and_cited(chat: Chat) -> None:
    answer = chat.say("Rédige la section concurrence")
    value = chat.custom("section")
    assert value["section"]["key"] == "competition"
    assert chat.deps.store.plan(chat.deps.workspace, chat.account.id).version == value["version"]
    assert "Altivar" in answer
    assert "180 000" in answer
    assert "comite.md" in answer
    assert chat.custom("citations")["citations"]


def test_unknown_section_lists_the_sections(chat: Chat) -> None:
    answer = chat.say("Rédige la section jardinage")
    assert "Risques" in answer
    assert chat.tools == []


def test_scores_are_listed_explained_and_run(chat: Chat) -> None:
    assert "pareto" in chat.say("score")
    assert '"clients"' in chat.say("score pareto")
    answer = chat.say(
        'score pareto {"currency": "EUR", "clients": [{"name": "A", "revenue": 800}, {"name": "B", "revenue": 200}]}'
    )
    result = chat.custom("score")
    assert result["tool"] == "pareto"
    assert result["receipt"]["sha256"][:12] in answer


def test_bad_score_inputs_are_explained(chat: Chat) -> None:
    assert "JSON" in chat.say("score pareto {oops")
    assert "clients" in chat.say('score pareto {"currency": "EUR"}')
    assert chat.types[-1] == "RUN_FINISHED"


def test_unknown_score_ends_as_one_plain_line(chat: Chat) -> None:
    chat.say("score paretto {}")
    assert chat.events[-1]["type"] == "RUN_ERROR"
    assert "pareto" in chat.events[-1]["message"]
