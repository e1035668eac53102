"""The lists of an old Word file ([MS-DOC] 2.9.131 to 2.9.150): how their items are numbered."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from copilot.ingest.numbering import Level, NumberedList, Numbering

_KINDS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 5: "decimal",
    22: "decimalZero", 23: "bullet", 255: "none",
}  # fmt: skip
_LIST, _LEVEL, _OVERRIDE = 28, 28, 16
_MOST = 5_000


def read_lists(table: bytes, lists: tuple[int, int], overrides: bytes) -> Numbering:
    """The lists by their number, from where the table of lists stands and the table of what uses them.

    What is damaged is left out: its items show no number.
    """
    start, size = lists
    try:
        known = dict(_lists(table, start, size))
        return Numbering({str(at): one for at, one in _used(overrides, known)})
    except (struct.error, IndexError):
        return Numbering()


def _lists(table: bytes, start: int, size: int) -> Iterator[tuple[int, dict[int, Level]]]:
    """The levels of each list; they stand behind the table, in its order."""
    if size < 2:
        return
    (count,) = struct.unpack_from("<H", table, start)
    at = start + size
    for index in range(min(count, _MOST)):
        where = start + 2 + _LIST * index
        (key,) = struct.unpack_from("<I", table, where)
        levels: dict[int, Level] = {}
        for number in range(1 if table[where + 26] & 1 else 9):
            levels[number], at = _level(table, at)
        yield key, levels


def _level(table: bytes, at: int) -> tuple[Level, int]:
    """A level, and where the next one stands."""
    start, kind, flags = struct.unpack_from("<iBB", table, at)
    skipped = table[at + 24] + table[at + 25]
    where = at + _LEVEL + skipped
    (length,) = struct.unpack_from("<H", table, where)
    raw = table[where + 2 : where + 2 + 2 * length].decode("utf-16-le", "ignore")
    text = "".join(f"%{ord(char) + 1}" if ord(char) < 9 else char.replace("%", "") for char in raw)
    level = Level(_KINDS.get(kind, "decimal"), text, start, restarts=not flags & 8, legal=bool(flags & 4))
    return level, where + 2 + 2 * length


def _used(raw: bytes, known: dict[int, dict[int, Level]]) -> Iterator[tuple[int, NumberedList]]:
    """The lists that paragraphs name, from 1: each goes on with the sequence of its list, or starts anew."""
    if len(raw) < 4:
        return
    (count,) = struct.unpack_from("<I", raw, 0)
    count = min(count, _MOST, (len(raw) - 4) // _OVERRIDE)
    at = 4 + _OVERRIDE * count
    for index in range(count):
        key, _, _, changes = struct.unpack_from("<3IB", raw, 4 + _OVERRIDE * index)
        one = NumberedList(str(key), dict(known.get(key, {})))
        at += 4
        for _ in range(changes):
            start, flags = struct.unpack_from("<iI", raw, at)
            at += 8
            if flags & 0x10:
                one.starts[flags & 0x0F] = start
            if flags & 0x20:
                one.levels[flags & 0x0F], at = _level(raw, at)
        yield index + 1, one
