"""How notes are cut into facts, and what is left out when they are phrased."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.facts.phrase import compress, excerpt
from copilot.facts.statements import Statement, statements_of
from copilot.schemas.evidence import Locator
from tests.notes import fact_with, note, read, rows, segment, turns


def statement(text: str, language: str = "fr", kind: str = "paragraph") -> Statement:
    document = note("a.txt", segment(text, kind=kind), language=language)
    return statements_of(document, [document], {})[0]


def test_a_row_is_told_with_its_columns_and_units() -> None:
    header = ("Site", "Capteurs", "CA 2026 (k€)")
    base = read(note("x.xlsx", rows(header, ("Gisors", "312", "410"), heading="Parc"), kind="sheet"))
    fact = base.facts[0]
    assert fact.text == "Gisors – Capteurs : 312, CA 2026 : 410 k€"
    assert fact.citations[0].quote == "Gisors | 312 | 410"
    assert [(q.kind, q.value) for q in fact.quantities] == [("count", Decimal(312)), ("money", Decimal(410_000))]
    assert (fact.header, fact.heading, fact.locator.row) == (list(header), "Parc", 2)


def test_a_sentence_that_refers_back_stays_with_the_one_before() -> None:
    long = (
        "Le client veut ramener le délai de dépannage de huit heures à quatre heures sur tous les fours. "
        "Cela suppose une astreinte de nuit avec deux techniciens présents. "
        "Le comité industriel regarde surtout le coût complet sur trois ans avant toute décision."
    )
    quotes = [f.citations[0].quote for f in read(note("p.docx", long, kind="minutes")).facts]
    assert quotes == [long.split(" Le comité")[0], "Le comité" + long.split("Le comité")[1]]


@pytest.mark.parametrize(
    ("language", "lines", "days"),
    [
        ("fr", ["05/01 appel avec les achats, remise de 8 % demandée", "relance du devis des capteurs",
                "22/01 : visite du four 3"], ["2027-01-05", "2027-01-05", "2027-01-22"]),
        ("en", ["22 Apr call with purchasing, 8% discount requested", "spare parts quote sent again",
                "3 May - kiln 3 visited"], ["2027-04-22", "2027-04-22", "2027-05-03"]),
    ],
)  # fmt: skip
def test_running_notes_carry_the_day_of_their_stamp(language: str, lines: list[str], days: list[str]) -> None:
    base = read(note("n.txt", *lines, language=language, date="2027-05-10" if language == "en" else "2027-02-01"))
    assert [f.citations[0].date for f in base.facts] == days
    assert [f.said_on for f in base.facts] == [dt.date.fromisoformat(d) for d in days]
    assert not any(re.match(r"\d", f.text) for f in base.facts)
    assert [f.citations[0].quote for f in base.facts] == lines


def test_a_short_reply_is_told_with_the_question_it_answers() -> None:
    said = turns(("Karim Sayed", "Pour quand voulez-vous le devis des capteurs ?"), ("Odile Castan", "Le 22 mai 2027."))
    fact = fact_with(read(note("t.vtt", said, kind="transcript")), "Le 22 mai")
    assert "devis des capteurs" in fact.text
    assert "22 mai 2027" in fact.text
    assert len(fact.citations) == 2


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("fr", "Bon, euh, la dérive est de -23 °C, soit -23 % de rendement.", "-23 % de rendement"),
        ("en", "Well, the margin moved by -23% on kilns.", "-23%"),
        ("fr", "- 4,5 % de remise au plus, pas davantage.", "pas davantage"),
        ("fr", "L'écart au budget est de −23 k€ sur les pièces.", "−23 k€"),
    ],
)
def test_signs_and_negations_survive(language: str, text: str, told: str) -> None:
    assert told in compress(statement(text, language))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "-23 % de rendement sur le four 3 depuis mars"),
        ("fr", "2.4 M€ de chiffre avec nous sur trois ans"),
        ("en", "12.5 % discount is what they ask for on spares"),
        ("en", "8.5 million pounds is their yearly spend on glass"),
        ("en", "24/7 support is a must for the kilns"),
        ("en", "9/10 of the operators are trained already"),
    ],
)
def test_a_figure_that_opens_a_sentence_stays(language: str, text: str) -> None:
    assert compress(statement(text, language)).startswith(text.split()[0])


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("fr", "Bon, alors, la remise demandée est de 8 %.", "La remise demandée est de 8 %."),
        ("en", "Well, actually, they ask for 8% off spare parts.", "They ask for 8% off spare parts."),
        ("fr", "**Rappel** : le préavis est de six mois.", "Rappel : le préavis est de six mois."),
        ("fr", "2.a) la remise demandée est de 8 %.", "La remise demandée est de 8 %."),
        ("fr", "b) la remise demandée est de 8 %.", "La remise demandée est de 8 %."),
        ("fr", "iv) la remise demandée est de 8 %.", "La remise demandée est de 8 %."),
    ],
)
def test_openers_and_emphasis_go(language: str, text: str, told: str) -> None:
    assert compress(statement(text, language)) == told


WORDS = st.sampled_from(
    (
        "le la client veut une remise de 8 % -23 k€ 12,5 sur four capteurs, (hors pose) mais et donc merci bonjour pas "
        "jamais Castan attend budget. 46 000 € alors enfin the price is not final but we expect, which so Well, ok : – "
        "… ? ! ;"
    ).split()
)


@given(st.lists(WORDS, min_size=2, max_size=70), st.sampled_from(["fr", "en"]))
def test_phrasing_only_ever_leaves_words_out(words: list[str], language: str) -> None:
    text = " ".join(words)
    source = re.findall(r"\w+", text.casefold())
    for found in statements_of(*(lambda d: (d, [d], {}))(note("a.txt", text, language=language))):
        for told in (compress(found), excerpt(found)):
            rest = iter(source)
            assert all(word in rest for word in re.findall(r"\w+", told.casefold())), told


@given(st.lists(WORDS, min_size=2, max_size=70))
def test_every_fact_quotes_its_note_word_for_word(words: list[str]) -> None:
    text = " ".join(words)
    for fact in read(note("a.txt", text)).facts:
        assert all(c.quote in text for c in fact.citations)
        assert 0 <= fact.weight <= 1
        assert fact.sections


def test_a_planned_day_is_not_the_day_a_line_was_said() -> None:
    lines = [segment("15/04/2026 : livraison des bobines prévue."), segment("02/02/2026 : prix confirmé.")]
    document = note("a.txt", *lines, date="2026-03-01")
    days = [statement.said_on for statement in statements_of(document, [document], {})]
    assert days == [dt.date(2026, 3, 1), dt.date(2026, 2, 2)]


def test_a_message_without_its_year_is_of_the_year_of_the_other_notes() -> None:
    turn = segment("Le prix passe à 120 k€.", kind="turn", author="anne", locator=Locator(line=1, time="12/02 08:50"))
    base = read(note("a.txt", "Rien à signaler.", date="2027-02-20"), note("c.txt", turn, date=None, kind="transcript"))
    assert str(fact_with(base, "120 k€").said_on) == "2027-02-12"
