"""The margin floor of an offer: whether it holds, and the smallest changes that make it hold, exactly (row 39)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from typing import NamedTuple

from copilot.scoring.base import PRECISION
from copilot.scoring.plan.knapsack import pack
from copilot.scoring.plan.offer_model import Change, OfferModule

NOTHING = Fraction(0)


class Priced(NamedTuple):
    """A module of which price and cost are known, exact."""

    name: str
    mandatory: bool
    list_price: Fraction
    net: Fraction
    cost: Fraction

    def surplus(self, floor: Fraction) -> Fraction:
        """What it brings above the floor."""
        return self.net * (1 - floor) - self.cost


class Sums(NamedTuple):
    """An offer as a whole."""

    list_price: Fraction
    net: Fraction
    cost: Fraction


def priced(modules: Sequence[OfferModule], discount: Decimal) -> list[Priced]:
    """The modules with both figures, by name."""
    keep = 1 - Fraction(discount)
    return [
        Priced(m.name, m.mandatory, Fraction(m.price), Fraction(m.price) * keep, Fraction(m.cost))
        for m in sorted(modules, key=lambda module: module.name)
        if m.price is not None and m.cost is not None
    ]


def sums(modules: Sequence[Priced]) -> Sums:
    """The modules together."""
    return Sums(
        sum((m.list_price for m in modules), NOTHING),
        sum((m.net for m in modules), NOTHING),
        sum((m.cost for m in modules), NOTHING),
    )


def rounded_to(value: Fraction, places: int = 2, rounding: str = ROUND_HALF_EVEN) -> Decimal:
    """The Decimal with that many decimals."""
    with localcontext(prec=2 * PRECISION):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return exact.quantize(Decimal((0, (1,), -places)), rounding=rounding)


def rate(net: Fraction, cost: Fraction) -> Decimal | None:
    """The margin rate; None when the net price is 0."""
    return rounded_to((net - cost) / net, 6) if net else None


def least_net(cost: Fraction, floor: Fraction) -> Fraction:
    """The lowest net price at which that cost leaves the floor."""
    return cost / (1 - floor)


def max_discount(offer: Sums, floor: Fraction) -> Decimal | None:
    """The largest discount on the list price that keeps the floor, rounded down; None when there is none."""
    least = least_net(offer.cost, floor)
    if not offer.list_price or least > offer.list_price:
        return None
    return rounded_to(1 - least / offer.list_price, 6, ROUND_FLOOR)


def gaps(offer: Sums, floor: Fraction) -> tuple[Decimal, Decimal]:
    """What the net price lacks and what the cost exceeds, each alone, rounded up so that it is enough."""
    price = max(least_net(offer.cost, floor) - offer.net, NOTHING)
    cost = max(offer.cost - offer.net * (1 - floor), NOTHING)
    return rounded_to(price, 2, ROUND_CEILING), rounded_to(cost, 2, ROUND_CEILING)


def drop(offer: Sequence[Priced], floor: Fraction) -> Change | None:
    """The optional modules to take out; None when that cannot reach the floor, or would leave nothing."""
    pulling = [module for module in offer if not module.mandatory and module.surplus(floor) < 0]
    found = _fewest(pulling, floor, -_surplus(offer, floor))
    if found is None or len(found[0]) == len(offer):
        return None
    moved, proven = found
    return _change(offer, moved, [module for module in offer if module not in moved], proven)


def add(offer: Sequence[Priced], others: Sequence[Priced], floor: Fraction) -> Change | None:
    """The modules to add; None when even all of them do not reach the floor."""
    found = _fewest([module for module in others if module.surplus(floor) > 0], floor, -_surplus(offer, floor))
    if found is None:
        return None
    moved, proven = found
    return _change(offer, moved, [*offer, *moved], proven)


def _surplus(offer: Sequence[Priced], floor: Fraction) -> Fraction:
    return sum((module.surplus(floor) for module in offer), NOTHING)


def _change(offer: Sequence[Priced], moved: Sequence[Priced], becomes: Sequence[Priced], proven: bool) -> Change:
    before, after = sums(offer), sums(becomes)
    return Change(
        modules=[module.name for module in moved],
        price_change=rounded_to(after.net - before.net),
        net_price=rounded_to(after.net),
        rate=rate(after.net, after.cost),
        smallest_proven=proven,
    )


def _fewest(pool: Sequence[Priced], floor: Fraction, needed: Fraction) -> tuple[list[Priced], bool] | None:
    """The fewest modules whose surplus or shortfall adds up to `needed`, then those of the lowest price.

    Turned round: the modules to leave alone, as many and as dear as their weight allows.
    """
    weights = [abs(module.surplus(floor)) for module in pool]
    spare = sum(weights, NOTHING) - needed
    if spare < 0:
        return None
    unit = math.lcm(spare.denominator, *(value.denominator for value in [*weights, *(module.net for module in pool)]))
    prices = [int(module.net * unit) for module in pool]
    counted = [price + sum(prices) + 1 for price in prices]
    alone = pack([int(weight * unit) for weight in weights], counted, int(spare * unit))
    return [module for rank, module in enumerate(pool) if rank not in alone.chosen], alone.proven
