"""A date at its place in a text, and the year that a date without one means."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from copilot.schemas.evidence import DatePrecision, PartialDate
from copilot.text.date_words import PARTS

_NO_YEAR = re.compile(r",?[ /-]\d{4}(?![\d.,]?\d| ?[€$£%]| ?[a-z]| \d{3}(?!\d))")
"""After a day or a month: figures in the place of a year that are none (« 1er mars 0206 »)."""


@dataclass(frozen=True)
class FoundDate:
    """A date at its place in a flat text.

    The unit carries what a `PartialDate` cannot: a first part "--03-31", "--Q1", "--W14" when no year is written
    and "--P3W" or "--P-2M" for what is counted from the date of the text (the date is then resolved against the
    reference, or None), and "end", "mid" or "start" for « fin 2027 » or "mid-March"; both are joined by "|".
    """

    start: int
    end: int
    date: PartialDate | None
    unit: str = ""
    approximate: bool = False
    ambiguous: bool = False


@dataclass(frozen=True)
class DateContext:
    """The text that dates are read from, and what decides how."""

    original: str
    flat: str
    language: str
    reference: dt.date | None

    def capital(self, at: int) -> bool:
        """Whether the letter at a place is a capital."""
        return self.original[at].isupper()


@dataclass(frozen=True)
class Written:
    """A date as written, before its year is known and its day checked."""

    year: int | None
    month: int
    day: int = 1
    precision: DatePrecision = "month"
    part: str | None = None
    ambiguous: bool = False
    approximate: bool = False


def place(written: Written, span: tuple[int, int], context: DateContext) -> FoundDate | None:
    """The found date, its year taken from the reference when none is written; None for a day that does not exist."""
    if written.year is None and _NO_YEAR.match(context.flat, span[1]):
        return None
    year, doubtful = written.year, False
    if year is None and context.reference is not None:
        year, doubtful = nearest_year(written.month, written.day, context.reference)
    unit = with_part("" if written.year is not None else _yearless(written), written.part)
    try:
        checked = dt.date(year or 2024, written.month, written.day)
    except ValueError:
        return None
    start, end = span
    while end > start and context.flat[end - 1] in " .":
        end -= 1
    date = PartialDate(start=checked, precision=written.precision) if year is not None else None
    approximate = bool(written.part) or written.approximate
    return FoundDate(start, end, date, unit, approximate, written.ambiguous or doubtful)


def with_part(unit: str, part: str | None) -> str:
    """The unit with "start", "mid" or "end" added, for the word of a text that says so."""
    return "|".join(piece for piece in (unit, PARTS.get(part or "", "")) if piece)


def _yearless(written: Written) -> str:
    match written.precision:
        case "day":
            return f"--{written.month:02d}-{written.day:02d}"
        case "quarter":
            return f"--Q{(written.month - 1) // 3 + 1}"
        case "half":
            return f"--H{1 if written.month <= 6 else 2}"
        case _:
            return f"--{written.month:02d}"


def nearest_year(month: int, day: int, reference: dt.date) -> tuple[int, bool]:
    """The year that a date without one most likely means: four months back to eight months ahead."""
    for year in (reference.year, reference.year + 1, reference.year - 1):
        try:
            distance = (dt.date(year, month, min(day, 28)) - reference).days
        except ValueError:
            continue
        if -122 <= distance <= 243:
            return year, not -100 <= distance <= 200
    return reference.year, True


def year_of(text: str | None) -> int | None:
    """The year of « 2026 », « 26 » or « '26 »."""
    if not text:
        return None
    digits = text.strip("'")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def monday(year: int, week: int) -> dt.date:
    """The first day of a week; of the last one in a year that has no such week."""
    try:
        return dt.date.fromisocalendar(year, week, 1)
    except ValueError:
        return dt.date.fromisocalendar(year, 52, 1)


def shifted(reference: dt.date, unit: str, step: int) -> PartialDate:
    """The day, week, month, quarter, half or year that lies some steps after that of the reference."""
    match unit:
        case "day":
            return PartialDate(start=reference + dt.timedelta(step))
        case "week":
            start = reference - dt.timedelta(reference.weekday()) + dt.timedelta(7 * step)
            return PartialDate(start=start, precision="week")
        case "month" | "quarter" | "half":
            length = {"month": 1, "quarter": 3, "half": 6}[unit]
            index = (reference.year * 12 + reference.month - 1) // length + step
            first = dt.date(index * length // 12, index * length % 12 + 1, 1)
            return PartialDate(start=first, precision=unit)
        case _:
            return PartialDate(start=dt.date(reference.year + step, 1, 1), precision="year")


Readings = FoundDate | tuple[FoundDate, ...] | None
Reader = Callable[..., Readings]
"""Reads the dates of one match of its pattern, in a context."""
