"""What the comparison of a planning with the actions done takes and gives (S3, method row 55)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, model_validator

from copilot.scoring.base import Name, Strict
from copilot.scoring.days import Day

Status = Literal["done", "not_done", "unplanned", "outside_period", "undated"]
STATUSES: tuple[Status, ...] = ("done", "not_done", "unplanned", "outside_period", "undated")


class Period(Strict):
    """Some days in a row."""

    start: Day = Field(description="first day")
    end: Day = Field(description="last day, included")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"end = '{self.end}': before start = '{self.start}'")
        return self


class PlannedAction(Strict):
    """An action that was assigned."""

    rep: Name | None = Field(default=None, description="who is to do it; left out when it does not matter")
    period: Period | None = Field(default=None, description="when it may be done; the call's period when left out")
    date: Day | None = Field(default=None, description="the day it was planned for; left out when only the period is")
    company: Name = Field(description="the company to act at")
    action: Name = Field(description="what to do: visit, call, negotiation…")


class DoneAction(Strict):
    """An action that was done, as the reporting says."""

    rep: Name | None = Field(default=None, description="who did it; left out when unknown")
    date: Day | None = Field(default=None, description="the day it was done; left out when unknown")
    company: Name = Field(description="the company acted at")
    action: Name = Field(description="what was done: visit, call, negotiation…")


class PlanningInput(Strict):
    """A planning and what was done."""

    planned: list[PlannedAction] = Field(max_length=5_000, description="every action that was assigned")
    done: list[DoneAction] = Field(max_length=5_000, description="every action that was done; may be empty")
    period: Period | None = Field(
        default=None, description="period of every planned action that names none; actions done outside are set apart"
    )
    match: Literal["period", "exact"] = Field(
        default="period",
        description="period: done within the period counts (our default); exact: a planned day must be kept",
    )
    as_of: Day | None = Field(default=None, description="today; left out, everything planned counts as due")

    @model_validator(mode="after")
    def _days_lie_in_their_period(self) -> Self:
        for rank, item in enumerate(self.planned):
            period = item.period or self.period
            if period and item.date and not period.start <= item.date <= period.end:
                raise ValueError(
                    f"planned.{rank}.date = '{item.date}': outside its period {period.start} to {period.end}; "
                    "correct one of them"
                )
        return self


class PlanningLine(Strict):
    """One action, planned or done."""

    status: Status
    rep: str | None
    company: str
    action: str
    planned_date: dt.date | None
    done_date: dt.date | None
    days_late: int | None = Field(description="from the planned day to the day it was done; null without both")


class PlanningResult(Strict):
    """What became of the planning."""

    planned: int = Field(description="planned actions, duplicates counted once")
    done_as_planned: int
    completion: Decimal = Field(description="done_as_planned / planned, a fraction")
    not_done: int
    not_due: int | None = Field(
        description="of those not done, how many may still be done after as_of; null without it"
    )
    completion_due: Decimal | None = Field(
        description="done_as_planned / (planned - not_due); null without as_of, or when nothing is due"
    )
    unplanned: int = Field(description="done without being planned")
    outside_period: int = Field(description="done outside the call's period and matched with nothing")
    undated: int = Field(description="said to be done, without a day, and matched with nothing")
    duplicates_planned: int = Field(description="lines that repeat a dated planned action, counted once")
    duplicates_done: int = Field(description="lines that repeat a dated action done, counted once")
