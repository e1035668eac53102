"""An old Word file as its parts: where its characters stand, how they look, its tables of names.

[MS-DOC] cuts the text into pieces that lie anywhere in the file; a table of pieces gives their order.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from copilot.ingest.changes import Changes
from copilot.ingest.doc_layout import Character, Layout
from copilot.ingest.doc_lists import read_lists
from copilot.ingest.doc_styles import Styles, read_fonts, read_styles
from copilot.ingest.numbering import Numbering
from copilot.ingest.parts import Refused
from copilot.ingest.symbols import symbol

TABLES = 154
"""Where the list of tables starts: position and size of each in the table stream."""
COMMENT_REFS, COMMENT_TEXTS, OWNERS = 4, 5, 36
_STYLES, _RUNS, _MARKS, _FONTS, _PIECES, _EDITORS = 1, 12, 13, 15, 33, 51
_LISTS, _LIST_USES = 73, 74
_SPECIAL = {"\x0b": "\n", "\x0e": "\n", "\x1e": "\u2011", "\x1f": "", "\x02": "", "\x05": "", "\x01": "", "\x08": ""}
_ENDS = re.compile("[\r\x07\x0c]")


class _Piece(NamedTuple):
    """Characters in a row of the file: the first one's number, where they stand, how wide they are."""

    start: int
    length: int
    at: int
    wide: bool


class _Run(NamedTuple):
    text: str
    look: Character
    at: int
    """where the last character of the text stands in the file"""


@dataclass
class WordFile:
    """A file with what reading it needs."""

    stream: bytes
    table: bytes
    pieces: list[_Piece]
    layout: Layout
    styles: Styles
    fonts: list[str]
    numbering: Numbering
    editors: list[str]
    changes: Changes = field(default_factory=Changes)
    depth: list[bool] = field(default_factory=list)
    """for each field around the text, whether its instruction is over"""

    def part(self, index: int) -> bytes:
        """A table, by its place in the list of tables."""
        return _part(self.stream, self.table, index)


def open_file(stream: bytes, table: bytes) -> WordFile:
    """The parts of a file of Word 97 or later; raises Refused when it has lost its text."""
    pieces = list(_pieces(_part(stream, table, _PIECES)))
    if not pieces:
        raise Refused("truncated", "the file has lost its text; save it again")
    layout = Layout(stream, _part(stream, table, _RUNS), _part(stream, table, _MARKS))
    editors = _string_table(_part(stream, table, _EDITORS))
    styles, fonts = read_styles(_part(stream, table, _STYLES)), read_fonts(_part(stream, table, _FONTS))
    lists = read_lists(table, struct.unpack_from("<2I", stream, TABLES + 8 * _LISTS), _part(stream, table, _LIST_USES))
    return WordFile(stream, table, pieces, layout, styles, fonts, lists, editors)


def _part(stream: bytes, table: bytes, index: int) -> bytes:
    start, size = struct.unpack_from("<2I", stream, TABLES + 8 * index)
    return table[start : start + size]


