"""Old Excel workbooks (.xls, Excel 5 to 2003), through xlrd; macros and formulas are not run, values are as saved."""

from __future__ import annotations

from typing import Any

from copilot.ingest.changes import Changes
from copilot.ingest.ooxml import add_properties
from copilot.ingest.parts import Draft, Refused, clean, one_line
from copilot.ingest.sheets import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, CellComment, Grid, add_grid
from copilot.ingest.tables import Row
from copilot.ingest.values import cell_text, exact_text

MEDIA_TYPE = "application/vnd.ms-excel"


def read_xls(data: bytes, *, exact: bool = False) -> Draft:
    """The draft of a workbook; raises Refused (encrypted, truncated)."""
    import xlrd

    class Nowhere:
        """The library reports on what it reads; nobody listens."""

        def write(self, _: str) -> int:
            return 0

    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=Nowhere())
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise Refused("encrypted", "the file is protected by a password; save it without one") from error
        raise Refused("truncated", "the workbook is damaged or cut off; save it again") from error
    draft = Draft(MEDIA_TYPE)
    changes = Changes()
    for sheet in book.sheets():
        add_grid(draft, _grid(draft, book, sheet, changes, exact=exact))
    changes.warn(draft)
    add_properties(draft, None, book.user_name)
    return draft


def _grid(draft: Draft, book: Any, sheet: Any, changes: Changes, *, exact: bool) -> Grid:
    rows: list[Row] = []
    count = 0
    struck = {font.font_index for font in book.font_list if font.struck_out}
    for at in range(sheet.nrows):
        texts = [_text(book, cell, exact=exact) for cell in sheet.row(at)[:MAX_COLUMNS]]
        for column, cell in enumerate(sheet.row(at)[:MAX_COLUMNS]) if struck else ():
            runs = sheet.rich_text_runlist_map.get((at, column), ())
            text = str(cell.value) if runs else texts[column]
            texts[column] = _unstruck(text, [(0, _font(book, cell)), *runs], struck, changes)
        count += sum(map(bool, texts))
        if any(texts) and (at >= MAX_ROWS or count > MAX_CELLS):
            draft.warn(f"only the first {at} rows of the sheet {sheet.name!r} were read")
            break
        if any(texts):
            rows.append(Row(at + 1, texts[: 1 + max(i for i, text in enumerate(texts) if text)]))
    comments = [
        CellComment(at + 1, note.text, note.author or None) for (at, _), note in sorted(sheet.cell_note_map.items())
    ]
    return Grid(
        name=clean(sheet.name),
        rows=rows,
        hidden=sheet.visibility != 0,
        hidden_rows=frozenset(at + 1 for at, row in sheet.rowinfo_map.items() if row.hidden),
        hidden_columns=frozenset(at + 1 for at, column in sheet.colinfo_map.items() if column.hidden),
        comments=comments,
        merged=[(first + 1, end, column + 1) for first, end, column, _ in sheet.merged_cells],
    )


def _text(book: Any, cell: Any, *, exact: bool) -> str:
    import xlrd

    value: Any = cell.value
    if cell.ctype == xlrd.XL_CELL_ERROR:
        value = xlrd.error_text_from_code.get(value, "#N/A")
    elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
        value = bool(value)
    elif cell.ctype == xlrd.XL_CELL_DATE:
        value = _moment(value, book.datemode)
    elif cell.ctype == xlrd.XL_CELL_NUMBER and value == int(value) and abs(value) < 1e15:
        value = int(value)
    shown = (exact_text if exact else cell_text)(value, _number_format(book, cell))
    return one_line(clean(shown))


def _font(book: Any, cell: Any) -> int:
    """The number of a cell's font."""
    known = cell.xf_index is not None and cell.xf_index < len(book.xf_list)
    return int(book.xf_list[cell.xf_index].font_index) if known else -1


def _unstruck(text: str, runs: list[tuple[int, int]], struck: set[int], changes: Changes) -> str:
    """The text without what is struck out: the runs tell from which letter on which font holds."""
    kept = ""
    ends = [start for start, _ in runs[1:]] + [len(text)]
    for (start, font), end in zip(runs, ends, strict=True):
        if font in struck and text[start:end].strip():
            changes.strike(text[start:end])
            changes.end()
        elif font not in struck:
            kept += text[start:end]
    return one_line(clean(kept))


def _moment(value: float, mode: int) -> Any:
    import xlrd

    try:
        moment = xlrd.xldate.xldate_as_datetime(value, mode)
    except (ValueError, OverflowError, xlrd.xldate.XLDateError):
        return value
    return moment.time() if 0 <= value < 1 else moment.replace(microsecond=0)


def _number_format(book: Any, cell: Any) -> str:
    if cell.xf_index is None or cell.xf_index >= len(book.xf_list):
        return "General"
    found = book.format_map.get(book.xf_list[cell.xf_index].format_key)
    return str(found.format_str) if found is not None else "General"
