"""Tests of `retention`: the vectors of the method, and the limits."""

from __future__ import annotations

from copilot.scoring.registry import run_tool
from tests.scoring.helpers import result


class TestRetention:
    def test_vector(self) -> None:
        found = result("nrr", currency="EUR", start=1_000_000, expansion=180_000, contraction=40_000, churn=60_000)
        assert (found["nrr"], found["grr"]) == ("1.08", "0.9")

    def test_clients_give_the_same_movements_without_new_ones(self) -> None:
        rows = [
            {"name": "grew", "previous": 100, "current": 130},
            {"name": "shrank", "previous": 100, "current": 80},
            {"name": "left", "previous": 50, "current": 0},
            {"name": "new", "previous": 0, "current": 500},
        ]
        answer = run_tool("nrr", {"currency": "EUR", "clients": rows})
        assert answer.result is not None
        assert [answer.result[key] for key in ("start", "expansion", "contraction", "churn", "new")] == [
            "250", "30", "20", "50", "500",
        ]  # fmt: skip
        assert answer.result["nrr"] == "0.84"

    def test_start_of_zero_is_undefined(self) -> None:
        answer = run_tool("nrr", {"currency": "EUR", "start": 0, "expansion": 1, "contraction": 0, "churn": 0})
        assert (answer.verdict, answer.missing) == ("insufficient", ["start"])

    def test_missing_movement_is_named(self) -> None:
        assert run_tool("nrr", {"currency": "EUR", "start": 10}).missing == ["expansion", "contraction", "churn"]
