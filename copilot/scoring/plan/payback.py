"""Months until the cost of winning or growing an account is paid back (S2, method row 34)."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, model_validator

from copilot.schemas.evidence import Language
from copilot.scoring.base import MarginRate, MoneyInput, Note, Outcome, PositiveAmount, Strict, ratio
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, money, number, percent

FORMULA = "months = cost / (monthly revenue * margin), monthly revenue = annual revenue / 12; never when margin <= 0"


class PaybackInput(MoneyInput):
    """The cost and the recurring revenue that it brings."""

    cost: PositiveAmount | None = Field(default=None, description="cost of winning the revenue")
    monthly_revenue: PositiveAmount | None = Field(default=None, description="new recurring revenue a month")
    annual_revenue: PositiveAmount | None = Field(
        default=None, description="the same a year, if the month is not known"
    )
    margin: MarginRate | None = Field(default=None, description="gross margin on that revenue, a fraction")
    client_contribution: PositiveAmount | None = Field(
        default=None, description="part of the cost that the client pays"
    )
    kind: Literal["acquisition", "expansion"] = Field(
        default="acquisition", description="expansion: cost and revenue of growth with an existing client only"
    )

    @model_validator(mode="after")
    def _one_revenue(self) -> Self:
        if self.monthly_revenue is not None and self.annual_revenue is not None:
            raise ValueError("annual_revenue: give the monthly or the annual revenue, not both")
        if self.cost is not None and self.client_contribution is not None and self.client_contribution > self.cost:
            raise ValueError(f"client_contribution = '{self.client_contribution}': larger than the cost")
        return self


class PaybackResult(Strict):
    """How long the money is out."""

    months: Decimal | None = Field(description="None when the cost is never paid back")
    never: bool
    monthly_margin: Decimal
    net_cost: Decimal | None = Field(default=None, description="cost after the client's contribution")
    net_months: Decimal | None = Field(default=None, description="months for the net cost")


def cac_payback(given: PaybackInput) -> Outcome[PaybackResult]:
    """Months until the cost is paid back by the margin, also net of what the client pays."""
    monthly = given.monthly_revenue
    if given.annual_revenue is not None:
        monthly = ratio(given.annual_revenue, Decimal(12), 20)
    known = {"cost": given.cost, "monthly_revenue": monthly, "margin": given.margin}
    missing = [name for name, value in known.items() if value is None]
    if given.cost is None or monthly is None or given.margin is None:
        return Outcome(result=None, formula=FORMULA, missing=missing)
    earned = monthly * given.margin
    net = None if given.client_contribution is None else given.cost - given.client_contribution
    if earned <= 0:
        result = PaybackResult(months=None, never=True, monthly_margin=ratio(earned, Decimal(1), 2), net_cost=net)
        return Outcome(result=result, formula=FORMULA, findings=[both("payback.never", lambda _: {})])
    result = PaybackResult(
        months=ratio(given.cost, earned),
        never=False,
        monthly_margin=ratio(earned, Decimal(1), 2),
        net_cost=net,
        net_months=None if net is None else ratio(net, earned),
    )
    return Outcome(result=result, formula=FORMULA, why=_why(result, given, given.cost, monthly, given.margin))


def _why(result: PaybackResult, given: PaybackInput, cost: Decimal, monthly: Decimal, margin: Decimal) -> list[Note]:
    months, net = result.months or Decimal(0), result.net_months

    def values(language: Language) -> dict[str, object]:
        return {
            "months": number(months, language, 1),
            "cost": money(cost, given.currency, language),
            "monthly": money(monthly, given.currency, language),
            "margin": percent(margin, language),
            "net": number(net or Decimal(0), language, 1),
            "contribution": money(given.client_contribution or Decimal(0), given.currency, language),
        }

    why = [both("payback.months", values)]
    return [*why, both("payback.net", values)] if net is not None else why


TOOL = Tool(
    name="cac_payback",
    version="1",
    source="S2, method row 34",
    function=cac_payback,
    input=PaybackInput,
    result=PaybackResult,
    example={"currency": "EUR", "cost": 36000, "monthly_revenue": 6000, "margin": 0.75},
)
