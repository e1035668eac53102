"""Tables of OpenDocument texts, and what is known while a text is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from copilot.ingest.odt_numbering import Lists, OpenList
from copilot.ingest.opendocument import TABLE_, TEXT, OpenFile, plain, repeated, split
from copilot.ingest.parts import TABLE, Draft, one_line
from copilot.ingest.tables import Row, add_rows, row_of
from copilot.schemas.evidence import Locator

_MAX_COLUMNS, _MAX_REPEATED = 200, 50
_CELLS = (TABLE_ + "table-cell", TABLE_ + "covered-table-cell")


@dataclass
class Reader:
    """What is known while a text is read."""

    draft: Draft
    file: OpenFile
    lists: Lists
    paragraphs: int = 0
    tables: int = 0
    slides: bool = False
    """whether all text is seen: slides may be dark"""
    label: str = ""
    """the number of the item that starts"""
    notes: list[Element] = field(default_factory=list)
    comments: list[Element] = field(default_factory=list)


def read_table(reader: Reader, table: Element) -> None:
    """Append a table, then those inside its cells."""
    reader.tables += 1
    part = f"{TABLE} {reader.tables}"
    unseen: list[str] = []
    inner: list[Element] = []
    add_rows(reader.draft, rows_of(reader, table, unseen, inner), row_of(part=part))
    reader.draft.add("paragraph", " ".join(unseen), Locator(part=part), hidden=True)
    for one in inner:
        read_table(reader, one)


def rows_of(reader: Reader, table: Element, unseen: list[str], inner: list[Element]) -> list[Row]:
    """The rows of a table; what is hidden in them and the tables inside its cells are set aside."""
    spans: dict[int, tuple[int, str]] = {}
    return [Row(at, list(_cells(reader, row, unseen, inner, spans))) for at, row in enumerate(_rows(table), 1)]


def _rows(table: Element) -> Iterator[Element]:
    """The rows of a table, those of its header and groups too, without those of tables inside it."""
    for child in table:
        if child.tag == TABLE_ + "table-row":
            yield child
        elif child.tag in (TABLE_ + "table-rows", TABLE_ + "table-header-rows", TABLE_ + "table-row-group"):
            yield from _rows(child)


def _cells(
    reader: Reader, row: Element, unseen: list[str], inner: list[Element], spans: dict[int, tuple[int, str]]
) -> Iterator[str]:
    """The texts of a row; a cell merged downwards says the same on each of its rows (`spans`: how many are left)."""
    count = 0
    for cell in row:
        if cell.tag not in _CELLS or count >= _MAX_COLUMNS:
            continue
        pairs = [_said(reader, label, node) for label, node in _paragraphs(reader, cell, inner, None)]
        unseen.extend(hidden for _, hidden in pairs if hidden.strip())
        text = one_line(" ".join(seen for seen, _ in pairs))
        left, above = spans.get(count, (0, ""))
        if cell.tag == _CELLS[1] and left and not text:
            text, spans[count] = above, (left - 1, above)
        else:
            spans[count] = (repeated(cell, "number-rows-spanned", 1 << 16) - 1, text)
        many = repeated(cell, "number-columns-repeated", _MAX_REPEATED if text else 1)
        count += many
        yield from [text] * many


def _said(reader: Reader, label: str, paragraph: Element) -> tuple[str, str]:
    """What is seen of a paragraph, with the number that it shows in a list, and what is not."""
    seen, unseen = (plain(reader.file, paragraph), "") if reader.slides else split(reader.file, paragraph)
    return f"{label} {seen}" if label and seen.strip() else seen, unseen


def _paragraphs(
    reader: Reader, node: Element, inner: list[Element], around: OpenList | None
) -> Iterator[tuple[str, Element]]:
    label = around.next(node) if around is not None and node.tag == TEXT + "list-item" else ""
    for child in node:
        if child.tag in (TEXT + "p", TEXT + "h"):
            yield label, child
            label = ""
        elif child.tag == TABLE_ + "table":
            inner.append(child)
        elif child.tag == TEXT + "list":
            yield from _paragraphs(reader, child, inner, reader.lists.enter(child, around))
        else:
            yield from _paragraphs(reader, child, inner, around)
