"""What `cumulative_share` is given and what it answers (method row 29 i)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from copilot.scoring.base import ItemInput, MoneyInput, Name, PositiveAmount, Strict, duplicates

Outlook = Literal["secured", "open", "above_best", "impossible"]


def _in_numbers(name: str) -> list[tuple[int, int, str]]:
    """A key that puts M2 before M10."""
    parts = re.findall(r"\d+|\D+", name)
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]


class PeriodSales(ItemInput):
    """One period, usually a month."""

    period: Name = Field(description="name of the period, unique in the call: 2026-01, M1…")
    ours: PositiveAmount | None = Field(
        default=None, description="our sales of the period at this client; left out when not known yet"
    )
    category: PositiveAmount | None = Field(
        default=None, description="all its sales of the category in the period, ours included; left out when unknown"
    )


class CumulativeInput(MoneyInput):
    """The periods, in one of two forms; currency XXX for volumes."""

    periods: list[PeriodSales] = Field(
        default_factory=list, max_length=10_000, description="the periods by name; or give `ours` and `category`"
    )
    ours: list[PositiveAmount | None] = Field(
        default_factory=list, max_length=10_000, description="our sales, period by period, instead of `periods`"
    )
    category: list[PositiveAmount | None] = Field(
        default_factory=list, max_length=10_000, description="the category's sales in the same periods and order"
    )
    target: Annotated[Decimal, Field(gt=0, le=1, decimal_places=20)] | None = Field(
        default=None,
        description="cumulative share to reach, a fraction above 0; no default: the 10 % of the case in S4 is its own",
    )
    horizon: Annotated[int, Field(ge=1, le=10_000)] | None = Field(
        default=None, description="number of periods over which the target is judged, those given included"
    )
    remaining_category: PositiveAmount | None = Field(
        default=None,
        description="sales of the category expected over the periods to come, all together; when left out and the "
        "horizon is given, the mean of the periods so far for each (our default)",
    )

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.periods and (self.ours or self.category):
            raise ValueError("periods: give the periods or the lists ours and category, not both")
        if len(self.ours) != len(self.category):
            raise ValueError(
                f"category: {len(self.category)} values for {len(self.ours)} of ours; give both for each period"
            )
        if twice := duplicates(item.period for item in self.periods):
            raise ValueError(f"periods: {twice[0]!r} stands twice; merge the lines or tell them apart")
        if self.target is None and (self.horizon is not None or self.remaining_category is not None):
            raise ValueError("target: give the share to reach; what is left to do depends on it")
        known = len(self.known())
        if self.horizon is not None and self.horizon < known:
            raise ValueError(f"horizon = {self.horizon}: {known} periods are given already")
        if self.horizon == known and self.remaining_category:
            raise ValueError(f"remaining_category = '{self.remaining_category}': no period is left in the horizon")
        return self

    def rows(self) -> list[tuple[str, Decimal | None, Decimal | None]]:
        """(period, ours, category) of every period, in the order of the names; numbers in them count as numbers."""
        rows = [(item.period, item.ours, item.category) for item in self.periods] or [
            (f"P{rank}", *pair) for rank, pair in enumerate(zip(self.ours, self.category, strict=True), start=1)
        ]
        return sorted(rows, key=lambda row: (_in_numbers(row[0]), row[0]))

    def known(self) -> list[tuple[str, Decimal, Decimal]]:
        """The periods of which both figures are known."""
        return [(name, ours, total) for name, ours, total in self.rows() if ours is not None and total is not None]


class PeriodShare(Strict):
    """One period."""

    period: str
    ours: Decimal
    category: Decimal
    share: Decimal | None = Field(description="a fraction; None when nothing of the category was sold")
    gap: Decimal | None = Field(description="ours - target * category; None without a target")


class CumulativeResult(Strict):
    """The cumulative share, and what is missing."""

    share: Decimal = Field(description="sum of ours / sum of the category, a fraction")
    ours: Decimal
    category: Decimal
    periods: int
    mean_of_shares: Decimal = Field(description="mean of the period shares: to compare only, it answers nothing")
    target: Decimal | None = None
    reached: bool | None = Field(default=None, description="None without a target")
    mean_reaches: bool | None = Field(default=None, description="what the mean of the shares would wrongly say")
    missing_amount: Decimal | None = Field(
        default=None, description="sales that are missing to the target for the category as it was; 0 when reached"
    )
    remaining_periods: int | None = Field(default=None, description="periods to come; None without a horizon")
    remaining_category: Decimal | None = Field(default=None, description="sales of the category counted on for them")
    needed_sales: Decimal | None = Field(default=None, description="ours over the periods to come, to end at target")
    needed_per_period: Decimal | None = None
    needed_share: Decimal | None = Field(default=None, description="needed_sales / remaining_category, a fraction")
    outlook: Outlook | None = Field(
        default=None,
        description="secured: the target holds even without a sale to come; open; above_best: it takes a share above "
        "that of the best period so far; impossible: it takes more than the whole category",
    )
