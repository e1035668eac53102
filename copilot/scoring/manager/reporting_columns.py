"""The six columns of a reporting table, from headers in French or English, and its days."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from copilot.schemas.evidence import Language
from copilot.text.normalise import fold
from copilot.text.quantities import extract_quantities

Role = Literal["date", "company", "contact", "function", "action", "result"]
ROLES: tuple[Role, ...] = ("date", "company", "contact", "function", "action", "result")
"""In the order of the source's table (S3), which is assumed where no header says otherwise."""
DayOrder = Literal["auto", "day_first", "month_first"]
DayProblem = Literal["no_date", "date_unreadable", "date_without_day", "date_without_year"]

_HEADERS: tuple[tuple[Role, str], ...] = (
    ("date", r"dates?\b.*|jours?|days?|when|quand|le"),
    ("result", r".*\b(?:resultats?|results?|outcomes?|issues?|suites?|conclusions?|compte[- ]rendus?)\b.*"),
    ("function", r".*\b(?:fonctions?|functions?|postes?|titres?|titles?|roles?|positions?|metiers?)\b.*"),
    (
        "company",
        r".*\b(?:societes?|entreprises?|clients?|comptes?|compan(?:y|ies)|accounts?|customers?|prospects?)\b.*",
    ),
    ("contact", r".*\b(?:interlocut\w+|contacts?|personnes?|person|people|noms?|names?|qui|who|met)\b.*"),
    ("action", r".*\b(?:actions?|activit\w+|types?|natures?|demarches?|what|quoi)\b.*"),
)
_READERS = tuple((role, re.compile(pattern)) for role, pattern in _HEADERS)
_LONGEST_HEADER = 40
_FEWEST_ROLES = 3
_NUMERIC = re.compile(r"\D{0,12}(?P<a>\d{1,2})[/.-](?P<b>\d{1,2})[/.-](?:\d{4}|\d{2})\D{0,3}")
_LEAD = re.compile(r"[\s|•*–—-]*(?:le |on |du )?", re.IGNORECASE)
_TRIM = " \t\u00a0\u202f.,;:"


def role_of(header: str) -> Role | None:
    """What a column of that name holds."""
    folded = fold(header).strip(" .:*")
    if not folded or len(folded) > _LONGEST_HEADER:
        return None
    return next((role for role, pattern in _READERS if pattern.fullmatch(folded)), None)


def roles_of(cells: Sequence[str]) -> dict[Role, int] | None:
    """The place of each role in a header row, the first one that fits; None when the row is no header."""
    found: dict[Role, int] = {}
    for place, cell in enumerate(cells):
        role = role_of(cell)
        if role is not None and role not in found:
            found[role] = place
    return found if len(found) >= _FEWEST_ROLES and ("date" in found or "company" in found) else None


@dataclass(frozen=True)
class ReadDay:
    """The day of a cell, or why there is none; where it ends in the text."""

    day: dt.date | None
    problem: DayProblem | None = None
    ambiguous: bool = False
    end: int = 0


@dataclass(frozen=True)
class DayReader:
    """How the days of one table are read."""

    language: Language
    as_of: dt.date | None
    month_first: bool = False
    sure: bool = False

    def leading(self, text: str) -> ReadDay | None:
        """The date that a text starts with, as far as it is known; None when it starts with something else."""
        start = _LEAD.match(text)
        at = start.end() if start else 0
        first = next(iter(extract_quantities(text[at : at + 60], self.language, self.as_of)), None)
        if first is None or first.kind != "date" or first.start != 0:
            return None
        written = text[at : at + first.end]
        end = at + first.end
        if first.date is None or first.unit.startswith("--"):
            known = first.date is not None and first.date.precision == "day"
            day = first.date.start if first.date is not None and known else None
            return ReadDay(day, None if known else "date_without_year", known, end)
        if first.date.precision != "day":
            return ReadDay(None, "date_without_day", end=end)
        day, both_ways = first.date.start, both_ways_of(written)
        if both_ways and self.month_first:
            day = day.replace(month=day.day, day=day.month)
        return ReadDay(day, None, both_ways and not self.sure, end)

    def starts(self, text: str) -> bool:
        """Whether a text starts with a date that names its day."""
        found = self.leading(text)
        return found is not None and found.problem != "date_without_day"

    def cell(self, text: str) -> ReadDay:
        """The day of a cell that should hold one."""
        if not text.strip(_TRIM):
            return ReadDay(None, "no_date")
        found = self.leading(text)
        if found is None or text[found.end :].strip(_TRIM):
            return ReadDay(None, "date_unreadable")
        return found


def both_ways_of(written: str) -> bool:
    """Whether a date in figures could be read day first or month first: 03/04, not 13/04 nor 04/04."""
    match = _NUMERIC.fullmatch(written)
    return match is not None and int(match["a"]) <= 12 and int(match["b"]) <= 12 and match["a"] != match["b"]


def day_reader(texts: Sequence[str], order: DayOrder, language: Language, as_of: dt.date | None) -> DayReader:
    """The reader for the date cells of a table; left alone, the table itself says which part is the day.

    A part above 12 anywhere settles it for all; where both orders occur, or none does, the day comes first and the
    dates that could be read both ways are marked.
    """
    if order != "auto":
        return DayReader(language, as_of, month_first=order == "month_first", sure=True)
    pairs = [match for text in texts if (match := _NUMERIC.match(text.strip()))]
    day_first = any(int(match["a"]) > 12 for match in pairs)
    month_first = any(int(match["b"]) > 12 for match in pairs)
    settled = day_first != month_first
    return DayReader(language, as_of, month_first=settled and month_first, sure=settled)
