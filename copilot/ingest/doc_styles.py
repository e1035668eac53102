"""The styles and fonts of an old Word file: which styles tell headings or strike out, which fonts are pictures."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from copilot.ingest.doc_layout import Character, Paragraph, in_list, sprms

T = TypeVar("T")
_STRIKE = (0x0837, 0x2A53)
_NO_BASE = 0xFFF
_TITLE, _SUBTITLE = 62, 74
_HEADINGS, _CONTENTS = range(1, 10), range(19, 28)
_SHORTEST_BASE = 10
_FONT_NAME = 39
"""where the name of a font starts in its record"""


@dataclass(frozen=True)
class Styles:
    """The styles by their number in the file."""

    names: dict[int, str]
    """of those that tell headings or the table of contents"""
    struck: dict[int, bool]
    lists: dict[int, tuple[int | None, int | None]] = field(default_factory=dict)
    """the list and the level that each names, None for what it leaves open"""

    def place(self, look: Paragraph) -> tuple[str, int]:
        """The list that a paragraph is in, « 0 » for none, and how deep in it: what it says, or its style."""
        listed, level = self.lists.get(look.style, (None, None))
        return str((listed if look.list is None else look.list) or 0), (
            level if look.level is None else look.level
        ) or 0

    def strikes(self, look: Character, paragraph: int) -> bool:
        """Whether text is struck out, by itself or by the styles of its paragraph and characters."""
        styled = self.struck.get(paragraph, False) is not self.struck.get(look.style, False)
        if look.strike in (0, 1):
            return look.strike == 1
        return styled is not (look.strike == 0x81)


def read_styles(raw: bytes) -> Styles:
    """The styles in the style sheet of a file."""
    if len(raw) < 4:
        return Styles({}, {})
    head, count = struct.unpack_from("<2H", raw, 0)
    base = struct.unpack_from("<H", raw, 4)[0] if head >= 4 and len(raw) >= 6 else 0
    names: dict[int, str] = {}
    parents: dict[int, int] = {}
    own: dict[int, bool] = {}
    lists: dict[int, tuple[int | None, int | None]] = {}
    at = 2 + head
    for number in range(count):
        if at + 4 > len(raw):
            break
        size = struct.unpack_from("<H", raw, at)[0]
        style = raw[at + 2 : at + 2 + size]
        at += 2 + size + (size & 1)
        if len(style) < _SHORTEST_BASE:
            continue
        kind, parent = (value & 0x0FFF for value in (style[0] | style[1] << 8, (style[2] | style[3] << 8) >> 4))
        names |= {number: name} if (name := _name(kind)) else {}
        parents[number] = parent
        paragraphs, characters = _changes(style, base or _SHORTEST_BASE)
        lists[number] = in_list(paragraphs)
        for code, value in sprms(characters):
            own |= {number: value[:1] in (b"\x01", b"\x81")} if code in _STRIKE else {}
    named = {number: place for number, (place, _) in lists.items() if place is not None}
    levels = {number: level for number, (_, level) in lists.items() if level is not None}
    return Styles(
        names,
        {number: bool(_inherited(number, own, parents)) for number in parents},
        {number: (_inherited(number, named, parents), _inherited(number, levels, parents)) for number in parents},
    )


def _name(kind: int) -> str:
    if kind in _HEADINGS or kind == _SUBTITLE:
        return "heading"
    return "title" if kind == _TITLE else "toc 1" if kind in _CONTENTS else ""


def _inherited(number: int, own: Mapping[int, T], parents: Mapping[int, int]) -> T | None:
    """What the nearest style says that says something."""
    seen: set[int] = set()
    while number not in own and number in parents and number not in seen:
        seen.add(number)
        number = parents[number]
    return own.get(number)


def _changes(style: bytes, base: int) -> tuple[bytes, bytes]:
    """The changes that a style makes to paragraphs and to characters."""
    found = [b"", b""]
    if len(style) < base + 2:
        return b"", b""
    kind = style[2] & 0x0F
    at = base + 2 + 2 * struct.unpack_from("<H", style, base)[0] + 2
    for which in {1: (0, 1), 2: (1,)}.get(kind, ()):
        at += at & 1
        if at + 2 > len(style):
            break
        size = struct.unpack_from("<H", style, at)[0]
        found[which] = style[at + 2 : at + 2 + size]
        at += 2 + size
    return found[0][2:], found[1]


def read_fonts(raw: bytes) -> list[str]:
    """The names of the fonts, in the order of their numbers."""
    found: list[str] = []
    at = 4
    while at < len(raw):
        record = raw[at + 1 : at + 1 + raw[at]]
        found.append(record[_FONT_NAME:].decode("utf-16-le", "ignore").split("\0")[0])
        at += 1 + raw[at]
    return found
