"""The numbers that a Word document shows before the items of its lists and its headings: « 3. », « 2.1 », « b) »."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from copilot.ingest.archive import Archive, xml
from copilot.ingest.docx_look import is_on
from copilot.ingest.list_numbers import in_list

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DEEPEST, _LONGEST = 9, 40


@dataclass
class _Level:
    """How the items of a level are numbered."""

    kind: str = "bullet"
    text: str = ""
    start: int = 1
    restarts: bool = True
    legal: bool = False
    style: str = ""


@dataclass
class _List:
    """A list: the sequence that it counts in, its levels, where it starts anew."""

    sequence: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)


@dataclass
class Numbering:
    """The lists of a document, and how far each sequence has counted."""

    lists: dict[str, _List] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def level_of(self, key: str, style: Element | None) -> int | None:
        """The level that a list links to a paragraph style."""
        named = style.get(_W + "val") if style is not None else None
        found = self.lists.get(key)
        return next((at for at, one in found.levels.items() if one.style == named), None) if found and named else None

    def next(self, key: str, level: int) -> str:
        """The number of the next item of a list, empty when it shows none."""
        one = self.lists.get(key)
        if one is None or level not in one.levels:
            return ""
        counts = self._counts.setdefault(one.sequence, {})
        if level in one.starts and (key, level) not in self._begun:
            counts[level] = one.starts[level]
        else:
            counts[level] = counts[level] + 1 if level in counts else one.levels[level].start
        self._begun.add((key, level))
        for deeper in [at for at in counts if at > level and at in one.levels and one.levels[at].restarts]:
            del counts[deeper]
        return _label(one.levels, level, counts)


def _label(levels: dict[int, _Level], level: int, counts: dict[int, int]) -> str:
    own = levels[level]
    if own.kind == "bullet":
        return ""

    def number(hit: re.Match[str]) -> str:
        at = int(hit[1]) - 1
        shown = levels.get(at, _Level("decimal"))
        kind = "decimal" if own.legal and shown.kind != "none" else shown.kind
        return in_list(counts.setdefault(at, shown.start), kind)

    text = re.sub(r"%([1-9])", number, own.text).strip()[:_LONGEST]
    return text if any(char.isalnum() for char in text) else ""


def read_numbering(archive: Archive) -> Numbering:
    """The lists that a document defines."""
    root = xml(archive, "word/numbering.xml")
    if root is None:
        return Numbering()
    raw = {one.get(_W + "abstractNumId", ""): one for one in root.iter(_W + "abstractNum")}
    linked = {_value(one, "styleLink"): key for key, one in raw.items() if _value(one, "styleLink")}
    lists: dict[str, _List] = {}
    for number in root.iter(_W + "num"):
        sequence = _value(number, "abstractNumId")
        wanted = _value(raw[sequence], "numStyleLink") if sequence in raw else ""
        sequence = linked.get(wanted, sequence)
        if sequence not in raw:
            continue
        one = _List(sequence, _levels(raw[sequence]))
        for change in number.iter(_W + "lvlOverride"):
            at, start = change.get(_W + "ilvl", ""), _value(change, "startOverride")
            one.levels |= _levels(change)
            if at.isdigit() and start.isdigit():
                one.starts[int(at)] = int(start)
        lists[number.get(_W + "numId", "")] = one
    return Numbering(lists)


def _levels(parent: Element) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for level in parent.findall(_W + "lvl"):
        at, start, legal = level.get(_W + "ilvl", ""), _value(level, "start"), level.find(_W + "isLgl")
        if at.isdigit() and int(at) < _DEEPEST:
            found[int(at)] = _Level(
                kind=_value(level, "numFmt") or "decimal",
                text=_value(level, "lvlText"),
                start=int(start) if start.isdigit() else 1,
                restarts=_value(level, "lvlRestart") != "0",
                legal=legal is not None and is_on(legal),
                style=_value(level, "pStyle"),
            )
    return found


def _value(node: Element, name: str) -> str:
    mark = node.find(_W + name)
    return mark.get(_W + "val", "") if mark is not None else ""
