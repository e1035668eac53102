"""Tests of `payback`: the vectors of the method, and the limits."""

from __future__ import annotations

from copilot.scoring.registry import run_tool
from tests.scoring.helpers import result


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
