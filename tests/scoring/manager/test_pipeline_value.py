"""Tests of `pipeline_value`: the vectors of the method, and the limits."""

from __future__ import annotations

from typing import Any

from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result


class TestPipeline:
    DEALS = ((50, 0.7), (80, 0.4), (30, 0.9), (120, 0.2))

    def payload(self) -> list[dict[str, Any]]:
        return [{"name": str(a), "amount": a, "probability": p} for a, p in self.DEALS]

    def test_vector(self) -> None:
        found = result("weighted_pipeline", currency="EUR", deals=self.payload())
        assert (found["weighted"], found["sd"], found["open_total"]) == ("118", "66.68", "280")

    def test_lost_and_unpriced_deals_stay_out(self) -> None:
        more = [{"name": "lost", "amount": 900, "probability": 0}, {"name": "unpriced", "probability": 0.5}]
        answer = run_tool("weighted_pipeline", {"currency": "EUR", "deals": [*self.payload(), *more]})
        assert answer.result is not None
        assert answer.result["open_total"] == "280"
        assert codes(answer) == ["pipeline.unknown", "pipeline.lost"]
