"""OpenDocument texts: paragraphs, lists and tables, then notes, comments, page headers; deletions are told apart."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from copilot.ingest.odt_numbering import OpenList, read_lists
from copilot.ingest.odt_tables import Reader, read_table
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
    follow_change,
    open_file,
    plain,
    split,
    texts,
)
from copilot.ingest.parts import COMMENT, FOOTER, FOOTNOTE, HEADER, REPEATED, Draft, is_page_number, one_line
from copilot.ingest.talk import use_turns
from copilot.schemas.evidence import Locator, SegmentKind

_CONTENTS = (TEXT + "table-of-content", TEXT + "illustration-index", TEXT + "table-index")
"""Lists that repeat headings with their pages."""
_DC = "{http://purl.org/dc/elements/1.1/}"


def read_odt(data: bytes) -> Draft:
    """The draft of an OpenDocument text."""
    file = open_file(data, "text")
    draft = Draft("application/vnd.oasis.opendocument.text")
    reader = Reader(draft, file, read_lists(file.master, file.content))
    _read_blocks(reader, file.body)
    use_turns(draft)
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


def _read_blocks(reader: Reader, parent: Element, around: OpenList | None = None, *, hidden: bool = False) -> None:
    for child in parent:
        if child.tag in (TEXT + "p", TEXT + "h"):
            _read_paragraph(reader, child, around, hidden=hidden)
        elif child.tag == TABLE_ + "table":
            read_table(reader, child)
            _read_aside(reader)
        elif child.tag == OFFICE + "annotation":
            reader.comments.append(child)
        elif child.tag == TEXT + "list":
            _read_blocks(reader, child, reader.lists.enter(child, around), hidden=hidden)
        elif child.tag == TEXT + "list-item" and around is not None:
            reader.label = around.next(child)
            _read_blocks(reader, child, around, hidden=hidden)
        elif child.tag in _CONTENTS:
            for paragraph in child.iterfind(f"{TEXT}index-body//{TEXT}p"):
                reader.paragraphs += 1
                place = Locator(part=f"§ {reader.paragraphs}, {REPEATED}")
                reader.draft.add("comment", split(reader.file, paragraph)[0], place)
        elif child.tag in (TEXT + "change-start", TEXT + "change-end"):
            follow_change(reader.file, child)
        elif child.tag != TEXT + "tracked-changes":
            _read_blocks(reader, child, around, hidden=hidden or child.get(TEXT + "display") == "none")


def _read_paragraph(reader: Reader, node: Element, around: OpenList | None, *, hidden: bool) -> None:
    reader.paragraphs += 1
    place = Locator(part=f"§ {reader.paragraphs}")
    seen, unseen = split(reader.file, node, hidden=hidden)
    label, reader.label = reader.label, ""
    deep = node.get(TEXT + "outline-level", "")
    if node.tag == TEXT + "h" and around is None and deep.isdigit() and node.get(TEXT + "is-list-header") != "true":
        reader.lists.headings.depth = int(deep)
        label = reader.lists.headings.next(node)
    reader.draft.add(_kind(reader, node, item=around is not None), f"{label} {seen}" if seen.strip() else "", place)
    reader.draft.add("paragraph", unseen, place, hidden=True)
    _read_aside(reader)


def _read_aside(reader: Reader) -> None:
    """What stood inside a paragraph: its notes and comments wait for the end, its boxes are read now."""
    aside, reader.file.aside = reader.file.aside, []
    for node in aside:
        if node.tag == OFFICE + "annotation":
            reader.comments.append(node)
        elif node.tag == TEXT + "note":
            reader.notes.extend(node.iter(TEXT + "note-body"))
        elif node.tag.startswith(DRAW):
            _read_blocks(reader, node)


def _kind(reader: Reader, node: Element, *, item: bool) -> SegmentKind:
    names = {style.get(STYLE + "name", "") for style in chain(reader.file, node.get(TEXT + "style-name"))}
    names |= {node.get(TEXT + "style-name", "")}
    if names & {"Title", "Titre"}:
        return "heading" if any(segment.kind == "title" for segment in reader.draft.segments) else "title"
    if node.tag == TEXT + "h" or names & {"Subtitle", "Sous-titre"}:
        return "heading"
    return "item" if item else "paragraph"


def _read_margins(reader: Reader) -> None:
    known = {segment.text for segment in reader.draft.segments}
    for node in reader.file.master.iter() if reader.file.master is not None else ():
        part = {STYLE + "header": HEADER, STYLE + "footer": FOOTER}.get(node.tag)
        for paragraph in node.iter(TEXT + "p") if part else ():
            text = one_line("".join(piece for piece, _ in texts(reader.file, paragraph)))
            if text and text not in known and not is_page_number(text):
                known.add(text)
                reader.draft.add("paragraph", text, Locator(part=part))
    reader.file.aside = []


def _note_deletions(file: OpenFile) -> None:
    for deletion in file.body.iter(TEXT + "deletion"):
        file.changes.delete(plain(file, deletion), deletion.findtext(f".//{_DC}creator"))
        file.changes.end()
