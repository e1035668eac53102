"""What two sources say differently, and what only looks like it."""

from __future__ import annotations

import pytest

from copilot.schemas.facts import FactBase
from tests.notes import note, read, rows, segment

OLD, NEW = "2027-01-10", "2027-02-15"


def two(one: str, other: str, languages: str = "fr fr", old: str | None = OLD, new: str | None = NEW) -> FactBase:
    """The facts of two notes of one sentence each."""
    a, b = languages.split()
    return read(note("a.txt", one, date=old, language=a), note("b.txt", other, date=new, language=b))


def assert_disputed(base: FactBase, kind: str, *words: str) -> None:
    """One contradiction of that kind, each word on a side of its own, both with quote and date, nothing replaced."""
    assert [c.kind for c in base.contradictions] == [kind], (base.contradictions, base.replaced)
    sides = base.contradictions[0].sides
    assert len(sides) == 2
    texts = [" ".join([side.text, *(c.quote for c in side.citations)]) for side in sides]
    assert any(words[0] in a and words[1] in b for a, b in (texts, reversed(texts))), texts
    assert all(side.citations and side.citations[0].quote for side in sides)
    assert base.contradictions[0].resolution is None
    assert base.replaced == []


VALUES = [
    ("fr fr", "Le taux de service 2026 chez Verrier est de 96,8 %.",
     "Le taux de service 2026 chez Verrier est de 94,9 %.",
     "96,8 %", "94,9 %"),
    ("fr fr", "Les pénalités 2026 s'élèvent à 128 k€.", "Les pénalités 2026 s'élèvent à 71 k€.", "128 k€", "71 k€"),
    ("fr fr", "Le contrat prévoit un plafond de pénalités de 5 %.", "Le plafond de pénalités du contrat est de 3 %.",
     "5 %", "3 %"),
    ("fr fr", "Le CA 2026 avec Verrier est de 2,41 M€.", "Le CA 2026 réalisé avec Verrier est de 2,28 M€.", "2,41",
     "2,28"),
    ("fr fr", "Le délai de paiement est de 45 jours.", "Le délai de paiement est de 60 jours.", "45 jours", "60 jours"),
    ("en en", "Fill rate in 2026 was 96.8% at Verrier.", "Fill rate in 2026 was 94.9% at Verrier.", "96.8%", "94.9%"),
    ("en en", "Service credits for 2026 total £128k.", "Service credits for 2026 total £71k.", "£128k", "£71k"),
    ("en en", "The liability cap in the contract is £2m.", "The liability cap in the contract is £1.5m.", "£2m",
     "£1.5m"),
    ("fr en", "L'OTIF 2026 de Gisors est de 93,1 %.", "OTIF 2026 at Gisors: 88.4%.", "93,1 %", "88.4%"),
    ("en en", "Our records show 42 open tickets.", "The client says there are 57 open tickets.", "42", "57"),
    ("fr fr", "Le contrat comporte un préavis de 6 mois.", "Le préavis du contrat est de 3 mois.", "6 mois", "3 mois"),
    ("en fr", "The NPS of 2026 is 31.", "Le NPS 2026 est de 24.", "31", "24"),
]  # fmt: skip


@pytest.mark.parametrize(("languages", "one", "other", "a", "b"), VALUES)
def test_two_values_of_one_thing(languages: str, one: str, other: str, a: str, b: str) -> None:
    assert_disputed(two(one, other, languages), "value", a, b)


DATES = [
    ("fr fr", "Le contrat-cadre se termine le 30 juin 2028.", "Le contrat-cadre se termine le 31 décembre 2028.",
     "30 juin 2028", "31 décembre 2028"),
    ("fr fr", "Le contrat a été signé le 3 mai 2024.", "Le contrat a été signé le 12 juin 2024.", "3 mai 2024",
     "12 juin 2024"),
    ("en en", "The master agreement ends on 30 June 2028.", "The master agreement ends on 31 December 2028.",
     "30 June 2028", "31 December 2028"),
    ("en en", "The contract was signed on 3 May 2024.", "The contract was signed on 12 June 2024.", "3 May", "12 June"),
]  # fmt: skip


@pytest.mark.parametrize(("languages", "one", "other", "a", "b"), DATES)
def test_two_dates_of_one_thing(languages: str, one: str, other: str, a: str, b: str) -> None:
    assert_disputed(two(one, other, languages), "date", a, b)


