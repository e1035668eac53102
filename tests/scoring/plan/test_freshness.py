"""Tests of `plan_freshness`: age, reminder, sections, gaps, refusals."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result


def fed(*days: str, **more: Any) -> dict[str, Any]:
    return {"as_of": "2026-03-31", "evidence": [{"date": day} for day in days]} | more


@pytest.mark.parametrize(
    ("last", "age", "reminder", "start"),
    [
        ("2026-03-31", 0, False, "2026-04-30"),
        ("2026-03-02", 29, False, "2026-04-01"),
        ("2026-03-01", 30, True, "2026-03-31"),
        ("2025-03-31", 365, True, "2025-04-30"),
    ],
)
def test_a_reminder_after_thirty_days(last: str, age: int, reminder: bool, start: str) -> None:
    found = result("plan_freshness", **fed("2025-01-01", last))
    assert (found["last_fed"], found["age_days"]) == (last, age)
    assert (found["reminder"], found["reminder_from"]) == (reminder, start)


def test_the_delay_is_a_choice() -> None:
    assert result("plan_freshness", **fed("2026-03-24", reminder_days=7))["reminder"] is True
    assert result("plan_freshness", **fed("2026-03-24", reminder_days=8))["reminder"] is False


def test_a_plan_never_fed_ages_from_its_start() -> None:
    answer = run_tool("plan_freshness", fed(plan_start="2026-01-01", sections=["risks"]))
    assert answer.result is not None
    assert (answer.result["last_fed"], answer.result["age_days"], answer.result["reminder"]) == (None, 89, True)
    assert (
        answer.why[0].fr == "Aucune preuve depuis le début du plan le 1er janvier 2026\u00a0; jours écoulés\u00a0: 89."
    )


def test_longest_gap_counts_start_and_today() -> None:
    assert result("plan_freshness", **fed("2026-03-01", "2026-03-11"))["longest_gap_days"] == 20
    found = result("plan_freshness", **fed("2026-03-01", "2026-03-11", plan_start="2026-01-01"))
    assert found["longest_gap_days"] == 59
    assert result("plan_freshness", **fed("2026-03-31"))["longest_gap_days"] == 0


def test_recent_evidence_is_counted() -> None:
    found = result("plan_freshness", **fed("2026-03-01", "2026-03-02", "2026-03-31"))
    assert (found["evidence"], found["recent"]) == (3, 2)


def test_sections_age_one_by_one_the_oldest_first() -> None:
    evidence = [
        {"date": "2026-01-10", "section": "risks"},
        {"date": "2026-02-10", "section": "risks"},
        {"date": "2026-03-10", "section": "objectives", "title": "minutes"},
    ]
    payload = {"as_of": "2026-03-31", "evidence": evidence, "sections": ["stakeholders", "risks", "objectives"]}
    answer = run_tool("plan_freshness", payload)
    assert [(item["section"], item["age_days"], item["stale"]) for item in answer.per_item] == [
        ("stakeholders", None, True),
        ("risks", 49, True),
        ("objectives", 21, False),
    ]
    assert codes(answer) == ["freshness.never_fed", "freshness.stale"]
    assert "risks (49)" in answer.findings[1].en
    assert answer.why[0].en == "Last evidence on 10 March 2026 (minutes); days since: 21."


def test_the_end_of_the_period() -> None:
    assert result("plan_freshness", **fed("2026-03-31", plan_end="2026-03-31"))["period_over"] is False
    answer = run_tool("plan_freshness", fed("2026-03-31", plan_end="2026-03-30"))
    assert answer.result is not None
    assert answer.result["period_over"] is True
    assert codes(answer) == ["freshness.period_over"]
    assert result("plan_freshness", **fed("2026-03-31"))["period_over"] is None


def test_without_evidence_and_start_there_is_no_age() -> None:
    answer = run_tool("plan_freshness", fed(sections=["risks"]))
    assert (answer.verdict, answer.missing) == ("insufficient", ["evidence", "plan_start"])
    assert answer.per_item[0]["stale"] is True


@pytest.mark.parametrize(
    ("payload", "message"),
    [
        (fed("2026-04-01"), "evidence.0.date = '2026-04-01': after as_of = '2026-03-31'"),
        (fed(plan_start="2026-04-01"), "plan_start = '2026-04-01': after as_of"),
        (fed(plan_start="2026-01-01", plan_end="2025-12-31"), "plan_end = '2025-12-31': before plan_start"),
        (fed(sections=["a", "a"]), "sections: 'a' stands twice"),
        (fed(reminder_days=0), "reminder_days = '0'"),
    ],
)
def test_refusals_name_field_and_value(payload: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput) as caught:
        run_tool("plan_freshness", payload)
    assert str(caught.value).startswith(f"plan_freshness: {message}")
