"""Tests of `margin`: the vectors of the method, and the limits."""

from __future__ import annotations

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
