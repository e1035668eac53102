"""Tests of `negotiation_keys`: none of the three keys may be missing."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.negotiation.checklists import MethodAnswers, ProcessAnswers, TrustAnswers
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result

ALL = {
    "process": list(ProcessAnswers.model_fields),
    "method": list(MethodAnswers.model_fields),
    "trust": list(TrustAnswers.model_fields),
}


def answers(answer: str = "yes", **other: str) -> dict[str, Any]:
    """All items with one answer; `process="no"` answers a whole key otherwise."""
    return {key: dict.fromkeys(items, other.get(key, answer)) for key, items in ALL.items()}


def keys(found: dict[str, Any]) -> dict[str, Any]:
    return {score["key"]: score["score"] for score in found["keys"]}


class TestKeys:
    def test_all_yes_is_ready(self) -> None:
        found = result("negotiation_keys", **answers())
        assert (found["ready"], found["all_above_zero"], found["codes"]) == (True, True, [])
        assert set(keys(found).values()) == {"1"}

    @pytest.mark.parametrize("key", ["process", "method", "trust"])
    def test_one_key_at_zero_is_enough_not_to_be_ready(self, key: str) -> None:
        answer = run_tool("negotiation_keys", answers(**{key: "no"}))
        assert answer.result is not None
        assert (answer.result["ready"], answer.result["all_above_zero"]) == (False, False)
        assert answer.result["weakest"] == key
        assert "KEY_AT_ZERO" in answer.result["codes"]
        assert codes(answer) == ["negotiation_keys.at_zero"]

    def test_key_without_answers_has_no_score_and_blocks(self) -> None:
        answer = run_tool("negotiation_keys", answers(trust="unknown"))
        assert answer.result is not None
        assert keys(answer.result)["trust"] is None
        assert (answer.result["ready"], answer.result["all_above_zero"]) == (False, False)
        assert "KEY_UNKNOWN" in answer.result["codes"]
        assert "sans réponse" in answer.why[0].fr

    def test_no_answer_at_all_is_insufficient(self) -> None:
        answer = run_tool("negotiation_keys", {})
        assert answer.verdict == "insufficient"
        assert answer.missing == ["answers in process", "answers in method", "answers in trust"]

    def test_score_counts_yes_over_all_items_and_names_what_is_missing(self) -> None:
        given = answers()
        given["process"] |= {"roles": "no", "agenda": "unknown"}
        score = result("negotiation_keys", **given)["keys"][0]
        assert (score["score"], score["score_at_best"]) == ("0.75", "0.875")
        assert (score["yes"], score["no"], score["unknown"], score["items"]) == (6, 1, 1, 8)
        assert score["missing"] == ["roles", "agenda"]

    def test_essential_item_blocks_whatever_the_score(self) -> None:
        given = answers()
        given["method"]["mandate"] = "no"
        answer = run_tool("negotiation_keys", given)
        assert answer.result is not None
        assert answer.result["codes"] == ["ESSENTIAL_MISSING"]
        assert answer.result["essential_missing"] == ["method.mandate"]
        assert answer.result["all_above_zero"] is True
        assert any("La direction a donné notre mandat" in note.fr for note in answer.why)

    def test_minimum_is_a_parameter(self) -> None:
        given = answers(process="no")
        given["process"]["decision"] = "yes"
        assert result("negotiation_keys", **given)["codes"] == ["KEY_BELOW_MINIMUM"]
        assert result("negotiation_keys", **given, min_score=0)["ready"] is True
        assert result("negotiation_keys", **given, min_score="0.125")["ready"] is True

    def test_own_items_count_in_any_order(self) -> None:
        extra = [{"key": "trust", "label": label, "answer": "no"} for label in ("visit made", "audit shared")]
        one = run_tool("negotiation_keys", {**answers(), "extra": extra})
        two = run_tool("negotiation_keys", {**answers(), "extra": extra[::-1]})
        assert one.result is not None
        assert keys(one.result)["trust"] == "0.8"
        assert (one.result, one.per_item) == (two.result, two.per_item)

    def test_every_item_has_its_sentence_in_both_languages(self) -> None:
        items = run_tool("negotiation_keys", answers()).per_item
        assert len(items) == 24
        assert all(item["label_fr"] != item["label_en"] for item in items)

    @pytest.mark.parametrize(
        ("payload", "message"),
        [
            ({"process": {"roles": "maybe"}}, "process.roles = 'maybe'"),
            ({"trust": {"horoscope": "yes"}}, "trust.horoscope"),
            ({"extra": [{"key": "trust", "label": "x"}] * 2}, "extra.1.label = 'x': stands twice in 'trust'"),
            ({"min_score": 2}, "min_score = '2'"),
        ],
    )
    def test_refusals_name_field_and_value(self, payload: dict[str, Any], message: str) -> None:
        with pytest.raises(BadInput) as caught:
            run_tool("negotiation_keys", payload)
        assert message in str(caught.value)
