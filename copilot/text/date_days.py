"""Readers of dates that name a day of a month."""

from __future__ import annotations

import re

from copilot.text.date_words import MONTHS
from copilot.text.found_dates import DateContext, Reader, Readings, Written, place, year_of


def _iso(match: re.Match[str], context: DateContext) -> Readings:
    day = match.groupdict().get("day")
    return place(
        Written(int(match["year"]), int(match["m"]), int(day or 1), "day" if day else "month"), match.span(), context
    )


def _numeric(match: re.Match[str], context: DateContext) -> Readings:
    first, second = int(match["a"]), int(match["b"])
    if second > 12:
        first, second = second, first
    if second > 12 or not second or not first:
        return None
    ambiguous = context.language == "en" and first <= 12 and first != second
    return place(Written(year_of(match["year"]), second, first, "day", ambiguous=ambiguous), match.span(), context)


def _day_month(match: re.Match[str], context: DateContext) -> Readings:
    written = Written(year_of(match["year"]), MONTHS[match["month"]], int(match["day"]), "day")
    return place(written, match.span(), context)


def _days_of_month(match: re.Match[str], context: DateContext) -> Readings:
    """« du 3 au 7 mars 2026 »: two days of one month."""
    return _two_days(match, context, (match.start("first"), match.end("first")), match.span("second"))


def _month_days(match: re.Match[str], context: DateContext) -> Readings:
    if not context.capital(match.start("month")):
        return None
    return _two_days(match, context, match.span("one"), match.span("second"))


def _two_days(match: re.Match[str], context: DateContext, one: tuple[int, int], two: tuple[int, int]) -> Readings:
    year, month = year_of(match["year"]), MONTHS[match["month"]]
    days = int(match["first"]), int(match["day"])
    if days[0] >= days[1]:
        return None
    dates = [place(Written(year, month, day, "day"), span, context) for day, span in zip(days, (one, two), strict=True)]
    return tuple(date for date in dates if date) if all(dates) else None


def _month_day(match: re.Match[str], context: DateContext) -> Readings:
    if (context.language == "fr" and len(match["month"]) <= 4) or not context.capital(match.start("month")):
        return None
    written = Written(year_of(match["year"]), MONTHS[match["month"]], int(match["day"]), "day")
    return place(written, match.span(), context)


def _day_slash_month(match: re.Match[str], context: DateContext) -> Readings:
    first, second = match["a"], match["b"]
    padded = len(first) == len(second) == 2 and (first[0] == "0" or second[0] == "0")
    if not (padded or match["cue"] or (len(first) == 2 and int(first) > 12 and second in ("10", "11", "12"))):
        return None
    day, month = int(first), int(second)
    if month > 12 >= day:
        day, month = month, day
    ambiguous = context.language == "en" and day <= 12
    return place(Written(None, month, day, "day", ambiguous=ambiguous), match.span("body"), context)


DAY_READERS: dict[str, Reader] = {
    "iso": _iso, "numeric": _numeric, "day_month": _day_month, "month_day": _month_day, "month_days": _month_days,
    "days_of_month": _days_of_month, "day_slash_month": _day_slash_month,
}  # fmt: skip
