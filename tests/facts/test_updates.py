"""Values that a newer note corrects, and values that only look like it."""

from __future__ import annotations

import pytest

from tests.notes import fact_with, note, pairs, read, rows, segment

OLD, NEW = "2027-01-10", "2027-02-15"

CORRECTIONS = [
    pytest.param(
        "fr", "Le parc installé compte 312 capteurs.",
        "Correction après inventaire : le parc installé compte 287 capteurs au lieu de 312.",
        "312 capteurs", "287 capteurs",
        id="fr au lieu de",
    ),
    pytest.param(
        "fr", "La remise demandée est de 8 %.",
        "Erreur de ma part : la remise demandée n'est pas de 8 % mais de 5 %.", "8 %", "5 %",
        id="fr pas X mais Y",
    ),
    pytest.param(
        "fr", "Le comité de lancement du four est prévu le 12 mars 2027.",
        "Le comité de lancement du four est reporté au 26 mars 2027.", "12 mars 2027", "26 mars 2027",
        id="fr reporté au",
    ),
    pytest.param(
        "fr", "Le taux de rebut de la ligne est estimé à 6,5 %.",
        "Le chiffre définitif du taux de rebut est 7,2 %. Les 6,5 % étaient une estimation.", "6,5 %", "7,2 %",
        id="fr définitif contre estimation",
    ),
    pytest.param(
        "fr", "Le budget travaux est de 240 k€.",
        "Le budget travaux a été ramené de 240 k€ à 195 k€.", "240 k€", "195 k€",
        id="fr ramené de X à Y",
    ),
    pytest.param(
        "fr", "La livraison du module est prévue le 4 mai 2027.",
        "Livraison du module le 18 mai 2027 plutôt que le 4 mai.", "4 mai 2027", "18 mai 2027",
        id="fr plutôt que",
    ),
    pytest.param(
        "en", "The installed base counts 312 meters across the dairies.",
        "After the stock check we have 287 meters instead of 312 in the installed base.", "312 meters", "287 meters",
        id="en instead of",
    ),
    pytest.param(
        "en", "They ask for a discount of 8% on spare parts.",
        "Correction: the discount on spare parts is not 8% but 5%.", "8%", "5%",
        id="en not X but Y",
    ),
    pytest.param(
        "en", "The supplier review takes place on 12 March 2027.",
        "The supplier review has been moved to 26 March 2027.", "12 March 2027", "26 March 2027",
        id="en moved to",
    ),
    pytest.param(
        "en", "Line downtime stands at 6.5% this winter.",
        "The final figure for line downtime is 7.2%. The 6.5% we showed was an estimate.", "6.5%", "7.2%",
        id="en final figure",
    ),
    pytest.param(
        "en", "Delivery of the module is planned for 4 May 2027.",
        "Delivery of the module on 18 May 2027 rather than 4 May.", "4 May 2027", "18 May 2027",
        id="en rather than",
    ),
    pytest.param(
        "de", "Die Anlage in Passau hat 312 Sensoren.",
        "Korrektur: die Anlage in Passau hat 287 Sensoren statt 312.", "312 Sensoren", "287 Sensoren",
        id="de statt",
    ),
    pytest.param(
        "de", "Der Rabatt beträgt 8 %.",
        "Korrektur: der Rabatt beträgt nicht 8 %, sondern 5 %.", "8 %", "5 %",
        id="de nicht X sondern Y",
    ),
    pytest.param(
        "de", "Der Termin mit dem Einkauf ist am 12. März 2027.",
        "Der Termin mit dem Einkauf wurde auf den 26. März 2027 verschoben.", "12. März 2027", "26. März 2027",
        id="de auf … verschoben",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("language", "before", "after", "old", "new"), CORRECTIONS)
def test_a_newer_note_replaces_the_value_it_corrects(
    language: str, before: str, after: str, old: str, new: str
) -> None:
    base = read(note("a.txt", before, date=OLD, language=language), note("b.txt", after, date=NEW, language=language))
    assert pairs(base) == {(old, new)}
    assert fact_with(base, before).superseded
    assert not any(f.superseded for f in base.facts if f.document == "b.txt")
    assert {c.document for c in base.replaced[0].citations} == {"a.txt", "b.txt"}


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("fr", "Le parc installé compte 312 capteurs.",
         "Après inventaire, le parc compte 287 capteurs au lieu de 312."),
        ("en", "The works budget is £240k.", "The works budget was cut from £240k to £195k."),
        ("fr", "Accidents avec chariot : 7 en 2026.", "Les accidents avec chariot : 8 et non 7."),
        ("fr", "L'enveloppe évolutions est de 120 000 €.",
         "L'enveloppe évolutions est notifiée à quatre-vingt-quinze mille, pas cent vingt."),
        ("en", "The depot runs 7 forklifts.", "The depot runs 8 forklifts, not 7."),
        ("en", "The flight audit is in week 15.", "The flight audit moves from week 15 to week 17."),
        ("en", "York Clifton: new store, opens 20 March 2027.", "York Clifton store: opening now 27 March 2027."),
    ],
    ids=["fr au lieu de", "en cut from X to Y", "fr small", "fr X, pas Y", "en not", "en from week", "en now"],
)  # fmt: skip
def test_plain_words_of_change_are_enough(language: str, before: str, after: str) -> None:
    base = read(note("a.txt", before, date=OLD, language=language), note("b.txt", after, date=NEW, language=language))
    assert fact_with(base, before).superseded


