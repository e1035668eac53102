"""Old Word files (.doc, Word 97 to 2003): the text through its piece table, with its notes and comments.

Text that a reader cannot see is marked; of tracked changes the insertions are read. Macros and objects are not looked
at.
"""

from __future__ import annotations

import re
import struct

from copilot.ingest.body import Body, Look
from copilot.ingest.compound import CompoundFile, properties
from copilot.ingest.doc_file import COMMENT_REFS, COMMENT_TEXTS, OWNERS, TABLES, WordFile, open_file, owners, paragraphs
from copilot.ingest.ooxml import add_properties
from copilot.ingest.parts import COMMENT, FOOTER, FOOTNOTE, Draft, Refused, is_page_number
from copilot.schemas.evidence import Locator

MEDIA_TYPE = "application/msword"
_FIRST_97 = 0xC1
_PARTS = (FOOTNOTE, FOOTER, None, COMMENT, FOOTNOTE, "")
_STORIES = 76
"""Where the lengths of the main text and of what follows it stand: footnotes, headers, comments, boxes."""
_WORD_6 = re.compile("[\x00-\x06\x08\x0f-\x12\x16-\x1f]")


def read_doc(data: bytes) -> Draft:
    """The draft of a .doc file; raises Refused (encrypted, truncated, unsupported)."""
    compound = CompoundFile(data)
    stream = compound.read("WordDocument") or b""
    if len(stream) < TABLES + 8 * 60:
        raise Refused("truncated", "the file is damaged or cut off; save it again")
    version, flags = struct.unpack_from("<H", stream, 2)[0], struct.unpack_from("<H", stream, 10)[0]
    if flags & 0x0100:
        raise Refused("encrypted", "the file is protected by a password; save it without one")
    draft = Draft(MEDIA_TYPE)
    if version < _FIRST_97:
        _read_word_6(draft, stream, flags)
    else:
        table = compound.read("1Table" if flags & 0x0200 else "0Table") or b""
        _read_97(draft, stream, table)
    title, author = properties(compound)
    add_properties(draft, title, author)
    return draft


def _read_word_6(draft: Draft, stream: bytes, flags: int) -> None:
    """Word 6 and 95 keep the whole text in one place unless they saved in a hurry."""
    if flags & 0x0004:
        raise Refused("unsupported", "a fast-saved file of Word 95 or older is not read; save it as .docx")
    first, last = struct.unpack_from("<2I", stream, 24)
    body = Body(draft)
    for text in stream[first:last].decode("cp1252", "ignore").split("\r"):
        body.paragraph(_WORD_6.sub("", text).replace("\x07", " ").replace("\x0b", "\n"), "", Look())


def _read_97(draft: Draft, stream: bytes, table: bytes) -> None:
    file = open_file(stream, table)
    lengths = struct.unpack_from("<8I", stream, _STORIES)
    _read_body(Body(draft), file, lengths[0])
    draft.heading = None
    at = lengths[0]
    for length, part in zip(lengths[1:7], _PARTS, strict=True):
        if part == COMMENT:
            _read_comments(draft, file, at, length)
        elif part is not None:
            _read_story(draft, file, at, length, part or None)
        at += length
    file.changes.warn(draft)


def _read_body(body: Body, file: WordFile, count: int) -> None:
    before = ""
    for seen, unseen, mark, at, bold in paragraphs(file, 0, count):
        look = file.layout.paragraph(at)
        place = file.styles.place(look)
        if mark == "\x07" and look.ends_row:
            body.end_row()
            continue
        label = "" if unseen.strip() and not seen.strip() else file.numbering.next(*place)
        seen = f"{label} {seen}" if label and (seen.strip() or look.in_table) else seen
        if mark == "\x07":
            body.cell(f"{before}{seen}", unseen)
            before = ""
        elif look.in_table:
            before = f"{before}{seen}\n"
        else:
            style = file.styles.names.get(look.style, "")
            body.paragraph(f"{before}{seen}", unseen, Look(style, place[0] != "0", look.outline, bold))
            before = ""
    body.end_table()


def _read_story(draft: Draft, file: WordFile, start: int, count: int, part: str | None) -> None:
    known = {segment.text for segment in draft.segments}
    for seen, unseen, _, _, _ in paragraphs(file, start, count):
        text = seen.strip("\x03\x04 \t")
        if text and text not in known and not is_page_number(text):
            known.add(text)
            draft.add("paragraph", text, Locator(part=part))
        draft.add("paragraph", unseen, Locator(part=part), hidden=True)


def _read_comments(draft: Draft, file: WordFile, start: int, count: int) -> None:
    references = file.part(COMMENT_REFS)
    texts = file.part(COMMENT_TEXTS)
    names = owners(file.part(OWNERS))
    many = max(0, (len(references) - 4) // 34)
    ends = struct.unpack_from(f"<{min(many + 1, len(texts) // 4)}I", texts, 0)
    for index in range(len(ends) - 1):
        number = struct.unpack_from("<H", references, 4 * (many + 1) + 30 * index + 20)[0]
        first = min(ends[index], count)
        length = max(0, min(ends[index + 1], count) - first)
        text = "\n".join(seen for seen, _, _, _, _ in paragraphs(file, start + first, length))
        author = names[number] if number < len(names) else None
        draft.add("comment", text, Locator(part=COMMENT), author=author)
