"""The account's scorecard: each indicator with its target, trend, status, source and age (method row 36)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, localcontext

from pydantic import Field

from copilot.scoring.base import PRECISION, Outcome, Strict, rounded
from copilot.scoring.days import age, old
from copilot.scoring.plan.raw_kpis import STANDARD, Computed, compute
from copilot.scoring.plan.scorecard_input import KpiInput, ScorecardInput
from copilot.scoring.plan.scorecard_why import findings, why
from copilot.scoring.rag import Movement, Rag, Trend, amber_limit, movement, rate, trend
from copilot.scoring.tool import Tool

FORMULA = (
    "green: value at target or better; amber: at amber_at or better, by default target missed by at most amber_band * "
    "|target|; else red. trend: flat when |value - previous| <= flat_within, by default flat_band * |previous|. "
    "age = as_of - date in days, stale from stale_after_days on"
)
RATED: tuple[Rag, ...] = ("red", "amber", "green")


class KpiItem(Strict):
    """One indicator as the scorecard shows it."""

    key: str
    standard: bool = Field(description="whether the sources name it")
    value: Decimal | None = Field(description="None when unknown, never 0 for unknown")
    unit: str | None = Field(description="fraction, points, or the unit given")
    computed: bool = Field(description="whether it was computed here from raw inputs")
    target: Decimal | None
    gap: Decimal | None = Field(description="distance to the target, positive when it is reached or passed")
    amber_at: Decimal | None = Field(description="worst value that is still amber")
    rag: Rag
    previous: Decimal | None
    change: Decimal | None = Field(description="value - previous")
    trend: Trend | None
    movement: Movement | None = Field(description="whether the trend is good news, given which way is better")
    source: str | None
    date: dt.date | None
    age_days: int | None
    stale: bool | None = Field(description="None when the value has no date")


class ScorecardResult(Strict):
    """The state of the account in a few counts."""

    overall: Rag = Field(description="the worst status of a rated indicator (ours); unrated when none is")
    green: int
    amber: int
    red: int
    unrated: int = Field(description="known, but without a target")
    known: int = Field(description="indicators with a value, yours included")
    standard_known: int = Field(description="of the 7 standard indicators")
    missing_kpis: list[str] = Field(description="indicators without a value, never counted as 0")
    stale_kpis: list[str] = Field(description="known values that are too old")
    worsening_kpis: list[str]


def _item(kpi: KpiInput, computed: Computed | None, given: ScorecardInput) -> KpiItem:
    value = kpi.value if computed is None else computed.value
    target, previous, better = kpi.target, kpi.previous, kpi.better
    amber = kpi.amber_at
    if amber is None and target is not None:
        amber = amber_limit(target, better, given.amber_band)
    gap = change = where = None
    with localcontext(prec=PRECISION):
        if value is not None and target is not None:
            gap = rounded(value - target if better == "higher" else target - value, 6)
        if value is not None and previous is not None:
            change = rounded(value - previous, 6)
            flat = given.flat_band * abs(previous) if kpi.flat_within is None else kpi.flat_within
            where = trend(value, previous, flat)
    days = None if kpi.date is None or value is None else age(kpi.date, given.as_of)
    limit = kpi.stale_after_days or given.stale_after_days
    standard = kpi.key in STANDARD
    return KpiItem(
        key=kpi.key,
        standard=standard,
        value=None if value is None else rounded(value, 6),
        unit=STANDARD[kpi.key].unit if standard else kpi.unit,
        computed=computed is not None and value is not None,
        target=target,
        gap=gap,
        amber_at=amber,
        rag=rate(value, target, amber, better),
        previous=previous,
        change=change,
        trend=where,
        movement=None if where is None else movement(where, better),
        source=kpi.source,
        date=kpi.date,
        age_days=days,
        stale=None if days is None else old(days, limit),
    )


def scorecard(given: ScorecardInput) -> Outcome[ScorecardResult]:
    """Every indicator with its status, trend and age; what is unknown is listed, never counted as 0."""
    raw = compute(given.raw)
    lines = {kpi.key: kpi for kpi in given.kpis}
    keys = [*STANDARD, *sorted(set(lines) - set(STANDARD))]
    items = [_item(lines.get(key) or KpiInput(key=key), raw.get(key), given) for key in keys]
    known = [item for item in items if item.value is not None]
    missing = [item.key for item in items if item.value is None]
    if not known:
        return Outcome(result=None, formula=FORMULA, findings=findings([], raw, []), missing=missing)
    counts = {rag: sum(item.rag == rag for item in known) for rag in (*RATED, "unrated")}
    result = ScorecardResult(
        overall=next((rag for rag in RATED if counts[rag]), "unrated"),
        known=len(known),
        standard_known=sum(item.standard for item in known),
        missing_kpis=missing,
        stale_kpis=[item.key for item in known if item.stale],
        worsening_kpis=[item.key for item in known if item.movement == "worse"],
        **counts,
    )
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(items),
        findings=findings(items, raw, missing),
        why=why(items, given.amber_band),
    )


TOOL = Tool(
    name="scorecard",
    version="1",
    source="S2 names the indicators, method row 36; thresholds of status, trend and age are ours",
    function=scorecard,
    input=ScorecardInput,
    result=ScorecardResult,
    example={
        "as_of": "2026-03-31",
        "kpis": [
            {"key": "nrr", "value": 1.08, "target": 1.05, "previous": 1.02, "source": "finance", "date": "2025-12-31"},
            {"key": "nps", "target": 30, "previous": 20, "source": "survey", "date": "2026-02-15"},
            {"key": "open complaints", "value": 7, "target": 4, "direction": "lower", "unit": "complaints"},
        ],
        "raw": {"nps": {"promoters": 18, "passives": 10, "detractors": 12}},
    },
)
