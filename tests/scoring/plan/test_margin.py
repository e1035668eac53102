"""Tests of `margin`: the vectors of the method, and the limits."""

from __future__ import annotations

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result


class TestMargin:
    def test_contribution_and_its_perimeter(self) -> None:
        costs = [
            {"label": "labour", "amount": 1934},
            {"label": "parts", "amount": 612},
            {"label": "travel", "amount": 148},
        ]
        found = result("contribution_margin", currency="EUR", revenue=3420, costs=costs, cost_to_serve=131)
        assert (found["contribution"], found["rate"]) == ("595", "0.173977")
        assert found["perimeter"] == ["labour", "parts", "travel", "cost_to_serve"]

    def test_loss_is_flagged(self) -> None:
        answer = run_tool("contribution_margin", {"currency": "EUR", "revenue": 10, "cost_to_serve": 12})
        assert codes(answer) == ["margin.negative"]

    def test_no_cost_is_insufficient_not_full_margin(self) -> None:
        answer = run_tool("contribution_margin", {"currency": "EUR", "revenue": 10})
        assert (answer.verdict, answer.missing) == ("insufficient", ["costs"])

    def test_exactly_at_the_target_is_reached(self) -> None:
        payload = {"currency": "EUR", "revenue": 1000, "cost_to_serve": 800, "target": "0.2"}
        found = result("contribution_margin", **payload)
        assert (found["reached"], found["cost_gap"], found["price_gap"]) == (True, "0", "0")

    def test_what_the_target_lacks_in_costs_and_in_price(self) -> None:
        payload = {"currency": "EUR", "revenue": 1000, "cost_to_serve": 850, "target": "0.2"}
        found = result("contribution_margin", **payload)
        assert (found["reached"], found["cost_gap"], found["price_gap"]) == (False, "50", "62.5")
        reached = result("contribution_margin", **{**payload, "revenue": "1062.5"})
        assert reached["reached"] is True
        assert reached["rate"] == "0.2"

    def test_cost_to_serve_that_is_not_counted_is_told(self) -> None:
        costs = [{"label": "labour", "amount": 5}]
        assert codes(run_tool("contribution_margin", {"currency": "EUR", "revenue": 10, "costs": costs})) == [
            "margin.no_cost_to_serve"
        ]

    @pytest.mark.parametrize("label", ["Coût de service", "cost to serve", "cost_to_serve"])
    def test_cost_to_serve_may_be_a_line(self, label: str) -> None:
        costs = [{"label": label, "amount": 5}]
        assert codes(run_tool("contribution_margin", {"currency": "EUR", "revenue": 10, "costs": costs})) == []

    def test_order_of_the_costs_does_not_matter(self) -> None:
        costs = [{"label": "a", "amount": 1}, {"label": "b", "amount": 3}, {"label": "c", "amount": 3}]
        one, two = (
            run_tool("contribution_margin", {"currency": "EUR", "revenue": 10, "costs": rows})
            for rows in (costs, costs[::-1])
        )
        assert (one.result, one.per_item, one.why) == (two.result, two.per_item, two.why)
        assert one.result is not None
        assert one.result["perimeter"] == ["b", "c", "a"]

    @pytest.mark.parametrize("revenue", [None, 0])
    def test_no_revenue_is_insufficient(self, revenue: int | None) -> None:
        answer = run_tool("contribution_margin", {"currency": "EUR", "revenue": revenue, "cost_to_serve": 1})
        assert (answer.verdict, answer.missing) == ("insufficient", ["revenue"])

    def test_costs_of_zero_leave_everything(self) -> None:
        answer = run_tool("contribution_margin", {"currency": "EUR", "revenue": 10, "cost_to_serve": 0})
        assert answer.result is not None
        assert answer.result["rate"] == "1"
        assert [note.code for note in answer.why] == ["margin.rate", "margin.perimeter"]

    def test_cost_to_serve_counted_twice_is_refused(self) -> None:
        costs = [{"label": "cost_to_serve", "amount": 5}]
        with pytest.raises(BadInput, match="cost_to_serve = '5': one of the costs has that name already"):
            run_tool("contribution_margin", {"currency": "EUR", "revenue": 10, "costs": costs, "cost_to_serve": 5})
