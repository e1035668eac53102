"""OpenDocument texts: paragraphs, lists and tables, then notes, comments, page headers; deletions are told apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from copilot.ingest.opendocument import (
    DRAW,
    OFFICE,
    STYLE,
    TABLE_,
    TEXT,
    OpenFile,
    add_comment,
    add_meta,
    chain,
    open_file,
    plain,
    repeated,
    split,
    texts,
)
from copilot.ingest.parts import COMMENT, FOOTER, FOOTNOTE, HEADER, TABLE, Draft, one_line
from copilot.ingest.tables import Row, add_rows, row_of
from copilot.schemas.evidence import Locator, SegmentKind

_DC = "{http://purl.org/dc/elements/1.1/}"
_MAX_COLUMNS, _MAX_REPEATED = 200, 50


@dataclass
class _Reader:
    draft: Draft
    file: OpenFile
    paragraphs: int = 0
    tables: int = 0
    notes: list[Element] = field(default_factory=list)
    comments: list[Element] = field(default_factory=list)


def read_odt(data: bytes) -> Draft:
    """The draft of an OpenDocument text."""
    file = open_file(data, "text")
    draft = Draft("application/vnd.oasis.opendocument.text")
    reader = _Reader(draft, file)
    _read_blocks(reader, file.body, item=False)
    draft.heading = None
    for note in reader.notes:
        draft.add("paragraph", plain(file, note), Locator(part=FOOTNOTE))
    _read_margins(reader)
    for comment in reader.comments:
        add_comment(draft, file, comment, Locator(part=COMMENT))
    _note_deletions(file)
    file.changes.warn(draft)
    add_meta(draft, file)
    return draft


def _read_blocks(reader: _Reader, parent: Element, *, item: bool) -> None:
    for child in parent:
        if child.tag in (TEXT + "p", TEXT + "h"):
            _read_paragraph(reader, child, item=item)
        elif child.tag == TABLE_ + "table":
            _read_table(reader, child)
        elif child.tag == OFFICE + "annotation":
            reader.comments.append(child)
        elif child.tag != TEXT + "tracked-changes":
            _read_blocks(reader, child, item=item or child.tag == TEXT + "list")


def _read_paragraph(reader: _Reader, node: Element, *, item: bool) -> None:
    reader.paragraphs += 1
    place = Locator(part=f"§ {reader.paragraphs}")
    seen, unseen = split(reader.file, node)
    reader.draft.add(_kind(reader, node, item=item), seen, place)
    reader.draft.add("paragraph", unseen, place, hidden=True)
    _read_aside(reader)


def _read_aside(reader: _Reader) -> None:
    """What stood inside a paragraph: its notes and comments wait for the end, its boxes are read now."""
    aside, reader.file.aside = reader.file.aside, []
    for node in aside:
        if node.tag == OFFICE + "annotation":
            reader.comments.append(node)
        elif node.tag == TEXT + "note":
            reader.notes.extend(node.iter(TEXT + "note-body"))
        elif node.tag.startswith(DRAW):
            _read_blocks(reader, node, item=False)


def _kind(reader: _Reader, node: Element, *, item: bool) -> SegmentKind:
    names = {style.get(STYLE + "name", "") for style in chain(reader.file, node.get(TEXT + "style-name"))}
    names |= {node.get(TEXT + "style-name", "")}
    if names & {"Title", "Titre"}:
        return "heading" if any(segment.kind == "title" for segment in reader.draft.segments) else "title"
    if node.tag == TEXT + "h" or names & {"Subtitle", "Sous-titre"}:
        return "heading"
    return "item" if item else "paragraph"


def _read_table(reader: _Reader, table: Element) -> None:
    reader.tables += 1
    part = f"{TABLE} {reader.tables}"
    unseen: list[str] = []
    rows = [Row(at, list(_cells(reader, row, unseen))) for at, row in enumerate(table.iter(TABLE_ + "table-row"), 1)]
    add_rows(reader.draft, rows, row_of(part=part))
    reader.draft.add("paragraph", " ".join(unseen), Locator(part=part), hidden=True)
    _read_aside(reader)


def _cells(reader: _Reader, row: Element, unseen: list[str]) -> Iterator[str]:
    count = 0
    for cell in row:
        if cell.tag not in (TABLE_ + "table-cell", TABLE_ + "covered-table-cell") or count >= _MAX_COLUMNS:
            continue
        pairs = [split(reader.file, node) for node in cell.iter() if node.tag in (TEXT + "p", TEXT + "h")]
        unseen.extend(hidden for _, hidden in pairs if hidden.strip())
        text = one_line(" ".join(seen for seen, _ in pairs))
        many = repeated(cell, "number-columns-repeated", _MAX_REPEATED if text else 1)
        count += many
        yield from [text] * many


def _read_margins(reader: _Reader) -> None:
    known = {segment.text for segment in reader.draft.segments}
    for node in reader.file.master.iter() if reader.file.master is not None else ():
        part = {STYLE + "header": HEADER, STYLE + "footer": FOOTER}.get(node.tag)
        for paragraph in node.iter(TEXT + "p") if part else ():
            text = one_line("".join(piece for piece, _ in texts(reader.file, paragraph)))
            if text and text not in known and not text.replace("/", "").replace(" ", "").isdigit():
                known.add(text)
                reader.draft.add("paragraph", text, Locator(part=part))
    reader.file.aside = []


def _note_deletions(file: OpenFile) -> None:
    for deletion in file.body.iter(TEXT + "deletion"):
        file.changes.delete(plain(file, deletion), deletion.findtext(f".//{_DC}creator"))
        file.changes.end()
