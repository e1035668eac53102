"""The best packages of options, exactly: two halves of the issues are combined without listing all pairs.

A package takes one option of each issue. Its worth to each side is the sum over the issues, so a package is a pair of
half packages. The second half stands in the order of its worth to us; a table of range minima answers which of its
members within a span of our worth is best for the other side. All figures are whole numbers: nothing is rounded.
"""

from __future__ import annotations

import bisect
import collections
import heapq
import itertools
import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

MOST_HALF = 20_000
"""Half packages that are still listed: 8 issues of 6 options need 1,296, 8 issues of 10 options need 10,000."""


class Choice(NamedTuple):
    """One option of an issue."""

    own: int
    theirs: int


class Package(NamedTuple):
    """One option of each issue, by its place in the issue."""

    own: int
    theirs: int
    picks: tuple[int, ...]


def halves(sizes: Sequence[int]) -> tuple[list[int], list[int]]:
    """The issues in two groups with about as many combinations each; by their places."""
    groups: tuple[list[int], list[int]] = ([], [])
    products = [1, 1]
    for place in sorted(range(len(sizes)), key=lambda place: (-sizes[place], place)):
        side = 0 if products[0] <= products[1] else 1
        groups[side].append(place)
        products[side] *= sizes[place]
    return sorted(groups[0]), sorted(groups[1])


def half_size(sizes: Sequence[int]) -> int:
    """Combinations of the larger half: what the search has to list."""
    largest = 0
    for group in halves(sizes):
        largest = max(largest, math.prod(sizes[place] for place in group))
    return largest


class Packages:
    """All packages of some issues, searched without listing them."""

    def __init__(self, issues: Sequence[Sequence[Choice]]) -> None:
        left_places, right_places = halves([len(issue) for issue in issues])
        places = left_places + right_places
        # Where the pick of each issue stands when the picks of both halves are written one after the other.
        self._places = sorted(range(len(places)), key=lambda at: places[at])
        self._left = _combined(issues, left_places)
        right = _combined(issues, right_places)
        self._right = sorted(right, key=lambda half: (half.own, half.picks))
        self._own = [half.own for half in self._right]
        order = sorted(range(len(self._right)), key=lambda rank: self._preference(self._right[rank]))
        preferred = [0] * len(order)
        for place, rank in enumerate(order):
            preferred[rank] = place
        self._order = order
        self._table = _range_minima(preferred)

    @staticmethod
    def _preference(half: Package) -> tuple[int, int, tuple[int, ...]]:
        """Best for them first, then best for us, then the first options."""
        return -half.theirs, -half.own, half.picks

    def best(self, low: int, high: int) -> Iterator[Package]:
        """The packages worth `low` to `high` to us: best for them first, then best for us, then the first options."""
        heap: list[tuple[tuple[int, int, tuple[int, ...]], int, int, int, int]] = []

        def push(left: int, start: int, stop: int) -> None:
            if start < stop:
                at = self._order[self._lowest(start, stop)]
                whole = self._whole(self._left[left], self._right[at])
                heapq.heappush(heap, (self._preference(whole), left, start, stop, at))

        for left, half in enumerate(self._left):
            start = bisect.bisect_left(self._own, low - half.own)
            push(left, start, bisect.bisect_right(self._own, high - half.own))
        while heap:
            _, left, start, stop, at = heapq.heappop(heap)
            yield self._whole(self._left[left], self._right[at])
            push(left, start, at)
            push(left, at + 1, stop)

    def levels(self) -> Iterator[int]:
        """What the packages are worth to us, one number for each package, highest first."""
        last = len(self._own) - 1
        heap = [(-half.own - self._own[last], left, last) for left, half in enumerate(self._left)]
        heapq.heapify(heap)
        while heap:
            negative, left, at = heap[0]
            yield -negative
            if at:
                heapq.heapreplace(heap, (-self._left[left].own - self._own[at - 1], left, at - 1))
            else:
                heapq.heappop(heap)

    def distances(self, aim: int, floor: int) -> Iterator[int]:
        """How far from `aim` the packages worth at least `floor` to us lie, one number each, nearest first."""
        heap: list[tuple[int, int, int, int]] = []

        def push(left: int, at: int, step: int) -> None:
            if 0 <= at < len(self._own) and (worth := self._left[left].own + self._own[at]) >= floor:
                heapq.heappush(heap, (abs(worth - aim), left, at, step))

        for left, half in enumerate(self._left):
            at = bisect.bisect_left(self._own, max(aim, floor) - half.own)
            push(left, at, 1)
            push(left, at - 1, -1)
        while heap:
            distance, left, at, step = heapq.heappop(heap)
            yield distance
            push(left, at + step, step)

    def _whole(self, left: Package, right: Package) -> Package:
        both = left.picks + right.picks
        return Package(left.own + right.own, left.theirs + right.theirs, tuple(both[at] for at in self._places))

    def _lowest(self, start: int, stop: int) -> int:
        level = (stop - start).bit_length() - 1
        row = self._table[level]
        return min(row[start], row[stop - (1 << level)])


def _combined(issues: Sequence[Sequence[Choice]], places: Sequence[int]) -> list[Package]:
    found = [Package(0, 0, ())]
    for place in places:
        options = list(enumerate(issues[place]))
        found = [
            Package(half.own + choice.own, half.theirs + choice.theirs, (*half.picks, pick))
            for half in found
            for pick, choice in options
        ]
    return found


def _range_minima(values: list[int]) -> list[list[int]]:
    """Row `k` holds the least of the 2^k values from each place on."""
    table = [values]
    width = 1
    while 2 * width <= len(values):
        row = table[-1]
        table.append(list(map(min, row, row[width:])))
        width *= 2
    return table


def highest_level(packages: Packages, floor: int, eps: int, count: int, most: int) -> int | None:
    """The highest worth to us of a package that has `count` packages, itself included, within `eps` of it.

    None when no package has them above the floor, or none among the `most` best packages for us.
    """
    source = itertools.takewhile(lambda worth: worth >= floor, itertools.islice(packages.levels(), most))
    window: collections.deque[int] = collections.deque()  # from the first level within eps above `at`; always short
    at = 0

    def reaches(wanted: int) -> bool:
        """Whether the window holds that many levels, reading on as needed."""
        window.extend(itertools.islice(source, max(wanted - len(window), 0)))
        return len(window) >= wanted

    while reaches(at + 1):
        level = window[at]
        while window[0] > level + eps:
            window.popleft()
            at -= 1
        if reaches(count) and window[count - 1] >= level - eps:
            return level
        at += 1
    return None


def first_distinct(found: Iterator[Package], count: int, least_different: int) -> list[Package]:
    """The first packages, each with another option than every one before in `least_different` issues at least."""
    kept: list[Package] = []
    for package in found:
        if all(different(package, other) >= least_different for other in kept):
            kept.append(package)
            if len(kept) == count:
                break
    return kept


def different(one: Package, two: Package) -> int:
    """In how many issues two packages differ."""
    return sum(a != b for a, b in zip(one.picks, two.picks, strict=True))
