"""What an analysis of actions says: what they show, what to look at next, and what the figures do not cover."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from copilot.schemas.evidence import Language
from copilot.scoring.base import Note
from copilot.scoring.manager.activity_model import ActivityResult, TypeCount
from copilot.scoring.wording import both, names, percent

FEW_RESULTS = 10
"""Below so many known results a rate says little (ours)."""
FEW_OF_A_TYPE = 3
"""A type with fewer known results is not compared with the others (ours)."""


def findings_of(result: ActivityResult, contradictory: int, doubtful: int) -> list[Note]:
    """What the figures do not cover; the counts are of actions whose reason for failure contradicts their result."""
    counted = {
        "activity.unknown": result.unknown,
        "activity.no_reason": result.failures_without_reason,
        "activity.contradiction": contradictory,
        "activity.reason_without_result": doubtful,
    }
    found = [both(code, lambda _, n=n: {"n": n, "all": result.actions}) for code, n in counted.items() if n]  # type: ignore[misc]
    if 0 < result.known < FEW_RESULTS:
        found.append(both("activity.few", lambda _: {"n": result.known, "limit": FEW_RESULTS}))
    if result.people is not None:
        found.append(both("activity.per_person", lambda _: {}))
        if result.actions_without_person:
            found.append(both("activity.no_person", lambda _: {"n": result.actions_without_person}))
    return found


def why_of(result: ActivityResult, types: Sequence[TypeCount]) -> list[Note]:
    """What the actions show, and what to look at next."""
    shown = names([f"{item.type} ({item.actions})" for item in types])
    notes = [both("activity.counts", lambda _: {"n": result.actions, "types": shown})]
    if result.success_rate is None:
        return [*notes, both("activity.no_result", lambda _: {})]
    rate = result.success_rate
    notes.append(
        both(
            "activity.rate",
            lambda language: {"yes": result.succeeded, "known": result.known, "rate": percent(rate, language)},
        )
    )
    if result.failure_reasons:
        first = result.failure_reasons[0]
        notes.append(
            both(
                "activity.next_reason",
                lambda language: {
                    "reason": first.reason,
                    "n": first.failures,
                    "failed": result.failed,
                    "share": percent(first.share, language),
                },
            )
        )
    return [*notes, *_types(types, rate)]


def _types(types: Sequence[TypeCount], rate: Decimal) -> list[Note]:
    """The types that end above and below the whole, where enough results are known."""
    rated = [
        (item.success_rate, item)
        for item in types
        if item.success_rate is not None and item.succeeded + item.failed >= FEW_OF_A_TYPE
    ]
    if not rated:
        return []
    notes = []
    best = min(rated, key=lambda pair: (-pair[0], pair[1].type))
    last = min(rated, key=lambda pair: (pair[0], pair[1].type))
    if best[0] > rate:
        notes.append(both("activity.next_best", _about(*best)))
    if last[0] < rate:
        notes.append(both("activity.next_type", _about(*last)))
    return notes


def _about(rate: Decimal, item: TypeCount) -> Callable[[Language], dict[str, object]]:
    return lambda language: {
        "type": item.type,
        "yes": item.succeeded,
        "known": item.succeeded + item.failed,
        "rate": percent(rate, language),
    }
