"""Tests of `priority`: the vectors of the method, and the limits."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result

ACCOUNTS = [
    {"name": "Alpha", "potential": 2_000_000, "probability": 0.60, "margin": 0.22},
    {"name": "Beta", "potential": 3_500_000, "probability": 0.25, "margin": 0.30},
    {"name": "Gamma", "potential": 900_000, "probability": 0.80, "margin": 0.35},
]


class TestPriority:
    def test_equal_weights_give_the_vector(self) -> None:
        answer = run_tool("priority_score", {"currency": "EUR", "accounts": ACCOUNTS})
        rows = [(item["name"], item["expected_value"], item["index"]) for item in answer.per_item]
        assert rows == [("Alpha", "264000", "59.95"), ("Beta", "262500", "59.84"), ("Gamma", "252000", "59.03")]

    def test_weights_reorder_the_accounts(self) -> None:
        weights = {"potential": 0.5, "probability": 0.3, "margin": 0.2}
        answer = run_tool("priority_score", {"currency": "EUR", "accounts": ACCOUNTS, "weights": weights})
        assert [(i["name"], Decimal(i["index"])) for i in answer.per_item] == [
            ("Beta", Decimal("63.97")),
            ("Alpha", Decimal("59.10")),
            ("Gamma", Decimal("47.43")),
        ]

    def test_weights_that_miss_one_by_a_rounding_are_brought_to_it(self) -> None:
        weights = {"potential": 0.4995, "probability": 0.2998, "margin": 0.1998}
        found = run_tool("priority_score", {"currency": "EUR", "accounts": ACCOUNTS, "weights": weights})
        p, q, m = (value / sum(weights.values()) for value in weights.values())
        alpha = 100 * (2 / 3.5) ** p * 0.6**q * (0.22 / 0.35) ** m
        shown = next(item["index"] for item in found.per_item if item["name"] == "Alpha")
        assert abs(float(str(shown)) - alpha) < 0.006

    def test_says_which_probability_swaps_the_first_two(self) -> None:
        swapped = result("priority_score", currency="EUR", accounts=ACCOUNTS)["swap_probability_of_first"]
        lower = [{**ACCOUNTS[0], "probability": Decimal(swapped) - Decimal("0.0001")}, *ACCOUNTS[1:]]
        higher = [{**ACCOUNTS[0], "probability": Decimal(swapped) + Decimal("0.0001")}, *ACCOUNTS[1:]]
        assert result("priority_score", currency="EUR", accounts=lower)["first"] == "Beta"
        assert result("priority_score", currency="EUR", accounts=higher)["first"] == "Alpha"

    def test_negative_margin_has_index_zero_and_a_flag(self) -> None:
        accounts = [*ACCOUNTS, {"name": "Delta", "potential": 9_000_000, "probability": 0.9, "margin": -0.1}]
        answer = run_tool("priority_score", {"currency": "EUR", "accounts": accounts})
        assert answer.per_item[-1] == {"rank": 4, "name": "Delta", "expected_value": "-810000", "index": "0"}
        assert codes(answer) == ["priority.no_margin"]

    def test_unknown_factor_leaves_the_account_out(self) -> None:
        accounts = [*ACCOUNTS, {"name": "Delta", "potential": 1, "margin": 0.1}]
        answer = run_tool("priority_score", {"currency": "EUR", "accounts": accounts})
        assert len(answer.per_item) == 3
        assert "Delta" in answer.findings[0].en

    def test_nothing_known_is_insufficient_not_zero(self) -> None:
        answer = run_tool("priority_score", {"currency": "EUR", "accounts": [{"name": "Alpha"}]})
        assert (answer.verdict, answer.result) == ("insufficient", None)
        assert answer.missing == ["potential, probability and margin"]

    def test_exact_ties_go_by_expected_value_then_name(self) -> None:
        same = [{"name": name, "potential": 100, "probability": 0.5, "margin": 0.2} for name in ("b", "a")]
        answer = run_tool("priority_score", {"currency": "EUR", "accounts": same})
        assert [item["name"] for item in answer.per_item] == ["a", "b"]
        assert "priority.tie" in [note.code for note in answer.why]

    def test_same_index_with_another_value_goes_by_value(self) -> None:
        weights = {"potential": 0, "probability": 1, "margin": 0}
        accounts = [
            {"name": "a", "potential": 100, "probability": 0.5, "margin": 0.2},
            {"name": "b", "potential": 900, "probability": 0.5, "margin": 0.2},
        ]
        answer = run_tool("priority_score", {"currency": "EUR", "accounts": accounts, "weights": weights})
        assert [(item["name"], item["index"]) for item in answer.per_item] == [("b", "50"), ("a", "50")]

    def test_factors_that_trade_places_tie_under_equal_weights_of_two(self) -> None:
        """p and margin swapped, same weight: the index is the same whatever the last digit of a logarithm."""
        weights = {"potential": 0.2, "probability": 0.4, "margin": 0.4}
        accounts = [
            {"name": "b", "potential": 7, "probability": 0.3, "margin": 0.7},
            {"name": "a", "potential": 7, "probability": 0.7, "margin": 0.3},
        ]
        answer = run_tool("priority_score", {"currency": "EUR", "accounts": accounts, "weights": weights})
        assert [item["name"] for item in answer.per_item] == ["a", "b"]

    def test_differences_in_the_last_digit_still_order(self) -> None:
        weights = {"potential": 1, "probability": 0, "margin": 0}
        accounts = [
            {"name": "a", "potential": "999999999999999.99999998", "probability": 0.9, "margin": 0.9},
            {"name": "b", "potential": "999999999999999.99999999", "probability": 0.1, "margin": 0.1},
        ]
        found = result("priority_score", currency="EUR", accounts=accounts, weights=weights)
        assert found["order"] == ["b", "a"]

    def test_tiny_indexes_are_still_told_apart(self) -> None:
        accounts = [
            {"name": "top", "potential": 10**15, "probability": 1, "margin": 1},
            {"name": "a", "potential": "0.00000001", "probability": "1e-12", "margin": "2e-12"},
            {"name": "b", "potential": "0.00000001", "probability": "1e-12", "margin": "3e-12"},
        ]
        weights = {"potential": 0.2, "probability": 0.2, "margin": 0.6}
        found = result("priority_score", currency="EUR", accounts=accounts, weights=weights)
        assert found["order"] == ["top", "b", "a"]

    @pytest.mark.parametrize("factor", ["potential", "probability", "margin"])
    def test_each_factor_of_the_first_account_has_its_tipping_point(self, factor: str) -> None:
        weights = {"potential": 0.25, "probability": 0.5, "margin": 0.25}
        first, second, third = ACCOUNTS[2], ACCOUNTS[0], ACCOUNTS[1]
        found = result("priority_score", currency="EUR", accounts=ACCOUNTS, weights=weights)
        assert found["order"][:2] == ["Gamma", "Alpha"]
        tip = Decimal(found[f"swap_{factor}_of_first"])
        step = tip / 500
        for value, leader in ((tip - step, "Alpha"), (tip + step, "Gamma")):
            changed = [{**first, factor: value}, second, third]
            assert result("priority_score", currency="EUR", accounts=changed, weights=weights)["first"] == leader

    @pytest.mark.parametrize("factor", ["potential", "probability", "margin"])
    def test_each_factor_of_the_second_account_has_its_tipping_point(self, factor: str) -> None:
        found = result("priority_score", currency="EUR", accounts=ACCOUNTS)
        tip = Decimal(found[f"swap_{factor}_of_second"])
        changed = [ACCOUNTS[0], {**ACCOUNTS[1], factor: tip * Decimal("1.002")}, ACCOUNTS[2]]
        assert result("priority_score", currency="EUR", accounts=changed)["first"] == "Beta"

    def test_no_tipping_point_beyond_certainty(self) -> None:
        accounts = [
            {"name": "a", "potential": 1000, "probability": 0.9, "margin": 0.5},
            {"name": "b", "potential": 100, "probability": 0.5, "margin": 0.5},
        ]
        found = result("priority_score", currency="EUR", accounts=accounts)
        assert (found["swap_probability_of_second"], found["swap_margin_of_second"]) == (None, None)
        assert found["swap_potential_of_second"] == "1800"

    def test_factor_without_weight_has_no_tipping_point(self) -> None:
        weights = {"potential": 0.5, "probability": 0, "margin": 0.5}
        found = result("priority_score", currency="EUR", accounts=ACCOUNTS, weights=weights)
        assert (found["swap_probability_of_first"], found["swap_probability_of_second"]) == (None, None)
        assert found["swap_margin_of_first"] is not None

    def test_almost_no_weight_gives_no_absurd_tipping_point(self) -> None:
        weights = {"potential": 0.5, "probability": "0.000000000001", "margin": "0.499999999999"}
        found = result("priority_score", currency="EUR", accounts=ACCOUNTS, weights=weights)
        assert (found["swap_probability_of_first"], found["swap_probability_of_second"]) == ("0", None)

    def test_says_what_puts_the_first_ahead_and_that_it_is_thin(self) -> None:
        answer = run_tool("priority_score", {"currency": "EUR", "accounts": ACCOUNTS})
        said = {note.code: note for note in answer.why}
        assert "sa probabilité (60\u00a0% contre 25\u00a0%)" in said["priority.ahead_despite"].fr
        assert "0.57%" in said["priority.fragile"].en
        assert "priority.default_weights" in said

    def test_lone_account_has_no_tipping_point(self) -> None:
        answer = run_tool("priority_score", {"currency": "EUR", "accounts": ACCOUNTS[:1]})
        assert answer.result is not None
        assert answer.per_item[0]["index"] == "84.34"
        assert [answer.result[key] for key in answer.result if key.startswith("swap")] == [None] * 6

    def test_all_zero_is_said(self) -> None:
        accounts = [{"name": name, "potential": 10, "probability": 0, "margin": 0.2} for name in "ab"]
        answer = run_tool("priority_score", {"currency": "EUR", "accounts": accounts})
        assert [item["index"] for item in answer.per_item] == ["0", "0"]
        assert answer.why[0].code == "priority.none_positive"

    def test_unranked_account_does_not_change_the_scale(self) -> None:
        accounts = [*ACCOUNTS, {"name": "Delta", "potential": 10**9, "margin": 0.9}]
        answer = run_tool("priority_score", {"currency": "EUR", "accounts": accounts})
        assert answer.per_item[0]["index"] == "59.95"

    @pytest.mark.parametrize(
        ("account", "message"),
        [
            ({"name": "A", "probability": 1.01}, "accounts.0.probability = '1.01'"),
            ({"name": "A", "probability": -0.1}, "accounts.0.probability = '-0.1'"),
            ({"name": "A", "potential": -1}, "accounts.0.potential = '-1'"),
            ({"name": "A", "margin": -1.1}, "accounts.0.margin = '-1.1'"),
            ({"name": "A", "potential": "Infinity"}, "accounts.0.potential = 'Infinity'"),
            ({"name": "A", "currency": "USD"}, "accounts.0.currency = 'USD': the call is in 'EUR'"),
        ],
    )
    def test_refusal_names_the_field(self, account: dict[str, Any], message: str) -> None:
        with pytest.raises(BadInput) as caught:
            run_tool("priority_score", {"currency": "EUR", "accounts": [account]})
        assert message in str(caught.value)
