"""How the characters and paragraphs of an old Word file look: the formatting pages, and which text was deleted.

[MS-DOC] keeps formatting by position in the file, in pages of 512 bytes that list property changes (« sprms »).
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_PAGE = 512
_MAX_PAGES = 20_000
_SIZES = (1, 1, 2, 4, 2, 2, -1, 3)
_NO_LIST = 0x7FF
_UNREADABLE = 4  # half-points
_WHITE, _WHITE_INDEX = 0x00FFFFFF, 8


@dataclass(frozen=True)
class Character:
    """A run of characters: shown or not, struck out, bold, a symbol of a font, deleted by whom, its style."""

    hidden: bool = False
    symbol: int | None = None
    """the font, then the character, of 16 bits each"""
    deleted: bool = False
    strike: int | None = None
    """as the file says it: on, off, or as its style or not (0x80, 0x81)"""
    bold: bool = False
    author: int | None = None
    style: int = -1
    inserted: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: the number of its style, its list and level of it, whether it is in a table or ends a row."""

    style: int = 0
    list: int | None = None
    """zero for none, None when its style says"""
    level: int | None = None
    outline: bool = False
    in_table: bool = False
    ends_row: bool = False


PLAIN, NORMAL = Character(), Paragraph()


class Layout:
    """The formatting at any position of the file; what cannot be read is plain."""

    def __init__(self, stream: bytes, characters: bytes, paragraphs: bytes) -> None:
        runs = sorted(_runs(stream, characters), key=lambda run: run[0])
        self._run_starts = [start for start, _, _ in runs]
        self._runs = runs
        marks = sorted(_marks(stream, paragraphs), key=lambda mark: mark[0])
        self._mark_starts = [start for start, _, _ in marks]
        self._marks = marks

    def character(self, at: int) -> tuple[Character, int]:
        """The look of the character at a position, and where its run ends."""
        index = bisect_right(self._run_starts, at) - 1
        if index >= 0 and at < self._runs[index][1]:
            return self._runs[index][2], self._runs[index][1]
        after = self._run_starts[index + 1] if index + 1 < len(self._run_starts) else at + (1 << 30)
        return PLAIN, after

    def paragraph(self, at: int) -> Paragraph:
        """The look of the paragraph that the position lies in."""
        index = bisect_right(self._mark_starts, at) - 1
        return self._marks[index][2] if index >= 0 and at < self._marks[index][1] else NORMAL


def _pages(stream: bytes, table: bytes) -> Iterator[bytes]:
    count = (len(table) - 4) // 8
    for index in range(max(0, min(count, _MAX_PAGES))):
        (number,) = struct.unpack_from("<I", table, 4 * (count + 1) + 4 * index)
        page = stream[(number & 0x3FFFFF) * _PAGE :][:_PAGE]
        if len(page) == _PAGE:
            yield page


def _runs(stream: bytes, table: bytes) -> Iterator[tuple[int, int, Character]]:
    for page in _pages(stream, table):
        count = page[-1]
        if 5 * count + 4 > _PAGE - 1:
            continue
        ends = struct.unpack_from(f"<{count + 1}I", page, 0)
        for index in range(count):
            at = page[4 * (count + 1) + index] * 2
            look = _character(page[at + 1 : at + 1 + page[at]]) if at else PLAIN
            yield ends[index], ends[index + 1], look


def _marks(stream: bytes, table: bytes) -> Iterator[tuple[int, int, Paragraph]]:
    for page in _pages(stream, table):
        count = page[-1]
        if 17 * count + 4 > _PAGE - 1:
            continue
        ends = struct.unpack_from(f"<{count + 1}I", page, 0)
        for index in range(count):
            at = page[4 * (count + 1) + 13 * index] * 2
            yield ends[index], ends[index + 1], _paragraph(page, at) if at else NORMAL


def _character(changes: bytes) -> Character:  # noqa: C901 - one line a code
    hidden = deleted = inserted = bold = white = shaded = False
    author = symbol = strike = None
    style = -1
    for code, value in sprms(changes):
        number = int.from_bytes(value[:4], "little")
        match code:
            case 0x083C | 0x0811:
                hidden = number in (1, 0x81)
            case 0x0837 | 0x2A53:
                strike = number
            case 0x0800:
                deleted = number == 1
            case 0x0801:
                inserted = number == 1
            case 0x0835:
                bold = number in (1, 0x81)
            case 0x6A09:
                symbol = number
            case 0x4A30:
                style = number
            case 0x4863 | 0x4804:
                author = number
            case 0x4A43:
                hidden = hidden or number <= _UNREADABLE
            case 0x2A42:
                white = number == _WHITE_INDEX
            case 0x6870:
                white = number == _WHITE
            case 0x4866 | 0xCA71 | 0x2A0C:
                shaded = any(value)
    return Character(hidden or (white and not shaded), symbol, deleted, strike, bold, author, style, inserted)


def _paragraph(page: bytes, at: int) -> Paragraph:
    size = page[at]
    start, length = (at + 1, 2 * size - 1) if size else (at + 2, 2 * page[at + 1] if at + 1 < _PAGE else 0)
    raw = page[start : start + length]
    if len(raw) < 2:
        return NORMAL
    outline = in_table = ends_row = False
    for code, value in sprms(raw[2:]):
        number = int.from_bytes(value[:4], "little")
        match code:
            case 0x2416:
                in_table = number == 1
            case 0x2417:
                ends_row = number == 1
            case 0x2640:
                outline = number < 9
    listed, level = in_list(raw[2:])
    return Paragraph(int.from_bytes(raw[:2], "little"), listed, level, outline, in_table, ends_row)


def in_list(changes: bytes) -> tuple[int | None, int | None]:
    """The list and the level that changes of a paragraph name."""
    listed = level = None
    for code, value in sprms(changes):
        number = int.from_bytes(value[:2], "little")
        if code == 0x460B:
            listed = number if number < _NO_LIST else 0
        elif code == 0x260A:
            level = number
    return listed, level


def sprms(changes: bytes) -> Iterator[tuple[int, bytes]]:
    """The property changes in a list of them: their codes and values."""
    at = 0
    while at + 3 <= len(changes):
        code = int.from_bytes(changes[at : at + 2], "little")
        at += 2
        size = _SIZES[code >> 13]
        if size < 0:
            wide = code == 0xD608
            size = int.from_bytes(changes[at : at + 2], "little") - 1 if wide else changes[at]
            at += 2 if wide else 1
        yield code, changes[at : at + size]
        at += max(size, 0)
