"""Tests of `activity_analysis`: counts, reasons, and nobody ranked."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result


def actions(*rows: tuple[Any, ...]) -> list[dict[str, Any]]:
    names = ("type", "success", "failure_reason", "person")
    return [{name: value for name, value in zip(names, row, strict=False) if value is not None} for row in rows]


TEAM = actions(
    ("Visite", "yes", None, "Zoé"),
    ("visite ", "no", "Pas de besoin", "Marc"),
    ("VISITE", "no", "pas de besoin.", "Zoé"),
    ("Visite", "no", "Prix", "Ana"),
    ("Appel", "yes", None, "Ana"),
    ("Appel", "yes", None, "Ana"),
    ("Appel", "yes", None, "Marc"),
    ("Négociation", "unknown"),
    ("negociation", None, None, "Marc"),
    ("Visite", "no"),
)


class TestCounts:
    def test_counts_rate_and_reasons(self) -> None:
        found = result("activity_analysis", actions=TEAM)
        assert (found["actions"], found["known"], found["succeeded"], found["failed"], found["unknown"]) == (
            10, 8, 4, 4, 2,
        )  # fmt: skip
        assert found["success_rate"] == "0.5"
        assert found["failure_reasons"] == [
            {"reason": "Pas de besoin", "failures": 2, "share": "0.5"},
            {"reason": "Prix", "failures": 1, "share": "0.25"},
        ]
        assert found["failures_without_reason"] == 1

    def test_types_that_differ_only_in_writing_are_one(self) -> None:
        items = run_tool("activity_analysis", {"actions": TEAM}).per_item
        assert [(item["type"], item["actions"], item["success_rate"]) for item in items] == [
            ("Visite", 5, "0.2"),
            ("Appel", 3, "1"),
            ("Négociation", 2, None),
        ]

    def test_most_frequent_spelling_wins_then_the_first_in_order(self) -> None:
        rows = actions(("appel", "yes"), ("Appel", "yes"), ("Appel", "no"), ("VISITE",), ("Visite",))
        items = run_tool("activity_analysis", {"actions": rows}).per_item
        assert [item["type"] for item in items] == ["Appel", "VISITE"]

    @pytest.mark.parametrize("said", [True, "oui", "OUI", "yes", "Yes"])
    def test_yes_in_other_spellings(self, said: Any) -> None:
        assert result("activity_analysis", actions=actions(("A", said)))["succeeded"] == 1

    @pytest.mark.parametrize("said", [False, "non", "no"])
    def test_no_in_other_spellings(self, said: Any) -> None:
        assert result("activity_analysis", actions=actions(("A", said)))["failed"] == 1

    def test_no_action_is_insufficient(self) -> None:
        answer = run_tool("activity_analysis", {"actions": []})
        assert (answer.verdict, answer.missing) == ("insufficient", ["actions"])

    def test_without_results_there_is_no_rate(self) -> None:
        answer = run_tool("activity_analysis", {"actions": actions(("Visite",), ("Appel", "unknown"))})
        assert answer.result is not None
        assert answer.result["success_rate"] is None
        assert [note.code for note in answer.why] == ["activity.counts", "activity.no_result"]
        assert codes(answer) == ["activity.unknown"]

    def test_contradictions_are_not_counted_as_failures(self) -> None:
        rows = actions(("Visite", "yes", "Prix"), ("Visite", None, "Prix"), ("Visite", "no", "  "))
        answer = run_tool("activity_analysis", {"actions": rows})
        assert answer.result is not None
        assert answer.result["failure_reasons"] == []
        assert codes(answer) == [
            "activity.unknown",
            "activity.no_reason",
            "activity.contradiction",
            "activity.reason_without_result",
            "activity.few",
        ]

    @pytest.mark.parametrize(
        ("action", "message"),
        [
            ({"type": " "}, r"actions\.0\.type = ' ': String should match pattern"),
            ({"type": "Visite", "success": "maybe"}, r"actions\.0\.success = 'maybe': Input should be 'yes', 'no' or"),
            ({"type": "Visite", "success": 1}, r"actions\.0\.success = '1': Input should be 'yes', 'no' or 'unknown'"),
            ({"type": "Visite", "succes": "yes"}, r"actions\.0\.succes = 'yes': Extra inputs are not permitted"),
        ],
    )
    def test_refusals(self, action: dict[str, Any], message: str) -> None:
        with pytest.raises(BadInput, match=message):
            run_tool("activity_analysis", {"actions": [action]})


class TestWhatToLookAt:
    def test_first_reason_best_and_last_type(self) -> None:
        why = run_tool("activity_analysis", {"actions": TEAM}).why
        assert [note.code for note in why] == [
            "activity.counts",
            "activity.rate",
            "activity.next_reason",
            "activity.next_best",
            "activity.next_type",
        ]
        assert why[2].en.startswith("First reason for failure: “Pas de besoin”; failures concerned: 2 of 4, or 50%.")
        assert why[4].fr.startswith("Type qui aboutit le moins\u00a0: Visite, 1 sur 5, soit 20\u00a0%.")

    def test_types_with_few_results_are_not_compared(self) -> None:
        why = run_tool("activity_analysis", {"actions": actions(("Visite", "no"), ("Appel", "yes"))}).why
        assert [note.code for note in why] == ["activity.counts", "activity.rate"]


class TestPeople:
    def test_nobody_is_listed_unless_asked_for(self) -> None:
        answer = run_tool("activity_analysis", {"actions": TEAM})
        assert answer.result is not None
        assert answer.result["people"] is None
        assert "Marc" not in str(answer.result) + str(answer.per_item) + str(answer.why) + str(answer.findings)

    def test_people_stand_in_alphabetical_order_without_rate_or_rank(self) -> None:
        answer = run_tool("activity_analysis", {"actions": TEAM, "per_person": True})
        assert answer.result is not None
        assert answer.result["people"] == [
            {"person": "Ana", "actions": 3, "succeeded": 2, "failed": 1, "unknown": 0},
            {"person": "Marc", "actions": 3, "succeeded": 1, "failed": 1, "unknown": 1},
            {"person": "Zoé", "actions": 2, "succeeded": 1, "failed": 1, "unknown": 0},
        ]
        assert answer.result["actions_without_person"] == 2
        assert codes(answer)[-2:] == ["activity.per_person", "activity.no_person"]
        assert "pas à comparer" in answer.findings[-2].fr


rows = st.lists(
    st.tuples(
        st.sampled_from(["Visite", "visite", "Appel"]),
        st.sampled_from(["yes", "no", "unknown"]),
        st.sampled_from([None, "Prix", "prix.", "Délai"]),
        st.sampled_from([None, "Ana", "Zoé"]),
    ),
    min_size=1,
    max_size=20,
)


@settings(max_examples=40, deadline=None)
@given(rows, st.randoms(use_true_random=False))
def test_order_does_not_matter_and_counts_add_up(given_rows: list[tuple[Any, ...]], random: Any) -> None:
    shuffled = list(given_rows)
    random.shuffle(shuffled)
    one, two = (
        run_tool("activity_analysis", {"actions": actions(*rows), "per_person": True})
        for rows in (given_rows, shuffled)
    )
    assert (one.result, one.per_item, one.why) == (two.result, two.per_item, two.why)
    found: Any = one.result
    items: Any = one.per_item
    assert found["succeeded"] + found["failed"] + found["unknown"] == found["actions"] == len(given_rows)
    assert sum(item["actions"] for item in items) == len(given_rows)
    reasons = sum(reason["failures"] for reason in found["failure_reasons"])
    assert reasons + found["failures_without_reason"] == found["failed"]
    assert found["success_rate"] is None or 0 <= Decimal(found["success_rate"]) <= 1
