"""Months until the cost of winning or growing an account is paid back (S2, method row 34)."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from copilot.schemas.evidence import Language
from copilot.scoring.base import (
    PRECISION,
    MarginRate,
    MoneyInput,
    Note,
    Outcome,
    PositiveAmount,
    Strict,
    ratio,
    rounded,
)
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, money, number, percent

FORMULA = "months = cost / (monthly revenue * margin), monthly revenue = annual revenue / 12; never when margin <= 0"
LESS_REVENUE = Decimal("0.8")
"""How much of the revenue comes in, in the sensitivity that is told (ours)."""


class PaybackInput(MoneyInput):
    """The cost and the recurring revenue that it brings."""

    cost: PositiveAmount | None = Field(
        default=None, description="cost of winning the revenue; for an expansion, of the expansion only"
    )
    monthly_revenue: PositiveAmount | None = Field(
        default=None, description="new recurring revenue a month; for an expansion, what it adds, nothing else"
    )
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
    contract_months: Annotated[Decimal, Field(gt=0, le=1200, decimal_places=6)] | None = Field(
        default=None, description="months for which the revenue is secured by contract, to compare with"
    )
    acquisition_cost: PositiveAmount | None = Field(
        default=None, description="for an expansion: cost of winning a new client instead, to compare with"
    )
    acquisition_monthly_revenue: PositiveAmount | None = Field(
        default=None, description="for an expansion: monthly revenue of that new client, at the same margin"
    )

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.monthly_revenue is not None and self.annual_revenue is not None:
            raise ValueError("annual_revenue: give the monthly or the annual revenue, not both")
        if self.cost is not None and self.client_contribution is not None and self.client_contribution > self.cost:
            raise ValueError(f"client_contribution = '{self.client_contribution}': larger than the cost")
        compared = (self.acquisition_cost, self.acquisition_monthly_revenue)
        if compared != (None, None) and self.kind != "expansion":
            raise ValueError(
                "acquisition_cost: only an expansion is compared with an acquisition; set kind = expansion"
            )
        if (compared[0] is None) != (compared[1] is None):
            raise ValueError("acquisition_cost: give it with acquisition_monthly_revenue, or neither")
        return self

    def a_year(self) -> Decimal | None:
        """The revenue of twelve months."""
        return self.annual_revenue if self.monthly_revenue is None else self.monthly_revenue * 12


class PaybackResult(Strict):
    """How long the money is out."""

    months: Decimal | None = Field(description="None when the cost is never paid back")
    never: bool
    monthly_margin: Decimal
    net_cost: Decimal | None = Field(default=None, description="cost after the client's contribution")
    net_months: Decimal | None = Field(default=None, description="months for the net cost")
    within_contract: bool | None = Field(
        default=None, description="whether the (net) cost is paid back within contract_months; None without them"
    )
    acquisition_months: Decimal | None = Field(
        default=None, description="months for the acquisition to compare with; None without it, or when never"
    )


def _months(cost: Decimal, a_year: Decimal, margin: Decimal) -> Decimal | None:
    """Months to pay the cost back; None when that never happens."""
    with localcontext(prec=2 * PRECISION):
        earned = a_year * margin
        return None if earned <= 0 else rounded(cost * 12 / earned, 6)


def cac_payback(given: PaybackInput) -> Outcome[PaybackResult]:
    """Months until the cost is paid back by the margin, also net of what the client pays."""
    with localcontext(prec=PRECISION):
        a_year = given.a_year()
    known = {"cost": given.cost, "monthly_revenue": a_year, "margin": given.margin}
    missing = [name for name, value in known.items() if value is None]
    if given.cost is None or a_year is None or given.margin is None:
        return Outcome(result=None, formula=FORMULA, missing=missing)
    with localcontext(prec=PRECISION):
        monthly_margin = rounded(a_year * given.margin / 12, 2)
        net = None if given.client_contribution is None else given.cost - given.client_contribution
        paid = given.cost if net is None else net
        secured = None
        if given.contract_months is not None:
            secured = a_year * given.margin > 0 and paid * 12 <= given.contract_months * a_year * given.margin
    months = _months(given.cost, a_year, given.margin)
    compared = None
    if given.acquisition_cost is not None and given.acquisition_monthly_revenue is not None:
        compared = _months(given.acquisition_cost, given.acquisition_monthly_revenue * 12, given.margin)
    result = PaybackResult(
        months=months,
        never=months is None,
        monthly_margin=monthly_margin,
        net_cost=net,
        net_months=None if net is None else _months(net, a_year, given.margin),
        within_contract=secured,
        acquisition_months=compared,
    )
    findings = [both("payback.never", lambda _: {})] if result.never else []
    if secured is False and not result.never:
        findings.append(both("payback.beyond_contract", lambda lang: _contract(result, given, lang)))
    return Outcome(result=result, formula=FORMULA, findings=findings, why=_why(result, given, given.cost, a_year))


def _contract(result: PaybackResult, given: PaybackInput, lang: Language) -> dict[str, object]:
    months = result.months if result.net_months is None else result.net_months
    return {
        "months": number(months or Decimal(0), lang, 1),
        "contract": number(given.contract_months or Decimal(0), lang, 1),
    }


def _why(result: PaybackResult, given: PaybackInput, cost: Decimal, a_year: Decimal) -> list[Note]:
    margin, contract = given.margin or Decimal(0), given.contract_months
    paid = cost if result.net_cost is None else result.net_cost
    months = result.months if result.net_months is None else result.net_months
    shown = months or Decimal(0)
    compared = result.acquisition_months

    def values(language: Language) -> dict[str, object]:
        return {
            "cost": money(cost, given.currency, language),
            "months": number(result.months or Decimal(0), language, 1),
            "monthly": money(ratio(a_year, Decimal(12), 2), given.currency, language),
            "margin": percent(margin, language),
            "earned": money(result.monthly_margin, given.currency, language),
            "net": number(shown, language, 1),
            "contribution": money(given.client_contribution or Decimal(0), given.currency, language),
            "less": percent(1 - LESS_REVENUE, language),
            "later": number(ratio(shown, LESS_REVENUE), language, 1),
            "contract": number(contract or Decimal(0), language, 1),
            "needed": money(ratio(paid, contract or Decimal(1), 2), given.currency, language, 2),
            "other": number(compared or Decimal(0), language, 1),
        }

    if result.never:
        codes = ["payback.loses" if margin < 0 else "payback.earns_nothing"]
        return [both(code, values) for code in [*codes, *(["payback.needed"] if contract is not None else [])]]
    codes = [f"payback.{given.kind}"]
    if result.net_months is not None:
        codes.append("payback.net")
    if paid:
        codes.append("payback.sensitivity")
    if contract is not None:
        codes.append("payback.within_contract" if result.within_contract else "payback.needed")
    if compared is not None and result.months is not None:
        codes.append("payback.faster" if result.months < compared else "payback.not_faster")
    return [both(code, values) for code in codes]


TOOL = Tool(
    name="cac_payback",
    version="2",
    source="S2, method row 34; the comparison with a contract and the 20 % sensitivity are ours",
    function=cac_payback,
    input=PaybackInput,
    result=PaybackResult,
    example={"currency": "EUR", "cost": 36000, "monthly_revenue": 6000, "margin": 0.75},
)
