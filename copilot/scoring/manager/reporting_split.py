"""The rows of a reporting table given as text with delimiters, or as rows.

Broken tables are put together again: a cell that runs on over the next lines, a row that a line end has cut, a day and
a company that stand once for several rows.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from copilot.scoring.manager.reporting_columns import ROLES, DayReader, roles_of
from copilot.scoring.manager.reporting_lines import LineReader
from copilot.scoring.manager.reporting_rows import AFTER_DATE, WIDTH, Layout, Left, Raw, Split, runs_on

DELIMITERS: tuple[tuple[Layout, str], ...] = (("pipe", "|"), ("tab", "\t"), ("semicolon", ";"), ("comma", ","))
_HEADER_WITHIN = 10
_FEWEST_CELLS = 2
_RULE = re.compile(r"[\s|:+=_-]*")


def split_text(text: str, days: DayReader) -> Split:
    """The rows of a text in any of the layouts."""
    for layout, delimiter in DELIMITERS:
        records = _records(text, delimiter)
        if _is_layout(records, days):
            return split_rows(records, layout, days)
        if layout == "semicolon":
            text = _one_row_a_line(text, days)
    return LineReader(days).split(text.splitlines())


def _one_row_a_line(text: str, days: DayReader) -> str:
    """Rows that a semicolon parts on one line, each on its own: « 4 avril 2003 Alpha, …; 3 avril 2003 Beta, … »."""
    pieces = re.split(r";[ \t]*", text)
    starts = [days.starts(piece) for piece in pieces[1:]]
    if not any(starts):
        return text
    return pieces[0] + "".join(
        f"\n{piece}" if start else f"; {piece}" for piece, start in zip(pieces[1:], starts, strict=True)
    )


def split_rows(records: Sequence[Raw], layout: Layout, days: DayReader, header: list[str] | None = None) -> Split:
    """The rows of a table whose cells are apart already; the header is looked for where it is not given."""
    found = Split(layout, header=header)
    start = 0
    if header is None:
        start = next((at + 1 for at, record in enumerate(records[:_HEADER_WITHIN]) if _is_header_row(record.cells)), 0)
        found.header = records[start - 1].cells if start else None
    found.left += [Left(r.line, _shown(r.cells), "before_header") for r in records[: max(start - 1, 0)] if any(r.cells)]
    width = len(found.header) if found.header else WIDTH
    roles = (roles_of(found.header) if found.header else None) or {role: at for at, role in enumerate(ROLES)}
    table = _Table(days, width, roles.get("date"), [roles[role] for role in ("date", "company") if role in roles])
    for record in records[start:]:
        if any(record.cells) and record.cells != found.header:
            table.add(record, found)
    return found


def _shown(cells: Sequence[str]) -> str:
    return " | ".join(cell for cell in cells if cell)


def _is_header_row(cells: Sequence[str]) -> bool:
    return roles_of(cells) is not None and not any(char.isdigit() for cell in cells for char in cell)


def _records(text: str, delimiter: str) -> list[Raw]:
    if delimiter == "|":
        return _pipes(text)
    # An odd number of quotation marks is no quoting: a cell would swallow the rest of the text.
    quoted = text.count('"') % 2 == 0 and delimiter != "\t"
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        skipinitialspace=True,
    )
    records, line = [], 1
    for cells in reader:
        records.append(Raw(line, [" ".join(cell.split()) for cell in cells]))
        line = reader.line_num + 1
    return records


def _pipes(text: str) -> list[Raw]:
    records = []
    for number, line in enumerate(text.splitlines(), start=1):
        if _RULE.fullmatch(line):
            continue
        inner = line.strip().removeprefix("|")
        inner = inner.removesuffix("|") if not inner.endswith("\\|") else inner
        cells = [" ".join(cell.replace("\\|", "|").split()) for cell in re.split(r"(?<!\\)\|", inner)]
        records.append(Raw(number, cells))
    return records


def _is_layout(records: Sequence[Raw], days: DayReader) -> bool:
    """Whether a header stands among the first rows, or most rows that start with a date have enough cells."""
    if any(_is_header_row(record.cells) for record in records[:_HEADER_WITHIN]):
        return True
    dated = [record.cells for record in records if record.cells and days.starts(record.cells[0])]
    fitting = [cells for cells in dated if len(cells) >= WIDTH - 1 and not any(days.starts(cell) for cell in cells[1:])]
    return 0 < len(dated) <= 2 * len(fitting)


@dataclass(frozen=True)
class _Table:
    """A table with delimiters, put together row by row."""

    days: DayReader
    width: int
    date: int | None
    keys: Sequence[int]

    def add(self, record: Raw, found: Split) -> None:
        """Takes a record in: as a row, as a part of the row above, or as a line that is no row."""
        raw = Raw(record.line, self._unglued(record.cells), record.repaired)
        above = found.rows[-1] if found.rows else None
        if above is not None and not self._dated(raw.cells):
            if self._carries_on(above, raw):
                above.repaired = True
                return
            self._take_over(above, raw)
        if sum(1 for cell in raw.cells if cell) < _FEWEST_CELLS:
            found.left.append(Left(raw.line, _shown(raw.cells), "not_a_row"))
        else:
            found.rows.append(raw)

    def _dated(self, cells: Sequence[str]) -> bool:
        place = self.date if self.date is not None and self.date < len(cells) else 0
        return self.days.starts(cells[place])

    def _unglued(self, cells: list[str]) -> list[str]:
        """« 4 avril 2003 Alpha » in one cell is a date and a company."""
        date = self.days.leading(cells[0]) if self.date == 0 and len(cells) < self.width else None
        rest = cells[0][date.end :].strip(AFTER_DATE) if date else ""
        return [cells[0][: date.end], rest, *cells[1:]] if date and rest else list(cells)

    def _carries_on(self, above: Raw, raw: Raw) -> bool:
        """Adds to the row above cells that run on, or the rest of a row that a line end has cut."""
        cells, short = raw.cells, len(above.cells) < self.width
        if len(cells) == self.width and not short and not any(cells[place] for place in self.keys):
            if sum(1 for cell in cells if cell) >= _FEWEST_CELLS + 1:
                return False
            for place, cell in enumerate(cells):
                above.cells[place] = f"{above.cells[place]} {cell}".strip()
        elif short and len(above.cells) + len(cells) - 1 == self.width:
            above.cells = [*above.cells[:-1], f"{above.cells[-1]} {cells[0]}".strip(), *cells[1:]]
        elif short and len(above.cells) + len(cells) == self.width:
            above.cells = [*above.cells, *cells]
        elif len(cells) == 1 and not short and runs_on(cells[0]):
            above.cells[-1] = f"{above.cells[-1]} {cells[0]}".strip()
        else:
            return False
        return True

    def _take_over(self, above: Raw, raw: Raw) -> None:
        """Fills an empty date and company from the row above, where they stand once for several rows."""
        if len(raw.cells) == self.width and len(self.keys) > 1 and not any(raw.cells[place] for place in self.keys):
            for place in self.keys:
                raw.cells[place] = above.cells[place]
            raw.repaired = True
