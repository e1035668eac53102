"""Days as people write them in cells: 30/06/2026, 30.06.26, 2026-06-30, 30 juin 2026, June 30, 2026."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from copilot.text.date_words import MONTHS
from copilot.text.normalise import fold

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ t]\d{1,2}:\d{2}.*)?")
_NUMBERS = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?: \d{1,2}:\d{2}.*)?")
_DAY_MONTH = re.compile(r"(?:\w+\.? )?(\d{1,2})(?:er|st|nd|rd|th)? ([a-z]+)\.?,? (\d{4})")
_MONTH_DAY = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")


@dataclass(frozen=True)
class DayColumn:
    """The cells of one column as days."""

    days: tuple[dt.date | None, ...]
    doubtful: str | None
    """A day that could be read in two orders, when nothing in the column decides; the day is read first."""


def read_days(texts: Sequence[str]) -> DayColumn:
    """The days of a column; its own cells tell whether the month comes first."""
    pairs = [(int(hit[1]), int(hit[2]), text) for text in texts if (hit := _NUMBERS.fullmatch(fold(text).strip()))]
    day_first = any(a > 12 for a, _, _ in pairs)
    month_first = not day_first and any(b > 12 for _, b, _ in pairs)
    doubt = None
    if not day_first and not month_first:
        doubt = next((text for a, b, text in pairs if a != b), None)
    return DayColumn(tuple(_day(text, month_first) for text in texts), doubt)


def _day(text: str, month_first: bool) -> dt.date | None:
    folded = fold(text).strip()
    if hit := _ISO.fullmatch(folded):
        return _date(int(hit[1]), int(hit[2]), int(hit[3]))
    if hit := _NUMBERS.fullmatch(folded):
        first, second, year = int(hit[1]), int(hit[2]), int(hit[3])
        day, month = (second, first) if month_first else (first, second)
        return _date(year if year > 99 else 2000 + year, month, day)
    if hit := _DAY_MONTH.fullmatch(folded):
        return _date(int(hit[3]), MONTHS.get(hit[2], 0), int(hit[1]))
    if hit := _MONTH_DAY.fullmatch(folded):
        return _date(int(hit[3]), MONTHS.get(hit[1], 0), int(hit[2]))
    return None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
