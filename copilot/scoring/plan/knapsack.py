"""The exact choice under one budget: which items together are worth most and cost no more than the capacity.

1. whole numbers only, of any size: no rounding anywhere; amounts are scaled before;
2. among the best sets the cheapest, then the one that holds the earliest items; hence one answer for one input;
3. the work is counted, not timed: past the limit the best set found comes with a bound that nothing can pass, on
   every machine the same one.

The search starts from the items in the order of worth a unit of cost, taken until one does not fit. It then decides
the items around that one, outwards, and keeps the list of undominated partial choices (Nemhauser and Ullmann 1969),
without those whose linear bound does not pass the best set known (Dembo and Hammer 1980, Pisinger 1997). Items whose
worth follows their cost give long lists; there two lists that decide different items are searched for the best pair,
and a bound that counts the items as well (Martello, Pisinger and Toth 1999) shows that nothing better exists.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from copilot.scoring.plan.knapsack_bound import ceiling, how_many

LIMIT = 1_000_000
"""Partial choices looked at before the answer is given without proof; about a second of work."""
WIDTH = 1 << 17
"""Longest list of partial choices, for memory."""
TIES = 100_000
"""Partial choices looked at after the proof, to settle which of equal sets comes first."""
PAIRING = 256
"""Length of the list from which pairs of lists are searched and the second bound is computed."""

State = tuple[int, int]
"""A partial choice: its cost, and minus its worth; so the natural order is cheapest first, then worthiest."""


@dataclass(frozen=True)
class Packing:
    """The best set found, as positions in the lists that were given."""

    chosen: tuple[int, ...]
    value: int
    cost: int
    bound: int
    """No set is worth more than this; the value itself when it is proven."""
    settled: bool
    """Whether the rule for equal sets is proven too; without, an equal set may hold earlier items."""

    @property
    def proven(self) -> bool:
        """Whether no set is worth more."""
        return self.bound == self.value


def pack(costs: Sequence[int], values: Sequence[int], capacity: int, limit: int = LIMIT) -> Packing:
    """The set of the highest value whose cost does not pass the capacity; items without value are left out."""
    useful = [i for i, value in enumerate(values) if value > 0 and costs[i] <= capacity]
    free = [i for i in useful if costs[i] == 0]
    paid = [i for i in useful if costs[i] > 0]
    if sum(costs[i] for i in paid) <= capacity:
        return _packing(useful, costs, values, None, settled=True)
    search = _Search([costs[i] for i in paid], [values[i] for i in paid], capacity, limit)
    bound = search.run()
    if bound is not None:
        bound += sum(values[i] for i in free)
    chosen = free + [i for position, i in enumerate(paid) if search.holds(position)]
    room = capacity - sum(costs[i] for i in chosen)
    for i in sorted(set(paid) - set(chosen), key=lambda i: (-values[i], i)):
        if costs[i] <= room:  # only where the search stopped early: a proven set leaves no room for more
            room, chosen = room - costs[i], [*chosen, i]
    return _packing(chosen, costs, values, bound, search.settled)


def _packing(
    chosen: list[int], costs: Sequence[int], values: Sequence[int], bound: int | None, settled: bool
) -> Packing:
    value = sum(values[i] for i in chosen)
    cost = sum(costs[i] for i in chosen)
    return Packing(tuple(sorted(chosen)), value, cost, value if bound is None else bound, settled)


class _Search:
    """One search. The worth of an item holds, from the highest digits down, its value, minus its cost, and one bit
    for its position: so the comparison of two worths applies the whole rule, and the low bits name the set."""

    def __init__(self, costs: list[int], values: list[int], capacity: int, limit: int) -> None:
        unit, self.value_unit = math.gcd(*costs), math.gcd(*values)
        self.count = count = len(costs)
        self.capacity = capacity // unit
        self.plain_costs = [cost // unit for cost in costs]
        self.scale = sum(self.plain_costs) + 1
        self.plain = [
            value // self.value_unit * self.scale - cost for value, cost in zip(values, self.plain_costs, strict=True)
        ]
        worths = [(worth << count) | (1 << (count - 1 - i)) for i, worth in enumerate(self.plain)]
        # Two different rates differ by at least 1 / largest cost squared: so the rounded ones stand in the same order.
        digits = 2 * max(self.plain_costs).bit_length()
        order = sorted(range(count), key=lambda i: (worths[i] << digits) // self.plain_costs[i], reverse=True)
        self.costs = [self.plain_costs[i] for i in order]
        self.worths = [worths[i] for i in order]
        self.limit = limit
        self.work = 0
        self.settled = False
        self.best = max(self._one_by_one(range(count)), self._one_by_one(sorted(range(count), key=self._worth_first)))
        self.ceiling: int | None = None

    def holds(self, position: int) -> bool:
        """Whether the best set holds the item at that position of the lists that were given."""
        return bool(self.best >> (self.count - 1 - position) & 1)

    def _worth_first(self, i: int) -> int:
        return -self.worths[i]

    def _one_by_one(self, order: Sequence[int]) -> int:
        room, worth = self.capacity, 0
        for i in order:
            if self.costs[i] <= room:
                room -= self.costs[i]
                worth += self.worths[i]
        return worth

    def run(self) -> int | None:
        """Searches; None when the best set is proven, otherwise a bound in the unit of the values."""
        right = how_many(self.costs, self.capacity)
        states, pairing = [(sum(self.costs[:right]), -sum(self.worths[:right]))], PAIRING
        left = right - 1
        while states and (left >= 0 or right < self.count):
            if self.work + 4 * len(states) > self.limit or len(states) > WIDTH:
                return self._bound(states, left, right)
            if right < self.count:
                states = self._kept(self._with(states, right, 1), left, right + 1)
                right += 1
            if left >= 0:
                states = self._kept(self._with(states, left, -1), left - 1, right)
                left -= 1
            if len(states) > pairing:
                pairing = 2 * len(states)
                self._pair(states, left, right)
                self._stop_soon_at_ceiling()
        self.settled = True
        return None

    def _stop_soon_at_ceiling(self) -> None:
        """Once the best value reaches the ceiling nothing but the order of equal sets is left to settle."""
        if self.best >> self.count == self._ceiling():
            self.limit = min(self.limit, self.work + TIES)

    def _ceiling(self) -> int:
        if self.ceiling is None:
            self.ceiling = ceiling(self.plain_costs, self.plain, self.capacity, self.best >> self.count)
        return self.ceiling

    def _with(self, states: list[State], item: int, sign: int) -> list[State]:
        """The states, and each with the item taken (or, on the left, given back), in their natural order."""
        cost, worth = sign * self.costs[item], sign * self.worths[item]
        both = [(c + cost, w - worth) for c, w in states]
        both += states
        self.work += len(both)
        both.sort()
        return both

    def _kept(self, states: list[State], left: int, right: int) -> list[State]:
        """The undominated states that may still lead to a better set than the best, which is updated first.

        A state within the capacity can at most fill its room at the rate of the next item on the right; one above
        must give back at least at the rate of the next item on the left.
        """
        inside = bisect_right(states, (self.capacity, 1))
        if inside:
            self.best = max(self.best, -min(worth for _, worth in states[:inside]))
        kept: list[State] = []
        lowest = 1
        for part, item, there in ((states[:inside], right, right < self.count), (states[inside:], left, left >= 0)):
            if not there:
                lowest = min((worth for _, worth in part), default=lowest)
                continue
            cost, worth = self.costs[item], self.worths[item]
            most = self.capacity * worth - (self.best + 1) * cost
            for state in part:
                if state[1] < lowest:
                    lowest = state[1]
                    if lowest * cost + state[0] * worth <= most:
                        kept.append(state)
        return kept

    def _pair(self, states: list[State], left: int, right: int) -> None:
        """Raises the best by the best pair of a state and a choice among the next items on both sides."""
        others: list[State] = [(0, 0)]
        while len(others) < len(states) and (left >= 0 or right < self.count):
            if right < self.count:
                others, right = self._undominated(self._with(others, right, 1)), right + 1
            if left >= 0:
                others, left = self._undominated(self._with(others, left, -1)), left - 1
        lowest, last = -self.best, len(others) - 1
        for cost, worth in states:
            while last >= 0 and others[last][0] > self.capacity - cost:
                last -= 1
            if last < 0:
                break
            together = worth + others[last][1]
            if together < lowest:
                lowest = together
        self.best = -lowest

    @staticmethod
    def _undominated(states: list[State]) -> list[State]:
        kept = states[:1]
        for state in states:
            if state[1] < kept[-1][1]:
                kept.append(state)
        return kept

    def _bound(self, states: list[State], left: int, right: int) -> int | None:
        """What the search stopped at proves: the linear bound of the states that are left, and the ceiling."""
        highest = self.best
        for cost, worth in states:
            item = right if cost <= self.capacity else left
            if 0 <= item < self.count:
                highest = max(highest, (self.capacity - cost) * self.worths[item] // self.costs[item] - worth)
            elif cost <= self.capacity:
                highest = max(highest, -worth)
        highest >>= self.count
        value = (min(highest, self._ceiling()) + self.capacity) // self.scale
        reached = -(-(self.best >> self.count) // self.scale)
        return None if value == reached else value * self.value_unit
