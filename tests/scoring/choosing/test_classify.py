"""Tests of `classify`: the four classes, their objectives in order, and the important client."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result


def account(name: str, business: Any, strategic: Any, governance: Any = None, joint: Any = None) -> dict[str, Any]:
    return {
        "name": name,
        "business_axis": business,
        "strategic_axis": strategic,
        "has_governance": governance,
        "has_joint_strategy": joint,
    }


def one(business: Any, strategic: Any, governance: Any = None, joint: Any = None, **more: Any) -> dict[str, Any]:
    payload = {"selling_company": "Us", "accounts": [account("A", business, strategic, governance, joint)], **more}
    return run_tool("classify", payload).per_item[0]


class TestQuadrants:
    @pytest.mark.parametrize(
        ("business", "strategic", "quadrant"),
        [
            (0.2, 0.2, "standard"),
            (0.8, 0.2, "grand_compte"),
            (0.2, 0.8, "compte_cle"),
            (0.8, 0.8, "grand_compte_et_cle"),
            (0.5, 0.5, "grand_compte_et_cle"),
            (0.499999, 0.5, "compte_cle"),
            (0.5, 0.499999, "grand_compte"),
            (0, 0, "standard"),
            (1, 1, "grand_compte_et_cle"),
        ],
    )
    def test_thresholds_of_a_half(self, business: float, strategic: float, quadrant: str) -> None:
        assert one(business, strategic)["quadrant"] == quadrant

    def test_chosen_thresholds(self) -> None:
        assert one(0.5, 0.5, thresholds={"business": 0.6, "strategic": 0.4})["quadrant"] == "compte_cle"
        assert one(0, 0, thresholds={"business": 0, "strategic": 0})["quadrant"] == "grand_compte_et_cle"

    def test_accounts_stand_under_their_class_for_the_selling_company(self) -> None:
        accounts = [account("A", 0.9, 0.1), account("B", 0.1, 0.9), account("C", 0.9, 0.9), account("D", 0.1, 0.1)]
        found = result("classify", selling_company="Verdane", accounts=accounts)
        assert found["selling_company"] == "Verdane"
        classes = ("grand_compte", "compte_cle", "grand_compte_et_cle", "standard")
        assert [found[key] for key in classes] == [["A"], ["B"], ["C"], ["D"]]

    def test_two_companies_class_the_same_client_differently(self) -> None:
        ours = run_tool("classify", {"selling_company": "Responsible", "accounts": [account("Shop", 0.4, 0.9)]})
        theirs = run_tool("classify", {"selling_company": "Discount", "accounts": [account("Shop", 0.4, 0.2)]})
        assert ours.result is not None
        assert theirs.result is not None
        assert (ours.result["compte_cle"], theirs.result["standard"]) == (["Shop"], ["Shop"])
        assert ours.receipt.sha256 != theirs.receipt.sha256
        assert "classify.relative" in [note.code for note in ours.why]


class TestObjectives:
    @pytest.mark.parametrize(
        ("business", "strategic", "objectives"),
        [
            (0.9, 0.1, ["short_term_business", "long_term_business"]),
            (0.1, 0.9, ["long_term_collaboration", "short_term_business"]),
            (0.6, 0.9, ["long_term_collaboration", "short_term_business", "long_term_business"]),
            (0.9, 0.6, ["short_term_business", "long_term_business", "long_term_collaboration"]),
            (0.7, 0.7, ["long_term_collaboration", "short_term_business", "long_term_business"]),
            (0.1, 0.1, []),
        ],
    )
    def test_first_things_first(self, business: float, strategic: float, objectives: list[str]) -> None:
        assert one(business, strategic)["objectives"] == objectives


class TestImportantClient:
    @pytest.mark.parametrize(
        ("governance", "joint", "handled", "lacks"),
        [
            (True, True, "key_account", []),
            (False, True, "client_important", ["governance"]),
            (True, False, "client_important", ["joint_strategy"]),
            (False, False, "client_important", ["governance", "joint_strategy"]),
            (None, False, "client_important", ["joint_strategy"]),
            (None, True, "unknown", []),
            (None, None, "unknown", []),
        ],
    )
    def test_without_governance_or_joint_strategy(
        self, governance: Any, joint: Any, handled: str, lacks: list[str]
    ) -> None:
        for axes in ((0.9, 0.1), (0.1, 0.9), (0.9, 0.9)):
            item = one(*axes, governance, joint)
            assert (item["handled_as"], item["lacks"]) == (handled, lacks)

    def test_standard_account_stays_standard(self) -> None:
        assert one(0.1, 0.1, False, False)["handled_as"] == "standard"

    def test_is_listed_and_told(self) -> None:
        answer = run_tool("classify", {"selling_company": "Us", "accounts": [account("A", 0.9, 0.9, False)]})
        assert answer.result is not None
        assert answer.result["client_important"] == ["A"]
        assert "classify.important" in codes(answer)

    def test_governance_without_strategic_weight_is_questioned(self) -> None:
        accounts = [account("A", 0.1, 0.1, True, True), account("B", 0.9, 0.1, True, True)]
        answer = run_tool("classify", {"selling_company": "Us", "accounts": accounts})
        note = next(note for note in answer.findings if note.code == "classify.governed")
        assert "A, B" in note.fr


class TestWarnings:
    def test_account_near_a_threshold_is_named(self) -> None:
        accounts = [account("Near", 0.46, 0.1), account("Far", 0.55, 0.1), account("At", 0.5, 0.1)]
        answer = run_tool("classify", {"selling_company": "Us", "accounts": accounts})
        note = next(note for note in answer.findings if note.code == "classify.near")
        assert "At, Near" in note.en
        assert "Far" not in note.en

    def test_missing_axis_leaves_the_account_unclassified(self) -> None:
        accounts = [account("A", 0.9, 0.9), account("B", None, 0.9), account("C", 0.9, None)]
        answer = run_tool("classify", {"selling_company": "Us", "accounts": accounts})
        assert answer.result is not None
        assert answer.result["unclassified"] == ["B", "C"]
        assert {"classify.no_business", "classify.no_strategic"} <= set(codes(answer))

    @pytest.mark.parametrize("accounts", [[], [account("A", None, 0.5)]])
    def test_no_account_with_both_axes_is_insufficient(self, accounts: list[dict[str, Any]]) -> None:
        answer = run_tool("classify", {"selling_company": "Us", "accounts": accounts})
        assert answer.verdict == "insufficient"
        assert answer.missing == ["accounts with both business_axis and strategic_axis"]

    def test_conflict_on_revenue_is_said_for_large_accounts(self) -> None:
        large = run_tool("classify", {"selling_company": "Us", "accounts": [account("A", 0.9, 0.1)]})
        key = run_tool("classify", {"selling_company": "Us", "accounts": [account("A", 0.1, 0.9)]})
        assert "classify.revenue_conflict" in codes(large)
        assert "classify.revenue_conflict" not in codes(key)

    def test_default_thresholds_are_said_to_be_ours(self) -> None:
        payload = {"selling_company": "Us", "accounts": [account("A", 0.9, 0.1)]}
        chosen = run_tool("classify", {**payload, "thresholds": {}})
        assert "classify.default_thresholds" in [note.code for note in run_tool("classify", payload).why]
        assert "classify.default_thresholds" not in [note.code for note in chosen.why]


class TestRefusals:
    @pytest.mark.parametrize(
        ("payload", "message"),
        [
            ({"accounts": []}, "selling_company: Field required"),
            ({"selling_company": "Us", "accounts": [account("A", 1.1, 0)]}, "accounts.0.business_axis = '1.1'"),
            ({"selling_company": "Us", "accounts": [account("A", 0, -0.1)]}, "accounts.0.strategic_axis = '-0.1'"),
            ({"selling_company": "Us", "accounts": [account("A", 0, 0)] * 2}, "accounts: 'A' stands twice"),
            ({"selling_company": "Us", "accounts": [], "thresholds": {"business": 2}}, "thresholds.business = '2'"),
        ],
    )
    def test_message_names_the_field(self, payload: dict[str, Any], message: str) -> None:
        with pytest.raises(BadInput) as caught:
            run_tool("classify", payload)
        assert message in str(caught.value)
