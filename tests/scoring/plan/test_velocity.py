"""Tests of `plan_velocity`: what counts as due, on time and late; refusals."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result

MILESTONES = [
    {"name": "audit", "due": "2026-01-31", "done": "2026-01-28"},
    {"name": "offer", "due": "2026-02-15", "done": "2026-02-25"},
    {"name": "pilot", "due": "2026-03-15"},
    {"name": "contract", "due": "2026-06-30"},
]


def run(milestones: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return result("plan_velocity", as_of="2026-03-31", milestones=milestones, **more)


def test_on_time_over_due_and_mean_delay() -> None:
    found = run(MILESTONES)
    assert (found["on_time"], found["due"], found["velocity"]) == (1, 3, "0.333333")
    assert (found["late"], found["open_late"], found["not_due_yet"]) == (1, 1, 1)
    assert (found["mean_delay_days"], found["mean_delay_of_late_days"]) == ("8.666667", "13")


def test_done_on_its_day_is_on_time_and_a_day_later_is_late() -> None:
    on_the_day = [{"name": "a", "due": "2026-03-10", "done": "2026-03-10"}]
    a_day_later = [{"name": "a", "due": "2026-03-10", "done": "2026-03-11"}]
    assert run(on_the_day)["velocity"] == "1"
    assert (run(a_day_later)["velocity"], run(a_day_later)["mean_delay_days"]) == ("0", "1")


def test_early_does_not_make_up_for_late() -> None:
    found = run([*MILESTONES[1:2], {"name": "early", "due": "2026-03-01", "done": "2026-02-01"}])
    assert (found["mean_delay_days"], found["velocity"]) == ("5", "0.5")


def test_only_what_is_due_in_the_period_counts() -> None:
    found = run(MILESTONES, period_start="2026-02-01", period_end="2026-02-28")
    assert (found["due"], found["late"], found["not_due_yet"]) == (1, 1, 2)
    assert run(MILESTONES, period_start="2026-01-31", period_end="2026-02-15")["due"] == 2
    assert run(MILESTONES, period_end="2026-12-31")["due"] == 3


def test_due_today_and_open_counts_as_due_but_is_not_late() -> None:
    answer = run_tool("plan_velocity", {"as_of": "2026-03-15", "milestones": MILESTONES})
    assert answer.result is not None
    assert (answer.result["due"], answer.result["due_today"], answer.result["open_late"]) == (3, 1, 0)
    assert "velocity.due_today" in codes(answer)


def test_cancelled_milestones_are_left_out_and_said() -> None:
    milestones = [MILESTONES[0], MILESTONES[2] | {"cancelled": True}]
    answer = run_tool("plan_velocity", {"as_of": "2026-03-31", "milestones": milestones})
    assert answer.result is not None
    assert answer.result["velocity"] == "1"
    assert "velocity.cancelled" in codes(answer)


def test_the_latest_comes_first_and_open_ones_are_named() -> None:
    answer = run_tool("plan_velocity", {"as_of": "2026-03-31", "milestones": MILESTONES})
    assert [(item["name"], item["state"], item["delay_days"]) for item in answer.per_item] == [
        ("pilot", "open_late", 16),
        ("offer", "late", 10),
        ("audit", "on_time", 0),
    ]
    assert answer.why[-1].code == "velocity.open_late"
    assert "pilot (16)" in answer.why[-1].fr
    assert codes(answer) == ["velocity.few"]


def test_all_on_time_says_so() -> None:
    answer = run_tool("plan_velocity", {"as_of": "2026-03-31", "milestones": MILESTONES[:1]})
    assert [note.code for note in answer.why] == ["velocity.share", "velocity.no_delay"]


@pytest.mark.parametrize(
    "milestones", [[], MILESTONES[3:], [MILESTONES[0] | {"cancelled": True}]], ids=["none", "later", "cancelled"]
)
def test_nothing_due_is_insufficient(milestones: list[dict[str, Any]]) -> None:
    answer = run_tool("plan_velocity", {"as_of": "2026-03-31", "milestones": milestones})
    assert (answer.verdict, answer.missing) == ("insufficient", ["milestones due"])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"milestones": [{"name": "a", "due": "2026-01-01", "done": "2026-04-01"}]},
            "plan_velocity: milestones.0.done = '2026-04-01': after as_of = '2026-03-31'; it has not happened yet",
        ),
        ({"milestones": MILESTONES[:1] * 2}, "plan_velocity: milestones: 'audit' stands twice"),
        ({"period_start": "2026-04-01"}, "plan_velocity: period_start = '2026-04-01': after the end of the period"),
        ({"as_of": "31/03/2026"}, "plan_velocity: as_of = '31/03/2026': write the day as YYYY-MM-DD"),
        ({"as_of": 20260331}, "plan_velocity: as_of = '20260331': write the day as YYYY-MM-DD"),
        ({"milestones": [{"name": "a"}]}, "plan_velocity: milestones.0.due: Field required"),
    ],
)
def test_refusals_name_field_and_value(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput) as caught:
        run_tool("plan_velocity", {"as_of": "2026-03-31", "milestones": MILESTONES} | changes)
    assert str(caught.value).startswith(message)
