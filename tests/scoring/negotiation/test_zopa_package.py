"""Tests of `zopa_package`: each issue, and what the whole can carry."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result


def issue(name: str, ours: Any, theirs: Any, direction: str = "up", **more: Any) -> dict[str, Any]:
    return {"name": name, "unit": "EUR", "direction": direction, "our_limit": ours, "their_limit": theirs, **more}


class TestIssues:
    def test_vector_of_one_issue(self) -> None:
        answer = run_tool("zopa_package", {"issues": [issue("rate", 96, 104)]})
        assert (answer.per_item[0]["exists"], answer.per_item[0]["room_worst"]) == ("yes", "8")
        assert answer.result is not None
        assert answer.result["exists"] is None
        assert codes(answer) == ["zopa_package.without_value"]

    def test_less_is_better_where_the_direction_says_so(self) -> None:
        item = run_tool("zopa_package", {"issues": [issue("days", 45, 30, "down")]}).per_item[0]
        assert (item["exists"], item["room_worst"]) == ("yes", "15")

    @pytest.mark.parametrize(
        ("direction", "ours", "exists", "worst", "best"),
        [
            ("up", 96, "uncertain", "-6", "4"),
            ("up", 90, "yes", "0", "10"),
            ("up", 101, "no", "-11", "-1"),
            ("down", 96, "uncertain", "-4", "6"),
            ("down", 100, "yes", "0", "10"),
        ],
    )
    def test_unknown_limit_is_a_range_and_an_estimate(
        self, direction: str, ours: int, exists: str, worst: str, best: str
    ) -> None:
        line = issue("rate", ours, None, direction, their_limit_low=90, their_limit_high=100)
        answer = run_tool("zopa_package", {"issues": [line]})
        item = answer.per_item[0]
        assert (item["exists"], item["room_worst"], item["room_best"]) == (exists, worst, best)
        assert item["status"] == "estimate"
        assert "zopa.estimate" in codes(answer)

    def test_issue_without_a_limit_is_named_and_left_out(self) -> None:
        answer = run_tool("zopa_package", {"issues": [issue("rate", 96, 104), issue("term", 2, None)]})
        assert answer.result is not None
        assert answer.result["left_out"] == ["term"]
        assert len(answer.per_item) == 1

    def test_no_limit_at_all_is_insufficient(self) -> None:
        assert run_tool("zopa_package", {"issues": []}).missing == ["issues"]
        assert run_tool("zopa_package", {"issues": [issue("rate", None, 1)]}).missing == ["limits of 'rate'"]


class TestPackage:
    def test_one_issue_pays_for_the_gap_of_another(self) -> None:
        issues = [issue("rate", 96, 94, our_value=5), issue("volume", 10, 20, our_value=2)]
        answer = run_tool("zopa_package", {"issues": issues})
        assert answer.result is not None
        assert (answer.result["exists"], answer.result["our_best_worst_case"]) == ("yes", "10")
        assert answer.result["issues_without_room"] == ["rate"]
        assert "zopa_package.crosses_a_limit" in codes(answer)
        assert "zopa_package.package_pays" in [note.code for note in answer.why]

    @pytest.mark.parametrize(("room", "exists", "best"), [(14, "no", "-2"), (15, "yes", "0"), (16, "yes", "2")])
    def test_package_exists_from_the_point_where_it_balances(self, room: int, exists: str, best: str) -> None:
        issues = [issue("rate", 96, 93, our_value=10), issue("volume", 0, room, our_value=2)]
        found = result("zopa_package", issues=issues)
        assert (found["exists"], found["our_best_worst_case"]) == (exists, best)

    def test_different_values_make_room_where_equal_ones_do_not(self) -> None:
        """They lack 10 on the rate; 5 units of a service that cost us 1 each are worth 4 each to them."""
        lack = issue("rate", 10, 0, our_value=1)
        service = issue("service", 0, 5, our_value=1, their_value=1)
        assert result("zopa_package", issues=[lack, service])["exists"] == "no"
        service = issue("service", 0, 5, our_value=1, their_value=4)
        found = result("zopa_package", issues=[lack, service])
        assert (found["exists"], found["our_best_worst_case"]) == ("yes", "2.5")
        assert found["give_first"] == ["service", "rate"]

    def test_range_makes_the_package_uncertain(self) -> None:
        issues = [issue("rate", 96, None, their_limit_low=90, their_limit_high=100, our_value=1)]
        found = result("zopa_package", issues=issues)
        assert (found["exists"], found["our_best_worst_case"], found["our_best_best_case"]) == ("uncertain", "-6", "4")

    def test_value_to_them_is_assumed_like_ours_and_it_is_said(self) -> None:
        answer = run_tool("zopa_package", {"issues": [issue("rate", 96, 104, our_value=3)]})
        assert codes(answer) == ["zopa_package.same_value"]

    def test_what_is_worth_nothing_to_one_side_does_not_break_it(self) -> None:
        issues = [issue("logo", 0, 5, our_value=0, their_value=2), issue("rate", 5, 1, our_value=1)]
        found = result("zopa_package", issues=issues)
        assert (found["exists"], found["our_best_worst_case"]) == ("yes", "0")
        assert result("zopa_package", issues=[issue("a", 0, 5, our_value=3, their_value=0)])["give_first"] == []

    @pytest.mark.parametrize(
        ("issues", "message"),
        [
            ([issue("a", 1, 2), issue("a", 1, 2)], "issues: 'a' stands twice"),
            ([issue("a", 1, None, their_limit_low=3)], "their_limit_low of 'a': give both ends"),
            ([issue("a", 1, None, their_limit_low=3, their_limit_high=2)], "their_limit_low = '3' of 'a': above"),
            ([issue("a", 1, 2, their_limit_low=1, their_limit_high=2)], "give their_limit or its range, not both"),
            ([issue("a", "1e16", 2)], "issues.0.our_limit = '1e16'"),
            ([issue("a", 1, 2, our_value=-1)], "issues.0.our_value = '-1'"),
        ],
    )
    def test_refusals_name_field_and_value(self, issues: list[dict[str, Any]], message: str) -> None:
        with pytest.raises(BadInput) as caught:
            run_tool("zopa_package", {"issues": issues})
        assert message in str(caught.value)


numbers = st.integers(-20, 20)
values = st.integers(0, 5)
lines = st.lists(st.tuples(numbers, numbers, values, values, st.sampled_from(["up", "down"])), min_size=1, max_size=5)


def packages(rows: list[tuple[int, int, int, int, str]]) -> list[dict[str, Any]]:
    return [
        issue(f"i{n}", ours, theirs, direction, our_value=a, their_value=b)
        for n, (ours, theirs, a, b, direction) in enumerate(rows)
    ]


@settings(max_examples=60, deadline=None)
@given(lines, st.randoms(use_true_random=False))
def test_order_of_issues_does_not_matter(rows: list[tuple[int, int, int, int, str]], random: Any) -> None:
    issues = packages(rows)
    one = run_tool("zopa_package", {"issues": issues})
    two = run_tool("zopa_package", {"issues": random.sample(issues, len(issues))})
    assert (one.result, one.per_item, one.why, one.findings) == (two.result, two.per_item, two.why, two.findings)


@settings(max_examples=60, deadline=None)
@given(lines)
def test_both_sides_agree_whether_a_package_exists(rows: list[tuple[int, int, int, int, str]]) -> None:
    """If we can come out at 0 or more without hurting them, they can without hurting us: it is the same package."""
    found = result("zopa_package", issues=packages([(o, t, a + 1, b + 1, d) for o, t, a, b, d in rows]))
    tolerance = Decimal("-0.000001")
    assert (Decimal(found["our_best_worst_case"]) >= 0) == (Decimal(found["their_best_worst_case"]) >= tolerance)


@settings(max_examples=60, deadline=None)
@given(lines)
def test_no_settlement_between_the_limits_beats_our_best(rows: list[tuple[int, int, int, int, str]]) -> None:
    """Ends and middles of each issue, all tried: none that leaves them whole gives us more than the tool says."""
    found = result("zopa_package", issues=packages(rows))
    best = Decimal(found["our_best_worst_case"]) + Decimal("0.000001")
    rooms = [
        ((theirs - ours) if direction == "up" else (ours - theirs), a, b) for ours, theirs, a, b, direction in rows
    ]
    settlements = [(Decimal(0), Decimal(0))]
    for room, a, b in rooms:
        steps = [Decimal(k) / 4 for k in range(5)]
        settlements = [(own + a * room * t, other + b * room * (1 - t)) for own, other in settlements for t in steps]
    assert all(own <= best for own, other in settlements if other >= 0)
