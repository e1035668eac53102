"""What the pending proposals may bring together, if they are won or lost independently of each other.

Exact wherever the table of sums fits (see `law_tables`). Beyond that every answer is a pair of bounds that hold for
certain, never an approximation. They come about so:
1. every amount is a whole number of grid steps plus a rest; the grid sums are tabled;
2. the rests of the proposals won add up to something between a lowest and a highest value, and nearer to its mean by
   Hoeffding's inequality, at a risk that is added to the bound;
3. what the table cut off, and the rounding of the chances, is added too.
With more than `MOST_BETS` proposals there is no grid, and all of it is rest: the bounds still hold, but are wide.

Amounts are whole numbers of 0.00000001 here ("ticks"), chances fractions.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal, localcontext
from fractions import Fraction
from math import ceil, floor, gcd

from copilot.scoring.base import PRECISION
from copilot.scoring.manager.law_tables import (
    CHANCE_BITS,
    CUT_WORK,
    MOST_CUT_CELLS,
    Bet,
    Table,
    cut_table,
    exact_table,
)

MOST_BETS = 5_000
PLACES = 8
_EXPONENTS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 26, 32)
"""The risks that Hoeffding's bound is tried with are e to the minus these."""

Bounds = tuple[Fraction, Fraction]
"""The lowest and the highest that a chance can be; the same when it is known exactly."""


@dataclass(frozen=True)
class Row:
    """An open proposal: its amount and what of it is beyond the grid, in ticks, and its chance."""

    amount: int
    chance: Fraction
    rest: int = 0


@dataclass(frozen=True)
class Margin:
    """The rests won add up to `low`..`high` ticks; each side fails with a chance of at most `risk`."""

    low: int
    high: int
    risk: Fraction


