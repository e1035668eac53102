"""Tests of `meso`: equal to us, best to them, never under the floor, and exact."""

from __future__ import annotations

import itertools
import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result


def issue(name: str, *options: tuple[Any, Any], **more: Any) -> dict[str, Any]:
    """An issue whose options are called a, b, c…"""
    labels = "abcdefghijklmnopqrstuvwxyz"
    lines = [{"label": labels[n], "own": own, "theirs": theirs} for n, (own, theirs) in enumerate(options)]
    return {"name": name, "options": lines, **more}


PRICE = issue("price", (0, 9), (5, 5), (10, 0))
TERM = issue("term", (0, 4), (5, 3), (10, 1))
ISSUES = [PRICE, TERM]


def labels(item: dict[str, Any]) -> str:
    return "".join(pick["option"] for pick in item["picks"])


def offers(**payload: Any) -> list[tuple[str, str, str]]:
    answer = run_tool("meso", payload)
    assert answer.verdict == "ok"
    return [(labels(item), str(item["own"]), str(item["theirs_estimate"])) for item in answer.per_item]


def brute_force(
    issues: list[dict[str, Any]], low: Decimal, high: Decimal
) -> list[tuple[Decimal, Decimal, tuple[str, ...]]]:
    """All packages within our span, best for them first, listed one by one."""
    ordered = sorted(issues, key=lambda line: line["name"])
    found = []
    for picks in itertools.product(*(sorted(line["options"], key=lambda o: o["label"]) for line in ordered)):
        own = sum((Decimal(o["own"]) for o in picks), Decimal(0))
        if low <= own <= high:
            theirs = sum((Decimal(o["theirs"]) for o in picks), Decimal(0))
            found.append((theirs, own, tuple(o["label"] for o in picks)))
    return sorted(found, key=lambda line: (-line[0], -line[1], line[2]))


class TestPackages:
    def test_three_packages_of_equal_worth_best_for_them_first(self) -> None:
        assert offers(issues=ISSUES, reservation=8, aim=10, eps=0) == [
            ("ac", "10", "10"),
            ("bb", "10", "8"),
            ("ca", "10", "4"),
        ]

    def test_tolerance_lets_in_what_is_worth_more_to_them(self) -> None:
        found = offers(issues=ISSUES, reservation=0, aim=10, eps=5)
        assert found == [("ab", "5", "12"), ("ac", "10", "10"), ("ba", "5", "9")]

    def test_no_package_under_the_floor_even_within_eps(self) -> None:
        answer = run_tool("meso", {"issues": ISSUES, "reservation": 10, "aim": 10, "eps": 5})
        assert all(Decimal(str(item["own"])) >= 10 for item in answer.per_item)
        assert "meso.cut_at_floor" in codes(answer)

    def test_weights_count_on_each_side(self) -> None:
        heavy = [{**PRICE, "weight": "0.5", "their_weight": 2}, {**TERM, "weight": "0.5", "their_weight": 1}]
        assert offers(issues=heavy, reservation=0, aim=5, eps=0)[0] == ("ac", "5", "19")

    def test_their_weights_are_ours_when_not_given_and_it_is_said(self) -> None:
        answer = run_tool("meso", {"issues": [{**PRICE, "weight": 2}, TERM], "reservation": 0, "aim": 20, "eps": 5})
        assert "meso.same_weights" in codes(answer)
        assert answer.per_item[0]["picks"][0]["theirs_estimate"] == "10"  # type: ignore[index,call-overload]

    def test_what_they_gain_is_always_an_estimate(self) -> None:
        answer = run_tool("meso", {"issues": ISSUES, "reservation": 8, "aim": 10, "eps": 0})
        assert answer.result is not None
        assert answer.result["theirs_status"] == "estimate"
        assert codes(answer)[0] == "meso.estimate"

    def test_range_is_a_straight_line_between_its_ends(self) -> None:
        line = {
            "unit": "days", "low": 30, "high": 60, "step": 10,
            "own_at_low": 9, "own_at_high": 0, "theirs_at_low": 0, "theirs_at_high": 6,
        }  # fmt: skip
        found = offers(issues=[{"name": "payment", "range": line}], reservation=0, aim=4, eps=6)
        answer = run_tool(
            "meso", {"issues": [{"name": "payment", "range": line}], "reservation": 0, "aim": 4, "eps": 6}
        )
        assert [(own, theirs) for _, own, theirs in found] == [("0", "6"), ("3", "4"), ("6", "2")]
        picks = [item["picks"] for item in answer.per_item]
        assert [(line[0]["option"], line[0]["unit"]) for line in picks] == [  # type: ignore[index,call-overload]
            ("60", "days"),
            ("50", "days"),
            ("40", "days"),
        ]

    def test_packages_may_be_asked_to_differ_in_more_issues(self) -> None:
        third = issue("audit", (1, 1), (1, 0))
        near = run_tool("meso", {"issues": [*ISSUES, third], "reservation": 0, "aim": 11, "eps": 0})
        far = run_tool(
            "meso", {"issues": [*ISSUES, third], "reservation": 0, "aim": 11, "eps": 0, "min_different_issues": 2}
        )
        assert [labels(item) for item in near.per_item] == ["aac", "bac", "abb"]
        assert "meso.nearly_same" in codes(near)
        assert [labels(item) for item in far.per_item] == ["aac", "abb", "aca"]
        assert "meso.nearly_same" not in codes(far)

    def test_number_of_packages_is_a_parameter(self) -> None:
        assert len(offers(issues=ISSUES, reservation=0, aim=10, eps=5, packages=5)) == 5


