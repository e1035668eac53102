"""Tests of `priority`: the vectors of the method, and the limits."""

from __future__ import annotations

from decimal import Decimal

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
