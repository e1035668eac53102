"""What lies beside the cells of a workbook: threaded comments and text boxes, sheet by sheet."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from copilot.ingest.archive import Archive, reading, xml
from copilot.ingest.ooxml import targets
from copilot.ingest.parts import Refused, clean
from copilot.ingest.sheets import MAX_COLUMNS, CellComment

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_T = "{http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments}"
_D = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_WORKBOOK = "xl/workbook.xml"
_HIDDEN = re.compile(rb"<(?:row|col) [^<>]{0,400}?hidden=\"(?:1|true)\"[^<>]{0,400}>")
_PLACE = re.compile(rb" (r|min|max)=\"(\d{1,7})\"")
_CHUNK, _LONGEST_TAG = 1 << 20, 1000


@dataclass
class SheetParts:
    """What belongs to one sheet."""

    comments: list[CellComment] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    path: str = ""
    """of the sheet in the file"""


def hidden_in(archive: Archive, path: str) -> tuple[frozenset[int], frozenset[int]]:
    """The hidden rows and columns of a sheet that is too large to be held as a whole, read piece by piece."""
    rows: set[int] = set()
    columns: set[int] = set()
    if path not in archive.namelist():
        return frozenset(), frozenset()
    with reading(), archive.open(path) as part:
        rest = b""
        while chunk := part.read(_CHUNK):
            text = rest + chunk
            for tag in _HIDDEN.findall(text):
                numbers = {key: int(value) for key, value in _PLACE.findall(tag)}
                if tag.startswith(b"<row"):
                    rows |= {numbers[b"r"]} if b"r" in numbers else set()
                elif b"min" in numbers:
                    columns |= set(range(numbers[b"min"], min(numbers.get(b"max", numbers[b"min"]), MAX_COLUMNS) + 1))
            rest = text[-_LONGEST_TAG:] if len(text) > _LONGEST_TAG else text
    return frozenset(rows), frozenset(columns)


def sheet_parts(archive: Archive) -> dict[str, SheetParts]:
    """The parts of each sheet, by its name; parts that are damaged are left out."""
    found: dict[str, SheetParts] = {}
    people = _people(archive)
    paths = dict(targets(archive, _WORKBOOK))
    book = _part(archive, _WORKBOOK)
    for sheet in book.iter(_S + "sheet") if book is not None else ():
        parts = found.setdefault(clean(sheet.get("name", "")), SheetParts())
        parts.path = paths.get(sheet.get(_R + "id", ""), "")
        for _, target in targets(archive, parts.path):
            if "/threadedComments/" in target:
                parts.comments.extend(_threaded(archive, target, people))
            elif "/drawings/drawing" in target:
                parts.boxes.extend(_boxes(archive, target))
    return found


def _part(archive: Archive, name: str) -> Element | None:
    try:
        return xml(archive, name)
    except Refused:
        return None


def _people(archive: Archive) -> dict[str, str]:
    names = [name for name in archive.namelist() if name.startswith("xl/persons/")]
    roots = [root for name in names if (root := _part(archive, name)) is not None]
    return {p.get("id", ""): p.get("displayName", "") for root in roots for p in root.iter(_T + "person")}


def _threaded(archive: Archive, target: str, people: dict[str, str]) -> Iterator[CellComment]:
    root = _part(archive, target)
    found = list(root.iter(_T + "threadedComment")) if root is not None else []
    closed = {comment.get("id") for comment in found if comment.get("done") in ("1", "true")} - {None}
    for comment in found:
        row = re.search(r"\d+", comment.get("ref", ""))
        text = comment.findtext(_T + "text") or ""
        author = people.get(comment.get("personId", "")) or None
        resolved = comment.get("id") in closed or comment.get("parentId") in closed
        yield CellComment(int(row[0]) if row else 1, text, author, _day(comment.get("dT", "")), resolved)


def _boxes(archive: Archive, target: str) -> Iterator[str]:
    root = _part(archive, target)
    for shape in root.iter(_D + "sp") if root is not None else ():
        lines = ["".join(piece.text or "" for piece in p.iter(_A + "t")) for p in shape.iter(_A + "p")]
        yield "\n".join(filter(None, lines))


def _day(stamp: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(stamp[:10])
    except ValueError:
        return None
