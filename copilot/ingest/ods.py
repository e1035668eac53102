"""OpenDocument spreadsheets: the cells as they are shown, with comments and what is hidden."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from copilot.ingest.opendocument import (
    DRAW,
    OFFICE,
    STYLE,
    TABLE_,
    OpenFile,
    add_meta,
    chain,
    day,
    is_resolved,
    is_struck,
    open_file,
    plain,
    repeated,
)
from copilot.ingest.parts import Draft, clean, one_line
from copilot.ingest.sheets import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, CellComment, Grid, add_grid
from copilot.ingest.tables import Row

_DC = "{http://purl.org/dc/elements/1.1/}"
_UNSEEN = ("collapse", "filter")
_NUMBERS = ("float", "currency", "percentage")


def read_ods(data: bytes, *, exact: bool = False) -> Draft:
    """The draft of an OpenDocument spreadsheet; numbers as shown or, if `exact`, in full."""
    file = open_file(data, "spreadsheet")
    draft = Draft("application/vnd.oasis.opendocument.spreadsheet")
    for table in file.body.iter(TABLE_ + "table"):
        add_grid(draft, _grid(draft, file, table, exact=exact))
    file.changes.warn(draft)
    add_meta(draft, file)
    return draft


def _grid(draft: Draft, file: OpenFile, table: Element, *, exact: bool) -> Grid:
    grid = Grid(clean(table.get(TABLE_ + "name", "")), [], hidden=_is_hidden_table(file, table))
    grid.hidden_columns = frozenset(_hidden_columns(table))
    hidden_rows: set[int] = set()
    number = count = 0
    grid.boxes = [text for shape in _shapes(table) if (text := plain(file, shape).strip())]
    for row in table.iter(TABLE_ + "table-row"):
        texts, comments = _cells(file, row, exact=exact)
        grid.merged += _merged(row, number + 1)
        times = repeated(row, "number-rows-repeated", MAX_ROWS if any(texts) else 1 << 30)
        for at in range(number + 1, number + 1 + (times if any(texts) or comments else 0)):
            count += sum(map(bool, texts))
            if at > MAX_ROWS or count > MAX_CELLS:
                draft.warn(f"only the first {at - 1} rows of the sheet {grid.name!r} were read")
                grid.hidden_rows = frozenset(hidden_rows)
                return grid
            grid.rows += [Row(at, texts)] if any(texts) else []
            grid.comments += [replace(comment, row=at) for comment in comments]
            hidden_rows |= {at} if row.get(TABLE_ + "visibility") in _UNSEEN else set()
        number += times
        if number > MAX_ROWS:
            break
    grid.hidden_rows = frozenset(hidden_rows)
    return grid


def _is_hidden_table(file: OpenFile, table: Element) -> bool:
    styles = chain(file, table.get(TABLE_ + "style-name"))
    return any(p.get(TABLE_ + "display") == "false" for style in styles for p in style.iter(STYLE + "table-properties"))


def _hidden_columns(table: Element) -> Iterator[int]:
    at = 0
    for column in table.iter(TABLE_ + "table-column"):
        times = repeated(column, "number-columns-repeated", MAX_COLUMNS)
        if column.get(TABLE_ + "visibility") in _UNSEEN:
            yield from range(at + 1, at + 1 + times)
        at += times


def _shapes(table: Element) -> list[Element]:
    """The shapes on a sheet, taken out of the cells that they are fastened to."""
    found: list[Element] = []
    for place in [*table.iter(TABLE_ + "shapes"), *table.iter(TABLE_ + "table-cell")]:
        shapes = [node for node in place if node.tag.startswith(DRAW)]
        found += shapes
        for shape in shapes:
            place.remove(shape)
    return found


def _merged(row: Element, number: int) -> Iterator[tuple[int, int, int]]:
    """The cells of a row that reach down over the next ones."""
    at = 0
    for cell in row:
        if cell.tag in (TABLE_ + "table-cell", TABLE_ + "covered-table-cell"):
            down = repeated(cell, "number-rows-spanned", MAX_ROWS)
            if down > 1:
                yield number, number + down - 1, at + 1
            at += repeated(cell, "number-columns-repeated", MAX_COLUMNS)


def _cells(file: OpenFile, row: Element, *, exact: bool) -> tuple[list[str], list[CellComment]]:
    texts: list[str] = []
    comments: list[CellComment] = []
    for cell in row:
        if cell.tag not in (TABLE_ + "table-cell", TABLE_ + "covered-table-cell") or len(texts) >= MAX_COLUMNS:
            continue
        note = cell.find(OFFICE + "annotation")
        if note is not None:
            said_on = day(note.findtext(_DC + "date") or "")
            comments.append(
                CellComment(0, plain(file, note), note.findtext(_DC + "creator"), said_on, is_resolved(note))
            )
            cell.remove(note)
        text = one_line(clean(plain(file, cell)))
        if text and is_struck(file, cell.get(TABLE_ + "style-name")):
            file.changes.strike(text)
            file.changes.end()
            text = ""
        if exact and text and cell.get(OFFICE + "value-type") in _NUMBERS:
            text = _exact(cell, text)
        texts += [text] * repeated(cell, "number-columns-repeated", MAX_COLUMNS - len(texts))
    while texts and not texts[-1]:
        texts.pop()
    return texts, comments


def _exact(cell: Element, text: str) -> str:
    """The number in full with the unit that the cell shows."""
    from copilot.ingest.values import exact_text

    try:
        value = float(cell.get(OFFICE + "value", ""))
    except ValueError:
        return text
    percent = cell.get(OFFICE + "value-type") == "percentage"
    unit = "" if percent else "".join(c for c in text if not c.isdigit() and c not in " \u00a0\u202f.,-+").strip()
    return exact_text(value, "0%" if percent else f'0" {unit}"' if unit else "General")
