"""Paragraphs and tables of a word-processor file as segments, for the formats that come as one long text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from copilot.ingest.parts import REPEATED, TABLE, Draft, clean, one_line
from copilot.ingest.tables import Row, add_rows, row_of
from copilot.schemas.evidence import Locator, SegmentKind

_HEADING = re.compile(r"(?:heading|titre|überschrift|titolo|título|subtitle|sous-titre)\b", re.I)
_CONTENTS = re.compile(r"(?:(?:toc|tm|contents) ?\d{1,2}|table of figures);?", re.I)
_ITEM = re.compile(r"\s*[-–•▪◦·]\s+\S")
_MAX_FAKE_HEADING = 80


def is_contents(style: str) -> bool:
    """Whether a style is that of a line of the table of contents, which repeats a heading with its page."""
    return _CONTENTS.fullmatch(style.strip()) is not None


@dataclass(frozen=True)
class Look:
    """How a paragraph looks, as far as it tells what it is."""

    style: str = ""
    item: bool = False
    outline: bool = False
    bold: bool = False


@dataclass
class Body:
    """The main text on its way into a draft: what is in no table is a paragraph, the rest waits for its row."""

    draft: Draft
    paragraphs: int = 0
    tables: int = 0
    _cells: list[str] = field(default_factory=list)
    _rows: list[Row] = field(default_factory=list)
    _hidden: list[str] = field(default_factory=list)

    def paragraph(self, seen: str, unseen: str, look: Look) -> None:
        """Append a paragraph; it ends the table before it."""
        self.end_table()
        self.paragraphs += 1
        place = Locator(part=f"§ {self.paragraphs}")
        if is_contents(look.style):
            self.draft.add("comment", seen, Locator(part=f"{place.part}, {REPEATED}"))
        else:
            self.draft.add(self._kind(seen.strip(), look), seen, place)
        self.draft.add("paragraph", unseen, place, hidden=True)

    def cell(self, seen: str, unseen: str) -> None:
        """Append a cell to the current row."""
        self._cells.append(one_line(clean(seen)))
        self._hidden.append(unseen)

    def end_row(self, merged: Iterable[int] = ()) -> None:
        """End the current row; a cell `merged` with the one above says the same."""
        above = self._rows[-1].cells if self._rows else []
        for at in merged:
            if at < len(self._cells) and at < len(above) and not self._cells[at]:
                self._cells[at] = above[at]
        if self._cells:
            self._rows.append(Row(len(self._rows) + 1, self._cells))
            self._cells = []

    def end_table(self) -> None:
        """Append the rows gathered so far, if any."""
        self.end_row()
        if not self._rows:
            return
        self.tables += 1
        part = f"{TABLE} {self.tables}"
        if max(len(row.cells) for row in self._rows) == 1:
            for row in self._rows:
                self.draft.add("paragraph", row.cells[0], Locator(part=part, row=row.number))
        else:
            add_rows(self.draft, self._rows, row_of(part=part))
        self.draft.add("paragraph", " ".join(self._hidden), Locator(part=part), hidden=True)
        self._rows, self._hidden = [], []

    def _kind(self, text: str, look: Look) -> SegmentKind:
        style = look.style.strip(" ;").lower()
        if style in ("title", "titre"):
            return "heading" if any(segment.kind == "title" for segment in self.draft.segments) else "title"
        if _HEADING.match(style) or (look.outline and not look.item):
            return "heading"
        if look.item or _ITEM.match(text):
            return "item"
        short = 2 < len(text) <= _MAX_FAKE_HEADING and not text.endswith((".", ",", ";"))
        return "heading" if look.bold and short else "paragraph"
