"""How many accounts one person and one organisation can carry, source by source (S1 and S2, method row 14)."""

from __future__ import annotations

from copilot.scoring.base import Outcome
from copilot.scoring.choosing.workload_model import (
    BANDS,
    Band,
    Place,
    WorkloadInput,
    WorkloadItem,
    WorkloadResult,
)
from copilot.scoring.choosing.workload_why import findings, reasons
from copilot.scoring.tool import Tool

FORMULA = (
    "verdict = below, ok or above the band of each source; needed = ceil(org_total / limit of the source); "
    "disagreement when the sources on that role give different verdicts"
)


def _place(band: Band, count: int | None) -> Place:
    if count is None:
        return "unknown"
    return "below" if count < band.low else "above" if count > band.high else "ok"


def _item(band: Band, given: WorkloadInput) -> WorkloadItem:
    count = given.org_total if band.role is None else given.n_accounts
    needed = None if given.org_total is None or band.limit is None else -(-given.org_total // band.limit)
    return WorkloadItem(
        source=band.code,
        about="organisation" if band.role is None else "person",
        applies=band.role in (None, given.role),
        outside=band.outside,
        own_band=band.own_band,
        low=band.low,
        high=band.high,
        count=count,
        verdict=_place(band, count),
        limit=band.limit,
        needed=needed,
    )


def workload(given: WorkloadInput) -> Outcome[WorkloadResult]:
    """What each source says of this load, their disagreement shown and no source preferred."""
    if given.n_accounts is None and given.org_total is None:
        return Outcome(result=None, formula=FORMULA, missing=["n_accounts", "org_total"])
    items = [_item(band, given) for band in BANDS]
    own = [item for item in items if not item.outside]
    outside = [item for item in items if item.outside]
    on_role = [item for item in own if item.applies and item.about == "person"]
    needed = [item.needed for item in on_role if item.needed is not None]
    result = WorkloadResult(
        role=given.role,
        n_accounts=given.n_accounts,
        org_total=given.org_total,
        verdicts={item.source: item.verdict for item in own},
        outside_verdicts={item.source: item.verdict for item in outside},
        needed={item.source: item.needed for item in own if item.needed is not None},
        outside_needed={item.source: item.needed for item in outside if item.needed is not None},
        disagreement=len({item.verdict for item in on_role}) > 1,
        needed_low=min(needed, default=None),
        needed_high=max(needed, default=None),
    )
    missing = [name for name in ("n_accounts", "org_total") if getattr(given, name) is None]
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(items),
        findings=findings(result, items),
        why=reasons(result, items),
        missing=missing,
    )


TOOL = Tool(
    name="workload",
    version="1",
    source="S1 and S2, method row 14; the band 8 to 12 is ours; Prolifiq and revenue-playbook are outside the sources",
    function=workload,
    input=WorkloadInput,
    result=WorkloadResult,
    example={"role": "KAM", "n_accounts": 5, "org_total": 20},
)
