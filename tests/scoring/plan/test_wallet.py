"""Tests of `wallet`: the vectors of the method, and the limits."""

from __future__ import annotations

from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result


class TestWallet:
    def test_share_and_what_is_left(self) -> None:
        found = result("share_of_wallet", currency="EUR", our_sales="3.42", client_spend="8.9")
        assert (found["share"], found["others"]) == ("0.38427", "5.48")

    def test_estimate_without_perimeter_and_period_says_so(self) -> None:
        payload = {"currency": "EUR", "our_sales": 2, "client_spend": 1, "spend_is_estimate": True}
        assert codes(run_tool("share_of_wallet", payload)) == [
            "wallet.no_perimeter", "wallet.no_period", "wallet.estimate", "wallet.above_one",
        ]  # fmt: skip

    def test_unknown_spend_is_insufficient(self) -> None:
        assert run_tool("share_of_wallet", {"currency": "EUR", "our_sales": 2}).missing == ["client_spend"]
