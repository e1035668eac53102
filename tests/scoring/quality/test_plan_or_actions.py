"""Tests of `plan_or_actions`: the case of S4, each criterion, what words prove."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result

FULL: dict[str, Any] = {
    "target": "10 % de part de marché cumulée après six mois",
    "contributions": ["têtes de gondole", "animations"],
    "commitment": "signed",
    "measures": ["part de marché mensuelle, panel"],
    "vision": "doubler la catégorie ensemble",
    "vision_is_joint": True,
    "objectives": [{"text": "développer la catégorie", "side": "client"}],
    "client_value": ["+1,90 € de panier moyen"],
    "actions": [{"text": "animer 20 magasins", "owner_us": "KAM", "owner_client": "Mme Aubry"}],
    "environments": ["market", "client", "competition", "relationship", "performance"],
    "horizon_months": 24,
}
FIRST_ROUND: dict[str, Any] = {
    "actions": [
        {"text": "référencer la marque", "owner_us": "KAM", "due": "mars"},
        {"text": "trois promotions", "owner_us": "KAM", "due": "juin"},
    ]
}


def without(*names: str, **more: Any) -> dict[str, Any]:
    return {**{key: value for key, value in FULL.items() if key not in names}, **more}


class TestVerdict:
    def test_second_round_of_the_case_is_a_plan(self) -> None:
        found = result("plan_or_actions", **FULL)
        assert (found["verdict"], found["met"], found["core_met"], found["missing"]) == ("abp", 10, 4, [])

    def test_first_round_of_the_case_is_a_list_of_actions(self) -> None:
        found = result("plan_or_actions", **FIRST_ROUND)
        assert (found["verdict"], found["met"], found["our_actions"]) == ("action_plan", 0, 2)
        assert found["missing"][:4] == ["target", "contributions", "commitment", "measure"]

    @pytest.mark.parametrize("name", ["target", "contributions", "commitment", "measures"])
    def test_without_one_core_criterion_it_is_in_between(self, name: str) -> None:
        assert result("plan_or_actions", **without(name))["verdict"] == "between"

    def test_core_alone_is_in_between(self) -> None:
        found = result(
            "plan_or_actions", **{key: FULL[key] for key in ("target", "contributions", "commitment", "measures")}
        )
        assert (found["verdict"], found["met"]) == ("between", 4)

    def test_seven_criteria_with_the_core_are_enough(self) -> None:
        found = result("plan_or_actions", **without("vision", "vision_is_joint", "client_value", "horizon_months"))
        assert (found["verdict"], found["share"]) == ("abp", "0.7")

    def test_a_plan_that_never_speaks_of_the_client_is_a_list_of_actions(self) -> None:
        found = result(
            "plan_or_actions",
            target="5 M€ de ventes",
            measures=["ventes mensuelles"],
            environments=["market", "competition", "performance"],
            horizon_months=36,
            **FIRST_ROUND,
        )
        assert (found["verdict"], found["met"]) == ("action_plan", 4)

    def test_limits_are_the_caller_s(self) -> None:
        assert result("plan_or_actions", **without("vision", "vision_is_joint", plan_share="1"))["verdict"] == "between"

    def test_nothing_is_insufficient(self) -> None:
        assert run_tool("plan_or_actions", {"us": "Hautefage"}).verdict == "insufficient"

    def test_horizon_of_zero_is_something_said(self) -> None:
        assert result("plan_or_actions", horizon_months=0)["verdict"] == "action_plan"


class TestCriteria:
    @pytest.mark.parametrize(
        ("change", "criterion"),
        [
            ({"target": "devenir leader"}, "target"),
            ({"commitment": "verbal"}, "commitment"),
            ({"commitment": "none"}, "commitment"),
            ({"vision_is_joint": None}, "joint_vision"),
            ({"vision_is_joint": False}, "joint_vision"),
            ({"objectives": [{"text": "vendre plus"}]}, "client_objectives"),
            ({"environments": ["market", "client", "market"]}, "environments"),
            ({"horizon_months": 11}, "horizon"),
            (
                {"actions": [{"text": f"a{n}", "owner_client": "M. A" if n == 0 else None} for n in range(6)]},
                "client_owners",
            ),
        ],
    )
    def test_each_has_its_limit(self, change: dict[str, Any], criterion: str) -> None:
        answer = run_tool("plan_or_actions", {**FULL, **change})
        assert answer.result is not None
        assert answer.result["missing"] == [criterion]
        item = next(item for item in answer.per_item if item["criterion"] == criterion)
        assert item["to_do"]

    @pytest.mark.parametrize(
        "change",
        [
            {"commitment": "written"},
            {"horizon_months": 12},
            {"environments": ["market", "client", "competition"]},
            {"objectives": [{"text": "doubler", "side": "joint"}]},
            {"actions": [{"text": f"a{n}", "owner_client": "M. A" if n == 0 else None} for n in range(5)]},
        ],
    )
    def test_each_is_met_at_its_limit(self, change: dict[str, Any]) -> None:
        assert result("plan_or_actions", **{**FULL, **change})["missing"] == []

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"commitment": "verbal"}, "plan_or_actions.verbal"),
            ({"target": "devenir leader"}, "plan_or_actions.target_without_figure"),
            ({"vision_is_joint": None}, "plan_or_actions.vision_unknown"),
        ],
    )
    def test_what_nearly_counts_is_said(self, change: dict[str, Any], code: str) -> None:
        assert code in codes(run_tool("plan_or_actions", {**FULL, **change}))


class TestLines:
    @pytest.mark.parametrize(
        ("line", "criterion"),
        [
            ("Atteindre 10 % de part de marché en six mois.", "target"),
            ("Le client met à disposition deux ingénieurs.", "contributions"),
            ("L’accord est signé par le client.", "commitment"),
            ("Les ventes sont mesurées chaque mois.", "measure"),
            ("Notre vision commune : doubler la catégorie.", "joint_vision"),
            ("Le client veut ouvrir 60 magasins.", "client_objectives"),
            ("Un gain de deux jours permet au client de livrer plus tôt.", "client_value"),
            ("Pilote côté client : Mme Aubry, responsable côté client.", "client_owners"),
            ("Le plan court sur trois ans.", "horizon"),
            ("Reach a market share of 10% in six months.", "target"),
            ("The client provides two engineers.", "contributions"),
            ("The agreement was signed by the client.", "commitment"),
            ("Sales are measured every month.", "measure"),
            ("Our shared vision: double the category.", "joint_vision"),
            ("The plan runs over three years.", "horizon"),
        ],
    )
    def test_words_show_a_criterion(self, line: str, criterion: str) -> None:
        answer = run_tool("plan_or_actions", {"lines": [line]})
        assert answer.result is not None
        assert criterion in answer.result["found_by_words"]  # type: ignore[operator]
        assert "plan_or_actions.by_words" in codes(answer)

    @pytest.mark.parametrize(
        "line",
        [
            "Aucun engagement signé du client.",
            "The client has not committed in writing.",
            "Lancer la promotion en mars.",
        ],
    )
    def test_denied_or_other_words_show_nothing(self, line: str) -> None:
        assert "commitment" not in result("plan_or_actions", lines=[line])["found_by_words"]

    def test_environments_are_gathered_over_the_lines(self) -> None:
        lines = ["Le marché recule.", "Le concurrent baisse ses prix.", "Les ventes montent."]
        assert "environments" in result("plan_or_actions", lines=lines)["found_by_words"]
        assert "environments" not in result("plan_or_actions", lines=lines[:2])["found_by_words"]

    def test_a_field_is_believed_before_the_lines(self) -> None:
        answer = run_tool("plan_or_actions", {"commitment": "verbal", "lines": ["L’accord est signé par le client."]})
        item = next(item for item in answer.per_item if item["criterion"] == "commitment")
        assert (item["met"], item["by"]) == (False, "stated")


def test_unknown_environment_is_refused() -> None:
    with pytest.raises(BadInput, match=r"environments\.0 = 'weather'"):
        run_tool("plan_or_actions", {"environments": ["weather"]})


def test_why_names_the_essential_first() -> None:
    answer = run_tool("plan_or_actions", FIRST_ROUND)
    assert [note.code for note in answer.why] == [
        "plan_or_actions.is_action_plan",
        "plan_or_actions.core_missing",
        "plan_or_actions.others_missing",
        "plan_or_actions.owners",
    ]
    assert "apports du client" in answer.why[1].fr
    assert "client contributions" in answer.why[1].en
