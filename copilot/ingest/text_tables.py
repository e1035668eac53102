"""Tables that lost their grid on the way into a text: pasted with tabs, bars or blanks, or flattened to words.

Only runs of lines that agree with each other are taken for a table; everything else stays the text it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from copilot.ingest.lines import BULLET, Line
from copilot.ingest.pdf_lines import Table, layout_blocks
from copilot.ingest.tables import Row, is_label

_RULED = frozenset("|+:=-─━┼│┬┴├┤┌┐└┘ \t")
_LONGEST_RULE = 500
_GAP = re.compile(r"\S {3,}\S")
_TITLES = ("m", "mr", "mme", "mlle", "mrs", "ms", "dr", "me", "pr", "st", "ste")
_CUT = re.compile(r"\s+(?=[A-ZÀ-ÖØ-Þ])")
_MONTH_OR_NUMBER = re.compile(r"\d")
_LEAST_FLAT = 3
_MAX_CELL, _MAX_HEADER = 40, 90
_LONG_CELL, _LONG_NOTE = 160, 50


class Run(NamedTuple):
    """A table in a text: its first line, the one after its last, and its rows numbered by their lines."""

    start: int
    end: int
    rows: list[Row]


def find_tables(lines: Sequence[Line]) -> Iterator[Run]:
    """The tables among the lines, in order."""
    at = 0
    while at < len(lines):
        run = _barred(lines, at) or _spaced(lines, at) or _flat(lines, at)
        if run is None:
            at += 1
        else:
            yield run
            at = run.end


def _barred(lines: Sequence[Line], at: int) -> Run | None:
    """Lines cut by tabs or bars into as many cells each; rules between them belong to the table."""
    opened = bool(re.search(r"[+|┼┬┌├─]", lines[at].text) and _is_rule(lines[at].text) and at + 1 < len(lines))
    first = lines[at + opened].text
    mark = next((mark for mark in ("\t", "|", "│") if len(_cut(first, mark)) >= 2), None)
    if mark is None or _is_rule(first):
        return None
    rows: list[Row] = []
    end = at
    for index in range(at, len(lines)):
        text = lines[index].text
        if _is_rule(text):
            end = index + 1 if rows and end == index else end
            continue
        cells = _cut(text, mark)
        if len(cells) < 2 or (rows and abs(len(cells) - len(rows[0].cells)) > (1 if len(rows[0].cells) > 2 else 0)):
            break
        rows.append(Row(lines[index].number, cells))
        end = index + 1
    if len(rows) < 2 or (mark == "\t" and _is_prose(rows)):
        return None
    return Run(at, end, rows)


def _is_rule(text: str) -> bool:
    """Whether a line only draws a part of a grid."""
    drawn = len(text) <= _LONGEST_RULE and set(text) <= _RULED
    return drawn and any(mark in text for mark in ("--", "──", "=="))


def _cut(text: str, mark: str) -> list[str]:
    text = text.strip(" ") if mark == "\t" else text.strip()
    if mark not in text.strip():
        return []
    if mark != "\t":
        text = text.removeprefix(mark).removesuffix(mark)
    return [cell.strip() for cell in text.split(mark)]


def _is_prose(rows: Sequence[Row]) -> bool:
    """Lists, dated notes and long texts that were only indented with tabs."""
    if any(len(cell) > _LONG_CELL for row in rows for cell in row.cells):
        return True
    if max(len(row.cells) for row in rows) == 2 and sum(len(row.cells[-1]) for row in rows) > _LONG_NOTE * len(rows):
        return True
    first = [row.cells[0] for row in rows]
    return sum(1 for cell in first if not cell or BULLET.match(f"{cell} x")) > 0.5 * len(first)


def _spaced(lines: Sequence[Line], at: int) -> Run | None:
    """Three and more lines whose cells stand under each other, kept apart by three and more blanks."""
    if not _GAP.search(lines[at].text):
        return None
    end = at
    while end < len(lines) and (_GAP.search(lines[end].text) or _is_rule(lines[end].text)):
        end += 1
    part = [line for line in lines[at:end] if not _is_rule(line.text)]
    if len(part) < _LEAST_FLAT or any(BULLET.match(line.text) for line in part):
        return None
    found = list(layout_blocks([line.text.expandtabs(4) for line in part]))
    if len(found) != 1 or not isinstance(found[0], Table) or len(found[0].rows) < _LEAST_FLAT:
        return None
    # A wrapped row takes its number from the line that it starts on.
    numbers = [line.number for line in part]
    rows = [Row(numbers[min(row.number, len(numbers)) - 1], row.cells) for row in found[0].rows]
    return Run(at, end, rows) if max(len(row.cells) for row in rows) >= 2 and not _is_prose(rows) else None


def _flat(lines: Sequence[Line], at: int) -> Run | None:
    """A table whose cells follow each other with nothing between: each starts with a capital, and the numbers agree."""
    header = _capitals(lines[at].text)
    if not _is_flat_header(header):
        return None
    rows = [Row(lines[at].number, header)]
    end = at + 1
    for index in range(at + 1, len(lines)):
        text = lines[index].text.strip()
        if not text:
            if index > end + 1 or len(header) == 2:
                break
            continue
        if re.search(r"[\t|]", text):
            break
        last = rows[-1]
        if text[0].islower() and len(rows) > 1 and index == end:
            rows[-1] = Row(last.number, [*last.cells[:-1], f"{last.cells[-1]} {text}"])
            end = index + 1
            continue
        cells = _capitals(text) if len(header) > 2 else _CUT.split(text, maxsplit=1)
        if len(cells) != len(header) or (len(header) == 2 and not _is_pair(cells)):
            break
        rows.append(Row(lines[index].number, cells))
        end = index + 1
    if len(rows) < _LEAST_FLAT or (len(header) > 2 and not _is_even(rows[1:])):
        return None
    return Run(at, end, rows)


def _capitals(text: str) -> list[str]:
    """The text cut before each word with a capital, not after a title such as « Mme »."""
    cells: list[str] = []
    for piece in _CUT.split(text.strip()):
        before = cells[-1].rsplit(" ", 1)[-1].rstrip(".").lower() if cells else ""
        if cells and before in _TITLES:
            cells[-1] = f"{cells[-1]} {piece}"
        else:
            cells.append(piece)
    return cells


def _is_flat_header(cells: Sequence[str]) -> bool:
    """Words without a verb or a sentence's end, and enough of them the usual names of columns."""
    text = " ".join(cells)
    if len(cells) < 2 or len(text) > _MAX_HEADER or re.search(r"[\d.,;:!?()/«»]", text):
        return False
    if not all(cell[:1].isupper() and len(cell) <= _MAX_CELL and cell.count(" ") <= 2 for cell in cells):
        return False
    named = sum(1 for cell in cells if is_label(cell))
    return named == 2 if len(cells) == 2 else named >= max(2, len(cells) // 2)


def _is_pair(cells: Sequence[str]) -> bool:
    return len(cells[0]) <= _MAX_CELL and not cells[0].endswith((".", ":", ",")) and cells[1].count(" ") >= 2


def _is_even(rows: Sequence[Row]) -> bool:
    """Whether the first cells are of one kind: all with a number, as dates have, or none."""
    numbered = sum(1 for row in rows if _MONTH_OR_NUMBER.search(row.cells[0]))
    return numbered in (0, len(rows))
