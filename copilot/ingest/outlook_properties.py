"""The properties of what Outlook saves: texts in streams of their own, times and numbers in a table, named ones."""

from __future__ import annotations

import datetime as dt
import re
import struct
from collections.abc import Iterator

from copilot.ingest.compound import CompoundFile
from copilot.ingest.encoding import decode
from copilot.ingest.parts import clean, one_line

_EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)
_FIRST_NAMED = 0x8000
_TIME, _NUMBER = 0x0040, 0x0003
_LATEST = 3 * 10**18


class Properties:
    """The properties in one storage of a file: the file itself, or a mail or a recipient inside it (`root`)."""

    def __init__(self, compound: CompoundFile, root: str = "") -> None:
        self._compound = compound
        self._root = root
        inside = root.rpartition("__")[2]
        self._head = 8 if inside.startswith(("recip", "attach")) else 24 if root else 32

    def text(self, key: str, *, line: bool = True) -> str:
        """The text of a property named by its four hexadecimal digits, empty when it is not there."""
        wide = self._compound.read(f"{self._root}__substg1.0_{key}001F")
        narrow = self._compound.read(f"{self._root}__substg1.0_{key}001E") if wide is None else None
        text = wide.decode("utf-16-le", "replace") if wide is not None else decode(narrow) if narrow else ""
        text = text.replace("\0", "")
        return one_line(clean(text)) if line else text

    def moment(self, *keys: int) -> dt.datetime | None:
        """The time (UTC) of the first of these properties that has one."""
        for ticks in (self._fixed(key, _TIME) for key in keys):
            if ticks:
                return _EPOCH + dt.timedelta(microseconds=min(ticks, _LATEST) // 10)
        return None

    def number(self, key: int) -> int | None:
        """The number of a property."""
        value = self._fixed(key, _NUMBER)
        return None if value is None else value & 0xFFFFFFFF

    def named(self, group: bytes, number: int) -> int:
        """The property that this file keeps a named one as; 0, which no property is, when it has none."""
        groups = self._compound.read("__nameid_version1.0/__substg1.0_00020102") or b""
        for name, kind, at in self._names():
            start = ((kind >> 1) - 3) * 16
            if name == number and not kind & 1 and start >= 0 and groups[start : start + 16] == group:
                return _FIRST_NAMED + at
        return 0

    def inside(self, prefix: str) -> list[Properties]:
        """What the storages hold whose names start so, in their order."""
        paths = [name[len(self._root) :] for name in self._compound.names() if name.startswith(self._root + prefix)]
        return [
            Properties(self._compound, f"{self._root}{folder}/") for folder in sorted({p.split("/")[0] for p in paths})
        ]

    def _names(self) -> Iterator[tuple[int, int, int]]:
        raw = self._compound.read("__nameid_version1.0/__substg1.0_00030102") or b""
        return struct.iter_unpack("<IHH", raw[: len(raw) // 8 * 8])

    def _fixed(self, wanted: int, kind: int) -> int | None:
        """A value of fixed size: 16 bytes each, after a head whose length the storage tells."""
        raw = self._compound.read(f"{self._root}__properties_version1.0") or b""
        for at in range(self._head, len(raw) - 15, 16):
            found, key = struct.unpack_from("<HH", raw, at)
            if key == wanted and found == kind:
                return int(struct.unpack_from("<Q", raw, at + 8)[0])
        return None


def is_kind(found: str, *kinds: str) -> bool:
    """Whether the class of an item (« IPM.Appointment ») is one of these or of their kind."""
    return re.match(rf"ipm\.(?:{'|'.join(kinds)})(?:\.|$)", found.lower()) is not None
