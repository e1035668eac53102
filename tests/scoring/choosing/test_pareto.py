"""Tests of `pareto`: the vectors of the method, and the limits."""

from __future__ import annotations

import pytest

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

    @pytest.mark.parametrize(("count", "k20"), [(1, 1), (5, 1), (6, 2), (10, 2), (11, 3), (100, 20), (101, 21)])
    def test_a_fifth_of_the_clients_is_rounded_up(self, count: int, k20: int) -> None:
        assert result("pareto", currency="EUR", clients=clients([7] * count))["k20"] == k20

    def test_exactly_four_fifths_is_verified(self) -> None:
        found = result("pareto", currency="EUR", clients=clients([80, 5, 5, 5, 5]))
        assert (found["share20"], found["k80"], found["verified"]) == ("0.8", 1, True)

    def test_just_under_four_fifths_is_not(self) -> None:
        found = result("pareto", currency="EUR", clients=clients(["79.99999999", "20.00000001", 0]))
        assert (found["share20"], found["verified"], found["k80"]) == ("0.8", False, 2)

    def test_ten_clients_raise_no_warning(self) -> None:
        assert codes(run_tool("pareto", {"currency": "EUR", "clients": clients(REVENUES)})) == []

    def test_both_readings_of_a_key_account_are_recalled(self) -> None:
        answer = run_tool("pareto", {"currency": "EUR", "clients": clients(REVENUES)})
        note = next(note for note in answer.why if note.code == "pareto.not_strategy")
        assert "S0" in note.fr
        assert "S1" in note.en

    def test_totals_of_enormous_amounts_are_exact(self) -> None:
        rows = [{"name": f"c{rank:03d}", "revenue": "999999999999999.99999999"} for rank in range(100)]
        assert result("pareto", currency="EUR", clients=rows)["total"] == "99999999999999999.999999"

    def test_names_of_left_out_clients_do_not_depend_on_their_order(self) -> None:
        rows = [{"name": name, "revenue": 0} for name in "bca"] + [{"name": "z", "revenue": 5}]
        one, two = (run_tool("pareto", {"currency": "EUR", "clients": given}) for given in (rows, rows[::-1]))
        assert one.findings == two.findings
