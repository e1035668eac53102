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
_MOST_OTHER = 0.2
"""Share of a column's cells that may hold no day."""


def is_month_first(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the days of a table can only have the month first, and one of them could be misread."""
    columns = [cells for cells in zip_longest(*rows, fillvalue="") if _is_of_days(cells)]
    days = [(int(hit[1]), int(hit[3])) for cells in columns for hit in _hits(cells)]
    american = any(second > 12 for _, second in days) and all(first <= 12 for first, _ in days)
    return american and any(first != second and second <= 12 for first, second in days)


def year_first(cell: str) -> str:
    """A day written with the month first, as 2026-04-23; any other cell as it stands."""
    hit = _DAY.fullmatch(cell.strip())
    day = _date(hit) if hit else None
    return f"{day.isoformat()}{hit['time'] or ''}" if hit and day else cell


def with_clear_days(draft: Draft, rows: Sequence[Row], names: Sequence[str]) -> list[Row]:
    """The rows of a table, their days with the year first where they can only have the month first."""
    cells = [row.cells for row in rows]
    if not is_month_first(cells):
        return list(rows)
    columns = day_columns(cells)
    draft.month_first = True
    example = next(cell for row in cells for at, cell in enumerate(row) if at in columns and year_first(cell) != cell)
    named = ", ".join(names[at] if at < len(names) and names[at] else str(at + 1) for at in sorted(columns))
    draft.warn(
        f"dates with the month first are written with the year first, in the columns {named}: "
        f"{example} is {year_first(example)}"
    )
    return [
        row._replace(cells=[year_first(cell) if at in columns else cell for at, cell in enumerate(row.cells)])
        for row in rows
    ]


def day_columns(rows: Sequence[Sequence[str]]) -> frozenset[int]:
    """The columns of a table that hold days written in figures."""
    return frozenset(at for at, cells in enumerate(zip_longest(*rows, fillvalue="")) if _is_of_days(cells))


def _is_of_days(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell.strip(" -–—")]
    return bool(filled) and sum(1 for _ in _hits(filled)) >= (1 - _MOST_OTHER) * len(filled)


def _hits(cells: Sequence[str]) -> Iterator[re.Match[str]]:
    return filter(None, (_DAY.fullmatch(cell.strip()) for cell in cells))


def _date(hit: re.Match[str]) -> dt.date | None:
    return make(hit[4], int(hit[1]), int(hit[3]))
