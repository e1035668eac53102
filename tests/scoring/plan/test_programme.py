"""Tests of `programme_launch`: four steps, the next one, what is declared without proof."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result

DONE = {"status": "done", "owner": "Anne", "evidence": "decision of 12 January"}
STEPS = ["eligibility_criteria", "executive_sponsor", "plan_tool", "governance"]
ALL: dict[str, Any] = dict.fromkeys(STEPS, DONE)


def test_all_four_done() -> None:
    answer = run_tool("programme_launch", ALL)
    assert answer.result is not None
    assert (answer.result["done"], answer.result["progress"], answer.result["launched"]) == (4, "1", True)
    assert (answer.result["next_step"], codes(answer)) == (None, [])


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("status", ["not_started", "in_progress"])
def test_the_first_step_not_done_is_next(step: str, status: str) -> None:
    found = result("programme_launch", **ALL | {step: {"status": status, "owner": "Paul"}})
    assert (found["next_step"], found["done"], found["progress"]) == (step, 3, "0.75")
    assert found["launched"] is False


def test_steps_not_given_are_unknown_and_not_done() -> None:
    answer = run_tool("programme_launch", {"eligibility_criteria": DONE})
    assert answer.result is not None
    assert (answer.result["unknown"], answer.result["next_step"]) == (STEPS[1:], "executive_sponsor")
    assert codes(answer) == ["launch.unknown"]


def test_the_next_step_says_what_to_do_by_whom_and_when() -> None:
    step = {"status": "in_progress", "owner": "Paul", "due": "2026-05-01"}
    answer = run_tool("programme_launch", ALL | {"executive_sponsor": step})
    assert answer.why[1].fr.endswith("Responsable\u00a0: Paul, échéance\u00a0: 1er mai 2026.")
    assert "get a member of top management to commit by name" in answer.why[1].en
    empty = run_tool("programme_launch", {"governance": {"status": "not_started"}}).why[1]
    assert empty.en.endswith("Owner: nobody, due: none.")


def test_overdue_needs_a_day_and_an_open_step() -> None:
    steps = {
        "eligibility_criteria": DONE | {"due": "2026-01-01"},
        "executive_sponsor": {"status": "not_started", "due": "2026-03-30"},
        "plan_tool": {"status": "not_started", "due": "2026-03-31"},
    }
    answer = run_tool("programme_launch", steps | {"as_of": "2026-03-31"})
    assert answer.result is not None
    assert answer.result["overdue"] == ["executive_sponsor"]
    assert [item["days_overdue"] for item in answer.per_item] == [0, 1, 0, None]
    assert result("programme_launch", **steps)["overdue"] == []


def test_what_is_declared_without_proof_or_owner_or_order_is_said() -> None:
    steps = {
        "eligibility_criteria": {"status": "in_progress"},
        "executive_sponsor": {"status": "done"},
        "plan_tool": {"status": "not_started"},
        "governance": {"status": "not_started"},
    }
    answer = run_tool("programme_launch", steps)
    assert codes(answer) == ["launch.no_evidence", "launch.no_owner", "launch.ahead"]
    assert answer.findings[2].fr == (
        "Étapes commencées avant que «\u00a0critères d’éligibilité\u00a0» soit faite\u00a0: sponsor exécutif."
    )


def test_nothing_said_is_insufficient() -> None:
    answer = run_tool("programme_launch", {"as_of": "2026-03-31"})
    assert (answer.verdict, answer.missing) == ("insufficient", STEPS)


def test_an_unknown_status_is_refused() -> None:
    with pytest.raises(
        BadInput, match=r"programme_launch: governance\.status = 'almost': Input should be 'not_started'"
    ):
        run_tool("programme_launch", {"governance": {"status": "almost"}})
