"""Tests of `cumulative_share`: the vectors of the method, the periods to come, and the limits."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result

OURS, CATEGORY = [40, 70, 110, 130, 150, 170], [1000, 1050, 1100, 1200, 1150, 1250]
TRAP = {"ours": [30, 28, 90, 90, 90, 90], "category": [200, 200, 1000, 1000, 1000, 1000]}


def share(**payload: Any) -> dict[str, Any]:
    return result("cumulative_share", currency="EUR", **payload)


def why(**payload: Any) -> list[str]:
    return [note.code for note in run_tool("cumulative_share", {"currency": "EUR", **payload}).why]


class TestVectors:
    def test_six_months_miss_ten_percent(self) -> None:
        found = share(ours=OURS, category=CATEGORY, target="0.1")
        assert (found["ours"], found["category"], found["share"]) == ("670", "6750", "0.099259")
        assert (found["reached"], found["missing_amount"]) == (False, "5")

    def test_mean_of_the_months_would_announce_a_success(self) -> None:
        answer = run_tool("cumulative_share", {"currency": "EUR", **TRAP, "target": "0.1"})
        assert answer.result is not None
        assert (answer.result["share"], answer.result["mean_of_shares"]) == ("0.095", "0.108333")
        assert (answer.result["reached"], answer.result["mean_reaches"]) == (False, True)
        assert answer.result["missing_amount"] == "22"
        assert codes(answer) == ["cumulative.mean_flatters"]
        assert "10,83" in answer.findings[0].fr
        assert "do not use it" in answer.findings[0].en

    def test_mean_that_hides_a_success_is_told_as_well(self) -> None:
        payload = {"currency": "EUR", "ours": [1, 150], "category": [100, 1000], "target": "0.1"}
        answer = run_tool("cumulative_share", payload)
        assert answer.result is not None
        assert (answer.result["reached"], answer.result["mean_reaches"]) == (True, False)
        assert codes(answer) == ["cumulative.mean_belittles"]

    def test_both_forms_agree(self) -> None:
        periods = [
            {"period": f"2026-0{n}", "ours": o, "category": c}
            for n, (o, c) in enumerate(zip(OURS, CATEGORY, strict=True), start=1)
        ]
        assert share(periods=periods, target="0.1") == share(ours=OURS, category=CATEGORY, target="0.1")


class TestTarget:
    def test_exactly_at_target_is_reached(self) -> None:
        found = share(ours=[5, 15], category=[100, 100], target="0.1")
        assert (found["reached"], found["missing_amount"]) == (True, "0")

    def test_just_below_target_is_not_and_is_not_written_like_it(self) -> None:
        payload = {"currency": "EUR", "ours": ["9999999.99"], "category": [100_000_000], "target": "0.1"}
        answer = run_tool("cumulative_share", payload)
        assert answer.result is not None
        assert (answer.result["reached"], answer.result["missing_amount"]) == (False, "0.01")
        assert answer.result["share"] == "0.1"  # six decimals; the verdict is on the exact figures
        assert "9,99999999\u00a0%" in answer.why[0].fr

    def test_without_target_nothing_is_judged(self) -> None:
        found = share(ours=OURS, category=CATEGORY)
        assert found["target"] is found["reached"] is found["missing_amount"] is found["mean_reaches"] is None
        assert "cumulative.range" in why(ours=OURS, category=CATEGORY)

    def test_why_names_the_period_that_drags(self) -> None:
        answer = run_tool("cumulative_share", {"currency": "EUR", "ours": OURS, "category": CATEGORY, "target": "0.1"})
        drag = next(note for note in answer.why if note.code == "cumulative.drag")
        assert drag.en == (
            "The largest shortfall comes from P1: a share of 4%, €60 below target; the best period is P6 (13.6%)."
        )


class TestPeriodsToCome:
    def test_what_the_rest_must_bring(self) -> None:
        found = share(ours=OURS[:4], category=CATEGORY[:4], target="0.1", horizon=6, remaining_category=2400)
        # 10 % of 4350 + 2400 is 675, of which 350 is sold
        assert [found[key] for key in ("needed_sales", "needed_per_period", "needed_share")] == [
            "325", "162.5", "0.135417",
        ]  # fmt: skip
        assert (found["remaining_periods"], found["outlook"]) == (2, "above_best")

    def test_category_to_come_is_assumed_and_told(self) -> None:
        payload = {"currency": "EUR", "ours": [60, 60], "category": [500, 700], "target": "0.1", "horizon": 3}
        answer = run_tool("cumulative_share", payload)
        assert answer.result is not None
        assert (answer.result["remaining_category"], answer.result["needed_sales"]) == ("600", "60")
        assert answer.result["outlook"] == "open"
        assert codes(answer) == ["cumulative.assumed_category"]

    @pytest.mark.parametrize(
        ("ours", "to_come", "outlook", "needed"),
        [
            ([60, 60], 200, "secured", "0"),
            ([60, 59], 200, "open", "1"),
            ([50, 50], 200, "above_best", "20.01"),
            ([5, 5], 100, "impossible", "100.01"),
        ],
    )
    def test_outlook_changes_exactly_at_its_limits(
        self, ours: list[int], to_come: int, outlook: str, needed: str
    ) -> None:
        """Needed is 0, 1, then one cent above the best share so far or above the whole category."""
        category = {"secured": [500, 500], "open": [500, 500], "above_best": ["500.05", "500.05"]}.get(
            outlook, ["500.05", "500.05"]
        )
        found = share(ours=ours, category=category, target="0.1", horizon=3, remaining_category=to_come)
        assert found["outlook"] == outlook
        assert found["needed_sales"] == needed

    def test_needed_at_the_best_share_so_far_is_still_open(self) -> None:
        found = share(ours=[40, 60], category=[500, 500], target="0.1", horizon=3, remaining_category=0)
        assert found["outlook"] == "secured"
        found = share(ours=[60, 30], category=[500, 500], target="0.1", horizon=3, remaining_category=500)
        assert (found["needed_share"], found["outlook"]) == ("0.12", "open")

    def test_whole_category_needed_is_not_yet_impossible(self) -> None:
        found = share(ours=[0], category=[90], target="0.1", horizon=2, remaining_category=10)
        assert (found["needed_share"], found["outlook"]) == ("1", "above_best")

    def test_nothing_to_sell_any_more(self) -> None:
        found = share(ours=[1], category=[100], target="0.1", horizon=2, remaining_category=0)
        assert (found["outlook"], found["needed_share"], found["needed_sales"]) == ("impossible", None, "9")

    def test_last_period_leaves_nothing_to_come(self) -> None:
        found = share(ours=OURS, category=CATEGORY, target="0.1", horizon=6)
        assert (found["remaining_periods"], found["needed_sales"], found["outlook"]) == (0, None, None)

    def test_unknown_periods_are_left_out_and_count_as_to_come(self) -> None:
        payload = {"currency": "EUR", "ours": [60, 60, None], "category": [500, 700, 650], "target": "0.1"}
        answer = run_tool("cumulative_share", {**payload, "horizon": 3})
        assert answer.result is not None
        assert (answer.result["periods"], answer.result["remaining_periods"]) == (2, 1)
        assert codes(answer) == ["cumulative.unknown", "cumulative.assumed_category"]


class TestLimits:
    def test_periods_stand_in_the_order_of_their_numbers(self) -> None:
        periods = [{"period": name, "ours": 1, "category": 10} for name in ("M10", "M2", "M1", "Total Q1", "M02")]
        answer = run_tool("cumulative_share", {"currency": "EUR", "periods": periods})
        assert [item["period"] for item in answer.per_item] == ["M1", "M02", "M2", "M10", "Total Q1"]

    def test_period_without_category_sales_has_no_share(self) -> None:
        answer = run_tool("cumulative_share", {"currency": "EUR", "ours": [0, 10], "category": [0, 100]})
        assert answer.result is not None
        assert (answer.result["share"], answer.result["mean_of_shares"]) == ("0.1", "0.1")
        assert answer.per_item[0]["share"] is None

    def test_sales_above_the_category_contradict_it(self) -> None:
        payload = {"currency": "EUR", "ours": [20, 1], "category": [10, 100]}
        assert codes(run_tool("cumulative_share", payload)) == ["cumulative.above_category"]

    @pytest.mark.parametrize(
        "payload",
        [{}, {"periods": []}, {"ours": [0, 0], "category": [0, 0]}, {"ours": [None], "category": [5]}],
    )
    def test_no_category_is_insufficient_never_zero(self, payload: dict[str, Any]) -> None:
        answer = run_tool("cumulative_share", {"currency": "EUR", **payload})
        assert (answer.verdict, answer.missing) == ("insufficient", ["ours and category of a period"])

    def test_enormous_and_tiny_amounts_stay_exact(self) -> None:
        found = share(ours=["0.00000001"] * 3, category=["1e15"] * 3, target="0.000000000001")
        assert found["reached"] is False
        assert found["missing_amount"] == "3000"

    @pytest.mark.parametrize(
        ("payload", "message"),
        [
            ({"ours": [1], "category": [1, 2]}, "category: 2 values for 1 of ours; give both for each period"),
            (
                {"ours": [1], "category": [2], "periods": [{"period": "a"}]},
                "periods: give the periods or the lists ours and category, not both",
            ),
            (
                {"periods": [{"period": "a"}, {"period": "a"}]},
                "periods: 'a' stands twice; merge the lines or tell them apart",
            ),
            (
                {"ours": [1, 1], "category": [2, 2], "target": "0.1", "horizon": 1},
                "horizon = 1: 2 periods are given already",
            ),
            (
                {"ours": [1], "category": [2], "target": "0.1", "horizon": 1, "remaining_category": 5},
                "remaining_category = '5': no period is left in the horizon",
            ),
            (
                {"ours": [1], "category": [2], "horizon": 3},
                "target: give the share to reach; what is left to do depends on it",
            ),
            ({"ours": [1], "category": [2], "target": 10}, "target = '10': Input should be less than or equal to 1"),
            ({"ours": [1], "category": [2], "target": 0}, "target = '0': Input should be greater than 0"),
            ({"ours": [-1], "category": [2]}, "ours.0 = '-1': Input should be greater than or equal to 0"),
            ({"ours": ["NaN"], "category": [2]}, "ours.0 = 'NaN': Input should be a finite number"),
        ],
    )
    def test_refusals_name_field_and_value(self, payload: dict[str, Any], message: str) -> None:
        with pytest.raises(BadInput) as caught:
            run_tool("cumulative_share", {"currency": "EUR", **payload})
        assert str(caught.value) == f"cumulative_share: {message}"
