"""What holds for every input of the tools."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.scoring.registry import run_tool

amounts = st.decimals(min_value=0, max_value=10**9, places=2)
positive = st.decimals(min_value=Decimal("0.01"), max_value=10**9, places=2)
chances = st.decimals(min_value=0, max_value=1, places=3)
rates = st.decimals(min_value=-1, max_value=1, places=3)


@st.composite
def portfolios(draw: st.DrawFn) -> list[dict[str, Any]]:
    values = draw(st.lists(positive, min_size=1, max_size=25))
    return [{"name": f"c{rank}", "revenue": value} for rank, value in enumerate(values)]


@st.composite
def accounts(draw: st.DrawFn) -> list[dict[str, Any]]:
    rows = draw(st.lists(st.tuples(amounts, chances, rates), min_size=1, max_size=8))
    return [{"name": f"a{n}", "potential": p, "probability": q, "margin": m} for n, (p, q, m) in enumerate(rows)]


@settings(max_examples=40, deadline=None)
@given(portfolios(), st.randoms(use_true_random=False))
def test_order_of_clients_does_not_matter(rows: list[dict[str, Any]], random: Any) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    for tool in ("pareto", "concentration"):
        one, two = (run_tool(tool, {"currency": "EUR", "clients": given_rows}) for given_rows in (rows, shuffled))
        assert (one.result, one.per_item) == (two.result, two.per_item)


@settings(max_examples=40, deadline=None)
@given(portfolios())
def test_shares_sum_to_one(rows: list[dict[str, Any]]) -> None:
    answer = run_tool("pareto", {"currency": "EUR", "clients": rows})
    shares = [Decimal(str(item["share"])) for item in answer.per_item]
    assert abs(sum(shares) - 1) <= Decimal("0.000001") * len(shares)
    assert answer.per_item[-1]["cumulative_share"] == "1"


@settings(max_examples=40, deadline=None)
@given(portfolios())
def test_herfindahl_lies_between_equal_shares_and_one(rows: list[dict[str, Any]]) -> None:
    answer = run_tool("concentration", {"currency": "EUR", "clients": rows})
    assert answer.result is not None
    index = Decimal(str(answer.result["hhi_fraction"]))
    assert 1 / Decimal(len(rows)) - Decimal("0.000001") <= index <= 1


@settings(max_examples=40, deadline=None)
@given(accounts())
def test_equal_weights_give_the_order_of_expected_value(rows: list[dict[str, Any]]) -> None:
    answer = run_tool("priority_score", {"currency": "EUR", "accounts": rows})
    values = {row["name"]: row["potential"] * row["probability"] * row["margin"] for row in rows}
    gains = [max(values[str(item["name"])], Decimal(0)) for item in answer.per_item]
    assert gains == sorted(gains, reverse=True)
    assert all(0 <= Decimal(str(item["index"])) <= 100 for item in answer.per_item)


@settings(max_examples=40, deadline=None)
@given(accounts(), st.randoms(use_true_random=False))
def test_order_of_accounts_does_not_matter(rows: list[dict[str, Any]], random: Any) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    one, two = (
        run_tool("priority_score", {"currency": "EUR", "accounts": given_rows}) for given_rows in (rows, shuffled)
    )
    assert (one.result, one.per_item) == (two.result, two.per_item)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=15))
def test_gross_retention_never_passes_net_nor_one(rows: list[tuple[Decimal, Decimal]]) -> None:
    clients = [{"name": str(n), "previous": a, "current": b} for n, (a, b) in enumerate(rows)]
    answer = run_tool("nrr", {"currency": "EUR", "clients": clients})
    if answer.result is None:
        assert all(before == 0 for before, _ in rows)
        return
    net, gross = Decimal(str(answer.result["nrr"])), Decimal(str(answer.result["grr"]))
    assert 0 <= gross <= min(net, Decimal(1))
    kept = sum((now for before, now in rows if before > 0), Decimal(0))
    assert Decimal(str(answer.result["end"])) == kept


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(positive, chances), min_size=1, max_size=15))
def test_weighted_pipeline_lies_within_the_open_total(rows: list[tuple[Decimal, Decimal]]) -> None:
    deals = [{"name": str(n), "amount": a, "probability": p} for n, (a, p) in enumerate(rows)]
    answer = run_tool("weighted_pipeline", {"currency": "EUR", "deals": deals})
    if answer.result is None:
        assert all(chance == 0 for _, chance in rows)
        return
    assert 0 <= Decimal(str(answer.result["weighted"])) <= Decimal(str(answer.result["open_total"]))


@settings(max_examples=40, deadline=None)
@given(rates, rates)
def test_zone_and_gap_exclude_each_other(low: Decimal, high: Decimal) -> None:
    answer = run_tool("zopa", {"unit": "%", "seller_min": low, "buyer_max": high})
    assert answer.result is not None
    assert (answer.result["exists"] == "yes") == (high >= low) == (answer.result["gap"] is None)