class TestAim:
    def test_derived_aim_is_the_highest_level_with_enough_packages(self) -> None:
        answer = run_tool("meso", {"issues": ISSUES, "reservation": 0, "eps": 0})
        assert answer.result is not None
        assert (answer.result["aim"], answer.result["aim_is_derived"]) == ("10", True)
        assert "meso.derived_aim" in [note.code for note in answer.why]

    @pytest.mark.parametrize(("eps", "aim"), [(0, "10"), ("4.99", "10"), (5, "20"), (20, "20")])
    def test_derived_aim_rises_with_the_tolerance(self, eps: Any, aim: str) -> None:
        assert result("meso", issues=ISSUES, reservation=0, eps=eps)["aim"] == aim

    def test_tolerance_by_default_is_five_percent_of_the_way_to_the_best(self) -> None:
        fine = [issue(name, *((n, 20 - n) for n in range(11))) for name in ("price", "term")]
        answer = run_tool("meso", {"issues": fine, "reservation": 0})
        assert answer.result is not None
        assert (answer.result["eps"], answer.result["eps_is_default"]) == ("1", True)
        assert answer.result["aim"] == "20"
        assert "notre valeur par défaut" in answer.why[-1].fr

    def test_too_few_packages_name_the_tolerance_that_is_enough(self) -> None:
        answer = run_tool("meso", {"issues": ISSUES, "reservation": 10, "aim": 19, "eps": 1})
        assert answer.verdict == "insufficient"
        assert answer.missing == ["eps of at least 4"]
        assert "Offres trouvées\u00a0: 1 sur 3 demandées" in answer.findings[0].fr
        assert run_tool("meso", {"issues": ISSUES, "reservation": 10, "aim": 19, "eps": 4}).verdict == "ok"

    def test_floor_above_everything_says_what_the_best_is_worth(self) -> None:
        answer = run_tool("meso", {"issues": ISSUES, "reservation": 21})
        assert answer.verdict == "insufficient"
        assert "is worth 20" in answer.findings[0].en

    def test_no_level_with_enough_packages(self) -> None:
        answer = run_tool("meso", {"issues": [issue("price", (0, 9), (5, 5))], "reservation": 0, "eps": 9})
        assert (answer.verdict, codes(answer)) == ("insufficient", ["meso.no_level"])

    def test_search_for_an_aim_gives_up_in_seconds_and_says_what_it_read(self) -> None:
        """Every package has a worth of its own, so no two of sixty million lie within 0 of each other."""
        issues = [issue(f"i{n}", *((m * 6**n, m) for m in range(6))) for n in range(10)]
        start = time.process_time()
        answer = run_tool("meso", {"issues": issues, "reservation": 0, "eps": 0})
        assert (answer.verdict, codes(answer)) == ("insufficient", ["meso.no_level_read"])
        assert "Among the 500,000 best offers" in answer.findings[0].en
        assert time.process_time() - start < 10


