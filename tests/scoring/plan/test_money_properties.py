"""What holds for every input of the tools about money: shares, requests, allocation."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.scoring.base import ToolResult
from copilot.scoring.registry import run_tool

euros = st.decimals(min_value=0, max_value=10**6, places=2)
coarse = st.integers(min_value=0, max_value=40)
shares = st.decimals(min_value=0, max_value=1, places=3)
levels = st.sampled_from(["none", "verbal", "written", "signed", None])


@st.composite
def periods(draw: st.DrawFn) -> list[dict[str, Any]]:
    rows = draw(st.lists(st.tuples(shares, euros), min_size=1, max_size=12))
    return [
        {"period": f"M{n}", "ours": (s * c).quantize(Decimal("0.01")), "category": c} for n, (s, c) in enumerate(rows)
    ]


@st.composite
def requests(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Amounts and values are coarse in half of the cases, so that sets tie."""
    money = draw(st.sampled_from([euros, coarse]))
    rows = draw(st.lists(st.tuples(money, shares, money, levels), min_size=1, max_size=7))
    return [
        {"id": f"r{n}", "amount": a, "share": s, "category_sales": c, "commitment": level, "client_means": True}
        for n, (a, s, c, level) in enumerate(rows)
    ]


def allocate(rows: list[dict[str, Any]], budget: Any, **payload: Any) -> dict[str, Any]:
    given_payload = {"currency": "EUR", "requests": rows, "budget": budget, "target": "0.2", **payload}
    answer = run_tool("allocate_budget", given_payload)
    assert answer.result is not None
    return answer.result


def shuffled(
    tool: str, key: str, rows: list[dict[str, Any]], random: Any, **payload: Any
) -> tuple[ToolResult, ToolResult]:
    other = list(rows)
    random.shuffle(other)
    one, two = (run_tool(tool, {"currency": "EUR", key: given_rows, **payload}) for given_rows in (rows, other))
    return one, two


@settings(max_examples=40, deadline=None)
@given(periods(), shares.filter(lambda s: s > 0))
def test_cumulative_share_lies_between_the_period_shares(rows: list[dict[str, Any]], target: Decimal) -> None:
    answer = run_tool("cumulative_share", {"currency": "EUR", "periods": rows, "target": target})
    if answer.result is None:
        assert all(row["category"] == 0 for row in rows)
        return
    each = [Decimal(str(item["share"])) for item in answer.per_item if item["share"] is not None]
    share = Decimal(str(answer.result["share"]))
    assert min(each) - Decimal("0.000001") <= share <= max(each) + Decimal("0.000001")
    missing = Decimal(str(answer.result["missing_amount"]))
    assert (missing == 0) == answer.result["reached"]


@settings(max_examples=40, deadline=None)
@given(periods(), shares.filter(lambda s: s > 0), st.integers(min_value=1, max_value=6), euros)
def test_what_is_needed_reaches_the_target(
    rows: list[dict[str, Any]], target: Decimal, more: int, to_come: Decimal
) -> None:
    payload = {"currency": "EUR", "target": target}
    ahead = {"horizon": len(rows) + more, "remaining_category": to_come}
    answer = run_tool("cumulative_share", {**payload, "periods": rows, **ahead})
    if answer.result is None or answer.result["outlook"] == "impossible":
        return
    needed = Decimal(str(answer.result["needed_sales"]))
    ended = [*rows, {"period": "rest", "ours": needed, "category": to_come}]
    after = run_tool("cumulative_share", {**payload, "periods": ended})
    assert after.result is not None
    assert after.result["reached"] is True
    if needed > Decimal("0.01"):
        ended[-1] = {"period": "rest", "ours": needed - Decimal("0.01"), "category": to_come}
        short = run_tool("cumulative_share", {**payload, "periods": ended})
        assert short.result is not None
        assert short.result["reached"] is False


