"""Tests of `concession_plan`: the order, the four rules and their refusals."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result


def give(name: str, cost: Any, value: Any, **more: Any) -> dict[str, Any]:
    return {"give": name, "cost": cost, "get": f"return of {name}", "get_value": value, **more}


THREE = [give("C", 5, 10), give("A", 10, 40), give("B", 8, 20)]


def plan(concessions: list[dict[str, Any]], mandate: Any = 100, **more: Any) -> dict[str, Any]:
    return result("concession_plan", currency="EUR", mandate=mandate, concessions=concessions, **more)


def refusal(concessions: list[dict[str, Any]], mandate: Any = 100, **more: Any) -> str:
    with pytest.raises(BadInput) as caught:
        run_tool("concession_plan", {"currency": "EUR", "mandate": mandate, "concessions": concessions, **more})
    return str(caught.value)


class TestPlan:
    def test_order_by_cost_per_value_with_smaller_steps(self) -> None:
        found = plan(THREE, 23)
        assert found["order"] == ["A", "B", "C"]
        assert (found["total_cost"], found["mandate_left"], found["net_gain"]) == ("23", "0", "47")

    def test_what_is_left_of_the_mandate_after_each(self) -> None:
        items = run_tool("concession_plan", {"currency": "EUR", "mandate": 30, "concessions": THREE}).per_item
        assert [item["mandate_left"] for item in items] == ["20", "12", "7"]
        assert [item["cost_per_value"] for item in items] == ["0.25", "0.4", "0.5"]

    def test_equal_ratios_start_with_the_larger_step(self) -> None:
        assert plan([give("small", 5, 10), give("large", 10, 20)])["order"] == ["large", "small"]

    def test_what_costs_nothing_comes_first_and_is_no_step(self) -> None:
        assert plan([give("A", 10, 40), give("logo", 0, 5), give("visit", 0, 9)])["order"] == ["visit", "logo", "A"]

    def test_condition_sentences_in_both_languages(self) -> None:
        concession = {"give": "60 jours.", "cost": 5, "get": " trois ans ;", "get_value": 9}
        item = run_tool("concession_plan", {"currency": "EUR", "mandate": 9, "concessions": [concession]}).per_item[0]
        nbsp = "\u00a0"
        assert item["condition_fr"] == (
            f"Si vous acceptez «{nbsp}trois ans{nbsp}», alors nous accordons «{nbsp}60 jours{nbsp}»."
        )
        assert item["condition_en"] == "If you accept “trois ans”, then we grant “60 jours”."

    @pytest.mark.parametrize(
        ("more", "cost", "value", "tactic"),
        [
            ({"ease": "difficile"}, 5, 10, "dissuader"),
            ({"ease": "difficile", "tactic": "echanger"}, 5, 10, "echanger"),
            ({"ease": "sous_conditions"}, 11, 10, "reduire"),
            ({"ease": "facile"}, 10, 10, "echanger"),
            ({}, 5, 10, "echanger"),
        ],
    )
    def test_tactic_is_given_or_follows_our_rule(
        self, more: dict[str, Any], cost: int, value: int, tactic: str
    ) -> None:
        payload = {"currency": "EUR", "mandate": 99, "concessions": [give("A", cost, value, **more)]}
        item = run_tool("concession_plan", payload).per_item[0]
        assert (item["tactic"], item["tactic_is_ours"]) == (tactic, "tactic" not in more)

    def test_losing_and_hard_trades_are_warned_about(self) -> None:
        concessions = [give("A", 20, 10, get_ease="difficile"), give("B", 21, 20, ease="difficile")]
        answer = run_tool("concession_plan", {"currency": "EUR", "mandate": 41, "concessions": concessions})
        assert codes(answer) == [
            "concession_plan.at_a_loss",
            "concession_plan.hard_counterpart",
            "concession_plan.dissuade",
            "concession_plan.mandate_used",
        ]

    @pytest.mark.parametrize(
        ("payload", "missing"),
        [
            ({"concessions": []}, ["mandate", "concessions"]),
            ({"mandate": 5, "concessions": [give("A", None, None)]}, ["cost of 'A'", "get_value of 'A'"]),
        ],
    )
    def test_too_little_is_insufficient(self, payload: dict[str, Any], missing: list[str]) -> None:
        answer = run_tool("concession_plan", {"currency": "EUR", **payload})
        assert (answer.verdict, answer.missing) == ("insufficient", missing)


class TestRefusals:
    @pytest.mark.parametrize("get", [None, "", "   "])
    def test_give_without_a_get_is_refused_by_name(self, get: str | None) -> None:
        message = refusal([{"give": "free delivery", "cost": 5, "get": get, "get_value": 9}])
        assert message == (
            "concession_plan: concessions.0.get: 'free delivery' has no counterpart; every give has a get"
        )

    def test_give_without_a_get_is_refused_even_without_figures(self) -> None:
        assert "'free delivery' has no counterpart" in refusal([{"give": "free delivery"}], None)

    def test_mandate_may_be_used_up_and_not_passed(self) -> None:
        assert plan(THREE, 23)["mandate_left"] == "0"
        assert "mandate = '22.99': the concessions cost 23 together, 0.01 too much" in refusal(THREE, "22.99")

    def test_rising_step_is_refused_with_both_names(self) -> None:
        message = refusal([give("A", 5, 20), give("B", 10, 20)])
        assert "'B' (cost 10) follows 'A' (cost 5), but each step must be smaller" in message

    def test_equal_step_is_no_smaller_step(self) -> None:
        assert "'B' (cost 5) follows 'A' (cost 5)" in refusal([give("A", 5, 20), give("B", 5, 10)])

    def test_counterpart_without_worth_is_refused(self) -> None:
        assert "the counterpart of 'A' is worth nothing" in refusal([give("A", 5, 0)])

    def test_same_give_twice_is_refused(self) -> None:
        assert "'A' stands twice" in refusal([give("A", 5, 9), give("A", 4, 9)])

    def test_other_currency_is_refused(self) -> None:
        assert "concessions.0.currency = 'USD': the call is in 'EUR'" in refusal([give("A", 5, 9, currency="USD")])

    @pytest.mark.parametrize("cost", [-1, "NaN", "Infinity", "1e16"])
    def test_cost_out_of_range_is_refused(self, cost: Any) -> None:
        assert "concessions.0.cost" in refusal([give("A", cost, 9)])


class TestHoldBack:
    def test_fewest_useful_concessions_are_held_back(self) -> None:
        concessions = [give("A", 5, 30), give("B", 10, 50), give("C", 7, 21), give("D", 6, 15)]
        answer = run_tool(
            "concession_plan",
            {"currency": "EUR", "mandate": 28, "concessions": concessions, "on_rising_step": "hold_back"},
        )
        assert answer.result is not None
        assert answer.result["order"] == ["B", "C", "D"]
        assert answer.result["held_back"] == ["A"]
        assert answer.result["mandate_left"] == "5"
        assert codes(answer) == ["concession_plan.held_back"]

    def test_nothing_is_held_back_from_a_good_order(self) -> None:
        assert plan(THREE, on_rising_step="hold_back") == plan(THREE)

    def test_mandate_still_covers_what_is_held_back(self) -> None:
        assert "2 too much" in refusal([give("A", 5, 20), give("B", 10, 20)], 13, on_rising_step="hold_back")