def test_a_french_note_corrects_an_english_one() -> None:
    base = read(
        note("a.txt", "The steering review is on 12 March 2027.", date=OLD, language="en"),
        note("b.txt", "La steering review est reportée au 26 mars 2027.", date=NEW),
    )
    assert pairs(base) == {("12 March 2027", "26 mars 2027")}


def test_a_cell_of_a_table_is_corrected_and_its_neighbours_stay() -> None:
    table = rows(("Site", "Capteurs"), ("Gisors", "312"), ("Albi", "90"))
    base = read(
        note("parc.xlsx", table, date=OLD, kind="sheet"),
        note("b.txt", "Correction pour Gisors : 287 capteurs au lieu de 312.", date=NEW),
    )
    assert {f.cells[0]: f.superseded for f in base.facts if f.cells} == {"Gisors": True, "Albi": False}


def test_running_notes_correct_themselves_by_their_day_stamps() -> None:
    base = read(
        note(
            "carnet.txt",
            "05/01 premier comptage : parc de 312 capteurs à Gisors.",
            "22/01 recomptage, le parc est de 287 capteurs et non 312 à Gisors.",
            date="2027-02-01",
        )
    )
    assert pairs(base) == {("312 capteurs", "287 capteurs")}


def test_a_quoted_earlier_mail_is_outdated_by_the_reply_above_it() -> None:
    quoted = segment("Le montant retenu est de 81 k€ pour la phase test.", kind="quoted")
    base = read(note("m.eml", "Le montant retenu est de 74 k€ et non 81 k€.", quoted, kind="mail", date=NEW))
    assert fact_with(base, "pour la phase test").superseded
    assert not fact_with(base, "74 k€ et non").superseded


def test_each_step_of_a_chain_of_corrections_is_history() -> None:
    base = read(
        note("a.txt", "Le parc compte 312 capteurs.", date="2026-12-01"),
        note("b.txt", "Correction : le parc compte 300 capteurs au lieu de 312.", date=OLD),
        note("c.txt", "Correction : le parc compte 287 capteurs au lieu de 300.", date=NEW),
    )
    assert [f.document for f in base.facts if not f.superseded] == ["c.txt"]


