"""Tests of `weighted_pipeline`: the vectors of the method, the distribution, and the limits."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result
from tests.scoring.manager.scattered import cents

VECTOR = ((50, 0.7), (80, 0.4), (30, 0.9), (120, 0.2))


def deals(pairs: Any) -> list[dict[str, Any]]:
    return [{"name": f"d{rank:03d}", "amount": a, "probability": p} for rank, (a, p) in enumerate(pairs)]


class TestPipeline:
    def payload(self) -> list[dict[str, Any]]:
        return deals(VECTOR)

    def test_vector(self) -> None:
        found = result("weighted_pipeline", currency="EUR", deals=self.payload())
        assert (found["weighted"], found["sd"], found["open_total"]) == ("118", "66.68", "280")
        assert (found["variance"], found["method"], found["grid"]) == ("4446", "exact", None)

    def test_lost_and_unpriced_deals_stay_out(self) -> None:
        more = [{"name": "lost", "amount": 900, "probability": 0}, {"name": "unpriced", "probability": 0.5}]
        answer = run_tool("weighted_pipeline", {"currency": "EUR", "deals": [*self.payload(), *more]})
        assert answer.result is not None
        assert answer.result["open_total"] == "280"
        assert codes(answer) == ["pipeline.unknown", "pipeline.lost"]

    def test_a_lost_deal_without_an_amount_is_lost_not_unknown(self) -> None:
        more = [{"name": "lost", "probability": 0}]
        answer = run_tool("weighted_pipeline", {"currency": "EUR", "deals": [*self.payload(), *more]})
        assert codes(answer) == ["pipeline.lost"]

    @pytest.mark.parametrize("pairs", [[], [(0, 0.5)], [(10, 0)], [(None, 0.5)], [(10, None)]])
    def test_nothing_to_weigh_is_insufficient(self, pairs: Any) -> None:
        answer = run_tool("weighted_pipeline", {"currency": "EUR", "deals": deals(pairs)})
        assert answer.verdict == "insufficient"
        assert answer.missing == ["deals with an amount and a probability"]

    @pytest.mark.parametrize(
        ("deal", "message"),
        [
            (
                {"amount": -1, "probability": 0.5},
                r"deals\.0\.amount = '-1': Input should be greater than or equal to 0",
            ),
            ({"amount": 1, "probability": 1.01}, r"deals\.0\.probability = '1.01': .*less than or equal to 1"),
            ({"amount": 1, "probability": 70}, r"deals\.0\.probability = '70': .*less than or equal to 1"),
            ({"amount": "2e15", "probability": 1}, r"deals\.0\.amount = '2e15': .*less than or equal to 1E\+15"),
            ({"amount": "inf", "probability": 1}, r"deals\.0\.amount = 'inf': Input should be a finite number"),
            ({"amount": 1, "probability": 1, "currency": "USD"}, r"deals\.0\.currency = 'USD': the call is in 'EUR'"),
        ],
    )
    def test_refusals(self, deal: dict[str, Any], message: str) -> None:
        with pytest.raises(BadInput, match=message):
            run_tool("weighted_pipeline", {"currency": "EUR", "deals": [{"name": "A", **deal}]})


class TestDistribution:
    def test_vector(self) -> None:
        found = result("weighted_pipeline", currency="EUR", deals=deals(VECTOR), target=110)
        assert (found["p10"], found["p50"], found["p90"]) == ("30", "110", "200")
        assert (found["p50_low"], found["p50_high"]) == ("110", "110")
        assert found["target_probability"] == "0.5104"
        assert len(found["distribution"]) == 14
        assert found["distribution"][0] == {"total": "0", "probability": "0.0144"}
        assert sum(Decimal(point["probability"]) for point in found["distribution"]) == 1

    @pytest.mark.parametrize(
        ("target", "chance"), [(0, "1"), ("0.01", "0.9856"), (280, "0.0504"), ("280.00000001", "0")]
    )
    def test_target_is_reached_by_equality(self, target: Any, chance: str) -> None:
        found = result("weighted_pipeline", currency="EUR", deals=deals(VECTOR), target=target)
        assert found["target_probability"] == chance

    def test_target_beyond_all_says_what_is_missing(self) -> None:
        answer = run_tool("weighted_pipeline", {"currency": "EUR", "deals": deals(VECTOR), "target": 300})
        assert (
            answer.why[-1].fr
            == "Même en gagnant toutes les propositions, il manque 20\u00a0€ pour atteindre 300\u00a0€."
        )
        assert answer.why[-1].en == "Even with all proposals won, €20 is missing to reach €300."

    def test_without_a_target_nothing_is_said_about_one(self) -> None:
        found = result("weighted_pipeline", currency="EUR", deals=deals(VECTOR))
        assert (found["target"], found["target_probability"], found["target_probability_low"]) == (None, None, None)

    def test_all_sure(self) -> None:
        found = result("weighted_pipeline", currency="EUR", deals=deals([(10, 1), (5, 1)]), target=15)
        assert (found["sd"], found["p10"], found["p90"], found["target_probability"]) == ("0", "15", "15", "1")
        assert found["distribution"] == [{"total": "15", "probability": "1"}]

    def test_probabilities_that_do_not_end_within_twelve_places_still_sum_to_one(self) -> None:
        pairs = [(n, "0.123456789012") for n in range(1, 7)]
        found = result("weighted_pipeline", currency="EUR", deals=deals(pairs))
        assert sum(Decimal(point["probability"]) for point in found["distribution"]) == 1

    def test_many_amounts_in_cents_are_bounded_not_guessed(self) -> None:
        pairs = [(cents(n, 5_000_000), Decimal(5 + 7 * n % 91) / 100) for n in range(120)]
        target = sum((a * p for a, p in pairs), Decimal(0)).quantize(Decimal("0.01"))
        answer = run_tool("weighted_pipeline", {"currency": "EUR", "deals": deals(pairs), "target": target})
        found = answer.result
        assert found is not None
        assert found["method"] == "bounded"
        assert codes(answer) == ["pipeline.bounded"]
        assert found["distribution"] == []
        low, high = (Decimal(str(found[f"target_probability_{end}"])) for end in ("low", "high"))
        assert 0 < high - low < Decimal("0.002")
        assert Decimal(str(found["p50_low"])) < Decimal(str(found["p50_high"]))
        assert Decimal(str(found["grid"])) > Decimal("0.01")

    def test_a_round_number_between_the_bounds_is_given(self) -> None:
        pairs = [(cents(n, 5_000_000), Decimal("0.5")) for n in range(30)]
        found = result("weighted_pipeline", currency="EUR", deals=deals(pairs), target=300_000)
        assert found["method"] == "bounded"
        for name in ("target_probability", "p10", "p50", "p90"):
            low, shown, high = (Decimal(found[key]) for key in (f"{name}_low", name, f"{name}_high"))
            assert low < shown < high

    def test_curve_falls_from_one(self) -> None:
        curve = result("weighted_pipeline", currency="EUR", deals=deals(VECTOR))["curve"]
        assert (len(curve), curve[0], curve[-1]["amount"]) == (21, {"amount": "0", "low": "1", "high": "1"}, "280")
        lows = [Decimal(point["low"]) for point in curve]
        assert lows == sorted(lows, reverse=True)

    def test_far_too_many_proposals_are_answered_too(self) -> None:
        pairs = [(Decimal(n % 997 + 1) + Decimal("0.01"), "0.5") for n in range(6_000)]
        answer = run_tool("weighted_pipeline", {"currency": "EUR", "deals": deals(pairs), "target": 1_000_000})
        assert answer.result is not None
        assert codes(answer) == ["pipeline.bounded"]
        assert answer.result["target_probability_low"] == "0.999999"

    def test_bounds_far_apart_are_not_summed_up(self) -> None:
        pairs = [(Decimal(n % 997 + 1) + Decimal("0.01"), "0.5") for n in range(6_000)]
        found = result("weighted_pipeline", currency="EUR", deals=deals(pairs), target=1_495_000)
        assert (found["target_probability"], found["target_probability_low"]) == (None, "0")
        assert Decimal(found["p10_low"]) < Decimal(found["p10"]) < Decimal(found["p10_high"])


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.decimals(min_value=0, max_value=10**6, places=2), st.decimals(min_value=0, max_value=1, places=2)),
        min_size=1,
        max_size=9,
    ),
    st.randoms(use_true_random=False),
)
def test_order_of_deals_does_not_matter(pairs: list[tuple[Decimal, Decimal]], random: Any) -> None:
    rows = deals(pairs)
    shuffled = list(rows)
    random.shuffle(shuffled)
    one, two = (
        run_tool("weighted_pipeline", {"currency": "EUR", "deals": given, "target": 100}) for given in (rows, shuffled)
    )
    assert (one.result, one.per_item, one.why, one.findings) == (two.result, two.per_item, two.why, two.findings)
    if one.result is not None:
        quantiles = [Decimal(str(one.result[name])) for name in ("p10", "p50", "p90")]
        assert quantiles == sorted(quantiles)
        assert quantiles[-1] <= Decimal(str(one.result["open_total"]))
