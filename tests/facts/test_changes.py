"""What a newer note changes without a word of correction, people who follow each other, decisions that are reversed."""

from __future__ import annotations

import pytest

from copilot.schemas.facts import FactBase
from tests.notes import fact_with, note, pairs, read, rows

OLD, NEW = "2027-01-10", "2027-02-15"


def two(one: str, other: str, languages: str = "fr fr", old: str | None = OLD, new: str | None = NEW) -> FactBase:
    """The facts of two notes of one sentence each."""
    a, b = languages.split()
    return read(note("a.txt", one, date=old, language=a), note("b.txt", other, date=new, language=b))


STATES = [
    pytest.param("fr fr", "Le site de Gisors emploie 340 salariés.", "Le site de Gisors emploie 325 salariés.",
                 "340 salariés", "325 salariés", id="fr headcount"),
    pytest.param("fr fr", "Effectif maintenance à Albi : 42 techniciens.",
     "Effectif maintenance à Albi : 39 techniciens.",
                 "42 techniciens", "39 techniciens", id="fr technicians"),
    pytest.param("fr fr", "L'encours échu de Verrier est de 84 k€.", "L'encours échu de Verrier est de 61 k€.",
                 "84 k€", "61 k€", id="fr open amount"),
    pytest.param("fr fr", "Notre offre pour les fours est à 415 k€.", "Notre offre pour les fours est à 398 k€.",
                 "415 k€", "398 k€", id="fr price offer"),
    pytest.param("fr fr", "Prévision de CA 2027 avec Verrier : 1,25 M€.",
     "Prévision de CA 2027 avec Verrier : 1,18 M€.",
                 "1,25 M€", "1,18 M€", id="fr forecast"),
    pytest.param("fr fr", "Le comité de pilotage se tient le 12 mars 2027.",
                 "Le comité de pilotage se tient le 19 mars 2027.", "12 mars 2027", "19 mars 2027", id="fr meeting"),
    pytest.param("en en", "The Leeds plant employs 340 people.", "The Leeds plant employs 325 people.",
                 "340 people", "325 people", id="en headcount"),
    pytest.param("en en", "Overdue invoices of Verrier stand at £84k.", "Overdue invoices of Verrier stand at £61k.",
                 "£84k", "£61k", id="en open amount"),
    pytest.param("en en", "Our quote for the kilns is £415k.", "Our quote for the kilns is £398k.",
                 "£415k", "£398k", id="en quote"),
    pytest.param("en en", "Revenue forecast for 2027: £1.25m.", "Revenue forecast for 2027: £1.18m.",
                 "£1.25m", "£1.18m", id="en forecast"),
    pytest.param("en en", "The steering committee meets on 12 March 2027.",
     "The steering committee meets on 19 March 2027.",
                 "12 March 2027", "19 March 2027", id="en meeting"),
]  # fmt: skip


@pytest.mark.parametrize(("languages", "one", "other", "old", "new"), STATES)
def test_a_state_that_changes_is_replaced_by_the_newer_note(
    languages: str, one: str, other: str, old: str, new: str
) -> None:
    base = two(one, other, languages)
    assert pairs(base) == {(old, new)}
    assert base.replaced[0].implied
    assert fact_with(base, one).superseded
    assert not fact_with(base, other).superseded
    assert base.contradictions == []


def test_what_is_corrected_in_words_is_not_called_inferred() -> None:
    base = two("Le site emploie 340 salariés.", "Correction : le site emploie 325 salariés au lieu de 340.")
    assert [r.implied for r in base.replaced] == [False]


@pytest.mark.parametrize(
    ("languages", "one", "other"),
    [
        ("fr fr", "Le site de Gisors emploie 340 salariés.", "Le site d'Albi emploie 325 salariés."),
        ("fr fr", "L'encours échu était de 84 k€ fin 2025.", "L'encours échu était de 61 k€ fin 2026."),
        ("fr fr", "Prévision de CA 2027 avec Verrier : 1,25 M€.", "Prévision de CA 2028 avec Verrier : 1,31 M€."),
        ("fr fr", "Notre offre pour les fours est à 415 k€.", "L'offre de Sorvex pour les fours est à 398 k€."),
        ("fr fr", "Objectif : 340 salariés formés à Gisors.", "Le site de Gisors compte 325 salariés formés."),
        ("fr fr", "Le site emploie environ 340 salariés.", "Le site emploie 342 salariés."),
        ("fr fr", "Le site emploie de 300 à 350 salariés.", "Le site emploie 325 salariés."),
        ("en en", "Our quote for the kilns is £415k.", "Their quote for the kilns is £398k."),
        ("en en", "Headcount in Leeds is 340.", "Headcount in York is 325."),
        ("en en", "Revenue forecast for Q1 2027: £310k.", "Revenue forecast for Q2 2027: £295k."),
    ],
    ids=["two sites", "two dates", "two years", "two bidders", "target and result", "about", "range", "whose quote",
         "two towns", "two quarters"],
)  # fmt: skip
def test_two_states_of_two_things_replace_nothing(languages: str, one: str, other: str) -> None:
    base = two(one, other, languages)
    assert base.replaced == []
    assert base.contradictions == []


