"""Tests of `pressure_wording` and `judging_wording`: spans, kinds, near misses, offsets."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.base import ToolResult
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result

TOOLS = ("pressure_wording", "judging_wording")


def read(tool: str, text: str, **more: Any) -> ToolResult:
    return run_tool(tool, {"text": text, **more})


def found(answer: ToolResult) -> list[tuple[Any, Any]]:
    return [(item["kind"], item["span"]) for item in answer.per_item]


class TestPressure:
    @pytest.mark.parametrize(
        ("text", "kind", "span"),
        [
            ("C’est à prendre ou à laisser.", "ultimatum", "à prendre ou à laisser"),
            ("C’est votre dernière chance !", "ultimatum", "votre dernière chance"),
            ("Take it or leave it.", "ultimatum", "Take it or leave it"),
            ("This is your last chance.", "ultimatum", "your last chance"),
            ("Vous allez le regretter.", "threat", "Vous allez le regretter"),
            ("You owe us this one.", "guilt", "You owe us this one"),
            ("C’est maintenant ou jamais.", "false_urgency", "C’est maintenant ou jamais"),
            ("Votre demande est ridicule.", "belittling", "Votre demande est ridicule"),
        ],
    )
    def test_exact_words_are_shown_with_their_kind(self, text: str, kind: str, span: str) -> None:
        assert found(read("pressure_wording", text)) == [(kind, span)]

    @pytest.mark.parametrize(
        "text",
        [
            "L’offre est valable jusqu’au 30 juin.",
            "The offer is valid until 30 June.",
            "Ce n’est pas un ultimatum.",
            "This is not an ultimatum.",
            "Rien n’est à prendre ou à laisser ici.",
            "Merci de répondre avant le 12 mars pour tenir la livraison.",
            "La loi fixe la date au 1er mars.",
            "Le stock disponible est de 40 palettes.",
            "If you order before Friday, we deliver on Monday.",
            "Sans votre accord écrit, nous ne pouvons pas commencer.",
        ],
    )
    def test_real_deadlines_and_denials_are_let_through(self, text: str) -> None:
        assert result("pressure_wording", text=text)["clean"] is True

    def test_english_formula_in_a_french_sentence_is_seen_and_answered_in_french(self) -> None:
        item = read("pressure_wording", "Bref, pour nous, c’est take it or leave it, voilà tout.").per_item[0]
        assert item["language"] == "fr"
        assert "Voici ce que nous pouvons faire" in str(item["rewording"])

    def test_calm_share_counts_sentences(self) -> None:
        answer = read("pressure_wording", "Bonjour. Dernière chance, à prendre ou à laisser. Merci. Bien à vous.")
        assert answer.result is not None
        assert (answer.result["sentences"], answer.result["findings"]) == (4, 2)
        assert answer.result["calm_share"] == "0.75"

    def test_reported_words_are_not_counted(self) -> None:
        answer = read("pressure_wording", "L’acheteur nous a dit : « c’est à prendre ou à laisser ».")
        assert answer.result is not None
        assert (answer.result["clean"], answer.result["reported"]) == (True, 1)
        assert "wording.reported" in codes(answer)

    def test_words_in_quotation_marks_alone_are_counted(self) -> None:
        assert found(read("pressure_wording", "« Take it or leave it. »"))


class TestJudging:
    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("Tu n’es pas motivé.", "motive"),
            ("You are not motivated.", "motive"),
            ("Tu rates toujours tes objectifs.", "generalisation"),
            ("You always miss your targets.", "generalisation"),
            ("Tu es paresseux.", "label"),
            ("Tu es le plus mauvais de l’équipe.", "comparison"),
            ("It’s your fault.", "blame"),
            ("Si tu continues comme ça, tu vas voir.", "threat"),
        ],
    )
    def test_judgements_are_found(self, text: str, kind: str) -> None:
        assert [item["kind"] for item in read("judging_wording", text).per_item] == [kind]

    @pytest.mark.parametrize(
        "text",
        [
            "Tu as réalisé 150 k€ pour un objectif de 260 k€.",
            "You closed 150k against a target of 260k.",
            "Ce n’est pas de ta faute.",
            "It is not your fault.",
            "Le client n’est pas motivé par la remise.",
            "Tu n’as jamais rencontré le DAF ?",
            "Tu n’as jamais rencontré le DAF.",
            "Tu rencontres toujours le même acheteur.",
            "Le marché est mauvais depuis janvier.",
            "Sur 12 visites planifiées, 7 ont été faites.",
        ],
    )
    def test_facts_questions_and_other_subjects_are_let_through(self, text: str) -> None:
        assert result("judging_wording", text=text)["clean"] is True

    def test_a_name_is_a_person_when_it_is_known(self) -> None:
        assert not found(read("judging_wording", "Xylan est paresseux."))
        assert found(read("judging_wording", "Xylan est paresseux.", people=["Xylan"])) == [
            ("label", "Xylan est paresseux")
        ]

    def test_first_names_need_no_list(self) -> None:
        assert found(read("judging_wording", "Julie is lazy.")) == [("label", "Julie is lazy")]


@pytest.mark.parametrize("tool", TOOLS)
class TestBoth:
    @pytest.mark.parametrize("payload", [{}, {"text": ""}, {"text": " \n "}, {"lines": []}, {"lines": ["", "…"]}])
    def test_no_words_are_insufficient(self, tool: str, payload: dict[str, Any]) -> None:
        answer = run_tool(tool, payload)
        assert (answer.verdict, answer.missing) == ("insufficient", ["text"])

    def test_text_and_lines_together_are_refused(self, tool: str) -> None:
        with pytest.raises(BadInput, match="give text or lines, not both"):
            run_tool(tool, {"text": "a", "lines": ["b"]})

    def test_offsets_are_those_of_the_line_given(self, tool: str) -> None:
        lines = ["Bonjour,", "E\u0301coutez bien\u200b : tu n’es pas motivé, et c’est à prendre ou à laisser."]
        for item in run_tool(tool, {"lines": lines, "language": "fr"}).per_item:
            line = lines[item["line"] - 1]  # type: ignore[operator]
            assert line[item["start"] : item["end"]] == item["span"]  # type: ignore[misc]
            assert item["span"] in ("tu n’es pas motivé", "à prendre ou à laisser")
            assert item["line"] == 2

    def test_every_finding_comes_with_another_line(self, tool: str) -> None:
        answer = read(tool, "Tu n’es pas motivé. C’est à prendre ou à laisser.")
        assert answer.per_item
        for item in answer.per_item:
            assert item["rewording"]
            assert not run_tool(tool, {"text": item["rewording"]}).per_item

    def test_limits_of_word_lists_are_told(self, tool: str) -> None:
        assert codes(read(tool, "Bonjour."))[-1].endswith(".limits")

    def test_why_shows_what_was_found(self, tool: str) -> None:
        answer = read(tool, "Tu n’es pas motivé. C’est à prendre ou à laisser.")
        assert str(answer.per_item[0]["span"]) in answer.why[0].fr
        assert answer.why[1].code == "wording.next"
