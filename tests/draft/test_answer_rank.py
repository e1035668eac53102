"""Which facts come first for a question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.draft.answer_rank import rank
from copilot.draft.asked import understand
from copilot.schemas.evidence import SourceDocument
from tests.notes import note, read, rows


def first(question: str, *documents: SourceDocument, language: str = "fr") -> str:
    base = read(*documents)
    ranked = rank(base, [], understand(question, base, language), None)
    return ranked[0].fact.text if ranked else ""


def test_rare_words_of_the_question_count_most() -> None:
    found = first(
        "délai de dépannage du site",
        note("a.txt", "Le site de Gisors ferme.", "Le site de Melun ouvre.", "Le délai de dépannage est de 4 heures."),
    )
    assert "4 heures" in found


@pytest.mark.parametrize(
    ("question", "telling"),
    [
        ("quel est le montant de la remise accordée", "8 %"),
        ("qui suit la remise", "Odile Castan"),
        ("quand la remise accordée est-elle revue", "31 mars 2027"),
    ],
)
def test_a_fact_with_the_kind_of_value_that_is_asked_comes_first(question: str, telling: str) -> None:
    notes = note(
        "a.txt",
        "La remise accordée est importante pour le client.",
        "La remise accordée est de 8 %.",
        "Odile Castan (acheteuse) suit la remise.",
        "La remise accordée est revue le 31 mars 2027.",
    )
    assert telling in first(question, notes)


def test_the_total_answers_when_no_row_is_named() -> None:
    table = rows(["Ligne", "Utilisateurs actifs"], ["Motor", "61"], ["Home", "109"], ["Total", "170"])
    assert "170" in first("utilisateurs actifs", note("a.xlsx", table))
    assert "61" in first("utilisateurs actifs de Motor", note("a.xlsx", table))


def test_a_pronoun_is_read_with_the_sentence_before() -> None:
    notes = note("a.txt", "Sorvex a visité l'atelier.", "Ils promettent une reprise en 3 mois.", "Le four 3 redémarre.")
    assert "3 mois" in first("Sorvex promet une reprise en combien de mois ?", notes)


def test_notes_in_the_other_language_are_found_by_the_names_of_things() -> None:
    notes = note("a.txt", "La pénalité de retard de livraison est de 3 %.", "Le parc compte 287 capteurs.")
    assert "3 %" in first("late delivery penalty", notes, language="en")


def test_banners_answer_nothing() -> None:
    notes = note("a.txt", "NE PAS DIFFUSER AU CLIENT.", "On peut diffuser le tarif au client en mai.")
    assert first("que diffuser au client", notes) == "On peut diffuser le tarif au client en mai."


def test_headings_and_heads_of_tables_answer_nothing() -> None:
    base = read(note("a.xlsx", rows(["Site", "Effectif"], ["Site", "Effectif"], ["Gisors", "12"])))
    ranked = rank(base, [], understand("effectif du site", base, "fr"), None)
    assert [r.fact.cells[0] for r in ranked] == ["Gisors"]


@given(st.text(max_size=120))
def test_any_question_ranks_every_fact_between_nought_and_one_best_first(question: str) -> None:
    base = read(note("a.txt", "Le contrat finit en mai 2027.", "La remise est de 8 %."))
    scores = [r.score for r in rank(base, [], understand(question, base, "fr"), None)]
    assert all(0 <= s <= 1 for s in scores)
    assert scores == sorted(scores, reverse=True)


def test_the_number_of_what_is_asked_comes_before_other_numbers() -> None:
    notes = note(
        "a.txt",
        "Le parc de Gisors a 48 ans.",
        "Le parc de Gisors tient sur 312 capteurs.",
        "Le parc de Gisors vaut 2 M€.",
    )
    assert "312" in first("Combien de capteurs pour le parc de Gisors ?", notes)


@pytest.mark.parametrize("question", ["Quelle cause pour la panne de janvier ?", "What caused the January outage?"])
def test_a_month_of_the_question_finds_its_days(question: str) -> None:
    notes = note(
        "a.txt",
        "Incident du 14/01 : 5 h d'arrêt, cause = certificat expiré.",
        "Incident du 12/03 : 2 h d'arrêt, cause = disque plein.",
        date="2027-04-01",
    )
    language = "en" if question.startswith("What") else "fr"
    assert "certificat" in first(question, notes, language=language)


def test_what_replaces_a_value_answers_what_the_old_one_answered() -> None:
    found = first(
        "Combien de communes utilisent l'outil Urba ?",
        note("a.txt", "L'outil Urba est utilisé par 21 communes de la métropole.", date="2027-01-08"),
        note(
            "b.txt",
            "Merci de corriger le compte rendu.",
            "22 communes et non 21 (Gisors a basculé).",
            date="2027-01-12",
        ),
    )
    assert "22 communes" in found