SUCCESSIONS = [
    ("fr fr", "Marc Tellier (directeur achats) suit notre contrat.",
     "Mme Odile Castan a remplacé M. Tellier à la direction des achats.", "Tellier", "Castan"),
    ("fr fr", "Marc Tellier, directeur achats, décide des volumes.",
     "Odile Castan prend la suite de Marc Tellier aux achats.",
     "Tellier", "Castan"),
    ("fr fr", "Marc Tellier est notre interlocuteur achats.", "Odile Castan succède à Marc Tellier.", "Tellier",
     "Castan"),
    ("fr fr", "Karim Benaïssa s'occupe du suivi qualité.", "Anne Lebrun reprend le poste de Karim Benaïssa.",
     "Benaïssa", "Lebrun"),
    ("en en", "Mark Tellier (purchasing director) follows our contract.", "Olivia Castan takes over from Mark Tellier.",
     "Tellier", "Castan"),
    ("en en", "Mark Tellier is our contact in purchasing.", "Mark Tellier has been replaced by Olivia Castan.",
     "Tellier", "Castan"),
    ("en en", "Mark Tellier, head of purchasing, sets the volumes.", "Olivia Castan is now head of purchasing.",
     "Tellier", "Castan"),
    ("en en", "Mark Tellier is the plant manager.", "Olivia Castan succeeded Mark Tellier in January.",
     "Tellier", "Castan"),
    ("fr en", "Marc Tellier est directeur achats de Verrier.",
     "Since January, Olivia Castan is the new purchasing director.",
     "Tellier", "Castan"),
    ("fr en", "Marc Tellier (directeur achats) suit notre contrat.", "Olivia Castan took over from Marc Tellier.",
     "Tellier", "Castan"),
    ("en fr", "Mark Tellier (purchasing director) follows our contract.",
     "Olivia Castan a pris la succession de Mark Tellier.", "Tellier", "Castan"),
]  # fmt: skip


@pytest.mark.parametrize(("languages", "one", "other", "old", "new"), SUCCESSIONS)
def test_who_follows_somebody_takes_the_place(languages: str, one: str, other: str, old: str, new: str) -> None:
    base = two(one, other, languages)
    assert [r.kind for r in base.replaced] == ["role"]
    before, after = base.replaced[0].text.split("→")
    assert old in before
    assert new in after
    assert {c.document for c in base.replaced[0].citations} == {"a.txt", "b.txt"}
    assert fact_with(base, one).superseded
    assert not fact_with(base, other).superseded
    assert base.contradictions == []
    assert next(p for p in base.people if old in p.name).title is None


@pytest.mark.parametrize(
    ("languages", "one", "other", "title"),
    [
        ("fr fr", "Odile Castan (responsable maintenance) était là.", "Odile Castan est désormais directrice achats.",
         "directrice achats"),
        ("en en", "Olivia Castan (Head of Quality) was there.", "Olivia Castan is now head of purchasing.",
         "head of purchasing"),
    ],
)  # fmt: skip
def test_a_new_title_replaces_the_older_one(languages: str, one: str, other: str, title: str) -> None:
    base = two(one, other, languages)
    assert [r.kind for r in base.replaced] == ["role"]
    assert next(p for p in base.people if "Castan" in p.name).title == title
    assert base.contradictions == []


@pytest.mark.parametrize(
    ("languages", "one", "other"),
    [
        ("fr fr", "Marc Tellier (directeur achats) suit notre contrat.", "Marc Tellier a quitté Verrier fin janvier."),
        ("en en", "Mark Tellier (purchasing director) follows our contract.",
         "Mark Tellier left the company in January."),
        ("fr en", "Marc Tellier (directeur achats) suit notre contrat.", "Marc Tellier has left Verrier."),
    ],
)  # fmt: skip
def test_who_has_left_no_longer_holds_the_role(languages: str, one: str, other: str) -> None:
    base = two(one, other, languages)
    assert fact_with(base, one).superseded
    assert next(p for p in base.people if "Tellier" in p.name).title is None


