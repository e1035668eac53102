"""Tests of `client_orientation`: the formula, the lines, the refusals."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result

CLIENT = "Le client veut réduire de 20 % ses délais de livraison."
OURS = "Augmenter notre chiffre d’affaires de 12 %."
BOTH = "La solution nous rapporte 300 k€ et fait gagner deux jours au client."
NEITHER = "Prochaine réunion le 24 mars à Rennes."


def whole(**more: Any) -> dict[str, Any]:
    return {
        "objectives": [{"text": CLIENT, "evidence": ["note du 3 mars"]}, {"text": OURS}],
        "actions": [
            {"text": "Tester le réassort", "owner_client": "M. Aubry"},
            {"text": "Livrer le rapport", "client_benefit": "une heure de moins par jour"},
            {"text": "Envoyer l’offre"},
            {"text": "Relancer l’acheteur"},
        ],
        "sentences": [CLIENT, OURS],
        **more,
    }


class TestScore:
    def test_method_formula(self) -> None:
        found = result("client_orientation", **whole())
        assert [(part["part"], part["share"], part["weight"]) for part in found["parts"]] == [
            ("objectives", "0.5", "0.4"),
            ("actions", "0.5", "0.3"),
            ("sentences", "0.5", "0.3"),
        ]
        assert found["score"] == "0.5"

    def test_unequal_parts(self) -> None:
        # 0.4 * 1/4 + 0.3 * 3/5 + 0.3 * 1/2
        found = result(
            "client_orientation",
            objectives=[{"text": f"o{n}", "evidenced_client_objective": n == 0} for n in range(4)],
            actions=[{"text": f"a{n}", "owner_client": "Mme Aubry" if n < 3 else None} for n in range(5)],
            sentences=[{"text": "s1", "verdict": "client"}, {"text": "s2", "verdict": "internal"}],
        )
        assert found["score"] == "0.43"
        assert found["verdict"] == "too_internal"

    def test_weights_are_the_caller_s(self) -> None:
        weights = {"objectives": "1", "actions": "0", "sentences": "0"}
        found = result("client_orientation", **whole(weights=weights, objectives=[{"text": "o", "evidence": ["n1"]}]))
        assert found["score"] == "1"

    def test_a_part_without_lines_is_left_out_and_said(self) -> None:
        answer = run_tool(
            "client_orientation", {"objectives": [{"text": "o", "evidence": ["n1"]}], "sentences": [OURS]}
        )
        assert answer.result is not None
        assert [(part["part"], part["weight"]) for part in answer.result["parts"]] == [  # type: ignore[union-attr,index]
            ("objectives", "0.571429"),
            ("sentences", "0.428571"),
        ]
        assert answer.result["score"] == "0.571429"
        assert "orientation.left_out" in codes(answer)

    def test_nothing_is_insufficient(self) -> None:
        answer = run_tool("client_orientation", {})
        assert answer.verdict == "insufficient"
        assert answer.missing == ["objectives", "actions", "sentences"]

    def test_lines_whose_part_weighs_nothing_are_insufficient(self) -> None:
        weights = {"objectives": 1, "actions": 0, "sentences": 0}
        answer = run_tool("client_orientation", {"sentences": [OURS], "weights": weights})
        assert (answer.verdict, answer.missing) == (
            "insufficient",
            ["lines that count in a part whose weight is above 0"],
        )

    @pytest.mark.parametrize(("threshold", "verdict"), [("0.5", "client_oriented"), ("0.500001", "too_internal")])
    def test_threshold_is_reached_at_its_value(self, threshold: str, verdict: str) -> None:
        assert result("client_orientation", **whole(threshold=threshold))["verdict"] == verdict

    @pytest.mark.parametrize(("weight", "score"), [("0", "0"), ("0.5", "0.5"), ("1", "1")])
    def test_mixed_sentences_count_as_asked(self, weight: str, score: str) -> None:
        found = result("client_orientation", sentences=[BOTH], mixed_weight=weight)
        assert (found["score"], found["verdicts"]["mixed"]) == (score, 1)

    def test_neutral_sentences_count_unless_the_caller_leaves_them_out(self) -> None:
        lines = [CLIENT, NEITHER, OURS, NEITHER + " À midi.", NEITHER + " À Vannes."]
        found = result("client_orientation", sentences=lines)
        assert (found["score"], found["sided_share"]) == ("0.2", "0.5")
        assert result("client_orientation", sentences=lines, count_neutral=False)["score"] == "0.5"

    def test_neutral_sentences_alone_left_out_are_insufficient(self) -> None:
        assert (
            run_tool("client_orientation", {"sentences": [NEITHER], "count_neutral": False}).verdict == "insufficient"
        )


class TestParts:
    @pytest.mark.parametrize(
        ("given", "counted"),
        [
            ({}, "0"),
            ({"evidence": ["note 3"]}, "1"),
            ({"evidence": []}, "0"),
            ({"evidenced_client_objective": True}, "1"),
            ({"evidenced_client_objective": False, "evidence": ["note 3"]}, "0"),
        ],
    )
    def test_objective_counts_when_its_client_objective_is_evidenced(self, given: dict[str, Any], counted: str) -> None:
        answer = run_tool("client_orientation", {"objectives": [{"text": OURS, **given}]})
        assert answer.per_item[0]["counted"] == counted

    @pytest.mark.parametrize(
        ("given", "counted"),
        [
            ({}, "0"),
            ({"owner_client": "Mme Aubry"}, "1"),
            ({"client_benefit": "moins de ruptures"}, "1"),
            ({"client_benefit": True}, "1"),
            ({"client_benefit": False}, "0"),
            ({"owner_client": "Solène Guivarch"}, "0"),
        ],
    )
    def test_action_counts_with_a_client_owner_or_benefit(self, given: dict[str, Any], counted: str) -> None:
        answer = run_tool(
            "client_orientation", {"actions": [{"text": "Envoyer l’offre", **given}], "our_people": ["Solène Guivarch"]}
        )
        assert answer.per_item[0]["counted"] == counted

    def test_owner_who_is_ours_is_named(self) -> None:
        answer = run_tool(
            "client_orientation",
            {
                "actions": [{"text": "Envoyer l’offre", "owner_client": "S. Guivarch"}],
                "our_people": ["Solène Guivarch"],
            },
        )
        assert "orientation.owner_is_ours" in codes(answer)

    def test_benefit_told_by_the_text_alone_is_asked_for(self) -> None:
        answer = run_tool("client_orientation", {"actions": ["Réduire les rebuts du client de 8 %"]})
        assert answer.per_item[0]["counted"] == "0"
        assert "orientation.benefit_in_text" in codes(answer)

    def test_objective_that_stands_twice_is_refused(self) -> None:
        with pytest.raises(BadInput, match="client_orientation: objectives: 'gagner' stands twice"):
            run_tool("client_orientation", {"objectives": ["Gagner", "gagner"]})


class TestLines:
    @pytest.mark.parametrize(
        ("text", "verdict"), [(CLIENT, "client"), (OURS, "internal"), (BOTH, "mixed"), (NEITHER, "neutral")]
    )
    def test_four_verdicts_in_french(self, text: str, verdict: str) -> None:
        assert result("client_orientation", sentences=[text])["verdicts"][verdict] == 1

    @pytest.mark.parametrize(
        ("text", "verdict"),
        [
            ("The client wants to cut its delivery times by 20%.", "client"),
            ("Grow our revenue by 12%.", "internal"),
            ("Our share of wallet at Acme must reach 30%.", "internal"),
            ("We double our revenue and cut Acme’s logistics costs by 10%.", "mixed"),
            ("The steel market is down 4%.", "neutral"),
        ],
    )
    def test_verdicts_in_english(self, text: str, verdict: str) -> None:
        answer = run_tool("client_orientation", {"sentences": [text], "client": "Acme"})
        assert (answer.per_item[0]["verdict"], answer.per_item[0]["language"]) == (verdict, "en")

    @pytest.mark.parametrize(
        ("text", "verdict"),
        [
            ("Augmenter notre part de marché chez Acme.", "internal"),
            ("Augmenter la part de marché d’Acme en Espagne.", "client"),
            ("Vendre 200 licences à Acme.", "internal"),
            ("Aider Acme à vendre 200 licences.", "client"),
            ("Acme représente 12 % de notre chiffre d’affaires.", "internal"),
            ("Convaincre le client de signer.", "internal"),
        ],
    )
    def test_being_the_target_is_not_being_served(self, text: str, verdict: str) -> None:
        answer = run_tool("client_orientation", {"sentences": [text], "client": "Acme", "language": "fr"})
        assert answer.per_item[0]["verdict"] == verdict

    def test_words_that_decided_are_shown(self) -> None:
        item = run_tool("client_orientation", {"sentences": [BOTH]}).per_item[0]
        assert item["client_words"] == ["client"]
        assert item["our_words"] == ["nous rapporte"]

    def test_people_and_competitors_are_told_apart_by_their_names(self) -> None:
        text = "Draycott veut réduire ses coûts de 6 %."
        seen = {
            key: run_tool("client_orientation", {"sentences": [text], "language": "fr", key: ["Helen Draycott"]})
            for key in ("client_people", "others")
        }
        assert seen["client_people"].per_item[0]["verdict"] == "client"
        assert seen["others"].per_item[0]["verdict"] == "neutral"

    def test_what_the_client_says_of_itself_is_about_the_client(self) -> None:
        text = "S. Roussel : nous perdons deux heures par jour."
        answer = run_tool("client_orientation", {"sentences": [text], "client_people": ["Stéphane Roussel"]})
        assert answer.per_item[0]["verdict"] == "client"

    def test_a_person_s_judgement_replaces_the_words(self) -> None:
        answer = run_tool("client_orientation", {"sentences": [{"text": OURS, "verdict": "client"}]})
        assert (answer.per_item[0]["judged_by"], answer.per_item[0]["counted"]) == ("person", "1")

    def test_free_text_is_cut_into_sentences(self) -> None:
        answer = run_tool("client_orientation", {"text": f"{CLIENT} {OURS}\n- {NEITHER}"})
        assert [item["verdict"] for item in answer.per_item] == ["client", "internal", "neutral"]

    def test_a_sentence_said_twice_counts_once(self) -> None:
        answer = run_tool("client_orientation", {"sentences": [CLIENT, OURS, CLIENT.upper()]})
        assert answer.result is not None
        assert answer.result["score"] == "0.5"
        assert "orientation.repeated" in codes(answer)

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            (OURS, "orientation.ask_gain"),
            ("Vendre trois modules avant juin.", "orientation.ask_selling"),
            ("Recruter un chef de projet.", "orientation.ask_organisation"),
            ("Nous préparons le dossier.", "orientation.ask_activity"),
        ],
    )
    def test_internal_lines_come_with_what_to_ask(self, text: str, code: str) -> None:
        item = run_tool("client_orientation", {"sentences": [text], "language": "fr"}).per_item[0]
        assert item["ask"]["code"] == code  # type: ignore[index,call-overload]

    def test_neutral_and_client_lines_ask_nothing(self) -> None:
        items = run_tool("client_orientation", {"sentences": [CLIENT, NEITHER]}).per_item
        assert [item["ask"] for item in items] == [None, None]

    def test_blank_line_is_refused(self) -> None:
        with pytest.raises(BadInput, match=r"sentences\.0\.text = ' — ': holds no word"):
            run_tool("client_orientation", {"sentences": [" — "]})

    @pytest.mark.parametrize("text", ["ça va", "US", "A", "?1", "IT", "Don’t wait"])
    def test_odd_lines_have_an_answer(self, text: str) -> None:
        assert result("client_orientation", sentences=[text])["verdicts"]["client"] == 0


class TestWhy:
    def test_says_the_shortest_way_to_the_threshold(self) -> None:
        answer = run_tool("client_orientation", whole(threshold="0.6"))
        last = answer.why[-1]
        assert last.code == "orientation.step"
        assert "10\u00a0% pour atteindre" in last.fr
        assert "10% short of the threshold" in last.en
        assert "1 to repair among the objectives" in last.en

    def test_says_when_no_part_is_enough(self) -> None:
        answer = run_tool("client_orientation", whole(threshold="0.9"))
        assert answer.why[-1].code == "orientation.no_single_step"

    def test_names_the_objectives_about_us(self) -> None:
        answer = run_tool("client_orientation", whole())
        assert answer.result is not None
        assert answer.result["internal_objectives"] == [OURS]
        assert any(OURS[:20] in note.en for note in answer.why)

    def test_own_defaults_are_told_until_the_caller_chooses(self) -> None:
        assert "orientation.defaults" in codes(run_tool("client_orientation", whole()))
        assert "orientation.defaults" not in codes(run_tool("client_orientation", whole(threshold="0.4")))
