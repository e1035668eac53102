"""What a planning that was compared with the actions done says."""

from __future__ import annotations

from collections.abc import Sequence

from copilot.schemas.evidence import Language
from copilot.scoring.base import Note
from copilot.scoring.manager.planning_match import key_of
from copilot.scoring.manager.planning_model import PlanningLine, PlanningResult
from copilot.scoring.wording import both, names, percent

_MANY_UNPLANNED = 2
"""Unplanned work is pointed out as a habit when it makes at least one action done in so many (ours)."""


def findings_of(result: PlanningResult, lines: Sequence[PlanningLine]) -> list[Note]:
    """What the completion does not count, and what may be the same after all."""
    counted = {
        "planning.outside_period": result.outside_period,
        "planning.undated": result.undated,
        "planning.twice_planned": result.duplicates_planned,
        "planning.twice_done": result.duplicates_done,
    }
    found = [both(code, lambda _, n=n: {"n": n}) for code, n in counted.items() if n]  # type: ignore[misc]
    left = {key_of(line.company): line.company for line in lines if line.status == "not_done"}
    near = [left[key] for key in sorted(left) if key in _companies(lines, "unplanned")]
    if near:
        found.append(both("planning.near", lambda _: {"names": names(near)}))
    return found


def _companies(lines: Sequence[PlanningLine], status: str) -> set[str]:
    return {key_of(line.company) for line in lines if line.status == status}


def why_of(result: PlanningResult, lines: Sequence[PlanningLine], match: str) -> list[Note]:
    """What was done, what is left, and what came on top."""

    def values(language: Language) -> dict[str, object]:
        return {
            "done": result.done_as_planned,
            "planned": result.planned,
            "rate": percent(result.completion, language),
            "due_rate": percent(result.completion_due, language) if result.completion_due is not None else "",
            "not_due": result.not_due,
            "n_left": result.not_done,
            "left": _shown(lines, "not_done"),
            "n_more": result.unplanned,
            "more": _shown(lines, "unplanned"),
        }

    codes = ["planning.completion_exact" if match == "exact" else "planning.completion"]
    if result.not_due:
        codes.append("planning.not_due" if result.completion_due is not None else "planning.nothing_due")
    codes.append("planning.left" if result.not_done else "planning.all_done")
    if result.unplanned:
        many = result.unplanned * _MANY_UNPLANNED >= result.unplanned + result.done_as_planned
        codes.append("planning.much_unplanned" if many else "planning.unplanned")
    return [both(code, values) for code in codes]


def _shown(lines: Sequence[PlanningLine], status: str) -> str:
    return names([f"{line.company} ({line.action})" for line in lines if line.status == status])
