"""Opens zip-based formats after checking that they are neither bombs, nor locked, nor unsafe XML."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from itertools import pairwise
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from copilot.ingest.parts import Refused

MAX_ENTRIES = 2_000
MAX_BYTES = 100 * 1024 * 1024
MAX_RATIO = 100
_RATIO_FROM = 10 * 1024 * 1024
_XML_MEMBER = re.compile(r"\.(xml|rels|vml|xhtml|html|opf|ncx)$", re.IGNORECASE)
_HEAD = 1024 * 1024
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)

Archive = zipfile.ZipFile


def open_archive(data: bytes, *, locked: bool = False) -> Archive:
    """The archive, checked; raises Refused (truncated, encrypted unless `locked` members may be there, too_large)."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as error:
        raise Refused("truncated", "the file is damaged or cut off; export or copy it again") from error
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or total > MAX_BYTES or (total > _RATIO_FROM and total > MAX_RATIO * len(data)):
        raise Refused("too_large", "the file unpacks to far more than it weighs; it was not opened")
    if _overlap(entries):
        raise Refused("unsafe", "parts of the file lie on top of each other, as in an attack; it was not opened")
    if not locked and any(entry.flag_bits & 1 for entry in entries):
        raise Refused("encrypted", "the file is protected by a password; save it without one")
    return archive


def _overlap(entries: list[zipfile.ZipInfo]) -> bool:
    """Whether two members share bytes: how a small file pretends to hold a thousand times as much."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    return any(
        before.header_offset + 30 + before.compress_size > after.header_offset for before, after in pairwise(ordered)
    )


def refuse_unsafe_xml(archive: Archive) -> None:
    """Raise Refused when a part declares a document type: office files never do, attacks do."""
    for entry in archive.infolist():
        if not _XML_MEMBER.search(entry.filename):
            continue
        with reading(), archive.open(entry) as part:
            head = part.read(_HEAD)
        if entry.filename.lower().endswith(("html", "opf", "ncx")):
            unsafe = b"<!ENTITY" in head
        else:
            plain = head.replace(b"\0", b"")  # UTF-16 looks like ASCII with zeros
            unsafe = b"<!DOCTYPE" in plain or b"<!ENTITY" in plain
        if unsafe:
            raise Refused("unsafe", "the file declares XML entities; it was not opened")


def member(archive: Archive, name: str) -> bytes | None:
    """The bytes of a member, None when it is not there."""
    try:
        entry = archive.getinfo(name)
    except KeyError:
        return None
    with reading():
        return archive.read(entry)


def xml(archive: Archive, name: str) -> Element | None:
    """The parsed member, None when it is not there; raises Refused when it is damaged or unsafe."""
    data = member(archive, name)
    if data is None:
        return None
    try:
        return fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Refused("unsafe", "the file declares XML entities; it was not opened") from error
    except (ParseError, ValueError, LookupError) as error:
        raise Refused("truncated", f"the part {name!r} of the file is damaged; save it again") from error


class reading:
    """Turn whatever a damaged member raises into Refused."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, _BROKEN):
            raise Refused("truncated", "the file is damaged or cut off; export or copy it again") from error
        if isinstance(error, RuntimeError):
            raise Refused("encrypted", "the file is protected by a password; save it without one") from error
