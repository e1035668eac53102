"""Tests of how chances and amounts known by bounds are shown."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.scoring.manager.chances import (
    FAR_APART,
    amount_words,
    between_amount,
    between_chance,
    chance_words,
    outward,
    outward_amounts,
)


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [
        ("1/3", "1/3", "0.333333"),
        ("0.512", "0.516", "0.514"),
        ("0.5101", "0.5299", "0.52"),
        ("0.1234565", "0.1234565", "0.123456"),
        ("0.1234567", "0.1234568", "0.123457"),
        ("0", "0.06", None),
        ("0.47", "0.53", None),
    ],
)
def test_roundest_chance(low: str, high: str, shown: str | None) -> None:
    assert between_chance((Fraction(low), Fraction(high))) == (None if shown is None else Decimal(shown))


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [
        ("26665602.36", "26681330.77", "26670000"),
        ("9899.99", "10100.01", "10000"),
        ("118.25", "118.25", "118.25"),
        ("0.01", "0.02", None),
        ("0", "5", None),
        ("118.251", "118.252", "118.252"),
    ],
)
def test_roundest_amount(low: str, high: str, shown: str | None) -> None:
    assert between_amount(Decimal(low), Decimal(high)) == (None if shown is None else Decimal(shown))


@settings(max_examples=60, deadline=None)
@given(st.fractions(0, 1), st.fractions(0, 1))
def test_chance_lies_between_its_bounds(one: Fraction, two: Fraction) -> None:
    bounds = (min(one, two), max(one, two))
    low, high = outward(bounds)
    if one != two:
        assert low <= bounds[0] <= bounds[1] <= high
    shown = between_chance(bounds)
    assert (shown is None) == (bounds[1] - bounds[0] > FAR_APART)
    assert shown is None or low <= shown <= high


@settings(max_examples=60, deadline=None)
@given(st.decimals(min_value=0, max_value=10**9, places=8), st.decimals(min_value=0, max_value=10**6, places=8))
def test_amount_lies_between_its_bounds(low: Decimal, more: Decimal) -> None:
    least, most = outward_amounts(low, low + more)
    shown = between_amount(low, low + more)
    assert least <= low <= low + more <= most
    assert shown is None or low <= shown <= low + more


def test_words() -> None:
    assert chance_words(Decimal("0.51"), Decimal("0.5104"), "en") == "51%"
    assert chance_words(Decimal("0.51"), Decimal("0.53"), "fr") == "entre 51\u00a0% et 53\u00a0%"
    assert chance_words(Decimal("0.99999"), Decimal("0.999999"), "en") == "more than 99.9%"
    assert chance_words(Decimal("0.000001"), Decimal("0.000001"), "fr") == "moins de 0,1\u00a0%"
    assert chance_words(Decimal(0), Decimal(0), "en") == "0%"
    assert chance_words(Decimal(1), Decimal(1), "en") == "100%"
    assert amount_words(Decimal(10), Decimal("10.2"), "EUR", "en") == "€10"
    assert amount_words(Decimal(10), Decimal(12), "EUR", "fr") == "entre 10\u00a0€ et 12\u00a0€"
