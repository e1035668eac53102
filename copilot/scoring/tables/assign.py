"""Which column of a table fills which field of a tool's rows.

1. What the caller says comes first, then headers that are a field's own name, then the lexicon, best pattern first.
2. Revenue columns are chosen by their period: the latest is the current one, the year before it the previous one.
3. A column fills one field only, and only if its cells are of the field's kind.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from copilot.errors import BadInput
from copilot.scoring.tables import columns as col
from copilot.scoring.tables.calendar_days import read_days
from copilot.scoring.tables.cells import read_unit
from copilot.scoring.tables.fields import NUMERIC, RowList, Slot
from copilot.scoring.tables.grid import Grid
from copilot.scoring.tables.lexicon import choice_of, flag_of, header_patterns, is_own_name
from copilot.scoring.tables.numbers import default_style, read_column
from copilot.scoring.tables.portfolio import revenue_columns
from copilot.text.normalise import fold

_PERIODS = {"revenue": 0, "current": 0, "previous": 1}
_OWN_NAME = -1
_LOOKED_AT = 300
"""Filled cells that tell the kind of a column."""


@dataclass
class Assigned:
    """The columns of a table by the field that they fill."""

    columns: dict[str, int] = field(default_factory=dict)
    guessed: str | None = None
    """The field whose column was taken because nothing else could name the rows."""

    def score(self, rows: RowList) -> int:
        """How well the table fits: 0 when a field that every row needs has no column."""
        if any(slot.required and slot.name not in self.columns for slot in rows.slots):
            return 0
        return len(self.columns) * 2 - (1 if self.guessed else 0)


def assign(
    rows: RowList,
    grid: Grid,
    said: Mapping[str, str] | None = None,
    currency: str | None = None,
    guess: bool = True,
) -> Assigned:
    """The best columns for the fields of a list; `said` names some of them.

    Raises:
        BadInput: `said` names a column or a field that there is not.
    """
    found = Assigned(_said(rows, grid, said or {}))
    _take_periods(rows, grid, found.columns, currency)
    pairs = sorted(_candidates(rows, grid, currency), key=lambda pair: (pair[0], pair[2], pair[1]))
    for _, index, rank in pairs:
        slot = rows.slots[rank]
        if slot.name not in found.columns and index not in found.columns.values():
            found.columns[slot.name] = index
    key = rows.key
    has_figures = any(slot.kind in NUMERIC and slot.name in found.columns for slot in rows.slots)
    if guess and key and key.name not in found.columns and has_figures:
        free = (i for i in range(len(grid.header)) if i not in found.columns.values())
        index_of_key = next((i for i in free if _is_text(grid.column(i))), None)
        if index_of_key is not None:
            found.columns[key.name] = index_of_key
            found.guessed = key.name
    return found


def _said(rows: RowList, grid: Grid, said: Mapping[str, str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    folded = [fold(name) for name in grid.header]
    for name, header in said.items():
        if rows.slot(name) is None:
            fields = ", ".join(slot.name for slot in rows.slots)
            raise BadInput(
                f"column {name} = {header!r}: the rows of {rows.name!r} have no such field; they have {fields}"
            )
        if fold(header) not in folded:
            raise BadInput(f"column {name} = {header!r}: no such header; there are {', '.join(grid.header)}")
        columns[name] = folded.index(fold(header))
    return columns


def _take_periods(rows: RowList, grid: Grid, columns: dict[str, int], currency: str | None) -> None:
    wanted = [slot.name for slot in rows.slots if slot.name in _PERIODS and slot.name not in columns]
    if not wanted or any(is_own_name(header, name) for header in grid.header for name in wanted):
        return
    header = [name for name in grid.header if not _other_currency(name, grid, currency)]
    now, before, _, _ = revenue_columns(header)
    for name in wanted:
        chosen = before if name == "previous" else now
        index = grid.header.index(chosen) if chosen is not None else None
        if index is not None and index not in columns.values() and _fits(rows.slot(name), grid.column(index)):
            columns[name] = index


def _candidates(rows: RowList, grid: Grid, currency: str | None) -> list[tuple[int, int, int]]:
    """How good each column is for each field: (rank, lowest first; column; field)."""
    found = []
    for rank, slot in enumerate(rows.slots):
        patterns = header_patterns(rows.name, slot.name)
        for index, header in enumerate(grid.header):
            own = is_own_name(header, slot.name)
            quality = _OWN_NAME if own else _quality(header, patterns, slot, grid, currency)
            if quality is not None and (own or _fits(slot, grid.column(index))):
                found.append((quality, index, rank))
    return found


def _quality(
    header: str, patterns: Sequence[re.Pattern[str]], slot: Slot, grid: Grid, currency: str | None
) -> int | None:
    folded = fold(header)
    if slot.kind in NUMERIC and (col.DERIVED.search(folded) or _other_currency(header, grid, currency)):
        return None
    if slot.name in _PERIODS and col.NOT_ACTUAL.search(folded):
        return None
    return next((rank for rank, one in enumerate(patterns) if one.search(folded)), None)


def _other_currency(header: str, grid: Grid, currency: str | None) -> bool:
    """Whether a column is in another currency than the wanted one, and the table has that one too."""
    stated = read_unit(header).currency
    if currency is None or stated is None or stated == currency:
        return False
    return any(read_unit(name).currency == currency for name in grid.header)


def _fits(slot: Slot | None, cells: Sequence[str]) -> bool:
    """Whether most cells of a column are of the kind of the field; an empty column fits none."""
    filled = [text for text in cells if text][:_LOOKED_AT]
    if slot is None or not filled:
        return False
    match slot.kind:
        case "amount" | "fraction" | "number" | "whole":
            numbers = read_column(filled, default_style([filled])).cells
            return sum(1 for cell in numbers if cell is not None) * 2 >= len(filled)
        case "day":
            return sum(1 for day in read_days(filled).days if day) * 2 >= len(filled)
        case "flag":
            return any(flag_of(text) is not None for text in filled)
        case "choice":
            return any(choice_of(text, slot.choices) for text in filled)
        case "text":
            return slot.name == "id" or not slot.required or _is_text(filled)
        case _:
            return slot.kind in ("texts", "choices")


def _is_text(cells: Sequence[str]) -> bool:
    """Whether a column names things: most of its cells are no numbers and no days."""
    filled = [text for text in cells if text][:_LOOKED_AT]
    others = sum(
        1
        for number, day in zip(read_column(filled, "dot").cells, read_days(filled).days, strict=True)
        if number is None and day is None
    )
    return bool(filled) and others * 2 > len(filled)
