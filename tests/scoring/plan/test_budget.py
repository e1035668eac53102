"""Tests of `budget`: the vectors of the method, and the limits."""

from __future__ import annotations

from typing import Any

from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result


class TestBudget:
    LINES = (("a", 100, "approved"), ("b", 50, "pending"), ("c", 25, "refused"))

    def payload(self) -> list[dict[str, Any]]:
        return [{"label": a, "amount": b, "status": c} for a, b, c in self.LINES]

    def test_sums_by_status(self) -> None:
        found = result("budget_rollup", currency="EUR", lines=self.payload(), declared_total=175)
        assert [found[key] for key in ("total", "approved", "pending", "refused", "balance")] == [
            "175", "100", "50", "25", "50",
        ]  # fmt: skip

    def test_wrong_declared_total_is_a_finding(self) -> None:
        answer = run_tool("budget_rollup", {"currency": "EUR", "lines": self.payload(), "declared_total": 180})
        assert codes(answer) == ["budget.total_differs"]
