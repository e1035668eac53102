"""The text of the paragraphs of a Word document: what is seen of it, what is not, and what changes took back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from copilot.ingest.changes import Changes
from copilot.ingest.docx_fields import box_mark, field_mark, symbol_of
from copilot.ingest.docx_look import is_hidden, only_asks
from copilot.ingest.docx_styles import Style, is_struck
from copilot.ingest.equations import math_text
from copilot.ingest.numbering import Numbering
from copilot.ingest.parts import Draft
from copilot.ingest.symbols import pictured
from copilot.schemas.evidence import Locator

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_V = "{urn:schemas-microsoft-com:vml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_THROUGH = {
    _W + name
    for name in ("hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple", "moveTo", "dir", "bdo")
}
_MAX_ANCHOR, _MAX_OPEN_COMMENTS = 160, 50


@dataclass
class Reader:
    """What is known while a document is read."""

    draft: Draft
    styles: dict[str, Style]
    numbering: Numbering
    dark_page: bool = False
    paragraphs: int = 0
    tables: int = 0
    boxes: list[Element] = field(default_factory=list)
    inner: list[Element] = field(default_factory=list)
    """tables inside the cells of the one that is read"""
    changes: Changes = field(default_factory=Changes)
    anchors: dict[str, str] = field(default_factory=dict)
    """the passage that each comment is about"""
    commented: set[str] = field(default_factory=set)
    """the comments whose passage is being read"""
    merged: str = ""
    """the paragraphs before this one whose ends tracked changes take out"""
    chunk: Callable[[str, Locator], None] = lambda key, place: None
    """reads a document of another format that stands there"""


def follow_comment(reader: Reader, mark: Element) -> None:
    """Note where the passage of a comment starts and ends."""
    key = mark.get(_W + "id", "")
    if mark.tag == _W + "commentRangeStart" and len(reader.commented) < _MAX_OPEN_COMMENTS:
        reader.commented.add(key)
    elif mark.tag == _W + "commentRangeEnd":
        reader.commented.discard(key)


def _value(properties: Element, name: str) -> str:
    mark = properties.find(_W + name)
    return mark.get(_W + "val", "") if mark is not None else ""


def style_of(reader: Reader, properties: Element | None, name: str = "pStyle") -> Style | None:
    """The style that the properties of a paragraph or run name."""
    named = properties.find(_W + name) if properties is not None else None
    return reader.styles.get(named.get(_W + "val", "")) if named is not None else None


def _place_in_list(reader: Reader, properties: Element | None) -> tuple[str, int]:
    """The list that a paragraph is in, empty when in none, and how deep in it."""
    numbers = properties.find(_W + "numPr") if properties is not None else None
    style = style_of(reader, properties)
    key, level = (style.numbering, style.level) if style is not None else ("", None)
    if numbers is not None:
        own, deep = (numbers.find(_W + name) for name in ("numId", "ilvl"))
        key = own.get(_W + "val", "") if own is not None else key
        level = int(deep.get(_W + "val", "0")) if deep is not None and deep.get(_W + "val", "").isdigit() else level
    if level is None and style is not None and properties is not None:
        level = reader.numbering.level_of(key, _value(properties, "pStyle"))
    return "" if key == "0" else key, level or 0


def list_of(reader: Reader, properties: Element | None) -> str:
    """The list and the level of it that a paragraph is in, empty when in none."""
    key, level = _place_in_list(reader, properties)
    return f"{key} {level}" if key else ""


def label_of(reader: Reader, properties: Element | None) -> str:
    """The number that a paragraph shows as an item of a list, empty when it shows none; the list counts on."""
    return reader.numbering.next(*_place_in_list(reader, properties))


@contextmanager
def inserted(reader: Reader, change: Element | None) -> Iterator[None]:
    """Note what is read meanwhile as a tracked insertion, if there is one."""
    before = reader.changes.inserting
    if change is not None:
        reader.changes.inserting = change.get(_W + "author") or "?"
    yield
    reader.changes.inserting = before


def texts(reader: Reader, node: Element, style: Style | None, *, shaded: bool) -> tuple[str, str]:
    """The visible and the invisible text of a paragraph."""
    seen: list[str] = []
    unseen: list[str] = []
    for text, hidden in _runs(reader, node, style, shaded=shaded):
        (unseen if hidden or (style is not None and style.hidden) else seen).append(text)
    return "".join(seen), "".join(unseen)


def _runs(reader: Reader, node: Element, style: Style | None, *, shaded: bool) -> Iterator[tuple[str, bool]]:
    for child in node:
        if child.tag == _W + "r":
            yield from _run(reader, child, style, shaded=shaded)
        elif only_asks(child):
            continue
        elif child.tag == _W + "sdt" and (mark := box_mark(child)):
            yield mark, False
        elif child.tag == _W + "ins":
            with inserted(reader, child):
                yield from _runs(reader, child, style, shaded=shaded)
        elif child.tag in _THROUGH:
            yield from _runs(reader, child, style, shaded=shaded)
        elif child.tag in (_M + "oMath", _M + "oMathPara"):
            yield math_text(child), False
        elif child.tag == _W + "del":
            reader.changes.delete(said_in(child), child.get(_W + "author"))
        elif child.tag == MC + "AlternateContent":
            for choice in list(child)[:1]:
                yield from _runs(reader, choice, style, shaded=shaded)
        else:
            follow_comment(reader, child)


def _run(reader: Reader, run: Element, paragraph: Style | None, *, shaded: bool) -> Iterator[tuple[str, bool]]:
    properties = run.find(_W + "rPr")
    style = style_of(reader, properties, "rStyle")
    hidden = is_hidden(properties, shaded=shaded)
    fonts = properties.find(_W + "rFonts") if properties is not None else None
    text = _run_text(reader, run, fonts.get(_W + "ascii", "") if fonts is not None else "")
    if is_struck(properties, (paragraph, style)) and not hidden:
        reader.changes.strike(text)
        return
    hidden = hidden or (style is not None and style.hidden)
    if not hidden:
        reader.changes.keep(text)
    for key in reader.commented if not hidden else ():
        reader.anchors[key] = (reader.anchors.get(key, "") + text)[:_MAX_ANCHOR]
    yield text, hidden


def said_in(node: Element) -> str:
    """Every word inside a deleted node, cells apart; what was moved away from there stands elsewhere."""
    if node.tag in (_W + "t", _W + "delText"):
        return node.text or ""
    if node.tag == _W + "moveFrom":
        return ""
    between = " | " if node.tag == _W + "tr" else " " if node.tag == _W + "tc" else ""
    return between.join(filter(None, map(said_in, node)))


def _run_text(reader: Reader, run: Element, font: str) -> str:
    text = ""
    for child in run:
        if child.tag == _W + "t":
            text += pictured(font, child.text or "")
        elif child.tag in (_W + "tab", _W + "ptab"):
            text += "\t"
        elif child.tag in (_W + "br", _W + "cr"):
            text += "\n"
        elif child.tag == _W + "noBreakHyphen":
            text += "\u2011"
        elif child.tag == _W + "sym":
            text += symbol_of(child)
        elif child.tag == _W + "fldChar":
            text += field_mark(child)
        else:
            content = list(child)[:1] if child.tag == MC + "AlternateContent" else [child]
            for part in content:
                reader.boxes.extend(part.iter(_W + "txbxContent"))
                text += " ".join(drawn.get("string", "") for drawn in part.iter(_V + "textpath"))
    return text
