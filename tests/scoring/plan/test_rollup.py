"""Tests of `rollup`: the vector of the method, and the limits."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result

ROWS = (
    ("A", 300, "0.12", 4000, "written"),
    ("B", 250, "0.11", 3000, "signed"),
    ("C", 400, "0.14", 5000, "none"),
    ("D", 200, "0.08", 2500, "written"),
    ("E", 350, "0.105", 4500, "verbal"),
)
KEYS = ("id", "amount", "share", "category_sales", "commitment")


def requests(rows: Any = ROWS) -> list[dict[str, Any]]:
    return [dict(zip(KEYS, row, strict=True)) for row in rows]


class TestRollup:
    def test_vector(self) -> None:
        found = result("rollup", currency="EUR", requests=requests())
        assert (found["total"], found["count"]) == ("1500", 5)
        assert (found["expected_sales"], found["category_sales"]) == ("2182.5", "19000")
        assert (found["weighted_share"], found["mean_share"]) == ("0.114868", "0.111")

    def test_amounts_by_firmness(self) -> None:
        found = result("rollup", currency="EUR", requests=requests())
        assert (found["firm_amount"], found["soft_amount"]) == ("750", "750")

    def test_whole_may_reach_what_a_client_misses(self) -> None:
        answer = run_tool("rollup", {"currency": "EUR", "requests": requests(), "target": "0.1"})
        assert answer.result is not None
        assert (answer.result["reached"], answer.result["below_target"]) == (True, ["D"])
        assert codes(answer) == ["rollup.some_below"]
        assert "D" in answer.findings[0].fr

    def test_target_at_the_exact_weighted_share_is_reached(self) -> None:
        rows = [("a", 1, "0.2", 100, "none"), ("b", 1, "0.05", 200, "none")]
        assert result("rollup", currency="EUR", requests=requests(rows), target="0.1")["reached"] is True

    def test_mean_that_turns_the_verdict_is_told(self) -> None:
        rows = [("a", 1, "0.2", 100, "none"), ("b", 1, "0.05", 1000, "none")]
        answer = run_tool("rollup", {"currency": "EUR", "requests": requests(rows), "target": "0.1"})
        assert answer.result is not None
        assert answer.result["reached"] is False
        assert codes(answer) == ["rollup.mean_misleads"]

    def test_what_is_not_stated_is_left_out_and_named(self) -> None:
        rows = [("a", 100, "0.2", 50, "signed"), ("b", None, "0.1", 50, "signed"), ("c", 60, None, 70, None)]
        answer = run_tool("rollup", {"currency": "EUR", "requests": requests(rows)})
        assert answer.result is not None
        assert [answer.result[key] for key in ("count", "priced", "total", "weighted_share", "cost_rate")] == [
            3, 2, "160", "0.15", "10",
        ]  # fmt: skip
        assert codes(answer) == ["rollup.unpriced", "rollup.no_share", "rollup.no_commitment_stated"]

    def test_client_that_brings_nothing_is_named(self) -> None:
        rows = [{**row, "client_means": row["id"] != "B"} for row in requests()]
        assert codes(run_tool("rollup", {"currency": "EUR", "requests": rows})) == ["rollup.no_client_means"]

    def test_total_without_any_share(self) -> None:
        found = result("rollup", currency="EUR", requests=[{"id": "a", "amount": 5}], target="0.1")
        assert found["weighted_share"] is found["mean_share"] is found["cost_rate"] is found["reached"] is None

    def test_amounts_of_zero_are_a_total_of_zero(self) -> None:
        found = result("rollup", currency="EUR", requests=[{"id": "a", "amount": 0, "share": 1, "category_sales": 0}])
        assert (found["total"], found["weighted_share"]) == ("0", None)

    @pytest.mark.parametrize("rows", [[], [("a", None, "0.1", 10, "none")]])
    def test_no_amount_is_insufficient(self, rows: list[Any]) -> None:
        answer = run_tool("rollup", {"currency": "EUR", "requests": requests(rows)})
        assert (answer.verdict, answer.missing) == ("insufficient", ["requests with an amount"])

    def test_order_does_not_matter(self) -> None:
        one, two = (
            run_tool("rollup", {"currency": "EUR", "requests": rows}) for rows in (requests(), requests()[::-1])
        )
        assert (one.result, one.per_item, one.why) == (two.result, two.per_item, two.why)

    @pytest.mark.parametrize(
        ("row", "message"),
        [
            (
                {"commitment": "yes"},
                "requests.0.commitment = 'yes': Input should be 'none', 'verbal', 'written' or 'signed'",
            ),
            (
                {"commitment": True},
                "requests.0.commitment = 'True': Input should be 'none', 'verbal', 'written' or 'signed'",
            ),
            ({"share": 12}, "requests.0.share = '12': Input should be less than or equal to 1"),
            ({"currency": "USD"}, "requests.0.currency = 'USD': the call is in 'EUR'; convert first"),
        ],
    )
    def test_refusals(self, row: dict[str, Any], message: str) -> None:
        with pytest.raises(BadInput) as caught:
            run_tool("rollup", {"currency": "EUR", "requests": [{"id": "a", **row}]})
        assert str(caught.value).startswith(f"rollup: {message}")

    def test_same_request_twice_is_refused(self) -> None:
        with pytest.raises(BadInput, match="requests: 'A' stands twice"):
            run_tool("rollup", {"currency": "EUR", "requests": requests() + requests()[:1]})
