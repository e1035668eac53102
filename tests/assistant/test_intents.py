from __future__ import annotations

import pytest

from copilot.assistant.intents import section_of, understand
from copilot.schemas.plan import SECTION_KEYS
from copilot.text.catalogue import t
from copilot.text.language import language_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Bonjour !", "help"), ("hello", "help"), ("Que peux-tu faire ?", "help"), ("help me please", "help"),
        ("question suivante", "next"), ("Next question, please.", "next"), ("On continue", "next"),
        ("Commençons l’entretien", "next"), ("Let me see", "ask"), ("plus tard", "skip"), ("skip it", "skip"),
        ("Questions ouvertes ?", "open"), ("What is still missing?", "open"),
        ("Quelles questions restent ouvertes ?", "open"), ("Which questions are still open?", "open"),
        ("Que dois-je demander au client avant la prochaine réunion ?", "open"),
        ("What should I ask the client before the next meeting?", "open"),
        ("Que demande le client avant la réunion ?", "ask"), ("What did we ask them?", "ask"),
        ("Rédige la section risques", "draft"), ("draft section risks", "draft"), ("Écris-moi les objectifs", "draft"),
        ("Write the action plan", "draft"), ("Rédige la partie machin", "draft"),
        ("prépare un mail pour Nadia", "ask"),
        ("score", "score"), ("score pareto", "score"), ('score pareto {"clients": []}', "score"),
        ("Score de satisfaction de 2025 ?", "ask"),
        ("corrige : c’est en juin", "correct"), ("Correct: it is June", "correct"),
        ("Quel est le préavis ?", "ask"), ("Who decides?", "ask"), ("Le préavis du contrat", "ask"),
        ("je ne sais pas", "ask"),
    ],
)  # fmt: skip
def test_message_without_pending_question(text: str, kind: str) -> None:
    assert understand(text, pending=False).kind == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Elle décide seule, en juin.", "answer"), ("je ne sais pas", "unknown"), ("I don’t know", "unknown"),
        ("Aucune idée.", "unknown"), ("plus tard", "skip"), ("Et que dit le contrat ?", "ask"),
        ("Combien de sites", "ask"), ("Who told us that", "ask"), ("question suivante", "next"),
        ("Quand le contrat finit en juin ils prennent toujours deux mois de plus pour trancher l’offre.", "answer"),
        ("oui", "answer"), ("non", "answer"), ("Je ne sais pas s’ils ont choisi, mais Paul penche pour nous", "answer"),
        ("12 000 €", "answer"),
    ],
)  # fmt: skip
def test_message_while_a_question_waits(text: str, kind: str) -> None:
    assert understand(text, pending=True).kind == kind


@pytest.mark.parametrize("key", SECTION_KEYS)
def test_every_section_is_known_by_key_and_by_title(key: str) -> None:
    for words in (key, t(f"section.{key}", "fr"), t(f"section.{key}", "en")):
        assert section_of(words) == key, words


def test_section_with_article_is_known() -> None:
    assert section_of("des risques") == "risks"
    assert section_of("l’équipe de football") is None


def test_arguments_are_kept_as_written() -> None:
    assert understand('score zopa {"a": "É"}', pending=False).argument == 'zopa {"a": "É"}'
    assert understand("Corrige : c’est Paul Élan", pending=True).argument == "c’est Paul Élan"


def test_language_comes_from_the_message_or_the_conversation() -> None:
    assert language_of("What is the notice period of the contract?", "fr") == "en"
    assert language_of("Quel est le préavis prévu au contrat ?", "en") == "fr"
    assert language_of("ok", "fr") == "fr"
    assert language_of("ok", "en") == "en"
    assert understand("draft section risks", pending=False).language == "en"
