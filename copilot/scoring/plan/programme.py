"""The start of a key account programme in four steps (S2 names them; method row 40)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from pydantic import Field

from copilot.schemas.evidence import Language
from copilot.scoring.base import Name, Note, Outcome, Strict, ratio
from copilot.scoring.days import Day, age, written
from copilot.scoring.plan.people import Person
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, names, percent
from copilot.text.catalogue import t

FORMULA = "progress = steps done / 4; next step = first that is not done, in the order of the sources"
Step = Literal["eligibility_criteria", "executive_sponsor", "plan_tool", "governance"]
STEPS: tuple[Step, ...] = ("eligibility_criteria", "executive_sponsor", "plan_tool", "governance")
Status = Literal["not_started", "in_progress", "done"]


class LaunchStep(Strict):
    """One step and where it stands."""

    status: Status = Field(description="not_started, in_progress or done")
    owner: Person | None = Field(default=None, description="who carries the step")
    due: Day | None = Field(default=None, description="day by which it is to be done (YYYY-MM-DD)")
    evidence: Name | None = Field(
        default=None, description="what shows that it is done: document, decision, name of the sponsor"
    )


class LaunchInput(Strict):
    """The four steps; one that is not given has an unknown status and does not count as done."""

    eligibility_criteria: LaunchStep | None = Field(
        default=None, description="criteria that make a client a key account"
    )
    executive_sponsor: LaunchStep | None = Field(default=None, description="a sponsor in top management is named")
    plan_tool: LaunchStep | None = Field(default=None, description="the account plan has its tool")
    governance: LaunchStep | None = Field(default=None, description="roles, committees and their rhythm are set")
    as_of: Day | None = Field(default=None, description="day of the check (YYYY-MM-DD); absent: due days not judged")


class LaunchItem(Strict):
    """One step of the launch."""

    rank: int
    step: Step
    status: Literal["not_started", "in_progress", "done", "unknown"]
    owner: str | None
    due: dt.date | None
    days_overdue: int | None = Field(description="0 when done or not due; None when the due day or as_of is not given")
    evidence: str | None


class LaunchResult(Strict):
    """How far the programme is."""

    done: int = Field(description="steps done, 0 to 4")
    steps: int = Field(description="always 4")
    progress: Decimal = Field(description="done / 4, a fraction")
    launched: bool = Field(description="whether all four are done")
    next_step: Step | None = Field(description="the first that is not done; None when all are")
    overdue: list[Step]
    unknown: list[Step] = Field(description="steps about which nothing was said")


def _item(rank: int, step: Step, given: LaunchStep | None, as_of: dt.date | None) -> LaunchItem:
    if given is None:
        return LaunchItem(
            rank=rank, step=step, status="unknown", owner=None, due=None, days_overdue=None, evidence=None
        )
    late = None
    if as_of is not None and given.due is not None:
        late = 0 if given.status == "done" else max(age(given.due, as_of), 0)
    return LaunchItem(
        rank=rank,
        step=step,
        status=given.status,
        owner=given.owner,
        due=given.due,
        days_overdue=late,
        evidence=given.evidence,
    )


def programme_launch(given: LaunchInput) -> Outcome[LaunchResult]:
    """Which of the four steps are done, and which one comes next."""
    items = [_item(rank, step, getattr(given, step), given.as_of) for rank, step in enumerate(STEPS, start=1)]
    unknown = [item.step for item in items if item.status == "unknown"]
    if len(unknown) == len(STEPS):
        return Outcome(result=None, formula=FORMULA, missing=list(unknown))
    done = sum(item.status == "done" for item in items)
    following = next((item for item in items if item.status != "done"), None)
    result = LaunchResult(
        done=done,
        steps=len(STEPS),
        progress=ratio(Decimal(done), Decimal(len(STEPS))),
        launched=following is None,
        next_step=None if following is None else following.step,
        overdue=[item.step for item in items if item.days_overdue],
        unknown=unknown,
    )
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(items),
        findings=_findings(items, following),
        why=_why(result, following),
    )


def _labels(items: Sequence[LaunchItem], language: Language) -> str:
    return names([t(f"scoring.launch_step.{item.step}", language) for item in items])


def _findings(items: Sequence[LaunchItem], following: LaunchItem | None) -> list[Note]:
    moving = [item for item in items if item.status in ("in_progress", "done")]
    groups = {
        "launch.unknown": [item for item in items if item.status == "unknown"],
        "launch.no_evidence": [item for item in items if item.status == "done" and item.evidence is None],
        "launch.no_owner": [item for item in items if item.status == "in_progress" and item.owner is None],
        "launch.overdue": [item for item in items if item.days_overdue],
    }
    found = [_named(code, group) for code, group in groups.items() if group]
    ahead = [item for item in moving if following is not None and item.rank > following.rank]
    return [*found, _ahead(ahead, following)] if ahead and following else found


def _named(code: str, group: Sequence[LaunchItem]) -> Note:
    return both(code, lambda lang: {"names": _labels(group, lang)})


def _ahead(ahead: Sequence[LaunchItem], following: LaunchItem) -> Note:
    return both("launch.ahead", lambda lang: {"names": _labels(ahead, lang), "step": _labels([following], lang)})


def _why(result: LaunchResult, following: LaunchItem | None) -> list[Note]:
    def values(language: Language) -> dict[str, object]:
        shown = {"done": result.done, "all": result.steps, "progress": percent(result.progress, language)}
        if following is None:
            return shown
        due = following.due
        return shown | {
            "step": _labels([following], language),
            "do": t(f"scoring.launch_do.{following.step}", language),
            "owner": following.owner or t("scoring.launch.nobody", language),
            "due": t("scoring.launch.no_date", language) if due is None else written(due, language),
        }

    return [both("launch.done", values), both("launch.all" if following is None else "launch.next", values)]


TOOL = Tool(
    name="programme_launch",
    version="1",
    source="S2 names the four steps, method row 40",
    function=programme_launch,
    input=LaunchInput,
    result=LaunchResult,
    example={
        "as_of": "2026-03-31",
        "eligibility_criteria": {"status": "done", "owner": "Anne Morel", "evidence": "note of 12 January"},
        "executive_sponsor": {"status": "in_progress", "owner": "Paul Girard", "due": "2026-03-15"},
        "plan_tool": {"status": "not_started"},
        "governance": {"status": "not_started", "due": "2026-05-31"},
    },
)
