"""Dates that share the year written once: « de mars à juin 2026 », "28 February to 3 March 2026"."""

from __future__ import annotations

import re
from dataclasses import replace

from copilot.schemas.evidence import PartialDate
from copilot.text.found_dates import FoundDate

_LINK = re.compile(
    r"(?: ?[-/&+,] ?| (?:a|au|et|to|and|until|through|jusqu'au|jusqu'a|ou|or|puis|then) )(?:(?:le|the|en|in) )?"
)


def share_years(dates: list[FoundDate], flat: str) -> list[FoundDate]:
    """The dates, those without a year that are tied to one with a year resolved with it."""
    shared = list(dates)
    for index in range(len(shared) - 2, -1, -1):
        one, two = shared[index], shared[index + 1]
        if two.start - one.end <= 18 and _LINK.fullmatch(flat, one.end, two.start):
            shared[index] = _with_year_of(one, two)
    return shared


def _with_year_of(one: FoundDate, two: FoundDate) -> FoundDate:
    open_part, _, part = one.unit.partition("|")
    if not re.match(r"--(?:\d\d|[QH]\d)", open_part) or two.date is None or two.unit.startswith("--"):
        return one
    fields = re.findall(r"\d+", open_part)
    if open_part[2] == "Q":
        month, day, precision = 3 * int(fields[0]) - 2, 1, "quarter"
    elif open_part[2] == "H":
        month, day, precision = 6 * int(fields[0]) - 5, 1, "half"
    else:
        month, day, precision = (
            int(fields[0]),
            int(fields[1]) if len(fields) > 1 else 1,
            "day" if fields[1:] else "month",
        )
    if two.date.precision != precision:
        return one
    later = (month, day) > (two.date.start.month, two.date.start.day)
    try:
        start = two.date.start.replace(year=two.date.start.year - later, month=month, day=day)
    except ValueError:
        return one
    return replace(one, date=PartialDate(start=start, precision=precision), unit=part, ambiguous=two.ambiguous)
