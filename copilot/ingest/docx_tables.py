"""Tables of Word documents: rows and cells that tracked changes took out are told, those that they put in are read."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from copilot.ingest.docx_look import is_on, is_shaded, only_asks
from copilot.ingest.docx_text import Reader, inserted, label_of, said_in, style_of, texts
from copilot.ingest.parts import TABLE, clean, one_line
from copilot.ingest.tables import Row, add_rows, joined, row_of
from copilot.schemas.evidence import Locator

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read_table(reader: Reader, table: Element, part: str | None) -> None:
    """Append a table, then those inside its cells."""
    reader.tables += 1
    name = f"{TABLE} {reader.tables}" if part is None else part
    styled = table.find(f"{_W}tblPr/{_W}tblStyle")
    shaded = styled is not None and styled.get(_W + "val", "") not in ("TableGrid", "TableNormal", "Grilledutableau")
    rows: list[Row] = []
    unseen: list[tuple[int, str]] = []
    above: list[str] = []
    for number, row in enumerate(_table_rows(table), start=1):
        if _is_taken_out(reader, row, f"{_W}trPr/{_W}del"):
            continue
        with inserted(reader, row.find(f"{_W}trPr/{_W}ins")):
            above, hidden = _cells(reader, row, above, shaded=shaded)
        unseen.extend((number, text) for text in hidden)
        away = row.find(f"{_W}trPr/{_W}hidden")
        if away is not None and is_on(away):
            unseen.append((number, joined(above)))
            continue
        marked = row.find(f"{_W}trPr/{_W}tblHeader")
        rows.append(Row(number, above, marked=marked is not None and is_on(marked)))
    if max((len(row.cells) for row in rows), default=0) == 1:
        for number, cells, _ in rows:
            reader.draft.add("paragraph", "".join(cells), Locator(part=name, row=number))
    else:
        add_rows(reader.draft, rows, row_of(part=name))
    for number, text in unseen:
        reader.draft.add("paragraph", text, Locator(part=name, row=number), hidden=True)
    inner, reader.inner = reader.inner, []
    for one in inner:
        read_table(reader, one, part)


def _is_taken_out(reader: Reader, node: Element, mark: str) -> bool:
    """Whether a tracked change deletes a row or cell, which is told."""
    change = node.find(mark)
    if change is not None:
        reader.changes.end()
        reader.changes.delete(said_in(node), change.get(_W + "author"))
        reader.changes.end()
    return change is not None


def _cells(reader: Reader, row: Element, above: list[str], *, shaded: bool) -> tuple[list[str], list[str]]:
    """The cells of a row, and the hidden texts in them; a cell merged downwards says the same on each of its rows."""
    cells = [""] * _number(row.find(_W + "trPr"), "gridBefore")
    unseen: list[str] = []
    for cell in _row_cells(row):
        if _is_taken_out(reader, cell, f"{_W}tcPr/{_W}cellDel"):
            continue
        properties = cell.find(_W + "tcPr")
        with inserted(reader, cell.find(f"{_W}tcPr/{_W}cellIns")):
            text, hidden = _cell_text(reader, cell, shaded=shaded or is_shaded(properties))
        reader.changes.end()
        merged = properties.find(_W + "vMerge") if properties is not None else None
        if merged is not None and merged.get(_W + "val") != "restart" and not text and len(cells) < len(above):
            text = above[len(cells)]
        cells.extend([text] + [""] * (_span(properties) - 1))
        unseen.extend(filter(None, (hidden,)))
    return cells, unseen


def _table_rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == _W + "tr":
            yield child
        elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "ins", _W + "customXml"):
            yield from _table_rows(child)


def _row_cells(row: Element) -> Iterator[Element]:
    for child in row:
        if child.tag == _W + "tc":
            yield child
        elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "customXml"):
            yield from _row_cells(child)


def _span(properties: Element | None) -> int:
    return _number(properties, "gridSpan") or 1


def _number(properties: Element | None, name: str) -> int:
    mark = properties.find(_W + name) if properties is not None else None
    value = mark.get(_W + "val", "0") if mark is not None else "0"
    return min(int(value), 60) if value.isdigit() else 0


def _cell_text(reader: Reader, cell: Element, *, shaded: bool) -> tuple[str, str]:
    seen: list[str] = []
    unseen: list[str] = []
    for paragraph in _cell_paragraphs(reader, cell):
        properties = paragraph.find(_W + "pPr")
        label = label_of(reader, properties)
        style = style_of(reader, properties)
        shown, kept = texts(reader, paragraph, style, shaded=shaded or is_shaded(properties))
        seen.append(one_line(clean(f"{label} {shown}")))
        unseen.append(one_line(clean(kept)))
    boxes, reader.boxes = reader.boxes, []
    for box in boxes:
        shown, kept = _cell_text(reader, box, shaded=shaded)
        seen.append(shown)
        unseen.append(kept)
    return " ".join(filter(None, seen)), " ".join(filter(None, unseen))


def _cell_paragraphs(reader: Reader, node: Element) -> Iterator[Element]:
    """The paragraphs of a cell; a table inside it is read after the table that the cell is in."""
    for child in node:
        if child.tag == _W + "p":
            yield child
        elif child.tag == _W + "tbl":
            reader.inner.append(child)
        elif not only_asks(child):
            yield from _cell_paragraphs(reader, child)
