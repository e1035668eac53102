"""Dates that say when a note was written: in its first lines, its file name, at the start of its entries."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
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
_MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}
_MONTH = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY_MONTH_YEAR = re.compile(
    rf"\b(\d{{1,2}})(?:er|st|nd|rd|th|\.)?\s*(?:de |of )?{_MONTH},?\s*(?:de |del )?(\d{{4}})\b"
)
_MONTH_DAY_YEAR = re.compile(rf"\b{_MONTH}\s*(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b")
_ISO = re.compile(r"(?<![\d-])(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?![\d-])")
_NUMERIC = re.compile(r"(?<![\d/.,-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/]|[.,-]\d)")
_WEEKDAY = r"(?:(?:lun|mar|mer|jeu|ven|sam|dim|mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so)[a-z]*\.?,?\s+)?"
_ENTRY_NUMERIC = re.compile(
    rf"^[^\w\d]{{0,4}}(?:le )?{_WEEKDAY}(\d{{1,2}})/(\d{{1,2}})(?:/(\d{{4}}|\d{{2}}))?(?![\d/%])"
)
_ENTRY_DOTTED = re.compile(rf"^[^\w\d]{{0,4}}{_WEEKDAY}(\d{{1,2}})\.(\d{{1,2}})\.(\d{{4}}|\d{{2}})?(?![\d%])")
_ENTRY_NAMED = re.compile(
    rf"^[^\w\d]{{0,4}}(?:le )?{_WEEKDAY}(\d{{1,2}})(?:er|st|nd|rd|th|\.)?\s*{_MONTH},?(?:\s+(\d{{4}}))?\b"
)
_LATER = re.compile(
    r"(jusqu.{0,6}|avant le|d.ici (?:le|au)|au plus tard le|until|before|no later than|due(?: on| by)?|by"
    r"|echeance\s*:?|deadline\s*:?|expir\w+ (?:le|on)|fin(?: le)?|bis(?: zum)?|prochain\w*[^.;]{0,30}"
    r"|next [^.;]{0,30}|(?:ouverture|opening|decal\w*|report\w*|deplac\w*|moved to|postponed to|livraison|demarrage"
    r"|go-live)\b[^.;]{0,25})\s*$"
)
_FIRST, _LAST = 1990, 2060


class Found(NamedTuple):
    """A date and where it starts in the folded text."""

    start: int
    date: dt.date


_BARE = Characters(bare)


def fold(text: str) -> str:
    """Lower case without accents."""
    return text.lower().translate(_BARE)


def find_dates(text: str, *, day_first: bool = True) -> list[Found]:
    """Every complete date (day, month and year), in order."""
    text = fold(text)
    found: dict[int, dt.date] = {}

    def keep(start: int, year: str, month: int, day: str) -> None:
        date = make(year, month, int(day))
        if date is not None:
            found.setdefault(start, date)

    for hit in _ISO.finditer(text):
        keep(hit.start(), hit[1], int(hit[2]), hit[3])
    for hit in _DAY_MONTH_YEAR.finditer(text):
        keep(hit.start(), hit[3], _MONTHS[hit[2]], hit[1])
    for hit in _MONTH_DAY_YEAR.finditer(text):
        keep(hit.start(), hit[3], _MONTHS[hit[1]], hit[2])
    for hit in _NUMERIC.finditer(text):
        if hit[2] != "/" and len(hit[4]) == 2 and (len(hit[1]) < 2 or len(hit[3]) < 2):
            continue  # a version or an article number
        first, second = int(hit[1]), int(hit[3])
        if second > 12 or (not day_first and first <= 12):
            first, second = second, first
        keep(hit.start(), hit[4], second, str(first))
    return [Found(start, found[start]) for start in sorted(found)]


def is_day_first(text: str) -> bool:
    """Whether 03/04/2026 is the third of April: unless the text holds an 04/23/2026 and no 23/04/2026."""
    pairs = [(int(hit[1]), int(hit[3])) for hit in _NUMERIC.finditer(text)]
    american = sum(1 for first, second in pairs if first <= 12 < second)
    return american == 0 or any(first > 12 for first, _ in pairs)


def content_date(title: str | None, lines: Iterable[str], name: str, text: str) -> dt.date | None:
    """The date a note speaks from: of its title, else of its file name, else of its first lines."""
    day_first = is_day_first(text)
    titled = _first_not_later(title or "", day_first=day_first)
    if titled is not None:
        return titled
    years = {int(year) for year in re.findall(r"\b(?:19|20)\d{2}\b", text)}
    found = name_date(name, years)
    for line in lines if found is None else ():
        found = found or _first_not_later(line, day_first=day_first)
    return found


def _first_not_later(line: str, *, day_first: bool) -> dt.date | None:
    """The first date that is not a deadline or an appointment."""
    folded = fold(line)
    for candidate in find_dates(line, day_first=day_first):
        if not _LATER.search(folded[: candidate.start]):
            return candidate.date
    return None


def name_date(name: str, years: set[int]) -> dt.date | None:
    """The date in a file name: 2025-11-18, 18_11_2025, 20251118, 181125; `years` are those of the text."""
    stem = fold(name.rsplit(".", 1)[0])
    for found in find_dates(stem.replace("_", " ")):
        return found.date
    options: list[dt.date | None] = []
    for hit in re.finditer(r"(?<!\d)(\d{4})[-_. ]?(\d{2})[-_. ]?(\d{2})(?!\d)", stem):
        options.append(make(hit[1], int(hit[2]), int(hit[3])))
    for hit in re.finditer(r"(?<!\d)(\d{2})[-_. ]?(\d{2})[-_. ]?(\d{4})(?!\d)", stem):
        options.append(make(hit[3], int(hit[2]), int(hit[1])))
    short: list[dt.date | None] = []
    for hit in re.finditer(r"(?<!\d)(\d{2})[-_. ]?(\d{2})[-_. ]?(\d{2})(?!\d)", stem):
        short += [make(hit[3], int(hit[2]), int(hit[1])), make(hit[1], int(hit[2]), int(hit[3]))]
    plausible = [date for date in short if date is not None and 2010 <= date.year <= 2040]
    plausible.sort(key=lambda date: date.year not in years)
    return next((date for date in [*options, *plausible] if date is not None), None)


def has_entry_date(line: str) -> bool:
    """Whether a line starts with a day and month, as the entries of running notes do."""
    return entry_date(line, None, year=2024) is not None


def entry_date(line: str, written: dt.date | None, year: int | None = None) -> dt.date | None:
    """The date that an entry starts with; without a year, only if `written` or `year` gives it."""
    line = fold(line[:60])
    hit = _ENTRY_NAMED.match(line)
    if hit is not None:
        day, month, given = int(hit[1]), _MONTHS[hit[2]], hit[3]
    else:
        hit = _ENTRY_NUMERIC.match(line) or _ENTRY_DOTTED.match(line)
        if hit is None:
            return None
        day, month, given = int(hit[1]), int(hit[2]), hit[3]
        if month > 12 and day <= 12:
            day, month = month, day
    if given:
        return make(given, month, day)
    if written is not None:
        near = make(str(written.year), month, day)
        # An entry cannot be written after its note: 12/12 in a note of January is last year's.
        return (
            near if near is None or near <= written + dt.timedelta(days=31) else make(str(written.year - 1), month, day)
        )
    return make(str(year), month, day) if year is not None else None


def make(year: str, month: int, day: int) -> dt.date | None:
    """The date, None when there is none such or its year is not plausible."""
    full = int(year) if len(year) == 4 else 2000 + int(year)
    if not _FIRST <= full <= _LAST:
        return None
    try:
        return dt.date(full, month, day)
    except ValueError:
        return None
