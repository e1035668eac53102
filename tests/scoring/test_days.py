"""Days: one spelling, a range, ages, periods; and how red, amber, green and trends are told apart."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from copilot.scoring.days import Day, Frequency, age, later, monday, not_after, old, written
from copilot.scoring.rag import Direction, amber_limit, movement, rate, trend
from copilot.scoring.receipt import canonical_json

DAY: TypeAdapter[dt.date] = TypeAdapter(Day)


def test_a_day_is_written_in_one_way() -> None:
    assert DAY.validate_python("2026-03-01") == DAY.validate_python(dt.date(2026, 3, 1)) == dt.date(2026, 3, 1)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (0, "write the day as YYYY-MM-DD"),
        (1772323200, "write the day as YYYY-MM-DD"),
        ("01/03/2026", "write the day as YYYY-MM-DD"),
        ("2026-03-01T00:00:00", "write the day as YYYY-MM-DD"),
        (dt.datetime(2026, 3, 1, tzinfo=dt.UTC), "write the day as YYYY-MM-DD"),
        ("2026-02-30", "there is no such day"),
        ("1026-03-01", "the year must be from 1900 to 2200"),
        ("9999-12-31", "the year must be from 1900 to 2200"),
    ],
)
def test_other_spellings_are_refused(value: Any, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        DAY.validate_python(value)


@pytest.mark.parametrize(
    ("start", "frequency", "end"),
    [
        ("2026-01-31", "monthly", "2026-02-28"),
        ("2028-01-31", "monthly", "2028-02-29"),
        ("2026-11-30", "quarterly", "2027-02-28"),
        ("2026-12-15", "monthly", "2027-01-15"),
        ("2028-02-29", "yearly", "2029-02-28"),
        ("2026-03-01", "weekly", "2026-03-08"),
        ("2026-12-25", "fortnightly", "2027-01-08"),
        ("2026-08-31", "half_yearly", "2027-02-28"),
        ("2026-06-30", "bimonthly", "2026-08-30"),
    ],
)
def test_a_period_later(start: str, frequency: Frequency, end: str) -> None:
    assert later(dt.date.fromisoformat(start), frequency) == dt.date.fromisoformat(end)


def test_ages_and_weeks() -> None:
    assert age(dt.date(2026, 2, 28), dt.date(2026, 3, 1)) == 1
    assert not old(29, 30)
    assert old(30, 30)
    assert monday(dt.date(2026, 3, 1)) == dt.date(2026, 2, 23)
    with pytest.raises(ValueError, match=r"done = '2026-03-02': after as_of = '2026-03-01'"):
        not_after(dt.date(2026, 3, 2), dt.date(2026, 3, 1), "done")


def test_days_in_words() -> None:
    assert written(dt.date(2026, 8, 1), "fr") == "1er août 2026"
    assert written(dt.date(2026, 8, 21), "en") == "21 August 2026"


def test_receipts_hold_days() -> None:
    assert canonical_json({"d": dt.date(2026, 3, 1)}) == '{"d":"2026-03-01"}'
    with pytest.raises(TypeError, match="datetime"):
        canonical_json(dt.datetime(2026, 3, 1, tzinfo=dt.UTC))


@pytest.mark.parametrize(
    ("value", "target", "direction", "expected"),
    [
        ("0.95", "0.95", "higher", "green"),
        ("0.949999", "0.95", "higher", "amber"),
        ("0.855", "0.95", "higher", "amber"),
        ("0.854999", "0.95", "higher", "red"),
        ("10", "10", "lower", "green"),
        ("11", "10", "lower", "amber"),
        ("11.01", "10", "lower", "red"),
        ("-11", "-10", "higher", "amber"),
        ("-12", "-10", "higher", "red"),
        ("-0.1", "0", "higher", "red"),
    ],
)
def test_status_against_the_target(value: str, target: str, direction: Direction, expected: str) -> None:
    limit = amber_limit(Decimal(target), direction, Decimal("0.1"))
    assert rate(Decimal(value), Decimal(target), limit, direction) == expected


def test_nothing_to_compare_is_not_rated() -> None:
    assert rate(None, Decimal(1), None) == rate(Decimal(1), None, None) == "unrated"


def test_trends() -> None:
    assert trend(Decimal(102), Decimal(100), Decimal(2)) == "flat"
    assert trend(Decimal("102.01"), Decimal(100), Decimal(2)) == "up"
    assert trend(Decimal("97.9"), Decimal(100), Decimal(2)) == "down"
    assert movement("down", "lower") == movement("up", "higher") == "better"
    assert movement("up", "lower") == movement("down", "higher") == "worse"
    assert movement("flat", "lower") == "same"
