"""Excel workbooks: each row with its column names and its real row number."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

from copilot.ingest.archive import Archive, open_archive, refuse_unsafe_xml
from copilot.ingest.changes import Changes
from copilot.ingest.ooxml import add_properties, transitional
from copilot.ingest.parts import Draft, clean, one_line
from copilot.ingest.sheets import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, CellComment, Grid, add_grid
from copilot.ingest.tables import Row
from copilot.ingest.values import cell_text, exact_text
from copilot.ingest.xlsx_parts import SheetParts, hidden_in, sheet_parts
from copilot.ingest.xlsx_repair import bare, has_vast_merges

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HEAVY = 12 * 1024 * 1024
_DAMAGED = (ValueError, TypeError, AttributeError, LookupError, OSError, SyntaxError)
_NO_VALUE = re.compile(rb"(?:</f>|<f[^>]*/>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")


def read_xlsx(data: bytes, *, exact: bool = False) -> Draft:
    """The draft of a workbook; formulas give their last computed values, numbers as shown or, if `exact`, in full."""
    data = transitional(data)
    archive = open_archive(data)
    refuse_unsafe_xml(archive)
    draft = Draft(MEDIA_TYPE)
    sheets = [entry for entry in archive.infolist() if entry.filename.startswith("xl/worksheets/")]
    heavy = sum(entry.file_size for entry in sheets) > _HEAVY
    if not heavy and has_vast_merges(archive):
        data = bare(data, styles=True)
    book = _opened(draft, data, heavy=heavy)
    parts = sheet_parts(archive)
    changes = Changes()
    for sheet in book.worksheets:
        beside = parts.get(clean(sheet.title), SheetParts())
        grid = _grid(draft, sheet, beside, changes, heavy=heavy, exact=exact)
        if heavy:
            grid.hidden_rows, grid.hidden_columns = hidden_in(archive, beside.path)
        add_grid(draft, grid)
    changes.warn(draft)
    missing = 0 if heavy else _formulas_without_value(archive)
    if missing:
        draft.warn(f"{missing} formulas have no computed value: open the workbook in Excel and save it")
    add_properties(draft, book.properties.title, book.properties.creator)
    return draft


def _opened(draft: Draft, data: bytes, *, heavy: bool) -> Any:
    """The workbook; one whose looks or pictures are damaged is read for its cells alone."""
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

    class CellReader(ExcelReader):
        def read_chartsheet(self, sheet: Any, rel: Any) -> None:
            """Sheets that are a chart have no cells."""

    # A sheet that does not tell its size would be read whole only to find it.
    ReadOnlyWorksheet._get_size = lambda self: None  # type: ignore[attr-defined]

    def opened(content: bytes) -> Any:
        reader = CellReader(io.BytesIO(content), read_only=heavy, data_only=True, keep_links=False, rich_text=not heavy)
        reader.read()
        return reader.wb

    try:
        return opened(data)
    except _DAMAGED as error:
        first = error
    for styles in (True, False):
        try:
            book = opened(bare(data, styles=styles))
        except _DAMAGED:
            continue
        lost = "hidden rows and comments may be lost" if styles else "its dates are numbers"
        draft.warn(f"the workbook is damaged: only its cells were read, and {lost}; open it in Excel and save it")
        return book
    raise first


def _formulas_without_value(archive: Archive) -> int:
    names = [name for name in archive.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)]
    return sum(len(_NO_VALUE.findall(archive.read(name))) for name in names)


def _grid(draft: Draft, sheet: Any, parts: SheetParts, changes: Changes, *, heavy: bool, exact: bool) -> Grid:
    rows, comments = _rows(draft, sheet, changes, heavy=heavy, text_of=exact_text if exact else cell_text)
    if parts.comments:
        threads = {comment.row for comment in parts.comments}
        comments = [comment for comment in comments if comment.row not in threads or comment.text[:1] != "["]
        comments = sorted([*comments, *parts.comments], key=lambda comment: comment.row)
    return Grid(
        name=clean(sheet.title),
        rows=rows,
        hidden=sheet.sheet_state != "visible",
        hidden_rows=frozenset(row.number for row in rows if not heavy and _is_row_hidden(sheet, row.number)),
        hidden_columns=frozenset() if heavy else frozenset(_hidden_columns(sheet)),
        comments=comments,
        boxes=parts.boxes,
        merged=[] if heavy else [(m.min_row, m.max_row, m.min_col) for m in sheet.merged_cells.ranges],
    )


def _rows(
    draft: Draft, sheet: Any, changes: Changes, *, heavy: bool, text_of: Callable[[Any, str], str]
) -> tuple[list[Row], list[CellComment]]:
    struck = {at for at, font in enumerate(sheet.parent._fonts) if font.strike}
    rows: list[Row] = []
    comments: list[CellComment] = []
    count = 0
    for number, cells in _streamed(sheet) if heavy else _stored(sheet):
        count += len(cells)
        if number > MAX_ROWS or count > MAX_CELLS:
            draft.warn(f"only the first {number - 1} rows of the sheet {sheet.title!r} were read")
            break
        texts = [""] * (1 + max(cells, default=0))
        for column, cell in cells.items():
            texts[column] = one_line(
                clean(text_of(_unstruck(cell.value, changes), getattr(cell, "number_format", "General")))
            )
            if struck and texts[column] and _font(cell) in struck:
                changes.strike(texts[column])
                changes.end()
                texts[column] = ""
            comment = getattr(cell, "comment", None)
            if comment is not None:
                comments.append(CellComment(number, comment.text, comment.author or None))
        if any(texts):
            rows.append(Row(number, texts[: 1 + max(i for i, text in enumerate(texts) if text)]))
    return rows, comments


def _unstruck(value: Any, changes: Changes) -> Any:
    """The value of a cell; of words in several fonts, those that are not struck out."""
    if not isinstance(value, list):
        return value
    kept = ""
    for piece in value:
        if getattr(getattr(piece, "font", None), "strike", False):
            changes.strike(str(piece))
        else:
            changes.end()
            kept += str(piece)
    changes.end()
    return kept


def _font(cell: Any) -> int:
    """The number of a cell's font in the workbook; a cell that was streamed has only the number of its style."""
    style = getattr(cell, "_style", None)
    if style is None and hasattr(cell, "_style_id"):
        style = cell.parent.parent._cell_styles[cell._style_id]
    return int(getattr(style, "fontId", 0))


def _streamed(sheet: Any) -> Iterator[tuple[int, dict[int, Any]]]:
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), start=1):
        yield number, {at: cell for at, cell in enumerate(cells) if cell.value is not None}


def _stored(sheet: Any) -> Iterator[tuple[int, dict[int, Any]]]:
    """The cells that say something: formats alone, down to row 1048576, are none."""
    found: dict[int, dict[int, Any]] = {}
    for row, column in sorted(sheet._cells):
        cell = sheet._cells[row, column]
        if column <= MAX_COLUMNS and (cell.value is not None or cell.comment is not None):
            found.setdefault(row, {})[column - 1] = cell
    yield from found.items()


def _is_row_hidden(sheet: Any, number: int) -> bool:
    return number in sheet.row_dimensions and bool(sheet.row_dimensions[number].hidden)


def _hidden_columns(sheet: Any) -> set[int]:
    found: set[int] = set()
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden and dimension.min and dimension.max:
            found |= set(range(dimension.min, min(dimension.max, MAX_COLUMNS) + 1))
    return found
