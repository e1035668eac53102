"""Texts on charts fit, read well in both languages, and hold nothing that a picture cannot."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.charts.words import clean, cut, labels, short_money, width, wrap

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        ("0", "0 €", "€0"),
        ("99.5", "99,5 €", "€99.5"),
        ("4200", "4 200 €", "€4,200"),
        ("9999.99", "10 000 €", "€10,000"),
        ("12345", "12,3 k€", "€12.3k"),
        ("264000", "264 k€", "€264k"),
        ("999499", "999 k€", "€999k"),
        ("999500", "1 M€", "€1m"),
        ("1250000", "1,25 M€", "€1.25m"),
        ("1500000000000", "1 500 Md€", "€1,500bn"),
        ("1000000000000000", "1 000 000 Md€", "€1,000,000bn"),
        ("-264000", "-264 k€", "-€264k"),
    ],
)
def test_amounts_are_short(value: str, french: str, english: str) -> None:
    assert short_money(Decimal(value), "EUR", "fr") == french.replace(" ", NBSP)
    assert short_money(Decimal(value), "EUR", "en") == english


def test_other_currencies_keep_their_code_and_none_shows_nothing() -> None:
    assert short_money(Decimal(1_250_000), "CHF", "fr") == f"1,25{NBSP}M{NBSP}CHF"
    assert short_money(Decimal(1_250_000), "CHF", "en") == f"CHF{NBSP}1.25m"
    assert short_money(Decimal(1_250_000), "XXX", "fr") == f"1,25{NBSP}M"
    assert short_money(Decimal(1_250_000), "XXX", "en") == "1.25m"


def test_a_long_name_ends_at_a_word() -> None:
    assert cut("Industries Mécaniques du Grand Ouest et Associés", 150) == "Industries Mécaniques…"
    assert cut("Alpha", 150) == "Alpha"


def test_names_that_begin_alike_keep_their_ends() -> None:
    one, other, short = labels(
        [f"Compagnie générale des matériaux – site de {city}" for city in ("Lyon", "Lille")] + ["A"]
    )
    assert one.endswith("Lyon")
    assert other.endswith("Lille")
    assert short == "A"


def test_what_cannot_be_seen_is_left_out() -> None:
    assert clean("  a\u202eb\x00c\td\r\ne\u200b\ud800 ") == "abc d e"
    assert labels(["\u200b"]) == ["–"]


def test_wrapped_lines_fit_and_lose_nothing_while_there_is_room() -> None:
    text = "Un accord est possible : 8 EUR/h de marge, entre 96 EUR/h et 104 EUR/h"
    lines = wrap(text, 300, 17, bold=True)
    assert " ".join(lines) == text
    assert all(width(line, 17, bold=True) <= 300 for line in lines)
    assert wrap("mot " * 200, 100, 12)[-1].endswith("…")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.integers(30, 300))
def test_a_cut_text_fits(text: str, most: int) -> None:
    short = cut(text, most)
    assert width(short) <= most
    assert short == clean(text) or short.endswith("…")
