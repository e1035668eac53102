"""Tables of what pending proposals may bring: every possible sum with its mass, as whole numbers.

Three ways, tried in this order:
1. merged: sums kept in a dictionary, equal ones merged (few proposals, or few distinct sums);
2. packed: all sums on the grid of the amounts' greatest common divisor, their masses side by side in one whole number,
   so that taking a proposal in is two multiplications;
3. cut: the same on a coarser grid, masses and chances cut to 62 bits in 64-bit whole numbers. Every cut moves mass to
   the smaller sum, so that each tail is a lower bound, and how much was moved at most is known.

The first two are exact to the last digit. Nothing here is a binary float.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import prod

SMALL = 16
"""Up to that many proposals the merged table always fits."""
MOST_MERGES = 2**18
"""Beyond that many additions the merged table is given up."""
MOST_CELLS = 2**18
"""The largest grid of the packed table."""
EXACT_WORK = 2**34
"""The packed table is exact while sums * bits * proposals stay within this (about a second)."""
MOST_CUT_CELLS = 2**19
CUT_WORK = 2**28
"""The cut table has at most so many cells, and so many cells * proposals (about a second)."""
HALF_BITS = 31
CHANCE_BITS = 2 * HALF_BITS


@dataclass(frozen=True)
class Bet:
    """A proposal on a grid: what it brings in steps, and its chance win / (win + lose), neither of them 0."""

    steps: int
    win: int
    lose: int

    @property
    def whole(self) -> int:
        """What the chance is counted in."""
        return self.win + self.lose


@dataclass(frozen=True)
class Table:
    """Sums in steps, ascending, and the mass of each of them and all above; `scale` is the mass of certainty.

    A true tail is at least the one given, and at most `slack` more; 0 in an exact table.
    """

    bets: tuple[Bet, ...]
    sums: Sequence[int]
    tails: Sequence[int]
    scale: int
    slack: int = 0


def exact_table(bets: tuple[Bet, ...]) -> Table | None:
    """The exact table, or None when it would be too large."""
    cells = sum(bet.steps for bet in bets) + 1
    bits = sum(bet.whole.bit_length() for bet in bets) + 1
    if len(bets) > SMALL and cells <= MOST_CELLS and cells * bits * len(bets) <= EXACT_WORK:
        return _packed(bets, 8 * -(-bits // 8))
    return _merged(bets, bits)


def cut_table(bets: tuple[Bet, ...]) -> Table:
    """The table of proposals whose chances are counted in 2**CHANCE_BITS, as are its masses."""
    import numpy as np  # here, because few calls need it and it is slow to import

    masses = np.zeros(sum(bet.steps for bet in bets) + 1, dtype=np.int64)
    masses[0] = 1 << CHANCE_BITS
    top, slack, low_half = 1, 0, (1 << HALF_BITS) - 1
    for bet in sorted((bet for bet in bets if bet.steps), key=lambda bet: (bet.steps, bet.win)):
        here = masses[:top]
        high, low = here >> HALF_BITS, here & low_half
        # mass * win >> 62 by halves; without the product of the low halves it is at most two units too small.
        won = high * (bet.win >> HALF_BITS)
        won += (low * (bet.win >> HALF_BITS) + high * (bet.win & low_half)) >> HALF_BITS
        here -= won
        masses[bet.steps : bet.steps + top] += won
        slack += 2 * top
        top += bet.steps
    places = np.flatnonzero(masses)
    tails = np.cumsum(masses[places][::-1])[::-1]
    return Table(bets, places.tolist(), tails.tolist(), 1 << CHANCE_BITS, slack)


def _merged(bets: tuple[Bet, ...], bits: int) -> Table | None:
    masses, merges = {0: 1}, 0
    for bet in bets:
        merges += 2 * len(masses)
        if merges > MOST_MERGES or merges * bits > EXACT_WORK:
            return None
        after = {total: mass * bet.lose for total, mass in masses.items()}
        for total, mass in masses.items():
            after[total + bet.steps] = after.get(total + bet.steps, 0) + mass * bet.win
        masses = after
    sums = sorted(masses)
    return _table(bets, sums, [masses[total] for total in sums], prod(bet.whole for bet in bets))


def _packed(bets: tuple[Bet, ...], field: int) -> Table:
    packed = 1
    for bet in sorted(bets, key=lambda bet: (bet.steps, bet.win)):  # small ones first keep the number short for long
        packed = packed * bet.lose + ((packed * bet.win) << (bet.steps * field))
    return _unpacked(bets, packed, field, prod(bet.whole for bet in bets))


def _unpacked(bets: tuple[Bet, ...], packed: int, field: int, scale: int) -> Table:
    """The fields that are not 0, with their places."""
    size = field // 8
    data = packed.to_bytes(-(-packed.bit_length() // 8), "little")
    masses = [int.from_bytes(data[at : at + size], "little") for at in range(0, len(data), size)]
    sums = [place for place, mass in enumerate(masses) if mass]
    return _table(bets, sums, [mass for mass in masses if mass], scale)


def _table(bets: tuple[Bet, ...], sums: list[int], masses: list[int], scale: int) -> Table:
    return Table(bets=bets, sums=sums, tails=list(accumulate(reversed(masses)))[::-1], scale=scale)
