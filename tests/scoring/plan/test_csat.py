"""Tests of `csat`: share of 4 and 5, both forms of input, few answers, refusals."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result


def test_share_of_four_and_five() -> None:
    found = result("csat", scores=[5, 4, 3, 2, 1])
    assert (found["csat"], found["satisfied"], found["responses"], found["unhappy"]) == ("0.4", 2, 5, 2)


def test_counts_give_the_same_share() -> None:
    found = result("csat", satisfied=6, responses=8)
    assert found["csat"] == result("csat", scores=[5, 4, 4, 3, 5, 2, 4, 5])["csat"] == "0.75"
    assert found["unhappy"] is None


def test_marks_are_counted_from_five_to_one() -> None:
    items = run_tool("csat", {"scores": [5, 3, 5, 1]}).per_item
    assert [(item["score"], item["answers"], item["share"]) for item in items] == [
        (5, 2, "0.5"),
        (4, 0, "0"),
        (3, 1, "0.25"),
        (2, 0, "0"),
        (1, 1, "0.25"),
    ]


def test_nobody_satisfied_is_a_true_zero() -> None:
    assert result("csat", scores=[1, 2, 3])["csat"] == "0"
    assert result("csat", satisfied=0, responses=3)["csat"] == "0"


def test_few_answers_are_warned_about() -> None:
    answer = run_tool("csat", {"satisfied": 8, "responses": 10})
    assert codes(answer) == ["csat.few"]
    assert "moves the CSAT by 10 percentage points" in answer.findings[0].en
    assert codes(run_tool("csat", {"satisfied": 20, "responses": 30})) == []


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({"scores": [5, 1]}, "csat.call_unhappy"),
        ({"scores": [5, 3]}, "csat.win_others"),
        ({"satisfied": 1, "responses": 2}, "csat.win_others"),
        ({"scores": [5, 4]}, "csat.all"),
    ],
)
def test_says_what_to_do_next(payload: dict[str, Any], code: str) -> None:
    assert run_tool("csat", payload).why[-1].code == code


@pytest.mark.parametrize(
    ("payload", "missing"),
    [
        ({}, ["satisfied", "responses"]),
        ({"satisfied": 3}, ["responses"]),
        ({"responses": 3}, ["satisfied"]),
        ({"scores": []}, ["answers"]),
        ({"satisfied": 0, "responses": 0}, ["answers"]),
    ],
)
def test_too_little_is_insufficient(payload: dict[str, Any], missing: list[str]) -> None:
    answer = run_tool("csat", payload)
    assert (answer.verdict, answer.missing) == ("insufficient", missing)


@pytest.mark.parametrize(
    ("payload", "message"),
    [
        ({"scores": [0]}, "csat: scores.0 = '0': Input should be greater than or equal to 1"),
        ({"scores": [6]}, "csat: scores.0 = '6': Input should be less than or equal to 5"),
        ({"satisfied": 4, "responses": 3}, "csat: satisfied = '4': more than responses = '3'"),
        ({"scores": [5], "responses": 1}, "csat: scores: give the scores or satisfied and responses, not both"),
    ],
)
def test_refusals_name_field_and_value(payload: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput) as caught:
        run_tool("csat", payload)
    assert str(caught.value) == message
