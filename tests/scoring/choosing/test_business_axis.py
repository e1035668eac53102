"""Tests of `business_axis`: the larger of today and tomorrow, with two modest modifiers."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result

PORTFOLIO = [
    {"name": "Alpha", "revenue": 1000, "potential": 1000},
    {"name": "Beta", "revenue": 200, "potential": 4000},
    {"name": "Gamma", "revenue": 500, "potential": 1000},
]


def axis(accounts: list[dict[str, Any]], **more: Any) -> dict[str, str]:
    answer = run_tool("business_axis", {"currency": "EUR", "accounts": accounts, **more})
    return {str(item["name"]): str(item["business_axis"]) for item in answer.per_item}


class TestBase:
    def test_is_the_larger_of_revenue_and_potential_within_the_portfolio(self) -> None:
        assert axis(PORTFOLIO) == {"Alpha": "1", "Beta": "1", "Gamma": "0.5"}

    def test_says_what_makes_it(self) -> None:
        answer = run_tool("business_axis", {"currency": "EUR", "accounts": PORTFOLIO})
        assert {item["name"]: item["driver"] for item in answer.per_item} == {
            "Alpha": "revenue",
            "Beta": "potential",
            "Gamma": "revenue",
        }
        assert answer.result is not None
        assert answer.result["from_potential"] == 1
        assert "Beta" in next(note.fr for note in answer.why if note.code == "business.from_potential")

    def test_reference_amounts_replace_the_largest(self) -> None:
        found = axis(PORTFOLIO, reference_revenue=2000, reference_potential=8000)
        assert found == {"Alpha": "0.5", "Beta": "0.5", "Gamma": "0.25"}

    def test_above_the_reference_is_one(self) -> None:
        assert axis(PORTFOLIO, reference_revenue=100)["Gamma"] == "1"

    def test_zero_revenue_is_a_place_and_unknown_is_not(self) -> None:
        answer = run_tool(
            "business_axis",
            {"currency": "EUR", "accounts": [*PORTFOLIO, {"name": "Zero", "revenue": 0}, {"name": "Unknown"}]},
        )
        assert answer.result is not None
        assert answer.result["unplaced"] == ["Unknown"]
        assert answer.per_item[-1]["name"] == "Zero"
        assert answer.per_item[-1]["business_axis"] == "0"
        assert "business.unplaced" in codes(answer)

    def test_negative_revenue_counts_as_zero_and_is_named(self) -> None:
        answer = run_tool(
            "business_axis", {"currency": "EUR", "accounts": [*PORTFOLIO, {"name": "Credit", "revenue": -50}]}
        )
        assert answer.per_item[-1]["business_axis"] == "0"
        assert "business.negative_revenue" in codes(answer)


class TestModifiers:
    def test_sites_and_margin_move_the_axis_by_a_tenth_at_most(self) -> None:
        accounts = [
            {"name": "A", "revenue": 1000},
            {"name": "B", "revenue": 500, "sites": 11, "margin": 0.3},
            {"name": "C", "revenue": 500, "sites": 6, "margin": 0.2},
            {"name": "D", "revenue": 500, "sites": 1, "margin": 0.1},
        ]
        assert axis(accounts) == {"A": "1", "B": "0.7", "C": "0.55", "D": "0.4"}

    def test_weights_of_zero_leave_the_base(self) -> None:
        accounts = [
            {"name": "A", "revenue": 1000, "sites": 9, "margin": 0.1},
            {"name": "B", "revenue": 500, "sites": 2, "margin": 0.4},
        ]
        assert axis(accounts, site_weight=0, margin_weight=0) == {"A": "1", "B": "0.5"}

    def test_axis_stays_within_zero_and_one(self) -> None:
        accounts = [
            {"name": "A", "revenue": 1000, "sites": 50, "margin": 0.9},
            {"name": "B", "revenue": 0, "sites": 1, "margin": -0.9},
        ]
        assert axis(accounts) == {"A": "1", "B": "0"}

    def test_same_margin_everywhere_has_no_effect(self) -> None:
        accounts = [{"name": "A", "revenue": 1000, "margin": 0.2}, {"name": "B", "revenue": 400, "margin": 0.2}]
        assert axis(accounts) == {"A": "1", "B": "0.4"}

    def test_our_modifier_is_said_to_be_ours(self) -> None:
        accounts = [{"name": "A", "revenue": 1000, "sites": 3}, {"name": "B", "revenue": 400, "sites": 1}]
        answer = run_tool("business_axis", {"currency": "EUR", "accounts": accounts})
        assert "business.default_modifiers" in [note.code for note in answer.why]


class TestWarnings:
    def test_every_gap_is_named(self) -> None:
        accounts = [{"name": "A", "revenue": 10}, {"name": "B", "potential": 5, "evidence": ["call of 4 May"]}]
        answer = run_tool("business_axis", {"currency": "EUR", "accounts": accounts})
        assert codes(answer) == [
            "business.no_potential",
            "business.no_revenue",
            "business.no_modifier",
            "business.unevidenced",
            "business.not_key",
        ]

    def test_single_account_says_nothing_without_a_reference(self) -> None:
        answer = run_tool("business_axis", {"currency": "EUR", "accounts": PORTFOLIO[:1]})
        assert "business.alone" in codes(answer)

    @pytest.mark.parametrize("accounts", [[], [{"name": "A"}], [{"name": "A", "revenue": 0, "potential": 0}]])
    def test_nothing_to_compare_is_insufficient(self, accounts: list[dict[str, Any]]) -> None:
        answer = run_tool("business_axis", {"currency": "EUR", "accounts": accounts})
        assert (answer.verdict, answer.result) == ("insufficient", None)
        assert answer.missing == ["accounts with a revenue or a potential above 0"]

    def test_conflict_of_the_sources_on_revenue_is_said(self) -> None:
        answer = run_tool("business_axis", {"currency": "EUR", "accounts": PORTFOLIO})
        note = next(note for note in answer.findings if note.code == "business.not_key")
        assert "S0" in note.fr
        assert "S1" in note.fr


class TestRefusals:
    @pytest.mark.parametrize(
        ("payload", "message"),
        [
            ({"accounts": []}, "currency: Field required"),
            ({"currency": "EUR", "accounts": PORTFOLIO[:1] * 2}, "accounts: 'Alpha' stands twice"),
            ({"currency": "EUR", "accounts": [], "reference_revenue": 0}, "reference_revenue = '0'"),
            ({"currency": "EUR", "accounts": [], "site_weight": 0.6}, "site_weight = '0.6'"),
            ({"currency": "EUR", "accounts": [{"name": "A", "potential": -1}]}, "accounts.0.potential = '-1'"),
            ({"currency": "EUR", "accounts": [{"name": "A", "margin": 1.2}]}, "accounts.0.margin = '1.2'"),
            ({"currency": "EUR", "accounts": [{"name": "A", "sites": -1}]}, "accounts.0.sites = '-1'"),
            ({"currency": "EUR", "accounts": [{"name": "A", "revenue": "1e16"}]}, "accounts.0.revenue = '1e16'"),
            ({"currency": "EUR", "accounts": [{"name": "A", "currency": "USD"}]}, "accounts.0.currency = 'USD'"),
        ],
    )
    def test_message_names_the_field(self, payload: dict[str, Any], message: str) -> None:
        with pytest.raises(BadInput) as caught:
            run_tool("business_axis", payload)
        assert message in str(caught.value)

    def test_result_stands_on_the_largest_amounts(self) -> None:
        found = result("business_axis", currency="EUR", accounts=PORTFOLIO)
        assert (found["reference_revenue"], found["reference_potential"]) == ("1000", "4000")
