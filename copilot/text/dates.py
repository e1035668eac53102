"""Dates in all the notations that business notes use, as precise as they are written.

The unit of a date quantity carries what its `PartialDate` cannot: a first part "--03-31", "--Q1", "--W14" when
no year is written (the date is then resolved against the reference, or None), and "end", "mid" or "start"
for « fin 2027 » or "mid-March"; both are joined by "|".
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from copilot.schemas.evidence import DatePrecision, PartialDate
from copilot.text.date_patterns import date_patterns
from copilot.text.date_words import MONTHS, ORDINALS, PARTS, SEASONS, WEEKDAYS


@dataclass(frozen=True)
class FoundDate:
    """A date at its place in a flat text."""

    start: int
    end: int
    date: PartialDate | None
    unit: str = ""
    approximate: bool = False
    ambiguous: bool = False


@dataclass(frozen=True)
class _Context:
    original: str
    flat: str
    language: str
    reference: dt.date | None


_Reader = Callable[[re.Match[str], _Context], FoundDate | None]


def find_dates(original: str, flat: str, language: str, reference: dt.date | None, taken: bytearray) -> list[FoundDate]:
    """The dates of a text outside what is taken already; marks what it takes."""
    context = _Context(original, flat, language, reference)
    found: list[FoundDate] = []
    for pattern, reader in _READERS:
        for match in pattern.finditer(flat):
            if taken.find(1, match.start(), match.end()) >= 0:
                continue
            date = reader(match, context)
            if date is None:
                continue
            found.append(date)
            taken[date.start : date.end] = b"\1" * (date.end - date.start)
    return sorted(found, key=lambda date: date.start)


def _make(
    match: re.Match[str],
    year: int | None,
    month: int,
    day: int,
    precision: DatePrecision,
    context: _Context,
    *,
    part: str | None = None,
    ambiguous: bool = False,
    approximate: bool = False,
) -> FoundDate | None:
    """The found date, its year taken from the reference when none is written; None for a day that does not exist."""
    stated = year is not None
    doubtful = False
    if year is None and context.reference is not None:
        year, doubtful = _nearest_year(month, day, context.reference)
    unit = "" if stated else _yearless(month, day, precision)
    modifier = PARTS.get(part or "")
    if modifier:
        unit = f"{unit}|{modifier}" if unit else modifier
    date = None
    try:
        checked = dt.date(year or 2024, month, day)
    except ValueError:
        return None
    if year is not None:
        date = PartialDate(start=checked, precision=precision)
    end = match.end()
    while end > match.start() and context.flat[end - 1] in " .":
        end -= 1
    return FoundDate(match.start(), end, date, unit, bool(part) or approximate, ambiguous or doubtful)


def _yearless(month: int, day: int, precision: DatePrecision) -> str:
    if precision == "day":
        return f"--{month:02d}-{day:02d}"
    if precision == "quarter":
        return f"--Q{(month - 1) // 3 + 1}"
    if precision == "half":
        return f"--H{1 if month <= 6 else 2}"
    return f"--{month:02d}"


def _nearest_year(month: int, day: int, reference: dt.date) -> tuple[int, bool]:
    """The year that a date without one most likely means: four months back to eight months ahead."""
    for year in (reference.year, reference.year + 1, reference.year - 1):
        try:
            distance = (dt.date(year, month, min(day, 28)) - reference).days
        except ValueError:
            continue
        if -122 <= distance <= 243:
            return year, not -100 <= distance <= 200
    return reference.year, True


def _year(text: str | None) -> int | None:
    if not text:
        return None
    digits = text.strip("'")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _iso(match: re.Match[str], context: _Context) -> FoundDate | None:
    day = match.groupdict().get("day")
    precision: DatePrecision = "day" if day else "month"
    return _make(match, int(match["year"]), int(match["m"]), int(day or 1), precision, context)


def _numeric(match: re.Match[str], context: _Context) -> FoundDate | None:
    first, second = int(match["a"]), int(match["b"])
    swapped = second > 12
    if swapped:
        first, second = second, first
    if second > 12 or not second or not first:
        return None
    ambiguous = context.language == "en" and first <= 12 and first != second
    return _make(match, _year(match["year"]), second, first, "day", context, ambiguous=ambiguous)


def _day_month(match: re.Match[str], context: _Context) -> FoundDate | None:
    return _make(match, _year(match["year"]), MONTHS[match["month"]], int(match["day"]), "day", context)


def _month_day(match: re.Match[str], context: _Context) -> FoundDate | None:
    if context.language == "fr" and len(match["month"]) <= 4:
        return None
    if not context.original[match.start("month")].isupper():
        return None
    return _make(match, _year(match["year"]), MONTHS[match["month"]], int(match["day"]), "day", context)


def _month_year(match: re.Match[str], context: _Context) -> FoundDate | None:
    part = match.groupdict().get("part")
    return _make(match, _year(match["year"]), MONTHS[match["month"]], 1, "month", context, part=part)


def _month_alone(match: re.Match[str], context: _Context) -> FoundDate | None:
    name = match["month"]
    cue, part = match["cue"], match["part"]
    sure = cue or part
    if len(name) <= 4 and name not in ("mars", "juin", "aout") and not sure:
        return None
    if (
        not sure
        and name in ("may", "march", "mars", "mai", "august")
        and not context.original[match.start("month")].isupper()
    ):
        return None
    if name in ("may", "march") and not context.original[match.start("month")].isupper():
        return None
    if not sure and name in ("may", "march", "mars") and context.language != "fr":
        return None
    return _make(_Narrow(match, "body"), None, MONTHS[name], 1, "month", context, part=part)  # type: ignore[arg-type]


class _Narrow:
    """A match cut to one of its groups."""

    def __init__(self, match: re.Match[str], group: str) -> None:
        self._match, self._group = match, group

    def start(self) -> int:
        """Where the group starts."""
        return self._match.start(self._group)

    def end(self) -> int:
        """Where the group ends."""
        return self._match.end(self._group)


def _quarter(match: re.Match[str], context: _Context) -> FoundDate | None:
    groups = match.groupdict()
    number = int(groups["n"]) if groups.get("n") else ORDINALS[groups["ord"]]
    fiscal = "fy" in match.group() or "exercice" in match.group()
    return _make(match, _year(groups["year"]), 3 * number - 2, 1, "quarter", context, ambiguous=fiscal)


def _half(match: re.Match[str], context: _Context) -> FoundDate | None:
    groups = match.groupdict()
    number = int(groups["n"]) if groups.get("n") else ORDINALS[groups["ord"]]
    if number > 2:
        number = 2
    return _make(match, _year(groups["year"]), 6 * number - 5, 1, "half", context)


def _bare_period(match: re.Match[str], context: _Context) -> FoundDate | None:
    """T1, Q3, H1 or S2 without a year: in capitals only, and S1 and S2 are halves in French."""
    if not context.original[match.start()].isupper():
        return None
    letter, number = match["letter"], int(match["n"])
    if letter in "tq":
        return _make(match, None, 3 * number - 2, 1, "quarter", context) if number <= 4 else None
    return _make(match, None, 6 * number - 5, 1, "half", context) if number <= 2 else None


def _week(match: re.Match[str], context: _Context) -> FoundDate | None:
    text = context.original[match.start() : match.start() + 1]
    if len(match["word"]) == 1 and not text.isupper():
        return None
    number = int(match["n"])
    stated = _year(match["year"])
    if not 1 <= number <= 53 or (len(match["word"]) == 1 and number <= 2 and stated is None):
        return None
    year = stated
    if year is None and context.reference is not None:
        year, _ = _nearest_year(*_monday(context.reference.year, number)[1:], context.reference)
    date = PartialDate(start=dt.date(*_monday(year, number)), precision="week") if year else None
    return FoundDate(match.start(), match.end(), date, "" if stated else f"--W{number:02d}")


def _monday(year: int, week: int) -> tuple[int, int, int]:
    try:
        monday = dt.date.fromisocalendar(year, week, 1)
    except ValueError:
        monday = dt.date.fromisocalendar(year, 52, 1)
    return monday.year, monday.month, monday.day


def _season(match: re.Match[str], context: _Context) -> FoundDate | None:
    month = SEASONS[match["season"]]
    return _make(match, _year(match["year"]), month, 1, "quarter", context, approximate=True)


def _part_year(match: re.Match[str], context: _Context) -> FoundDate | None:
    return _make(match, _year(match["year"]), 1, 1, "year", context, part=match["part"])


def _day_slash_month(match: re.Match[str], context: _Context) -> FoundDate | None:
    first, second = match["a"], match["b"]
    padded = len(first) == len(second) == 2 and (first[0] == "0" or second[0] == "0")
    if not (padded or match["cue"] or (len(first) == 2 and int(first) > 12 and second in ("10", "11", "12"))):
        return None
    day, month = int(first), int(second)
    if month > 12 >= day:
        day, month = month, day
    ambiguous = context.language == "en" and day <= 12
    return _make(_Narrow(match, "body"), None, month, day, "day", context, ambiguous=ambiguous)  # type: ignore[arg-type]


def _plain_year(match: re.Match[str], context: _Context) -> FoundDate | None:
    year = int(match["year"])
    noun = re.match(r" ([a-z]{3,}[sx])\b", context.flat[match.end() : match.end() + 30])
    if year % 50 == 0 and noun and not 2015 <= year <= 2035:
        return None
    return _make(match, year, 1, 1, "year", context, ambiguous="fy" in match.group())


def _season_year(match: re.Match[str], context: _Context) -> FoundDate | None:
    """2018-19 or 2025/26: a year that starts in the first."""
    year = int(match["year"])
    if int(match["following"]) != (year + 1) % 100 or int(match["following"]) <= 12:
        return None
    return _make(match, year, 1, 1, "year", context)


def _relative(match: re.Match[str], context: _Context) -> FoundDate | None:
    reference = context.reference
    if reference is None:
        return None
    days = {
        "avant-hier": -2, "hier": -1, "yesterday": -1, "gestern": -1, "aujourd'hui": 0, "today": 0, "heute": 0,
        "demain": 1, "tomorrow": 1, "morgen": 1, "apres-demain": 2, "the day after tomorrow": 2,
    }[match.group()]  # fmt: skip
    return FoundDate(match.start(), match.end(), PartialDate(start=reference + dt.timedelta(days)))


def _year_end(match: re.Match[str], context: _Context) -> FoundDate | None:
    """« la fin de l'année »: of the year of the reference."""
    reference = context.reference
    return _make(match, reference.year, 1, 1, "year", context, part="end") if reference else None


