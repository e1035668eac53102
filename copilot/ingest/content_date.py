"""Reads complete dates, in a text and in a file name."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from copilot.text.normalise import Characters, bare

_NAMES = (
    "janvier janv jan january januar enero ene gennaio gen januari",
    "fevrier fevr fev february feb februar febrero febbraio februari",
    "mars mar march marz maerz marzo maart mrt",
    "avril avr april apr abril abr aprile",
    "mai may mayo maggio mag mei",
    "juin june jun juni junio giugno giu",
    "juillet juil july jul juli julio luglio lug",
    "aout august aug agosto ago augustus",
    "septembre sept sep september septiembre settembre set",
    "octobre oct october okt oktober octubre ottobre ott",
    "novembre nov november noviembre",
    "decembre dec december dez dezember diciembre dic dicembre",
)
MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}
_NAMED = "(" + "|".join(sorted(MONTHS, key=len, reverse=True)) + ")"
MONTH = _NAMED + r"\b\.?"
_DAY_MONTH_YEAR = re.compile(
    rf"\b(\d{{1,2}})(?:er|st|nd|rd|th)?[\s./-]{{0,3}}(?:de |of )?{MONTH},?[\s./-]{{0,3}}(?:de |del )?(\d{{4}})\b"
)
_MONTH_DAY_YEAR = re.compile(rf"\b{MONTH}\s*(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b")
_DAY_MONTH_SHORT = re.compile(rf"(?<!\d)(\d{{1,2}})(?:er|st|nd|rd|th)?[\s.-]?{_NAMED}[\s.-]?(\d{{2}})(?!\d)")
_ISO = re.compile(r"(?<![\d-])(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?![\d-])")
_NUMERIC = re.compile(r"(?<![\d/.,-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/]|[.,-]\d)")
_FIRST, _LAST = 1990, 2060


class Found(NamedTuple):
    """A date and where it stands in the folded text."""

    start: int
    end: int
    date: dt.date


_BARE = Characters(bare)


def fold(text: str) -> str:
    """Lower case without accents."""
    return text.lower().translate(_BARE)


def find_dates(text: str, *, day_first: bool = True) -> list[Found]:
    """Every complete date (day, month and year), in order."""
    text = fold(text)
    found: dict[int, Found] = {}

    def keep(hit: re.Match[str], year: str, month: int, day: str) -> None:
        date = make(year, month, int(day))
        if date is not None:
            found.setdefault(hit.start(), Found(hit.start(), hit.end(), date))

    for hit in _ISO.finditer(text):
        keep(hit, hit[1], int(hit[2]), hit[3])
    for hit in _DAY_MONTH_YEAR.finditer(text):
        keep(hit, hit[3], MONTHS[hit[2]], hit[1])
    for hit in _MONTH_DAY_YEAR.finditer(text):
        keep(hit, hit[3], MONTHS[hit[1]], hit[2])
    for hit in _NUMERIC.finditer(text):
        if hit[2] != "/" and len(hit[4]) == 2 and (len(hit[1]) < 2 or len(hit[3]) < 2):
            continue  # a version or an article number
        first, second = int(hit[1]), int(hit[3])
        if second > 12 or (not day_first and first <= 12):
            first, second = second, first
        keep(hit, hit[4], second, str(first))
    return [found[start] for start in sorted(found)]


def is_day_first(text: str) -> bool:
    """Whether 03/04/2026 is the third of April: unless the text holds an 04/23/2026 and no 23/04/2026."""
    pairs = [(int(hit[1]), int(hit[3])) for hit in _NUMERIC.finditer(text)]
    american = sum(1 for first, second in pairs if first <= 12 < second)
    return american == 0 or any(first > 12 for first, _ in pairs)


def name_date(name: str, years: set[int], *, day_first: bool = True) -> dt.date | None:
    """The date in a file name: 2025-11-18, 18_11_2025, 20251118, 181125, 18nov25; `years` are those of the text."""
    stem = fold(name.rsplit(".", 1)[0]).replace("_", " ")
    for found in find_dates(stem, day_first=day_first):
        return found.date
    options: list[dt.date | None] = []
    for hit in re.finditer(r"(?<!\d)(\d{4})([-. ]?)(\d{2})\2(\d{2})(?!\d)", stem):
        options.append(make(hit[1], int(hit[3]), int(hit[4])))
    for hit in re.finditer(r"(?<!\d)(\d{2})([-. ]?)(\d{2})\2(\d{4})(?!\d)", stem):
        options += [make(hit[4], int(hit[3]), int(hit[1])), make(hit[4], int(hit[1]), int(hit[3]))]
    short = [make(hit[3], MONTHS[hit[2]], int(hit[1])) for hit in _DAY_MONTH_SHORT.finditer(stem)]
    for hit in re.finditer(r"(?<!\d)(\d{2})([-. ]?)(\d{2})\2(\d{2})(?!\d)", stem):
        short += [make(hit[4], int(hit[3]), int(hit[1])), make(hit[1], int(hit[3]), int(hit[4]))]
    plausible = [date for date in short if date is not None and 2010 <= date.year <= 2040]
    plausible.sort(key=lambda date: date.year not in years)
    return next((date for date in [*options, *plausible] if date is not None), None)


def make(year: str, month: int, day: int) -> dt.date | None:
    """The date, None when there is none such or its year is not plausible."""
    full = int(year) if len(year) == 4 else 2000 + int(year)
    if not _FIRST <= full <= _LAST:
        return None
    try:
        return dt.date(full, month, day)
    except ValueError:
        return None