@settings(max_examples=40, deadline=None)
@given(periods(), requests(), st.randoms(use_true_random=False))
def test_order_does_not_matter(rows: list[dict[str, Any]], asked: list[dict[str, Any]], random: Any) -> None:
    for tool, key, given_rows, payload in (
        ("cumulative_share", "periods", rows, {"target": "0.1", "horizon": len(rows) + 2}),
        ("rollup", "requests", asked, {"target": "0.1"}),
        ("allocate_budget", "requests", asked, {"target": "0.1", "budget": 50, "what_if": [9, 80]}),
    ):
        one, two = shuffled(tool, key, given_rows, random, **payload)
        assert (one.result, one.per_item, one.why, one.findings) == (two.result, two.per_item, two.why, two.findings)


@settings(max_examples=40, deadline=None)
@given(requests())
def test_weighted_share_lies_between_the_shares(rows: list[dict[str, Any]]) -> None:
    answer = run_tool("rollup", {"currency": "EUR", "requests": rows})
    assert answer.result is not None
    if answer.result["weighted_share"] is None:
        assert all(row["category_sales"] == 0 for row in rows)
        return
    stated = [row["share"] for row in rows if row["category_sales"]]
    assert (
        min(stated) - Decimal("0.000001")
        <= Decimal(str(answer.result["weighted_share"]))
        <= max(stated) + Decimal("0.000001")
    )
    firm, soft = Decimal(str(answer.result["firm_amount"])), Decimal(str(answer.result["soft_amount"]))
    assert firm + soft == Decimal(str(answer.result["total"]))


def eligible(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        row
        for row in rows
        if row["commitment"] in ("written", "signed") and row["share"] >= Decimal("0.2") and row["category_sales"]
    ]


@settings(max_examples=60, deadline=None)
@given(requests(), euros | coarse)
def test_allocation_is_the_best_of_all_sets(rows: list[dict[str, Any]], budget: Any) -> None:
    """Highest value, then least spent, then the earliest ids."""
    pool = eligible(rows)
    sets = [s for n in range(len(pool) + 1) for s in itertools.combinations(pool, n)]

    def rank(chosen: tuple[dict[str, Any], ...]) -> tuple[Decimal, Decimal, list[bool]]:
        value = sum((Decimal(r["share"]) * r["category_sales"] for r in chosen), Decimal(0))
        return -value, sum((Decimal(r["amount"]) for r in chosen), Decimal(0)), [r not in chosen for r in pool]

    best = min((s for s in sets if sum(Decimal(r["amount"]) for r in s) <= budget), key=rank)
    result = allocate(rows, budget)
    assert result["funded_ids"] == [r["id"] for r in best]
    assert result["proven_optimal"] is result["only_best"] is True


@settings(max_examples=40, deadline=None)
@given(requests(), euros | coarse)
def test_never_over_budget_nor_worse_than_greedy(rows: list[dict[str, Any]], budget: Any) -> None:
    result = allocate(rows, budget)
    assert Decimal(result["funded"]) + Decimal(result["left"]) == budget
    assert Decimal(result["left"]) >= 0
    for greedy in ("greedy_by_value", "greedy_by_rate"):
        assert Decimal(result[greedy]["value"]) <= Decimal(result["value"])
        assert Decimal(result[greedy]["spent"]) <= budget


@settings(max_examples=40, deadline=None)
@given(requests(), coarse, coarse)
def test_more_budget_is_never_worth_less(rows: list[dict[str, Any]], budget: int, more: int) -> None:
    result = allocate(rows, budget, what_if=[budget + more])
    assert Decimal(result["what_if"][0]["gain"]) >= 0
    assert result["what_if"][0]["value"] == allocate(rows, budget + more)["value"]


@settings(max_examples=40, deadline=None)
@given(requests(), coarse)
def test_next_improvement_is_the_smallest(rows: list[dict[str, Any]], budget: int) -> None:
    result = allocate(rows, budget)
    better = result["next_improvement"]
    if better is None:
        assert result["funded_ids"] == result["eligible_ids"]
        assert result["one_more"] is None
        return
    step = Decimal("0.01")
    at, before = (
        allocate(rows, better["budget"]),
        allocate(rows, max(Decimal(better["budget"]) - step, Decimal(budget))),
    )
    assert (at["funded_ids"], at["value"]) == (better["ids"], better["value"])
    assert before["funded_ids"] == result["funded_ids"]
    assert better["ids"] != result["funded_ids"]
    assert 0 < Decimal(better["extra_budget"]) <= Decimal(result["one_more"]["extra_budget"])