def test_one_appointment_on_two_days_in_notes_of_one_day() -> None:
    base = two(
        "Le comité de pilotage se tient le 12 mars 2027.", "Le comité de pilotage se tient le 19 mars 2027.", new=OLD
    )
    assert_disputed(base, "date", "12 mars 2027", "19 mars 2027")


OWNERS = [
    ("fr fr", "Karim Benaïssa prépare le bilan des capteurs de Gisors.",
     "Anne Lebrun prépare le bilan des capteurs de Gisors.", "Benaïssa", "Lebrun"),
    ("fr fr", "Envoi du devis capteurs : Karim Benaïssa.", "Envoi du devis capteurs : Anne Lebrun.", "Benaïssa",
     "Lebrun"),
    ("en en", "Kevin Bright will send the sensor report to Leeds.", "Anna Lebrun will send the sensor report to Leeds.",
     "Bright", "Lebrun"),
]  # fmt: skip


@pytest.mark.parametrize(("languages", "one", "other", "a", "b"), OWNERS)
def test_two_owners_of_one_action(languages: str, one: str, other: str, a: str, b: str) -> None:
    assert_disputed(two(one, other, languages), "owner", a, b)


def test_two_owners_in_two_action_tables() -> None:
    header = ("Action", "Owner", "Due")
    base = read(
        note("a.md", rows(header, ("Sensor report for Leeds", "Kevin Bright", "12 March")), date=OLD, language="en"),
        note("b.md", rows(header, ("Sensor report for Leeds", "Anna Lebrun", "12 March")), date=NEW, language="en"),
    )
    assert_disputed(base, "owner", "Bright", "Lebrun")


ROLES = [
    ("fr fr", "Odile Castan (directrice financière) était présente.",
     "Odile Castan (responsable maintenance) était absente.",
     "financière", "maintenance"),
    ("en en", "Olivia Castan (Finance Director) was there.", "Olivia Castan (Head of Maintenance) was away.",
     "Finance", "Maintenance"),
    ("fr en", "Odile Castan (directrice financière) était présente.", "Odile Castan (Plant Manager) was away.",
     "financière", "Plant"),
    ("fr fr", "Le décideur est Marc Tellier.", "Le décideur est Odile Castan.", "Tellier", "Castan"),
    ("fr fr", "Marc Tellier décide seul des volumes.", "Odile Castan est la décideuse.", "Tellier", "Castan"),
    ("en en", "Mark Tellier is the decision maker.", "The decision maker is Olivia Castan.", "Tellier", "Castan"),
    ("en en", "Mark Tellier is the CFO.", "Olivia Castan is the CFO.", "Tellier", "Castan"),
    ("fr en", "Marc Tellier est le décideur.", "Olivia Castan is the decision maker.", "Tellier", "Castan"),
]  # fmt: skip


@pytest.mark.parametrize(("languages", "one", "other", "a", "b"), ROLES)
def test_two_titles_of_one_person_or_two_persons_in_one_role(
    languages: str, one: str, other: str, a: str, b: str
) -> None:
    assert_disputed(two(one, other, languages), "role", a, b)


DECISIONS = [
    ("fr fr", "L'extension du pilote à Albi est validée.", "L'extension du pilote à Albi n'est pas validée.",
     "est validée", "pas validée"),
    ("fr fr", "Le budget formation est accordé.", "Le budget formation a été refusé.", "accordé", "refusé"),
    ("fr fr", "Le comité a décidé de garder Vigimec.", "Rien n'est décidé pour Vigimec au comité.", "décidé de",
     "Rien"),
    ("en en", "The roll-out in York was approved.", "The roll-out in York has not been approved.", "was", "not"),
    ("en en", "The training budget was granted.", "The training budget was refused.", "granted", "refused"),
    ("fr en", "Le pilote Vigimec d'Albi est validé.", "The Vigimec pilot in Albi was rejected.", "validé", "rejected"),
]  # fmt: skip


@pytest.mark.parametrize(("languages", "one", "other", "a", "b"), DECISIONS)
def test_decided_here_and_not_there(languages: str, one: str, other: str, a: str, b: str) -> None:
    assert_disputed(two(one, other, languages), "decision", a, b)


