"""Tests of `retention`: the vectors of the method, and the limits."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result


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

    def test_undefined_start_is_explained(self) -> None:
        answer = run_tool("nrr", {"currency": "EUR", "clients": [{"name": "new", "previous": 0, "current": 5}]})
        assert (answer.verdict, answer.missing) == ("insufficient", ["clients with a revenue in the first period"])
        assert codes(answer) == ["nrr.no_start"]

    def test_why_names_the_clients_that_move_it(self) -> None:
        rows = [
            {"name": "Big", "previous": 100, "current": 160},
            {"name": "Gone", "previous": 80, "current": 0},
            {"name": "Less", "previous": 120, "current": 90},
        ]
        answer = run_tool("nrr", {"currency": "EUR", "clients": rows})
        told = {note.code: note.en for note in answer.why}
        assert told["nrr.growth_short"].startswith("€50 of growth is lacking to cover €110 of losses")
        assert told["nrr.largest_churn"].startswith("Largest loss: Gone, gone with €80, 26.7% of the start.")
        assert told["nrr.largest_growth"] == "Largest growth: Big, €60 more; without it net retention would be 63.3%."

    def test_client_that_shrank_most_may_still_be_won_back(self) -> None:
        rows = [{"name": "a", "previous": 100, "current": 40}, {"name": "b", "previous": 10, "current": 0}]
        answer = run_tool("nrr", {"currency": "EUR", "clients": rows})
        assert "nrr.largest_drop" in [note.code for note in answer.why]

    def test_everything_stable(self) -> None:
        answer = run_tool("nrr", {"currency": "EUR", "clients": [{"name": "a", "previous": 5, "current": 5}]})
        assert answer.result is not None
        assert (answer.result["nrr"], answer.result["grr"]) == ("1", "1")
        assert [note.code for note in answer.why] == ["nrr.ratios", "nrr.movements", "nrr.nothing_lost"]

    def test_everybody_left(self) -> None:
        found = result("nrr", currency="EUR", clients=[{"name": "a", "previous": 5, "current": 0}])
        assert (found["nrr"], found["grr"], found["churn"]) == ("0", "0", "5")

    def test_unknown_period_is_left_out_and_named(self) -> None:
        rows = [{"name": "a", "previous": 5, "current": 6}, {"name": "b", "previous": 5}]
        answer = run_tool("nrr", {"currency": "EUR", "clients": rows})
        assert answer.result is not None
        assert (answer.result["start"], answer.result["nrr"]) == ("5", "1.2")
        assert codes(answer) == ["nrr.unknown"]

    @pytest.mark.parametrize(
        ("payload", "message"),
        [
            ({"start": 10, "contraction": 6, "churn": 5}, "start = '10': contraction and churn together are larger"),
            ({"start": 10, "clients": [{"name": "a"}]}, "clients: give the clients or start/expansion"),
            ({"clients": [{"name": "a"}, {"name": "a"}]}, "clients: 'a' stands twice"),
            ({"start": -1}, "start = '-1': Input should be greater than or equal to 0"),
        ],
    )
    def test_refusals(self, payload: dict[str, Any], message: str) -> None:
        with pytest.raises(BadInput) as caught:
            run_tool("nrr", {"currency": "EUR", **payload})
        assert str(caught.value).startswith(f"nrr: {message}")
