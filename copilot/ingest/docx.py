"""Word documents, read from their XML: paragraphs, lists and tables in document order, then notes and comments.

Text that a reader cannot see (hidden, white on white, unreadably small) is kept apart and marked.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from copilot.ingest.archive import Archive, member, open_archive, refuse_unsafe_xml, xml
from copilot.ingest.body import is_contents
from copilot.ingest.docx_chunks import add_chunk
from copilot.ingest.docx_look import is_on, is_shaded, only_asks
from copilot.ingest.docx_numbering import read_numbering
from copilot.ingest.docx_parts import add_charts, add_comments, add_diagrams, add_objects
from copilot.ingest.docx_styles import read_styles
from copilot.ingest.docx_tables import read_table
from copilot.ingest.docx_text import MC, Reader, follow_comment, label_of, list_of, style_of, texts
from copilot.ingest.mail import Opener
from copilot.ingest.ooxml import add_core_properties, part_of, transitional
from copilot.ingest.parts import FOOTER, FOOTNOTE, HEADER, REPEATED, Draft, Refused, is_page_number
from copilot.ingest.talk import use_turns
from copilot.schemas.evidence import Locator, SegmentKind

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_T = _W + "t"
_MAX_FAKE_HEADING, _LONGEST_MERGED = 80, 20_000
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


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
    reader = Reader(
        draft, read_styles(archive), read_numbering(part_of(draft, archive, "word/numbering.xml")), dark_page=dark
    )
    reader.chunk = lambda key, place: add_chunk(draft, archive, main, key, place, open_attachment)
    body = root.find(_W + "body")
    if body is not None:
        _read_blocks(reader, body, None)
    use_turns(draft)
    draft.heading = None
    _read_notes(reader, archive)
    _read_margins(reader, archive)
    add_comments(reader, archive)
    add_charts(draft, archive, "word/charts/", reader.changes)
    add_diagrams(draft, archive, reader.changes)
    add_objects(draft, archive, "word/embeddings/", open_attachment)
    reader.changes.warn(draft)
    add_core_properties(draft, archive)
    return draft


def _main_part(archive: Archive) -> str:
    types = (member(archive, "[Content_Types].xml") or b"").decode("utf-8", "replace")
    hit = re.search(r'PartName="/([^"]+)"[^>]*ContentType="[^"]*(?:document|template|Template)\.main\+xml"', types)
    return hit[1] if hit else "word/document.xml"


def _read_blocks(reader: Reader, parent: Element, part: str | None) -> None:
    lone = _lone_items(reader, parent)
    for child in parent:
        if only_asks(child):
            continue
        if child.tag == _W + "p":
            _read_paragraph(reader, child, part, lone=child in lone)
        elif child.tag == _W + "tbl":
            _end_merged(reader, part)
            read_table(reader, child, part)
        elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "ins", _W + "customXml", _W + "moveTo"):
            _read_blocks(reader, child, part)
        elif child.tag == MC + "AlternateContent":
            for choice in list(child)[:1]:
                _read_blocks(reader, choice, part)
        elif child.tag == _W + "altChunk":
            reader.chunk(child.get(_R + "id", ""), Locator(part=part or f"§ {reader.paragraphs + 1}"))
        else:
            follow_comment(reader, child)
    _end_merged(reader, part)


def _lone_items(reader: Reader, parent: Element) -> set[Element]:
    """The items of lists with text of another kind before and after them, as the headings that lists number are."""
    said = [child for child in parent if child.tag == _W + "tbl" or any((t.text or "").strip() for t in child.iter(_T))]
    lists = ["", *(list_of(reader, child.find(_W + "pPr")) if child.tag == _W + "p" else "" for child in said)]
    return {
        child
        for at, child in enumerate(said[:-1], start=1)
        if lists[at] and lists[at] not in (lists[at - 1], lists[at + 1])
    }


def _end_merged(reader: Reader, part: str | None) -> None:
    """Append what the last paragraphs leave when no paragraph follows that it runs into."""
    text, reader.merged = reader.merged, ""
    reader.draft.add("paragraph", text, Locator(part=part or f"§ {reader.paragraphs}"))


def _read_paragraph(reader: Reader, paragraph: Element, part: str | None, *, lone: bool) -> None:
    reader.paragraphs += 1
    place = Locator(part=part or f"§ {reader.paragraphs}")
    properties = paragraph.find(_W + "pPr")
    shaded = reader.dark_page or is_shaded(properties)
    seen, unseen = texts(reader, paragraph, style_of(reader, properties), shaded=shaded)
    reader.changes.end()
    seen, reader.merged = reader.merged + seen, ""
    if _is_mark_gone(properties) and len(seen) < _LONGEST_MERGED:
        reader.merged = seen
    else:
        unshown = not seen.strip() and unseen.strip()
        label = "" if unshown else label_of(reader, properties)
        kind = _kind(reader, paragraph, properties, seen)
        if kind == "item" and lone and label and _is_bold_line(paragraph, seen):
            kind = "heading"
        if part is not None and kind in ("title", "heading"):
            kind = "paragraph"
        style = style_of(reader, properties)
        if part is None and style is not None and is_contents(style.name):
            kind, place = "comment", Locator(part=f"{place.part}, {REPEATED}")
        reader.draft.add(kind, f"{label} {seen}" if seen.strip() else "", place)
    reader.draft.add("paragraph", unseen, place, hidden=True)
    boxes, reader.boxes = reader.boxes, []
    for box in boxes:
        _read_blocks(reader, box, part)


def _is_mark_gone(properties: Element | None) -> bool:
    """Whether a tracked change takes out the end of a paragraph: what is left runs into the next one."""
    marks = [properties.find(f"{_W}rPr/{_W}{name}") for name in ("del", "moveFrom")] if properties is not None else []
    return any(mark is not None for mark in marks)


def _kind(reader: Reader, paragraph: Element, properties: Element | None, text: str) -> SegmentKind:
    style = style_of(reader, properties)
    name = style.name if style else ""
    if name in ("title", "titre"):
        return "title" if not any(s.kind == "title" for s in reader.draft.segments) else "heading"
    if re.match(r"(heading|titre|subtitle|überschrift|titolo|título|kop)\b", name):
        return "heading"
    numbers = properties.find(f"{_W}numPr/{_W}numId") if properties is not None else None
    listed = style is not None and bool(style.numbering)
    if numbers is not None and numbers.get(_W + "val", "") != "0":
        return "item"
    if style is not None and style.outline and not listed:
        return "heading"
    if style is not None and (listed or name.startswith(("list", "liste"))):
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


def _read_notes(reader: Reader, archive: Archive) -> None:
    for name, tag in (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote")):
        root = part_of(reader.draft, archive, name)
        for note in root.iter(_W + tag) if root is not None else ():
            if note.get(_W + "type") in (None, "normal"):
                _read_blocks(reader, note, FOOTNOTE)


def _read_margins(reader: Reader, archive: Archive) -> None:
    names = sorted(name for name in archive.namelist() if re.fullmatch(r"word/(header|footer)\d*\.xml", name))
    known = {segment.text for segment in reader.draft.segments}
    for name in names:
        root = part_of(reader.draft, archive, name)
        before = len(reader.draft.segments)
        if root is not None:
            _read_blocks(reader, root, HEADER if "header" in name else FOOTER)
        fresh = [segment for segment in reader.draft.segments[before:] if segment.text not in known]
        fresh = [segment for segment in fresh if not is_page_number(segment.text)]
        known |= {segment.text for segment in fresh}
        reader.draft.segments[before:] = [
            segment.model_copy(update={"ordinal": before + i, "heading": None}) for i, segment in enumerate(fresh)
        ]
