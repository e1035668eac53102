"""The best choice of requests for a budget: amounts and values as whole numbers, exactly, and back."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import NamedTuple

from copilot.scoring.base import PRECISION
from copilot.scoring.plan.knapsack import LIMIT, pack


class Candidate(NamedTuple):
    """A request that may be funded; its value is above 0."""

    id: str
    amount: Fraction
    value: Fraction


class Allocation(NamedTuple):
    """A set of candidates, by their ids in alphabetical order."""

    ids: tuple[str, ...]
    spent: Fraction
    value: Fraction
    bound: Fraction
    settled: bool

    @property
    def proven(self) -> bool:
        """Whether no other set within the budget is worth more."""
        return self.bound == self.value


def decimal(value: Fraction) -> Decimal:
    """The Decimal of a sum of Decimals or of their products; no digit of a result is lost."""
    with localcontext(prec=2 * PRECISION):
        return Decimal(value.numerator) / Decimal(value.denominator)


class Pool:
    """The candidates between which to choose."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.candidates = sorted(candidates)
        self._amount_unit = math.lcm(*(candidate.amount.denominator for candidate in candidates))
        self._value_unit = math.lcm(*(candidate.value.denominator for candidate in candidates))
        self._amounts = [int(candidate.amount * self._amount_unit) for candidate in self.candidates]
        self._values = [int(candidate.value * self._value_unit) for candidate in self.candidates]
        self._known: list[Allocation] = []

    def best(self, budget: Fraction, limit: int = LIMIT) -> Allocation:
        """The set worth most within the budget; among equal ones the cheapest, then the first by id.

        Never worse than a set found before on this pool, even where the search stops at its limit.
        """
        packing = pack(self._amounts, self._values, math.floor(budget * self._amount_unit), limit)
        found = self._set(packing.chosen, Fraction(packing.bound, self._value_unit), packing.settled)
        if not found.proven:
            fitting = [known for known in self._known if known.spent <= budget]
            best = max([found, *fitting], key=lambda known: known.value)
            found = best._replace(bound=found.bound, settled=False)
        self._known.append(found)
        return found

    def one_by_one(self, budget: Fraction, by_rate: bool) -> Allocation:
        """What taking the largest value (or value a unit of money) first gives, skipping what does not fit."""

        def rank(position: int) -> tuple[bool, Fraction, Fraction, str]:
            name, amount, value = self.candidates[position]
            if by_rate:
                return amount > 0, -value / amount if amount else -value, Fraction(0), name
            return False, -value, amount, name

        chosen, room = [], budget
        for position in sorted(range(len(self.candidates)), key=rank):
            if self.candidates[position].amount <= room:
                room -= self.candidates[position].amount
                chosen.append(position)
        found = self._set(sorted(chosen), Fraction(0), settled=False)
        self._known.append(found)
        return found

    def next_budget(self, than: Allocation, limit: int = LIMIT) -> tuple[Fraction, bool] | None:
        """The smallest budget whose best set is worth more than that one, and whether it is proven the smallest.

        The sets worth more are those that leave out less value than it does, so this is the same problem turned
        round: the dearest set to leave out whose value stays below.
        """
        total = sum(self._values)
        spare = total - int(than.value * self._value_unit) - 1
        if spare < 0:
            return None
        out = pack(self._values, self._amounts, spare, limit)
        kept = sorted(set(range(len(self.candidates))) - set(out.chosen))
        self._known.append(self._set(kept, Fraction(0), settled=False))
        return Fraction(sum(self._amounts) - out.value, self._amount_unit), out.proven

    def _set(self, chosen: Sequence[int], bound: Fraction, settled: bool) -> Allocation:
        members = [self.candidates[position] for position in chosen]
        spent = sum((member.amount for member in members), Fraction(0))
        value = sum((member.value for member in members), Fraction(0))
        return Allocation(tuple(member.id for member in members), spent, value, max(bound, value), settled)