@pytest.mark.parametrize(
    ("languages", "one", "other"),
    [
        ("fr fr", "Marc Tellier (directeur achats) suit notre contrat.",
         "Odile Castan remplace Marc Tellier pendant ses congés."),
        ("fr fr", "Marc Tellier (directeur achats) suit notre contrat.",
         "Odile Castan pourrait remplacer Marc Tellier."),
        ("fr fr", "Marc Tellier (directeur achats) suit notre contrat.",
         "Marc Tellier quittera son poste en décembre 2027."),
        ("fr fr", "Marc Tellier (directeur achats) suit notre contrat.",
         "Marc Tellier a quitté la réunion avant la fin."),
        ("en en", "Mark Tellier (purchasing director) follows our contract.",
         "Olivia Castan may take over from Mark Tellier."),
        ("en en", "Mark Tellier (purchasing director) follows our contract.",
         "Olivia Castan stands in for Mark Tellier this week."),
        ("en en", "Mark Tellier (purchasing director) follows our contract.", "Mark Tellier left the meeting early."),
        ("en en", "Mark Tellier (purchasing director) follows our contract.", "Olivia Castan is now head of quality."),
    ],
    ids=["holidays", "perhaps", "not yet", "a meeting", "en perhaps", "en stand-in", "en a meeting", "another role"],
)  # fmt: skip
def test_a_stand_in_a_plan_or_another_role_replaces_nobody(languages: str, one: str, other: str) -> None:
    base = two(one, other, languages)
    assert base.replaced == []
    assert not fact_with(base, one).superseded


def test_the_owner_of_an_action_can_change() -> None:
    table = rows(("Action", "Qui", "Quand"), ("Bilan des capteurs de Gisors", "Karim Benaïssa", "12/03/2027"))
    later = rows(("Action", "Qui", "Quand"), ("Bilan des capteurs de Gisors", "Anne Lebrun", "12/03/2027"))
    base = read(
        note("a.md", table, date=OLD),
        note(
            "b.md", later, "Anne Lebrun reprend le bilan des capteurs de Gisors à la place de Karim Benaïssa.", date=NEW
        ),
    )
    assert "owner" in [r.kind for r in base.replaced]
    assert base.contradictions == []


DECISIONS = [
    ("fr fr", "L'extension du pilote à Albi est validée.", "L'extension du pilote à Albi est annulée."),
    ("fr fr", "Le comité a décidé l'achat de la ligne de cuisson.",
     "Finalement, on abandonne l'achat de la ligne de cuisson."),
    ("fr fr", "Décision : on lance la formation des opérateurs en avril.",
     "On ne fait plus la formation des opérateurs."),
    ("fr fr", "Le séminaire commun est confirmé.", "Le séminaire commun est reporté sine die."),
    ("en en", "The roll-out in York was approved by the board.", "The roll-out in York has been called off."),
    ("en en", "We agreed to run the safety workshop in May.", "The safety workshop is cancelled."),
    ("en en", "They decided to buy the second kiln.", "The second kiln is on hold until further notice."),
    ("en en", "The reference visit is confirmed.", "The reference visit has been dropped."),
    ("fr en", "Le comité a validé le pilote Vigimec à Albi.", "The Vigimec pilot in Albi has been cancelled."),
    ("en fr", "The Vigimec pilot in Albi is approved.", "Le pilote Vigimec d'Albi est abandonné."),
]  # fmt: skip


@pytest.mark.parametrize(("languages", "one", "other"), DECISIONS)
def test_a_reversed_decision_is_history(languages: str, one: str, other: str) -> None:
    base = two(one, other, languages)
    assert [r.kind for r in base.replaced] == ["decision"]
    assert fact_with(base, one).superseded
    assert not fact_with(base, other).superseded
    assert base.contradictions == []


@pytest.mark.parametrize(
    ("languages", "one", "other"),
    [
        ("fr fr", "L'extension du pilote à Albi est validée.", "L'extension du contrat de maintenance est annulée."),
        ("fr fr", "L'extension du pilote à Albi est validée.", "L'extension du pilote à Gisors est annulée."),
        ("fr fr", "L'extension du pilote à Albi est validée.", "L'extension du pilote à Albi n'est pas annulée."),
        ("fr fr", "Le comité du 12 mars est confirmé.", "Si le comité était annulé, on enverrait le bilan par mail."),
        ("en en", "The roll-out in York was approved.", "The roll-out in Leeds has been called off."),
        ("en en", "The roll-out in York was approved.", "Nobody wants the roll-out in York to be cancelled."),
        ("en en", "The roll-out in York was approved.", "What happens if the roll-out in York is cancelled?"),
    ],
    ids=["another thing", "another site", "not cancelled", "if", "en another site", "en nobody wants", "en question"],
)  # fmt: skip
def test_other_decisions_stay(languages: str, one: str, other: str) -> None:
    base = two(one, other, languages)
    assert base.replaced == []
    assert not fact_with(base, one).superseded


def test_an_older_reversal_does_not_undo_a_newer_decision() -> None:
    base = two("L'extension du pilote à Albi est annulée.", "L'extension du pilote à Albi est validée.")
    assert not fact_with(base, "validée").superseded
