"""The numbers that an OpenDocument text shows before the items of its lists and its headings."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from copilot.ingest.list_numbers import in_list
from copilot.ingest.opendocument import STYLE, TEXT

_ID = "{http://www.w3.org/XML/1998/namespace}id"
_KINDS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_LEVELS = (TEXT + "list-level-style-number", TEXT + "outline-level-style")


@dataclass(frozen=True)
class _Level:
    kind: str
    before: str
    after: str
    shown: int
    start: int


Levels = dict[int, _Level]


@dataclass
class OpenList:
    """A list that is being read: its levels, how far each has counted, how deep in it we are."""

    style: str
    levels: Levels
    counts: dict[int, int]
    depth: int = 1

    def next(self, item: Element) -> str:
        """The number of the next item, empty when it shows none."""
        start = item.get(TEXT + "start-value", "")
        level = self.levels.get(self.depth)
        first = level.start if level is not None else 1
        count = self.counts[self.depth] + 1 if self.depth in self.counts else first
        self.counts[self.depth] = int(start) if start.isdigit() else count
        for deeper in [at for at in self.counts if at > self.depth]:
            del self.counts[deeper]
        if level is None or not level.kind:
            return ""
        shown = range(max(self.depth - level.shown, 0) + 1, self.depth + 1)
        parts = [in_list(self.counts.get(at, 1), self.levels[at].kind) for at in shown if at in self.levels]
        return f"{level.before}{'.'.join(filter(None, parts))}{level.after}".strip()


@dataclass
class Lists:
    """The styles of the lists of a document, and the lists read so far, which later ones may go on with."""

    styles: dict[str, Levels]
    headings: OpenList
    _named: dict[str, OpenList] = field(default_factory=dict)
    _last: dict[str, OpenList] = field(default_factory=dict)

    def enter(self, node: Element, around: OpenList | None) -> OpenList:
        """The list that starts there, inside another one or not."""
        style = node.get(TEXT + "style-name") or (around.style if around is not None else "")
        levels = self.styles.get(style, {})
        if around is not None:
            return OpenList(style, levels, around.counts, around.depth + 1)
        before = self._named.get(node.get(TEXT + "continue-list", ""))
        if before is None and node.get(TEXT + "continue-numbering") == "true":
            before = self._last.get(style)
        found = OpenList(style, levels, before.counts if before is not None else {})
        self._last[style] = found
        if node.get(_ID):
            self._named[node.get(_ID, "")] = found
        return found


def read_lists(*roots: Element | None) -> Lists:
    """The lists that the parts of a document define."""
    present = [root for root in roots if root is not None]
    styles = {
        style.get(STYLE + "name", ""): _levels(style) for root in present for style in root.iter(TEXT + "list-style")
    }
    outline: Levels = {}
    for root in present:
        for style in root.iter(TEXT + "outline-style"):
            outline = _levels(style)
    return Lists(styles, OpenList("", outline, {}))


def _levels(style: Element) -> Levels:
    found: Levels = {}
    for level in style:
        at, shown, start = (level.get(TEXT + name, "1") for name in ("level", "display-levels", "start-value"))
        if level.tag in _LEVELS and at.isdigit():
            found[int(at)] = _Level(
                kind=_KINDS.get(level.get(STYLE + "num-format", ""), ""),
                before=level.get(STYLE + "num-prefix", ""),
                after=level.get(STYLE + "num-suffix", ""),
                shown=int(shown) if shown.isdigit() else 1,
                start=int(start) if start.isdigit() else 1,
            )
    return found
