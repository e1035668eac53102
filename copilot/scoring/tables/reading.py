"""A table as the inputs of a tool: what each column became, what was left out, and what a person should check.

The payload is what the tool would be given as JSON: run through any door it gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pydantic import Field, JsonValue

from copilot.errors import BadInput
from copilot.scoring.base import Note, Strict
from copilot.scoring.tables import columns as col
from copilot.scoring.tables.assign import Assigned, assign
from copilot.scoring.tables.cells import Unit, read_unit
from copilot.scoring.tables.convert import MONEY_OR_RATE, Values, values_of
from copilot.scoring.tables.fields import NUMERIC, RowList, Slot
from copilot.scoring.tables.grid import Grid
from copilot.scoring.tables.money import Wishes, currency_of, units_of
from copilot.scoring.tables.numbers import decimals, default_style
from copilot.scoring.tables.pipeline import stage_reason
from copilot.scoring.tables.rows import Amounts, is_sum
from copilot.scoring.wording import both, names
from copilot.text.normalise import fold

_SUMMED = frozenset({"revenue", "current", "previous", "potential"})
"""Amounts of a client: rows that repeat its name are added up."""


class LeftOut(Strict):
    """A row of the table that is not in the payload."""

    row: int = Field(description="number of the row in the file")
    name: str
    reason: str = Field(description="total, aggregate, unnamed, no_amount, lost, won, hidden or unreadable")


class Reading(Strict):
    """What was read from a table for one tool."""

    tool: str
    sheet: str | None
    columns: dict[str, str] = Field(description="field of a row -> header of the column that fills it")
    rows: int = Field(description="rows that are in the payload")
    left_out: list[LeftOut]
    notes: list[Note] = Field(description="what to check before relying on the result")
    payload: dict[str, JsonValue]


@dataclass
class _Columns:
    """The cells of the table by field."""

    by_field: dict[str, Values]
    units: dict[str, Unit]
    _amounts: dict[str, Amounts] = field(default_factory=dict)

    def amounts(self, name: str) -> Amounts:
        """The decimals of a field by row."""
        if name not in self._amounts:
            values = self.by_field[name].values
            known = {rank: value for rank, value in enumerate(values) if isinstance(value, Decimal)}
            self._amounts[name] = Amounts(known)
        return self._amounts[name]


def read_rows(rows: RowList, grid: Grid, money: bool, wishes: Wishes, found: Assigned | None = None) -> RowsRead:
    """The items that the rows of a table are.

    Raises:
        BadInput: a field that every row needs has no column, or amounts are in two currencies.
    """
    found = found or assign(rows, grid, wishes.columns, wishes.currency)
    _require(rows, grid, found)
    read = RowsRead(grid, {name: grid.header[index] for name, index in found.columns.items()})
    columns = _values(rows, grid, found, money, wishes)
    if money:
        read.currency = currency_of(rows, grid, found, wishes)
    _rates_from_amounts(rows, columns, read)
    _take_rows(rows, grid, found, columns, wishes, read)
    if found.guessed:
        read.notes.append(both("tables.guessed", lambda _: _named(read.columns, found.guessed or "")))
    read.notes += _reading_notes(rows, grid, columns, read)
    return read


@dataclass
class RowsRead:
    """The items of one list, and what was seen on the way."""

    grid: Grid
    columns: dict[str, str]
    items: list[dict[str, Any]] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    currency: str | None = None
    total: Decimal | None = None
    """The amount of the row that sums the others."""


def _named(columns: Mapping[str, str], name: str) -> dict[str, object]:
    return {"header": columns[name], "field": name}


def _require(rows: RowList, grid: Grid, found: Assigned) -> None:
    missing = [slot.name for slot in rows.slots if slot.required and slot.name not in found.columns]
    if missing or not found.columns:
        wanted = missing[0] if missing else rows.slots[0].name
        what = rows.name if rows.plain else f"{rows.name}.{wanted}"
        raise BadInput(
            f"{grid.name!r}: no column for {what}; its headers are {', '.join(grid.header)}: "
            f"rename one, or say column {wanted}=HEADER"
        )


def _values(rows: RowList, grid: Grid, found: Assigned, money: bool, wishes: Wishes) -> _Columns:
    numeric = [found.columns[slot.name] for slot in rows.slots if slot.kind in NUMERIC and slot.name in found.columns]
    style = wishes.numbers or default_style([grid.column(index) for index in numeric])
    units = units_of(rows, grid, found, wishes) if money else {}
    by_field = {}
    for slot in rows.slots:
        index = found.columns.get(slot.name)
        if index is not None:
            unit = units.get(slot.name, Unit())
            by_field[slot.name] = values_of(slot, grid.header[index], grid.column(index), unit, style)
    return _Columns(by_field, units)


def _rates_from_amounts(rows: RowList, columns: _Columns, read: RowsRead) -> None:
    """A margin that is written as an amount is divided by the revenue of its row."""
    revenue = columns.by_field.get("revenue")
    for slot in rows.slots:
        values = columns.by_field.get(slot.name)
        if values is None or slot.name not in MONEY_OR_RATE or not (values.as_money or values.ambiguous):
            continue
        if values.ambiguous or revenue is None:
            code = "tables.rate_or_amount" if values.ambiguous else "tables.no_revenue"
            read.notes.append(both(code, lambda _, name=slot.name: _named(read.columns, name)))  # type: ignore[misc]
            continue
        index = read.grid.header.index(read.columns[slot.name])
        unit = read_unit(read.columns[slot.name])
        scale = unit if unit.known else columns.units.get("revenue", Unit())
        money = Slot(slot.name, "amount", required=False)
        amounts = values_of(money, read.columns[slot.name], read.grid.column(index), scale, None).values
        for rank, (part, whole) in enumerate(zip(amounts, revenue.values, strict=True)):
            if part is not None and whole:
                values.values[rank] = decimals(part / whole, slot.places)
        read.notes.append(both("tables.divided", lambda _, name=slot.name: _named(read.columns, name)))  # type: ignore[misc]


def _take_rows(rows: RowList, grid: Grid, found: Assigned, columns: _Columns, wishes: Wishes, read: RowsRead) -> None:
    key = rows.key.name if rows.key else None
    for rank, row in enumerate(grid.rows):
        item = {name: values.values[rank] for name, values in columns.by_field.items()}
        item = {name: value for name, value in item.items() if value is not None}
        name = str(item.get(key, "")) if key else ""
        reason = _reason(rows, grid, found, columns, rank, name)
        if row.hidden and not wishes.hidden and not grid.hidden:
            reason = "hidden"
        if reason is None and any(slot.required and slot.name not in item for slot in rows.slots):
            reason = "unreadable"
        if reason is None:
            read.items.append(item)
            continue
        read.left_out.append(LeftOut(row=row.number, name=name, reason=reason))
        if reason == "total" and isinstance(item.get("amount"), Decimal):
            read.total = item["amount"]
    if key and any(slot.name in _SUMMED for slot in rows.slots):
        _merge(rows, key, read)


def _reason(rows: RowList, grid: Grid, found: Assigned, columns: _Columns, rank: int, name: str) -> str | None:
    """Why a row is no item: it sums others, has no value at all, or is a proposal that is closed."""
    row = grid.rows[rank]
    numeric = [slot.name for slot in rows.slots if slot.kind in NUMERIC and slot.name in found.columns]
    if not any(row.cell(index) for index in found.columns.values()):
        return "unnamed"
    if col.is_total(name):
        return "total"
    others = [index for field, index in found.columns.items() if not rows.key or field != rows.key.name]
    if numeric and not any(row.cell(index) for index in others):
        return "no_amount"
    if rows.key and not name:
        return "unnamed"
    if fold(name).startswith("total ") and any(is_sum(rank, columns.amounts(name_of)) for name_of in numeric):
        return "total"
    if col.AGGREGATE.match(fold(name)) and any(slot.name in _SUMMED for slot in rows.slots):
        return "aggregate"
    return _closed(rows, grid, found, columns, rank)


def _closed(rows: RowList, grid: Grid, found: Assigned, columns: _Columns, rank: int) -> str | None:
    """Whether a proposal is won or lost: its stage says so, or its chance is nil."""
    if rows.slot("probability") is None or rows.slot("amount") is None:
        return None
    stage = col.first(grid.header, col.STAGE, [grid.header[index] for index in found.columns.values()])
    reason = stage_reason(grid.rows[rank].cell(grid.header.index(stage))) if stage else None
    chance = columns.by_field.get("probability")
    if reason is None and chance is not None and chance.values[rank] == 0:
        return "lost"
    return reason


def _merge(rows: RowList, key: str, read: RowsRead) -> None:
    """One item a client: amounts of rows with the same name are added up, what cannot be added is dropped."""
    merged: dict[str, dict[str, Any]] = {}
    repeated: list[str] = []
    for item in read.items:
        same = merged.get(fold(str(item[key])))
        if same is None:
            merged[fold(str(item[key]))] = item
            continue
        repeated.append(str(same[key]))
        kept = {key: same[key]}
        for slot in rows.slots:
            if slot.kind == "amount" and (slot.name in same or slot.name in item):
                kept[slot.name] = same.get(slot.name, Decimal(0)) + item.get(slot.name, Decimal(0))
        merged[fold(str(item[key]))] = kept
    if repeated:
        read.items = list(merged.values())
        unique = list(dict.fromkeys(repeated))
        read.notes.append(both("tables.merged", lambda _: {"n": len(unique), "names": names(unique)}))


def _reading_notes(rows: RowList, grid: Grid, columns: _Columns, read: RowsRead) -> list[Note]:
    notes = []
    for slot in rows.slots:
        values = columns.by_field.get(slot.name)
        if values is None:
            continue
        header = read.columns[slot.name]
        skipped = {one.row for one in read.left_out}
        unread = [rank for rank in values.unread if grid.rows[rank].number not in skipped]
        if unread:
            index = grid.header.index(header)
            shown = names([f"{grid.rows[r].number} ({grid.rows[r].cell(index)[:30]})" for r in unread])
            notes.append(_note("tables.unread", header=header, n=len(unread), rows=shown))
        if values.scale != 1:
            notes.append(_note("tables.scaled", header=header, scale=f"{values.scale:f}"))
        if values.mixed_unit:
            notes.append(_note("tables.mixed_unit", header=header))
        if values.doubtful:
            code = "tables.doubtful_day" if slot.kind == "day" else "tables.doubtful_number"
            notes.append(_note(code, header=header, text=values.doubtful))
    return notes


def _note(code: str, **values: object) -> Note:
    return both(code, lambda _: dict(values))
