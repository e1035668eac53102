"""What the load of the plan says in words: who is beyond capacity, who has room, what is late."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from copilot.schemas.evidence import Language
from copilot.scoring.base import Note
from copilot.scoring.days import written
from copilot.scoring.wording import both, names, number
from copilot.text.catalogue import t

if TYPE_CHECKING:
    from copilot.scoring.plan.load import LoadAction, LoadResult, WeekLoad, Worker


def findings(left: Sequence[LoadAction], items: Sequence[WeekLoad]) -> list[Note]:
    """What the load leaves out or cannot judge."""
    groups = {
        "load.no_owner": [a.label for a in left if a.owner is None],
        "load.no_effort": [a.label for a in left if a.effort is None],
        "load.no_due": [a.label for a in left if a.due is None],
        "load.no_capacity": sorted({item.owner for item in items if item.capacity is None}),
    }
    return [_named(code, group) for code, group in groups.items() if group]


def _named(code: str, group: Sequence[str]) -> Note:
    return both(code, lambda _: {"names": names(list(group))})


def why(
    result: LoadResult, items: Sequence[WeekLoad], over: Sequence[WeekLoad], people: Sequence[Worker]
) -> list[Note]:
    """The load, the largest excess with who could help, and the overdue actions."""

    def values(language: Language) -> dict[str, object]:
        late = [f"{item.label} ({item.owner or '?'}, {item.days})" for item in result.overdue]
        return {
            "open": result.open_actions,
            "total": number(result.total_load, language),
            "unit": t(f"scoring.unit.{result.unit}", language),
            "weeks": result.overloaded_weeks,
            "people": names(result.overloaded),
            "n": len(result.overdue),
            "late": names(late),
        }

    why = [both("load.total", values)]
    if over:
        why += [both("load.over", values), _worst(over[0], items, people, result.unit)]
    elif items and all(item.capacity is not None for item in items):
        why.append(both("load.fits", values))
    return [*why, both("load.overdue", values)] if result.overdue else why


def _worst(item: WeekLoad, items: Sequence[WeekLoad], people: Sequence[Worker], unit: str) -> Note:
    """The largest excess, and who has most capacity left in that week."""
    loads = {other.owner: other.load for other in items if other.week == item.week}
    free = [
        (loads.get(name, Decimal(0)) - capacity, name)
        for name, capacity in people
        if capacity is not None and capacity > loads.get(name, Decimal(0))
    ]
    room, helper = min(free, default=(Decimal(0), ""))

    def values(language: Language) -> dict[str, object]:
        return {
            "name": item.owner,
            "week": written(item.week, language),
            "load": number(item.load, language),
            "capacity": number(item.capacity or Decimal(0), language),
            "over": number(item.over, language),
            "unit": t(f"scoring.unit.{unit}", language),
            "helper": helper,
            "room": number(-room, language),
        }

    return both("load.worst_helped" if helper else "load.worst", values)
