"""Whether an account's governance is complete and its committees meet (S2 names the roles; method row 38)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from copilot.scoring.base import Name, Outcome, Strict, duplicates, ratio
from copilot.scoring.days import Day, Frequency, age, later, not_after
from copilot.scoring.plan.governance_why import findings, why
from copilot.scoring.plan.people import Person
from copilot.scoring.tool import Tool
from copilot.scoring.wording import names

FORMULA = (
    "completeness = roles that are held, of 7: account lead, executive sponsor, steering committees, contributions "
    "of sales, marketing, product and delivery; a committee is expected by last_date + one period, overdue after it"
)
RoleName = Literal[
    "account_lead",
    "executive_sponsor",
    "steering_committees",
    "commercial_contributor",
    "marketing_contributor",
    "product_contributor",
    "delivery_contributor",
]
ROLES: tuple[RoleName, ...] = (
    "account_lead",
    "executive_sponsor",
    "steering_committees",
    "commercial_contributor",
    "marketing_contributor",
    "product_contributor",
    "delivery_contributor",
)


class Committee(Strict):
    """A steering committee and when it meets."""

    name: Name = Field(description="name of the committee, unique in the call")
    frequency: Frequency | None = Field(default=None, description="how often it should meet; absent: not agreed")
    last_date: Day | None = Field(default=None, description="day of the last meeting (YYYY-MM-DD); absent: never met")
    next_date: Day | None = Field(default=None, description="day planned for the next one; absent: none is planned")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last_date and self.next_date and self.next_date <= self.last_date:
            raise ValueError(f"next_date = '{self.next_date}': not after last_date = '{self.last_date}'")
        return self


class GovernanceInput(Strict):
    """Who holds which role on our side, and the committees; absent means that nobody is named."""

    account_lead: Person | None = Field(default=None, description="who answers for the account")
    executive_sponsor: Person | None = Field(default=None, description="our sponsor in top management")
    committees: list[Committee] = Field(
        default_factory=list, max_length=100, description="the steering committees with the client"
    )
    commercial_contributor: Person | None = Field(default=None, description="who contributes for sales")
    marketing_contributor: Person | None = Field(default=None, description="who contributes for marketing")
    product_contributor: Person | None = Field(default=None, description="who contributes for product")
    delivery_contributor: Person | None = Field(default=None, description="who contributes for delivery and service")
    client_sponsor: Person | None = Field(
        default=None, description="the client's own sponsor; not one of the seven, but its absence is said"
    )
    as_of: Day | None = Field(default=None, description="day of the check (YYYY-MM-DD), needed to judge the calendar")
    grace_days: Annotated[int, Field(ge=0, le=366)] = Field(
        default=0, description="days after the expected day before a committee is overdue; 0 is our default"
    )

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if twice := duplicates(committee.name for committee in self.committees):
            raise ValueError(f"committees: {twice[0]!r} stands twice; merge the lines or tell them apart")
        for rank, committee in enumerate(self.committees):
            if self.as_of is not None:
                not_after(committee.last_date, self.as_of, f"committees.{rank}.last_date")
        return self


CalendarState = Literal["on_track", "overdue", "planned_late", "not_planned", "not_judged"]


class CommitteeItem(Strict):
    """Where one committee stands in its calendar."""

    name: str
    frequency: Frequency | None
    last_date: dt.date | None
    next_date: dt.date | None
    expected_by: dt.date | None = Field(description="last_date + one period; None when either is unknown")
    state: CalendarState = Field(
        description="overdue: its day has passed without a meeting; planned_late: planned after the expected day; "
        "not_planned: never met or no frequency, and no date; not_judged: as_of is not given"
    )
    days_overdue: int = Field(description="days since the day that has passed, 0 unless overdue")


class GovernanceResult(Strict):
    """What of the governance is in place."""

    completeness: int = Field(description="roles that are held, 0 to 7")
    roles: int = Field(description="always 7")
    fraction: Decimal = Field(description="completeness / 7")
    missing_roles: list[RoleName]
    overdue: list[str] = Field(description="committees whose day has passed, the longest first")
    not_planned: list[str] = Field(description="committees that have no date to come and never met or no frequency")


def _committee(given: Committee, as_of: dt.date | None, grace: int) -> CommitteeItem:
    expected = later(given.last_date, given.frequency) if given.last_date and given.frequency else None
    planned = given.next_date
    state, days = _calendar(expected, planned, as_of, grace)
    return CommitteeItem(
        name=given.name,
        frequency=given.frequency,
        last_date=given.last_date,
        next_date=planned,
        expected_by=expected,
        state=state,
        days_overdue=days,
    )


def _calendar(
    expected: dt.date | None, planned: dt.date | None, as_of: dt.date | None, grace: int
) -> tuple[CalendarState, int]:
    """A planned day that has passed counts as missed: a meeting that took place would be the last date."""
    if as_of is None:
        return "not_judged", 0
    passed = [day for day in (expected, planned) if day is not None and age(day, as_of) > grace]
    if passed:
        return "overdue", age(min(passed), as_of)
    if planned is not None and expected is not None and age(expected, planned) > grace:
        return "planned_late", 0
    return ("not_planned" if planned is None and expected is None else "on_track"), 0


def _holders(given: GovernanceInput) -> dict[RoleName, str | None]:
    """Who holds each role; the committees are held as soon as one has a name."""
    held: dict[RoleName, str | None] = {role: getattr(given, role, None) for role in ROLES}
    held["steering_committees"] = names(sorted(item.name for item in given.committees)) or None
    return held


def governance_check(given: GovernanceInput) -> Outcome[GovernanceResult]:
    """How many of the seven roles are held, who is missing, and which committees are overdue."""
    held = _holders(given)
    missing = [role for role in ROLES if held[role] is None]
    items = [_committee(item, given.as_of, given.grace_days) for item in given.committees]
    items.sort(key=lambda item: (-item.days_overdue, item.name))
    result = GovernanceResult(
        completeness=len(ROLES) - len(missing),
        roles=len(ROLES),
        fraction=ratio(Decimal(len(ROLES) - len(missing)), Decimal(len(ROLES))),
        missing_roles=missing,
        overdue=[item.name for item in items if item.state == "overdue"],
        not_planned=[item.name for item in items if item.state == "not_planned"],
    )
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(items),
        findings=findings(given, held, items),
        why=why(result, items),
    )


TOOL = Tool(
    name="governance_check",
    version="1",
    source="S2 names the roles and committees, method row 38; the calendar rule and 3 roles for one person are ours",
    function=governance_check,
    input=GovernanceInput,
    result=GovernanceResult,
    example={
        "as_of": "2026-03-31",
        "account_lead": "Anne Morel",
        "executive_sponsor": "Paul Girard",
        "commercial_contributor": "Anne Morel",
        "delivery_contributor": "Karim Haddad",
        "committees": [
            {"name": "steering", "frequency": "quarterly", "last_date": "2025-11-18", "next_date": "2026-04-14"},
            {"name": "operations", "frequency": "monthly", "last_date": "2026-03-10"},
        ],
    },
)
