"""The rows of one sheet as tables: titles above a header, blocks with blank rows between."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from copilot.ingest.parts import COMMENT, RESOLVED, TEXT_BOX, Draft, one_line
from copilot.ingest.tables import Row, add_rows, find_header, is_label, is_number
from copilot.schemas.evidence import Locator

_MAX_HEADING = 200
_MAX_TITLE = 90
MAX_ROWS, MAX_COLUMNS, MAX_CELLS = 20_000, 200, 400_000
"""What is read of a sheet at most; a warning says when there is more."""
_MAX_MERGED, _MAX_MERGED_ROWS, _MAX_BESIDE = 2_000, 500, 6


@dataclass(frozen=True)
class CellComment:
    """A comment on a cell of a row."""

    row: int
    text: str
    author: str | None = None
    said_on: dt.date | None = None
    resolved: bool = False


@dataclass
class Grid:
    """A sheet of a workbook as it stands: its cells, what of it is hidden, what people wrote beside it."""

    name: str
    rows: list[Row]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    comments: list[CellComment] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    merged: list[tuple[int, int, int]] = field(default_factory=list)
    """cells merged downwards: first row, last row, column"""


def add_grid(draft: Draft, grid: Grid) -> None:
    """Append a sheet; what a reader does not see of it is marked."""
    name, unseen = grid.name, grid.hidden_columns
    _fill_merged(grid)
    seen = [
        Row(row.number, [cell for at, cell in enumerate(row.cells, start=1) if at not in unseen]) for row in grid.rows
    ]
    hidden_rows = frozenset(row.number for row in grid.rows) if grid.hidden else grid.hidden_rows
    draft.heading = name
    columns = add_sheet(draft, seen, lambda row: Locator(sheet=name, row=row), name=name, hidden=hidden_rows)
    if not grid.hidden and not draft.columns:
        draft.columns = columns
    draft.heading = name
    for row in grid.rows if unseen else ():
        kept = [cell for at, cell in enumerate(row.cells, start=1) if at in unseen and cell]
        draft.add("paragraph", " | ".join(kept), Locator(sheet=name, row=row.number), hidden=True)
    for text in grid.boxes:
        draft.add("paragraph", text, Locator(sheet=name, part=TEXT_BOX), hidden=grid.hidden)
    for comment in grid.comments:
        place = Locator(sheet=name, row=comment.row, part=RESOLVED if comment.resolved else COMMENT)
        hidden = grid.hidden or comment.row in grid.hidden_rows
        draft.add("comment", comment.text, place, author=comment.author, said_on=comment.said_on, hidden=hidden)
    draft.heading = None


def _fill_merged(grid: Grid) -> None:
    """Say the words of a cell merged downwards on each of its rows; numbers are not repeated, they would add up."""
    at = {row.number: row for row in grid.rows}
    for first, last, column in grid.merged[:_MAX_MERGED]:
        text = at[first].cells[column - 1] if first in at and column <= len(at[first].cells) else ""
        if not text or is_number(text):
            continue
        for number in range(first + 1, min(last, first + _MAX_MERGED_ROWS) + 1):
            cells = at[number].cells if number in at else []
            if len(cells) >= column and not cells[column - 1]:
                cells[column - 1] = text


def add_sheet(
    draft: Draft,
    rows: Sequence[Row],
    place: Callable[[int], Locator],
    *,
    name: str | None,
    hidden: frozenset[int] = frozenset(),
) -> tuple[str, ...]:
    """Append the rows of a sheet and return the columns of its first table.

    Title rows (a single text cell above the rows) are headings: they often hold the unit and the date.
    """
    header: tuple[str, ...] = ()
    first_header: tuple[str, ...] = ()
    blocks = _split(rows)
    blocks = [part for block in blocks for part in _side_by_side(block)]
    for index, block in enumerate(blocks):
        titles, body = _titles(block)
        if not body and (index == len(blocks) - 1 or any(_is_remark(title) for title in titles)):
            titles, body = [], titles
        if titles:
            draft.heading = name
        for title in titles:
            draft.add("heading", next(filter(None, title.cells)), place(title.number), hidden=title.number in hidden)
        words = [one_line(next(filter(None, title.cells))) for title in titles]
        if words or name:
            draft.heading = " – ".join(filter(None, [name, *words]))[:_MAX_HEADING] if words else draft.heading or name
        if max((sum(1 for cell in row.cells if cell) for row in body), default=0) < 2:
            for row in body:
                draft.add("paragraph", "".join(row.cells), place(row.number), hidden=row.number in hidden)
            continue
        above = header if find_header(body) is None and _continues(header, body) else ()
        header = add_rows(draft, body, place, header=above, hidden=hidden)
        first_header = first_header or header
    return first_header


def _split(rows: Sequence[Row]) -> list[list[Row]]:
    """The runs of rows without a blank row between."""
    found: list[list[Row]] = []
    before = None
    for row, after in zip_longest(rows, rows[1:]):
        if not any(row.cells):
            continue
        if before is None or row.number != before + 1 or _names_another(found[-1], row, after):
            found.append([])
        found[-1].append(row)
        before = row.number
    return found


def _names_another(block: Sequence[Row], row: Row, after: Row | None) -> bool:
    """Whether a row is the title of another table right below one: a lone text between rows of data and a header."""
    filled = [cell for cell in row.cells if cell]
    if after is None or len(filled) != 1 or not row.cells[0] or is_number(filled[0]) or len(filled[0]) > _MAX_TITLE:
        return False
    below = [cell for cell in after.cells if cell]
    data = any(is_number(cell) for above in block[-2:] for cell in above.cells)
    return data and len(below) > 1 and not any(map(is_number, below)) and any(map(is_label, below))


def _side_by_side(block: list[Row]) -> list[list[Row]]:
    """The tables of a block that stand beside each other, an empty column between them.

    A table starts with a column of names: figures right of an empty column belong to the names left of it.
    """
    width = max(len(row.cells) for row in block)
    empty = [at for at in range(1, width - 2) if not any(at < len(row.cells) and row.cells[at] for row in block)]
    for at in empty[:_MAX_BESIDE] if len(block) > 1 else ():
        left = [Row(row.number, row.cells[:at], row.marked) for row in block]
        right = [Row(row.number, row.cells[at + 1 :], row.marked) for row in block if len(row.cells) > at + 1]
        if _starts_with_names(left) and _starts_with_names(right):
            left = [row for row in left if any(row.cells)]
            return [left, *_side_by_side([row for row in right if any(row.cells)])]
    return [block]


def _starts_with_names(rows: Sequence[Row]) -> bool:
    """Whether rows are a table of their own: two columns and more, the first one of words."""
    wide = [row for row in rows if sum(1 for cell in row.cells if cell) > 1]
    first = [row.cells[0] for row in wide if row.cells[0]]
    return len(wide) >= 2 and len(first) >= 0.8 * len(wide) and sum(map(is_number, first[1:])) <= 0.2 * len(first)


def _titles(block: list[Row]) -> tuple[list[Row], list[Row]]:
    """The leading rows with one text cell, and the rest."""
    for index, row in enumerate(block):
        filled = [cell for cell in row.cells if cell]
        if len(filled) > 1 or is_number(filled[0]):
            return block[:index], block[index:]
    return (block, []) if len(block) <= 3 else ([], block)


def _is_remark(row: Row) -> bool:
    """A line of text that is no title: a source, a footnote."""
    text = next(filter(None, row.cells))
    return len(text) > _MAX_TITLE or text.endswith(".")


def _continues(header: tuple[str, ...], body: Sequence[Row]) -> bool:
    """Whether rows after a blank one still belong to the table above: they fit under its columns."""
    width = max(sum(1 for cell in row.cells if cell) for row in body)
    last = max(max(i for i, cell in enumerate(row.cells) if cell) for row in body)
    return bool(header) and width >= 2 and last < len(header)
