"""Tests of `planning_completion`: what counts as done as planned, and what is listed apart."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes

WEEK = {"start": "2026-03-02", "end": "2026-03-06"}


def item(company: str, action: str = "Visite", day: int | None = None, rep: str | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {"company": company, "action": action}
    if day is not None:
        found["date"] = f"2026-03-{day:02d}"
    return {**found, "rep": rep} if rep else found


def compare(planned: list[Any], done: list[Any], **more: Any) -> Any:
    return run_tool("planning_completion", {"planned": planned, "done": done, "period": WEEK, **more})


def statuses(answer: Any) -> list[tuple[str, str]]:
    return [(line["status"], line["company"]) for line in answer.per_item]


class TestMatching:
    def test_done_left_and_unplanned(self) -> None:
        answer = compare(
            [item("Alpha", day=3), item("Bêta"), item("Delta")],
            [item("ALPHA ", "visite.", 4), item("Gamma", day=5), item("beta", day=2)],
        )
        assert answer.result["completion"] == "0.666667"
        assert statuses(answer) == [
            ("done", "Alpha"), ("done", "Bêta"), ("not_done", "Delta"), ("unplanned", "Gamma"),
        ]  # fmt: skip
        assert answer.per_item[0]["days_late"] == 1

    def test_other_action_at_the_same_company_is_not_the_same(self) -> None:
        answer = compare([item("Alpha", "Visite")], [item("Alpha", "Appel", 3)])
        assert answer.result["completion"] == "0"
        assert codes(answer) == ["planning.near"]

    def test_one_action_done_fulfils_one_planned_action(self) -> None:
        answer = compare([item("Alpha"), item("Alpha"), item("Alpha")], [item("Alpha", day=3), item("Alpha", day=4)])
        assert (answer.result["done_as_planned"], answer.result["not_done"], answer.result["unplanned"]) == (2, 1, 0)

    def test_exact_asks_for_the_planned_day(self) -> None:
        planned, done = [item("Alpha", day=3), item("Bêta")], [item("Alpha", day=4), item("Bêta", day=4)]
        assert compare(planned, done).result["completion"] == "1"
        assert compare(planned, done, match="exact").result["completion"] == "0.5"

    def test_the_very_day_is_matched_first(self) -> None:
        answer = compare([item("Alpha"), item("Alpha", day=5)], [item("Alpha", day=5), item("Alpha", day=6)])
        days = {line["planned_date"]: line["done_date"] for line in answer.per_item}
        assert days == {"2026-03-05": "2026-03-05", None: "2026-03-06"}

    def test_own_period_wins_over_that_of_the_call(self) -> None:
        planned = [{**item("Alpha"), "period": {"start": "2026-03-09", "end": "2026-03-13"}}]
        assert compare(planned, [item("Alpha", day=10)]).result["completion"] == "1"
        assert compare(planned, [item("Alpha", day=3)]).result["completion"] == "0"

    def test_first_to_end_takes_the_earliest(self) -> None:
        first = {**item("Alpha"), "period": {"start": "2026-03-01", "end": "2026-03-31"}}
        second = {**item("Alpha"), "period": {"start": "2026-03-02", "end": "2026-03-03"}}
        answer = run_tool(
            "planning_completion", {"planned": [first, second], "done": [item("Alpha", day=3), item("Alpha", day=20)]}
        )
        assert answer.result is not None
        assert answer.result["completion"] == "1"

    def test_persons_must_be_the_same_where_both_are_named(self) -> None:
        assert compare([item("Alpha", rep="Lise")], [item("Alpha", day=3, rep="Marc")]).result["completion"] == "0"
        assert compare([item("Alpha", rep="Lise")], [item("Alpha", day=3, rep="LISE")]).result["completion"] == "1"
        assert compare([item("Alpha", rep="Lise")], [item("Alpha", day=3)]).result["completion"] == "1"
        assert compare([item("Alpha")], [item("Alpha", day=3, rep="Marc")]).result["completion"] == "1"

    def test_own_action_is_matched_before_a_nameless_one(self) -> None:
        answer = compare([item("Alpha", rep="Lise")], [item("Alpha", day=2), item("Alpha", day=5, rep="Lise")])
        assert statuses(answer) == [("done", "Alpha"), ("unplanned", "Alpha")]
        assert answer.per_item[0]["done_date"] == "2026-03-05"

    def test_without_period_or_day_any_day_will_do_and_none_too(self) -> None:
        for done in (item("Alpha", day=20), item("Alpha")):
            answer = run_tool("planning_completion", {"planned": [item("Alpha")], "done": [done]})
            assert answer.result is not None
            assert answer.result["completion"] == "1"


class TestApart:
    def test_outside_and_undated_actions_are_neither_counted_nor_blamed(self) -> None:
        answer = compare([item("Alpha")], [item("Alpha", day=9), item("Alpha"), item("Bêta", day=20)])
        found = answer.result
        assert (found["completion"], found["outside_period"], found["undated"], found["unplanned"]) == ("0", 2, 1, 0)
        assert codes(answer) == ["planning.outside_period", "planning.undated"]

    def test_dated_duplicates_count_once(self) -> None:
        planned = [item("Alpha", day=3), item("alpha", day=3), item("Bêta"), item("Bêta")]
        done = [item("Alpha", day=3), item("Alpha", "VISITE", 3)]
        answer = compare(planned, done)
        found = answer.result
        assert (found["planned"], found["duplicates_planned"], found["duplicates_done"]) == (3, 1, 1)
        assert (found["completion"], found["unplanned"]) == ("0.333333", 0)
        assert codes(answer) == ["planning.twice_planned", "planning.twice_done"]

    def test_what_is_not_due_yet_is_told_apart(self) -> None:
        planned = [item("Alpha", day=3), item("Bêta", day=6)]
        answer = compare(planned, [item("Alpha", day=3)], as_of="2026-03-04", match="exact")
        assert (answer.result["not_due"], answer.result["completion"], answer.result["completion_due"]) == (
            1, "0.5", "1",
        )  # fmt: skip
        assert "planning.not_due" in [note.code for note in answer.why]

    def test_nothing_due_has_no_share(self) -> None:
        answer = compare([item("Alpha", day=6)], [], as_of="2026-03-02", match="exact")
        assert answer.result["completion_due"] is None
        assert [note.code for note in answer.why] == [
            "planning.completion_exact",
            "planning.nothing_due",
            "planning.left",
        ]

    def test_the_last_day_is_due(self) -> None:
        assert compare([item("Alpha", day=6)], [], as_of="2026-03-06").result["not_due"] == 0

    def test_no_planning_is_insufficient(self) -> None:
        answer = compare([], [item("Alpha", day=3)])
        assert (answer.verdict, answer.missing) == ("insufficient", ["planned"])

    def test_much_unplanned_work_corrects_the_planning(self) -> None:
        answer = compare([item("Alpha")], [item("Alpha", day=3), item("Gamma", day=4)])
        assert answer.why[-1].code == "planning.much_unplanned"
        assert "Gamma (Visite)" in answer.why[-1].en

    @pytest.mark.parametrize(
        ("payload", "message"),
        [
            (
                {"planned": [item("Alpha", day=20)], "done": [], "period": WEEK},
                "planned.0.date = '2026-03-20': outside its period 2026-03-02 to 2026-03-06; correct one of them",
            ),
            (
                {"planned": [], "done": [], "period": {"start": "2026-03-06", "end": "2026-03-02"}},
                "period: end = '2026-03-02': before start = '2026-03-06'",
            ),
            (
                {"planned": [{"company": "A", "action": "V", "date": "03/04/2026"}], "done": []},
                "planned.0.date = '03/04/2026': write the day as YYYY-MM-DD",
            ),
        ],
    )
    def test_refusals(self, payload: dict[str, Any], message: str) -> None:
        with pytest.raises(BadInput) as caught:
            run_tool("planning_completion", payload)
        assert str(caught.value) == f"planning_completion: {message}"


entries = st.tuples(
    st.sampled_from(["Alpha", "alpha", "Bêta"]),
    st.sampled_from(["Visite", "Appel"]),
    st.sampled_from([None, 2, 3, 6]),
    st.sampled_from([None, "Lise", "Marc"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(entries, min_size=1, max_size=8), st.lists(entries, max_size=8), st.randoms(use_true_random=False))
def test_order_does_not_matter_and_everything_is_listed(plan: list[Any], deeds: list[Any], random: Any) -> None:
    planned, done = [item(*entry) for entry in plan], [item(*entry) for entry in deeds]
    mixed, made = list(planned), list(done)
    random.shuffle(mixed)
    random.shuffle(made)
    one, two = compare(planned, done), compare(mixed, made)
    assert (one.result, one.per_item) == (two.result, two.per_item)
    found = one.result
    assert found["done_as_planned"] + found["not_done"] == found["planned"]
    assert found["planned"] + found["duplicates_planned"] == len(plan)
    apart = found["unplanned"] + found["outside_period"] + found["undated"]
    assert found["done_as_planned"] + apart + found["duplicates_done"] == len(deeds)
    assert 0 <= Decimal(found["completion"]) <= 1


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 20), st.integers(0, 8)), min_size=1, max_size=5),
    st.lists(st.integers(1, 28), max_size=5, unique=True),
)
def test_no_other_choice_matches_more(windows: list[tuple[int, int]], days: list[int]) -> None:
    planned = [
        {**item("Alpha"), "period": {"start": f"2026-03-{first:02d}", "end": f"2026-03-{first + more:02d}"}}
        for first, more in windows
    ]
    answer = run_tool("planning_completion", {"planned": planned, "done": [item("Alpha", day=day) for day in days]})
    padded = [*days, *[0] * len(windows)]
    most = max(
        sum(1 for (first, more), day in zip(windows, choice, strict=True) if first <= day <= first + more)
        for choice in itertools.permutations(padded, len(windows))
    )
    assert answer.result is not None
    assert answer.result["done_as_planned"] == most
