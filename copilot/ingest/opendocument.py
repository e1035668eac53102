"""What the OpenDocument formats share: opening them, the text of a paragraph, which styles hide it, comments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from copilot.ingest.archive import Archive, member, open_archive, refuse_unsafe_xml, xml
from copilot.ingest.changes import Changes
from copilot.ingest.ooxml import add_properties
from copilot.ingest.parts import COMMENT, RESOLVED, Draft, Refused
from copilot.schemas.evidence import Locator

_NS = "{urn:oasis:names:tc:opendocument:xmlns:"
TEXT, TABLE_, OFFICE, STYLE = f"{_NS}text:1.0}}", f"{_NS}table:1.0}}", f"{_NS}office:1.0}}", f"{_NS}style:1.0}}"
DRAW, PRESENTATION = f"{_NS}drawing:1.0}}", f"{_NS}presentation:1.0}}"
_FO = f"{_NS}xsl-fo-compatible:1.0}}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_WHITE = ("#ffffff", "#fefefe", "#fdfdfd")
_ASIDE = (OFFICE + "annotation", TEXT + "note", DRAW + "frame", DRAW + "custom-shape", TEXT + "tracked-changes")
_CHANGES = (TEXT + "change-start", TEXT + "change-end")
_BLANKS = {TEXT + "s": " ", TEXT + "tab": "\t", TEXT + "line-break": "\n"}
_MAX_DEPTH = 60


@dataclass
class OpenFile:
    """An opened file: its body, its styles, and what lies beside a paragraph's text and is read after it."""

    archive: Archive
    body: Element
    styles: dict[str, Element]
    master: Element | None
    content: Element | None = None
    insertions: dict[str, str] = field(default_factory=dict)
    aside: list[Element] = field(default_factory=list)
    changes: Changes = field(default_factory=Changes)
    """What its paragraphs take back."""


def open_file(data: bytes, body: str) -> OpenFile:
    """The file with a body of that name (text, spreadsheet, presentation); raises Refused."""
    archive = open_archive(data)
    refuse_unsafe_xml(archive)
    if b"encryption-data" in (member(archive, "META-INF/manifest.xml") or b""):
        raise Refused("encrypted", "the file is protected by a password; save it without one")
    root, master = xml(archive, "content.xml"), xml(archive, "styles.xml")
    found = root.find(f"{OFFICE}body/{OFFICE}{body}") if root is not None else None
    if root is None or found is None:
        raise Refused("truncated", "the file has no content part; save it again")
    roots = [root] if master is None else [master, root]
    styles = {style.get(STYLE + "name", ""): style for one in roots for style in one.iter(STYLE + "style")}
    return OpenFile(archive, found, styles, master, root, _insertions(found))


def add_meta(draft: Draft, file: OpenFile) -> None:
    """Fill title and author from the file's properties."""
    meta = xml(file.archive, "meta.xml")
    if meta is not None:
        add_properties(draft, meta.findtext(f".//{_DC}title"), meta.findtext(f".//{_DC}creator"))


def chain(file: OpenFile, name: str | None) -> Iterator[Element]:
    """A style and those it is based on."""
    seen: set[str] = set()
    while name and name in file.styles and name not in seen:
        seen.add(name)
        yield file.styles[name]
        name = file.styles[name].get(STYLE + "parent-style-name")


def is_hidden(file: OpenFile, name: str | None) -> bool:
    """Whether a style hides its text: not displayed, or white on nothing."""
    white = shaded = False
    for style in chain(file, name):
        for properties in style:
            if properties.get(TEXT + "display") == "none":
                return True
            white = white or properties.get(_FO + "color", "").lower() in _WHITE
            shaded = shaded or properties.get(_FO + "background-color", "transparent") != "transparent"
    return white and not shaded


def is_struck(file: OpenFile, name: str | None) -> bool | None:
    """Whether a style strikes its text out, None when it does not say."""
    for style in chain(file, name):
        for properties in style:
            line = properties.get(STYLE + "text-line-through-style") or properties.get(STYLE + "text-line-through-type")
            if line is not None:
                return line != "none"
    return None


@dataclass(frozen=True)
class Look:
    """How the text at a place looks, unless something inside it says otherwise."""

    hidden: bool = False
    struck: bool = False

    def inside(self, file: OpenFile, name: str | None) -> Look:
        """The look of text that has a style of its own."""
        struck = is_struck(file, name)
        return Look(self.hidden or is_hidden(file, name), self.struck if struck is None else struck)


