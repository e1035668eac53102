"""When the account plan was last fed with evidence, and whether to remind (S0 and S4; method row 18)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, model_validator

from copilot.schemas.evidence import Language
from copilot.scoring.base import Name, Note, Outcome, Strict, duplicates
from copilot.scoring.days import Day, age, not_after, old, written
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, names, number

FORMULA = (
    "age = as_of - last evidence, in days (since plan_start when there is none); reminder when age >= reminder_days; "
    "longest gap = most days without evidence, from plan_start or the first evidence, if earlier, to as_of"
)


class FedBy(Strict):
    """One piece of evidence that entered the plan."""

    date: Day = Field(description="day it entered the plan (YYYY-MM-DD)")
    section: Name | None = Field(default=None, description="section that it feeds; absent: the plan as a whole")
    title: Name | None = Field(default=None, description="note, mail or interview that it is")


class FreshnessInput(Strict):
    """The evidence of a plan and the day of the check."""

    as_of: Day = Field(description="day of the check (YYYY-MM-DD)")
    evidence: list[FedBy] = Field(
        default_factory=list, max_length=100_000, description="every piece of evidence with its day"
    )
    sections: list[Name] = Field(
        default_factory=list, max_length=200, description="sections of the plan, to name those that were never fed"
    )
    plan_start: Day | None = Field(default=None, description="first day of the plan's period (YYYY-MM-DD)")
    plan_end: Day | None = Field(default=None, description="last day of the plan's period (YYYY-MM-DD)")
    reminder_days: Annotated[int, Field(ge=1, le=3660)] = Field(
        default=30, description="remind once that many days have passed without new evidence; 30 is our default"
    )

    @model_validator(mode="after")
    def _possible(self) -> Self:
        for rank, piece in enumerate(self.evidence):
            not_after(piece.date, self.as_of, f"evidence.{rank}.date")
        not_after(self.plan_start, self.as_of, "plan_start")
        if self.plan_start and self.plan_end and self.plan_end < self.plan_start:
            raise ValueError(f"plan_end = '{self.plan_end}': before plan_start = '{self.plan_start}'")
        if twice := duplicates(self.sections):
            raise ValueError(f"sections: {twice[0]!r} stands twice")
        return self


class SectionAge(Strict):
    """How old the last evidence of one section is."""

    section: str
    last_fed: dt.date | None = Field(description="None when it was never fed")
    age_days: int | None
    stale: bool = Field(description="never fed, or not for reminder_days")


class FreshnessResult(Strict):
    """How alive the plan is."""

    last_fed: dt.date | None = Field(description="None when no evidence ever came")
    age_days: int = Field(description="days since then, or since plan_start when no evidence ever came")
    reminder: bool
    reminder_from: dt.date = Field(description="day from which a reminder is due when nothing comes")
    evidence: int = Field(description="pieces of evidence in all")
    recent: int = Field(description="pieces younger than reminder_days")
    longest_gap_days: int
    period_over: bool | None = Field(description="whether the plan's period has ended; None without plan_end")


def _longest(days: Sequence[dt.date]) -> int:
    return max((age(before, after) for before, after in pairwise(sorted(days))), default=0)


def _sections(given: FreshnessInput) -> list[SectionAge]:
    last: dict[str, dt.date] = {}
    for piece in given.evidence:
        if piece.section is not None:
            last[piece.section] = max(last.get(piece.section, piece.date), piece.date)
    items = []
    for section in {*given.sections, *last}:
        days = age(last[section], given.as_of) if section in last else None
        items.append(
            SectionAge(
                section=section,
                last_fed=last.get(section),
                age_days=days,
                stale=days is None or old(days, given.reminder_days),
            )
        )
    never = age(dt.date.min, given.as_of)
    return sorted(items, key=lambda item: (-(never if item.age_days is None else item.age_days), item.section))


def plan_freshness(given: FreshnessInput) -> Outcome[FreshnessResult]:
    """The age of the newest evidence, and whether it is time to remind."""
    days = [piece.date for piece in given.evidence]
    last = max(days, default=None)
    since = last or given.plan_start
    items = _sections(given)
    if since is None:
        return Outcome(result=None, formula=FORMULA, per_item=list(items), missing=["evidence", "plan_start"])
    first = min((day for day in (given.plan_start, *days) if day is not None), default=since)
    result = FreshnessResult(
        last_fed=last,
        age_days=age(since, given.as_of),
        reminder=old(age(since, given.as_of), given.reminder_days),
        reminder_from=since + dt.timedelta(days=given.reminder_days),
        evidence=len(days),
        recent=sum(not old(age(day, given.as_of), given.reminder_days) for day in days),
        longest_gap_days=_longest([first, *days, given.as_of]),
        period_over=None if given.plan_end is None else given.as_of > given.plan_end,
    )
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(items),
        findings=_findings(result, items, given),
        why=_why(result, given),
    )


def _findings(result: FreshnessResult, items: Sequence[SectionAge], given: FreshnessInput) -> list[Note]:
    never = [item.section for item in items if item.last_fed is None]
    found = [both("freshness.never_fed", lambda _: {"names": names(never)})] if never else []
    stale = [f"{item.section} ({item.age_days})" for item in items if item.stale and item.last_fed is not None]
    if stale:
        found.append(both("freshness.stale", lambda _: {"names": names(stale)}))
    end = given.plan_end
    if result.period_over and end is not None:
        found.append(both("freshness.period_over", lambda lang: {"end": written(end, lang)}))
    return found


def _why(result: FreshnessResult, given: FreshnessInput) -> list[Note]:
    newest = sorted(piece.title for piece in given.evidence if piece.date == result.last_fed and piece.title)
    start = given.plan_start or given.as_of

    def values(language: Language) -> dict[str, object]:
        return {
            "last": written(result.last_fed or start, language),
            "title": f" ({names(newest, limit=2)})" if newest else "",
            "days": number(Decimal(result.age_days), language),
            "limit": given.reminder_days,
            "from": written(result.reminder_from, language),
            "recent": result.recent,
            "all": result.evidence,
            "gap": number(Decimal(result.longest_gap_days), language),
        }

    why = [both("freshness.never" if result.last_fed is None else "freshness.last", values)]
    why.append(both("freshness.remind" if result.reminder else "freshness.alive", values))
    return [*why, both("freshness.rhythm", values)] if result.evidence else why


TOOL = Tool(
    name="plan_freshness",
    version="1",
    source="S0 and S4 (a plan fed all year), method row 18; the 30 days are ours",
    function=plan_freshness,
    input=FreshnessInput,
    result=FreshnessResult,
    example={
        "as_of": "2026-03-31",
        "plan_start": "2026-01-01",
        "sections": ["objectives", "risks"],
        "evidence": [
            {"date": "2026-01-20", "section": "objectives", "title": "interview with the purchasing manager"},
            {"date": "2026-02-24", "section": "objectives", "title": "steering minutes"},
        ],
    },
)
