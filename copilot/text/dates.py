"""Dates in all the notations that business notes use, as precise as they are written."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from copilot.schemas.evidence import PartialDate
from copilot.text.date_days import DAY_READERS
from copilot.text.date_links import share_years
from copilot.text.date_patterns import date_patterns, year_patterns
from copilot.text.date_words import FEASTS, MONTHS, ORDINALS, SEASONS
from copilot.text.found_dates import (
    DateContext,
    FoundDate,
    Reader,
    Readings,
    Written,
    monday,
    nearest_year,
    place,
    year_of,
)
from copilot.text.relative_dates import RELATIVE

__all__ = ["FoundDate", "find_dates"]


def find_dates(original: str, flat: str, language: str, reference: dt.date | None, taken: bytearray) -> list[FoundDate]:
    """The dates of a text outside what is taken already; marks what it takes."""
    context = DateContext(original, flat, language, reference)
    found: list[FoundDate] = []
    digits = _DIGIT.search(flat) is not None
    for pattern, reader, words in _READERS:
        if not (digits if words is None else any(word in flat for word in words)):
            continue
        for match in pattern.finditer(flat):
            if taken.find(1, *match.span()) >= 0:
                continue
            try:
                dates = reader(match, context)
            except (ValueError, OverflowError):  # beyond the calendar
                continue
            for date in dates if isinstance(dates, tuple) else (dates,) if dates else ():
                found.append(date)
                taken[date.start : date.end] = b"\1" * (date.end - date.start)
    return share_years(sorted(found, key=lambda date: date.start), flat)


def _month_year(match: re.Match[str], context: DateContext) -> Readings:
    written = Written(year_of(match["year"]), MONTHS[match["month"]], part=match["part"])
    return place(written, match.span(), context)


def _month_pair(match: re.Match[str], context: DateContext) -> Readings:
    """« mars-avril 2026 »: two months of one year."""
    year, months = year_of(match["year"]), (MONTHS[match["one"]], MONTHS[match["month"]])
    if year is None:
        return None
    years = (year - (months[0] > months[1]), year)
    dates = [
        place(Written(y, month), match.span(name), context)
        for y, month, name in zip(years, months, ("one", "second"), strict=True)
    ]
    return tuple(date for date in dates if date)


def _marked_year(match: re.Match[str], context: DateContext) -> Readings:
    """2025A and 2026E: a year of actual or expected figures."""
    if not context.capital(match.end() - 1):
        return None
    return place(Written(year_of(match["year"]), 1, 1, "year"), match.span(), context)


_COUNTS = re.compile(r" (?!dernier|prochain|last|next|et|and|ou|or|au|a|to|pour|sur)[a-z]{3}")
"""A noun right after « sept »: seven of them."""


_SHORT_MONTHS = frozenset({"janv", "fevr", "avr", "juil"})
"""Short forms that are words of nothing else."""


def _month_alone(match: re.Match[str], context: DateContext) -> Readings:
    name, sure = match["month"], bool(match["cue"] or match["part"])
    capital = context.capital(match.start("month"))
    if name in ("may", "march") and not capital:
        return None
    if name == "sept" and _COUNTS.match(match.string, match.end("month")):
        return None  # « des sept sites »
    if not sure:
        doubtful = name in ("may", "march", "mars", "mai", "august")
        short = len(name) <= 4 and name not in ("mars", "juin", "aout", *_SHORT_MONTHS)
        if short or (doubtful and not capital):
            return None
        if name in ("may", "march", "mars") and context.language != "fr":
            return None
    return place(Written(None, MONTHS[name], part=match["part"]), match.span("body"), context)


def _number(match: re.Match[str]) -> int:
    return int(match["n"]) if match["n"] else ORDINALS[match["ord"]]


def _stated_year(match: re.Match[str]) -> int | None:
    return year_of(match["year"] or match.groupdict().get("year2"))


def _quarter(match: re.Match[str], context: DateContext) -> Readings:
    year, groups = _stated_year(match), match.groupdict()
    if year is None and groups.get("ord") == "last":
        return None  # counted from the date of the text
    fiscal = "fy" in match.group() or "exercice" in match.group()
    written = Written(year, 3 * _number(match) - 2, 1, "quarter", part=groups.get("part"), ambiguous=fiscal)
    return place(written, match.span(), context)


def _half(match: re.Match[str], context: DateContext) -> Readings:
    number = min(_number(match), 2)
    part = match.groupdict().get("part")
    fiscal = "fy" in match.group()
    written = Written(_stated_year(match), 6 * number - 5, 1, "half", part=part, ambiguous=fiscal)
    return place(written, match.span(), context)


def _period(letter: str, number: int, year: int | None, part: str | None = None) -> Written | None:
    if letter in "tq":
        return Written(year, 3 * number - 2, 1, "quarter", part=part)
    return Written(year, 6 * number - 5, 1, "half", part=part) if number <= 2 else None


def _bare_period(match: re.Match[str], context: DateContext) -> Readings:
    """T1, Q3, H1 or S2 without a year: in capitals only, and S1 and S2 are halves in French."""
    written = _period(match["letter"], int(match["n"]), None, match["part"])
    return place(written, match.span(), context) if written and context.capital(match.start("letter")) else None


def _period_pair(match: re.Match[str], context: DateContext) -> Readings:
    year = year_of(match["year"])
    one = _period(match["letter"], int(match["n"]), year)
    two = _period(match["letter2"], int(match["n2"]), year)
    if one is None or two is None or one.precision != two.precision or not context.capital(match.start()):
        return None
    spans = (match.start(), match.end("n")), (match.start("letter2"), match.end())
    dates = [place(written, span, context) for written, span in zip((one, two), spans, strict=True)]
    return tuple(date for date in dates if date)


def _week(match: re.Match[str], context: DateContext) -> Readings:
    stated, number = year_of(match["year"]), int(match["n"])
    if len(match["word"]) == 1 and not context.capital(match.start("word")):
        return None
    if not 1 <= number <= 53 or (len(match["word"]) == 1 and number <= 2 and stated is None):
        return None
    year = stated
    if year is None and context.reference is not None:
        near = monday(context.reference.year, number)
        year, _ = nearest_year(near.month, near.day, context.reference)
    date = PartialDate(start=monday(year, number), precision="week") if year else None
    return FoundDate(*match.span(), date, "" if stated else f"--W{number:02d}")


def _season(match: re.Match[str], context: DateContext) -> Readings:
    written = Written(year_of(match["year"]), SEASONS[match["season"]], 1, "quarter", approximate=True)
    return place(written, match.span(), context)


def _season_alone(match: re.Match[str], context: DateContext) -> Readings:
    """« avant l'été », "next summer": never « a été » or "fall" as a verb."""
    name, cue = match["season"], match["cue"]
    if (name == "ete" and context.original[match.start("season")] not in "éÉ") or (name == "spring" and not cue):
        return None
    if name == "fall" and cue not in ("next", "last", "this", "the"):
        return None
    year = _season_year_of(SEASONS[name], match, context.reference)
    written = Written(year, SEASONS[name], 1, "quarter", approximate=True)
    found = place(written, (match.start("season"), match.end()), context)
    return found and replace(found, unit=f"--Q{(SEASONS[name] + 2) // 3}")  # its year is counted, not written


