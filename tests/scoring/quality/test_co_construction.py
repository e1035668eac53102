"""Tests of `co_construction`: counts, ages, shares and what is unknown."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result

AS_OF = "2026-03-31"
SHELF = {
    "what": "deux têtes de gondole",
    "by_whom": "Mme Aubry",
    "when": "2026-02-10",
    "evidence": ["compte rendu du 10/02"],
    "firm": True,
    "objectives": ["ruptures"],
}


def asked(**more: Any) -> dict[str, Any]:
    return {"as_of": AS_OF, "contributions": [SHELF], "joint_sessions": ["2026-03-01"], **more}


class TestCoConstruction:
    def test_counts_age_and_share(self) -> None:
        found = result("co_construction", **asked(objectives=["ruptures", "box"]))
        assert found["verdict"] == "co_constructed"
        assert (found["contributions"], found["evidenced"], found["firm"], found["promised"]) == (1, 1, 1, 0)
        assert (found["sessions"], found["last_session"], found["last_session_age_days"]) == (1, "2026-03-01", 30)
        assert (found["objectives_with_contribution"], found["objective_share"]) == (1, "0.5")
        assert found["objectives_without"] == ["box"]

    def test_nothing_at_all_is_flagged(self) -> None:
        answer = run_tool("co_construction", {"as_of": AS_OF, "contributions": [], "joint_sessions": []})
        assert answer.result is not None
        assert answer.result["verdict"] == "not_co_constructed"
        assert codes(answer)[0] == "coconstruction.none"

    @pytest.mark.parametrize(
        ("given", "missing"),
        [
            ({}, ["contributions", "joint_sessions"]),
            ({"contributions": []}, ["joint_sessions"]),
            ({"joint_sessions": []}, ["contributions"]),
        ],
    )
    def test_what_is_not_told_is_not_taken_for_nothing(self, given: dict[str, Any], missing: list[str]) -> None:
        answer = run_tool("co_construction", {"as_of": AS_OF, **given})
        assert (answer.verdict, answer.missing) == ("insufficient", missing)

    def test_one_side_unknown_is_partly_and_said(self) -> None:
        answer = run_tool("co_construction", {"as_of": AS_OF, "contributions": [SHELF]})
        assert answer.result is not None
        assert answer.result["verdict"] == "partly"
        assert "coconstruction.sessions_unknown" in codes(answer)

    @pytest.mark.parametrize(
        ("session", "verdict", "age"),
        [
            ("2026-03-31", "co_constructed", 0),
            ("2025-12-31", "co_constructed", 90),
            ("2025-12-30", "partly", 91),
            ("2026-04-01", "partly", None),
        ],
    )
    def test_session_must_be_held_and_fresh(self, session: str, verdict: str, age: int | None) -> None:
        found = result("co_construction", **asked(joint_sessions=[{"date": session}]))
        assert (found["verdict"], found["last_session_age_days"]) == (verdict, age)

    def test_planned_session_is_told_apart(self) -> None:
        found = result("co_construction", **asked(joint_sessions=["2026-06-11", "2026-04-02", "2026-03-01"]))
        assert (found["sessions"], found["next_session"]) == (1, "2026-04-02")

    def test_stale_session_is_a_finding(self) -> None:
        assert "coconstruction.stale" in codes(run_tool("co_construction", asked(joint_sessions=["2025-01-01"])))

    @pytest.mark.parametrize(
        ("change", "status", "verdict"),
        [
            ({}, "evidenced", "co_constructed"),
            ({"evidence": []}, "stated", "partly"),
            ({"when": "2026-04-01"}, "promised", "partly"),
            ({"when": None}, "evidenced", "co_constructed"),
            ({"by_whom": "Karim Benhaddou"}, "ours", "partly"),
        ],
    )
    def test_only_evidenced_contributions_of_the_client_prove(
        self, change: dict[str, Any], status: str, verdict: str
    ) -> None:
        payload = asked(contributions=[{**SHELF, **change}], our_people=["Karim Benhaddou"])
        answer = run_tool("co_construction", payload)
        assert answer.result is not None
        assert (answer.per_item[0]["status"], answer.result["verdict"]) == (status, verdict)

    def test_our_own_contribution_is_not_counted(self) -> None:
        answer = run_tool("co_construction", asked(our_people=["Mme Aubry"], objectives=["ruptures"]))
        assert answer.result is not None
        assert (answer.result["contributions"], answer.result["objective_share"]) == (0, "0")
        assert "coconstruction.ours" in codes(answer)

    def test_share_of_objectives_decides_too(self) -> None:
        names = ["ruptures", "box", "prix"]
        assert result("co_construction", **asked(objectives=names))["verdict"] == "partly"
        assert result("co_construction", **asked(objectives=names, min_objective_share="0.3"))["verdict"] == (
            "co_constructed"
        )

    def test_no_objective_gives_no_share(self) -> None:
        assert result("co_construction", **asked())["objective_share"] is None
        assert (
            result("co_construction", **asked(objectives=[], contributions=[{**SHELF, "objectives": []}]))[
                "objective_share"
            ]
            is None
        )

    def test_same_session_and_same_contribution_count_once(self) -> None:
        found = result(
            "co_construction", **asked(contributions=[SHELF, SHELF], joint_sessions=["2026-03-01", "2026-03-01"])
        )
        assert (found["contributions"], found["sessions"]) == (1, 1)

    def test_next_step_is_what_is_missing_most(self) -> None:
        answer = run_tool("co_construction", asked(contributions=[], joint_sessions=["2026-03-01"]))
        assert answer.why[-1].code == "coconstruction.next_contribution"
        answer = run_tool("co_construction", asked(joint_sessions=[]))
        assert answer.why[-1].code == "coconstruction.next_session"

    def test_dates_are_written_for_each_language(self) -> None:
        said = next(n for n in run_tool("co_construction", asked()).why if n.code == "coconstruction.last_session")
        assert "01/03/2026" in said.fr
        assert "1 March 2026" in said.en

    def test_unknown_objective_is_refused(self) -> None:
        with pytest.raises(BadInput, match=r"contributions\.0\.objectives = 'ruptures': no such objective"):
            run_tool("co_construction", asked(objectives=["box"]))

    def test_objective_that_stands_twice_is_refused(self) -> None:
        with pytest.raises(BadInput, match="objectives: 'box' stands twice"):
            run_tool("co_construction", asked(objectives=["Box", "box", "ruptures"]))

    def test_day_is_needed(self) -> None:
        with pytest.raises(BadInput, match="co_construction: as_of: Field required"):
            run_tool("co_construction", {"contributions": [], "joint_sessions": []})
