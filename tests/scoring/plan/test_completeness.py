"""Tests of `plan_completeness`: six sections, flags or counts, three financial hypotheses."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result

DONE = {"filled": True, "evidenced": True}
FINANCE = {"nrr": DONE, "margin": DONE, "cac_payback": DONE}
FULL: dict[str, Any] = {
    "objectives": DONE,
    "stakeholders": DONE,
    "project_roadmap": DONE,
    "value_milestones": DONE,
    "risks": DONE,
    "financial_hypotheses": FINANCE,
}


def rag(payload: dict[str, Any]) -> dict[str, str]:
    items = run_tool("plan_completeness", payload).per_item
    return {str(item["part"] or item["section"]): str(item["rag"]) for item in items}


def test_a_full_plan_is_complete() -> None:
    answer = run_tool("plan_completeness", FULL)
    assert answer.result is not None
    assert (answer.result["completeness"], answer.result["complete"], answer.result["sections"]) == ("1", 6, 6)
    assert codes(answer) == []
    assert answer.why[-1].code == "completeness.all"


def test_filled_evidenced_sections_over_six() -> None:
    plan = FULL | {"risks": {"filled": False}, "value_milestones": {"filled": True}}
    found = result("plan_completeness", **plan)
    assert (found["completeness"], found["complete"]) == ("0.666667", 4)
    assert (found["filled_only"], found["incomplete"]) == (["value_milestones"], ["risks"])


def test_red_empty_amber_without_evidence_green_with_it() -> None:
    plan = FULL | {"objectives": {"filled": False}, "stakeholders": {"filled": True, "evidenced": False}}
    found = rag(plan)
    assert (found["objectives"], found["stakeholders"], found["risks"]) == ("red", "amber", "green")


@pytest.mark.parametrize(
    ("items", "proved", "expected"),
    [(5, 4, "green"), (10, 7, "amber"), (1, 0, "amber"), (0, 0, "red"), (3, 3, "green")],
)
def test_counts_need_eight_items_in_ten_with_evidence(items: int, proved: int, expected: str) -> None:
    assert rag(FULL | {"risks": {"items": items, "evidenced_items": proved}})["risks"] == expected


def test_the_share_of_evidence_is_a_choice_but_none_is_never_enough() -> None:
    plan = FULL | {"risks": {"items": 4, "evidenced_items": 1}}
    assert rag(plan | {"min_evidence": 0.25})["risks"] == "green"
    assert rag(plan | {"min_evidence": 0.26})["risks"] == "amber"
    assert rag(FULL | {"risks": {"items": 4, "evidenced_items": 0}, "min_evidence": 0})["risks"] == "amber"


def test_evidence_in_part_is_said() -> None:
    answer = run_tool("plan_completeness", FULL | {"risks": {"items": 4, "evidenced_items": 1}})
    assert codes(answer) == ["completeness.partly"]
    assert "risques (25\u00a0%)" in answer.findings[0].fr


def test_each_financial_hypothesis_counts() -> None:
    plan = FULL | {"financial_hypotheses": {"nrr": DONE, "margin": {"filled": True}}}
    answer = run_tool("plan_completeness", plan)
    assert answer.result is not None
    assert answer.result["completeness"] == "0.833333"
    whole = next(item for item in answer.per_item if item["section"] == "financial_hypotheses" and not item["part"])
    assert (whole["rag"], whole["missing"]) == ("amber", ["margin", "cac_payback"])
    assert (rag(plan)["nrr"], rag(plan)["margin"], rag(plan)["cac_payback"]) == ("green", "amber", "red")
    assert "CAC payback" in next(note for note in answer.findings if note.code == "completeness.financial").en


def test_financial_hypotheses_filled_without_evidence_need_only_evidence() -> None:
    filled = {"filled": True}
    found = result(
        "plan_completeness", **FULL | {"financial_hypotheses": dict.fromkeys(("nrr", "margin", "cac_payback"), filled)}
    )
    assert (found["filled_only"], found["incomplete"]) == (["financial_hypotheses"], [])


def test_what_is_not_stated_counts_as_empty_and_is_named() -> None:
    answer = run_tool("plan_completeness", {"objectives": DONE, "risks": {}})
    assert answer.result is not None
    assert answer.result["completeness"] == "0.166667"
    assert codes(answer) == ["completeness.not_stated"]
    assert "parties prenantes" in answer.findings[0].fr
    assert "risques" in answer.findings[0].fr


def test_evidence_comes_before_writing_more() -> None:
    plan = FULL | {"risks": {"filled": True}, "objectives": {"filled": False}}
    why = run_tool("plan_completeness", plan).why
    assert [note.code for note in why] == [
        "completeness.share",
        "completeness.evidence_first",
        "completeness.fill_next",
    ]
    assert "to 5 of 6" in why[1].en


@pytest.mark.parametrize("payload", [{}, {"objectives": {}, "financial_hypotheses": {}}])
def test_nothing_stated_is_insufficient(payload: dict[str, Any]) -> None:
    answer = run_tool("plan_completeness", payload)
    assert answer.verdict == "insufficient"
    assert len(answer.missing) == 6


def test_an_empty_plan_that_is_stated_is_a_true_zero() -> None:
    assert result("plan_completeness", objectives={"filled": False})["completeness"] == "0"


@pytest.mark.parametrize(
    ("section", "message"),
    [
        ({"filled": True, "items": 2}, "objectives: items: give filled and evidenced, or items and evidenced_items"),
        ({"filled": False, "evidenced": True}, "objectives: evidenced = 'True': there is evidence for a section"),
        ({"items": 2, "evidenced_items": 3}, "objectives: evidenced_items = '3': more than items = '2'"),
        ({"evidenced_items": 3}, "objectives: evidenced_items = '3': more than items = '0'"),
        ({"items": -1}, "objectives.items = '-1'"),
    ],
)
def test_refusals_name_field_and_value(section: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput) as caught:
        run_tool("plan_completeness", {"objectives": section})
    assert str(caught.value).startswith(f"plan_completeness: {message}")
