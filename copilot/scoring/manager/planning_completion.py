"""How much of the planning was done, and what was done beside it (S3, method row 55)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TypeVar

from copilot.scoring.base import Outcome, ratio
from copilot.scoring.manager.planning_match import ANY_DAY, Deed, Key, Slot, Window, key_of, matched
from copilot.scoring.manager.planning_model import (
    STATUSES,
    DoneAction,
    Period,
    PlannedAction,
    PlanningInput,
    PlanningLine,
    PlanningResult,
    Status,
)
from copilot.scoring.manager.planning_words import findings_of, why_of
from copilot.scoring.tool import Tool

FORMULA = (
    "completion = planned actions that were done / planned actions; same company and action (case, accents, spaces and "
    "end punctuation aside), same person or none named, on the planned day or within the period, one to one"
)
Item = TypeVar("Item", bound=PlannedAction | DoneAction)


def planning_completion(given: PlanningInput) -> Outcome[PlanningResult]:
    """The share of the planned actions that were done, with what is left and what came on top."""
    planned, twice_planned = _once(given.planned)
    done, twice_done = _once(given.done)
    if not planned:
        return Outcome(result=None, formula=FORMULA, missing=["planned"])
    windows = [_window(item, given) for item in planned]
    pairs = _pairs(planned, windows, done)
    lines = [_planned_line(item, done[pairs[at]] if at in pairs else None) for at, item in enumerate(planned)]
    used = set(pairs.values())
    lines += [_done_line(item, given.period) for at, item in enumerate(done) if at not in used]
    lines.sort(key=_place)
    counts = {status: sum(1 for line in lines if line.status == status) for status in STATUSES}
    not_due = None
    if given.as_of is not None:
        as_of = given.as_of
        not_due = sum(1 for at, window in enumerate(windows) if at not in pairs and window[1] > as_of)
    due = len(planned) - (not_due or 0)
    result = PlanningResult(
        planned=len(planned),
        done_as_planned=counts["done"],
        completion=ratio(Decimal(counts["done"]), Decimal(len(planned))),
        not_done=counts["not_done"],
        not_due=not_due,
        completion_due=ratio(Decimal(counts["done"]), Decimal(due)) if not_due is not None and due else None,
        unplanned=counts["unplanned"],
        outside_period=counts["outside_period"],
        undated=counts["undated"],
        duplicates_planned=twice_planned,
        duplicates_done=twice_done,
    )
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(lines),
        findings=findings_of(result, lines),
        why=why_of(result, lines, given.match),
    )


def _written(item: PlannedAction | DoneAction) -> str:
    return item.model_dump_json()


def _key(item: PlannedAction | DoneAction) -> Key:
    return key_of(item.company), key_of(item.action)


def _once(items: list[Item]) -> tuple[list[Item], int]:
    """The items without those that repeat a dated one, in an order of their own, and how many were repeated.

    Undated ones may be meant several times: two visits in the month are two lines.
    """
    seen: set[tuple[object, ...]] = set()
    kept = []
    ordered: list[Item] = sorted(items, key=_written)
    for item in ordered:
        key = (*_key(item), key_of(item.rep or ""), item.date, str(getattr(item, "period", None)))
        if item.date is None or key not in seen:
            kept.append(item)
        seen.add(key)
    return kept, len(items) - len(kept)


def _window(item: PlannedAction, given: PlanningInput) -> Window:
    """When a planned action may be done."""
    period = item.period or given.period
    if item.date is not None and (given.match == "exact" or period is None):
        return item.date, item.date
    return (period.start, period.end) if period is not None else ANY_DAY


def _pairs(planned: list[PlannedAction], windows: list[Window], done: list[DoneAction]) -> dict[int, int]:
    """Rank of the planned action -> rank of the action done."""
    slots: dict[Key, list[Slot]] = {}
    deeds: dict[Key, list[Deed]] = {}
    for rank, wanted in enumerate(planned):
        slots.setdefault(_key(wanted), []).append(Slot(rank, key_of(wanted.rep or ""), wanted.date, windows[rank]))
    for rank, deed in enumerate(done):
        deeds.setdefault(_key(deed), []).append(Deed(rank, key_of(deed.rep or ""), deed.date))
    found: dict[int, int] = {}
    for key, free in slots.items():
        found |= matched(free, deeds.get(key, []))
    return found


def _planned_line(item: PlannedAction, deed: DoneAction | None) -> PlanningLine:
    day = deed.date if deed else None
    return PlanningLine(
        status="done" if deed else "not_done",
        rep=item.rep or (deed.rep if deed else None),
        company=item.company,
        action=item.action,
        planned_date=item.date,
        done_date=day,
        days_late=(day - item.date).days if day and item.date else None,
    )


def _done_line(item: DoneAction, period: Period | None) -> PlanningLine:
    status: Status = "unplanned"
    if item.date is None:
        status = "undated"
    elif period is not None and not period.start <= item.date <= period.end:
        status = "outside_period"
    return PlanningLine(
        status=status,
        rep=item.rep,
        company=item.company,
        action=item.action,
        planned_date=None,
        done_date=item.date,
        days_late=None,
    )


def _place(line: PlanningLine) -> tuple[object, ...]:
    days = (line.planned_date or dt.date.max, line.done_date or dt.date.max)
    return (
        STATUSES.index(line.status),
        days,
        key_of(line.company),
        key_of(line.action),
        line.company,
        line.action,
        line.rep or "",
    )


TOOL = Tool(
    name="planning_completion",
    version="1",
    source="S3, method row 55; the rule of matching is our own",
    function=planning_completion,
    input=PlanningInput,
    result=PlanningResult,
    example={
        "period": {"start": "2026-03-02", "end": "2026-03-06"},
        "planned": [
            {"rep": "Lise", "date": "2026-03-03", "company": "Alpha", "action": "Visite"},
            {"rep": "Lise", "company": "Bêta", "action": "Appel"},
        ],
        "done": [
            {"rep": "Lise", "date": "2026-03-04", "company": "ALPHA", "action": "visite"},
            {"rep": "Lise", "date": "2026-03-05", "company": "Gamma", "action": "Visite"},
        ],
    },
)