def _relative_weekday(match: re.Match[str], context: _Context) -> FoundDate | None:
    reference = context.reference
    if reference is None:
        return None
    past = match.group().split()[0] in ("last", "letzten") or match.group().split()[-1] in ("dernier", "passe")
    weekday = WEEKDAYS[match["wd"] or match["wd2"]]
    gap = (weekday - reference.weekday()) % 7
    days = (gap or 7) - (7 if past and gap else 14 if past else 0)
    return FoundDate(
        match.start(), match.end(), PartialDate(start=reference + dt.timedelta(days)), ambiguous=not past and gap > 3
    )


def _relative_period(match: re.Match[str], context: _Context) -> FoundDate | None:
    reference = context.reference
    if reference is None:
        return None
    step = -1 if match["past"] or match["past2"] else 1 if match["next"] or match["next2"] else 0
    unit = match["unit"] or match["unit2"] or match["unit3"]
    if unit in ("semaine", "week", "woche"):
        start = reference - dt.timedelta(reference.weekday()) + dt.timedelta(7 * step)
        return FoundDate(match.start(), match.end(), PartialDate(start=start, precision="week"))
    if unit in ("mois", "month", "monat"):
        index = reference.year * 12 + reference.month - 1 + step
        month_start = dt.date(index // 12, index % 12 + 1, 1)
        return FoundDate(match.start(), match.end(), PartialDate(start=month_start, precision="month"))
    if unit in ("trimestre", "quarter"):
        index = reference.year * 4 + (reference.month - 1) // 3 + step
        quarter = dt.date(index // 4, index % 4 * 3 + 1, 1)
        return FoundDate(match.start(), match.end(), PartialDate(start=quarter, precision="quarter"))
    return FoundDate(
        match.start(), match.end(), PartialDate(start=dt.date(reference.year + step, 1, 1), precision="year")
    )


def _month_slash_year(match: re.Match[str], context: _Context) -> FoundDate | None:
    return _make(match, int(match["year"]), int(match["m"]), 1, "month", context)


def _fiscal_year(match: re.Match[str], context: _Context) -> FoundDate | None:
    return _make(match, _year(match["year"]), 1, 1, "year", context, ambiguous=True)


_BY_NAME: dict[str, _Reader] = {
    "iso": _iso, "numeric": _numeric, "day_month": _day_month, "month_day": _month_day, "month_year": _month_year,
    "month_slash_year": _month_slash_year, "quarter": _quarter, "half": _half, "week": _week, "season": _season,
    "bare_period": _bare_period, "part_year": _part_year, "day_slash_month": _day_slash_month,
    "month_alone": _month_alone, "relative": _relative, "relative_weekday": _relative_weekday,
    "relative_period": _relative_period, "year_end": _year_end, "plain_year": _plain_year, "fiscal_year": _fiscal_year,
    "season_year": _season_year,
}  # fmt: skip
_READERS = tuple((pattern, _BY_NAME[name]) for pattern, name in date_patterns())
