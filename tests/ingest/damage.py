"""Ways to damage a file: cut, bits turned, pieces removed, doubled or exchanged, inside its parts too."""

from __future__ import annotations

import io
import zipfile
import zlib
from random import Random


def damaged(data: bytes, dice: Random) -> bytes:
    """The file, damaged in one to three ways."""
    for _ in range(dice.randint(1, 3)):
        if data[:2] == b"PK" and dice.random() < 0.6:
            data = _inside(data, dice)
        else:
            data = _once(data, dice)
    return data


def _once(data: bytes, dice: Random) -> bytes:
    if not data:
        return dice.randbytes(dice.randint(0, 400))
    at = dice.randrange(len(data))
    end = min(len(data), at + dice.choice((1, 4, 40, 400)))
    kind = dice.randrange(8)
    if kind == 0:
        return data[:at]
    if kind == 1:
        return data[:at] + data[end:]
    if kind == 2:
        return data[:end] + data[at:end] * dice.choice((1, 3, 50)) + data[end:]
    if kind == 3:
        return data[:at] + dice.randbytes(end - at) + data[end:]
    if kind == 4:
        return data[:at] + bytes([dice.choice((0, 1, 0x7F, 0x80, 0xFF))]) * (end - at) + data[end:]
    if kind == 5:
        other = dice.randrange(len(data))
        return data[:at] + data[other : other + end - at] + data[end:]
    changed = bytearray(data)
    for _ in range(dice.choice((1, 5, 50))):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def _inside(data: bytes, dice: Random) -> bytes:
    """The archive with one of its members damaged and everything else intact."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, EOFError):
        return _once(data, dice)
    if not members:
        return _once(data, dice)
    name = dice.choice(sorted(members))
    members[name] = _once(members[name], dice)
    if dice.random() < 0.1:
        del members[name]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for key, content in members.items():
            archive.writestr(key, content)
    return out.getvalue()
