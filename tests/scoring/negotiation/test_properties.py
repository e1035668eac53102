"""What holds for every input of the negotiation tools, and for all their sentences."""

from __future__ import annotations

import itertools
import re
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.errors import BadInput
from copilot.scoring.negotiation import TOOLS
from copilot.scoring.registry import run_tool
from copilot.text.catalogue import keys

minutes = st.decimals(min_value="0.5", max_value=600, places=1)
PHASES = ("opening", "diagnosis", "proposals", "bargaining", "conclusion")


@st.composite
def splits(draw: st.DrawFn) -> dict[str, Decimal]:
    cuts = sorted(draw(st.lists(st.integers(1, 99), min_size=4, max_size=4)))
    edges = [0, *cuts, 100]
    parts = [Decimal(high - low) / 100 for low, high in itertools.pairwise(edges)]
    return dict(zip(PHASES, parts, strict=True))


@settings(max_examples=40, deadline=None)
@given(minutes, splits())
def test_phases_fill_the_meeting_exactly(total: Decimal, split: dict[str, Decimal]) -> None:
    items = run_tool("agenda", {"total_min": total, "split": split}).per_item
    assert sum(Decimal(str(item["minutes"])) for item in items) == total
    assert [item["start_min"] for item in items[1:]] == [item["end_min"] for item in items[:-1]]


@settings(max_examples=60, deadline=None)
@given(minutes, splits(), st.decimals(0, 700, places=1), st.sampled_from([None, *PHASES]))
def test_proposed_time_never_eats_the_conclusion(
    total: Decimal, split: dict[str, Decimal], elapsed: Decimal, phase: str | None
) -> None:
    answer = run_tool("time_check", {"total_min": total, "split": split, "elapsed_min": elapsed, "phase": phase})
    assert answer.result is not None
    latest = Decimal(str(answer.result["conclusion_latest_start_min"]))
    before = [item for item in answer.per_item if item["phase"] != "conclusion"]
    proposed = sum(Decimal(str(item["proposed_min"])) for item in before)
    assert proposed <= max(latest - elapsed, Decimal(0))
    assert all(Decimal(str(item["cut_min"])) >= 0 for item in before)
    assert answer.per_item[-1]["phase"] == "conclusion"
    assert Decimal(str(answer.per_item[-1]["end_min"])) <= max(total, elapsed)
    late, ahead = Decimal(str(answer.result["late_min"])), Decimal(str(answer.result["ahead_min"]))
    assert late == 0 or ahead == 0


amounts = st.integers(1, 12)


def _concessions(rows: list[tuple[int, int]]) -> list[dict[str, Any]]:
    return [{"give": f"g{n}", "cost": cost, "get": "x", "get_value": value} for n, (cost, value) in enumerate(rows)]


def _plan(concessions: list[dict[str, Any]]) -> list[dict[str, Any]] | str:
    """The plan, or why it is refused."""
    try:
        return run_tool("concession_plan", {"currency": "EUR", "mandate": 72, "concessions": concessions}).per_item
    except BadInput as refused:
        return str(refused)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_plan_is_refused_or_keeps_every_rule_in_any_order(rows: list[tuple[int, int]], random: Any) -> None:
    concessions = _concessions(rows)
    plans = [_plan(order) for order in (concessions, random.sample(concessions, len(concessions)))]
    assert plans[0] == plans[1]
    if isinstance(plans[0], str):
        assert "each step must be smaller" in plans[0]
        return
    costs = [Decimal(str(item["cost"])) for item in plans[0]]
    ratios = [Decimal(str(item["cost_per_value"])) for item in plans[0]]
    assert costs == sorted(set(costs), reverse=True)
    assert ratios == sorted(ratios)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=6))
def test_held_back_plan_obtains_the_most_that_the_rule_allows(rows: list[tuple[int, int]]) -> None:
    concessions = _concessions(rows)
    found = run_tool(
        "concession_plan", {"currency": "EUR", "mandate": 72, "concessions": concessions, "on_rising_step": "hold_back"}
    )
    assert found.result is not None
    ordered = sorted(concessions, key=lambda line: (Decimal(line["cost"]) / line["get_value"], -line["cost"]))
    best = (0, 0)
    for mask in range(1, 2 ** len(ordered)):
        kept = [line for place, line in enumerate(ordered) if mask >> place & 1]
        costs = [line["cost"] for line in kept]
        if costs == sorted(set(costs), reverse=True):
            best = max(best, (sum(line["get_value"] for line in kept), -sum(costs)))
    obtained = Decimal(str(found.result["total_get_value"])), -Decimal(str(found.result["total_cost"]))
    assert obtained == best


def test_every_text_of_the_family_is_written_by_the_rules() -> None:
    """French spaces and apostrophes; the same values in both languages."""
    names = tuple(f"scoring.{tool.name}." for tool in TOOLS)
    texts = {key: text for key, text in keys().items() if key.startswith(names)}
    assert len(texts) > 100
    for key, text in texts.items():
        assert not re.search(r"[^\u00a0][:;?!%»]|«[^\u00a0]|'", text["fr"]), key
        assert not re.search(r"[\s\u00a0][:;?!%]", text["en"]), key
        assert set(re.findall(r"\{\w+\}", text["fr"])) == set(re.findall(r"\{\w+\}", text["en"])), key
