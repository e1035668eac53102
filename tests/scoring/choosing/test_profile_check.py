"""Tests of `account_profile_check`: eight points, each shown, claimed, absent or unknown."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result

LARGE = ("multi_site", "multi_contact", "sector_influence", "demanding_purchasing")
LOYAL = ("value", "service_quality", "joint_governance", "co_piloted_plan")
YES = {"present": True, "evidence": ["contract, annex 2"]}


def check(large: dict[str, Any], loyalty: dict[str, Any]) -> dict[str, Any]:
    return result("account_profile_check", large_account=large, loyalty=loyalty)


class TestStates:
    def test_all_points_shown_is_complete(self) -> None:
        found = check(dict.fromkeys(LARGE, YES), dict.fromkeys(LOYAL, YES))
        assert (found["large_account"], found["loyalty"]) == ("complete", "complete")
        assert (found["large_account_shown"], found["loyalty_shown"]) == (4, 4)

    @pytest.mark.parametrize(
        ("points", "state"),
        [
            ({"multi_site": YES}, "partial"),
            (dict.fromkeys(LARGE, False), "absent"),
            ({"multi_site": False}, "unknown"),
            (dict.fromkeys(LARGE, True), "unknown"),
            ({**dict.fromkeys(LARGE, False), "multi_site": True}, "unknown"),
            ({}, "unknown"),
        ],
    )
    def test_state_of_an_attribute(self, points: dict[str, Any], state: str) -> None:
        assert check(points, {"value": YES})["large_account"] == state

    def test_each_point_has_its_status(self) -> None:
        answer = run_tool(
            "account_profile_check",
            {"loyalty": {"value": YES, "service_quality": True, "joint_governance": {"present": False}}},
        )
        assert {item["point"]: item["status"] for item in answer.per_item if item["attribute"] == "loyalty"} == {
            "value": "shown",
            "service_quality": "claimed",
            "joint_governance": "absent",
            "co_piloted_plan": "unknown",
        }
        assert answer.result is not None
        assert answer.result["to_prove"] == ["service_quality"]
        assert answer.result["to_ask"] == [*LARGE, "co_piloted_plan"]
        assert codes(answer) == ["profile.to_prove", "profile.to_ask"]
        assert answer.missing[-1] == "loyalty.co_piloted_plan.present"

    def test_nothing_answered_is_insufficient(self) -> None:
        answer = run_tool("account_profile_check", {"account": "Alpha"})
        assert (answer.verdict, answer.result) == ("insufficient", None)
        assert len(answer.missing) == 8


class TestReading:
    @pytest.mark.parametrize(
        ("large", "loyalty", "code"),
        [
            (dict.fromkeys(LARGE, YES), dict.fromkeys(LOYAL, YES), "profile.both"),
            (dict.fromkeys(LARGE, YES), {"value": YES}, "profile.size_first"),
            ({"multi_site": YES}, dict.fromkeys(LOYAL, YES), "profile.loyalty_first"),
        ],
    )
    def test_says_what_the_two_attributes_mean_together(
        self, large: dict[str, Any], loyalty: dict[str, Any], code: str
    ) -> None:
        answer = run_tool("account_profile_check", {"large_account": large, "loyalty": loyalty})
        assert answer.why[-1].code == code

    def test_unknown_attribute_gives_no_reading(self) -> None:
        answer = run_tool("account_profile_check", {"large_account": dict.fromkeys(LARGE, YES)})
        assert [note.code for note in answer.why] == ["profile.large_account", "profile.loyalty"]

    def test_unknown_point_is_refused(self) -> None:
        with pytest.raises(BadInput, match=r"loyalty\.nps"):
            run_tool("account_profile_check", {"loyalty": {"nps": True}})
