"""How fast the account plan moves: milestones on time and days of delay (S2 names it; the definition is ours)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, model_validator

from copilot.schemas.evidence import Language
from copilot.scoring.base import Name, Note, Outcome, Strict, duplicates, ratio
from copilot.scoring.days import Day, age, not_after, written
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, names, number, percent

FORMULA = (
    "velocity = milestones done on time / milestones due in the period and by as_of; delay = days from due to done, "
    "to as_of while open, 0 when early or on time; mean delay = sum(delay) / milestones due"
)
FEW_MILESTONES = 5


class Milestone(Strict):
    """One step of the plan that has a date."""

    name: Name = Field(description="what is to be reached, unique in the call")
    due: Day = Field(description="day it was promised for, the first promise rather than the last (YYYY-MM-DD)")
    done: Day | None = Field(default=None, description="day it was reached; absent while it is open")
    cancelled: bool = Field(default=False, description="given up: left out of the figure, and said")


class VelocityInput(Strict):
    """The milestones of the plan and the period to look at."""

    as_of: Day = Field(description="day of the assessment (YYYY-MM-DD); later milestones are not judged yet")
    period_start: Day | None = Field(default=None, description="first due day that counts; absent: from the first one")
    period_end: Day | None = Field(default=None, description="last due day that counts; absent: as_of")
    milestones: list[Milestone] = Field(max_length=10_000, description="every milestone with its due day")

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if twice := duplicates(milestone.name for milestone in self.milestones):
            raise ValueError(f"milestones: {twice[0]!r} stands twice; merge the lines or tell them apart")
        for rank, milestone in enumerate(self.milestones):
            not_after(milestone.done, self.as_of, f"milestones.{rank}.done")
        if self.period_start is not None and self.period_start > self.end:
            raise ValueError(f"period_start = '{self.period_start}': after the end of the period '{self.end}'")
        return self

    @property
    def end(self) -> dt.date:
        """The last due day that counts."""
        return self.as_of if self.period_end is None else min(self.period_end, self.as_of)


MilestoneState = Literal["on_time", "late", "open_late", "due_today"]


class VelocityItem(Strict):
    """What became of one milestone that was due."""

    name: str
    due: dt.date
    done: dt.date | None
    state: MilestoneState = Field(description="open_late: not done although its day has passed")
    delay_days: int = Field(description="days late, up to as_of while open; 0 when early or on time")


class VelocityResult(Strict):
    """How the plan keeps its dates."""

    velocity: Decimal = Field(description="done on time / due, a fraction from 0 to 1")
    on_time: int
    due: int = Field(description="milestones due in the period and by as_of")
    late: int = Field(description="done after their day")
    open_late: int = Field(description="still open after their day")
    due_today: int = Field(description="due on as_of and still open: counted as due, not late yet")
    mean_delay_days: Decimal = Field(description="over all due milestones, early and on time counting 0")
    mean_delay_of_late_days: Decimal | None = Field(description="over the late ones only; None when none is late")
    not_due_yet: int = Field(description="milestones with a later day, left out")


def _item(milestone: Milestone, as_of: dt.date) -> VelocityItem:
    delay = max(age(milestone.due, milestone.done or as_of), 0)
    if milestone.done is None:
        state: MilestoneState = "open_late" if delay else "due_today"
    else:
        state = "late" if delay else "on_time"
    return VelocityItem(name=milestone.name, due=milestone.due, done=milestone.done, state=state, delay_days=delay)


def plan_velocity(given: VelocityInput) -> Outcome[VelocityResult]:
    """The share of due milestones that were reached on time, and how late the others are."""
    live = [milestone for milestone in given.milestones if not milestone.cancelled]
    start = given.period_start or dt.date.min
    items = [_item(milestone, given.as_of) for milestone in live if start <= milestone.due <= given.end]
    items.sort(key=lambda item: (-item.delay_days, item.due, item.name))
    if not items:
        return Outcome(result=None, formula=FORMULA, findings=_findings(given, items), missing=["milestones due"])
    late = [item.delay_days for item in items if item.delay_days]
    counted = Decimal(len(items))
    states = [item.state for item in items]
    result = VelocityResult(
        velocity=ratio(Decimal(states.count("on_time")), counted),
        on_time=states.count("on_time"),
        due=len(items),
        late=states.count("late"),
        open_late=states.count("open_late"),
        due_today=states.count("due_today"),
        mean_delay_days=ratio(Decimal(sum(late)), counted),
        mean_delay_of_late_days=ratio(Decimal(sum(late)), Decimal(len(late))) if late else None,
        not_due_yet=sum(milestone.due > given.end for milestone in live),
    )
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(items),
        findings=_findings(given, items),
        why=_why(result, given, items),
    )


def _findings(given: VelocityInput, items: Sequence[VelocityItem]) -> list[Note]:
    found = []
    if 0 < len(items) < FEW_MILESTONES:
        step = ratio(Decimal(1), Decimal(len(items)))
        found.append(
            both("velocity.few", lambda lang: {"n": len(items), "limit": FEW_MILESTONES, "step": percent(step, lang)})
        )
    today = sorted(item.name for item in items if item.state == "due_today")
    if today:
        found.append(both("velocity.due_today", lambda _: {"names": names(today)}))
    dropped = sorted(milestone.name for milestone in given.milestones if milestone.cancelled)
    if dropped:
        found.append(both("velocity.cancelled", lambda _: {"names": names(dropped)}))
    return found


def _why(result: VelocityResult, given: VelocityInput, items: Sequence[VelocityItem]) -> list[Note]:
    first = given.period_start or min(item.due for item in items)
    still_open = [item for item in items if item.state == "open_late"]

    def values(language: Language) -> dict[str, object]:
        return {
            "velocity": percent(result.velocity, language),
            "on_time": result.on_time,
            "due": result.due,
            "start": written(first, language),
            "end": written(given.end, language),
            "delay": number(result.mean_delay_days, language, 1),
            "late_delay": number(result.mean_delay_of_late_days or Decimal(0), language, 1),
            "late": result.late + result.open_late,
            "worst": items[0].name,
            "worst_delay": items[0].delay_days,
            "open": names([f"{item.name} ({item.delay_days})" for item in still_open]),
        }

    why = [both("velocity.share", values)]
    why.append(both("velocity.delay" if result.late or result.open_late else "velocity.no_delay", values))
    return [*why, both("velocity.open_late", values)] if still_open else why


TOOL = Tool(
    name="plan_velocity",
    version="1",
    source="S2 names the indicator without a definition; the definition (method row 36) and the limit of 5 are ours",
    function=plan_velocity,
    input=VelocityInput,
    result=VelocityResult,
    example={
        "as_of": "2026-03-31",
        "period_start": "2026-01-01",
        "milestones": [
            {"name": "audit of site A", "due": "2026-01-31", "done": "2026-01-28"},
            {"name": "offer presented", "due": "2026-02-15", "done": "2026-02-25"},
            {"name": "pilot signed", "due": "2026-03-15"},
        ],
    },
)
