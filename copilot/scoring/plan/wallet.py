"""Our share of what the client spends on what we sell (S2, method row 35)."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field

from copilot.schemas.evidence import Language
from copilot.scoring.base import MoneyInput, Note, Outcome, PositiveAmount, Strict, ratio
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, money, percent

FORMULA = "share = our sales / client's spend, same perimeter and same period"


class WalletInput(MoneyInput):
    """Our sales and the client's spend; they must cover the same things and the same period."""

    our_sales: PositiveAmount | None = Field(default=None, description="our sales with the client")
    client_spend: PositiveAmount | None = Field(
        default=None, description="its total spend in the category, ours included"
    )
    perimeter: str | None = Field(default=None, max_length=300, description="what the spend covers")
    period: str | None = Field(default=None, max_length=60, description="period of both amounts")
    spend_is_estimate: bool = Field(default=False, description="whether the spend is somebody's estimate")


class WalletResult(Strict):
    """Our part, and what is left to win."""

    share: Decimal = Field(description="a fraction")
    others: Decimal = Field(description="spend that goes to others")
    estimate: bool


def share_of_wallet(given: WalletInput) -> Outcome[WalletResult]:
    """Our share of the client's spend, marked as an estimate when the spend is one."""
    missing = [] if given.our_sales is not None else ["our_sales"]
    if not given.client_spend:
        missing.append("client_spend")
    if missing or given.our_sales is None or given.client_spend is None:
        return Outcome(result=None, formula=FORMULA, missing=missing)
    findings = []
    if not given.perimeter:
        findings.append(both("wallet.no_perimeter", lambda _: {}))
    if not given.period:
        findings.append(both("wallet.no_period", lambda _: {}))
    if given.spend_is_estimate:
        findings.append(both("wallet.estimate", lambda _: {}))
    if given.our_sales > given.client_spend:
        findings.append(both("wallet.above_one", lambda _: {}))
    result = WalletResult(
        share=ratio(given.our_sales, given.client_spend),
        others=given.client_spend - given.our_sales,
        estimate=given.spend_is_estimate,
    )
    return Outcome(
        result=result,
        formula=FORMULA,
        findings=findings,
        why=_why(result, given.our_sales, given.client_spend, given.currency),
    )


def _why(result: WalletResult, sales: Decimal, spend: Decimal, currency: str) -> list[Note]:
    def values(language: Language) -> dict[str, object]:
        return {
            "share": percent(result.share, language),
            "sales": money(sales, currency, language),
            "spend": money(spend, currency, language),
        }

    return [both("wallet.share", values)]


TOOL = Tool(
    name="share_of_wallet",
    version="1",
    source="S2, method row 35",
    function=share_of_wallet,
    input=WalletInput,
    result=WalletResult,
    example={"currency": "EUR", "our_sales": 400, "client_spend": 1000, "perimeter": "maintenance", "period": "2025"},
)