def _season_year_of(month: int, match: re.Match[str], reference: dt.date | None) -> int | None:
    """The year of "last summer" or « l'été prochain »; None where nothing says which."""
    words = match.group().split()
    past, ahead = {"last", "dernier"}.intersection(words), {"next", "prochain"}.intersection(words)
    if reference is None or not (past or ahead):
        return None
    begun = (reference.month, reference.day) >= (month, 1)
    running = begun and reference.month < month + 3
    if past:
        return reference.year if begun and not running else reference.year - 1
    return reference.year + 1 if begun else reference.year


def _feast(match: re.Match[str], context: DateContext) -> Readings:
    month, day = FEASTS[match["feast"]]
    return place(Written(year_of(match["year"]), month, day, "day"), match.span(), context)


def _part_year(match: re.Match[str], context: DateContext) -> Readings:
    return place(Written(year_of(match["year"]), 1, 1, "year", part=match["part"]), match.span(), context)


def _plain_year(match: re.Match[str], context: DateContext) -> Readings:
    year = int(match["year"])
    noun = re.match(r" ([a-z]{3,}[sx])\b", context.flat[match.end() : match.end() + 30])
    if year % 50 == 0 and noun and not 2015 <= year <= 2035:
        return None
    fiscal = "fy" in match.group() or "fiscal" in match.group()
    return place(Written(year, 1, 1, "year", ambiguous=fiscal), match.span(), context)


def _fiscal_year(match: re.Match[str], context: DateContext) -> Readings:
    return place(Written(year_of(match["year"]), 1, 1, "year", ambiguous=True), match.span(), context)


def _season_year(match: re.Match[str], context: DateContext) -> Readings:
    """2018-19 or 2025/26: a year that starts in the first."""
    year = int(match["year"])
    if int(match["following"]) != (year + 1) % 100 or int(match["following"]) <= 12:
        return None
    return place(Written(year, 1, 1, "year"), match.span(), context)


def _fiscal_years(match: re.Match[str], context: DateContext) -> Readings:
    """FY25/26, « exercice 2025-2026 »: one year over two of the calendar."""
    year, following = year_of(match["year"]), year_of(match["following"])
    if year is None or following != year + 1:
        return None
    return place(Written(year, 1, 1, "year", ambiguous=match.group().startswith("f")), match.span(), context)


def _month_slash_year(match: re.Match[str], context: DateContext) -> Readings:
    return place(Written(int(match["year"]), int(match["m"])), match.span(), context)


_BY_NAME: dict[str, Reader] = DAY_READERS | {
    "month_year": _month_year, "month_slash_year": _month_slash_year, "month_alone": _month_alone,
    "month_pair": _month_pair, "marked_year": _marked_year,
    "quarter": _quarter, "half": _half, "week": _week, "season": _season, "season_alone": _season_alone,
    "feast": _feast, "bare_period": _bare_period, "period_pair": _period_pair, "part_year": _part_year,
    "plain_year": _plain_year, "fiscal_year": _fiscal_year, "fiscal_years": _fiscal_years, "season_year": _season_year,
}  # fmt: skip
_DIGIT = re.compile(r"\d")
_NEEDED: dict[str, tuple[str, ...]] = {
    "quarter": (*"0123456789", "trimestre", "quarter"), "half": (*"0123456789", "semestre", "half"),
    "season_alone": tuple(SEASONS), "feast": tuple(FEASTS), "month_alone": ("",),
}  # fmt: skip
"""What a text must hold for a pattern to be tried; a digit where nothing is said."""
_READERS: tuple[tuple[re.Pattern[str], Reader, tuple[str, ...] | None], ...] = (
    *((pattern, _BY_NAME[name], _NEEDED.get(name)) for pattern, name in date_patterns()),
    *RELATIVE,
    *((pattern, _BY_NAME[name], None) for pattern, name in year_patterns()),
)
