"""Tests of `role_profile`: eight questions, two jobs, and what stays unanswered."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.choosing.role_profile import KAM_QUESTIONS, QUESTIONS, RGC_QUESTIONS, RoleAnswers
from copilot.scoring.registry import run_tool
from copilot.text.catalogue import t
from tests.scoring.helpers import codes, result

KAM = {**dict.fromkeys(RGC_QUESTIONS, False), **dict.fromkeys(KAM_QUESTIONS, True)}
RGC = {question: not answer for question, answer in KAM.items()}


def profile(answers: dict[str, Any]) -> dict[str, Any]:
    return result("role_profile", answers=answers)


class TestProfile:
    def test_manager_of_both_sides_is_a_kam(self) -> None:
        found = profile(KAM)
        assert (found["profile"], found["kam_answers"], found["rgc_answers"], found["firm"]) == ("KAM", 8, 0, True)
        assert "shared_vision" in found["plan_changes"]
        assert "sales_action_plan" not in found["plan_changes"]

    def test_in_charge_of_business_is_a_large_account_manager(self) -> None:
        found = profile(RGC)
        assert (found["profile"], found["kam_answers"], found["rgc_answers"]) == ("RGC", 0, 8)
        assert "sales_action_plan" in found["plan_changes"]

    @pytest.mark.parametrize("answer", [True, False])
    def test_same_answer_everywhere_is_mixed(self, answer: bool) -> None:
        found = profile(dict.fromkeys(QUESTIONS, answer))
        assert (found["profile"], found["kam_answers"]) == ("mixed", 4)
        assert {"shared_vision", "sales_action_plan"} <= set(found["plan_changes"])

    def test_five_against_three_decides(self) -> None:
        assert profile({**KAM, "q1": True, "q2": True, "q3": True})["profile"] == "KAM"
        assert profile({**KAM, "q1": True, "q2": True, "q3": True, "q4": True})["profile"] == "mixed"
        assert profile({**RGC, "q5": True, "q6": True, "q7": True})["profile"] == "RGC"

    def test_answers_the_other_way_are_named(self) -> None:
        answer = run_tool("role_profile", {"answers": {**KAM, "q1": True}})
        assert "q1" in next(note.fr for note in answer.why if note.code == "role.against")


class TestUnanswered:
    def test_open_questions_that_can_turn_the_profile(self) -> None:
        answer = run_tool("role_profile", {"answers": {**KAM, "q6": None, "q7": None, "q8": None, "q1": True}})
        assert answer.result is not None
        assert (answer.result["profile"], answer.result["firm"]) == ("KAM", False)
        assert answer.result["unanswered"] == ["q6", "q7", "q8"]
        assert answer.missing == ["answers.q6", "answers.q7", "answers.q8"]
        assert codes(answer) == ["role.open"]

    def test_open_questions_that_cannot(self) -> None:
        answer = run_tool("role_profile", {"answers": {key: KAM[key] for key in QUESTIONS[:6]}})
        assert answer.result is not None
        assert (answer.result["firm"], answer.result["coverage"]) == (True, "0.75")
        assert codes(answer) == ["role.open_firm"]

    def test_half_of_the_questions_is_the_least(self) -> None:
        assert profile({key: KAM[key] for key in QUESTIONS[:4]})["profile"] == "KAM"
        answer = run_tool("role_profile", {"answers": {key: KAM[key] for key in QUESTIONS[:3]}})
        assert (answer.verdict, answer.result) == ("insufficient", None)
        assert answer.missing == [f"answers.{key}" for key in QUESTIONS[3:]]
        assert len(answer.per_item) == 8

    def test_no_answers_at_all(self) -> None:
        assert run_tool("role_profile", {}).verdict == "insufficient"


class TestQuestions:
    def test_eight_questions_in_both_languages(self) -> None:
        items = run_tool("role_profile", {"answers": KAM}).per_item
        assert [item["question"] for item in items] == list(QUESTIONS)
        assert all(str(item["fr"]).endswith("\u00a0?") and str(item["en"]).endswith("?") for item in items)
        assert len({item["fr"] for item in items} | {item["en"] for item in items}) == 16

    def test_schema_asks_the_question_of_the_catalogue(self) -> None:
        for question in QUESTIONS:
            asked = RoleAnswers.model_fields[question].description
            assert asked == t(f"scoring.role_profile.{question}", "en")

    @pytest.mark.parametrize("answers", [{"q9": True}, {"q1": "perhaps"}, {"q1": 0.5}])
    def test_other_answers_are_refused(self, answers: dict[str, Any]) -> None:
        with pytest.raises(BadInput, match=rf"answers\.{next(iter(answers))}"):
            run_tool("role_profile", {"answers": answers})