WORDS = [
    ("fr", "Réclamations : selon elle 5 sont encore ouvertes. Notre qualité dit 3 ouvertes.", "5", "3"),
    ("fr", "Casse des palettes : leur relevé donne 4,1 %, chez nous 3,4 %. À rapprocher.", "4,1 %", "3,4 %"),
    ("en", "Open tickets: she counts 14, our desk says 9. To be reconciled.", "14", "9"),
    ("en", "According to their dashboard uptime was 98.2%, ours shows 99.1%.", "98.2%", "99.1%"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "words", "a", "b"), WORDS)
def test_one_note_that_reports_two_sources(language: str, words: str, a: str, b: str) -> None:
    assert_disputed(read(note("a.txt", words, date=OLD, language=language)), "value", a, b)


def test_a_measure_of_the_field_against_a_cell_named_by_its_row() -> None:
    table = rows(("Indicateur", "2025", "2026"), ("DN panel (%)", "81", "83"), ("Poids promo (%)", "24", "27"))
    base = read(
        note("revue.pptx", table, date=OLD, kind="deck"),
        note("tournee.md", "DN relevée : avec nos relevés je suis à 76 %, le panel donne 83. Pas tranché.", date=NEW),
    )
    assert_disputed(base, "value", "76 %", "83")


CLEAN = [
    pytest.param("fr fr", "L'objectif de taux de service 2026 est de 98 %.", "Le taux de service 2026 est de 94,9 %.",
                 id="target and result"),
    pytest.param("fr fr", "Le taux de service contractuel est de 98 %.", "Le taux de service mesuré est de 94,9 %.",
                 id="contract and result"),
    pytest.param("fr fr", "Le taux de service 2025 est de 96,8 %.", "Le taux de service 2026 est de 94,9 %.",
     id="two years"),
    pytest.param("fr fr", "La casse de janvier est de 4,1 %.", "La casse de février est de 3,4 %.", id="two months"),
    pytest.param("fr fr", "Le taux de service de Gisors est de 96,8 %.", "Le taux de service d'Albi est de 94,9 %.",
                 id="two sites"),
    pytest.param("fr fr", "Le prix des capteurs est de 85 €.", "Le prix des passerelles est de 95 €.",
     id="two products"),
    pytest.param("fr fr", "L'offre de Sorvex est à 41 € de l'heure.", "L'offre de Kelvor est à 44 € de l'heure.",
                 id="two competitors"),
    pytest.param("fr fr", "Le gain est estimé à 410 k€ par an.", "Le gain constaté est de 365 k€ par an.",
                 id="estimate and actual"),
    pytest.param("fr fr", "Le CA brut 2026 est de 2,41 M€.", "Le CA net 2026 est de 2,28 M€.", id="gross and net"),
    pytest.param("fr fr", "La remise demandée est de 6 %.", "La remise accordée est de 2 %.", id="asked and granted"),
    pytest.param("fr fr", "Le taux de casse 2026 est de 3 à 4 %.", "Le taux de casse 2026 est de 3,4 %.", id="range"),
    pytest.param("fr fr", "Le CA 2026 est de 2,4 M€.", "Le CA 2026 est de 2,41 M€.", id="rounding"),
    pytest.param("fr fr", "Le CA 2026 est de 2 410 k€.", "Le CA 2026 est de 2,41 M€.", id="same value"),
    pytest.param("fr fr", "Le taux de service minimum est de 95 %.", "Le taux de service moyen est de 97 %.",
     id="min and mean"),
    pytest.param("fr fr", "Le TRS est passé de 71 % à 76 %.", "Le TRS de départ est de 71 %.", id="a trend"),
    pytest.param("fr fr", "La marge brute 2026 est de 42 %.", "La marge nette 2026 est de 31 %.", id="two margins"),
    pytest.param("fr fr", "Le budget 2026 demandé est de 200 k€.", "Le budget 2026 débloqué est de 139 k€.",
                 id="asked and released"),
    pytest.param("en en", "The 2026 target for fill rate is 98%.", "Fill rate in 2026 was 94.9%.", id="en target"),
    pytest.param("en en", "Uptime in Q1 2026 was 99.1%.", "Uptime in Q2 2026 was 98.2%.", id="en two quarters"),
    pytest.param("en en", "Uptime of kiln 2 was 99.1%.", "Uptime of kiln 3 was 98.2%.", id="en two kilns"),
    pytest.param("en en", "Gross margin in 2026 was 42%.", "Net margin in 2026 was 31%.", id="en gross and net"),
    pytest.param("en en", "The estimated saving is £410k a year.", "The audited saving is £365k a year.",
     id="en estimate"),
    pytest.param("en en", "Revenue in 2026 was £2.4m.", "Revenue in 2026 was £2.41m.", id="en rounding"),
    pytest.param("en en", "Sorvex bids £41 an hour.", "Kelvor bids £44 an hour.", id="en two bidders"),
    pytest.param("en en", "Their walk-away is 3%.", "Our walk-away is 2%.", id="en two parties"),
    pytest.param("fr fr", "Karim Benaïssa prépare le bilan de Gisors.", "Anne Lebrun prépare le bilan d'Albi.",
                 id="two actions"),
    pytest.param("fr fr", "Karim Benaïssa et Anne Lebrun préparent le bilan des capteurs.",
                 "Anne Lebrun prépare le bilan des capteurs.", id="shared action"),
    pytest.param("fr fr", "Odile Castan (directrice achats) était là.", "Odile Castan (dir. achats groupe) était là.",
                 id="one title written twice"),
    pytest.param("fr en", "Odile Castan (directrice achats) était là.", "Odile Castan (Head of Procurement) was there.",
                 id="one title in two languages"),
    pytest.param("fr fr", "Odile Castan (DAF) était là.", "Odile Castan (directrice financière) était là.",
     id="short title"),
    pytest.param("en en", "Mark Tellier is the plant manager in Leeds.", "Olivia Castan is the plant manager in York.",
                 id="two plants"),
    pytest.param("en en", "Mark Tellier is one of the decision makers.", "Olivia Castan is one of the decision makers.",
                 id="several deciders"),
    pytest.param("fr fr", "Le décideur technique est Marc Tellier.", "Le décideur achats est Odile Castan.",
                 id="two kinds of decider"),
    pytest.param("fr fr", "Le budget formation est accordé.", "Le budget travaux a été refusé.", id="two budgets"),
    pytest.param("fr fr", "La phase 1 est validée.", "La phase 2 n'est pas validée.", id="two phases"),
    pytest.param("en en", "The York roll-out was approved.", "The Leeds roll-out was refused.", id="en two roll-outs"),
    pytest.param("fr fr", "Le devis capteurs part le 12 mars 2027.", "Le devis modules part le 26 mars 2027.",
     id="two quotes"),
    pytest.param("fr fr", "Le préavis du contrat est de 6 mois.", "La durée du contrat est de 3 ans.",
     id="notice and term"),
]  # fmt: skip


