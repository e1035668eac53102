"""Excel's XML of 2003, which tools export under the name .xls: the cells of each sheet with their formats.

[MS-OI29500] and the « XML Spreadsheet Reference » of Office XP name the elements.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from copilot.ingest.changes import Changes
from copilot.ingest.parts import Draft, Refused, clean, one_line
from copilot.ingest.sheets import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Grid, add_grid
from copilot.ingest.tables import Row
from copilot.ingest.values import cell_text, exact_text

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_S = "{http://www.w3.org/TR/REC-html40}S"
_NAMED = {
    "Currency": "#,##0.00", "Euro Currency": '#,##0.00 "€"', "Percent": "0.00%", "Fixed": "0.00", "Standard": "#,##0.00"
}  # fmt: skip


def read_sheet_xml(data: bytes, *, exact: bool = False) -> Draft:
    """The draft of a workbook in that XML; raises Refused (truncated, unsafe)."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Refused("unsafe", "the file declares XML entities; it was not opened") from error
    except (ParseError, ValueError) as error:
        raise Refused("truncated", "the file is damaged or cut off; export it again") from error
    draft = Draft("application/vnd.ms-excel")
    formats = {
        style.get(f"{_SS}ID", ""): number.get(f"{_SS}Format", "General")
        for style in root.iter(f"{_SS}Style")
        for number in style.iter(f"{_SS}NumberFormat")
    }
    changes = Changes()
    _take_back(root, changes)
    for sheet in root.iter(f"{_SS}Worksheet"):
        add_grid(draft, _grid(draft, sheet, formats, exact=exact))
    changes.warn(draft)
    return draft


def _take_back(root: Element, changes: Changes) -> None:
    """Empty the cells whose style strikes them out, and what is struck out in others."""
    struck = {
        style.get(f"{_SS}ID", "")
        for style in root.iter(f"{_SS}Style")
        for font in style.iter(f"{_SS}Font")
        if font.get(f"{_SS}StrikeThrough") == "1"
    }
    for cell in root.iter(f"{_SS}Cell"):
        data = cell.find(f"{_SS}Data")
        for node in () if data is None else [data] if cell.get(f"{_SS}StyleID") in struck else list(data.iter(_S)):
            changes.strike("".join(node.itertext()))
            changes.end()
            for inner in node.iter():
                inner.text = None
                inner.tail = inner.tail if inner is node else None


def _grid(draft: Draft, sheet: Element, formats: dict[str, str], *, exact: bool) -> Grid:
    grid = Grid(clean(sheet.get(f"{_SS}Name", "")), [])
    hidden: set[int] = set()
    number = count = 0
    for row in sheet.iter(f"{_SS}Row"):
        number = _index(row, number)
        cells = list(_cells(row, formats, exact=exact))
        count += len(cells)
        if number > MAX_ROWS or count > MAX_CELLS:
            draft.warn(f"only the first {number - 1} rows of the sheet {grid.name!r} were read")
            break
        hidden |= {number} if row.get(f"{_SS}Hidden") == "1" else set()
        grid.rows += [Row(number, cells)] if any(cells) else []
    grid.hidden_rows = frozenset(hidden)
    grid.hidden = any(visible.text in ("SheetHidden", "SheetVeryHidden") for visible in _options(sheet, "Visible"))
    return grid


def _options(sheet: Element, name: str) -> Iterator[Element]:
    return (node for node in sheet.iter() if str(node.tag).endswith(f"}}{name}"))


def _index(node: Element, before: int) -> int:
    """Where a row or cell stands: one further, unless it says so."""
    stated = node.get(f"{_SS}Index", "")
    return int(stated) if stated.isdigit() and len(stated) < 9 else before + 1


def _cells(row: Element, formats: dict[str, str], *, exact: bool) -> Iterator[str]:
    at = 0
    for cell in row.iter(f"{_SS}Cell"):
        place = _index(cell, at)
        if place > MAX_COLUMNS:
            return
        yield from [""] * (place - at - 1)
        data = cell.find(f"{_SS}Data")
        yield (
            _text(data, formats.get(cell.get(f"{_SS}StyleID", ""), "General"), exact=exact) if data is not None else ""
        )
        across = cell.get(f"{_SS}MergeAcross", "0")
        more = min(int(across), MAX_COLUMNS - place) if across.isdigit() and len(across) < 9 else 0
        yield from [""] * more
        at = place + more


def _text(data: Element, number_format: str, *, exact: bool) -> str:
    text = one_line(clean("".join(data.itertext())))
    kind = data.get(f"{_SS}Type", "String")
    shown = _NAMED.get(number_format, number_format)
    try:
        if kind == "Number":
            return (exact_text if exact else cell_text)(float(text), shown)
        if kind == "DateTime":
            return cell_text(dt.datetime.fromisoformat(text), shown)
    except ValueError:
        return text
    return text
