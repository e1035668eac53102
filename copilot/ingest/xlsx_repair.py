"""A workbook reduced to its cells: what is left when its looks, names, pictures or pivots are damaged."""

from __future__ import annotations

import io
import re
import zipfile

from copilot.ingest.archive import open_archive, reading

_KEPT_OF_SHEET = re.compile(
    rb"<(?P<tag>(?:\w+:)?(?:cols|sheetData|mergeCells))\b[^>]*?(?:/>|>.*?</(?P=tag)>)", re.DOTALL
)
_KEPT_OF_BOOK = re.compile(rb"<(?P<tag>(?:\w+:)?(?:workbookPr|sheets))\b[^>]*?(?:/>|>.*?</(?P=tag)>)", re.DOTALL)
_ROOT = re.compile(rb"<((?:\w+:)?(?:worksheet|workbook))\b[^>]*>")
_STYLE = re.compile(rb"(<(?:\w+:)?[cr]\b[^>]*?)\ss=\"\d+\"")
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=\"([A-Za-z]{1,3})(\d{1,7}):([A-Za-z]{1,3})(\d{1,7})\"")
_MOST_MERGED = 200_000
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_BOOK = ("[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml")


def bare(data: bytes, *, styles: bool) -> bytes:
    """The workbook with its sheets' cells, columns and merged cells only; without styles, dates are numbers."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as copy, reading():
        archive = open_archive(data)
        for entry in archive.infolist():
            name = entry.filename
            if name in _BOOK or (styles and name in ("xl/styles.xml", "xl/theme/theme1.xml")):
                copy.writestr(name, archive.read(entry))
            elif name == "xl/workbook.xml":
                copy.writestr(name, _reduced(archive.read(entry), _KEPT_OF_BOOK))
            elif _SHEET.fullmatch(name):
                sheet = _reduced(archive.read(entry), _KEPT_OF_SHEET)
                if sum(_area(*hit.groups()) for hit in _MERGE.finditer(sheet)) > _MOST_MERGED:
                    sheet = _MERGE.sub(b'<mergeCell ref="A1:A1"', sheet)
                copy.writestr(name, sheet if styles else _STYLE.sub(rb"\1", sheet))
    return out.getvalue()


def has_vast_merges(archive: zipfile.ZipFile) -> bool:
    """Whether sheets merge so many cells that the library would fill the memory with them."""
    total = 0
    for entry in archive.infolist():
        if _SHEET.fullmatch(entry.filename):
            with reading():
                part = archive.read(entry)
            for hit in _MERGE.finditer(part):
                total += _area(*hit.groups())
                if total > _MOST_MERGED:
                    return True
    return False


def _area(left: bytes, top: bytes, right: bytes, bottom: bytes) -> int:
    columns = _column(right) - _column(left) + 1
    return max(columns, 0) * max(int(bottom) - int(top) + 1, 0)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - 64
    return number


def _reduced(part: bytes, kept: re.Pattern[bytes]) -> bytes:
    root = _ROOT.search(part)
    if root is None:
        return part
    inside = b"".join(hit[0] for hit in kept.finditer(part, root.end()))
    return part[: root.end()] + inside + b"</" + root[1] + b">"
