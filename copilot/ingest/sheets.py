"""The rows of one sheet as tables: titles above a header, blocks with blank rows between."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from copilot.ingest.parts import Draft, one_line
from copilot.ingest.tables import Row, add_rows, find_header, is_number
from copilot.schemas.evidence import Locator

_MAX_HEADING = 200
_MAX_TITLE = 90


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
    for row in rows:
        if not any(row.cells):
            continue
        if before is None or row.number != before + 1:
            found.append([])
        found[-1].append(row)
        before = row.number
    return found


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
