import datetime as dt
import time
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.schemas.facts import Quantity
from copilot.text.cells import extract_cell
from copilot.text.quantities import extract_quantities, same_value

REFERENCE = dt.date(2026, 2, 10)


def read(text: str, language: str = "fr") -> list[Quantity]:
    return extract_quantities(text, language, REFERENCE)


def one(text: str, language: str = "fr") -> Quantity:
    (quantity,) = read(text, language)
    return quantity


@pytest.mark.parametrize(
    ("text", "language", "kind", "value", "unit"),
    [
        ("12 000 €", "fr", "money", "12000", "EUR"),
        ("1,2 M€", "fr", "money", "1200000", "EUR"),
        ("3.4 M€", "fr", "money", "3400000", "EUR"),
        ("200 K EUR", "fr", "money", "200000", "EUR"),
        ("1.5 Md€", "fr", "money", "1500000000", "EUR"),
        ("82 mille euros", "fr", "money", "82000", "EUR"),
        ("2,5 Mio. €", "de", "money", "2500000", "EUR"),
        ("350 Tsd. Euro", "de", "money", "350000", "EUR"),
        ("£1.2m", "en", "money", "1200000", "GBP"),
        ("$2.5bn", "en", "money", "2500000000", "USD"),
        ("EUR 3.42m", "en", "money", "3420000", "EUR"),
        ("$1,200 million", "en", "money", "1200000000", "USD"),
        ("52,40 €/h", "fr", "rate", "52.40", "EUR/h"),
        ("46,80 € de l’heure", "fr", "rate", "46.80", "EUR/h"),
        ("£62 per hour", "en", "rate", "62", "GBP/h"),
        ("7 400 €/h", "fr", "rate", "7400", "EUR/h"),
        ("10 %", "fr", "percent", "10", "%"),
        ("-31 %", "fr", "percent", "-31", "%"),
        ("\u22126 %", "fr", "percent", "-6", "%"),
        ("moins six pour cent", "fr", "percent", "-6", "%"),
        ("minus six percent", "en", "percent", "-6", "%"),
        ("3,5 pts", "fr", "points", "3.5", "pts"),
        ("4.5 percentage points", "en", "points", "4.5", "pts"),
        ("7,4/10", "fr", "rating", "7.4", "/10"),
        ("4.2 / 5", "en", "rating", "4.2", "/5"),
        ("1 sur 4", "fr", "ratio", "0.25", ""),
        ("1 in 4", "en", "ratio", "0.25", ""),
        ("36 mois", "fr", "duration", "36", "month"),
        ("trois ans", "fr", "duration", "3", "year"),
        ("three years", "en", "duration", "3", "year"),
        ("un an", "fr", "duration", "1", "year"),
        ("214 capteurs", "fr", "count", "214", "capteur"),
        ("six sites", "fr", "count", "6", "site"),
        ("dix-huit techniciens", "fr", "count", "18", "technicien"),
        ("3 nouveaux sites", "fr", "count", "3", "site"),
        ("1,200 employees", "en", "count", "1200", "employee"),
        ("1,840", "fr", "number", "1.840", ""),
        ("1,840", "en", "number", "1840", ""),
        ("3,115 millions", "fr", "number", "3115000", ""),
        ("8h30", "fr", "number", "8.5", "h"),
    ],
)
def test_reads_values_with_their_units(text, language, kind, value, unit):
    quantity = one(f"Soit {text}." if language != "en" else f"So {text}.", language)
    assert (quantity.kind, quantity.value, quantity.unit) == (kind, Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("3 à 6 mois", 3, 6, "month"),
        ("10–12 %", 10, 12, "%"),
        ("entre 22h et 4h", 22, 4, "h"),
        ("22h-4h", 22, 4, "h"),
        ("1 à 2 M€", 10**6, 2 * 10**6, "EUR"),
        ("between 5 and 7 %", 5, 7, "%"),
        ("£1.2m–£1.5m", 1200000, 1500000, "GBP"),
    ],
)
def test_reads_ranges(text, low, high, unit):
    quantity = one(text, "en" if text.startswith(("b", "£")) else "fr")
    assert (quantity.value, quantity.high, quantity.unit) == (low, high, unit)


def test_two_stated_values_are_not_a_range():
    assert [q.value for q in read("de 78 % à 85 %")] == [78, 85]
    assert [q.value for q in read("le périmètre est passé de 4 à 6 sites")] == [4, 6]


@pytest.mark.parametrize(
    ("text", "iso", "unit"),
    [
        ("18/11/2025", "2025-11-18", ""),
        ("2026-03-31", "2026-03-31", ""),
        ("31 mars 2026", "2026-03-31", ""),
        ("1er juillet", "2026-07-01", "--07-01"),
        ("March 31st 2026", "2026-03-31", ""),
        ("mi-mars", "2026-03", "--03|mid"),
        ("fin 2027", "2027", "end"),
        ("T1 2026", "2026-Q1", ""),
        ("Q3 FY26", "2026-Q3", ""),
        ("semaine 14", "2026-W14", "--W14"),
        ("S14", "2026-W14", "--W14"),
        ("week 14", "2026-W14", "--W14"),
        ("H1 2026", "2026-H1", ""),
        ("été 2026", "2026-Q3", ""),
        ("06/02", "2026-02-06", "--02-06"),
        ("demain", "2026-02-11", ""),
        ("vendredi dernier", "2026-02-06", ""),
        ("next month", "2026-03", ""),
        ("3. März 2026", "2026-03-03", ""),
        ("en 2014", "2014", ""),
        ("2018-19", "2018", ""),
    ],
)
def test_reads_dates_at_their_precision(text, iso, unit):
    quantity = one(text)
    assert quantity.date is not None
    assert (quantity.kind, quantity.date.iso(), quantity.unit) == ("date", iso, unit)


