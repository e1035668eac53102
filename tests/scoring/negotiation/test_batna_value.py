"""Tests of `batna_value`: what a way out is worth, and what would make it equal to the offer."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result


def way(name: str, *outcomes: tuple[Any, Any], **more: Any) -> dict[str, Any]:
    lines = [{"label": f"o{n}", "value": value, "probability": chance} for n, (value, chance) in enumerate(outcomes)]
    return {"name": name, "outcomes": lines, "evidence": "note", **more}


TENDER = way("tender", (700, "0.6"), (50, "0.4"), cost=30)
STOCK = way("stock", (320, 1))


def batna(*alternatives: dict[str, Any], **more: Any) -> dict[str, Any]:
    return result("batna_value", currency="EUR", alternatives=list(alternatives), **more)


class TestValue:
    def test_expected_value_after_cost_is_the_reservation(self) -> None:
        found = batna(TENDER)
        assert (found["expected"], found["reservation"]) == ("410", "410")
        assert (found["worst"], found["best"], found["sd"]) == ("20", "670", "318.433667")
        assert found["decision"] == "no_offer"

    def test_best_alternative_is_the_batna_in_any_order(self) -> None:
        assert batna(STOCK, TENDER) == batna(TENDER, STOCK)
        assert batna(STOCK, TENDER)["batna"] == "tender"

    def test_equal_alternatives_prefer_the_safer_one(self) -> None:
        assert batna(TENDER, way("safe", (410, 1)))["batna"] == "safe"

    def test_discount_counts_for_what_pays_later_and_not_for_the_cost(self) -> None:
        found = batna(way("later", (121, 1), months=24, cost=10), annual_rate="0.1")
        assert found["expected"] == "90"
        assert batna(way("half", (110, 1), months=6), annual_rate="0.21")["expected"] == "100"

    def test_outcome_that_cannot_happen_is_neither_worst_nor_best(self) -> None:
        found = batna(way("w", (100, 1), (-900, 0), (5000, 0)))
        assert (found["worst"], found["best"]) == ("100", "100")

    @pytest.mark.parametrize(
        ("offer", "decision", "gap"), [(430, "offer_better", "20"), (400, "batna_better", "-10"), (410, "equal", "0")]
    )
    def test_offer_against_the_reservation(self, offer: int, decision: str, gap: str) -> None:
        found = batna(TENDER, offer=offer)
        assert (found["decision"], found["offer_minus_reservation"]) == (decision, gap)


class TestSensitivity:
    def test_probability_at_which_the_way_out_equals_the_offer(self) -> None:
        assert batna(TENDER, offer=430)["break_even_probability"] == "0.630769"
        assert batna(TENDER, offer=410)["break_even_probability"] == "0.6"

    def test_other_outcomes_keep_their_proportions(self) -> None:
        three = way("w", (100, "0.5"), (40, "0.3"), (0, "0.2"))
        assert batna(three, offer=43)["break_even_probability"] == "0.25"

    def test_outcome_can_be_named(self) -> None:
        found = run_tool(
            "batna_value", {"currency": "EUR", "alternatives": [{**TENDER, "watched_outcome": "o1"}], "offer": 430}
        )
        assert found.per_item[0]["watched_outcome"] == "o1"
        assert found.per_item[0]["break_even_probability"] == "0.369231"

    @pytest.mark.parametrize("offer", [700, 10])
    def test_offer_out_of_reach_of_any_probability(self, offer: int) -> None:
        answer = run_tool("batna_value", {"currency": "EUR", "alternatives": [TENDER], "offer": offer})
        assert answer.per_item[0]["break_even_probability"] is None
        assert answer.why[-1].code == "batna_value.no_tipping"

    def test_certain_outcome_has_no_break_even_and_is_questioned(self) -> None:
        answer = run_tool("batna_value", {"currency": "EUR", "alternatives": [STOCK], "offer": 300})
        assert answer.per_item[0]["break_even_probability"] is None
        assert codes(answer) == ["batna_value.certain"]
        assert answer.why[-1].code == "batna_value.batna_better"


class TestLimits:
    def test_unknown_figures_leave_the_alternative_out_by_name(self) -> None:
        answer = run_tool("batna_value", {"currency": "EUR", "alternatives": [TENDER, way("x", (None, 1))]})
        assert answer.result is not None
        assert answer.result["incomplete"] == ["x"]
        assert codes(answer) == ["batna_value.incomplete"]

    @pytest.mark.parametrize(
        ("alternatives", "missing"),
        [([], ["alternatives"]), ([way("x")], ["values and probabilities of 'x'"])],
    )
    def test_nothing_known_is_insufficient(self, alternatives: list[dict[str, Any]], missing: list[str]) -> None:
        answer = run_tool("batna_value", {"currency": "EUR", "alternatives": alternatives})
        assert (answer.verdict, answer.missing) == ("insufficient", missing)

    def test_loss_and_missing_source_are_warned_about(self) -> None:
        line = {**way("w", (100, "0.9"), (-50, "0.1")), "evidence": " "}
        answer = run_tool("batna_value", {"currency": "EUR", "alternatives": [line]})
        assert codes(answer) == ["batna_value.no_evidence", "batna_value.worst_below_zero"]

    def test_small_amounts_keep_their_decimals_in_the_text(self) -> None:
        why = run_tool("batna_value", {"currency": "EUR", "alternatives": [way("w", ("46.8", 1))]}).why[0]
        assert "MESORE\u00a0: w vaut 46,8\u00a0€" in why.fr
        assert "worth €46.8 on average" in why.en

    @pytest.mark.parametrize(
        ("alternative", "message"),
        [
            (way("x", (1, "0.6"), (2, "0.3")), "outcomes of 'x': the probabilities sum to 0.9; they must sum to 1"),
            (way("x", (1, "0.6"), (2, "0.6"), (3, None)), "the probabilities sum to 1.2"),
            (way("x", (1, "1.1")), "alternatives.0.outcomes.0.probability = '1.1'"),
            (way("x", ("NaN", 1)), "alternatives.0.outcomes.0.value = 'NaN'"),
            (way("x", (1, 1), watched_outcome="win"), "watched_outcome = 'win': no outcome of 'x'"),
            (way("x", (1, 1), cost=-1), "alternatives.0.cost = '-1'"),
            (way("x", (1, 1), currency="USD"), "alternatives.0.currency = 'USD'"),
            (
                {"name": "x", "outcomes": [{"label": "a", "value": 1, "probability": 1, "currency": "GBP"}]},
                "alternatives.0.outcomes.0.currency = 'GBP'",
            ),
            (
                {"name": "x", "outcomes": [{"label": "a", "value": 1, "probability": "0.5"}] * 2},
                "outcomes of 'x': 'a' stands twice",
            ),
        ],
    )
    def test_refusals_name_field_and_value(self, alternative: dict[str, Any], message: str) -> None:
        with pytest.raises(BadInput) as caught:
            run_tool("batna_value", {"currency": "EUR", "alternatives": [alternative]})
        assert message in str(caught.value)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=5, unique=True), st.data())
def test_at_the_break_even_probability_the_way_out_equals_the_offer(values: list[int], data: st.DataObject) -> None:
    parts = [data.draw(st.integers(1, 9)) for _ in values]
    scale = Decimal(sum(parts))
    if any((Decimal(part) / scale * 10**9) % 1 for part in parts):
        parts, scale = [1] * (len(values) - 1) + [10 - len(values) + 1], Decimal(10)
    chances = [Decimal(part) / scale for part in parts]
    offer = data.draw(st.integers(-1000, 1000))
    answer = run_tool(
        "batna_value",
        {"currency": "EUR", "offer": offer, "alternatives": [way("w", *zip(values, chances, strict=True))]},
    )
    item = answer.per_item[0]
    mean = sum(v * p for v, p in zip(values, chances, strict=True))
    assert Decimal(str(item["expected"])) == mean
    assert Decimal(str(item["worst"])) <= mean <= Decimal(str(item["best"]))
    if item["break_even_probability"] is None:
        return
    best = values.index(max(values))
    p = Decimal(str(item["break_even_probability"]))
    rest = sum(v * q for k, (v, q) in enumerate(zip(values, chances, strict=True)) if k != best) / (1 - chances[best])
    assert abs(p * values[best] + (1 - p) * rest - offer) < Decimal("0.01")
