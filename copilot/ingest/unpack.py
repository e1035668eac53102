"""Zipped folders and mailboxes as the files in them, with safe names and bounded totals.

Nothing is written anywhere: members are handed over as bytes under the name « archive.zip/folder/file.docx ».
"""

from __future__ import annotations

import io
import posixpath
import re
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from copilot.ingest.archive import MAX_BYTES, MAX_ENTRIES, open_archive, reading
from copilot.ingest.parts import Draft, Refused, clean, one_line

_MAX_DEPTH = 3
_MAX_NAME = 120
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
_OFFICE = ("[Content_Types].xml", "mimetype")
_JUNK = re.compile(r"(?:^|/)(?:__MACOSX/|\.|~\$|Thumbs\.db$|desktop\.ini$)", re.I)
_UNICODE_PATH = 0x7075
_FROM_LINE = re.compile(rb"^From [^\n]{0,200}\d{4}[^\n]{0,20}\n", re.M)
_SUBJECT = re.compile(rb"^Subject:[ \t]*([^\n]*(?:\n[ \t][^\n]*)*)", re.I | re.M)


class Unpacked(NamedTuple):
    """A file of an archive: its bytes, or the reason why it was not unpacked."""

    name: str
    data: bytes
    reason: str | None = None
    detail: str | None = None

    def head(self) -> dict[str, Any]:
        """What an answer says about it before its bytes."""
        return {"name": self.name, "size": len(self.data), "reason": self.reason, "detail": self.detail}


@dataclass
class _Room:
    """What archives inside each other may unpack to, all together."""

    size: int = MAX_BYTES
    entries: int = MAX_ENTRIES
    taken: dict[str, int] = field(default_factory=dict)

    def name(self, wanted: str) -> str:
        """The name, told apart from one that is there already."""
        name, number = wanted, self.taken.get(wanted.lower(), 0)
        while name.lower() in self.taken:
            number += 1
            stem, suffix = posixpath.splitext(wanted)
            name = f"{stem} ({number}){suffix}"
        self.taken[wanted.lower()] = max(number, 1)
        self.taken.setdefault(name.lower(), 1)
        return name


def unpack_zip(name: str, data: bytes) -> list[Unpacked]:
    """The files of an archive; raises Refused (truncated, too_large, unsafe, empty) for the whole of it."""
    found = list(_members(name, data, _Room(), 1))
    if not found:
        raise Refused("empty", "the archive holds no files")
    if len(found) == sum(one.reason == "encrypted" for one in found):
        raise Refused("encrypted", "the archive is protected by a password; unpack it and give the files")
    return found


def unpack_mbox(name: str, data: bytes) -> list[Unpacked]:
    """The mails of a mailbox."""
    data = data.replace(b"\r\n", b"\n")
    starts = [hit for hit in _FROM_LINE.finditer(data) if hit.start() == 0 or data[: hit.start()].endswith(b"\n\n")]
    if len(starts) > MAX_ENTRIES:
        raise Refused("too_large", f"the mailbox holds more than {MAX_ENTRIES} mails; export a smaller folder")
    ends = [hit.start() for hit in starts[1:]] + [len(data)]
    found: list[Unpacked] = []
    for number, (hit, end) in enumerate(zip(starts, ends, strict=True), start=1):
        mail = re.sub(rb"(?m)^>(>*From )", rb"\1", data[hit.end() : end])
        found.append(Unpacked(f"{name}/{number:04d} {_subject(mail)}.eml", mail))
    return found


def add_members(draft: Draft, members: list[Unpacked], open_file: Callable[[str, bytes], Draft]) -> None:
    """Append the text of each file to one draft, with a warning for each that cannot be read."""
    from copilot.ingest.mail import add_attachment

    for member in members:
        name = member.name.removeprefix("/")
        if member.reason is not None:
            draft.warn(f"attachment {name!r} was not read: {member.detail}")
        else:
            add_attachment(draft, name, member.data, open_file)


def _subject(mail: bytes) -> str:
    from copilot.ingest.mail import decoded_header

    hit = _SUBJECT.search(mail.split(b"\n\n", 1)[0])
    words = decoded_header(hit[1].decode("utf-8", "surrogateescape")) if hit else ""
    return re.sub(r"[^\w.,' -]+", " ", one_line(clean(words))).strip(" .")[:60] or "mail"


def _members(prefix: str, data: bytes, room: _Room, depth: int) -> Iterator[Unpacked]:
    archive = open_archive(data, locked=True)
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    room.entries -= len(entries)
    room.size -= sum(entry.file_size for entry in entries)
    if room.entries < 0 or room.size < 0:
        raise Refused("too_large", "the archive unpacks to far more than it weighs; it was not opened")
    for entry in entries:
        inside = safe_name(_raw_name(entry))
        if _JUNK.search(inside):
            continue
        name = room.name(f"{prefix}/{inside}")
        if stat.S_ISLNK(entry.external_attr >> 16):
            yield Unpacked(name, b"", "unsafe", "it is a link to another file; links are not followed")
            continue
        try:
            content = _content(archive, entry)
            if content[:4] not in _ZIPS or _is_document(content):
                yield Unpacked(name, content)
            elif depth >= _MAX_DEPTH:
                yield Unpacked(name, b"", "too_large", f"it is an archive inside more than {_MAX_DEPTH - 1} others")
            else:
                yield from _members(name, content, room, depth + 1)
        except Refused as refusal:
            if refusal.reason == "too_large" and (room.entries < 0 or room.size < 0):
                raise
            yield Unpacked(name, b"", refusal.reason, refusal.detail)


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.flag_bits & 1:
        raise Refused("encrypted", "it is protected by a password; unpack it and give the file")
    with reading():
        return archive.read(entry)


def _is_document(content: bytes) -> bool:
    """Whether the archive is an office file or a book."""
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        return True  # a damaged one gets its own line when it is read
    return bool(names & set(_OFFICE)) or any(name.endswith(".iwa") for name in names)


def _raw_name(entry: zipfile.ZipInfo) -> str:
    """The name in the code page of the system that packed it, which the format does not tell."""
    if entry.flag_bits & 0x800:
        return entry.filename
    unicode_path = _extra(entry.extra, _UNICODE_PATH)
    if unicode_path is not None and len(unicode_path) > 5:
        return unicode_path[5:].decode("utf-8", "replace")
    raw = entry.filename.encode("cp437", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp850", "replace")


def _extra(extra: bytes, wanted: int) -> bytes | None:
    at = 0
    while at + 4 <= len(extra):
        key, size = int.from_bytes(extra[at : at + 2], "little"), int.from_bytes(extra[at + 2 : at + 4], "little")
        if key == wanted:
            return extra[at + 4 : at + 4 + size]
        at += 4 + size
    return None


def safe_name(raw: str) -> str:
    """A relative path without « .. », drives, control characters or endless parts."""
    parts: list[str] = []
    for part in re.split(r"[\\/]+", raw):
        shown = "".join(
            character for character in clean(part) if character.isprintable() and character not in '<>:"|?*'
        )
        shown = shown.strip(" ")
        if shown.strip(".") == "":
            continue
        stem, suffix = posixpath.splitext(shown)
        parts.append(shown if len(shown) <= _MAX_NAME else stem[: _MAX_NAME - len(suffix[:20])] + suffix[:20])
    return "/".join(parts[-6:]) or "file"
