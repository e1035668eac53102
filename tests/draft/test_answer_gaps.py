"""What the notes leave unknown is told as unknown, with what they leave open or the question to ask."""

from __future__ import annotations

import pytest

from copilot.draft.answer import answer
from copilot.schemas.reply import Reply
from tests.notes import note, read


def told(question: str, *notes: str) -> Reply:
    """The answer with every fact equally close in meaning, so that what the facts say decides."""
    return answer(read(note("a.txt", *notes)), [], question, "fr", lambda _, texts: [0.87] * len(texts))


@pytest.mark.parametrize(
    ("question", "notes"),
    [
        ("Quel prix propose Nordvik ?",
         ["Nordvik a une gamme sans solvant et une petite capacité.", "Notre prix est de 41 €."]),
        ("qui remplace Odile Castan ?",
         ["Odile Castan vote au comité de choix.", "Odile Castan veut une facture par mois."]),
        ("cb de salariés chez Lauvergne", ["Lauvergne a 46 références.", "Lauvergne ouvre 12 magasins."]),
        ("effectif de Lauvergne", ["Lauvergne a acheté 46 références en 2026."]),
    ],
)  # fmt: skip
def test_facts_about_the_same_name_do_not_answer_another_question(question: str, notes: list[str]) -> None:
    assert told(question, *notes).abstained


def test_who_pays_is_a_question_to_ask_when_the_notes_say_that_it_is_open() -> None:
    reply = told(
        "qui paie la formation des opérateurs ?", "Formation des opérateurs : 18 000 €, on ne sait pas qui paie."
    )
    assert reply.abstained
    assert "?" in reply.text


def test_what_is_not_settled_is_quoted() -> None:
    reply = told("Quelles références vont sortir du rayon ?", "Références à sortir du rayon : pas encore arbitré.")
    assert reply.abstained
    assert "pas encore arbitré" in reply.text
    assert [c.quote for c in reply.citations] == ["Références à sortir du rayon : pas encore arbitré."]


def test_a_question_in_the_notes_does_not_hide_its_answer() -> None:
    reply = told(
        "combien de postes faut-il chiffrer ?",
        "On chiffre combien de postes dans l'offre ?",
        "Il faut chiffrer 285 postes dans l'offre.",
    )
    assert not reply.abstained
    assert "285" in reply.text
    assert "combien" not in reply.text


@pytest.mark.parametrize("question", ["Quel prix propose Nordvik ?", "prix de Nordvik ?"])
@pytest.mark.parametrize("offer", ["Nordvik propose un prix de 38,90 € le kilo.", "Nordvik propose 38,90 € le kilo."])
def test_a_price_that_the_notes_hold_is_told(question: str, offer: str) -> None:
    assert "38,90 €" in told(question, offer, "Le contrat finit le 31 décembre 2027.").text
