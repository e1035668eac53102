"""Files embedded in Office documents as OLE objects (« oleObject1.bin »): workbooks, documents, pages, mails."""

from __future__ import annotations

import posixpath
import struct

from copilot.ingest.compound import CompoundFile
from copilot.ingest.detect import detect
from copilot.ingest.parts import Refused, clean

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OWN = ("Workbook", "Book", "WordDocument", "PowerPoint Document")
_LONGEST_NAME = 120


def embedded_file(name: str, data: bytes) -> tuple[str, bytes] | None:
    """The file inside an object under a name that says what it is; None when it holds none that can be read."""
    if not data.startswith(_OLE):
        return None
    try:
        compound = CompoundFile(data)
        streams = compound.names()
        packed = compound.read("\x01Ole10Native")
        if packed is not None:
            return _packed(packed)
        inner = compound.read("Package") or compound.read("CONTENTS")
        if inner is None and not any(stream in _OWN for stream in streams):
            return None
        found = detect("", inner or data)
    except (Refused, struct.error, IndexError):
        return None
    return f"{posixpath.splitext(name)[0]}.{found}", inner or data


def _packed(raw: bytes) -> tuple[str, bytes] | None:
    """The file that the packager of Windows wrapped, with the name that it was given."""
    label, _, rest = raw[6:].partition(b"\0")
    _, _, rest = rest.partition(b"\0")
    (size,) = struct.unpack_from("<I", rest, 4)
    (length,) = struct.unpack_from("<I", rest, 8 + size)
    data = rest[12 + size : 12 + size + length]
    name = clean(label.decode("cp1252", "replace")).replace("\\", "/").rpartition("/")[2][-_LONGEST_NAME:]
    return (name, data) if name and data else None
