"""Tests of `power_balance`: what decides, what has no source, and the reminder for French retail."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result


def factor(name: str, us: Any, them: Any, **more: Any) -> dict[str, Any]:
    return {"name": name, "us": us, "them": them, "evidence": "note", **more}


class TestBalance:
    @pytest.mark.parametrize(
        ("us", "them", "balance", "verdict"),
        [(5, 1, "4", "us"), (1, 5, "-4", "them"), (3, 3, "0", "even"), (4, 3, "1", "us")],
    )
    def test_one_factor(self, us: int, them: int, balance: str, verdict: str) -> None:
        found = result("power_balance", factors=[factor("a", us, them)])
        assert (found["balance"], found["verdict"]) == (balance, verdict)

    @pytest.mark.parametrize(("band", "verdict"), [("0.5", "even"), ("0.49", "us"), (0, "us")])
    def test_band_is_a_parameter_and_its_limit_is_even(self, band: Any, verdict: str) -> None:
        factors = [factor("a", 4, 3), factor("b", 3, 3)]
        assert result("power_balance", factors=factors, even_band=band)["verdict"] == verdict

    def test_weights_count_and_parts_sum_to_the_balance(self) -> None:
        answer = run_tool("power_balance", {"factors": [factor("a", 1, 5, weight=3), factor("b", 5, 1)]})
        assert answer.result is not None
        assert answer.result["balance"] == "-2"
        assert [(item["name"], item["contribution"]) for item in answer.per_item] == [("a", "-3"), ("b", "1")]

    def test_deciding_factors_change_the_verdict_when_taken_out(self) -> None:
        answer = run_tool("power_balance", {"factors": [factor("a", 1, 5), factor("b", 3, 3), factor("c", 4, 3)]})
        assert answer.result is not None
        assert (answer.result["verdict"], answer.result["deciding"]) == ("them", ["a"])
        assert "Ce verdict changerait sans\u00a0: a" in answer.why[2].fr

    def test_verdict_that_rests_on_no_single_factor_is_said(self) -> None:
        answer = run_tool("power_balance", {"factors": [factor(name, 1, 5) for name in "abc"]})
        assert answer.why[2].code == "power_balance.robust"

    def test_factors_without_a_source_are_named_and_the_verdict_without_them_given(self) -> None:
        factors = [factor("rumour", 1, 5, evidence=" "), factor("share", 5, 4)]
        answer = run_tool("power_balance", {"factors": factors})
        assert answer.result is not None
        assert (answer.result["verdict"], answer.result["verdict_with_evidence"]) == ("them", "us")
        assert answer.result["without_evidence"] == ["rumour"]
        assert codes(answer) == ["power_balance.no_evidence", "power_balance.other_with_evidence"]

    def test_no_source_at_all_gives_no_verdict_with_evidence(self) -> None:
        found = result("power_balance", factors=[factor("a", 1, 5, evidence=None)])
        assert (found["balance_with_evidence"], found["verdict_with_evidence"]) == (None, None)

    def test_missing_level_leaves_the_factor_out_by_name(self) -> None:
        answer = run_tool("power_balance", {"factors": [factor("a", 3, None), factor("b", 3, 4)]})
        assert answer.result is not None
        assert answer.result["unrated"] == ["a"]
        assert codes(answer) == ["power_balance.unrated"]

    def test_usual_kinds_that_nobody_looked_at(self) -> None:
        factors = [factor("a", 3, 4, kind="time"), factor("b", 3, 4, kind="dependence")]
        answer = run_tool("power_balance", {"factors": factors})
        assert answer.result is not None
        assert "alternatives" in answer.result["kinds_not_looked_at"]
        assert "time" not in answer.result["kinds_not_looked_at"]
        assert codes(answer) == ["power_balance.kinds"]

    @pytest.mark.parametrize(("factors", "missing"), [([], ["factors"]), ([factor("a", None, 3)], ["levels of 'a'"])])
    def test_nothing_rated_is_insufficient(self, factors: list[dict[str, Any]], missing: list[str]) -> None:
        answer = run_tool("power_balance", {"factors": factors, "retail": True, "country": "FR"})
        assert (answer.verdict, answer.missing) == ("insufficient", missing)

    @pytest.mark.parametrize(
        ("payload", "message"),
        [
            ({"factors": [factor("a", 0, 3)]}, "factors.0.us = '0'"),
            ({"factors": [factor("a", 3, 6)]}, "factors.0.them = '6'"),
            ({"factors": [factor("a", 3, 3, weight=0)]}, "factors.0.weight = '0'"),
            ({"factors": [factor("a", 3, 3)] * 2}, "factors: 'a' stands twice"),
            ({"factors": [factor("a", 3, 3)], "country": "France"}, "country = 'France'"),
            ({"factors": [factor("a", 3, 3)], "as_of": "03/04/2026"}, "as_of"),
        ],
    )
    def test_refusals_name_field_and_value(self, payload: dict[str, Any], message: str) -> None:
        with pytest.raises(BadInput) as caught:
            run_tool("power_balance", payload)
        assert message in str(caught.value)


class TestFrenchRetail:
    def test_reminder_names_dates_and_articles_and_is_no_advice(self) -> None:
        answer = run_tool("power_balance", {"factors": [factor("a", 3, 3)], "retail": True, "country": "FR"})
        assert codes(answer) == [
            "power_balance.retail_fr",
            "power_balance.retail_fr_content",
            "power_balance.retail_firm",
        ]
        for text in (answer.findings[0].fr, answer.findings[0].en):
            assert "L.441-3" in text
            assert "L.441-4" in text
        assert "1er mars" in answer.findings[0].fr
        assert "deux mois" in answer.findings[0].fr
        assert "pas un conseil juridique" in answer.findings[0].fr
        assert "1 March" in answer.findings[0].en
        assert "not legal advice" in answer.findings[0].en

    @pytest.mark.parametrize(
        ("as_of", "text"),
        [
            ("2026-01-12", "1 March 2026: 48"),
            ("2026-03-01", "1 March 2026: 0"),
            ("2026-03-02", "1 March 2027: 364"),
            ("2027-12-31", "1 March 2028: 61"),
        ],
    )
    def test_days_left_until_the_first_of_march(self, as_of: str, text: str) -> None:
        payload = {"factors": [factor("a", 3, 3)], "retail": True, "country": "FR", "as_of": as_of}
        assert text in run_tool("power_balance", payload).findings[2].en

    @pytest.mark.parametrize("payload", [{"retail": True}, {"retail": True, "country": "BE"}, {"country": "FR"}])
    def test_reminder_is_for_french_retail_alone(self, payload: dict[str, Any]) -> None:
        assert codes(run_tool("power_balance", {"factors": [factor("a", 3, 3)], **payload})) == []


levels = st.integers(1, 5)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(levels, levels, st.integers(1, 9)), min_size=1, max_size=8), st.randoms(use_true_random=False)
)
def test_order_of_factors_does_not_matter_and_the_sides_mirror(rows: list[tuple[int, int, int]], random: Any) -> None:
    factors = [factor(f"f{n}", us, them, weight=weight) for n, (us, them, weight) in enumerate(rows)]
    one = run_tool("power_balance", {"factors": factors})
    two = run_tool("power_balance", {"factors": random.sample(factors, len(factors))})
    assert (one.result, one.per_item, one.why) == (two.result, two.per_item, two.why)
    turned = result("power_balance", factors=[{**line, "us": line["them"], "them": line["us"]} for line in factors])
    assert one.result is not None
    assert turned["verdict"] == {"us": "them", "them": "us", "even": "even"}[str(one.result["verdict"])]
    assert turned["our_levers"] == one.result["their_levers"]
