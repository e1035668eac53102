"""What the readers of tables share: the rows that are no items, and the unit of the amounts."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import Literal

from pydantic import Field

from copilot.scoring.base import Strict
from copilot.scoring.tables import columns as col
from copilot.scoring.tables.columns import Rows, column
from copilot.text.normalise import fold

IgnoredReason = Literal["total", "aggregate", "unnamed", "no_amount", "lost", "won", "not_a_deal"]


class IgnoredRow(Strict):
    """A row that is not an item, and why."""

    row: int = Field(description="index in the rows that were given, from 0")
    name: str
    reason: IgnoredReason


class Table(Strict):
    """What every recognised table tells about itself."""

    currency: str = Field(description="ISO 4217; XXX when nothing states it")
    columns: dict[str, str] = Field(description="role of a column -> its header as written")
    ignored: list[IgnoredRow]


class Amounts(dict[int, Decimal]):
    """The amounts of a column by row; their sum is worked out once, however many rows are compared with it."""

    @cached_property
    def total(self) -> Decimal:
        """The sum of all rows."""
        return sum(self.values(), Decimal(0))


def amounts_of(name: str | None, rows: Rows, *hints: str | None) -> Amounts:
    """The amounts of a column by row, in whole units."""
    if name is None:
        return Amounts()
    item = column(name, rows, *hints)
    return Amounts({rank: value for rank, row in enumerate(rows) if (value := item.amount(row)) is not None})


def is_sum(rank: int, values: dict[int, Decimal]) -> bool:
    """Whether the value of a row is the sum of all others."""
    if rank not in values or len(values) <= 2:
        return False
    total = values.total if isinstance(values, Amounts) else sum(values.values(), Decimal(0))
    return values[rank] == total - values[rank] != 0


def skip_reason(name: str, rank: int, *columns: dict[int, Decimal]) -> IgnoredReason | None:
    """Why a row is not an item, or None when it is one."""
    if not any(rank in values for values in columns):
        return "no_amount"
    if not name:
        return "unnamed"
    if col.is_total(name) or (fold(name).startswith("total ") and any(is_sum(rank, values) for values in columns)):
        return "total"
    return "aggregate" if col.AGGREGATE.match(fold(name)) else None
