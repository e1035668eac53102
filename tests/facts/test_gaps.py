"""Questions that the notes raise themselves, and what every plan must ask when the notes are bare."""

from __future__ import annotations

import pytest

from copilot.facts.build import MAX_GAPS
from copilot.schemas.facts import FactBase
from copilot.schemas.plan import OpenQuestion
from tests.notes import note, read, rows, segment, turns

ESSENTIALS = {"budget", "competition", "contract_end", "criteria", "decider", "need", "next_step", "objective"}


def asked(base: FactBase, topic: str) -> OpenQuestion | None:
    return next((g for g in base.gaps if g.topic.startswith(topic)), None)


RAISED = [
    ("fr", "Lucie Marchal (DAF) tranche le budget, on ne l'a jamais rencontrée.",
     "stakeholder:marchal", "Lucie Marchal"),
    ("en", "Sarah Whitlow (CFO) signs off the budget; we have never met her.", "stakeholder:whitlow", "Sarah Whitlow"),
    ("fr", "Odile Castan (directrice industrielle) part à la retraite en juin 2027.",
     "stakeholder:successor_castan", "Odile Castan"),
    ("en", "Sarah Whitlow (plant manager) is leaving in June 2027.", "stakeholder:successor_whitlow", "Sarah Whitlow"),
    ("fr", "Notre concurrent Sorvex a visité l'usine de Gisors.", "competition:sorvex", "Sorvex"),
    ("en", "Our competitor Brightloop was seen at the plant.", "competition:brightloop", "Brightloop"),
    ("fr", "Ils veulent une astreinte de nuit mais il n'y a pas de budget.", "funding:", "astreinte de nuit"),
    ("en", "They want a night shift but there is no budget for it.", "funding:", "night shift"),
    ("fr", "Le client évoque un gain partagé sur l'énergie des fours.", "mechanism:", "gain partagé"),
    ("en", "They suggested gain-sharing on the energy of the kilns.", "mechanism:", "gain-sharing"),
    ("fr", "Le solde du budget travaux est en attente, on en reparle à l'été.", "budget:balance", "solde"),
    ("en", "The rest of the capex budget is on hold until summer.", "budget:balance", "capex"),
    ("fr", "Ils veulent étendre le pilote à 4 sites.", "scope:", "4"),
    ("en", "They want to roll the pilot out to 4 plants.", "scope:", "4"),
    ("fr", "Leur service juridique insiste sur la propriété des données.", "contract:", "propriété"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "topic", "words"), RAISED)
def test_what_a_note_leaves_open_is_asked(language: str, text: str, topic: str, words: str) -> None:
    base = read(note("a.txt", text, language=language), account="Corbridge", language=language)
    question = asked(base, topic)
    assert question is not None, [g.topic for g in base.gaps]
    assert words in question.text
    assert question.why == "a.txt"


CLOSED = [
    ("Lucie Marchal (DAF) veut un retour en deux ans, nous l'avons vue en mars.", "stakeholder:"),
    ("Notre concurrent Sorvex propose 41 € de l'heure.", "competition:"),
    ("Le client propose un gain partagé à 30 % sur l'énergie.", "mechanism:"),
    ("Ils veulent étendre le pilote à 3 sites : Gisors, Albi et Vierzon.", "scope:"),
    ("Le budget travaux de 240 k€ est approuvé.", "budget:"),
]


@pytest.mark.parametrize(("text", "topic"), CLOSED)
def test_what_the_note_answers_is_not_asked(text: str, topic: str) -> None:
    assert asked(read(note("a.txt", text)), topic) is None


def test_a_never_in_a_meeting_answers_who_has_met_somebody() -> None:
    said = turns(("Karim Sayed", "Et la DAF, Lucie Marchal ? Quelqu'un l'a vue ?"), ("Anne Lopez", "Jamais."))
    assert asked(read(note("t.vtt", said, kind="transcript")), "stakeholder:marchal")


def test_people_of_ours_are_never_asked_about() -> None:
    mail = note(
        "m.eml", "Karim Sayed quitte Datavia en juin 2027.", kind="mail",
        addresses=("Karim Sayed <k.sayed@datavia.com>",),
    )  # fmt: skip
    assert asked(read(mail), "stakeholder:") is None


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("text", [None, "Appel de Verrier ce matin.", "Call from Verrier this morning."])
def test_a_bare_dossier_asks_for_the_essentials(language: str, text: str | None) -> None:
    base = read(*([note("a.txt", text)] if text else []), language=language)
    assert {g.topic.removeprefix("essential:") for g in base.gaps} == ESSENTIALS
    starts = {g.text.split()[0] for g in base.gaps}
    assert ("What" in starts) == (language == "en")


def test_essentials_that_the_notes_hold_are_not_asked() -> None:
    base = read(
        note(
            "a.txt",
            "Le contrat prend fin le 31 décembre 2027.",
            "Odile Castan (directrice industrielle) décide du choix.",
            "Le budget du client est de 240 k€.",
            "La prochaine réunion a lieu le 12 mars 2027.",
            "Notre concurrent Sorvex propose 41 € de l'heure.",
        )
    )
    asked_for = {g.topic.removeprefix("essential:") for g in base.gaps if g.topic.startswith("essential:")}
    assert asked_for == {"criteria", "need", "objective"}


@pytest.mark.parametrize(
    "text", ["Quel est le budget du client ?", "Le budget de 240 k€ reste à confirmer, pas de chiffre sûr."]
)
def test_a_question_is_no_answer_to_an_essential(text: str) -> None:
    assert asked(read(note("a.txt", text)), "essential:budget")


def test_quoted_and_outdated_text_raises_nothing() -> None:
    quoted = segment("Notre concurrent Sorvex a visité l'usine de Gisors.", kind="quoted")
    base = read(note("m.eml", "Bien reçu, je reviens vers vous lundi.", quoted, kind="mail"))
    assert not any(g.why for g in base.gaps)


def test_a_long_dossier_asks_a_bounded_number_of_distinct_questions() -> None:
    lines = [
        f"Le point {n} sur la clause de propriété des données reste à définir avec le service {n}." for n in range(60)
    ]
    lines += [f"Ils veulent ouvrir {n} sites de plus en phase {n}." for n in range(2, 20)]
    gaps = read(note("a.txt", *lines), note("b.xlsx", rows(("A", "B"), ("x", "?")), kind="sheet")).gaps
    assert len(gaps) <= MAX_GAPS
    assert len({g.id for g in gaps}) == len(gaps)


def test_a_figure_never_validated_is_asked_about() -> None:
    base = read(note("a.txt", "Le gain de 62 000 € n'a jamais été validé par leur finance."))
    assert asked(base, "validation:")
