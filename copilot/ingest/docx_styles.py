"""The styles of a Word document: what they are called, and what they say of lists, headings and how text looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from copilot.ingest.archive import Archive, xml
from copilot.ingest.docx_look import is_hidden, is_on

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True)
class Style:
    """A style with what it takes over from those it is based on."""

    name: str = ""
    hidden: bool = False
    outline: bool = False
    struck: bool = False
    struck_twice: bool = False
    numbering: str = ""
    """the list that its paragraphs are in, empty when in none"""
    level: int | None = None


def read_styles(archive: Archive) -> dict[str, Style]:
    """The styles by their key."""
    root = xml(archive, "word/styles.xml")
    if root is None:
        return {}
    raw = {style.get(_W + "styleId", ""): style for style in root.iter(_W + "style")}
    return {key: _resolved(key, raw) for key in raw}


def _resolved(key: str, raw: dict[str, Element]) -> Style:
    chain: list[Element] = []
    while key in raw and raw[key] not in chain:
        chain.append(raw[key])
        based = raw[key].find(_W + "basedOn")
        key = based.get(_W + "val", "") if based is not None else ""
    names = [name.get(_W + "val", "") for style in chain for name in style.findall(_W + "name")]
    numbering = _first(chain, "numPr/numId")
    level = _first(chain, "numPr/ilvl")
    return Style(
        name=names[0].lower() if names else "",
        hidden=any(is_hidden(style.find(_W + "rPr"), shaded=False) for style in chain),
        outline=any(style.find(f"{_W}pPr/{_W}outlineLvl") is not None for style in chain),
        struck=_is_on(chain, "strike"),
        struck_twice=_is_on(chain, "dstrike"),
        numbering="" if numbering in (None, "0") else numbering or "",
        level=int(level) if level is not None and level.isdigit() else None,
    )


def _first(chain: Sequence[Element], path: str) -> str | None:
    """The value that the nearest style gives."""
    where = "/".join(_W + step for step in ("pPr", *path.split("/")))
    found = (style.find(where) for style in chain)
    return next((mark.get(_W + "val", "") for mark in found if mark is not None), None)


def _is_on(chain: Sequence[Element], name: str) -> bool:
    """Whether a switch is on: the nearest style that has it says so."""
    found = (style.find(f"{_W}rPr/{_W}{name}") for style in chain)
    return next((is_on(mark) for mark in found if mark is not None), False)


def is_struck(properties: Element | None, styles: Sequence[Style | None]) -> bool:
    """Whether a run is struck out, by itself or by the styles of its paragraph and characters.

    A single line is a switch that two styles turn on and off again; what the run says itself counts alone.
    """
    once = properties.find(_W + "strike") if properties is not None else None
    twice = properties.find(_W + "dstrike") if properties is not None else None
    named = [style for style in styles if style is not None]
    single = is_on(once) if once is not None else sum(style.struck for style in named) % 2 == 1
    double = is_on(twice) if twice is not None else any(style.struck_twice for style in named)
    return single or double
