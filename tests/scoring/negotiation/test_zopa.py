"""Tests of `zopa`: the vectors of the method, and the limits."""

from __future__ import annotations

import pytest

from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result


class TestZopa:
    def test_vector(self) -> None:
        found = result("zopa", unit="EUR/h", seller_min=96, buyer_max=104)
        assert (found["exists"], found["width"], found["status"]) == ("yes", "8", "known")

    def test_no_room_gives_the_gap(self) -> None:
        found = result("zopa", unit="EUR/h", seller_min=104, buyer_max=96)
        assert (found["exists"], found["width"], found["gap"]) == ("no", "0", "8")

    @pytest.mark.parametrize(
        ("low", "high", "exists", "width", "at_best"),
        [(90, 100, "uncertain", None, "4"), (97, 100, "yes", None, "4"), (80, 90, "no", "0", "0")],
    )
    def test_unknown_buyer_limit_is_a_range_and_an_estimate(
        self, low: int, high: int, exists: str, width: str | None, at_best: str
    ) -> None:
        found = result("zopa", unit="EUR/h", seller_min=96, buyer_max_low=low, buyer_max_high=high)
        assert (found["exists"], found["width"], found["width_high"]) == (exists, width, at_best)
        assert found["status"] == "estimate"

    def test_hearsay_makes_an_estimate(self) -> None:
        answer = run_tool("zopa", {"unit": "%", "seller_min": 0, "buyer_max": 1, "buyer_is_estimate": True})
        assert codes(answer) == ["zopa.estimate"]

    def test_no_buyer_limit_is_insufficient(self) -> None:
        assert run_tool("zopa", {"unit": "%", "seller_min": 0}).missing == ["buyer_max"]
