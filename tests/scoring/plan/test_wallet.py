"""Tests of `wallet`: the vectors of the method, and the limits."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result

WHERE = {"currency": "EUR", "perimeter": "maintenance", "period": "2025"}


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

    def test_range_of_an_estimated_spend(self) -> None:
        payload = {**WHERE, "our_sales": 300, "client_spend": 1000, "spend_low": 800, "spend_high": 1200}
        answer = run_tool("share_of_wallet", payload)
        assert answer.result is not None
        assert [answer.result[key] for key in ("share", "share_low", "share_high", "estimate")] == [
            "0.3", "0.25", "0.375", True,
        ]  # fmt: skip
        assert codes(answer) == ["wallet.estimate"]
        assert [note.code for note in answer.why] == ["wallet.share", "wallet.range", "wallet.others"]

    def test_range_may_decide_whether_the_target_is_reached(self) -> None:
        payload = {**WHERE, "our_sales": 300, "client_spend": 1000, "spend_low": 800, "spend_high": 1200}
        assert codes(run_tool("share_of_wallet", {**payload, "target": "0.35"})) == [
            "wallet.estimate", "wallet.range_decides",
        ]  # fmt: skip
        assert codes(run_tool("share_of_wallet", {**payload, "target": "0.4"})) == ["wallet.estimate"]

    @pytest.mark.parametrize(("target", "reached", "to_win"), [("0.3", True, "0"), ("0.300001", False, "0.01")])
    def test_target_is_reached_exactly_at_it(self, target: str, reached: bool, to_win: str) -> None:
        payload = {**WHERE, "our_sales": 300, "client_spend": 1000, "target": target}
        found = result("share_of_wallet", **payload)
        assert (found["reached"], found["to_win"]) == (reached, to_win)

    def test_no_sales_is_a_share_of_zero(self) -> None:
        found = result("share_of_wallet", **WHERE, our_sales=0, client_spend=10)
        assert (found["share"], found["others"]) == ("0", "10")

    def test_spend_of_zero_is_insufficient(self) -> None:
        answer = run_tool("share_of_wallet", {**WHERE, "our_sales": 1, "client_spend": 0})
        assert (answer.verdict, answer.missing) == ("insufficient", ["client_spend"])

    def test_blank_perimeter_is_none(self) -> None:
        payload = {**WHERE, "perimeter": "  ", "our_sales": 1, "client_spend": 2}
        assert codes(run_tool("share_of_wallet", payload)) == ["wallet.no_perimeter"]

    @pytest.mark.parametrize(
        ("payload", "message"),
        [
            ({"spend_low": 1}, "spend_low: give both ends of the range, or none"),
            ({"spend_low": 5, "spend_high": 4}, "spend_low = '5': must be above 0 and not above spend_high = '4'"),
            ({"spend_low": 0, "spend_high": 4}, "spend_low = '0': must be above 0"),
            (
                {"client_spend": 9, "spend_low": 1, "spend_high": 4},
                "client_spend = '9': give the likely spend, within its range 1 to 4",
            ),
        ],
    )
    def test_refusals(self, payload: dict[str, Any], message: str) -> None:
        with pytest.raises(BadInput) as caught:
            run_tool("share_of_wallet", {"currency": "EUR", "our_sales": 1, **payload})
        assert str(caught.value).startswith(f"share_of_wallet: {message}")
