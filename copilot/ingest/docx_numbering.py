"""The numbers that a Word document shows before the items of its lists and its headings: « 3. », « 2.1 », « b) »."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from copilot.ingest.docx_look import is_on
from copilot.ingest.numbering import Level, NumberedList, Numbering

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DEEPEST = 9


def read_numbering(root: Element | None) -> Numbering:
    """The lists that a document defines."""
    if root is None:
        return Numbering()
    raw = {one.get(_W + "abstractNumId", ""): one for one in root.iter(_W + "abstractNum")}
    linked = {_value(one, "styleLink"): key for key, one in raw.items() if _value(one, "styleLink")}
    lists: dict[str, NumberedList] = {}
    for number in root.iter(_W + "num"):
        sequence = _value(number, "abstractNumId")
        wanted = _value(raw[sequence], "numStyleLink") if sequence in raw else ""
        sequence = linked.get(wanted, sequence)
        if sequence not in raw:
            continue
        one = NumberedList(sequence, _levels(raw[sequence]))
        for change in number.iter(_W + "lvlOverride"):
            at, start = change.get(_W + "ilvl", ""), _value(change, "startOverride")
            one.levels |= _levels(change)
            if at.isdigit() and start.isdigit():
                one.starts[int(at)] = int(start)
        lists[number.get(_W + "numId", "")] = one
    return Numbering(lists)


def _levels(parent: Element) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for level in parent.findall(_W + "lvl"):
        at, start, legal = level.get(_W + "ilvl", ""), _value(level, "start"), level.find(_W + "isLgl")
        if at.isdigit() and int(at) < _DEEPEST:
            found[int(at)] = Level(
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
