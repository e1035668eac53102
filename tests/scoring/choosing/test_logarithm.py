"""The logarithm that orders accounts is right to far more digits than an order needs."""

from __future__ import annotations

from decimal import Context, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.scoring.choosing.logarithm import Logarithms

TRUE = Context(prec=60)
ERROR = Decimal("1e-37")


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 10**23), st.integers(-30, 5))
def test_is_the_natural_logarithm(digits: int, exponent: int) -> None:
    value = Decimal(digits).scaleb(exponent)
    assert abs(Logarithms()[value] - value.ln(TRUE)) < ERROR


@pytest.mark.parametrize(
    "text",
    ["1", "0.000000000001", "0.999999999999", "999.5", "999.49999999", "1e15", "1e-8", "999999999999999.99999999"],
)
def test_at_the_ends_of_its_table(text: str) -> None:
    assert abs(Logarithms()[Decimal(text)] - Decimal(text).ln(TRUE)) < ERROR


def test_same_value_in_other_spelling_is_asked_once() -> None:
    logs = Logarithms()
    assert logs[Decimal("0.10")] == logs[Decimal("0.1")]
    assert len(logs) == 1
