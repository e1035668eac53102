"""Tests of `phase_tracker`: exit criteria, their limits, what is missing, what runs ahead."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result


def service(*kept: int | None) -> list[dict[str, Any]]:
    """Monthly periods with that many kept of 100; None: nothing was due."""
    return [
        {"end": f"2025-{rank:02d}-28", "met": met or 0, "due": 0 if met is None else 100}
        for rank, met in enumerate(kept, start=1)
    ]


OPEN = [{"name": "Lyon", "kind": "site", "opened": True}]
DONE: dict[str, Any] = {
    "as_of": "2026-03-31",
    "discovery_coverage": 0.8,
    "proposal": "accepted",
    "service": service(95, 96, 99),
    "expansions": OPEN,
}


@pytest.mark.parametrize(
    ("changes", "phase", "following", "missing"),
    [
        ({"discovery_coverage": "0.799999"}, "discovery", "proposal", "discovery_coverage"),
        ({"proposal": "none"}, "proposal", "execution", "accepted_proposal"),
        ({"proposal": "sent"}, "proposal", "execution", "accepted_proposal"),
        ({"proposal": "refused"}, "proposal", "execution", "accepted_proposal"),
        ({"service": service(96, 99)}, "execution", "expansion", "service_periods"),
        ({"service": []}, "execution", "expansion", "service_periods"),
        ({"expansions": []}, "expansion", None, "opened_expansion"),
        ({"expansions": [OPEN[0] | {"opened": False}]}, "expansion", None, "opened_expansion"),
        ({}, "expansion", None, None),
    ],
)
def test_the_first_criterion_not_met_gives_the_phase(
    changes: dict[str, Any], phase: str, following: str | None, missing: str | None
) -> None:
    found = result("phase_tracker", **DONE | changes)
    assert (found["current_phase"], found["next_phase"], found["missing_for_next"]) == (phase, following, missing)
    assert found["finished"] is (missing is None)


@pytest.mark.parametrize(
    ("kept", "in_a_row"),
    [((95, 95, 95), 3), ((99, 94, 99, 99), 2), ((99, 99, 94), 0), ((99, 99, None, 99), 3), ((None, None), 0)],
)
def test_the_last_periods_in_a_row(kept: tuple[int | None, ...], in_a_row: int) -> None:
    assert result("phase_tracker", **DONE | {"service": service(*kept)})["service_in_a_row"] == in_a_row


def test_limits_are_a_choice() -> None:
    found = result("phase_tracker", **DONE | {"service": service(90), "service_target": 0.9, "service_periods": 1})
    assert found["finished"] is True
    assert result("phase_tracker", **DONE | {"discovery_needed": 0.9})["current_phase"] == "discovery"


def test_expansions_are_counted_by_kind() -> None:
    places = [
        *OPEN,
        {"name": "Lyon", "kind": "country", "opened": True},
        {"name": "Pumps", "kind": "business_unit", "opened": True},
        {"name": "Metz", "kind": "site", "opened": False},
    ]
    found = result("phase_tracker", **DONE | {"expansions": places})
    assert (found["opened_sites"], found["opened_countries"], found["opened_business_units"]) == (1, 1, 1)


def test_what_is_missing_is_said_in_figures() -> None:
    answer = run_tool("phase_tracker", DONE | {"discovery_coverage": 0.65})
    assert [(item["phase"], item["met"], item["gap"]) for item in answer.per_item] == [
        ("discovery", False, "0.15"),
        ("proposal", True, "0"),
        ("execution", True, "0"),
        ("expansion", True, "0"),
    ]
    assert "65\u00a0% pour 80\u00a0% demandés" in answer.why[1].fr
    assert "15% to go" in answer.why[1].en


def test_service_says_the_last_period() -> None:
    answer = run_tool("phase_tracker", DONE | {"service": service(99, 90)})
    assert answer.why[1].en.endswith("Last period (ending 28 February 2025): 90%.")
    assert (
        run_tool("phase_tracker", DONE | {"service": []}).why[1].fr.endswith("Aucune période de service n’est connue.")
    )


def test_later_criteria_met_too_early_are_pointed_out() -> None:
    answer = run_tool("phase_tracker", DONE | {"discovery_coverage": 0.5, "service": []})
    assert codes(answer) == ["phases.ahead"]
    assert "modular value proposition, continuous expansion" in answer.findings[0].en


def test_a_refusal_and_idle_periods_are_said() -> None:
    answer = run_tool("phase_tracker", DONE | {"proposal": "refused", "service": service(None), "expansions": []})
    assert codes(answer) == ["phases.refused", "phases.nothing_due"]


def test_without_the_coverage_there_is_no_phase() -> None:
    answer = run_tool("phase_tracker", {"as_of": "2026-03-31", "proposal": "accepted"})
    assert (answer.verdict, answer.missing) == ("insufficient", ["discovery_coverage"])


def test_coverage_alone_is_enough() -> None:
    assert result("phase_tracker", as_of="2026-03-31", discovery_coverage=1)["current_phase"] == "proposal"
    assert result("phase_tracker", as_of="2026-03-31", discovery_coverage=0)["current_phase"] == "discovery"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"discovery_coverage": 80}, "discovery_coverage = '80': Input should be less than or equal to 1"),
        ({"service": service(99) * 2}, "service: the period ending 2025-01-28 stands twice"),
        ({"service": [{"end": "2026-04-01", "met": 1, "due": 1}]}, "service.0.end = '2026-04-01': after as_of"),
        ({"service": [{"end": "2026-01-01", "met": 2, "due": 1}]}, "service.0: met = '2': more than due = '1'"),
        ({"expansions": OPEN * 2}, "expansions: 'site Lyon' stands twice"),
        ({"service_periods": 0}, "service_periods = '0'"),
    ],
)
def test_refusals_name_field_and_value(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput) as caught:
        run_tool("phase_tracker", DONE | changes)
    assert str(caught.value).startswith(f"phase_tracker: {message}")
