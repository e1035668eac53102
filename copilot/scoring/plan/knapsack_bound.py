"""What no choice under one budget can pass: a bound that counts the money and the items.

Where the worth of the items follows their cost, the linear bound on the money alone stays above every set; a price on
each item, found by bisection, closes most of that gap (Martello, Pisinger and Toth 1999).
"""

from __future__ import annotations

from collections.abc import Sequence


def ceiling(costs: Sequence[int], worths: Sequence[int], capacity: int, known: int) -> int:
    """A worth that no set within the capacity passes, not below `known`, the worth of a set that exists.

    Any set that fits has at most as many items as the cheapest ones that fit together, and any set better than the
    known one at least one item more than the worthiest ones that do not pass it together.
    """
    items = list(zip(worths, costs, strict=True))
    most = how_many(sorted(costs), capacity)
    least = 1 + how_many(sorted(worths, reverse=True), known)
    lowest, full, part = _priced(items, capacity, 0)
    if full + part > most:
        number, low, high = most, 0, max(worths)
    elif full < least:
        number, low, high = least, -2 * max(worths), 0
    else:
        return max(known, lowest)
    while high - low > 1:
        price = (low + high) // 2
        bound, full, part = _priced(items, capacity, price)
        lowest = min(lowest, bound + price * number)
        low, high = (price, high) if full + part > number else (low, price)
    ends = (_priced(items, capacity, price)[0] + price * number for price in (low, high))
    return max(known, min(lowest, *ends))


def _priced(items: Sequence[tuple[int, int]], capacity: int, price: int) -> tuple[int, int, bool]:
    """The linear bound when each item costs `price` of its worth, how many it takes whole, and whether a part of one.

    The rate of the last item taken is the price of the money. Every rate gives a true bound, so the items need not
    stand in the exact order.
    """
    room, full, rate = capacity, 0, (0, 1)
    ordered = sorted(((((worth - price) << 128) // cost, worth - price, cost) for worth, cost in items), reverse=True)
    for _, worth, cost in ordered:
        if worth <= 0:
            break
        if cost > room:
            rate = (worth, cost)
            break
        room, full = room - cost, full + 1
    up, down = rate
    over = sum(max(0, worth * down - up * cost) for _, worth, cost in ordered)
    return (up * capacity + over) // down, full, up > 0 and room > 0


def how_many(numbers: Sequence[int], room: int) -> int:
    """How many of the numbers, in their order, fit in the room together."""
    for count, number in enumerate(numbers):
        if number > room:
            return count
        room -= number
    return len(numbers)
