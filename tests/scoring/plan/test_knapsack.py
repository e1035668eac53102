"""The exact choice under one budget: against every subset, on large and hard instances, and past its limit."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.scoring.plan.knapsack import Packing, pack
from copilot.scoring.plan.knapsack_bound import ceiling

small = st.integers(min_value=0, max_value=12)
wide = st.integers(min_value=0, max_value=10**18)


@st.composite
def instances(draw: st.DrawFn) -> tuple[list[int], list[int], int]:
    """Costs, values and a capacity; values follow the costs in some, so that sets tie."""
    costs = draw(st.lists(draw(st.sampled_from([small, wide])), max_size=9))
    kind = draw(st.sampled_from(["free", "equal", "plus", "times"]))
    values = [draw(small) if kind == "free" else {"equal": c, "plus": c + 3, "times": 3 * c}[kind] for c in costs]
    return costs, values, draw(st.integers(min_value=0, max_value=sum(costs) + 2))


def by_trying_all(costs: list[int], values: list[int], capacity: int) -> tuple[int, int, tuple[int, ...]]:
    """Highest value, then lowest cost, then the earliest items; worthless items never."""
    useful = [i for i in range(len(costs)) if values[i] > 0]
    sets = [s for n in range(len(useful) + 1) for s in itertools.combinations(useful, n)]
    fitting = [s for s in sets if sum(costs[i] for i in s) <= capacity]
    best = min(
        fitting,
        key=lambda s: (-sum(values[i] for i in s), sum(costs[i] for i in s), [i not in s for i in range(len(costs))]),
    )
    return sum(values[i] for i in best), sum(costs[i] for i in best), best


def family(name: str, size: int, largest: int, seed: int) -> tuple[list[int], list[int], int]:
    chance = random.Random(f"{name} {size} {largest} {seed}")
    costs = [chance.randint(1, largest) for _ in range(size)]
    values = {
        "uncorrelated": [chance.randint(1, largest) for _ in costs],
        "weak": [max(1, cost + chance.randint(-largest // 10, largest // 10)) for cost in costs],
        "strong": [cost + largest // 10 for cost in costs],
        "equal": list(costs),
        "rate": [3 * cost for cost in costs],
        "levels": [chance.randint(1, 20) for _ in costs],
    }[name]
    return costs, values, sum(costs) * 35 // 100


@settings(max_examples=150, deadline=None)
@given(instances())
def test_equals_the_best_of_all_subsets(instance: tuple[list[int], list[int], int]) -> None:
    found = pack(*instance)
    assert (found.value, found.cost, found.chosen) == by_trying_all(*instance)
    assert found.proven
    assert found.settled


@settings(max_examples=80, deadline=None)
@given(instances(), st.integers(min_value=0, max_value=60))
def test_past_the_limit_the_bound_still_holds(instance: tuple[list[int], list[int], int], limit: int) -> None:
    costs, values, capacity = instance
    best, _, _ = by_trying_all(costs, values, capacity)
    found = pack(costs, values, capacity, limit)
    assert found.value <= best <= found.bound
    assert found.cost == sum(costs[i] for i in found.chosen) <= capacity
    assert found.proven == (found.bound == found.value)


@settings(max_examples=80, deadline=None)
@given(instances())
def test_no_set_passes_the_ceiling(instance: tuple[list[int], list[int], int]) -> None:
    costs, values, capacity = instance
    items = [(c, v) for c, v in zip(costs, values, strict=True) if c > 0 and v > 0]
    if not items:
        return
    paid, worth = [c for c, _ in items], [v for _, v in items]
    best, _, _ = by_trying_all(paid, worth, capacity)
    assert ceiling(paid, worth, capacity, 0) >= best
    assert ceiling(paid, worth, capacity, best) >= best


@pytest.mark.parametrize("largest", [400, 10**6])
@pytest.mark.parametrize("name", ["uncorrelated", "weak", "strong", "equal", "rate", "levels"])
def test_two_hundred_items_are_proven(name: str, largest: int) -> None:
    costs, values, capacity = family(name, 200, largest, 1)
    found = pack(costs, values, capacity)
    assert found.proven
    assert found.cost <= capacity
    assert found.value == sum(values[i] for i in found.chosen)


def test_small_capacity_agrees_with_the_table_method() -> None:
    for seed in range(5):
        costs, values, capacity = family("weak", 60, 50, seed)
        table = [0] * (capacity + 1)
        for cost, value in zip(costs, values, strict=True):
            for room in range(capacity, cost - 1, -1):
                table[room] = max(table[room], table[room - cost] + value)
        assert pack(costs, values, capacity).value == table[capacity]


def test_amounts_beyond_64_bits_are_exact() -> None:
    costs, values, capacity = family("weak", 120, 10**30, 2)
    found = pack(costs, values, capacity)
    assert found.proven
    assert found.cost <= capacity


def hard() -> tuple[list[int], list[int], int]:
    """Values that are the costs, so long that no set is likely to hit the capacity exactly."""
    return family("equal", 200, 10**15, 3)


def test_hard_instance_stops_with_a_bound_and_says_so() -> None:
    costs, values, capacity = hard()
    found = pack(costs, values, capacity, limit=200_000)
    assert not found.proven
    assert not found.settled
    assert found.value < found.bound <= capacity
    assert found.value > capacity * 99_999 // 100_000


def test_hard_instance_gives_the_same_answer_twice() -> None:
    first: Packing = pack(*hard(), limit=100_000)
    assert first == pack(*hard(), limit=100_000)


def test_more_work_never_gives_less() -> None:
    costs, values, capacity = hard()
    little, more = (pack(costs, values, capacity, limit) for limit in (1000, 100_000))
    assert little.value <= more.value <= more.bound <= little.bound


def test_nothing_to_choose_from() -> None:
    assert pack([], [], 10) == Packing((), 0, 0, 0, True)
    assert pack([3], [5], 2).chosen == ()
    assert pack([3, 0], [0, -1], 9).chosen == ()


def test_free_items_are_taken_at_no_capacity() -> None:
    assert pack([0, 2], [7, 9], 0) == Packing((0,), 7, 0, 7, True)


def test_equal_items_go_to_the_earliest() -> None:
    assert pack([2, 2, 2, 2], [5, 5, 5, 5], 5).chosen == (0, 1)


def test_equal_values_go_to_the_cheapest() -> None:
    assert pack([4, 3, 5], [5, 5, 5], 5).chosen == (1,)
