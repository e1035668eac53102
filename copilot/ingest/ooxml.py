"""What the three office formats share: who made the file and what it is called, and their strict variant."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from copilot.ingest.archive import Archive, open_archive, reading, xml
from copilot.ingest.parts import Draft, Refused, clean, word_set

_MAIN = ("word/document.xml", "xl/workbook.xml", "ppt/presentation.xml")
_DC = "{http://purl.org/dc/elements/1.1/}"
_NOBODY = word_set(
    "python-docx openpyxl administrator administrateur admin user utilisateur microsoft office owner "
    "author auteur pptxgenjs unknown inconnu xlsxwriter libreoffice windows steve canny apache poi "
    "(anonymous) anonymous (unspecified) unspecified"
)
_NO_TITLE = (
    "presentation",
    "présentation",
    "powerpoint",
    "word document",
    "document",
    "titre",
    "title",
    "untitled",
    "sans titre",
    "(anonymous)",
    "diapositive",
    "microsoft word",
)


_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")


def transitional(data: bytes) -> bytes:
    """The file, a strict Open XML one with the names that everybody knows instead of its own."""
    archive = open_archive(data)
    with reading():
        strict = any(b"purl.oclc.org/ooxml" in archive.read(name) for name in archive.namelist() if name in _MAIN)
    if not strict:
        return data
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as copy, reading():
        for entry in archive.infolist():
            part = archive.read(entry)
            if entry.filename.endswith((".xml", ".rels", ".vml")):
                part = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", part)
            copy.writestr(entry.filename, part)
    return out.getvalue()


def targets(archive: Archive, part: str) -> Iterator[tuple[str, str]]:
    """The identifiers and paths of the parts that a part refers to; none when the list of them is damaged."""
    folder, name = posixpath.split(part)
    try:
        root = xml(archive, f"{folder}/_rels/{name}.rels".lstrip("/")) if name else None
    except Refused:
        return
    for relation in root if root is not None else ():
        target = relation.get("Target", "")
        if relation.get("TargetMode") != "External" and target:
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            yield relation.get("Id", ""), path


def part_of(draft: Draft, archive: Archive, name: str) -> Element | None:
    """A part that a file can do without: None when it is not there or damaged, which is told."""
    try:
        return xml(archive, name)
    except Refused as refusal:
        if refusal.reason != "truncated":
            raise
        draft.warn(refusal.detail)
        return None


def add_core_properties(draft: Draft, archive: Archive) -> None:
    """Fill title and author from the file's properties, unless they are a program's defaults."""
    root = part_of(draft, archive, "docProps/core.xml")
    if root is None:
        return
    add_properties(draft, root.findtext(_DC + "title"), root.findtext(_DC + "creator"))


def add_properties(draft: Draft, title: str | None, author: str | None) -> None:
    """Fill title and author where they are empty and the values mean something."""
    title, author = clean(title or ""), clean(author or "")
    if not draft.title and len(title) > 3 and not title.lower().startswith(_NO_TITLE):
        draft.title = title[:200]
    if not draft.author and author and not set(author.lower().split()) <= _NOBODY:
        draft.author = author[:120]
