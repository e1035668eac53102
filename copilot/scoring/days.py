"""Days in the inputs of the tools: one spelling, a sane range, ages against a stated day, and how people write them."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Annotated, Literal

from pydantic import BeforeValidator

from copilot.schemas.evidence import Language

FIRST_YEAR, LAST_YEAR = 1900, 2200
Frequency = Literal["weekly", "fortnightly", "monthly", "bimonthly", "quarterly", "half_yearly", "yearly"]
_DAYS: dict[Frequency, int] = {"weekly": 7, "fortnightly": 14}
_MONTHS: dict[Frequency, int] = {"monthly": 1, "bimonthly": 2, "quarterly": 3, "half_yearly": 6, "yearly": 12}
_WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MONTH_NAMES: dict[Language, tuple[str, ...]] = {
    "fr": tuple("janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()),
    "en": tuple("January February March April May June July August September October November December".split()),
}


def _one_spelling(value: object) -> dt.date:
    """Only YYYY-MM-DD: numbers would be read as seconds since 1970, and 03/04 means two days."""
    if isinstance(value, str) and _WRITTEN.fullmatch(value):
        try:
            day = dt.date.fromisoformat(value)
        except ValueError:
            raise ValueError("there is no such day; write it as YYYY-MM-DD") from None
    elif isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        day = value
    else:
        raise ValueError("write the day as YYYY-MM-DD")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"the year must be from {FIRST_YEAR} to {LAST_YEAR}")
    return day


Day = Annotated[dt.date, BeforeValidator(_one_spelling)]
"""A calendar day, written YYYY-MM-DD."""


def not_after(day: dt.date | None, as_of: dt.date, field: str) -> None:
    """Refuses a day that lies after the day of the call.

    Raises:
        ValueError: it does; the message names the field and the value.
    """
    if day is not None and day > as_of:
        raise ValueError(f"{field} = '{day}': after as_of = '{as_of}'; it has not happened yet")


def age(day: dt.date, as_of: dt.date) -> int:
    """Days from `day` to `as_of`."""
    return (as_of - day).days


def old(days: int, limit: int) -> bool:
    """Whether something that many days old has reached the limit; the limit itself counts."""
    return days >= limit


def later(day: dt.date, frequency: Frequency) -> dt.date:
    """One period later; 31 January and a month is the last day of February."""
    if frequency in _DAYS:
        return day + dt.timedelta(days=_DAYS[frequency])
    return months_later(day, _MONTHS[frequency])


def months_later(day: dt.date, months: int) -> dt.date:
    """That many calendar months later, or earlier below 0: the same day of the month, or its last one."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def monday(day: dt.date) -> dt.date:
    """The first day of its week."""
    return day - dt.timedelta(days=day.weekday())


def written(day: dt.date, language: Language) -> str:
    """The day in words: 1er mars 2026 or 1 March 2026."""
    number = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return f"{number} {_MONTH_NAMES[language][day.month - 1]} {day.year}"