def test_one_change_told_twice_is_shown_once() -> None:
    base = read(
        note("a.txt", "Le plan prévoit 30 magasins équipés de portes.", date=OLD),
        note("b.txt", "Portes : 18 magasins équipés au lieu de 30.", date="2027-02-01"),
        note("c.txt", "Magasins équipés de portes : 18 et non 30.", date=NEW),
    )
    assert len(base.replaced) == 1


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("fr", "Le taux de service est de 78 % cet hiver.",
         "Le client veut faire passer le taux de service de 78 % à 85 % d'ici 2027."),
        ("fr", "Le TRS de la ligne est de 71 %.", "Objectif : passer de 71 % à 76 % de TRS d'ici fin 2028."),
        ("fr", "Le CA 2025 était de 410 k€.", "Le CA 2026 est de 465 k€ contre 410 k€ en 2025."),
        ("en", "The service level is 78 this winter.", "The service level will grow from 78 to 85 by 2027."),
        ("en", "Service level is 78% this winter.", "They want to raise the service level from 78% to 85% by 2027."),
        ("fr", "Le dépôt a 7 chariots.", "Le dépôt a 8 portes et 7 quais."),
        ("en", "Photos of the audit were blurred in April 2027.", "The audit moves from week 15 to week 17."),
        ("en", "The NPS was 31 last year.", "The NPS went up from 31 to 38 over the year."),
    ],
)  # fmt: skip
def test_a_trend_or_a_target_is_no_correction(language: str, before: str, after: str) -> None:
    base = read(note("a.txt", before, date=OLD, language=language), note("b.txt", after, date=NEW, language=language))
    assert base.replaced == []
    assert not any(f.superseded for f in base.facts)


@pytest.mark.parametrize(
    "later",
    ["Le parc installé compte 312 capteurs.", "Le site de Gisors emploie 312 personnes."],
    ids=["restated", "another thing"],
)
def test_nothing_newer_is_replaced_by_something_older(later: str) -> None:
    base = read(
        note("a.txt", "Correction : le parc installé compte 287 capteurs au lieu de 312.", date=OLD),
        note("b.txt", later, date=NEW),
    )
    assert not fact_with(base, later).superseded


def test_a_date_once_moved_is_not_moved_back_by_an_older_plan() -> None:
    base = read(
        note("a.txt", "Le comité de lancement est reporté au 26 mars 2027.", date=NEW),
        note("b.txt", "Le comité de lancement est prévu le 12 mars 2027.", date=OLD),
    )
    assert [f.document for f in base.facts if f.superseded] == ["b.txt"]


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("fr", "La visite du four 2 a lieu le 12 mars 2027.", "La visite du four 3 a lieu le 26 mars 2027."),
        ("fr", "Karim envoie le devis des capteurs le 12 mars 2027.",
         "Anne envoie le devis des modules le 26 mars 2027."),
        ("fr", "Le comité de pilotage mensuel se tient le 12 mars 2027.",
         "Le comité de pilotage mensuel se tient le 9 avril 2027."),
        ("en", "Workshop with the Leeds plant is set for 12 March 2027.",
         "Workshop with the York plant is set for 26 March 2027."),
    ],
    ids=["two furnaces", "two quotes", "every month", "two plants"],
)  # fmt: skip
def test_two_appointments_are_not_one_that_moved(language: str, one: str, other: str) -> None:
    base = read(note("a.txt", one, date=OLD, language=language), note("b.txt", other, date=NEW, language=language))
    assert not any(f.superseded for f in base.facts)


def test_values_that_nobody_corrects_stay() -> None:
    base = read(
        note(
            "a.txt", "Le parc installé compte 312 capteurs.", "Le contrat de maintenance vaut 48 000 € par an.",
            "Le site emploie 312 personnes.", date=OLD,
        ),
        note("b.txt", "Correction : le parc installé compte 287 capteurs au lieu de 312.", date=NEW),
    )  # fmt: skip
    assert [f.citations[0].quote for f in base.facts if f.superseded] == ["Le parc installé compte 312 capteurs."]


def test_a_correction_leaves_the_other_sentences_of_the_same_paragraph() -> None:
    base = read(
        note("a.txt", "Le parc installé compte 312 capteurs. Le contrat vaut 48 000 € par an.", date=OLD),
        note("b.txt", "Correction : le parc installé compte 287 capteurs au lieu de 312.", date=NEW),
    )
    assert not fact_with(base, "48 000 €").superseded
