"""The streams of an OLE compound file: what Outlook's .msg and the office formats before 2007 are made of."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from copilot.ingest.parts import Refused

_END = 0xFFFFFFFA
_MAX_CHAIN = 200_000


class _Entry(NamedTuple):
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class CompoundFile:
    """Storages and streams by path, « __attach_version1.0_#00000000/__substg1.0_37010102 »."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 512:
            raise _damaged()
        self._data = data
        self._size = 1 << struct.unpack_from("<H", data, 30)[0]
        if self._size not in (512, 4096):
            raise _damaged()
        _, first_directory, _, self._cutoff, first_mini, _, first_difat, _ = struct.unpack_from("<8I", data, 44)
        self._fat = self._read_fat(first_difat)
        directory = self._chain(first_directory)
        self._entries = [_entry(directory[at : at + 128]) for at in range(0, len(directory) - 127, 128)]
        if not self._entries:
            raise _damaged()
        raw = self._chain(first_mini)
        self._mini_fat = struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])
        self._mini = self._chain(self._entries[0].start)
        self._paths = dict(self._walk(self._entries[0].child, "", 0))

    def names(self) -> list[str]:
        """The paths of all streams."""
        return list(self._paths)

    def read(self, path: str) -> bytes | None:
        """The bytes of a stream, None when it is not there."""
        entry = self._paths.get(path)
        if entry is None:
            return None
        if entry.size >= self._cutoff:
            return self._chain(entry.start)[: entry.size]
        data, at, steps = b"", entry.start, 0
        while at < len(self._mini_fat) and len(data) < entry.size and steps < _MAX_CHAIN:
            data += self._mini[at * 64 : at * 64 + 64]
            at, steps = self._mini_fat[at], steps + 1
        return data[: entry.size]

    def _sector(self, number: int) -> bytes:
        return self._data[(number + 1) * self._size : (number + 2) * self._size]

    def _read_fat(self, difat: int) -> tuple[int, ...]:
        sectors = [number for number in struct.unpack_from("<109I", self._data, 76) if number < _END]
        seen: set[int] = set()
        while difat < _END and difat not in seen:
            seen.add(difat)
            raw = self._sector(difat)
            if len(raw) < self._size:
                raise _damaged()
            *more, difat = struct.unpack(f"<{self._size // 4}I", raw)
            sectors.extend(number for number in more if number < _END)
        fat = b"".join(self._sector(number) for number in sectors)
        return struct.unpack(f"<{len(fat) // 4}I", fat[: len(fat) // 4 * 4])

    def _chain(self, start: int) -> bytes:
        parts: list[bytes] = []
        seen: set[int] = set()
        while start < len(self._fat) and start not in seen and len(seen) < _MAX_CHAIN:
            seen.add(start)
            parts.append(self._sector(start))
            start = self._fat[start]
        return b"".join(parts)

    def _walk(self, number: int, path: str, depth: int) -> Iterator[tuple[str, _Entry]]:
        pending, seen = [number], set[int]()
        while pending:
            at = pending.pop()
            if at >= len(self._entries) or at in seen or depth > 8:
                continue
            seen.add(at)
            entry = self._entries[at]
            pending += [entry.left, entry.right]
            if entry.kind == 1:
                yield from self._walk(entry.child, f"{path}{entry.name}/", depth + 1)
            elif entry.kind == 2:
                yield f"{path}{entry.name}", entry


def _entry(raw: bytes) -> _Entry:
    length = struct.unpack_from("<H", raw, 64)[0]
    left, right, child = struct.unpack_from("<3I", raw, 68)
    start, size = struct.unpack_from("<2I", raw, 116)
    return _Entry(raw[: max(length - 2, 0)].decode("utf-16-le", "replace"), raw[66], left, right, child, start, size)


def _damaged() -> Refused:
    return Refused("truncated", "the file is damaged or cut off; export it again")


def properties(compound: CompoundFile) -> tuple[str | None, str | None]:
    """Title and author in the summary of a file, where it has one."""
    raw = compound.read("\x05SummaryInformation") or b""
    if len(raw) < 56:
        return None, None
    start = struct.unpack_from("<I", raw, 44)[0]
    found: dict[int, bytes] = {}
    codec = "cp1252"
    for index in range(min(struct.unpack_from("<I", raw, start + 4)[0] if start + 8 <= len(raw) else 0, 60)):
        at = start + 8 + 8 * index
        if at + 8 > len(raw):
            break
        key, offset = struct.unpack_from("<2I", raw, at)
        value = raw[start + offset : start + offset + 2000]
        if key == 1 and len(value) >= 6:
            codec = "utf-8" if struct.unpack_from("<H", value, 4)[0] == 65001 else codec
        elif key in (2, 4) and len(value) >= 8 and value[0] == 0x1E:
            found[key] = value[8 : 8 + struct.unpack_from("<I", value, 4)[0]].split(b"\0")[0]
    texts = {key: value.decode(codec, "ignore") for key, value in found.items()}
    return texts.get(2), texts.get(4)
