"""Tests of `action_load`: weeks, capacities, overdue actions, what cannot be placed. 2 March 2026 is a Monday."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result


def action(label: str = "a", **more: Any) -> dict[str, Any]:
    return {"label": label, "owner": "Anne", "effort": 5, "start": "2026-03-02", "due": "2026-03-06"} | more


def weeks(*actions: dict[str, Any], **more: Any) -> list[tuple[Any, ...]]:
    answer = run_tool("action_load", {"as_of": "2026-03-02", "actions": list(actions), **more})
    return [(item["owner"], item["week"], item["load"]) for item in answer.per_item]


def test_efforts_of_one_week_add_up_against_the_capacity() -> None:
    payload = {
        "as_of": "2026-03-02",
        "actions": [action("a", effort=3), action("b", effort=4)],
        "capacities": [{"owner": "Anne", "per_week": 5}],
    }
    answer = run_tool("action_load", payload)
    assert answer.per_item == [
        {"owner": "Anne", "week": "2026-03-02", "load": "7", "capacity": "5", "use": "1.4", "over": "2"}
    ]
    assert answer.result is not None
    assert (answer.result["overloaded"], answer.result["overloaded_weeks"]) == (["Anne"], 1)


def test_effort_is_spread_over_working_days() -> None:
    assert weeks(action(start="2026-03-05", due="2026-03-10", effort=4)) == [
        ("Anne", "2026-03-02", "2"),
        ("Anne", "2026-03-09", "2"),
    ]
    assert weeks(action(start="2026-03-02", due="2026-03-20", effort=1))[0] == ("Anne", "2026-03-02", "0.333333")


def test_only_the_days_from_today_on_carry_what_is_left() -> None:
    actions = [action(start="2026-02-02", due="2026-03-13", effort=10)]
    assert weeks(*actions) == [("Anne", "2026-03-02", "5"), ("Anne", "2026-03-09", "5")]


def test_without_a_start_the_effort_falls_in_the_week_of_due() -> None:
    given = action(due="2026-03-18")
    del given["start"]
    assert weeks(given) == [("Anne", "2026-03-16", "5")]


def test_a_weekend_of_work_falls_in_its_week() -> None:
    assert weeks(action(start="2026-03-07", due="2026-03-08")) == [("Anne", "2026-03-02", "5")]


@pytest.mark.parametrize(("as_of", "week"), [("2026-03-13", "2026-03-09"), ("2026-03-14", "2026-03-16")])
def test_overdue_work_falls_in_the_present_week_or_the_next_on_a_weekend(as_of: str, week: str) -> None:
    answer = run_tool("action_load", {"as_of": as_of, "actions": [action()]})
    assert answer.per_item[0]["week"] == week


def test_overdue_actions_are_listed_the_latest_first() -> None:
    actions = [
        action("b", due="2026-03-30", start=None, owner=None),
        action("a", due="2026-03-01", start="2026-03-01"),
        action("done", due="2026-01-01", start=None, status="done"),
        action("today", due="2026-03-31"),
    ]
    found = result("action_load", as_of="2026-03-31", actions=actions)
    assert found["overdue"] == [
        {"label": "a", "owner": "Anne", "due": "2026-03-01", "days": 30},
        {"label": "b", "owner": None, "due": "2026-03-30", "days": 1},
    ]
    assert found["open_actions"] == 3


def test_exactly_the_capacity_fits() -> None:
    answer = run_tool("action_load", {"as_of": "2026-03-02", "actions": [action()], "default_capacity": 5})
    assert answer.result is not None
    assert answer.result["overloaded"] == []
    assert answer.why[-1].code == "load.fits"


def test_three_thirds_are_one_whole() -> None:
    third = action("long", start="2026-03-02", due="2026-03-20", effort=1)
    others = [third | {"label": f"l{n}"} for n in range(3)]
    payload = {"as_of": "2026-03-02", "actions": others, "default_capacity": 1}
    assert result("action_load", **payload)["overloaded"] == []


def test_no_capacity_at_all_is_over() -> None:
    capacity = [{"owner": "Anne", "per_week": 0}]
    answer = run_tool("action_load", {"as_of": "2026-03-02", "actions": [action()], "capacities": capacity})
    assert (answer.per_item[0]["use"], answer.per_item[0]["over"]) == (None, "5")


def test_an_unknown_capacity_is_not_judged() -> None:
    answer = run_tool("action_load", {"as_of": "2026-03-02", "actions": [action()]})
    assert answer.per_item[0]["capacity"] is None
    assert codes(answer) == ["load.no_capacity"]
    assert [note.code for note in answer.why] == ["load.total"]


def test_what_cannot_be_placed_is_left_out_and_named() -> None:
    actions = [
        action("nobody", owner=None),
        action("no effort", effort=None),
        action("no day", due=None, start=None),
        action("fine", effort=1),
    ]
    answer = run_tool("action_load", {"as_of": "2026-03-02", "actions": actions, "default_capacity": 5})
    assert answer.result is not None
    assert answer.result["unplaced"] == ["no day", "no effort", "nobody"]
    assert answer.result["total_load"] == "1"
    assert codes(answer) == ["load.no_owner", "load.no_effort", "load.no_due"]


def test_one_person_in_two_spellings_is_one_person() -> None:
    actions = [action("a", owner="Zoé Petit"), action("b", owner="zoe  petit")]
    assert weeks(*actions) == [("Zoé Petit", "2026-03-02", "10")]


def test_the_largest_excess_names_who_has_room() -> None:
    capacities = [{"owner": "Anne", "per_week": 3}, {"owner": "Karim", "per_week": 2}, {"owner": "Lise", "per_week": 4}]
    payload = {"as_of": "2026-03-02", "actions": [action()], "capacities": capacities}
    worst = run_tool("action_load", payload).why[2]
    assert worst.code == "load.worst_helped"
    assert worst.en.endswith("5 for 3 days, or 2 too much. In that week Lise has 4 days left.")
    assert "Lise a encore 4 jours de libre" in worst.fr
    alone = run_tool("action_load", payload | {"capacities": capacities[:1], "unit": "hours"}).why[2]
    assert (alone.code, "5 pour 3 heures" in alone.fr) == ("load.worst", True)


@pytest.mark.parametrize("actions", [[], [action(status="done")], [action(status="cancelled")]])
def test_no_open_action_is_insufficient(actions: list[dict[str, Any]]) -> None:
    answer = run_tool("action_load", {"as_of": "2026-03-02", "actions": actions})
    assert (answer.verdict, answer.missing) == ("insufficient", ["open actions"])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"actions": [action(start="2026-03-07")]}, "actions.0: start = '2026-03-07': after due = '2026-03-06'"),
        ({"actions": [action(due="2036-03-07")]}, "actions.0: due = '2036-03-07': more than 1100 days after start"),
        ({"actions": [action(), action()]}, "actions: 'a' stands twice"),
        ({"actions": [action(effort=-1)]}, "actions.0.effort = '-1'"),
        ({"actions": [action(effort="NaN")]}, "actions.0.effort = 'NaN'"),
        (
            {"capacities": [{"owner": "Zoé", "per_week": 1}, {"owner": "ZOE", "per_week": 2}]},
            "capacities: 'zoe' stands twice",
        ),
        ({"unit": "weeks"}, "unit = 'weeks': Input should be 'days', 'half_days' or 'hours'"),
    ],
)
def test_refusals_name_field_and_value(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput) as caught:
        run_tool("action_load", {"as_of": "2026-03-02", "actions": [action()]} | changes)
    assert str(caught.value).startswith(f"action_load: {message}")