def texts(file: OpenFile, node: Element, look: Look | None = None, *, depth: int = 0) -> Iterator[tuple[str, bool]]:
    """The pieces of a paragraph and whether they are hidden; notes, comments and boxes are set aside."""
    look = look or Look()
    yield from _piece(file, node.text or "", look)
    for child in node:
        if child.tag in _BLANKS:
            count = child.get(TEXT + "c", "1")
            yield from _piece(file, _BLANKS[child.tag] * (min(int(count), 100) if count.isdigit() else 1), look)
        elif child.tag in _ASIDE:
            file.aside.append(child)
        elif child.tag in _CHANGES:
            follow_change(file, child)
        elif child.tag != TEXT + "placeholder" and depth < _MAX_DEPTH:
            inner = look.inside(file, child.get(TEXT + "style-name"))
            if child.tag in (TEXT + "hidden-text", TEXT + "hidden-paragraph"):
                inner = Look(hidden=True)
            yield from texts(file, child, inner, depth=depth + 1)
        yield from _piece(file, child.tail or "", look)


def follow_change(file: OpenFile, mark: Element) -> None:
    """Note where tracked insertions start and end."""
    who = file.insertions.get(mark.get(TEXT + "change-id", ""), "")
    file.changes.inserting = who if mark.tag == _CHANGES[0] else ""


def _insertions(body: Element) -> dict[str, str]:
    """Who inserted what, by the key of the change."""
    found: dict[str, str] = {}
    for region in body.iter(TEXT + "changed-region"):
        change = region.find(TEXT + "insertion")
        if change is not None:
            key = region.get(TEXT + "id") or region.get("{http://www.w3.org/XML/1998/namespace}id") or ""
            found[key] = change.findtext(f".//{_DC}creator") or "?"
    return found


def _piece(file: OpenFile, text: str, look: Look) -> Iterator[tuple[str, bool]]:
    """A piece of text, unless it is struck out, which is noted."""
    if text and look.struck and not look.hidden:
        file.changes.strike(text)
    elif text:
        if not look.hidden:
            file.changes.keep(text)
        yield text, look.hidden


def split(file: OpenFile, node: Element, *, hidden: bool = False) -> tuple[str, str]:
    """The visible and the hidden text of a paragraph."""
    pieces = list(_pieces(file, node, hidden=hidden))
    return "".join(text for text, unseen in pieces if not unseen), "".join(text for text, unseen in pieces if unseen)


def _pieces(file: OpenFile, node: Element, *, hidden: bool = False) -> Iterator[tuple[str, bool]]:
    hidden = hidden or any(child.get(TEXT + "is-hidden") == "true" for child in node.iter(TEXT + "hidden-paragraph"))
    yield from texts(file, node, Look(hidden=hidden).inside(file, node.get(TEXT + "style-name")))
    file.changes.end()


def plain(file: OpenFile, node: Element) -> str:
    """All paragraphs inside a node, a line each, without what is struck out."""
    return "\n".join("".join(text for text, _ in _pieces(file, p)) for p in node.iter(TEXT + "p"))


def add_comment(draft: Draft, file: OpenFile, note: Element, place: Locator, *, hidden: bool = False) -> None:
    """Append a comment with its author and day."""
    author, stamp = note.findtext(_DC + "creator"), note.findtext(_DC + "date") or ""
    said_on = day(stamp)
    if is_resolved(note):
        place = place.model_copy(update={"part": RESOLVED})
    draft.add("comment", plain(file, note), place, author=author or None, said_on=said_on, hidden=hidden)


def is_resolved(note: Element) -> bool:
    """Whether the thread of a comment is closed."""
    return any(key.endswith("}resolved") and value == "true" for key, value in note.items())


def comment_place(place: Locator) -> Locator:
    """Where a comment on that place stands."""
    return place.model_copy(update={"part": COMMENT})


def day(stamp: str) -> dt.date | None:
    """The day of an ISO time."""
    try:
        return dt.date.fromisoformat(stamp[:10])
    except ValueError:
        return None


def repeated(node: Element, name: str, most: int) -> int:
    """How often a cell or row stands there."""
    value = node.get(TABLE_ + name, "1")
    return max(1, min(int(value), most)) if value.isdigit() else 1
