"""Tests of `nps`: the rule, both forms of input, few answers, refusals."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result


def test_promoters_minus_detractors_in_points() -> None:
    found = result("nps", promoters=18, passives=10, detractors=12)
    assert found["nps"] == "15"
    assert (found["responses"], found["points_per_convert"]) == (40, "5")


def test_the_limits_between_the_groups() -> None:
    answer = run_tool("nps", {"scores": [10, 9, 8, 7, 6, 0]})
    assert answer.result is not None
    assert [(item["group"], item["answers"]) for item in answer.per_item] == [
        ("promoters", 2),
        ("passives", 2),
        ("detractors", 2),
    ]
    assert answer.result["nps"] == "0"


@pytest.mark.parametrize(
    ("scores", "expected"),
    [([9, 10], "100"), ([0, 6], "-100"), ([7, 8], "0"), ([10, 0, 0], "-33.333333"), ([10, 10, 8], "66.666667")],
)
def test_from_one_end_to_the_other(scores: list[int], expected: str) -> None:
    assert result("nps", scores=scores)["nps"] == expected


def test_scores_and_counts_agree() -> None:
    assert result("nps", scores=[10, 9, 7, 3]) == result("nps", promoters=2, passives=1, detractors=1)


def test_few_answers_are_warned_about_with_what_one_weighs() -> None:
    answer = run_tool("nps", {"scores": [10] * 4})
    assert codes(answer) == ["nps.few"]
    assert "ferait perdre 50 au NPS" in answer.findings[0].fr
    assert "seuil d’alerte 30" in answer.findings[0].fr
    assert codes(run_tool("nps", {"scores": [10] * 30})) == []
    assert codes(run_tool("nps", {"scores": [10] * 4, "small_sample": 4})) == []


@pytest.mark.parametrize(
    ("payload", "code", "said"),
    [
        ({"promoters": 18, "passives": 10, "detractors": 12}, "nps.call_detractors", "detractors to call first: 12"),
        ({"promoters": 1, "passives": 3, "detractors": 0}, "nps.win_passives", "lifts the NPS by 25"),
        ({"promoters": 2, "passives": 0, "detractors": 0}, "nps.all", "those who did not answer"),
    ],
)
def test_says_what_to_do_next(payload: dict[str, Any], code: str, said: str) -> None:
    why = run_tool("nps", payload).why
    assert why[-1].code == code
    assert said in why[-1].en


@pytest.mark.parametrize(
    ("payload", "missing"),
    [
        ({}, ["promoters", "passives", "detractors"]),
        ({"promoters": 3, "detractors": 1}, ["passives"]),
        ({"scores": []}, ["answers"]),
        ({"promoters": 0, "passives": 0, "detractors": 0}, ["answers"]),
    ],
)
def test_too_little_is_insufficient_and_never_zero(payload: dict[str, Any], missing: list[str]) -> None:
    answer = run_tool("nps", payload)
    assert (answer.verdict, answer.result, answer.missing) == ("insufficient", None, missing)


@pytest.mark.parametrize(
    ("payload", "message"),
    [
        ({"scores": [11]}, "nps: scores.0 = '11': Input should be less than or equal to 10"),
        ({"scores": [-1]}, "nps: scores.0 = '-1': Input should be greater than or equal to 0"),
        ({"scores": [8.5]}, "nps: scores.0 = '8.5'"),
        ({"scores": [9], "promoters": 1}, "nps: scores: give the scores or the three counts, not both"),
        ({"promoters": -1, "passives": 0, "detractors": 0}, "nps: promoters = '-1'"),
        ({"promoters": 10**12, "passives": 0, "detractors": 0}, "nps: promoters = '1000000000000'"),
        ({"scores": [10] * 100_001}, "nps: scores: List should have at most 100000 items"),
    ],
)
def test_refusals_name_field_and_value(payload: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput) as caught:
        run_tool("nps", payload)
    assert str(caught.value).startswith(message)
