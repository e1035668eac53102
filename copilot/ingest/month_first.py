"""Days in the American order, in tables that can have no other: written so that nobody misreads them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from copilot.ingest.content_date import make
from copilot.ingest.parts import Draft
from copilot.ingest.rows import Row

_DAY = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})(?P<time>(?:,? +|T)\d{1,2}:\d{2}.*)?")
_MOST_OTHER, _SAMPLE = 0.2, 100
"""Share of a column's cells that may hold no day, among the first ones."""


def year_first(cell: str) -> str:
    """A day written with the month first, as 2026-04-23; any other cell as it stands."""
    hit = _DAY.fullmatch(cell.strip())
    day = _date(hit) if hit else None
    return f"{day.isoformat()}{hit['time'] or ''}" if hit and day else cell


def with_clear_days(draft: Draft, rows: Sequence[Row], names: Sequence[str]) -> list[Row]:
    """The rows of a table, their days with the year first where they can only have the month first."""
    cells = [row.cells for row in rows]
    columns = _month_first_columns(cells)
    misread = (cell for row in cells for at, cell in enumerate(row) if at in columns and year_first(cell) != cell)
    example = next(misread, None)
    if example is None:
        return list(rows)
    draft.month_first = True
    named = ", ".join(names[at] if at < len(names) and names[at] else str(at + 1) for at in sorted(columns))
    draft.warn(
        f"dates with the month first are written with the year first, in the columns {named}: "
        f"{example} is {year_first(example)}"
    )
    return [
        row._replace(cells=[year_first(cell) if at in columns else cell for at, cell in enumerate(row.cells)])
        for row in rows
    ]


def _month_first_columns(rows: Sequence[Sequence[str]]) -> frozenset[int]:
    """The columns of days, where they can only have the month first and one of them could be misread."""
    found: set[int] = set()
    decided = doubtful = False
    for at, cells in enumerate(zip_longest(*rows, fillvalue="")):
        for first, second in _days(cells):
            if first > 12:
                return frozenset()
            decided, doubtful = decided or second > 12, doubtful or (first != second and second <= 12)
            found.add(at)
    return frozenset(found) if decided and doubtful else frozenset()


def _days(cells: Sequence[str]) -> list[tuple[int, int]]:
    """The two first figures of the days of a column, none when it is no column of days."""
    filled = [cell for cell in cells if cell.strip(" -–—")]
    if len(list(_hits(filled[:_SAMPLE]))) < (1 - _MOST_OTHER) * len(filled[:_SAMPLE]):
        return []
    return [(int(hit[1]), int(hit[3])) for hit in _hits(filled)]


def _hits(cells: Sequence[str]) -> Iterator[re.Match[str]]:
    return filter(None, (_DAY.fullmatch(cell.strip()) for cell in cells))


def _date(hit: re.Match[str]) -> dt.date | None:
    return make(hit[4], int(hit[1]), int(hit[3]))
