"""What `contract_watch` is given and what it answers (S2, method row 44)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from copilot.scoring.base import ItemInput, MoneyInput, Name, PositiveAmount, Probability, Strict, duplicates
from copilot.scoring.days import Day, months_later

DEFAULT_HORIZON = 12
"""In months; ours, the sources give none."""
Status = Literal["alert", "notice_passed", "renewing", "quiet", "future", "expired", "undated"]
"""alert: the day to act lies within the horizon; notice_passed: too late for notice, it ends; renewing: too late, it
renews by itself; quiet: nothing within the horizon; future: not started, nothing within the horizon; expired; undated:
no end."""
Balance = Literal["we_depend_more", "they_depend_more", "equal"]


class Contract(ItemInput):
    """One contract with the client."""

    name: Name = Field(description="contract name, unique in the call")
    start: Day | None = Field(default=None, description="first day (YYYY-MM-DD)")
    end: Day | None = Field(
        default=None, description="last day of the term that was signed (YYYY-MM-DD); left out when unknown or open"
    )
    amount: PositiveAmount | None = Field(
        default=None, description="what it brings us a year, or over one same period for all contracts"
    )
    notice_months: Annotated[int, Field(ge=0, le=120)] | None = Field(
        default=None, description="notice in calendar months before the end; give one form of notice at most"
    )
    notice_days: Annotated[int, Field(ge=0, le=3660)] | None = Field(
        default=None, description="notice in days before the end"
    )
    notice_date: Day | None = Field(
        default=None, description="last day for notice (YYYY-MM-DD), when the contract or somebody states it"
    )
    tacit_renewal: bool | None = Field(
        default=None, description="whether it renews by itself without notice; left out when unknown"
    )
    renewal_months: Annotated[int, Field(ge=1, le=120)] | None = Field(
        default=None, description="how long each tacit renewal lasts, in months"
    )
    sla_target: Probability | None = Field(
        default=None, description="service level promised, a fraction of what is due"
    )
    sla_measured: Probability | None = Field(default=None, description="service level delivered, a fraction")

    @model_validator(mode="after")
    def _possible(self) -> Self:
        forms = {
            "notice_months": self.notice_months,
            "notice_days": self.notice_days,
            "notice_date": self.notice_date,
        }
        given = [name for name, value in forms.items() if value is not None]
        if len(given) > 1:
            raise ValueError(f"{given[1]} = '{forms[given[1]]}': {given[0]} is given already; give one form of notice")
        if self.start and self.end and self.end < self.start:
            raise ValueError(f"end = '{self.end}': before start = '{self.start}'")
        if self.notice_date and self.end and self.notice_date > self.end:
            raise ValueError(f"notice_date = '{self.notice_date}': after end = '{self.end}'")
        if self.renewal_months is not None and not self.tacit_renewal:
            raise ValueError(f"renewal_months = {self.renewal_months}: needs tacit_renewal = true")
        return self


class ContractsInput(MoneyInput):
    """The contracts of one account, the day of the check, and the figures of the dependence."""

    as_of: Day = Field(description="day of the check (YYYY-MM-DD)")
    contracts: list[Contract] = Field(default_factory=list, max_length=10_000, description="every contract")
    horizon_months: Annotated[int, Field(ge=1, le=120)] | None = Field(
        default=None,
        description="how far ahead to look, in calendar months from as_of; left out: 12, our default, and told so",
    )
    our_sales: PositiveAmount | None = Field(default=None, description="our sales with the client over a year")
    client_spend: PositiveAmount | None = Field(
        default=None, description="what it spends in all on what we sell, ours included, over the same year"
    )
    our_revenue: PositiveAmount | None = Field(
        default=None, description="our revenue with all clients over the same year"
    )

    @property
    def until(self) -> dt.date:
        """The last day of the horizon."""
        return months_later(self.as_of, self.horizon_months or DEFAULT_HORIZON)

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        if twice := duplicates(contract.name for contract in self.contracts):
            raise ValueError(f"contracts: {twice[0]!r} stands twice; merge the lines or tell them apart")
        return self


class ContractItem(Strict):
    """One contract at the day of the check; soonest day to act first."""

    name: str
    status: Status
    act_by: dt.date | None = Field(description="last day for notice; the end where no notice is stated")
    days_left: int | None = Field(description="days from as_of to act_by, below 0 when it has passed")
    end: dt.date | None = Field(description="end of the term that runs at as_of, tacit renewals included")
    days_to_end: int | None
    renewals: int = Field(description="tacit renewals since the signed term")
    next_act_by: dt.date | None = Field(
        default=None, description="last day for notice of the next term, for a contract that renews by itself"
    )
    amount: Decimal | None
    tacit_renewal: bool | None
    sla_missed: bool | None = Field(description="whether the level delivered is below the one promised; None: unknown")


class ContractsResult(Strict):
    """What ends, what to act on, and who depends on whom."""

    as_of: dt.date
    until: dt.date = Field(description="last day of the horizon")
    contracts: int
    alerts: list[str] = Field(description="contracts to act on within the horizon, soonest first")
    next_act_by: dt.date | None = Field(description="the first of these days; None without an alert")
    notice_passed: list[str]
    renewing: list[str]
    expired: list[str]
    undated: list[str] = Field(description="contracts without an end: nothing watches them")
    active_amount: Decimal | None = Field(
        description="amount of the contracts that have not expired; None when no amount is known"
    )
    exposure: Decimal | None = Field(
        description="churn exposure: amount of the contracts whose running term ends within the horizon"
    )
    exposure_rate: Decimal | None = Field(description="exposure / active_amount, a fraction")
    exposure_open: Decimal | None = Field(
        description="exposure without the contracts that renew by themselves and are past their notice"
    )
    mean_days_to_end: Decimal | None = Field(description="of the dated active contracts, weighted by their amount")
    our_share_of_spend: Decimal | None = Field(description="our sales / what the client spends, a fraction")
    client_share_of_revenue: Decimal | None = Field(description="our sales to it / our revenue, a fraction")
    balance: Balance | None = Field(description="the larger of the two shares; None when one is unknown")