def test_date_without_year_and_reference_stays_open():
    (quantity,) = extract_quantities("le 31 mars", "fr")
    assert (quantity.date, quantity.unit) == (None, "--03-31")


def test_day_and_month_order_is_flagged_in_english():
    assert one("03/04/2026", "en").ambiguous
    assert not one("03/04/2026", "fr").ambiguous
    assert one("04/15/2026", "en").date.iso() == "2026-04-15"


@pytest.mark.parametrize(
    "text",
    ["MIR-2023-07", "ACH-26-011", "N2", "v0.9", "art. 9.5", "06 12 34 56 78", "+33 6 12 34 56 78",
     "FR76 3000 6000 0112 3456 7890 189", "a.b12@mail.example", "ISO 9001", "onduleuse n° 2", "24/7",
     "01_CR_181125.docx", "https://x.example/2026/03"],
)  # fmt: skip
def test_names_with_figures_are_not_quantities(text):
    assert read(text) == []


def test_article_number_at_line_start_is_not_a_quantity():
    assert [q.text for q in read("9.5 Le total est plafonné à 5 % du forfait")] == ["5 %"]


@pytest.mark.parametrize("text", ["au moins six pour cent", "au moins 6 %"])
def test_at_least_is_no_minus(text):
    assert one(text).value == 6


@pytest.mark.parametrize(
    ("cell", "header", "kind", "value", "unit"),
    [
        ("3420", "CA 2025 (k€)", "money", "3420000", "EUR"),
        ("96.9", "Dispo %", "percent", "96.9", "%"),
        ("9", "Techniciens", "count", "9", "technicien"),
        ("3,4", "MTTR (h)", "duration", "3.4", "hour"),
        ("62", "Rate £/h", "rate", "62", "GBP/h"),
        ("1.25", "Revenue ($m)", "money", "1250000", "USD"),
        ("450 €", "Pénalité", "money", "450", "EUR"),
        ("1 234", "Montant HT", "number", "1234", ""),
    ],
)
def test_cell_takes_its_unit_from_the_header(cell, header, kind, value, unit):
    quantity = extract_cell(cell, header)
    assert quantity is not None
    assert (quantity.kind, quantity.value, quantity.unit) == (kind, Decimal(value), unit)


def test_cell_of_words_holds_no_value():
    assert extract_cell("rue du 8 mai, 12 lots", "Adresse") is None


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("1,2 M€", "1 200 000 €", True),
        ("1,2 M€", "1,2 M$", False),
        ("10 %", "10 pts", False),
        ("-6 %", "6 %", False),
        ("31 mars 2026", "2026-03-31", True),
        ("mars 2026", "31 mars 2026", True),
        ("31 mars 2026", "mars 2026", False),
        ("fin 2027", "début 2027", False),
        ("fin 2027", "31/12/2027", True),
        ("1 sur 4", "25 %", True),
        ("7 sites", "7 capteurs", False),
        ("3 à 6 mois", "6 mois", False),
    ],
)
def test_same_value_compares_kind_unit_sign_and_precision(a, b, same):
    assert same_value(one(a), one(b)) is same


AMOUNTS = st.integers(min_value=1, max_value=9_999_999)


def _french(value: int, space: str) -> str:
    return f"{value:,}".replace(",", space)


@settings(deadline=None)
@given(AMOUNTS, st.sampled_from([" ", "\u00a0", "\u202f"]))
def test_formatting_does_not_change_a_value(value, space):
    french = one(f"Total {_french(value, space)}{space}€")
    english = one(f"Total €{value:,}", "en")
    assert same_value(french, english)
    assert same_value(english, french)


@settings(deadline=None)
@given(st.decimals(min_value=1, max_value=999, places=2))
def test_decimal_mark_does_not_change_a_value(value):
    assert same_value(one(f"{str(value).replace('.', ',')} M€"), one(f"€{value}m", "en"))


@settings(deadline=None)
@given(
    st.text(alphabet="0123456789 .,-/%€$kMhTQSa-zé\u00a0\n:'", max_size=80) | st.text(max_size=80),
    st.sampled_from(["fr", "en", "de", "it"]),
)
def test_any_text_gives_sorted_exact_separate_spans(text, language):
    found = read(text, language)
    assert all(text[q.start : q.end] == q.text for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize("unit", ["1 % ", "111 ", "deux ", "vingt et ", "a1-", " ", "1.1", "12/03/", "fin de la "])
def test_time_grows_with_length_only(unit):
    def seconds(length: int) -> float:
        start = time.process_time()
        extract_quantities((unit * (length // len(unit) + 1))[:length], "fr", REFERENCE)
        return time.process_time() - start

    short = max(seconds(4_000), 0.01)
    assert seconds(40_000) < 60 * short


@pytest.mark.parametrize("label", ["3.", "3)", "2.1)", "2.1.", "1.a)"])
def test_the_number_of_an_item_is_no_value(label):
    assert [(q.value, q.unit) for q in read(f"{label} Remise de 3 % sur les pièces")] == [(Decimal(3), "%")]
