"""Tests of `pareto`: the vectors of the method, and the limits."""

from __future__ import annotations

from copilot.scoring.registry import run_tool
from tests.scoring.helpers import REVENUES, clients, codes, result


class TestPareto:
    def test_vector(self) -> None:
        found = result("pareto", currency="EUR", clients=clients(REVENUES))
        assert found["total"] == "10000"
        assert (found["k20"], found["share20"]) == (2, "0.68")
        assert (found["k80"], found["k80_fraction"]) == (4, "0.4")
        assert found["share80"] == "0.84"
        assert found["verified"] is False

    def test_true_eighty_twenty_is_said(self) -> None:
        answer = run_tool("pareto", {"currency": "EUR", "clients": clients([800, 80, 60, 40, 20])})
        assert answer.result is not None
        assert answer.result["verified"] is True
        assert "se vérifie ici" in answer.why[-1].fr

    def test_lost_unknown_and_negative_clients_are_named_and_left_out(self) -> None:
        answer = run_tool("pareto", {"currency": "EUR", "clients": clients([*REVENUES, 0, None, -5])})
        assert answer.result is not None
        assert answer.result["clients"] == 10
        assert codes(answer) == ["pareto.unknown_revenue", "pareto.zero_revenue", "pareto.negative_revenue"]

    def test_small_portfolio_is_warned_about(self) -> None:
        assert codes(run_tool("pareto", {"currency": "EUR", "clients": clients([5, 4])})) == ["pareto.few_clients"]

    def test_no_revenue_is_insufficient(self) -> None:
        assert run_tool("pareto", {"currency": "EUR", "clients": clients([0, 0])}).verdict == "insufficient"
