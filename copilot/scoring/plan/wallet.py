"""Our share of what a client spends in a category (S2, method row 35)."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal, localcontext
from typing import Self

from pydantic import Field, model_validator

from copilot.schemas.evidence import Language
from copilot.scoring.base import PRECISION, MoneyInput, Note, Outcome, PositiveAmount, Probability, Strict, ratio
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, money, percent, percent_beside

FORMULA = "share = our sales / client's spend, same perimeter and same period; to win = target * spend - our sales"


class WalletInput(MoneyInput):
    """Our sales and the client's spend; they must cover the same things and the same period."""

    our_sales: PositiveAmount | None = Field(default=None, description="our sales with the client")
    client_spend: PositiveAmount | None = Field(
        default=None, description="its total spend in the category, ours included"
    )
    perimeter: str | None = Field(default=None, max_length=300, description="what the spend covers")
    period: str | None = Field(default=None, max_length=60, description="period of both amounts")
    spend_is_estimate: bool = Field(default=False, description="whether the spend is somebody's estimate")
    spend_low: PositiveAmount | None = Field(
        default=None, description="lowest that an estimated spend may be; give both ends or none"
    )
    spend_high: PositiveAmount | None = Field(default=None, description="highest that an estimated spend may be")
    target: Probability | None = Field(default=None, description="share to reach, a fraction; no default")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        low, high, spend = self.spend_low, self.spend_high, self.client_spend
        if (low is None) != (high is None):
            raise ValueError("spend_low: give both ends of the range, or none")
        if low is None or high is None:
            return self
        if not 0 < low <= high:
            raise ValueError(f"spend_low = '{low}': must be above 0 and not above spend_high = '{high}'")
        if spend is not None and not low <= spend <= high:
            raise ValueError(f"client_spend = '{spend}': give the likely spend, within its range {low} to {high}")
        return self


class WalletResult(Strict):
    """Our part, and what is left to win."""

    share: Decimal = Field(description="a fraction")
    others: Decimal = Field(description="spend that goes to others")
    estimate: bool = Field(description="whether the share is an estimate, because the spend is one")
    share_low: Decimal | None = Field(default=None, description="at the highest spend of the range, a fraction")
    share_high: Decimal | None = Field(default=None, description="at the lowest spend of the range, a fraction")
    target: Decimal | None = None
    reached: bool | None = Field(default=None, description="None without a target")
    to_win: Decimal | None = Field(
        default=None, description="sales to take from others to reach the target at this spend; 0 when it is reached"
    )


def share_of_wallet(given: WalletInput) -> Outcome[WalletResult]:
    """Our share of the client's spend, marked as an estimate when the spend is one."""
    missing = [] if given.our_sales is not None else ["our_sales"]
    if not given.client_spend:
        missing.append("client_spend")
    if missing or given.our_sales is None or given.client_spend is None:
        return Outcome(result=None, formula=FORMULA, missing=missing)
    sales, spend, low, high = given.our_sales, given.client_spend, given.spend_low, given.spend_high
    to_win = None
    if given.target is not None:
        with localcontext(prec=PRECISION):
            gap = max(given.target * spend - sales, Decimal(0))
            to_win = gap.quantize(Decimal("0.01"), rounding=ROUND_CEILING)
    result = WalletResult(
        share=ratio(sales, spend),
        others=spend - sales,
        estimate=given.spend_is_estimate or low is not None,
        share_low=None if high is None else ratio(sales, high),
        share_high=None if low is None else ratio(sales, low),
        target=given.target,
        reached=None if to_win is None else to_win == 0,
        to_win=to_win,
    )
    return Outcome(
        result=result,
        formula=FORMULA,
        findings=_findings(result, given, sales, spend),
        why=_why(result, sales, spend, given.currency),
    )


def _findings(result: WalletResult, given: WalletInput, sales: Decimal, spend: Decimal) -> list[Note]:
    target = result.target
    known = {
        "wallet.no_perimeter": not (given.perimeter or "").strip(),
        "wallet.no_period": not (given.period or "").strip(),
        "wallet.estimate": result.estimate,
        "wallet.above_one": sales > spend,
    }
    found = [both(code, lambda _: {}) for code, applies in known.items() if applies]
    if target is not None and given.spend_low is not None and given.spend_high is not None:
        with localcontext(prec=PRECISION):
            at_best, at_worst = sales >= target * given.spend_low, sales >= target * given.spend_high
        if at_best != at_worst:
            found.append(both("wallet.range_decides", lambda lang: {"target": percent(target, lang)}))
    return found


def _why(result: WalletResult, sales: Decimal, spend: Decimal, currency: str) -> list[Note]:
    target = result.target

    def values(language: Language) -> dict[str, object]:
        return {
            "share": percent(result.share, language)
            if target is None
            else percent_beside(ratio(sales, spend, 20), target, language),
            "sales": money(sales, currency, language),
            "spend": money(spend, currency, language),
            "others": money(result.others, currency, language),
            "point": money(ratio(spend, Decimal(100), 2), currency, language),
            "low": percent(result.share_low or Decimal(0), language),
            "high": percent(result.share_high or Decimal(0), language),
            "target": percent(target or Decimal(0), language),
            "to_win": money(result.to_win or Decimal(0), currency, language, 2),
            "part": percent(
                ratio(result.to_win or Decimal(0), result.others) if result.others > 0 else Decimal(0), language
            ),
        }

    codes = ["wallet.share"]
    if result.share_low != result.share_high:
        codes.append("wallet.range")
    if result.others > 0:
        codes.append("wallet.others")
    if target is not None:
        codes.append("wallet.reached" if result.reached else "wallet.to_win")
    return [both(code, values) for code in codes]


TOOL = Tool(
    name="share_of_wallet",
    version="2",
    source="S2, method row 35; the target is the user's",
    function=share_of_wallet,
    input=WalletInput,
    result=WalletResult,
    example={"currency": "EUR", "our_sales": 400, "client_spend": 1000, "perimeter": "maintenance", "period": "2025"},
)
