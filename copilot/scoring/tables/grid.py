"""The tables of a document as they stand: title, header, rows with their numbers, and what is hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from copilot.schemas.evidence import ParsedDocument, Segment

_TITLES = 3


@dataclass(frozen=True)
class GridRow:
    """One row under the header."""

    number: int
    """As a person counts it in the file, from 1."""
    cells: tuple[str, ...]
    hidden: bool = False

    def cell(self, column: int) -> str:
        """The text of a column, empty when the row is shorter."""
        return self.cells[column].strip() if column < len(self.cells) else ""


@dataclass(frozen=True)
class Grid:
    """One table."""

    sheet: str | None
    title: str
    """Sheet name and the lines above the table, where unit and year often stand."""
    header: tuple[str, ...]
    """Names of the columns, each once."""
    rows: tuple[GridRow, ...]
    hidden: bool = False
    """Whether nobody sees it: a hidden sheet, or hidden rows only."""

    @property
    def name(self) -> str:
        """What a person calls it."""
        return self.sheet or self.title or ", ".join(self.header[:3])

    def column(self, index: int) -> list[str]:
        """The cells of a column, row by row."""
        return [row.cell(index) for row in self.rows]


@dataclass
class _Building:
    sheet: str | None
    heading: str
    header: tuple[str, ...]
    above: list[str]
    rows: list[GridRow] = field(default_factory=list)


def grids_of(document: ParsedDocument) -> list[Grid]:
    """Every table with a header, in reading order; a lone column under a name is one too."""
    found: list[_Building] = []
    current: _Building | None = None
    above: list[str] = []
    for segment in document.segments:
        if segment.kind == "comment":
            continue
        if segment.kind != "row" or not segment.header:
            current = None
            if segment.kind in ("heading", "paragraph", "title") and not segment.cells:
                above.append(segment.text)
            continue
        if current is None or current.header != segment.header or current.heading != (segment.heading or ""):
            current = _Building(segment.locator.sheet, segment.heading or "", segment.header, above[-_TITLES:])
            found.append(current)
            above = []
        if segment.cells != segment.header:
            current.rows.append(_row(segment, len(current.rows)))
    grids = [_finished(one) for one in found if one.rows]
    return grids or _lone_columns(document)


def _row(segment: Segment, rank: int) -> GridRow:
    return GridRow(segment.locator.row or rank + 1, segment.cells, segment.hidden)


def _finished(one: _Building) -> Grid:
    words = [one.heading, *(text for text in one.above if text not in one.heading)]
    return Grid(
        sheet=one.sheet,
        title=" ".join(filter(None, words)),
        header=named(one.header),
        rows=tuple(one.rows),
        hidden=all(row.hidden for row in one.rows),
    )


def _lone_columns(document: ParsedDocument) -> list[Grid]:
    """Sheets of one column are read as lines of text: the first line names them."""
    lines: dict[str | None, list[Segment]] = {}
    for segment in document.segments:
        if segment.kind in ("paragraph", "heading") and segment.locator.row is not None:
            lines.setdefault(segment.locator.sheet, []).append(segment)
    return [
        Grid(
            sheet=sheet,
            title=sheet or "",
            header=(first.text,),
            rows=tuple(GridRow(one.locator.row or 0, (one.text,), one.hidden) for one in rest),
            hidden=all(one.hidden for one in rest),
        )
        for sheet, (first, *rest) in lines.items()
        if rest
    ]


def named(header: Sequence[str]) -> tuple[str, ...]:
    """The names, made different: an empty one is counted, a second "CA" is "CA (2)"."""
    seen: Counter[str] = Counter()
    names = []
    for rank, text in enumerate(header, start=1):
        name = text.strip() or f"({rank})"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)
