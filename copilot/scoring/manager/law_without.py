"""How much one proposal weighs: the chance of reaching a total once it is won, and once it is lost.

The tail of all proposals is a mix of the tails of the others: T(x) = q U(x) + p U(x - k). U follows from it step by
step, from the end where it is known (1 at 0, 0 beyond the total) towards the sum that is asked about; in the direction
in which errors shrink when T is known by bounds only.
"""

from __future__ import annotations

from fractions import Fraction

from copilot.scoring.manager.law import Bounds, Law, law_of_rows, margins_of
from copilot.scoring.manager.law_tables import Bet

FEW = 12
"""Up to that many proposals the law of the others is simply computed again."""
MOST_LINKS = 50_000
"""A longer chain is not followed; the neighbours of U bound it instead."""


def won_and_lost(law: Law, rank: int, wanted: int) -> tuple[Bounds, Bounds]:
    """The chance of `wanted` ticks or more with the proposal at that rank won, then with it lost."""
    amount = law.rows[rank].amount
    others = [*law.rows[:rank], *law.rows[rank + 1 :]]
    total = law.total - amount
    if len(law.rows) <= FEW:
        left = law_of_rows(others, law.sure)
        won, lost = (left.reaching(sum_, total, left.tail, left.margins) for sum_ in (wanted - amount, wanted))
        return won, lost
    margins = margins_of(others)
    bet = law.table.bets[rank]

    def tail(steps: int) -> tuple[int, int]:
        return _others(law, bet, steps)

    won, lost = (law.reaching(sum_, total, tail, margins) for sum_ in (wanted - amount, wanted))
    return won, lost


def _others(law: Law, bet: Bet, steps: int) -> tuple[int, int]:
    """Bounds of the mass, without that bet, of the grid sums from there on."""
    scale, most = law.table.scale, sum(other.steps for other in law.table.bets) - bet.steps
    if steps <= 0:
        return scale, scale
    if steps > most:
        return 0, 0
    if bet.steps == 0:
        return law.tail(steps)
    up, down = -(-steps // bet.steps), (most - steps) // bet.steps + 1
    upwards = up <= down if law.exact else bet.win <= bet.lose
    if (up if upwards else down) > MOST_LINKS:
        return law.tail(steps + bet.steps)[0], law.tail(steps)[1]
    return _upwards(law, bet, steps, up) if upwards else _downwards(law, bet, steps, down)


def _upwards(law: Law, bet: Bet, steps: int, links: int) -> tuple[int, int]:
    """U(x) = (T(x) - p U(x - k)) / q, from where U is 1."""
    low = high = law.table.scale
    for at in range(steps - (links - 1) * bet.steps, steps + 1, bet.steps):
        least, most = law.tail(at)
        low, high = (
            max(0, (bet.whole * least - bet.win * high) // bet.lose),
            min(high, most, -((bet.win * low - bet.whole * most) // bet.lose)),
        )
    return low, high


def _downwards(law: Law, bet: Bet, steps: int, links: int) -> tuple[int, int]:
    """U(x - k) = (T(x) - q U(x)) / p, from where U is 0."""
    low = high = 0
    for at in range(steps + links * bet.steps, steps, -bet.steps):
        least, most = law.tail(at)
        low, high = (
            max(low, least, (bet.whole * least - bet.lose * high) // bet.win),
            min(law.table.scale, -((bet.lose * low - bet.whole * most) // bet.win)),
        )
    return low, high


def swing(won: Bounds, lost: Bounds) -> Bounds:
    """How much higher the chance is with the proposal won than with it lost."""
    return max(Fraction(0), won[0] - lost[1]), min(Fraction(1), won[1] - lost[0])
