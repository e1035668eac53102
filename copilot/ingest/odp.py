"""OpenDocument presentations: titles, text, tables and speaker notes, slide by slide."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from copilot.ingest.odt_numbering import OpenList, read_lists
from copilot.ingest.odt_tables import Reader, rows_of
from copilot.ingest.opendocument import (
    DRAW,
    OFFICE,
    PRESENTATION,
    TABLE_,
    TEXT,
    add_comment,
    add_meta,
    chain,
    comment_place,
    open_file,
    plain,
    split,
)
from copilot.ingest.parts import TABLE, Draft, one_line
from copilot.ingest.slide_order import Box, in_order
from copilot.ingest.tables import add_rows, row_of
from copilot.schemas.evidence import Locator

_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_UNITS = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72}


def read_odp(data: bytes) -> Draft:
    """The draft of an OpenDocument presentation; hidden slides are marked."""
    file = open_file(data, "presentation")
    draft = Draft("application/vnd.oasis.opendocument.presentation")
    reader = Reader(draft, file, read_lists(file.master, file.content), slides=True)
    for number, page in enumerate(file.body.iter(DRAW + "page"), start=1):
        _read_page(reader, page, number)
    file.changes.warn(draft)
    add_meta(draft, file)
    return draft


def _read_page(reader: Reader, page: Element, number: int) -> None:
    draft, file = reader.draft, reader.file
    place = Locator(slide=number)
    hidden = any(
        properties.get(PRESENTATION + "visibility") == "hidden"
        for style in chain(file, page.get(DRAW + "style-name"))
        for properties in style
    )
    draft.heading = None
    frames = [node for node in page if node.tag not in (PRESENTATION + "notes", OFFICE + "annotation")]
    named = [node for node in frames if node.get(PRESENTATION + "class") in ("title", "subtitle")]
    others = [node for node in frames if node not in named]
    boxes = [Box(at, *edges) for at, node in enumerate(others) if (edges := _edges(node))]
    frames = [*named, *(others[at] for at in in_order(len(others), boxes))]
    tables = 0
    for frame in frames:
        if frame.get(PRESENTATION + "class") == "title":
            text = one_line(plain(file, frame))
            draft.add("title" if number == 1 else "heading", text, place, hidden=hidden)
            draft.title = draft.title or (text if number == 1 and not hidden else None)
            continue
        for table in frame.iter(TABLE_ + "table"):
            tables += 1
            _read_table(reader, table, number, tables, hidden=hidden)
        _read_shape(reader, frame, place, hidden=hidden)
    for notes in page.iter(PRESENTATION + "notes"):
        for paragraph in notes.iter(TEXT + "p"):
            seen, _ = split(file, paragraph)
            draft.add("speaker_note", seen, place.model_copy(update={"part": "notes"}), hidden=hidden)
    for note in page.iter(OFFICE + "annotation"):
        add_comment(draft, file, note, comment_place(place), hidden=hidden)


def _edges(node: Element) -> tuple[float, float, float, float] | None:
    """Where a shape that says something lies."""
    left, top, width, height = (_length(node.get(f"{_SVG}{name}", "")) for name in ("x", "y", "width", "height"))
    if left is None or top is None or width is None or height is None:
        return None
    return (left, top, left + width, top + height) if "".join(node.itertext()).strip() else None


def _length(text: str) -> float | None:
    """A length in millimetres."""
    hit = re.fullmatch(r"(-?\d{1,6}(?:\.\d{1,6})?)(mm|cm|in|pt)", text)
    return float(hit[1]) * _UNITS[hit[2]] if hit else None


def _read_table(reader: Reader, table: Element, number: int, count: int, *, hidden: bool) -> None:
    rows = rows_of(reader, table, [], [])
    unseen = frozenset(row.number for row in rows) if hidden else frozenset()
    place = row_of(slide=number, part=f"{TABLE} {count}" if count > 1 else None)
    add_rows(reader.draft, rows, place, hidden=unseen)


def _read_shape(reader: Reader, node: Element, place: Locator, *, hidden: bool, around: OpenList | None = None) -> None:
    if around is not None and node.tag == TEXT + "list-item":
        reader.label = around.next(node)
    for child in node:
        if child.tag in (TEXT + "p", TEXT + "h"):
            seen, unseen = split(reader.file, child)
            label, reader.label = reader.label, ""
            text = f"{label} {seen}" if seen.strip() else ""
            reader.draft.add("item" if around is not None else "paragraph", text, place, hidden=hidden)
            reader.draft.add("paragraph", unseen, place, hidden=True)
        elif child.tag == TEXT + "list":
            _read_shape(reader, child, place, hidden=hidden, around=reader.lists.enter(child, around))
        elif child.tag not in (TABLE_ + "table", OFFICE + "annotation"):
            _read_shape(reader, child, place, hidden=hidden, around=around)
