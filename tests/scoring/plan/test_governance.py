"""Tests of `governance_check`: seven roles, the committees' calendar, refusals."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result

COMMITTEE = {"name": "steering", "frequency": "quarterly", "last_date": "2026-01-15", "next_date": "2026-04-15"}
FULL: dict[str, Any] = {
    "as_of": "2026-03-31",
    "account_lead": "Anne",
    "executive_sponsor": "Paul",
    "committees": [COMMITTEE],
    "commercial_contributor": "Zoé",
    "marketing_contributor": "Luc",
    "product_contributor": "Mia",
    "delivery_contributor": "Karim",
    "client_sponsor": "Mme Roy",
}


def committee(**changes: Any) -> dict[str, Any]:
    given = {key: value for key, value in (COMMITTEE | changes).items() if value is not None}
    return dict(run_tool("governance_check", {"as_of": "2026-03-31", "committees": [given]}).per_item[0])


def test_seven_of_seven() -> None:
    answer = run_tool("governance_check", FULL)
    assert answer.result is not None
    assert (answer.result["completeness"], answer.result["fraction"], answer.result["missing_roles"]) == (7, "1", [])
    assert codes(answer) == []
    assert [note.code for note in answer.why] == ["governance.held", "governance.complete"]


@pytest.mark.parametrize("role", sorted(set(FULL) - {"as_of", "committees", "client_sponsor"}))
def test_each_role_counts_for_one(role: str) -> None:
    found = result("governance_check", **{key: value for key, value in FULL.items() if key != role})
    assert (found["completeness"], found["missing_roles"]) == (6, [role])


def test_no_committee_is_a_missing_role_and_many_count_once() -> None:
    found = result("governance_check", **FULL | {"committees": []})
    assert (found["completeness"], found["missing_roles"]) == (6, ["steering_committees"])
    assert result("governance_check", **FULL | {"committees": [COMMITTEE, {"name": "ops"}]})["completeness"] == 7


def test_nobody_named_is_zero_of_seven() -> None:
    answer = run_tool("governance_check", {})
    assert answer.result is not None
    assert (answer.result["completeness"], len(answer.result["missing_roles"])) == (0, 7)
    assert "À pourvoir d’abord\u00a0: responsable du compte." in answer.why[1].fr


@pytest.mark.parametrize(
    ("changes", "state", "days"),
    [
        ({}, "on_track", 0),
        ({"next_date": None}, "on_track", 0),
        ({"last_date": "2025-12-31", "next_date": None}, "on_track", 0),
        ({"last_date": "2025-12-30", "next_date": None}, "overdue", 1),
        ({"last_date": "2025-12-30"}, "overdue", 1),
        ({"next_date": "2026-03-30"}, "overdue", 1),
        ({"next_date": "2026-03-31"}, "on_track", 0),
        ({"last_date": "2025-11-01", "next_date": "2026-03-01"}, "overdue", 58),
        ({"next_date": "2026-04-16"}, "planned_late", 0),
        ({"last_date": None, "next_date": None}, "not_planned", 0),
        ({"last_date": None}, "on_track", 0),
        ({"last_date": None, "next_date": "2026-03-01"}, "overdue", 30),
        ({"frequency": None, "next_date": None}, "not_planned", 0),
        ({"frequency": None}, "on_track", 0),
        ({"frequency": "monthly"}, "overdue", 44),
    ],
)
def test_calendar(changes: dict[str, Any], state: str, days: int) -> None:
    found = committee(**changes)
    assert (found["state"], found["days_overdue"]) == (state, days)


def test_days_of_grace() -> None:
    late = COMMITTEE | {"last_date": "2025-12-25", "next_date": "2026-04-01"}
    found = result("governance_check", as_of="2026-03-31", committees=[late], grace_days=6)
    assert found["overdue"] == []
    assert result("governance_check", as_of="2026-03-31", committees=[late], grace_days=5)["overdue"] == ["steering"]


def test_overdue_committees_come_first_with_their_dates() -> None:
    committees = [
        COMMITTEE | {"name": "a", "last_date": "2025-12-01"},
        COMMITTEE | {"name": "b", "last_date": "2025-09-01", "next_date": None},
        COMMITTEE | {"name": "c"},
    ]
    answer = run_tool("governance_check", FULL | {"committees": committees})
    assert answer.result is not None
    assert answer.result["overdue"] == ["b", "a"]
    assert answer.why[2].en == "Committee “b” overdue (days: 120); last meeting: 1 September 2025. Set a date."
    assert "dernière réunion\u00a0: 1er décembre 2025, date prévue\u00a0: 15 avril 2026." in answer.why[3].fr


def test_without_a_day_the_calendar_is_not_judged() -> None:
    given = {key: value for key, value in FULL.items() if key != "as_of"}
    answer = run_tool("governance_check", given)
    assert answer.per_item[0]["state"] == "not_judged"
    assert codes(answer) == ["governance.not_judged"]


def test_roles_held_by_one_person_and_a_missing_client_sponsor_are_said() -> None:
    given = FULL | {"executive_sponsor": " ANNE ", "delivery_contributor": "anne", "client_sponsor": None}
    answer = run_tool("governance_check", given)
    assert codes(answer) == ["governance.lead_is_sponsor", "governance.no_client_sponsor", "governance.many_roles"]
    assert "responsable du compte, sponsor exécutif, contribution delivery" in answer.findings[2].fr


def test_committees_without_rhythm_or_date_are_named() -> None:
    committees = [{"name": "ops"}, COMMITTEE | {"next_date": "2026-05-01"}]
    answer = run_tool("governance_check", FULL | {"committees": committees})
    assert codes(answer) == ["governance.no_frequency", "governance.planned_late", "governance.not_planned"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"account_lead": "  "}, "account_lead = ' ': String should have at least 1 character"),
        ({"committees": [COMMITTEE] * 2}, "committees: 'steering' stands twice"),
        (
            {"committees": [COMMITTEE | {"last_date": "2026-04-01"}]},
            "committees.0.last_date = '2026-04-01': after as_of = '2026-03-31'",
        ),
        (
            {"committees": [COMMITTEE | {"next_date": "2026-01-15"}]},
            "committees.0: next_date = '2026-01-15': not after last_date = '2026-01-15'",
        ),
        ({"committees": [COMMITTEE | {"frequency": "often"}]}, "committees.0.frequency = 'often': Input should be"),
    ],
)  # fmt: skip
def test_refusals_name_field_and_value(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput) as caught:
        run_tool("governance_check", FULL | changes)
    assert str(caught.value).startswith(f"governance_check: {message}")
