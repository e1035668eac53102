"""EPUB books: their chapters in reading order."""

from __future__ import annotations

import posixpath
import re

from copilot.ingest.archive import member, open_archive, refuse_unsafe_xml, xml
from copilot.ingest.html import add_pieces, pieces
from copilot.ingest.parts import Draft, Refused

_DC = "{http://purl.org/dc/elements/1.1/}"
_OPF = "{http://www.idpf.org/2007/opf}"


def read_epub(data: bytes) -> Draft:
    """The draft of an EPUB: its chapters in reading order."""
    from bs4 import BeautifulSoup

    archive = open_archive(data)
    refuse_unsafe_xml(archive)
    container = (member(archive, "META-INF/container.xml") or b"").decode("utf-8", "replace")
    path = re.search(r'full-path="([^"]+)"', container)
    package = xml(archive, path[1]) if path else None
    if path is None or package is None:
        raise Refused("truncated", "the book has no table of contents; export it again")
    draft = Draft("application/epub+zip", title=package.findtext(f".//{_DC}title"))
    draft.author = package.findtext(f".//{_DC}creator")
    files = {item.get("id"): item.get("href", "") for item in package.iter(_OPF + "item")}
    for reference in package.iter(_OPF + "itemref"):
        name = posixpath.normpath(posixpath.join(posixpath.dirname(path[1]), files.get(reference.get("idref"), "")))
        chapter = member(archive, name)
        if chapter:
            add_pieces(draft, pieces(BeautifulSoup(chapter.decode("utf-8", "replace"), "html.parser")))
    return draft
