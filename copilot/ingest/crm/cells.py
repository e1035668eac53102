"""The cells of a table as values, column by column: one order of days, one style of numbers, doubts kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from copilot.ingest.crm import values
from copilot.ingest.crm.columns import TableReading, column_for
from copilot.ingest.crm.lexicon import fields
from copilot.ingest.crm.mapping import TableMapping
from copilot.ingest.crm.schema import CrmObject, CrmRecord, DayOrder
from copilot.scoring.tables.cells import NumberStyle, read_unit
from copilot.scoring.tables.numbers import default_style

DropReason = Literal["duplicate", "repeated_header", "total", "footer", "unnamed"]
_SHOWN = 3


@dataclass(frozen=True)
class Unread:
    """Cells of a column that are not of its kind, or can be read in two ways."""

    header: str
    field: str
    reason: Literal["not_read", "two_readings"]
    count: int
    examples: tuple[str, ...]


@dataclass
class TableRows:
    """The records of one table by row rank, and what was left out."""

    records: dict[int, CrmRecord] = field(default_factory=dict)
    others: dict[int, list[CrmRecord]] = field(default_factory=dict)
    """What a row of a joined report says of other objects."""
    dropped: dict[int, DropReason] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)
    order: DayOrder | None = None
    """How days are written, when the table decides."""
    same_id: list[str] = field(default_factory=list)
    """Ids that stand on several rows that differ."""


class Columns:
    """The cells of each field as values, read column by column."""

    def __init__(self, table: TableReading, said: TableMapping | None, rows: TableRows) -> None:
        self.table = table
        self._said = said
        self._rows = rows
        self._kept = [rank for rank in range(len(table.grid.rows)) if rank not in rows.dropped]
        self._read: dict[tuple[int, str], tuple[Any, ...]] = {}
        self._doubtful: set[tuple[int, int]] = set()
        self.currencies: dict[tuple[int, int], str] = {}
        rows.order = said.dates if said and said.dates else self._table_order()
        self._style = said.numbers if said and said.numbers else self._table_style()

    def value(self, key: str, chosen: CrmObject, rank: int) -> tuple[Any, bool]:
        """The value of a field in a row, and whether it is in doubt."""
        column = column_for(key, chosen, self.table)
        if column is None:
            return None, False
        kind = fields()[key].kind
        if (column, kind) not in self._read:
            self._read[column, kind] = self._read_column(column, kind, key)
        return self._read[column, kind][rank], (column, rank) in self._doubtful

    def currency(self, key: str, chosen: CrmObject, rank: int) -> str | None:
        """The currency of an amount: its own cell's, its column's, that of the currency column, the mapping's."""
        column = column_for(key, chosen, self.table)
        if column is None:
            return None
        own = self.currencies.get((column, rank)) or read_unit(self.table.grid.header[column]).currency
        return own or (self._said.currency if self._said else None)

    def _date_columns(self) -> list[int]:
        return [
            rank
            for rank, one in enumerate(self.table.columns)
            if one.field in fields() and fields()[one.field].kind == "date"
        ]

    def _cells(self, column: int) -> list[str]:
        cells = self.table.grid.column(column)
        return [cells[rank] for rank in self._kept]

    def _table_order(self) -> DayOrder | None:
        """The order of the columns that decide, when they agree: one program wrote them all."""
        found = {order for column in self._date_columns() if (order := values.day_order(self._cells(column)))}
        return found.pop() if len(found) == 1 else None

    def _table_style(self) -> NumberStyle | None:
        numeric = [
            self._cells(rank)
            for rank, one in enumerate(self.table.columns)
            if one.field in fields() and fields()[one.field].kind in ("amount", "percent", "number")
        ]
        return default_style(numeric)

    def _read_column(self, column: int, kind: str, key: str) -> tuple[Any, ...]:
        cells = self.table.grid.column(column)
        match kind:
            case "date":
                found: Sequence[Any] = self._dates(column, cells, key)
            case "amount" | "number" | "percent":
                found = self._numbers(column, cells, kind, key)
            case "flag":
                found = [values.flag(cell) for cell in cells]
            case "currency":
                found = [values.currency(cell) for cell in cells]
            case _:
                found = [cell or None for cell in cells]
        if kind in ("date", "amount", "number", "percent"):
            lost = [cells[rank] for rank in self._kept if found[rank] is None and values.filled([cells[rank]])]
            self._tell(column, key, "not_read", lost)
        return tuple(found)

    def _dates(self, column: int, cells: Sequence[str], key: str) -> Sequence[dt.date | None]:
        if not (self._said and self._said.dates):
            order = values.day_order(self._cells(column)) or self._rows.order
        else:
            order = self._said.dates
        if order is None:
            doubtful = [rank for rank in self._kept if values.is_open_to_doubt([cells[rank]])]
            self._doubtful |= {(column, rank) for rank in doubtful}
            self._tell(column, key, "two_readings", [cells[rank] for rank in doubtful])
        return values.days(cells, order)

    def _numbers(self, column: int, cells: Sequence[str], kind: str, key: str) -> list[Decimal | None]:
        read, doubtful = values.numbers(cells, self._style)
        if doubtful:
            unsure = [rank for rank in self._kept if any(sign in cells[rank] for sign in ".,") and read[rank]]
            self._doubtful |= {(column, rank) for rank in unsure}
            self._tell(column, key, "two_readings", [doubtful])
        if kind == "percent":
            largest = max((cell.value for cell in read if cell), default=Decimal(0))
            return [values.fraction(cell, largest) if cell else None for cell in read]
        unit = read_unit(self.table.grid.header[column])
        found: list[Decimal | None] = []
        for rank, cell in enumerate(read):
            if cell is not None and cell.currency:
                self.currencies[column, rank] = cell.currency
            is_whole = cell is not None and (cell.scaled or cell.currency is not None)
            found.append(None if cell is None or cell.percent else cell.value if is_whole else cell.value * unit.scale)
        return found

    def _tell(self, column: int, key: str, reason: Literal["not_read", "two_readings"], cells: Sequence[str]) -> None:
        if cells:
            shown = tuple(dict.fromkeys(cell[:60] for cell in cells))[:_SHOWN]
            self._rows.unread.append(Unread(self.table.grid.header[column], key, reason, len(cells), shown))
