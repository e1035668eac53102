"""Tests of `early_warning`: the vector of the method, the proposals that decide, and talk that does not judge."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from copilot.text.catalogue import keys, t
from tests.scoring.helpers import codes, result
from tests.scoring.manager.scattered import cents

VECTOR = [
    {"name": "A", "amount": 50, "probability": 0.7},
    {"name": "B", "amount": 80, "probability": 0.4},
    {"name": "C", "amount": 30, "probability": 0.9},
    {"name": "D", "amount": 120, "probability": 0.2},
]


def warn(**changes: Any) -> Any:
    payload = {"currency": "EUR", "achieved": 150, "objective": 260, "deals": VECTOR, **changes}
    return run_tool("early_warning", {key: value for key, value in payload.items() if value is not None})


class TestVector:
    def test_chance_and_colour(self) -> None:
        found = result("early_warning", currency="EUR", achieved=150, objective=260, deals=VECTOR)
        assert (found["probability"], found["rag"], found["method"]) == ("0.5104", "amber", "exact")
        assert (found["gap"], found["open_total"], found["expected_total"], found["short"]) == (
            "110",
            "280",
            "268",
            "0",
        )

    def test_proposals_that_matter_come_first(self) -> None:
        items = warn().per_item
        assert [(item["name"], item["if_won"], item["if_lost"], item["swing"]) for item in items] == [
            ("B", "0.976", "0.2", "0.776"),
            ("D", "1", "0.388", "0.612"),
            ("C", "0.52", "0.424", "0.096"),
            ("A", "0.52", "0.488", "0.032"),
        ]

    def test_each_swing_splits_the_chance(self) -> None:
        for item in warn().per_item:
            p = Decimal(str(item["probability"]))
            mixed = p * Decimal(str(item["if_won"])) + (1 - p) * Decimal(str(item["if_lost"]))
            assert mixed == Decimal("0.5104")

    def test_defaults_are_named_as_ours(self) -> None:
        assert "nos seuils par défaut" in warn().why[1].fr
        assert warn(green="0.9").why[1].code == "early.rag_chosen"

    def test_thresholds_count_as_reached(self) -> None:
        assert warn(green="0.5104").result["rag"] == "green"
        assert warn(amber="0.5104").result["rag"] == "amber"
        assert warn(amber="0.510401").result["rag"] == "red"


class TestSituations:
    def test_reached(self) -> None:
        answer = warn(achieved=260)
        assert (answer.result["probability"], answer.result["rag"], answer.result["gap"]) == ("1", "green", "0")
        assert [note.code for note in answer.why] == ["early.reached"]
        assert [question["code"] for question in answer.result["questions"]] == ["early.q_next"]
        assert answer.per_item == []

    def test_out_of_reach(self) -> None:
        answer = warn(objective=500)
        assert (answer.result["probability"], answer.result["rag"], answer.result["short"]) == ("0", "red", "70")
        assert [question["code"] for question in answer.result["questions"]][:2] == ["early.q_gap", "early.q_beyond"]
        assert answer.per_item == []

    def test_green_asks_how_to_secure_it(self) -> None:
        answer = warn(objective=160)
        assert answer.result["rag"] == "green"
        assert {question["code"] for question in answer.result["questions"]} == {"early.q_secure"}

    def test_empty_book_is_said_to_be_empty(self) -> None:
        answer = warn(deals=[])
        assert (answer.result["probability"], answer.result["rag"]) == ("0", "red")
        assert codes(answer) == ["early.no_deals"]

    def test_unknown_deals_make_it_a_minimum(self) -> None:
        answer = warn(deals=[*VECTOR, {"name": "E", "amount": 40}])
        assert answer.result["probability"] == "0.5104"
        assert codes(answer) == ["pipeline.unknown", "early.at_least", "early.independent"]

    def test_only_unknown_deals_are_insufficient(self) -> None:
        answer = warn(deals=[{"name": "E", "amount": 40}])
        assert answer.verdict == "insufficient"
        assert answer.missing == ["deals with an amount and a probability"]

    @pytest.mark.parametrize("name", ["achieved", "objective"])
    def test_without_both_figures_it_is_insufficient(self, name: str) -> None:
        answer = warn(**{name: None})
        assert (answer.verdict, answer.missing) == ("insufficient", [name])

    def test_negative_achieved_widens_the_gap(self) -> None:
        assert warn(achieved=-10).result["gap"] == "270"

    def test_sure_deals_are_no_question(self) -> None:
        answer = warn(deals=[{"name": "sure", "amount": 110, "probability": 1}])
        assert answer.result["probability"] == "1"
        assert answer.per_item == []

    def test_alike_deals_are_both_weighed(self) -> None:
        answer = warn(deals=[{"name": name, "amount": 60, "probability": 0.5} for name in "ba"])
        assert [(item["name"], item["if_won"], item["if_lost"]) for item in answer.per_item] == [
            ("a", "0.5", "0"),
            ("b", "0.5", "0"),
        ]

    def test_bounds_take_the_careful_colour(self) -> None:
        pairs = [(cents(n, 5_000_000), Decimal("0.5")) for n in range(80)]
        rows = [{"name": str(n), "amount": a, "probability": p} for n, (a, p) in enumerate(pairs)]
        half = sum(a for a, _ in pairs) / 2
        first = warn(achieved=0, objective=half, deals=rows).result
        middle = (Decimal(first["probability_low"]) + Decimal(first["probability_high"])) / 2
        answer = warn(achieved=0, objective=half, deals=rows, green=middle, amber="0.1")
        assert first["method"] == "bounded"
        assert answer.result["rag"] == "amber"
        assert codes(answer) == ["early.independent", "pipeline.bounded", "early.rag_between"]
        assert len(answer.per_item) == 10
        for item in answer.per_item:
            assert Decimal(item["if_lost_low"]) < Decimal(first["probability_high"])
            assert Decimal(item["if_won_high"]) > Decimal(first["probability_low"])

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"objective": 0}, "early_warning: objective = '0': Input should be greater than 0"),
            ({"amber": "0.9"}, "early_warning: amber = '0.9': above green = '0.8'; it must not be"),
            ({"green": 80}, "early_warning: green = '80': Input should be less than or equal to 1"),
        ],
    )
    def test_refusals(self, changes: dict[str, Any], message: str) -> None:
        with pytest.raises(BadInput) as caught:
            warn(**changes)
        assert str(caught.value) == message


class TestTalk:
    def test_no_text_judges_anybody(self) -> None:
        for key in keys():
            if key.startswith("scoring.early"):
                for language in ("fr", "en"):
                    answer = run_tool("judging_wording", {"text": keys()[key][language]})
                    assert answer.verdict == "ok"
                    assert answer.per_item == [], key

    def test_purposes_of_the_family_speak_to_the_rep(self) -> None:
        purpose = t("scoring.reporting_table.purpose", "fr")
        assert "il ne sert pas à inspecter le travail" in purpose


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.decimals(min_value=0, max_value=1000, places=1), st.decimals(min_value=0, max_value=1, places=2)),
        max_size=8,
    ),
    st.decimals(min_value=1, max_value=3000, places=1),
    st.randoms(use_true_random=False),
)
def test_chance_falls_with_the_objective_in_any_order(
    pairs: list[tuple[Decimal, Decimal]], objective: Decimal, random: Any
) -> None:
    rows = [{"name": f"d{n}", "amount": a, "probability": p} for n, (a, p) in enumerate(pairs)]
    shuffled = list(rows)
    random.shuffle(shuffled)
    one, two = (warn(achieved=0, objective=objective, deals=given) for given in (rows, shuffled))
    assert (one.result, one.per_item) == (two.result, two.per_item)
    higher = warn(achieved=0, objective=objective + 1, deals=rows)
    assert Decimal(higher.result["probability"]) <= Decimal(one.result["probability"])
    for item in one.per_item:
        assert Decimal(item["if_lost"]) <= Decimal(one.result["probability"]) <= Decimal(item["if_won"])