@pytest.mark.parametrize(("languages", "one", "other"), CLEAN)
def test_what_only_looks_like_a_contradiction(languages: str, one: str, other: str) -> None:
    assert two(one, other, languages).contradictions == []


def test_the_quoted_mail_below_a_reply_contradicts_nobody() -> None:
    quoted = segment("Le taux de service 2026 chez Verrier est de 94,9 %.", kind="quoted")
    base = read(
        note("a.txt", "Le taux de service 2026 chez Verrier est de 96,8 %.", date=OLD),
        note("m.eml", "Bien reçu, merci.", quoted, kind="mail", date=NEW),
    )
    assert base.contradictions == []


def test_a_contradiction_in_one_document_between_two_speakers() -> None:
    said = [
        segment("Le taux de service 2026 chez Verrier est de 96,8 %.", kind="turn", author="Anne Lebrun"),
        segment("Le taux de service 2026 chez Verrier est de 94,9 %.", kind="turn", author="Karim Benaïssa"),
    ]
    assert_disputed(read(note("a.vtt", said, kind="transcript")), "value", "96,8 %", "94,9 %")


def test_a_rate_of_long_ago_is_history_and_no_contradiction() -> None:
    base = two(
        "Le taux de casse des palettes est de 4,1 %.", "Le taux de casse des palettes est de 3,4 %.", old="2025-06-01"
    )
    assert base.contradictions == []
    assert len(base.replaced) == 1


@pytest.mark.parametrize(("one", "other", "word"), [(d[1], d[2], d[4]) for d in (OWNERS[0], ROLES[3])])
def test_a_conflict_without_figures_raises_a_question_too(one: str, other: str, word: str) -> None:
    asked = [g.text for g in two(one, other).gaps if g.topic.startswith("contradiction:")]
    assert len(asked) == 1
    assert word in asked[0]
