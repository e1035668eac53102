"""Tests of `assess_key_account`: the five Cegos criteria, their evidence, complexity apart, the three signs."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result


def ratings(*values: Any, evidence: bool = True) -> dict[str, Any]:
    """c1 to c5 with a piece of evidence each, unless told otherwise."""
    proof = ["minutes of 4 May"] if evidence else []
    return {
        f"c{rank}": {"rating": value, "evidence": proof if value is not None else []}
        for rank, value in enumerate(values, start=1)
    }


def judged(*values: Any, **more: Any) -> dict[str, Any]:
    return result("assess_key_account", ratings=ratings(*values), **more)


class TestScore:
    def test_equal_weights_give_the_plain_mean(self) -> None:
        found = judged(5, 4, 3, 2, 4)
        assert (found["score"], found["coverage"], found["verdict"]) == ("3.6", "1", "eligible")
        assert found["missing"] == []

    def test_mean_is_taken_over_the_rated_criteria(self) -> None:
        found = judged(4, 4, None, 2, 4)
        assert (found["score"], found["coverage"], found["rated"]) == ("3.5", "0.8", 4)
        assert (found["verdict"], found["missing"]) == ("eligible", ["c3"])
        assert (found["score_low"], found["score_high"]) == ("2.8", "3.8")

    def test_weights_are_those_of_the_rated_criteria(self) -> None:
        weights = {"c1": 0.4, "c2": 0.3, "c3": 0.1, "c4": 0.1, "c5": 0.1}
        found = judged(5, 2, None, 0, 5, weights=weights)
        assert found["score"] == "3.444444"
        assert found["verdict"] == "not_eligible"

    @pytest.mark.parametrize(("threshold", "verdict"), [(3.6, "eligible"), (3.600001, "not_eligible"), (0, "eligible")])
    def test_threshold_itself_is_enough(self, threshold: float, verdict: str) -> None:
        assert judged(5, 4, 3, 2, 4, threshold=threshold)["verdict"] == verdict

    def test_default_threshold_and_weights_are_said_to_be_ours(self) -> None:
        own = run_tool("assess_key_account", {"ratings": ratings(4, 4, 4, 4, 4)})
        chosen = run_tool(
            "assess_key_account",
            {
                "ratings": ratings(4, 4, 4, 4, 4),
                "threshold": 3.5,
                "weights": {f"c{rank}": 0.2 for rank in range(1, 6)},
            },
        )
        defaults = {"criteria.default_threshold", "criteria.default_weights"}
        assert defaults <= {note.code for note in own.why}
        assert not defaults & {note.code for note in chosen.why}
        assert own.result is not None
        assert chosen.result == own.result


class TestEvidence:
    def test_three_rated_criteria_are_not_enough(self) -> None:
        answer = run_tool("assess_key_account", {"ratings": ratings(5, 5, 5, None, None)})
        assert answer.verdict == "ok"
        assert answer.result is not None
        assert (answer.result["verdict"], answer.result["coverage"]) == ("insufficient_evidence", "0.6")
        assert answer.result["missing"] == ["c4", "c5"]
        assert answer.missing == ["ratings.c4.rating", "ratings.c5.rating"]
        assert answer.result["score"] == "5"

    def test_one_rating_without_evidence_suspends_the_verdict(self) -> None:
        given = ratings(5, 5, 5, 5, 5)
        given["c2"]["evidence"] = []
        answer = run_tool("assess_key_account", {"ratings": given})
        assert answer.result is not None
        assert answer.result["verdict"] == "insufficient_evidence"
        assert answer.result["without_evidence"] == ["c2"]
        assert answer.missing == ["ratings.c2.evidence"]
        assert codes(answer)[0] == "criteria.unproved"
        assert "potentiel" in answer.findings[0].fr

    def test_blank_evidence_proves_nothing(self) -> None:
        given = ratings(5, 5, 5, 5, 5)
        given["c2"]["evidence"] = ["  ", ""]
        assert result("assess_key_account", ratings=given)["without_evidence"] == ["c2"]

    def test_bare_number_is_a_rating_without_evidence(self) -> None:
        found = result("assess_key_account", ratings={f"c{rank}": 4 for rank in range(1, 6)})
        assert (found["verdict"], found["score"]) == ("insufficient_evidence", "4")
        assert found["without_evidence"] == ["c1", "c2", "c3", "c4", "c5"]

    @pytest.mark.parametrize("given", [{}, {"c1": None}, ratings(None, None, None, None, None)])
    def test_nothing_rated_is_insufficient_not_zero(self, given: dict[str, Any]) -> None:
        answer = run_tool("assess_key_account", {"ratings": given})
        assert (answer.verdict, answer.result) == ("insufficient", None)
        assert answer.missing == [f"ratings.c{rank}.rating" for rank in range(1, 6)]

    def test_only_a_criterion_without_weight_is_rated(self) -> None:
        weights = {"c1": 0, "c2": 0.25, "c3": 0.25, "c4": 0.25, "c5": 0.25}
        answer = run_tool("assess_key_account", {"ratings": ratings(5, None, None, None, None), "weights": weights})
        assert answer.verdict == "insufficient"
        assert "ratings.c2.rating" in answer.missing

    @pytest.mark.parametrize(
        ("values", "code"),
        [
            ((1, 1, 1, None, None), "criteria.open_below"),
            ((5, 5, 5, None, None), "criteria.open_either"),
            ((5, 5, 5, None, None, 2), "criteria.open_above"),
        ],
    )
    def test_says_whether_the_missing_ratings_can_turn_it(self, values: tuple[Any, ...], code: str) -> None:
        payload: dict[str, Any] = {"ratings": ratings(*values[:5])}
        if len(values) > 5:
            payload["threshold"] = values[5]
        answer = run_tool("assess_key_account", payload)
        assert code in [note.code for note in answer.why]


class TestComplexity:
    def test_complexity_stands_apart_with_the_score_without_it(self) -> None:
        found = judged(3, 3, 3, 5, 3)
        assert (found["complexity"], found["dedicated_handling"]) == ("5", "high")
        assert (found["score"], found["score_without_complexity"]) == ("3.4", "3")

    @pytest.mark.parametrize(
        ("complexity", "need"), [(4, "high"), (3.9, "moderate"), (2, "moderate"), (1.9, "low"), (None, "unknown")]
    )
    def test_need_follows_our_bands(self, complexity: float | None, need: str) -> None:
        assert judged(4, 4, 4, complexity, 4)["dedicated_handling"] == need

    def test_verdict_that_complexity_makes_is_pointed_out(self) -> None:
        lifted = run_tool("assess_key_account", {"ratings": ratings(3, 3, 4, 5, 3)})
        lowered = run_tool("assess_key_account", {"ratings": ratings(4, 4, 4, 0, 4)})
        assert "key_account.complexity_lifts" in codes(lifted)
        assert "key_account.complexity_lowers" in codes(lowered)
        assert "key_account.complexity_lifts" not in codes(
            run_tool("assess_key_account", {"ratings": ratings(4, 4, 4, 4, 4)})
        )

    def test_nobody_is_told_to_raise_complexity(self) -> None:
        weights = {"c1": 0.1, "c2": 0.1, "c3": 0.1, "c4": 0.6, "c5": 0.1}
        answer = run_tool("assess_key_account", {"ratings": ratings(3, 3, 3, 3, 3), "weights": weights})
        assert "criteria.turns_up" not in [note.code for note in answer.why]


class TestRevenueConflict:
    def test_both_readings_of_revenue_are_shown(self) -> None:
        answer = run_tool("assess_key_account", {"ratings": ratings(5, 3, 3, 3, 4)})
        found = next(note for note in answer.findings if note.code == "key_account.revenue_decides")
        assert answer.result is not None
        assert (answer.result["verdict"], answer.result["verdict_without_revenue"]) == ("eligible", "not_eligible")
        assert "3,25" in found.fr
        assert "S1" in found.en

    def test_conflict_is_said_when_it_does_not_decide(self) -> None:
        assert "key_account.revenue_conflict" in codes(
            run_tool("assess_key_account", {"ratings": ratings(4, 4, 4, 4, 4)})
        )

    def test_no_conflict_without_a_revenue_rating(self) -> None:
        answer = run_tool("assess_key_account", {"ratings": ratings(None, 4, 4, 4, 4)})
        assert [code for code in codes(answer) if "revenue" in code] == []


class TestSigns:
    def test_proved_sign_suggests_and_never_changes_the_score(self) -> None:
        plain = judged(4, 4, 2, 3, 3)
        signed = judged(4, 4, 2, 3, 3, market_leader={"present": True, "evidence": ["panel 2025, rank 1"]})
        assert (signed["score"], signed["verdict"]) == (plain["score"], plain["verdict"])
        assert signed["suggestions"] == [
            {"criterion": "c3", "rating": "2", "signs": ["market_leader"]},
            {"criterion": "c5", "rating": "3", "signs": ["market_leader"]},
        ]
        assert signed["score_if_suggestions"] == "3.6"
        assert plain["suggestions"] == []

    def test_reference_speaks_for_strategic_importance_only(self) -> None:
        sign = {"present": True, "evidence": ["agrees to be named"]}
        found = judged(4, 4, 2, 3, 3, commercial_reference=sign)
        assert [one["criterion"] for one in found["suggestions"]] == ["c5"]

    def test_rating_at_the_top_is_not_suggested(self) -> None:
        sign = {"present": True, "evidence": ["named in three tenders"]}
        assert judged(4, 4, 5, 3, 5, prescriber=sign)["suggestions"] == []

    def test_unrated_criterion_is_suggested_for_rating(self) -> None:
        sign = {"present": True, "evidence": ["agrees to be named"]}
        answer = run_tool("assess_key_account", {"ratings": ratings(4, 4, 4, 4, None), "commercial_reference": sign})
        assert "key_account.suggest_rating" in [note.code for note in answer.why]
        assert answer.result is not None
        assert answer.result["score_if_suggestions"] is None

    @pytest.mark.parametrize("sign", [True, {"present": True}, {"present": True, "evidence": [" "]}])
    def test_sign_without_evidence_is_named_and_not_used(self, sign: Any) -> None:
        answer = run_tool("assess_key_account", {"ratings": ratings(4, 4, 2, 3, 3), "prescriber": sign})
        assert answer.result is not None
        assert answer.result["suggestions"] == []
        assert "key_account.sign_without_evidence" in codes(answer)

    @pytest.mark.parametrize("sign", [False, None, {"present": False, "evidence": ["asked on 3 May"]}])
    def test_denied_or_unknown_sign_says_nothing(self, sign: Any) -> None:
        answer = run_tool("assess_key_account", {"ratings": ratings(4, 4, 2, 3, 3), "prescriber": sign})
        assert answer.result is not None
        assert answer.result["suggestions"] == []
        assert "key_account.sign_without_evidence" not in codes(answer)


class TestWhatWouldChangeIt:
    def test_tipping_rating_tips_the_verdict(self) -> None:
        answer = run_tool("assess_key_account", {"ratings": ratings(3, 3, 3, 3, 4)})
        tip = answer.per_item[0]["tipping_rating"]
        assert tip == "4.5"
        assert judged(4.5, 3, 3, 3, 4)["verdict"] == "eligible"
        assert judged(4.49, 3, 3, 3, 4)["verdict"] == "not_eligible"

    def test_no_tipping_rating_when_none_is_enough(self) -> None:
        answer = run_tool("assess_key_account", {"ratings": ratings(1, 1, 1, 1, 1)})
        assert [item["tipping_rating"] for item in answer.per_item] == [None] * 5
        assert "criteria.no_single_raise" in [note.code for note in answer.why]

    def test_high_scores_hold_alone(self) -> None:
        answer = run_tool("assess_key_account", {"ratings": ratings(5, 5, 5, 5, 5), "threshold": 3})
        assert "criteria.holds_alone" in [note.code for note in answer.why]


class TestRefusals:
    @pytest.mark.parametrize(
        ("payload", "message"),
        [
            ({"ratings": {"c1": {"rating": 5.5}}}, r"ratings\.c1\.rating = '5\.5': Input should be less than or equal"),
            ({"ratings": {"c1": {"rating": -1}}}, r"ratings\.c1\.rating = '-1'"),
            ({"ratings": {"c1": {"rating": "NaN"}}}, r"ratings\.c1\.rating = 'NaN': Input should be a finite number"),
            ({"ratings": {"c1": True}}, r"ratings\.c1\.rating = 'True'"),
            ({"ratings": {"c6": 3}}, r"ratings\.c6 = '3': Extra inputs are not permitted"),
            ({}, "ratings: Field required"),
            ({"ratings": {}, "threshold": 6}, "threshold = '6'"),
            (
                {"ratings": {}, "weights": {"c1": 1, "c2": 1, "c3": 0, "c4": 0, "c5": 0}},
                "weights: the weights sum to 2; they must sum to 1",
            ),
            ({"ratings": {}, "weights": {"c1": 1}}, r"weights\.c2: Field required"),
            ({"ratings": {"c1": {"rating": 3, "evidence": "minutes"}}}, r"ratings\.c1\.evidence"),
        ],
    )
    def test_message_names_the_field(self, payload: dict[str, Any], message: str) -> None:
        with pytest.raises(BadInput, match=message):
            run_tool("assess_key_account", payload)
