"""Tests of `raci_check`: the rule, the repairs, the load of each person, refusals."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result


def line(action: str = "x", r: str = "", a: str = "", c: str = "", i: str = "") -> dict[str, Any]:
    letters = {"responsible": r, "accountable": a, "consulted": c, "informed": i}
    return {"action": action} | {name: names.split() for name, names in letters.items()}


def item(given: dict[str, Any], **more: Any) -> dict[str, Any]:
    return dict(run_tool("raci_check", {"actions": [given], **more}).per_item[0])


def repairs(given: dict[str, Any], **more: Any) -> list[tuple[Any, ...]]:
    return [(r["change"], r["person"], r["letter"], r["to"]) for r in item(given, **more)["repairs"]]


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        (line(r="Anne", a="Paul"), []),
        (line(r="Anne Paul Zoé", a="Anne"), []),
        (line(r="Anne"), ["no_accountable"]),
        (line(a="Anne"), ["no_responsible"]),
        (line(c="Anne"), ["no_accountable", "no_responsible"]),
        (line(r="Anne", a="Anne Paul"), ["several_accountable"]),
        (line(a="Anne Paul"), ["several_accountable", "no_responsible"]),
        (line(r="Anne Anne", a="Paul"), ["duplicate_person"]),
        (line(r="Anne", a="Paul PAUL"), ["duplicate_person"]),
        (line(r="Anne", a="Paul", c="Paul"), ["redundant_role"]),
        (line(r="Anne", a="Paul", c="Zoé", i="Zoé"), ["redundant_role"]),
    ],
)
def test_what_is_wrong(given: dict[str, Any], problems: list[str]) -> None:
    found = item(given)
    assert found["problems"] == problems
    assert found["valid"] is not bool({"no_accountable", "no_responsible", "several_accountable"} & set(problems))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (line(r="Anne", a="Paul"), []),
        (line(r="Paul Anne"), [("add", "Anne", "A", None)]),
        (line(a="Anne"), [("add", "Anne", "R", None)]),
        (line(), [("add", None, "A+R", None)]),
        (line(r="Zoé", a="Paul Anne"), [("move", "Paul", "A", "C")]),
        (line(a="Paul Anne"), [("move", "Paul", "A", "R")]),
        (line(r="Paul", a="Paul Anne"), [("remove", "Paul", "A", None)]),
        (line(r="Zoé", a="Paul Anne", c="Paul"), [("remove", "Paul", "A", None)]),
        (line(r="Anne Anne", a="Paul"), [("remove", "Anne", "R", None)]),
        (line(r="Anne", a="Paul", c="Anne", i="Paul"), [("remove", "Anne", "C", None), ("remove", "Paul", "I", None)]),
    ],
)
def test_the_smallest_repair(given: dict[str, Any], expected: list[tuple[Any, ...]]) -> None:
    assert repairs(given) == expected


def test_a_slip_of_a_name_is_written_right_before_anything_else() -> None:
    people = ["Dupont", "Anne"]
    assert repairs(line(r="Anne", a="Dupont Dupond"), people=people) == [("rename", "Dupond", None, "Dupont")]
    assert repairs(line(r="Anne", a="Zacharie"), people=people) == [("rename", "Zacharie", None, None)]
    assert result("raci_check", actions=[line(r="Anne", a="Dupond")], people=people)["unknown_people"] == ["Dupond"]


def test_without_a_list_of_people_names_are_not_checked() -> None:
    assert result("raci_check", actions=[line(r="Anne", a="Dupond")])["unknown_people"] == []


def test_a_new_a_goes_to_whoever_has_the_fewest() -> None:
    actions = [line("1", r="Anne", a="Anne"), line("2", r="Anne Paul"), line("3", r="Anne Paul Zoé")]
    answer = run_tool("raci_check", {"actions": actions})
    assert [entry["repairs"][0]["person"] for entry in answer.per_item[1:]] == ["Paul", "Zoé"]


def test_loads_and_overload() -> None:
    actions = [line(str(n), r="Paul", a="Anne") for n in range(3)] + [line("9", r="Anne", a="Paul")]
    answer = run_tool("raci_check", {"actions": actions})
    assert answer.result is not None
    assert answer.result["loads"] == [
        {"person": "Anne", "responsible": 1, "accountable": 3, "accountable_share": "0.75", "overloaded": True},
        {"person": "Paul", "responsible": 3, "accountable": 1, "accountable_share": "0.25", "overloaded": False},
    ]
    assert codes(answer) == ["raci.overloaded"]
    assert answer.findings[0].en == "Anne carries 3 of the 4 A, or 75% (beyond 50%): hand some to others."


def test_the_limit_of_overload_itself_is_fine() -> None:
    actions = [line(str(n), r="Paul", a="Anne" if n % 2 else "Paul") for n in range(6)]
    assert codes(run_tool("raci_check", {"actions": actions})) == []
    assert codes(run_tool("raci_check", {"actions": actions, "overload_share": 0.49})) == ["raci.overloaded"] * 2
    few = [line(str(n), r="Paul", a="Anne") for n in range(2)]
    assert codes(run_tool("raci_check", {"actions": few})) == []
    assert codes(run_tool("raci_check", {"actions": few, "overload_from": 2})) == ["raci.overloaded"]


def test_broken_lines_are_said_with_their_repair() -> None:
    answer = run_tool("raci_check", {"actions": [line("plan", a="Anne Paul"), line("ok", r="Anne", a="Paul")]})
    assert answer.result is not None
    assert (answer.result["valid"], answer.result["valid_actions"], answer.result["invalid"]) == (False, 1, ["plan"])
    assert answer.why[1].fr == "«\u00a0plan\u00a0»\u00a0: plusieurs A, aucun R. Correction\u00a0: passer Paul de A à R."
    assert answer.why[1].en == "“plan”: several A, no R. Repair: move Paul from A to R."


def test_many_broken_lines_are_not_all_written_out() -> None:
    answer = run_tool("raci_check", {"actions": [line(f"a{n}") for n in range(8)]})
    assert [note.code for note in answer.why] == ["raci.invalid", *["raci.broken"] * 5, "raci.others"]
    assert answer.why[-1].en == "Other lines to repair: a5, a6, a7."


def test_a_good_matrix_says_so() -> None:
    answer = run_tool("raci_check", {"actions": [line(r="Anne", a="Paul")]})
    assert [note.code for note in answer.why] == ["raci.valid"]


def test_no_action_is_insufficient() -> None:
    answer = run_tool("raci_check", {"actions": []})
    assert (answer.verdict, answer.missing) == ("insufficient", ["actions"])


@pytest.mark.parametrize(
    ("payload", "message"),
    [
        ({"actions": [line(), line()]}, "actions: 'x' stands twice"),
        ({"actions": [line() | {"accountable": ["  "]}]}, "actions.0.accountable.0 = ' '"),
        ({"actions": [line() | {"owner": "Anne"}]}, "actions.0.owner = 'Anne': Extra inputs are not permitted"),
        ({"actions": [line()], "overload_share": 50}, "overload_share = '50'"),
    ],
)
def test_refusals_name_field_and_value(payload: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput) as caught:
        run_tool("raci_check", payload)
    assert str(caught.value).startswith(f"raci_check: {message}")


def test_a_wrong_list_of_people_is_not_taken_for_slips() -> None:
    people = [f"person number {n}" for n in range(150)]
    unknown = [line(str(n)) | {"responsible": [f"persom number {n}"], "accountable": [people[0]]} for n in range(120)]
    answer = run_tool("raci_check", {"actions": unknown, "people": people})
    assert {entry["repairs"][0]["to"] for entry in answer.per_item} == {None}
    few = run_tool("raci_check", {"actions": unknown[:2], "people": people})
    assert [entry["repairs"][0]["to"] for entry in few.per_item] == people[:2]