@dataclass(frozen=True)
class Law:
    """The distribution of the total, or what is known of it; `rows` and the table's bets stand in the same order.

    `sure` and `total` are the least and the most that the proposals can bring.
    """

    table: Table
    rows: tuple[Row, ...]
    exact: bool
    step: int
    sure: int
    total: int
    margins: tuple[Margin, ...]
    doubt: Fraction

    def at_least(self, amount: Decimal) -> Bounds:
        """The chance of that total or more."""
        return self.reaching(ticks(amount), self.total, self.tail, self.margins)

    def reaching(
        self, wanted: int, total: int, tail: Callable[[int], tuple[int, int]], margins: Sequence[Margin]
    ) -> Bounds:
        """The chance that grid sum and rests make `wanted`; `tail` bounds the mass from a grid sum on."""
        if wanted <= self.sure:
            return Fraction(1), Fraction(1)
        if wanted > total:
            return Fraction(0), Fraction(0)
        low, high, scale = Fraction(0), Fraction(1), self.table.scale
        for margin in margins:
            slack = margin.risk + self.doubt
            low = max(low, Fraction(tail(self._steps(wanted - margin.low))[0], scale) - slack)
            high = min(high, Fraction(tail(self._steps(wanted - margin.high))[1], scale) + slack)
        return low, high

    def tail(self, steps: int) -> tuple[int, int]:
        """Bounds of the mass of the grid sums from there on."""
        low = self._from(bisect_left(self.table.sums, steps))
        return low, low + self.table.slack

    def quantile(self, level: Fraction) -> tuple[Decimal, Decimal]:
        """Bounds of the smallest total that is not exceeded with at least that chance; the same when exact."""
        low, high = self.sure, self.total
        for margin in self.margins:
            slack = margin.risk + self.doubt
            least = self._first(level - slack)
            most = self._first(level + slack + Fraction(self.table.slack, self.table.scale))
            if least is not None:
                low = max(low, self.sure + least * self.step + margin.low)
            if most is not None:
                high = min(high, self.sure + most * self.step + margin.high)
        return amount_of(low), amount_of(high)

    def masses(self) -> list[tuple[Decimal, Fraction]]:
        """Every possible total with its chance; for exact laws, whose chances sum to exactly 1."""
        masses = [tail - self._from(at) for at, tail in enumerate(self.table.tails, start=1)]
        return [
            (amount_of(self.sure + steps * self.step), Fraction(mass, self.table.scale))
            for steps, mass in zip(self.table.sums, masses, strict=True)
        ]

    def _steps(self, wanted: int) -> int:
        """The smallest grid sum that makes so many ticks with what is sure."""
        return -((self.sure - wanted) // self.step)

    def _from(self, at: int) -> int:
        return self.table.tails[at] if at < len(self.table.tails) else 0

    def _first(self, level: Fraction) -> int | None:
        """The smallest grid sum up to which the table holds that chance; None beyond certainty."""
        rest = self.table.scale - ceil(level * self.table.scale)
        if rest < 0:
            return None
        places = range(len(self.table.sums))
        return self.table.sums[bisect_left(places, True, key=lambda place: self._from(place + 1) <= rest)]


def ticks(amount: Decimal) -> int:
    """The amount as a whole number of ticks; amounts have at most eight decimals."""
    with localcontext(prec=PRECISION):
        return int(amount.scaleb(PLACES))


def amount_of(count: int) -> Decimal:
    """The amount of so many ticks."""
    with localcontext(prec=PRECISION):
        return Decimal(count).scaleb(-PLACES)


def law_of(rows: Sequence[tuple[Decimal, Decimal]]) -> Law:
    """The law of the total of proposals, each an amount and a chance from 0 to 1; their order does not matter."""
    sure = sum(ticks(amount) for amount, chance in rows if chance == 1)
    pairs = sorted((ticks(amount), Fraction(chance)) for amount, chance in rows if amount > 0 and 0 < chance < 1)
    return law_of_rows([Row(amount, chance) for amount, chance in pairs], sure)


def law_of_rows(rows: Sequence[Row], sure: int) -> Law:
    """The law of open proposals in ascending order, beside what is sure."""
    step = gcd(*(row.amount for row in rows)) or 1
    bets = tuple(
        Bet(row.amount // step, row.chance.numerator, row.chance.denominator - row.chance.numerator) for row in rows
    )
    table = exact_table(bets)
    if table is None:
        return _bounded(rows, sure, step)
    exact_rows = tuple(Row(row.amount, row.chance) for row in rows)
    total = sure + sum(row.amount for row in rows)
    return Law(table, exact_rows, True, step, sure, total, margins_of(exact_rows), Fraction(0))


def _bounded(rows: Sequence[Row], sure: int, unit: int) -> Law:
    """The law on a grid as fine as the work allows, each amount rounded to its nearest grid step."""
    gridded = len(rows) <= MOST_BETS
    cells = min(MOST_CUT_CELLS, CUT_WORK // len(rows))
    total = sum(row.amount for row in rows)
    step = max(unit, ceil(Fraction(total, cells)))
    certain = 1 << CHANCE_BITS
    bets, rested = [], []
    for row in rows:
        steps = (2 * row.amount + step) // (2 * step) if gridded else 0
        win = min(max(round(row.chance * certain), 1), certain - 1)
        bets.append(Bet(steps, win, certain - win))
        rested.append(Row(row.amount, row.chance, row.amount - steps * step))
    doubt = Fraction(len(rows), certain)
    return Law(cut_table(tuple(bets)), tuple(rested), False, step, sure, sure + total, margins_of(rested), doubt)


def margins_of(rows: Sequence[Row]) -> tuple[Margin, ...]:
    """How far the rests of the proposals won may add up: for certain, and at several risks."""
    rests = [row.rest for row in rows]
    certain = Margin(sum(min(rest, 0) for rest in rests), sum(max(rest, 0) for rest in rests), Fraction(0))
    squares = sum(rest**2 for rest in rests)
    if squares == 0:
        return (certain,)
    mean = sum((row.rest * row.chance for row in rows), Fraction(0))
    found = [certain]
    with localcontext(prec=PRECISION, rounding=ROUND_CEILING):
        for exponent in _EXPONENTS:
            # Hoeffding: beyond the mean by c with a chance of at most exp(-2 c^2 / squares). The root is taken a tick
            # too large and the risk rounded up, so that this stays true.
            reach = int((Decimal(squares) * exponent / 2).sqrt()) + 1
            risk = Fraction(Decimal(-exponent).exp().next_plus())
            found.append(Margin(floor(mean) - reach, ceil(mean) + reach, risk))
    return tuple(found)
