"""Tests of `workload`: one verdict for each source, and their disagreement."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result


class TestVerdicts:
    def test_five_accounts_show_the_disagreement(self) -> None:
        answer = run_tool("workload", {"role": "KAM", "n_accounts": 5})
        assert answer.result is not None
        assert (answer.result["verdicts"]["S1_KAM"], answer.result["verdicts"]["S2_KAM"]) == ("above", "ok")
        assert answer.result["disagreement"] is True
        note = next(note for note in answer.findings if note.code == "workload.disagreement")
        assert "S1" in note.fr
        assert "S2" in note.fr
        assert "au-dessus" in note.fr

    @pytest.mark.parametrize(
        ("count", "s1", "s2", "disagreement"),
        [
            (0, "ok", "below", True),
            (1, "ok", "below", True),
            (2, "ok", "below", True),
            (3, "ok", "ok", False),
            (4, "above", "ok", True),
            (8, "above", "ok", True),
            (9, "above", "above", False),
        ],
    )
    def test_bands_of_the_kam(self, count: int, s1: str, s2: str, disagreement: bool) -> None:
        found = result("workload", role="KAM", n_accounts=count)
        assert (found["verdicts"]["S1_KAM"], found["verdicts"]["S2_KAM"]) == (s1, s2)
        assert found["disagreement"] is disagreement

    @pytest.mark.parametrize(("count", "verdict"), [(7, "below"), (8, "ok"), (10, "ok"), (12, "ok"), (13, "above")])
    def test_about_ten_for_the_large_account_manager(self, count: int, verdict: str) -> None:
        answer = run_tool("workload", {"role": "RGC", "n_accounts": count})
        assert answer.result is not None
        assert answer.result["verdicts"]["S1_RGC"] == verdict
        assert answer.result["disagreement"] is False
        assert "workload.own_band" in [note.code for note in answer.why]

    @pytest.mark.parametrize(("total", "verdict"), [(4, "below"), (5, "ok"), (30, "ok"), (31, "above")])
    def test_band_of_the_organisation(self, total: int, verdict: str) -> None:
        assert result("workload", role="KAM", org_total=total)["verdicts"]["S2_ORG"] == verdict

    def test_only_the_sources_on_the_role_apply(self) -> None:
        kam = run_tool("workload", {"role": "KAM", "n_accounts": 5}).per_item
        rgc = run_tool("workload", {"role": "rgc ", "n_accounts": 5}).per_item
        assert [item["source"] for item in kam if item["applies"] and not item["outside"]] == [
            "S1_KAM",
            "S2_KAM",
            "S2_ORG",
        ]
        assert [item["source"] for item in rgc if item["applies"]] == ["S1_RGC", "S2_ORG"]


class TestNeeded:
    @pytest.mark.parametrize(
        ("total", "s1", "rgc", "s2"), [(20, 7, 2, 3), (0, 0, 0, 0), (1, 1, 1, 1), (24, 8, 3, 3), (25, 9, 3, 4)]
    )
    def test_is_rounded_up_for_each_source(self, total: int, s1: int, rgc: int, s2: int) -> None:
        found = result("workload", role="KAM", org_total=total)
        assert found["needed"] == {"S1_KAM": s1, "S1_RGC": rgc, "S2_KAM": s2}
        assert (found["needed_low"], found["needed_high"]) == (s2, s1)

    def test_without_the_total_nobody_is_counted(self) -> None:
        found = result("workload", role="KAM", n_accounts=2)
        assert (found["needed"], found["needed_low"], found["needed_high"]) == ({}, None, None)
        assert found["verdicts"]["S2_ORG"] == "unknown"


class TestOutsideSources:
    def test_are_labelled_and_take_no_part_in_the_disagreement(self) -> None:
        answer = run_tool("workload", {"role": "KAM", "n_accounts": 3, "org_total": 20})
        assert answer.result is not None
        assert answer.result["outside_verdicts"] == {"PROLIFIQ": "ok", "REVENUE_PLAYBOOK": "ok"}
        assert answer.result["outside_needed"] == {"PROLIFIQ": 2, "REVENUE_PLAYBOOK": 7}
        assert set(answer.result["verdicts"]) == {"S1_KAM", "S1_RGC", "S2_KAM", "S2_ORG"}
        assert answer.result["disagreement"] is False
        note = next(note for note in answer.findings if note.code == "workload.outside")
        assert "hors sources" in note.fr
        assert "outside the sources" in note.en

    def test_prolifiq_begins_at_three(self) -> None:
        assert result("workload", role="KAM", n_accounts=2)["outside_verdicts"]["PROLIFIQ"] == "below"


class TestReading:
    def test_load_that_every_source_refuses(self) -> None:
        answer = run_tool("workload", {"role": "KAM", "n_accounts": 11})
        note = next(note for note in answer.why if note.code == "workload.lighten")
        assert "11" in note.fr
        assert "8" in note.fr

    def test_room_that_every_source_sees(self) -> None:
        answer = run_tool("workload", {"role": "RGC", "n_accounts": 2})
        assert "workload.room" in [note.code for note in answer.why]

    def test_more_accounts_than_the_organisation_has_is_a_contradiction(self) -> None:
        assert "workload.more_than_all" in codes(run_tool("workload", {"role": "KAM", "n_accounts": 5, "org_total": 4}))

    def test_no_number_is_insufficient(self) -> None:
        answer = run_tool("workload", {"role": "KAM"})
        assert (answer.verdict, answer.missing) == ("insufficient", ["n_accounts", "org_total"])


class TestRefusals:
    @pytest.mark.parametrize(
        ("payload", "message"),
        [
            ({"n_accounts": 3}, "role: Field required"),
            ({"role": "AE", "n_accounts": 3}, "role = 'AE': Input should be 'KAM' or 'RGC'"),
            ({"role": "KAM", "n_accounts": -1}, "n_accounts = '-1'"),
            ({"role": "KAM", "n_accounts": 2.5}, "n_accounts = '2.5'"),
            ({"role": "KAM", "org_total": 10**9}, "org_total = '1000000000'"),
        ],
    )
    def test_message_names_the_field(self, payload: dict[str, Any], message: str) -> None:
        with pytest.raises(BadInput) as caught:
            run_tool("workload", payload)
        assert message in str(caught.value)
