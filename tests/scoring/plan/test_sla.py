"""Tests of `sla_compliance`: sums, never means; the worst commitment and period; refusals."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result

LINES = [
    {"commitment": "response", "period": "2026-01", "met": 90, "due": 100},
    {"commitment": "response", "period": "2026-02", "met": 98, "due": 100},
    {"commitment": "repair", "period": "2026-01", "met": 5, "due": 10},
    {"commitment": "repair", "period": "2026-02", "met": 9, "due": 10},
]


def test_sum_of_met_over_sum_of_due_not_the_mean() -> None:
    found = result("sla_compliance", lines=LINES)
    assert (found["met"], found["due"], found["missed"]) == ("202", "220", "18")
    assert found["compliance"] == "0.918182"


def test_the_worst_commitment_and_period_come_first() -> None:
    answer = run_tool("sla_compliance", {"lines": LINES, "target": 0.9})
    assert answer.result is not None
    assert (answer.result["worst_commitment"], answer.result["worst_period"]) == ("repair", "2026-01")
    assert [(item["kind"], item["name"], item["compliance"]) for item in answer.per_item] == [
        ("commitment", "repair", "0.7"),
        ("commitment", "response", "0.94"),
        ("period", "2026-01", "0.863636"),
        ("period", "2026-02", "0.972727"),
    ]
    assert "“repair”, 70%; misses: 6, or 33.3% of all" in answer.why[2].en


def test_a_good_total_does_not_hide_a_bad_line() -> None:
    answer = run_tool("sla_compliance", {"lines": LINES, "target": 0.9})
    assert answer.result is not None
    assert answer.result["reaches_target"] is True
    assert codes(answer) == ["sla.hidden"]
    assert "repair, 2026-01" in answer.findings[0].en


@pytest.mark.parametrize(
    ("met", "due", "target", "reached", "short"),
    [
        (95, 100, "0.95", True, "0"),
        (94, 100, "0.95", False, "1"),
        (65, 70, "0.95", False, "2"),
        ("718.2", "720", "0.999", False, "1.08"),
        (0, 5, "0", True, "0"),
        (2, 3, "0.666667", False, "1"),
    ],
)
def test_the_target_itself_is_reached(met: Any, due: Any, target: str, reached: bool, short: str) -> None:
    found = result("sla_compliance", met=met, due=due, target=target)
    assert (found["reaches_target"], found["short"]) == (reached, short)


def test_without_a_target_nothing_is_judged() -> None:
    found = result("sla_compliance", met=9, due=10)
    assert (found["reaches_target"], found["short"], found["worst_commitment"]) == (None, None, None)


def test_a_line_with_nothing_due_is_left_out_and_said() -> None:
    lines = [*LINES, {"commitment": "spare parts", "period": "2026-01", "met": 0, "due": 0}]
    answer = run_tool("sla_compliance", {"lines": lines})
    assert "sla.nothing_due" in codes(answer)
    assert "spare parts / 2026-01" in answer.findings[0].fr
    assert "spare parts" not in [item["name"] for item in answer.per_item]


def test_ties_go_to_the_most_missed_then_the_name() -> None:
    lines = [
        {"commitment": "b", "met": 9, "due": 10},
        {"commitment": "c", "met": 90, "due": 100},
        {"commitment": "a", "met": 9, "due": 10},
    ]
    assert [item["name"] for item in run_tool("sla_compliance", {"lines": lines}).per_item] == ["c", "a", "b"]


def test_few_commitments_are_warned_about() -> None:
    assert codes(run_tool("sla_compliance", {"met": 18, "due": 19})) == ["sla.few"]
    assert codes(run_tool("sla_compliance", {"met": 19, "due": 20})) == []


@pytest.mark.parametrize(
    ("payload", "missing"),
    [
        ({}, ["met", "due"]),
        ({"due": 3}, ["met"]),
        ({"met": 0, "due": 0}, ["commitments that were due"]),
        ({"lines": [{"period": "T1", "met": 0, "due": 0}]}, ["commitments that were due"]),
    ],
)
def test_nothing_due_is_insufficient(payload: dict[str, Any], missing: list[str]) -> None:
    answer = run_tool("sla_compliance", payload)
    assert (answer.verdict, answer.missing) == ("insufficient", missing)


@pytest.mark.parametrize(
    ("payload", "message"),
    [
        ({"met": 5, "due": 4}, "sla_compliance: met = '5': more than due = '4'"),
        ({"lines": [{"period": "T1", "met": 5, "due": 4}]}, "sla_compliance: lines.0: met = '5': more than due = '4'"),
        ({"lines": [{"met": 1, "due": 4}]}, "sla_compliance: lines.0: commitment: name the commitment or the period"),
        ({"lines": LINES, "met": 1}, "sla_compliance: met: give the lines or the sums, not both"),
        ({"lines": LINES[:1] * 2}, "sla_compliance: lines: 'response / 2026-01' stands twice"),
        (
            {"lines": [*LINES, {"commitment": "all", "met": 202, "due": 220}]},
            "sla_compliance: lines.4.period: other lines name one; totals would count twice",
        ),
        ({"met": 1, "due": 1, "target": 95}, "sla_compliance: target = '95': Input should be less than or equal to 1"),
        ({"met": "Infinity", "due": 1}, "sla_compliance: met = 'Infinity': Input should be a finite number"),
    ],
)
def test_refusals_name_field_and_value(payload: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput) as caught:
        run_tool("sla_compliance", payload)
    assert str(caught.value).startswith(message)
