"""Tests of `budget`: the vectors of the method, and the limits."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
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

    def test_open_lines_are_named_largest_first(self) -> None:
        lines = [*self.payload(), {"label": "d", "amount": 70}, {"label": "e", "amount": 70, "status": "pending"}]
        answer = run_tool("budget_rollup", {"currency": "EUR", "lines": lines})
        told = next(note for note in answer.why if note.code == "budget.balance")
        assert told.en == "€190 is still to be decided (60.3% of the total), first: d (€70), e (€70), b (€50)."

    def test_nothing_waits_when_all_is_decided(self) -> None:
        lines = [{"label": "a", "amount": 1, "status": "approved"}, {"label": "b", "amount": 2, "status": "refused"}]
        answer = run_tool("budget_rollup", {"currency": "EUR", "lines": lines})
        assert [note.code for note in answer.why] == [
            "budget.total", "budget.decided", "budget.refused", "budget.largest",
        ]  # fmt: skip

    def test_order_does_not_matter(self) -> None:
        one, two = (
            run_tool("budget_rollup", {"currency": "EUR", "lines": lines})
            for lines in (self.payload(), self.payload()[::-1])
        )
        assert (one.result, one.per_item, one.why) == (two.result, two.per_item, two.why)

    def test_line_without_amount_is_named(self) -> None:
        answer = run_tool("budget_rollup", {"currency": "EUR", "lines": [*self.payload(), {"label": "d"}]})
        assert answer.result is not None
        assert (answer.result["lines"], answer.result["total"]) == (3, "175")
        assert codes(answer) == ["budget.unpriced"]

    def test_same_line_twice_is_doubted_but_counted(self) -> None:
        answer = run_tool("budget_rollup", {"currency": "EUR", "lines": self.payload() + self.payload()[:1]})
        assert answer.result is not None
        assert answer.result["total"] == "275"
        assert codes(answer) == ["budget.repeated"]

    @pytest.mark.parametrize("lines", [[], [{"label": "a"}], [{"label": "a", "amount": 0}]])
    def test_no_amount_is_insufficient(self, lines: list[dict[str, Any]]) -> None:
        answer = run_tool("budget_rollup", {"currency": "EUR", "lines": lines})
        assert (answer.verdict, answer.missing) == ("insufficient", ["lines with an amount"])

    def test_negative_amount_is_refused(self) -> None:
        with pytest.raises(BadInput, match=r"lines\.0\.amount = '-1': Input should be greater than or equal to 0"):
            run_tool("budget_rollup", {"currency": "EUR", "lines": [{"label": "a", "amount": -1}]})
