"""What a question asks for: kinds of answer, names, shortened words, several questions in one."""

from __future__ import annotations

import pytest

from copilot.draft.asked import in_full, parts, understand
from tests.notes import note, read

BASE = read(
    note("a.txt", "Notre concurrent Sorvex propose 41 € de l'heure. Odile Castan (directrice industrielle) part.")
)


@pytest.mark.parametrize(
    ("question", "wants"),
    [
        ("cb de capteurs sur le site ?", {"amount"}),
        ("who signs the contract", {"person"}),
        ("Odile Castan c'est qui ?", {"role", "person"}),
        ("qd est la soutenance", {"date"}),
        ("how much and by when?", {"amount", "date"}),
        ("c'était quoi l'ancien taux", {"history", "amount"}),
    ],
)
def test_the_kind_of_answer(question: str, wants: set[str]) -> None:
    assert wants <= understand(question, BASE, "fr").wants


def test_shortened_words_are_read_in_full() -> None:
    assert in_full("cb de pénas ds le CA ?") == "combien de penalites dans le chiffre d'affaires ?"


def test_that_is_not_the_revenue() -> None:
    assert "chiffre" not in in_full("ça coûte quoi")


def test_names_are_those_of_others_than_the_account() -> None:
    asked = understand("Quel prix propose Sorvex à Verrier, et qu'en dit Castan ?", BASE, "fr")
    assert asked.names == {"sorvex", "castan"}


def test_the_first_word_is_a_name_only_if_the_notes_write_it_as_one() -> None:
    named = read(note("a.txt", "Tergny ferme en mai.", "Le four de Tergny redémarre."))
    assert "tergny" in understand("Tergny ferme quand", named, "fr").names
    assert understand("Fermeture quand ?", named, "fr").names == frozenset()


def test_what_a_question_names_has_its_names_in_the_other_language() -> None:
    asked = understand("late delivery penalty", BASE, "en")
    held = understand("pénalité pour retard de livraison", BASE, "fr").terms
    assert {"deliveri", "penalti"} & asked.named_otherwise(held)
    assert not asked.named_otherwise({"camion"})


def test_codes_of_letters_and_figures_are_terms() -> None:
    assert "p1" in understand("retard sur un P1", BASE, "fr").terms


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Qui pilote le site, et quand arrive-t-il ?", 2),
        ("penalties 2025: how much, and what is the cap?", 2),
        ("taux de service : eux et nous", 1),
        ("ventes et marges de Gisors", 1),
        ("Quand se termine le contrat ?", 1),
    ],
)
def test_the_questions_in_a_question(question: str, expected: int) -> None:
    assert len(parts(question)) == expected


def test_each_part_keeps_what_the_whole_is_about() -> None:
    assert parts("pénalités 2025 : combien, et quel plafond ?") == [
        "pénalités 2025 combien",
        "pénalités 2025 quel plafond",
    ]
