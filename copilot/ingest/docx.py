"""Word documents, read from their XML: paragraphs, lists and tables in document order, then notes and comments.

Text that a reader cannot see (hidden, white on white, unreadably small) is kept apart and marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from copilot.ingest.archive import Archive, member, open_archive, refuse_unsafe_xml, xml
from copilot.ingest.changes import Changes
from copilot.ingest.chat import chat_turns
from copilot.ingest.docx_look import is_hidden, is_on, is_shaded, is_struck, only_asks
from copilot.ingest.docx_parts import add_charts, add_comments, add_diagrams, add_objects, math_text
from copilot.ingest.lines import Line
from copilot.ingest.mail import Opener
from copilot.ingest.ooxml import add_core_properties, transitional
from copilot.ingest.parts import FOOTER, FOOTNOTE, HEADER, TABLE, Draft, Refused, clean, one_line
from copilot.ingest.speakers import speaker_turns
from copilot.ingest.tables import Row, add_rows, row_of
from copilot.schemas.evidence import Locator, SegmentKind

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_THROUGH = {
    _W + name for name in ("ins", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "moveTo", "dir", "bdo")
}
_MAX_FAKE_HEADING = 80
_MAX_ANCHOR, _MAX_OPEN_COMMENTS = 160, 50
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class _Style:
    name: str
    hidden: bool
    listed: bool
    outline: bool


@dataclass
class _Reader:
    draft: Draft
    styles: dict[str, _Style]
    dark_page: bool = False
    paragraphs: int = 0
    tables: int = 0
    boxes: list[Element] = field(default_factory=list)
    inner: list[Element] = field(default_factory=list)
    """tables inside the cells of the one that is read"""
    changes: Changes = field(default_factory=Changes)
    anchors: dict[str, str] = field(default_factory=dict)
    """the passage that each comment is about"""
    commented: set[str] = field(default_factory=set)
    """the comments whose passage is being read"""


def read_docx(data: bytes, open_attachment: Opener) -> Draft:
    """The draft of a .docx, .docm or .dotx file, with the files embedded in it."""
    archive = open_archive(transitional(data))
    refuse_unsafe_xml(archive)
    main = _main_part(archive)
    root = xml(archive, main)
    if root is None:
        raise Refused("truncated", "the file has no document part; save it again")
    draft = Draft(MEDIA_TYPE)
    background = root.find(_W + "background")
    dark = background is not None and background.get(_W + "color", "FFFFFF").upper() not in ("FFFFFF", "AUTO")
    reader = _Reader(draft, _styles(archive), dark_page=dark)
    body = root.find(_W + "body")
    if body is not None:
        _read_blocks(reader, body, None)
    _use_turns(draft)
    draft.heading = None
    _read_notes(reader, archive)
    _read_margins(reader, archive)
    add_comments(draft, archive, reader.anchors)
    add_charts(draft, archive, "word/charts/")
    add_diagrams(draft, archive)
    add_objects(draft, archive, "word/embeddings/", open_attachment)
    reader.changes.warn(draft)
    add_core_properties(draft, archive)
    return draft


def _use_turns(draft: Draft) -> None:
    """Make turns of the paragraphs of a meeting transcript saved as a document."""
    pieces = [(s.locator, text) for s in draft.segments if not s.hidden for text in s.text.split("\n")]
    lines = [Line(at, text) for at, (_, text) in enumerate(pieces)]
    turns = chat_turns(lines) or speaker_turns(lines)
    if not turns:
        return
    hidden = [segment for segment in draft.segments if segment.hidden]
    draft.kind, draft.heading, draft.segments = "transcript", None, []
    for turn in turns:
        kind: SegmentKind = "turn" if turn.speaker else "paragraph"
        place = pieces[turn.number][0].model_copy(update={"time": turn.time})
        draft.add(kind, turn.text, place, author=turn.speaker, said_on=turn.said_on)
    for segment in hidden:
        draft.add(segment.kind, segment.text, segment.locator, hidden=True)


def _main_part(archive: Archive) -> str:
    types = (member(archive, "[Content_Types].xml") or b"").decode("utf-8", "replace")
    hit = re.search(r'PartName="/([^"]+)"[^>]*ContentType="[^"]*(?:document|template|Template)\.main\+xml"', types)
    return hit[1] if hit else "word/document.xml"


def _styles(archive: Archive) -> dict[str, _Style]:
    root = xml(archive, "word/styles.xml")
    if root is None:
        return {}
    raw = {style.get(_W + "styleId", ""): style for style in root.iter(_W + "style")}
    return {key: _resolved(key, raw) for key in raw}


def _resolved(key: str, raw: dict[str, Element]) -> _Style:
    chain: list[Element] = []
    while key in raw and raw[key] not in chain:
        chain.append(raw[key])
        based = raw[key].find(_W + "basedOn")
        key = based.get(_W + "val", "") if based is not None else ""
    names = [name.get(_W + "val", "") for style in chain for name in style.findall(_W + "name")]
    listed = any(style.find(f"{_W}pPr/{_W}numPr") is not None for style in chain)
    outline = any(style.find(f"{_W}pPr/{_W}outlineLvl") is not None for style in chain)
    hidden = any(is_hidden(style.find(_W + "rPr"), shaded=False) for style in chain)
    return _Style(names[0].lower() if names else "", hidden, listed, outline)


def _read_blocks(reader: _Reader, parent: Element, part: str | None) -> None:
    for child in parent:
        if only_asks(child):
            continue
        if child.tag == _W + "p":
            _read_paragraph(reader, child, part)
        elif child.tag == _W + "tbl":
            _read_table(reader, child, part)
        elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "ins", _W + "customXml", _W + "moveTo"):
            _read_blocks(reader, child, part)
        elif child.tag == _MC + "AlternateContent":
            for choice in list(child)[:1]:
                _read_blocks(reader, choice, part)
        else:
            _follow_comment(reader, child)


def _follow_comment(reader: _Reader, mark: Element) -> None:
    """Note where the passage of a comment starts and ends."""
    key = mark.get(_W + "id", "")
    if mark.tag == _W + "commentRangeStart" and len(reader.commented) < _MAX_OPEN_COMMENTS:
        reader.commented.add(key)
    elif mark.tag == _W + "commentRangeEnd":
        reader.commented.discard(key)


def _read_paragraph(reader: _Reader, paragraph: Element, part: str | None) -> None:
    reader.paragraphs += 1
    place = Locator(part=part or f"§ {reader.paragraphs}")
    properties = paragraph.find(_W + "pPr")
    shaded = reader.dark_page or is_shaded(properties)
    seen, unseen = _texts(reader, paragraph, _style(reader, properties), shaded=shaded)
    kind = _kind(reader, paragraph, properties, seen)
    if part is not None and kind in ("title", "heading"):
        kind = "paragraph"
    reader.draft.add(kind, seen, place)
    reader.draft.add("paragraph", unseen, place, hidden=True)
    boxes, reader.boxes = reader.boxes, []
    for box in boxes:
        _read_blocks(reader, box, part)


def _style(reader: _Reader, properties: Element | None) -> _Style | None:
    named = properties.find(_W + "pStyle") if properties is not None else None
    return reader.styles.get(named.get(_W + "val", "")) if named is not None else None


def _kind(reader: _Reader, paragraph: Element, properties: Element | None, text: str) -> SegmentKind:
    style = _style(reader, properties)
    name = style.name if style else ""
    if name in ("title", "titre"):
        return "title" if not any(s.kind == "title" for s in reader.draft.segments) else "heading"
    if re.match(r"(heading|titre|subtitle|überschrift|titolo|título|kop)\b", name):
        return "heading"
    if properties is not None and properties.find(_W + "numPr") is not None:
        return "item"
    if style is not None and (style.outline and not style.listed):
        return "heading"
    if style is not None and (style.listed or name.startswith(("list", "liste"))):
        return "item"
    if re.match(r"\s*[-–•▪◦]\s+\S", text):
        return "item"
    return "heading" if _is_bold_line(paragraph, text) else "paragraph"


def _is_bold_line(paragraph: Element, text: str) -> bool:
    text = text.strip()
    if not 2 < len(text) <= _MAX_FAKE_HEADING or text.endswith((".", ",", ";")):
        return False
    runs = [run for run in paragraph.iter(_W + "r") if any((t.text or "").strip() for t in run.iter(_W + "t"))]
    marks = [run.find(f"{_W}rPr/{_W}b") for run in runs]
    return bool(runs) and all(mark is not None and is_on(mark) for mark in marks)


def _texts(reader: _Reader, node: Element, style: _Style | None, *, shaded: bool) -> tuple[str, str]:
    """The visible and the invisible text of a paragraph."""
    seen: list[str] = []
    unseen: list[str] = []
    for text, hidden in _runs(reader, node, shaded=shaded):
        (unseen if hidden or (style is not None and style.hidden) else seen).append(text)
    return "".join(seen), "".join(unseen)


def _runs(reader: _Reader, node: Element, *, shaded: bool) -> Iterator[tuple[str, bool]]:
    for child in node:
        if child.tag == _W + "r":
            properties = child.find(_W + "rPr")
            hidden = is_hidden(properties, shaded=shaded)
            named = properties.find(_W + "rStyle") if properties is not None else None
            style = reader.styles.get(named.get(_W + "val", "")) if named is not None else None
            text = _run_text(reader, child)
            if is_struck(properties) and not hidden:
                reader.changes.strike(text)
                continue
            hidden = hidden or (style is not None and style.hidden)
            if text:
                reader.changes.end()
            for key in reader.commented if not hidden else ():
                reader.anchors[key] = (reader.anchors.get(key, "") + text)[:_MAX_ANCHOR]
            yield text, hidden
        elif only_asks(child):
            continue
        elif child.tag in _THROUGH:
            yield from _runs(reader, child, shaded=shaded)
        elif child.tag in (_M + "oMath", _M + "oMathPara"):
            yield math_text(child), False
        elif child.tag == _W + "del":
            text = "".join(piece.text or "" for piece in child.iter(_W + "delText"))
            reader.changes.delete(text, child.get(_W + "author"))
        elif child.tag == _MC + "AlternateContent":
            for choice in list(child)[:1]:
                yield from _runs(reader, choice, shaded=shaded)
        else:
            _follow_comment(reader, child)


def _run_text(reader: _Reader, run: Element) -> str:
    text = ""
    for child in run:
        if child.tag == _W + "t":
            text += child.text or ""
        elif child.tag in (_W + "tab", _W + "ptab"):
            text += "\t"
        elif child.tag in (_W + "br", _W + "cr"):
            text += "\n"
        elif child.tag == _W + "noBreakHyphen":
            text += "\u2011"
        else:
            content = list(child)[:1] if child.tag == _MC + "AlternateContent" else [child]
            for part in content:
                reader.boxes.extend(part.iter(_W + "txbxContent"))
    return text


def _read_table(reader: _Reader, table: Element, part: str | None) -> None:
    reader.tables += 1
    name = f"{TABLE} {reader.tables}" if part is None else part
    styled = table.find(f"{_W}tblPr/{_W}tblStyle")
    shaded = styled is not None and styled.get(_W + "val", "") not in ("TableGrid", "TableNormal", "Grilledutableau")
    rows: list[Row] = []
    unseen: list[tuple[int, str]] = []
    above: list[str] = []
    for number, row in enumerate(_table_rows(table), start=1):
        cells: list[str] = []
        for cell in _row_cells(row):
            properties = cell.find(_W + "tcPr")
            text, hidden = _cell_text(reader, cell, shaded=shaded or is_shaded(properties))
            merged = properties.find(_W + "vMerge") if properties is not None else None
            if merged is not None and merged.get(_W + "val") != "restart" and not text and len(cells) < len(above):
                text = above[len(cells)]  # a merged cell says the same on each of its rows
            cells.extend([text] + [""] * (_span(properties) - 1))
            if hidden:
                unseen.append((number, hidden))
        above = cells
        marked = row.find(f"{_W}trPr/{_W}tblHeader")
        rows.append(Row(number, cells, marked=marked is not None and is_on(marked)))
    if max((len(row.cells) for row in rows), default=0) == 1:
        for number, cells, _ in rows:
            reader.draft.add("paragraph", "".join(cells), Locator(part=name, row=number))
    else:
        add_rows(reader.draft, rows, row_of(part=name))
    for number, text in unseen:
        reader.draft.add("paragraph", text, Locator(part=name, row=number), hidden=True)
    inner, reader.inner = reader.inner, []
    for one in inner:
        _read_table(reader, one, part)


def _table_rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == _W + "tr":
            yield child
        elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "ins"):
            yield from _table_rows(child)


def _row_cells(row: Element) -> Iterator[Element]:
    for child in row:
        if child.tag == _W + "tc":
            yield child
        elif child.tag in (_W + "sdt", _W + "sdtContent"):
            yield from _row_cells(child)


def _span(properties: Element | None) -> int:
    span = properties.find(_W + "gridSpan") if properties is not None else None
    value = span.get(_W + "val", "1") if span is not None else "1"
    return min(int(value), 60) if value.isdigit() else 1


def _cell_text(reader: _Reader, cell: Element, *, shaded: bool) -> tuple[str, str]:
    seen: list[str] = []
    unseen: list[str] = []
    for paragraph in _cell_paragraphs(reader, cell):
        properties = paragraph.find(_W + "pPr")
        shown, kept = _texts(reader, paragraph, _style(reader, properties), shaded=shaded or is_shaded(properties))
        seen.append(one_line(clean(shown)))
        unseen.append(one_line(clean(kept)))
    boxes, reader.boxes = reader.boxes, []
    for box in boxes:
        shown, kept = _cell_text(reader, box, shaded=shaded)
        seen.append(shown)
        unseen.append(kept)
    return " ".join(filter(None, seen)), " ".join(filter(None, unseen))


def _cell_paragraphs(reader: _Reader, node: Element) -> Iterator[Element]:
    """The paragraphs of a cell; a table inside it is read after the table that the cell is in."""
    for child in node:
        if child.tag == _W + "p":
            yield child
        elif child.tag == _W + "tbl":
            reader.inner.append(child)
        elif not only_asks(child):
            yield from _cell_paragraphs(reader, child)


def _read_notes(reader: _Reader, archive: Archive) -> None:
    for name, tag in (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote")):
        root = xml(archive, name)
        for note in root.iter(_W + tag) if root is not None else ():
            if note.get(_W + "type") in (None, "normal"):
                _read_blocks(reader, note, FOOTNOTE)


def _read_margins(reader: _Reader, archive: Archive) -> None:
    names = sorted(name for name in archive.namelist() if re.fullmatch(r"word/(header|footer)\d*\.xml", name))
    known = {segment.text for segment in reader.draft.segments}
    for name in names:
        root = xml(archive, name)
        before = len(reader.draft.segments)
        if root is not None:
            _read_blocks(reader, root, HEADER if "header" in name else FOOTER)
        fresh = [segment for segment in reader.draft.segments[before:] if segment.text not in known]
        fresh = [
            segment
            for segment in fresh
            if not re.fullmatch(r"(page\s*)?\d*\s*([/|]|sur|of|von)?\s*\d*", segment.text, re.I)
        ]
        known |= {segment.text for segment in fresh}
        reader.draft.segments[before:] = [
            segment.model_copy(update={"ordinal": before + i, "heading": None}) for i, segment in enumerate(fresh)
        ]