def _pieces(clx: bytes) -> Iterator[_Piece]:
    at = 0
    while at + 3 <= len(clx) and clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at + 5 > len(clx) or clx[at] != 2:
        return
    size = struct.unpack_from("<I", clx, at + 1)[0]
    raw = clx[at + 5 : at + 5 + size]
    count = (len(raw) - 4) // 12
    if count < 1:
        return
    starts = struct.unpack_from(f"<{count + 1}I", raw, 0)
    for index in range(count):
        (where,) = struct.unpack_from("<I", raw, 4 * (count + 1) + 8 * index + 2)
        narrow = bool(where & 0x40000000)
        where &= 0x3FFFFFFF
        length = max(0, starts[index + 1] - starts[index])
        yield _Piece(starts[index], length, where // 2 if narrow else where, not narrow)


def _runs(file: WordFile, start: int, count: int) -> Iterator[_Run]:
    """The characters from one number to another, cut where their look changes or a paragraph ends."""
    for piece in file.pieces:
        first, last = max(piece.start, start), min(piece.start + piece.length, start + count)
        width = 2 if piece.wide else 1
        at, end = piece.at + (first - piece.start) * width, piece.at + (last - piece.start) * width
        end = min(end, len(file.stream))
        while at < end:
            look, until = file.layout.character(at)
            until = min(max(until, at + width), end)
            raw = file.stream[at:until]
            text = raw.decode("utf-16-le" if piece.wide else "cp1252", "ignore")
            yield from _cut(text, look, at, width)
            at = until


def _cut(text: str, look: Character, at: int, width: int) -> Iterator[_Run]:
    start = 0
    for hit in _ENDS.finditer(text):
        yield _Run(text[start : hit.end()], look, at + hit.start() * width)
        start = hit.end()
    if start < len(text):
        yield _Run(text[start:], look, at + (len(text) - 1) * width)


def _shown(file: WordFile, text: str) -> str:
    """The text without the instructions of fields and without marks that stand for something else."""
    found: list[str] = []
    for character in text:
        if character == "\x13":
            file.depth.append(False)
        elif character == "\x14":
            file.depth[-1:] = [True] if file.depth else []
        elif character == "\x15":
            file.depth[-1:] = []
        elif all(file.depth):
            found.append(_SPECIAL.get(character, character))
    return "".join(found)


def paragraphs(file: WordFile, start: int, count: int) -> Iterator[tuple[str, str, str, int, bool]]:
    """Each paragraph: what is seen of it, what is not, its end mark, where that stands, whether all of it is bold."""
    seen: list[str] = []
    unseen: list[str] = []
    bold = True
    file.depth.clear()
    for run in _runs(file, start, count):
        mark = run.text[-1] if run.text[-1] in "\r\x07\x0c" else ""
        text = _shown(file, run.text[: len(run.text) - len(mark)])
        text = _symbols(file, run.look.symbol, text) if run.look.symbol is not None else text
        if run.look.deleted:
            file.changes.delete(text, _editor(file, run.look.author))
        elif not run.look.hidden and file.styles.strikes(run.look, file.layout.paragraph(run.at).style):
            file.changes.strike(text)
        else:
            if not run.look.hidden:
                file.changes.inserting = (_editor(file, run.look.author) or "?") if run.look.inserted else ""
                file.changes.keep(text)
            (unseen if run.look.hidden else seen).append(text)
            bold = bold and (run.look.bold or not text.strip())
        if mark:
            yield "".join(seen), "".join(unseen), mark, run.at, bold
            seen, unseen, bold = [], [], True
    if seen or unseen:
        yield "".join(seen), "".join(unseen), "\r", -1, bold


def _symbols(file: WordFile, which: int, text: str) -> str:
    """Characters of a picture font as what they look like."""
    font, code = which & 0xFFFF, which >> 16
    return symbol(file.fonts[font], code) * len(text) if font < len(file.fonts) else ""


def _editor(file: WordFile, number: int | None) -> str | None:
    return file.editors[number] if number is not None and number < len(file.editors) else None


def owners(raw: bytes) -> list[str]:
    """The names of those who commented."""
    found: list[str] = []
    at = 0
    while at + 2 <= len(raw):
        size = 2 * struct.unpack_from("<H", raw, at)[0]
        found.append(raw[at + 2 : at + 2 + size].decode("utf-16-le", "ignore"))
        at += 2 + size
    return found


def _string_table(raw: bytes) -> list[str]:
    if len(raw) < 6 or raw[:2] != b"\xff\xff":
        return []
    count, extra = struct.unpack_from("<2H", raw, 2)
    found: list[str] = []
    at = 6
    for _ in range(count):
        if at + 2 > len(raw):
            break
        size = 2 * struct.unpack_from("<H", raw, at)[0]
        found.append(raw[at + 2 : at + 2 + size].decode("utf-16-le", "ignore"))
        at += 2 + size + extra
    return found
