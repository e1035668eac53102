"""Tests of `payback`: the vectors of the method, and the limits."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result


class TestPayback:
    def test_vector(self) -> None:
        assert result("cac_payback", currency="EUR", cost=36_000, monthly_revenue=6_000, margin=0.75)["months"] == "8"

    def test_annual_revenue_and_client_contribution(self) -> None:
        payload = {"cost": 96_000, "annual_revenue": 318_000, "margin": 0.42, "client_contribution": 52_000}
        found = result("cac_payback", currency="EUR", **payload)
        assert (found["months"], found["net_months"]) == ("8.625337", "3.953279")

    def test_no_margin_is_never(self) -> None:
        found = result("cac_payback", currency="EUR", cost=1, monthly_revenue=1, margin=0)
        assert (found["never"], found["months"]) == (True, None)

    def test_missing_cost_is_insufficient(self) -> None:
        assert run_tool("cac_payback", {"currency": "EUR", "monthly_revenue": 1, "margin": 0.1}).missing == ["cost"]

    def test_expansion_uses_its_own_figures_and_is_compared(self) -> None:
        payload = {"currency": "EUR", "kind": "expansion", "cost": 6_000, "monthly_revenue": 2_000, "margin": 0.75}
        compared = {"acquisition_cost": 36_000, "acquisition_monthly_revenue": 6_000}
        answer = run_tool("cac_payback", {**payload, **compared})
        assert answer.result is not None
        assert (answer.result["months"], answer.result["acquisition_months"]) == ("4", "8")
        assert [note.code for note in answer.why] == ["payback.expansion", "payback.sensitivity", "payback.faster"]

    def test_equal_to_an_acquisition_is_not_faster(self) -> None:
        payload = {"currency": "EUR", "kind": "expansion", "cost": 10, "monthly_revenue": 5, "margin": 1}
        answer = run_tool("cac_payback", {**payload, "acquisition_cost": 20, "acquisition_monthly_revenue": 10})
        assert answer.why[-1].code == "payback.not_faster"

    @pytest.mark.parametrize(("months", "within"), [(8, True), ("7.999999", False)])
    def test_contract_of_exactly_that_long_is_enough(self, months: Any, within: bool) -> None:
        payload = {"currency": "EUR", "cost": 36_000, "monthly_revenue": 6_000, "margin": 0.75}
        answer = run_tool("cac_payback", {**payload, "contract_months": months})
        assert answer.result is not None
        assert answer.result["within_contract"] is within
        assert codes(answer) == ([] if within else ["payback.beyond_contract"])

    def test_contract_is_compared_with_what_we_pay_ourselves(self) -> None:
        payload = {"currency": "EUR", "cost": 100, "client_contribution": 50, "monthly_revenue": 10, "margin": 1}
        assert result("cac_payback", **payload, contract_months=5)["within_contract"] is True

    @pytest.mark.parametrize(
        ("margin", "revenue", "code"),
        [(0, 100, "payback.earns_nothing"), ("-0.1", 100, "payback.loses"), ("0.5", 0, "payback.earns_nothing")],
    )
    def test_never_says_why(self, margin: Any, revenue: int, code: str) -> None:
        payload = {"currency": "EUR", "cost": 50, "monthly_revenue": revenue, "margin": margin, "contract_months": 10}
        answer = run_tool("cac_payback", payload)
        assert answer.result is not None
        assert (answer.result["never"], answer.result["months"]) == (True, None)
        assert answer.result["within_contract"] is False
        assert [note.code for note in answer.why] == [code, "payback.needed"]
        assert "€5" in answer.why[1].en

    def test_no_cost_is_paid_back_at_once(self) -> None:
        assert result("cac_payback", currency="EUR", cost=0, monthly_revenue=1, margin=1)["months"] == "0"

    def test_year_that_twelve_does_not_divide_is_exact(self) -> None:
        payload = {"currency": "EUR", "cost": "999999999999999.99999999", "annual_revenue": "0.00000007", "margin": 1}
        # 12 * cost / annual revenue, digit by digit
        assert result("cac_payback", **payload)["months"] == "171428571428571428571426.857143"

    @pytest.mark.parametrize(
        ("payload", "message"),
        [
            ({"monthly_revenue": 1, "annual_revenue": 12}, "annual_revenue: give the monthly or the annual revenue"),
            ({"cost": 1, "client_contribution": 2}, "client_contribution = '2': larger than the cost"),
            ({"acquisition_cost": 1, "acquisition_monthly_revenue": 1}, "acquisition_cost: only an expansion"),
            ({"kind": "expansion", "acquisition_cost": 1}, "acquisition_cost: give it with"),
            ({"margin": "1.1"}, "margin = '1.1': Input should be less than or equal to 1"),
        ],
    )
    def test_refusals(self, payload: dict[str, Any], message: str) -> None:
        with pytest.raises(BadInput) as caught:
            run_tool("cac_payback", {"currency": "EUR", **payload})
        assert str(caught.value).startswith(f"cac_payback: {message}")
