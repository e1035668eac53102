"""Tests of `assess_eligibility_euraiqa`: sub-criteria, inverse risk, computed profitability."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result

TOOL = "assess_eligibility_euraiqa"
PROOF = ["account review 2025"]


def rated(value: Any) -> dict[str, Any]:
    return {"rating": value, "evidence": PROOF}


def ratings(*values: Any) -> dict[str, Any]:
    return {f"c{rank}": rated(value) for rank, value in enumerate(values, start=1) if value is not None}


class TestSameEngine:
    def test_whole_ratings_give_the_score_of_the_other_grid(self) -> None:
        given = ratings(5, 4, 3, 2, 4)
        ours, other = result(TOOL, ratings=given), result("assess_key_account", ratings=given)
        keys = ("score", "verdict", "coverage", "missing", "without_evidence", "score_low", "score_high")
        assert [ours[key] for key in keys] == [other[key] for key in keys]

    def test_coverage_and_evidence_decide_first(self) -> None:
        found = result(TOOL, ratings=ratings(5, 5, 5))
        assert (found["verdict"], found["missing"]) == ("insufficient_evidence", ["c4", "c5"])

    def test_nothing_rated_is_insufficient(self) -> None:
        answer = run_tool(TOOL, {"ratings": {}})
        assert (answer.verdict, answer.result) == ("insufficient", None)


class TestSubCriteria:
    def test_criterion_is_the_mean_of_its_rated_parts(self) -> None:
        given = ratings(None, 3, 3, 3, 3)
        given["c1"] = {"parts": {"share_of_wallet": rated(5), "cross_up_sell": rated(2)}}
        answer = run_tool(TOOL, {"ratings": given})
        assert answer.result is not None
        assert answer.per_item[0]["rating"] == "3.5"
        assert answer.per_item[0]["parts"] == {
            "share_of_wallet": "5",
            "geographic_expansion": None,
            "cross_up_sell": "2",
        }
        assert answer.result["unrated_parts"] == ["c1.geographic_expansion"]
        assert "euraiqa.unrated_parts" in codes(answer)

    def test_thirds_that_sum_to_the_threshold_meet_it(self) -> None:
        third = {"margin": rated(3), "cost_of_service": rated(3), "project_complexity": rated(4)}
        parts = {"share_of_wallet": rated(3), "geographic_expansion": rated(3), "cross_up_sell": rated(4)}
        risk = {"dependence": rated(3), "contract_duration": rated(3), "churn": rated(4)}
        given = {
            "c1": {"parts": parts},
            "c2": {"parts": third},
            "c3": {"parts": risk},
            "c4": rated(4),
            "c5": rated(3.5),
        }
        found = result(TOOL, ratings=given)
        assert (found["score"], found["verdict"]) == ("3.5", "eligible")

    def test_one_unproved_part_leaves_the_criterion_unproved(self) -> None:
        given = ratings(None, 4, 4, 4, 4)
        given["c1"] = {"parts": {"share_of_wallet": rated(5), "cross_up_sell": 4}}
        found = result(TOOL, ratings=given)
        assert (found["verdict"], found["without_evidence"]) == ("insufficient_evidence", ["c1"])

    def test_parts_that_nobody_rated_leave_the_criterion_unrated(self) -> None:
        given = ratings(None, 4, 4, 4, 4)
        given["c1"] = {"parts": {"share_of_wallet": None}}
        found = result(TOOL, ratings=given)
        assert (found["missing"], found["unrated_parts"]) == (["c1"], [])

    def test_whole_and_parts_together_are_refused(self) -> None:
        given = {"c4": {"rating": 3, "parts": {"reference": 4}}}
        with pytest.raises(BadInput, match=r"ratings\.c4: rating = '3': rate the criterion as a whole or its parts"):
            run_tool(TOOL, {"ratings": given})

    def test_unknown_part_is_refused(self) -> None:
        with pytest.raises(BadInput, match=r"ratings\.c4\.parts\.prestige"):
            run_tool(TOOL, {"ratings": {"c4": {"parts": {"prestige": 4}}}})


class TestInverseRisk:
    def test_low_risk_raises_the_score_and_is_labelled(self) -> None:
        safe = run_tool(TOOL, {"ratings": ratings(3, 3, 5, 3, 3)})
        risky = run_tool(TOOL, {"ratings": ratings(3, 3, 0, 3, 3)})
        assert safe.result is not None
        assert risky.result is not None
        assert (safe.result["score"], risky.result["score"]) == ("3.4", "2.4")
        assert [item["inverse"] for item in safe.per_item] == [False, False, True, False, False]
        said = next(note for note in safe.why if note.code == "euraiqa.risk_inverse")
        assert "risque faible" in said.fr
        assert "low risk" in said.en


class TestNetProfitability:
    FIGURES: ClassVar[dict[str, Any]] = {"currency": "EUR", "revenue": 1000, "direct_costs": 600, "cost_to_serve": 150}

    def test_is_what_revenue_leaves_after_costs_and_service(self) -> None:
        found = result(TOOL, ratings=ratings(4, 4, 4, 4, 4), **self.FIGURES)
        assert (found["net_profitability"], found["net_result"]) == ("0.25", "250")

    def test_does_not_change_the_score(self) -> None:
        given = ratings(4, 4, 4, 4, 4)
        assert result(TOOL, ratings=given, **self.FIGURES)["score"] == result(TOOL, ratings=given)["score"]

    def test_missing_figure_is_named(self) -> None:
        figures = {key: value for key, value in self.FIGURES.items() if key != "cost_to_serve"}
        answer = run_tool(TOOL, {"ratings": ratings(4, 4, 4, 4, 4), **figures})
        assert answer.result is not None
        assert answer.result["net_profitability"] is None
        note = next(note for note in answer.findings if note.code == "euraiqa.figures_missing")
        assert "coût de service" in note.fr

    def test_no_figures_at_all_is_no_warning(self) -> None:
        assert "euraiqa.figures_missing" not in codes(run_tool(TOOL, {"ratings": ratings(4, 4, 4, 4, 4)}))

    def test_zero_revenue_gives_no_ratio(self) -> None:
        answer = run_tool(TOOL, {"ratings": ratings(4, 4, 4, 4, 4), **self.FIGURES, "revenue": 0})
        assert answer.result is not None
        assert (answer.result["net_profitability"], answer.result["net_result"]) == (None, "-750")
        assert "euraiqa.no_revenue" in codes(answer)

    def test_good_rating_over_a_loss_is_a_contradiction(self) -> None:
        figures = {**self.FIGURES, "direct_costs": 950}
        good = run_tool(TOOL, {"ratings": ratings(4, 4, 4, 4, 4), **figures})
        poor = run_tool(TOOL, {"ratings": ratings(4, 1, 4, 4, 4), **figures})
        assert "euraiqa.profitability_contradicts" in codes(good)
        assert "euraiqa.profitability_contradicts" not in codes(poor)

    def test_amount_without_currency_is_refused(self) -> None:
        with pytest.raises(BadInput, match="currency is missing: say in which currency revenue is"):
            run_tool(TOOL, {"ratings": ratings(4), "revenue": 10})
