"""Tests of `scorecard`: targets, trends, ages, values computed from raw inputs, what is missing."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes

STANDARD = ["nrr", "contribution_margin", "share_of_wallet", "nps", "csat", "sla_compliance", "plan_velocity"]


def card(*kpis: dict[str, Any], **more: Any) -> dict[str, Any]:
    answer = run_tool("scorecard", {"as_of": "2026-03-31", "kpis": list(kpis), **more})
    assert answer.result is not None
    return {str(item["key"]): item for item in answer.per_item} | {"result": answer.result, "answer": answer}


@pytest.mark.parametrize(
    ("value", "expected"),
    [("0.95", "green"), ("0.99", "green"), ("0.949999", "amber"), ("0.855", "amber"), ("0.854999", "red")],
)
def test_status_against_the_target(value: str, expected: str) -> None:
    assert card({"key": "sla_compliance", "value": value, "target": "0.95"})["sla_compliance"]["rag"] == expected


def test_lower_is_better_where_it_is_said() -> None:
    kpi = {"key": "open complaints", "target": 4, "previous": 9, "direction": "lower"}
    found = card(kpi | {"value": 4})["open complaints"]
    assert (found["rag"], found["gap"], found["trend"], found["movement"]) == ("green", "0", "down", "better")
    found = card(kpi | {"value": 11})["open complaints"]
    assert (found["rag"], found["gap"], found["trend"], found["movement"]) == ("red", "-7", "up", "worse")


def test_own_limits_go_before_the_defaults() -> None:
    kpi = {"key": "nps", "value": 20, "target": 40, "previous": 21}
    assert (card(kpi)["nps"]["rag"], card(kpi)["nps"]["trend"]) == ("red", "down")
    found = card(kpi | {"amber_at": 20, "flat_within": 1})["nps"]
    assert (found["rag"], found["trend"], found["movement"]) == ("amber", "flat", "same")
    assert card(kpi, amber_band=0.5, flat_band=0.05)["nps"]["rag"] == "amber"


def test_targets_below_zero_and_at_zero() -> None:
    assert card({"key": "nps", "value": -11, "target": -10})["nps"]["rag"] == "amber"
    assert card({"key": "nps", "value": -12, "target": -10})["nps"]["rag"] == "red"
    assert card({"key": "nps", "value": 0, "target": 0})["nps"]["rag"] == "green"
    assert card({"key": "nps", "value": "-0.01", "target": 0})["nps"]["rag"] == "red"


def test_from_a_previous_zero_any_change_moves() -> None:
    assert card({"key": "nps", "value": "0.1", "previous": 0})["nps"]["trend"] == "up"
    assert card({"key": "nps", "value": 0, "previous": 0})["nps"]["trend"] == "flat"


def test_age_and_staleness() -> None:
    kpi = {"key": "csat", "value": 0.8}
    found = card(kpi | {"date": "2026-01-01"})
    assert (found["csat"]["age_days"], found["csat"]["stale"]) == (89, False)
    found = card(kpi | {"date": "2025-12-31"})
    assert (found["csat"]["age_days"], found["csat"]["stale"]) == (90, True)
    assert found["result"]["stale_kpis"] == ["csat"]
    assert card(kpi | {"date": "2026-03-01", "stale_after_days": 30})["csat"]["stale"] is True
    assert card(kpi | {"date": "2026-03-01"}, stale_after_days=31)["csat"]["stale"] is False
    assert card(kpi)["csat"]["stale"] is None


def test_missing_ones_are_listed_and_never_zero() -> None:
    found = card(
        {"key": "nrr", "value": 1.08}, {"key": "csat", "target": 0.9}, {"key": "visits", "direction": "higher"}
    )
    assert found["result"]["missing_kpis"] == [*STANDARD[1:], "visits"]
    assert (found["csat"]["value"], found["csat"]["rag"], found["csat"]["gap"]) == (None, "unrated", None)
    assert (found["result"]["known"], found["result"]["standard_known"]) == (1, 1)


def test_nothing_known_is_insufficient() -> None:
    answer = run_tool("scorecard", {"as_of": "2026-03-31"})
    assert (answer.verdict, answer.missing) == ("insufficient", STANDARD)


def test_values_are_computed_by_the_tools_of_the_same_name() -> None:
    raw = {
        "nrr": {"currency": "EUR", "start": 1000000, "expansion": 180000, "contraction": 40000, "churn": 60000},
        "contribution_margin": {
            "currency": "EUR",
            "revenue": 1000,
            "costs": [{"label": "direct", "amount": 550}],
            "cost_to_serve": 150,
        },
        "share_of_wallet": {"currency": "EUR", "our_sales": 400, "client_spend": 1000},
        "nps": {"promoters": 18, "passives": 10, "detractors": 12},
        "csat": {"satisfied": 6, "responses": 8},
        "sla_compliance": {"met": 65, "due": 70},
        "plan_velocity": {"as_of": "2026-03-31", "milestones": [{"name": "a", "due": "2026-03-01"}]},
    }
    found = card(raw=raw)
    values = {key: found[key]["value"] for key in STANDARD}
    assert values == {
        "nrr": "1.08",
        "contribution_margin": "0.3",
        "share_of_wallet": "0.4",
        "nps": "15",
        "csat": "0.75",
        "sla_compliance": "0.928571",
        "plan_velocity": "0",
    }
    assert all(found[key]["computed"] for key in STANDARD)
    assert found["result"]["missing_kpis"] == []
    assert {"wallet.no_period", "csat.few", "velocity.few"} <= set(codes(found["answer"]))


def test_status_turns_on_the_exact_value_not_on_a_rounded_one() -> None:
    kpi = {"key": "sla_compliance", "target": "0.666667"}
    assert card(kpi, raw={"sla_compliance": {"met": 2, "due": 3}})["sla_compliance"]["rag"] == "amber"


def test_raw_inputs_that_lack_something_leave_the_indicator_missing() -> None:
    found = card({"key": "csat", "value": 0.8}, raw={"nps": {"promoters": 3}, "nrr": {"currency": "EUR"}})
    assert {"nps", "nrr"} <= set(found["result"]["missing_kpis"])
    notes = [note.en for note in found["answer"].findings if note.code == "scorecard.raw_incomplete"]
    assert notes[1] == "NPS could not be computed; missing: passives, detractors."


def test_counts_and_overall_are_the_worst() -> None:
    found = card(
        {"key": "nrr", "value": 1.1, "target": 1.05},
        {"key": "csat", "value": 0.85, "target": 0.9},
        {"key": "nps", "value": 3},
    )["result"]
    assert (found["green"], found["amber"], found["red"], found["unrated"]) == (1, 1, 0, 1)
    assert found["overall"] == "amber"
    assert card({"key": "nps", "value": 3})["result"]["overall"] == "unrated"


def test_red_and_worsening_come_first_in_the_reasons() -> None:
    answer = card(
        {"key": "nrr", "value": 0.6, "target": 1.05, "previous": 0.5},
        {"key": "nps", "value": 15, "target": 30, "previous": 20},
        {"key": "csat", "value": 0.85, "target": 0.9, "previous": 0.95},
    )["answer"]
    assert answer.why[1].en == "NPS: 15 for a target of 30 (red), worsening since 20."
    assert answer.why[2].fr.startswith("rétention nette (NRR)\u00a0: 60\u00a0% pour une cible de 105\u00a0% (rouge)")
    assert answer.why[3].en.startswith("CSAT: 85% for a target of 90% (amber)")
    assert answer.why[4].fr.startswith("Commencer par NPS")


def test_what_cannot_be_trusted_is_said() -> None:
    answer = card({"key": "nps", "value": 15})["answer"]
    assert codes(answer) == ["scorecard.missing", "scorecard.no_date", "scorecard.no_source", "scorecard.no_target"]


def test_standard_names_are_recognised_in_other_spellings() -> None:
    found = card({"key": " Share of-Wallet ", "value": 0.4})
    assert found["share_of_wallet"]["value"] == "0.4"
    assert len(found) == 9


@pytest.mark.parametrize(
    ("kpi", "message"),
    [
        ({"key": "sla_compliance", "value": 92}, "value = '92': sla_compliance lies from 0 to 1, in fraction"),
        ({"key": "csat", "value": 0.9, "target": 90}, "target = '90': csat lies from 0 to 1"),
        ({"key": "nrr", "value": 108}, "value = '108': nrr lies from 0 to 10"),
        ({"key": "nps", "value": 101}, "value = '101': nps lies from -100 to 100, in points"),
        ({"key": "nps", "value": 1, "previous": -101}, "previous = '-101': nps lies from -100 to 100"),
        ({"key": "visits", "value": 3}, "direction: say whether higher or lower is better for 'visits'"),
        ({"key": "nps", "direction": "lower"}, "direction = 'lower': higher is better for 'nps'"),
        ({"key": "csat", "unit": "%"}, "unit = '%': csat is given in fraction"),
        ({"key": "nps", "target": 30, "amber_at": 31}, "amber_at = '31': better than the target '30'"),
        ({"key": "nps", "amber_at": 31}, "amber_at = '31': give the target too"),
    ],
)
def test_indicators_out_of_their_range_are_refused(kpi: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput) as caught:
        run_tool("scorecard", {"as_of": "2026-03-31", "kpis": [kpi]})
    assert str(caught.value).startswith(f"scorecard: kpis.0: {message}")


@pytest.mark.parametrize(
    ("payload", "message"),
    [
        ({"kpis": [{"key": "NPS", "value": 1}, {"key": "nps", "value": 2}]}, "kpis: 'nps' stands twice"),
        (
            {"kpis": [{"key": "nps", "value": 1, "date": "2026-04-01"}]},
            "kpis.0.date = '2026-04-01': after as_of = '2026-03-31'",
        ),
        (
            {"kpis": [{"key": "nps", "value": 1}], "raw": {"nps": {"scores": [9]}}},
            "kpis.0.value = '1': give it or raw.nps, not both",
        ),
        (
            {"raw": {"plan_velocity": {"as_of": "2026-05-01", "milestones": []}}},
            "raw.plan_velocity.as_of = '2026-05-01': after as_of = '2026-03-31'",
        ),
        (
            {"raw": {"nrr": {"currency": "EUR"}, "share_of_wallet": {"currency": "USD"}}},
            "raw: raw.share_of_wallet.currency = 'USD': others are in 'EUR'; convert first",
        ),
    ],
)
def test_refusals_of_the_whole_call(payload: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput) as caught:
        run_tool("scorecard", {"as_of": "2026-03-31"} | payload)
    assert str(caught.value).startswith(f"scorecard: {message}")
