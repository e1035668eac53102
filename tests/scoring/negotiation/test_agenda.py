"""Tests of `agenda` and `time_check`: the vector of the method, the protected conclusion, and the limits."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result

SPLIT = {"opening": 0.2, "diagnosis": 0.2, "proposals": 0.2, "bargaining": 0.2, "conclusion": 0.2}


def check(elapsed: Any, phase: str | None = None, **more: Any) -> dict[str, Any]:
    return result("time_check", **{"total_min": 90, "n_issues": 5, "elapsed_min": elapsed, "phase": phase, **more})


class TestAgenda:
    def test_vector(self) -> None:
        found = result("agenda", total_min=90, n_issues=5)
        assert list(found["minutes"].values()) == ["9", "22.5", "18", "27", "13.5"]
        assert found["conclusion_latest_start_min"] == "76.5"
        assert found["warnings"] == []

    def test_slots_follow_each_other_and_have_clock_times(self) -> None:
        items = run_tool("agenda", {"total_min": 90, "start_time": "09:30"}).per_item
        assert [item["start_min"] for item in items] == ["0", "9", "31.5", "49.5", "76.5"]
        assert [item["end_min"] for item in items] == ["9", "31.5", "49.5", "76.5", "90"]
        assert [item["start_clock"] for item in items] == ["09:30", "09:39", "10:01:30", "10:19:30", "10:46:30"]
        assert items[-1]["end_clock"] == "11:00"

    def test_meeting_past_midnight_says_so(self) -> None:
        assert result("agenda", total_min=120, start_time="23:00")["end_clock"] == "01:00 (+1)"

    @pytest.mark.parametrize(
        ("total", "issues", "each", "warnings"),
        [
            (100, 6, "5", []),
            (90, 6, "4.5", ["too_short_per_issue"]),
            (120, 7, "5.142857", []),
            ("120.5", 7, "5.164286", ["too_long"]),
            (121, 8, "4.5375", ["too_short_per_issue", "too_long"]),
        ],
    )
    def test_warnings_start_below_five_minutes_and_above_two_hours(
        self, total: Any, issues: int, each: str, warnings: list[str]
    ) -> None:
        found = result("agenda", total_min=total, n_issues=issues)
        assert (found["minutes_per_issue"], found["warnings"]) == (each, warnings)

    def test_too_short_says_how_long_it_takes_or_how_many_issues_fit(self) -> None:
        answer = run_tool("agenda", {"total_min": 90, "n_issues": 6})
        assert answer.result is not None
        assert (answer.result["needed_min"], answer.result["issues_that_fit"]) == ("100", 5)
        assert codes(answer) == ["agenda.too_short"]
        assert "prévoir 100 min" in answer.findings[0].fr
        assert "keep to 5 issues" in answer.findings[0].en

    def test_needed_length_is_rounded_up_so_that_it_is_enough(self) -> None:
        needed = result("agenda", total_min=10, n_issues=5)["needed_min"]
        assert needed == "83.34"
        assert result("agenda", total_min=needed, n_issues=5)["warnings"] == []

    def test_too_many_issues_for_one_meeting_give_several(self) -> None:
        answer = run_tool("agenda", {"total_min": 90, "n_issues": 20})
        assert codes(answer) == ["agenda.too_short_split_meeting"]
        assert "with 7 issues at most in each" in answer.findings[0].en

    def test_no_time_for_bargaining_is_said_without_a_length(self) -> None:
        split = {**SPLIT, "bargaining": 0, "opening": 0.4}
        answer = run_tool("agenda", {"total_min": 60, "n_issues": 1, "split": split})
        assert answer.result is not None
        assert (answer.result["minutes_per_issue"], answer.result["needed_min"]) == ("0", None)
        assert codes(answer) == ["agenda.too_short_no_time"]

    @pytest.mark.parametrize("issues", [None, 0])
    def test_without_issues_the_time_of_each_is_unknown_not_zero(self, issues: int | None) -> None:
        answer = run_tool("agenda", {"total_min": 90, "n_issues": issues})
        assert answer.result is not None
        assert answer.result["minutes_per_issue"] is None
        assert codes(answer) == ["agenda.no_issues"]

    def test_own_split_and_limits_replace_ours(self) -> None:
        answer = run_tool(
            "agenda",
            {"total_min": 50, "n_issues": 4, "split": SPLIT, "min_minutes_per_issue": 2, "max_total_min": 45},
        )
        assert answer.result is not None
        assert set(answer.result["minutes"].values()) == {"10"}
        assert answer.result["warnings"] == ["too_long"]
        assert answer.why[0].code == "agenda.split"

    def test_our_split_is_labelled_as_ours(self) -> None:
        why = run_tool("agenda", {"total_min": 90}).why[0]
        assert "notre répartition par défaut" in why.fr
        assert "our default split" in why.en

    @pytest.mark.parametrize(
        ("payload", "message"),
        [
            ({"total_min": 0}, "agenda: total_min = '0': Input should be greater than 0"),
            ({"total_min": -5}, "total_min = '-5'"),
            ({"total_min": 1441}, "total_min = '1441': Input should be less than or equal to 1440"),
            ({"total_min": "NaN"}, "finite number"),
            ({"total_min": 60, "n_issues": -1}, "n_issues = '-1'"),
            ({"total_min": 60, "start_time": "25:00"}, "start_time = '25:00'"),
            ({"total_min": 60, "split": {**SPLIT, "opening": 0.1}}, "the five shares sum to 0.9; they must sum to 1"),
            ({"total_min": 60, "split": {**SPLIT, "opening": 20}}, "less than or equal to 1"),
            ({"total_min": 60, "split": {**SPLIT, "conclusion": 0, "opening": 0.4}}, "split.conclusion = '0'"),
        ],
    )
    def test_refusals_name_field_and_value(self, payload: dict[str, Any], message: str) -> None:
        with pytest.raises(BadInput) as caught:
            run_tool("agenda", payload)
        assert message in str(caught.value)


class TestTimeCheck:
    @pytest.mark.parametrize(
        ("elapsed", "phase"),
        [
            (0, "opening"),
            ("8.9", "opening"),
            (9, "diagnosis"),
            ("31.5", "proposals"),
            ("76.4", "bargaining"),
            ("76.5", "conclusion"),
            (90, "conclusion"),
            ("90.1", "over"),
        ],
    )
    def test_planned_phase_at_its_limits(self, elapsed: Any, phase: str) -> None:
        assert check(elapsed)["planned_phase"] == phase

    @pytest.mark.parametrize(
        ("elapsed", "phase", "status", "late", "ahead"),
        [
            (40, "diagnosis", "late", "8.5", "0"),
            ("31.5", "diagnosis", "on_time", "0", "0"),
            (20, "proposals", "ahead", "0", "11.5"),
            (60, "bargaining", "on_time", "0", "0"),
            (80, "bargaining", "late", "3.5", "0"),
            (90, "conclusion", "on_time", "0", "0"),
            (95, "conclusion", "over", "5", "0"),
            (95, "proposals", "over", "45.5", "0"),
            (95, None, "over", "5", "0"),
            (40, None, "phase_unknown", "0", "0"),
        ],
    )
    def test_late_and_ahead(self, elapsed: Any, phase: str | None, status: str, late: str, ahead: str) -> None:
        found = check(elapsed, phase)
        assert (found["status"], found["late_min"], found["ahead_min"]) == (status, late, ahead)

    def test_delay_is_cut_from_what_is_left_before_the_conclusion(self) -> None:
        answer = run_tool("time_check", {"total_min": 90, "n_issues": 5, "elapsed_min": 40, "phase": "diagnosis"})
        assert answer.result is not None
        assert [(item["phase"], item["proposed_min"]) for item in answer.per_item] == [
            ("diagnosis", "0"),
            ("proposals", "14.6"),
            ("bargaining", "21.9"),
            ("conclusion", "13.5"),
        ]
        assert answer.result["cut_min"] == "8.5"
        assert answer.per_item[2]["end_min"] == "76.5"
        assert codes(answer) == ["time_check.cut", "time_check.carry"]
        assert "propositions 18 → 14,6, négociation 27 → 21,9" in answer.findings[0].fr

    def test_issues_that_no_longer_fit_are_counted(self) -> None:
        found = check(60, "bargaining")
        assert (found["issues_left"], found["issues_that_fit"], found["issues_to_carry"]) == (5, 3, 2)
        assert check(60, "bargaining", issues_settled=2)["issues_to_carry"] == 0

    def test_time_in_hand_goes_to_the_bargaining(self) -> None:
        found = check(20, "bargaining")
        assert found["spare_min"] == "29.5"
        assert found["issues_that_fit"] == 11

    def test_conclusion_is_called_when_its_time_has_come(self) -> None:
        answer = run_tool("time_check", {"total_min": 90, "n_issues": 5, "elapsed_min": 80, "phase": "proposals"})
        assert answer.result is not None
        assert answer.result["conclude_now"] is True
        assert answer.result["conclusion_left_min"] == "10"
        assert answer.result["cut_min"] == "27"
        assert codes(answer) == ["time_check.conclude_now", "time_check.carry"]

    def test_conclusion_in_progress_is_not_called_again(self) -> None:
        assert check(80, "conclusion")["conclude_now"] is False

    def test_meeting_that_ran_over_closes(self) -> None:
        answer = run_tool("time_check", {"total_min": 90, "elapsed_min": 100, "phase": "bargaining"})
        assert answer.result is not None
        assert (answer.result["remaining_min"], answer.result["conclusion_left_min"]) == ("0", "0")
        assert answer.result["issues_to_carry"] is None
        assert codes(answer) == ["time_check.over"]

    def test_same_agenda_inputs_as_agenda(self) -> None:
        found = check(30, "opening", split=SPLIT, start_time="14:00")
        assert found["conclusion_latest_start_min"] == "72"
        assert found["conclusion_latest_start_clock"] == "15:12"

    @pytest.mark.parametrize(
        ("payload", "message"),
        [
            ({"elapsed_min": -1}, "elapsed_min = '-1'"),
            ({"elapsed_min": 3000}, "elapsed_min = '3000'"),
            ({"elapsed_min": 5, "phase": "lunch"}, "phase = 'lunch'"),
            ({"elapsed_min": 5, "issues_settled": 6}, "issues_settled = '6': above n_issues = '5'"),
        ],
    )
    def test_refusals_name_field_and_value(self, payload: dict[str, Any], message: str) -> None:
        with pytest.raises(BadInput) as caught:
            run_tool("time_check", {"total_min": 90, "n_issues": 5, **payload})
        assert message in str(caught.value)
