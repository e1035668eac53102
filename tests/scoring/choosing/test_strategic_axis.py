"""Tests of `strategic_axis`: our objectives, their weights, and what nobody knows."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result


def objective(name: str, contribution: Any, weight: Any = 1, evidence: bool = True) -> dict[str, Any]:
    proof = ["steering committee, 4 May"] if evidence else []
    return {"name": name, "weight": weight, "contribution": contribution, "evidence": proof}


class TestAxis:
    def test_is_the_weighted_mean_of_the_contributions(self) -> None:
        found = result("strategic_axis", objectives=[objective("a", 0.8, 3), objective("b", 0.5, 2), objective("c", 0)])
        assert found["strategic_axis"] == "0.566667"
        assert (found["low"], found["high"], found["proved_axis"]) == ("0.566667", "0.566667", "0.566667")

    def test_weights_have_any_scale(self) -> None:
        small = result("strategic_axis", objectives=[objective("a", 0.8, 0.3), objective("b", 0.5, 0.2)])
        large = result("strategic_axis", objectives=[objective("a", 0.8, 300), objective("b", 0.5, 200)])
        assert small["strategic_axis"] == large["strategic_axis"] == "0.68"

    def test_unknown_contribution_is_left_out_and_bounded(self) -> None:
        answer = run_tool("strategic_axis", {"objectives": [objective("a", 0.8, 3), objective("b", None, 1)]})
        assert answer.result is not None
        assert (answer.result["strategic_axis"], answer.result["coverage"]) == ("0.8", "0.5")
        assert (answer.result["low"], answer.result["high"]) == ("0.6", "0.85")
        assert answer.result["unknown"] == ["b"]
        assert "strategic.unknown" in codes(answer)

    def test_unproved_contribution_is_counted_and_told(self) -> None:
        answer = run_tool("strategic_axis", {"objectives": [objective("a", 0.8), objective("b", 0.6, evidence=False)]})
        assert answer.result is not None
        assert (answer.result["strategic_axis"], answer.result["proved_axis"]) == ("0.7", "0.4")
        assert answer.result["without_evidence"] == ["b"]
        assert "strategic.unproved" in codes(answer)

    def test_zero_everywhere_is_zero_not_insufficient(self) -> None:
        found = result("strategic_axis", objectives=[objective("a", 0), objective("b", 0)])
        assert found["strategic_axis"] == "0"

    def test_names_what_carries_it_and_what_to_develop(self) -> None:
        answer = run_tool("strategic_axis", {"objectives": [objective("Label", 0.9, 3), objective("Iberia", 0.1, 2)]})
        said = {note.code: note.fr for note in answer.why}
        assert "Label" in said["strategic.most"]
        assert "Iberia" in said["strategic.least"]
        assert "S0" in said["strategic.not_revenue"]

    def test_equal_weights_that_nobody_chose_are_ours(self) -> None:
        bare = [{"name": name, "contribution": 0.5} for name in "ab"]
        assert "strategic.default_weights" in [n.code for n in run_tool("strategic_axis", {"objectives": bare}).why]


class TestInsufficient:
    @pytest.mark.parametrize(
        ("objectives", "missing"),
        [
            ([], "our declared strategic objectives"),
            ([objective("a", 0.5, 0)], "an objective with a weight above 0"),
            (
                [objective("a", None), objective("b", 0.5, 0)],
                "the contribution of the account to at least one objective that has a weight",
            ),
        ],
    )
    def test_says_what_it_needs(self, objectives: list[dict[str, Any]], missing: str) -> None:
        answer = run_tool("strategic_axis", {"objectives": objectives})
        assert (answer.verdict, answer.result, answer.missing) == ("insufficient", None, [missing])

    def test_no_objectives_at_all(self) -> None:
        assert run_tool("strategic_axis", {"account": "Alpha"}).verdict == "insufficient"


class TestRefusals:
    @pytest.mark.parametrize(
        ("objectives", "message"),
        [
            ([objective("a", 1.1)], "objectives.0.contribution = '1.1'"),
            ([objective("a", -0.1)], "objectives.0.contribution = '-0.1'"),
            ([objective("a", 0.5, -1)], "objectives.0.weight = '-1'"),
            ([objective("a", 0.5, "Infinity")], "objectives.0.weight = 'Infinity'"),
            ([objective("a", 0.5)] * 2, "objectives: 'a' stands twice"),
        ],
    )
    def test_message_names_the_field(self, objectives: list[dict[str, Any]], message: str) -> None:
        with pytest.raises(BadInput) as caught:
            run_tool("strategic_axis", {"objectives": objectives})
        assert message in str(caught.value)
