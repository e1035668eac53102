"""OpenDocument texts."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from copilot.ingest.archive import member, open_archive, refuse_unsafe_xml, xml
from copilot.ingest.ooxml import add_properties
from copilot.ingest.parts import COMMENT, TABLE, Draft, Refused, one_line
from copilot.ingest.tables import Row, add_rows, row_of
from copilot.schemas.evidence import Locator, SegmentKind

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"


def read_odt(data: bytes) -> Draft:
    """The draft of an OpenDocument text."""
    archive = open_archive(data)
    refuse_unsafe_xml(archive)
    manifest = member(archive, "META-INF/manifest.xml") or b""
    if b"encryption-data" in manifest:
        raise Refused("encrypted", "the file is protected by a password; save it without one")
    root = xml(archive, "content.xml")
    body = root.find(f"{_OFFICE}body/{_OFFICE}text") if root is not None else None
    if body is None:
        raise Refused("truncated", "the file has no content part; save it again")
    draft = Draft("application/vnd.oasis.opendocument.text")
    _read_blocks(draft, body, [0, 0], item=False)
    meta = xml(archive, "meta.xml")
    if meta is not None:
        add_properties(draft, meta.findtext(f".//{_DC}title"), meta.findtext(f".//{_DC}creator"))
    return draft


def _read_blocks(draft: Draft, parent: Element, counts: list[int], *, item: bool) -> None:
    for child in parent:
        if child.tag in (_TEXT + "p", _TEXT + "h"):
            counts[0] += 1
            kind: SegmentKind = "heading" if child.tag == _TEXT + "h" else "item" if item else "paragraph"
            draft.add(kind, "".join(_texts(child)), Locator(part=f"§ {counts[0]}"))
            for note in child.iter(_OFFICE + "annotation"):
                text = " ".join("".join(_texts(p)) for p in note.iter(_TEXT + "p"))
                draft.add("comment", text, Locator(part=COMMENT), author=note.findtext(_DC + "creator"))
        elif child.tag == _TABLE + "table":
            counts[1] += 1
            part = f"{TABLE} {counts[1]}"
            rows = [Row(at, list(_cells(row))) for at, row in enumerate(child.iter(_TABLE + "table-row"), start=1)]
            add_rows(draft, rows, row_of(part=part))
        elif child.tag != _TEXT + "tracked-changes":
            _read_blocks(draft, child, counts, item=item or child.tag == _TEXT + "list")


def _texts(node: Element) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        if child.tag == _TEXT + "s":
            yield " "
        elif child.tag == _TEXT + "tab":
            yield "\t"
        elif child.tag == _TEXT + "line-break":
            yield "\n"
        elif child.tag != _OFFICE + "annotation":
            yield from _texts(child)
        yield child.tail or ""


def _cells(row: Element) -> Iterator[str]:
    for cell in row:
        if cell.tag in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            text = one_line(" ".join("".join(_texts(p)) for p in cell.iter(_TEXT + "p")))
            repeated = cell.get(_TABLE + "number-columns-repeated", "1")
            yield from [text] * (min(int(repeated), 50) if repeated.isdigit() and text else 1)
