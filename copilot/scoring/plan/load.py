"""How much work the plan puts on each person, week by week, and which actions are overdue (S0; rows 21 and 22)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from copilot.scoring.base import Name, Outcome, Strict, duplicates, ratio
from copilot.scoring.days import Day, age, monday
from copilot.scoring.plan.load_why import findings, why
from copilot.scoring.plan.people import Person, spellings
from copilot.scoring.tool import Tool
from copilot.text.normalise import fold

FORMULA = (
    "load of a week = sum of the effort left of open actions, each spread evenly over its working days (Monday to "
    "Friday) from start, or as_of when later, to due, or in the week of due without start; overdue work falls in the "
    "week of as_of (the next one on a weekend); over when load > capacity"
)
WEEK, WORKDAYS = dt.timedelta(days=7), 5
LONGEST = 1100
Unit = Literal["days", "half_days", "hours"]
Effort = Annotated[Decimal, Field(ge=0, le=Decimal("1e6"), decimal_places=6)]


class LoadAction(Strict):
    """One action of the plan."""

    label: Name = Field(description="what is to be done, unique in the call")
    owner: Person | None = Field(default=None, description="who does it; absent: nobody yet")
    effort: Effort | None = Field(default=None, description="effort still to be spent, in the unit of the capacities")
    start: Day | None = Field(default=None, description="first day of work (YYYY-MM-DD); absent: the week of due")
    due: Day | None = Field(default=None, description="last day (YYYY-MM-DD); absent: it cannot be placed in a week")
    status: Literal["open", "done", "cancelled"] = Field(default="open", description="done and cancelled weigh nothing")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.start and self.due:
            if self.start > self.due:
                raise ValueError(f"start = '{self.start}': after due = '{self.due}'")
            if age(self.start, self.due) > LONGEST:
                raise ValueError(f"due = '{self.due}': more than {LONGEST} days after start; split the action")
        return self


class Capacity(Strict):
    """What one person can do in a week."""

    owner: Person = Field(description="the person, unique in the call")
    per_week: Effort = Field(description="effort a week for this plan, in the unit of the efforts")


class LoadInput(Strict):
    """The actions of a plan and what people can do."""

    as_of: Day = Field(description="day of the check (YYYY-MM-DD)")
    actions: list[LoadAction] = Field(max_length=1000, description="every action with owner, effort and days")
    capacities: list[Capacity] = Field(default_factory=list, max_length=1000, description="capacity of each person")
    default_capacity: Effort | None = Field(
        default=None, description="effort a week of whoever has no line; absent: such loads are not judged"
    )
    unit: Unit = Field(default="days", description="unit of all efforts and capacities")

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if twice := duplicates(action.label for action in self.actions):
            raise ValueError(f"actions: {twice[0]!r} stands twice; merge the lines or tell them apart")
        if twice := duplicates(fold(capacity.owner) for capacity in self.capacities):
            raise ValueError(f"capacities: {twice[0]!r} stands twice; keep one line per person")
        return self


class WeekLoad(Strict):
    """One person in one week that has some load."""

    owner: str
    week: dt.date = Field(description="its Monday")
    load: Decimal
    capacity: Decimal | None
    use: Decimal | None = Field(description="load / capacity, a fraction; None when the capacity is unknown or 0")
    over: Decimal = Field(description="load beyond the capacity, 0 when it fits or the capacity is unknown")


class OverdueAction(Strict):
    """An open action whose day has passed."""

    label: str
    owner: str | None
    due: dt.date
    days: int


class Worker(NamedTuple):
    """A person as written and what that person can do in a week."""

    name: str
    capacity: Decimal | None


class LoadResult(Strict):
    """Who is overloaded, and what is late."""

    open_actions: int
    total_load: Decimal = Field(description="effort that could be placed in weeks")
    overloaded_weeks: int = Field(description="person-weeks whose load is above the capacity")
    overloaded: list[str] = Field(description="persons with such a week, the largest excess first")
    overdue: list[OverdueAction] = Field(description="the latest first")
    unplaced: list[str] = Field(description="open actions without owner, effort or due day, left out of the load")
    unit: Unit


def _workdays(first: dt.date, last: dt.date) -> int:
    """Monday to Friday between two days of one week."""
    return max(min(last.weekday(), WORKDAYS - 1) - first.weekday() + 1, 0)


def _spread(action: LoadAction, due: dt.date, as_of: dt.date) -> dict[dt.date, Fraction]:
    """Which part of the effort falls in which week, by its Monday."""
    if due < as_of:
        return {monday(as_of) + (WEEK if as_of.weekday() >= WORKDAYS else dt.timedelta(0)): Fraction(1)}
    first = max(action.start, as_of) if action.start else due
    days: dict[dt.date, int] = {}
    week = monday(first)
    while week <= due:
        days[week] = _workdays(max(first, week), min(due, week + dt.timedelta(days=6)))
        week += WEEK
    every = sum(days.values())
    return {week: Fraction(n, every) for week, n in days.items() if n} if every else {monday(due): Fraction(1)}


def _decimal(value: Fraction) -> Decimal:
    return ratio(Decimal(value.numerator), Decimal(value.denominator))


def _weeks(given: LoadInput, placed: Sequence[LoadAction], people: dict[str, Worker]) -> list[WeekLoad]:
    loads: dict[tuple[str, dt.date], Fraction] = {}
    for action in placed:
        if action.owner and action.effort and action.due:
            for week, part in _spread(action, action.due, given.as_of).items():
                place = fold(action.owner), week
                loads[place] = loads.get(place, Fraction(0)) + part * Fraction(action.effort)
    items = []
    for (owner, week), load in loads.items():
        name, capacity = people[owner]
        items.append(
            WeekLoad(
                owner=name,
                week=week,
                load=_decimal(load),
                capacity=capacity,
                use=_decimal(load / Fraction(capacity)) if capacity else None,
                over=Decimal(0) if capacity is None else _decimal(max(load - Fraction(capacity), Fraction(0))),
            )
        )
    return sorted(items, key=lambda item: (item.owner, item.week))


def _people(given: LoadInput, left: Sequence[LoadAction]) -> dict[str, Worker]:
    """Everybody by folded name."""
    capacities = {fold(capacity.owner): capacity.per_week for capacity in given.capacities}
    shown = spellings([*(c.owner for c in given.capacities), *(a.owner for a in left if a.owner)])
    return {key: Worker(name, capacities.get(key, given.default_capacity)) for key, name in shown.items()}


def action_load(given: LoadInput) -> Outcome[LoadResult]:
    """The load of each person in each week against the capacity, and the overdue actions."""
    left = sorted((action for action in given.actions if action.status == "open"), key=lambda action: action.label)
    if not left:
        return Outcome(result=None, formula=FORMULA, missing=["open actions"])
    placed = [a for a in left if a.owner is not None and a.effort is not None and a.due is not None]
    people = _people(given, left)
    items = _weeks(given, placed, people)
    over = sorted((item for item in items if item.over), key=lambda item: (-item.over, item.week, item.owner))
    late = [
        OverdueAction(label=a.label, owner=a.owner, due=a.due, days=age(a.due, given.as_of))
        for a in left
        if a.due is not None and a.due < given.as_of
    ]
    result = LoadResult(
        open_actions=len(left),
        total_load=sum((a.effort for a in placed if a.effort is not None), Decimal(0)),
        overloaded_weeks=len(over),
        overloaded=list(dict.fromkeys(item.owner for item in over)),
        overdue=sorted(late, key=lambda item: (-item.days, item.label)),
        unplaced=sorted({a.label for a in left} - {a.label for a in placed}),
        unit=given.unit,
    )
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(items),
        findings=findings(left, items),
        why=why(result, items, over, list(people.values())),
    )


TOOL = Tool(
    name="action_load",
    version="1",
    source="S0 (time and human resources, control), method rows 21 and 22; the even spread over working days is ours",
    function=action_load,
    input=LoadInput,
    result=LoadResult,
    example={
        "as_of": "2026-03-02",
        "default_capacity": 3,
        "actions": [
            {"label": "audit of Lyon", "owner": "Anne Morel", "effort": 4, "start": "2026-03-02", "due": "2026-03-06"},
            {"label": "offer", "owner": "Karim Haddad", "effort": 2, "start": "2026-03-02", "due": "2026-03-13"},
            {"label": "minutes", "owner": "Anne Morel", "effort": 0.5, "due": "2026-02-20"},
        ],
    },
)