class TestRefusals:
    @pytest.mark.parametrize(
        ("payload", "missing"),
        [
            ({"issues": []}, ["issues", "reservation"]),
            ({"issues": ISSUES}, ["reservation"]),
            ({"issues": [issue("price", (1, None))], "reservation": 0}, ["theirs of 'a' in 'price'"]),
            ({"issues": [{"name": "price"}], "reservation": 0}, ["options of 'price'"]),
        ],
    )
    def test_too_little_is_insufficient(self, payload: dict[str, Any], missing: list[str]) -> None:
        answer = run_tool("meso", payload)
        assert (answer.verdict, answer.missing) == ("insufficient", missing)

    def test_proposed_package_under_the_floor_is_refused(self) -> None:
        picks = [{"issue": "price", "option": "a"}, {"issue": "term", "option": "b"}]
        payload = {"issues": ISSUES, "reservation": 8, "aim": 10, "eps": 0, "proposed": [{"name": "X", "picks": picks}]}
        with pytest.raises(BadInput, match=r"proposed\.0 = 'X': worth 5 to us, under the floor, reservation = '8'"):
            run_tool("meso", payload)
        assert result("meso", **{**payload, "reservation": 5})["proposed"] == [
            {"name": "X", "own": "5", "above_reservation": "0", "within_eps": False, "theirs_estimate": "12"}
        ]

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"issues": [PRICE, PRICE]}, "issues: 'price' stands twice"),
            ({"aim": 7}, "aim = '7': under the floor, reservation = '8'"),
            ({"eps": -1}, "eps = '-1'"),
            ({"packages": 1}, "packages = '1'"),
            ({"reservation": "Infinity"}, "reservation = 'Infinity'"),
            ({"issues": [issue(f"i{n}", *[(m, m) for m in range(12)]) for n in range(10)]}, "248832 combinations"),
            ({"proposed": [{"name": "X", "picks": []}]}, "None is no option of 'price'"),
            ({"proposed": [{"name": "X", "picks": [{"issue": "fee", "option": "a"}]}]}, "no issue is named 'fee'"),
        ],
    )
    def test_refusals_name_field_and_value(self, change: dict[str, Any], message: str) -> None:
        with pytest.raises(BadInput) as caught:
            run_tool("meso", {"issues": ISSUES, "reservation": 8, "aim": 10, "eps": 0, **change})
        assert message in str(caught.value)

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"high": 30}, "high = '30': must be above low = '30'"),
            ({"step": 7}, "step = '7': does not divide high - low = '30'"),
            ({"step": "0.1"}, "step = '0.1': makes 300 steps; at most 200"),
        ],
    )
    def test_range_has_to_fit_its_step(self, change: dict[str, Any], message: str) -> None:
        line = {
            "unit": "days", "low": 30, "high": 60, "step": 10,
            "own_at_low": 9, "own_at_high": 0, "theirs_at_low": 0, "theirs_at_high": 6,
        }  # fmt: skip
        with pytest.raises(BadInput) as caught:
            run_tool("meso", {"issues": [{"name": "payment", "range": {**line, **change}}], "reservation": 0})
        assert message in str(caught.value)


worths = st.integers(min_value=-5, max_value=20)


@st.composite
def problems(draw: st.DrawFn) -> list[dict[str, Any]]:
    sizes = draw(st.lists(st.integers(min_value=1, max_value=4), min_size=1, max_size=5))
    return [
        issue(f"i{n}", *draw(st.lists(st.tuples(worths, worths), min_size=m, max_size=m))) for n, m in enumerate(sizes)
    ]


@settings(max_examples=60, deadline=None)
@given(problems(), st.integers(0, 40), st.integers(0, 15), st.integers(0, 20), st.randoms(use_true_random=False))
def test_search_agrees_with_listing_all_packages(
    issues: list[dict[str, Any]], floor: int, above: int, eps: int, random: Any
) -> None:
    aim = floor + above
    expected = brute_force(issues, max(Decimal(aim - eps), Decimal(floor)), Decimal(aim + eps))[:3]
    shuffled = [{**line, "options": random.sample(line["options"], len(line["options"]))} for line in issues]
    random.shuffle(shuffled)
    answer = run_tool("meso", {"issues": shuffled, "reservation": floor, "aim": aim, "eps": eps})
    found = [
        (
            Decimal(str(item["theirs_estimate"])),
            Decimal(str(item["own"])),
            tuple(labels(item)),
        )
        for item in answer.per_item
    ]
    assert found == (expected if len(expected) == 3 else [])


@settings(max_examples=60, deadline=None)
@given(problems(), st.integers(0, 25), st.integers(0, 8))
def test_derived_aim_agrees_with_trying_every_level(issues: list[dict[str, Any]], floor: int, eps: int) -> None:
    owns = [line[1] for line in brute_force(issues, Decimal(floor), Decimal(1000))]
    good = [level for level in owns if sum(abs(own - level) <= eps for own in owns) >= 3]
    answer = run_tool("meso", {"issues": issues, "reservation": floor, "eps": eps})
    assert (answer.result or {}).get("aim") == (str(max(good)) if good else None)


@settings(max_examples=60, deadline=None)
@given(problems(), st.integers(0, 25), st.integers(0, 10))
def test_tolerance_that_is_named_is_the_smallest(issues: list[dict[str, Any]], floor: int, above: int) -> None:
    aim = floor + above
    distances = sorted(abs(line[1] - aim) for line in brute_force(issues, Decimal(floor), Decimal(1000)))
    answer = run_tool("meso", {"issues": issues, "reservation": floor, "aim": aim, "eps": 0})
    if len(distances) < 3:
        assert answer.verdict == "insufficient"
        assert "eps of at least" not in "".join(answer.missing)
    elif distances[2] > 0:
        assert answer.missing == [f"eps of at least {distances[2]}"]
    else:
        assert answer.verdict == "ok"


def test_eight_issues_of_six_options_take_seconds() -> None:
    issues = [issue(f"i{n}", *(((7 * n + 13 * m) % 31, (11 * n + 5 * m) % 29) for m in range(6))) for n in range(8)]
    start = time.process_time()
    found = result("meso", issues=issues, reservation=50)
    assert found["combinations"] == 6**8
    assert time.process_time() - start < 5
