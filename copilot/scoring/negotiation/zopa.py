"""The zone of possible agreement between two limits (method row 66; not in the sources)."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, model_validator

from copilot.schemas.evidence import Language
from copilot.scoring.base import Amount, Note, Outcome, Strict
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, number

FORMULA = "zone = [seller_min, buyer_max]; it exists when buyer_max >= seller_min; width = buyer_max - seller_min"


class ZopaInput(Strict):
    """The two limits on one issue. Where less is better for the seller (days, discounts), swap the two sides."""

    unit: str = Field(min_length=1, max_length=40, description="unit of all values: EUR, EUR/h, %, days…")
    seller_min: Amount | None = Field(default=None, description="the least that the side wanting more accepts")
    buyer_max: Amount | None = Field(default=None, description="the most that the side wanting less accepts")
    buyer_max_low: Amount | None = Field(default=None, description="when buyer_max is not known: the lowest it may be")
    buyer_max_high: Amount | None = Field(
        default=None, description="when buyer_max is not known: the highest it may be"
    )
    seller_is_estimate: bool = Field(default=False, description="whether seller_min is hearsay or a guess")
    buyer_is_estimate: bool = Field(default=False, description="whether buyer_max is hearsay or a guess")

    @model_validator(mode="after")
    def _range_is_ordered(self) -> Self:
        low, high = self.buyer_max_low, self.buyer_max_high
        if (low is None) != (high is None):
            raise ValueError("buyer_max_low: give both ends of the range, or none")
        if low is not None and high is not None and low > high:
            raise ValueError(f"buyer_max_low = '{low}': above buyer_max_high = '{high}'")
        if self.buyer_max is not None and low is not None:
            raise ValueError("buyer_max_low: give buyer_max or its range, not both")
        return self


class ZopaResult(Strict):
    """Whether there is room, and how much."""

    exists: Literal["yes", "no", "uncertain"]
    status: Literal["known", "estimate"]
    low: Decimal = Field(description="lower end: what the seller needs")
    high: Decimal = Field(description="upper end: what the buyer accepts, at best")
    width: Decimal | None = Field(description="None when it is uncertain; 0 when the limits meet or do not")
    width_low: Decimal | None = Field(default=None, description="at worst, when the buyer's limit is a range")
    width_high: Decimal | None = Field(default=None, description="at best, when the buyer's limit is a range")
    gap: Decimal | None = Field(default=None, description="what separates the limits when there is no room")


def _certain(low: Decimal, high: Decimal, estimate: bool) -> ZopaResult:
    room = high - low
    return ZopaResult(
        exists="yes" if room >= 0 else "no",
        status="estimate" if estimate else "known",
        low=low,
        high=high,
        width=max(room, Decimal(0)),
        gap=-room if room < 0 else None,
    )


def _ranged(low: Decimal, worst: Decimal, best: Decimal) -> ZopaResult:
    narrow, wide = max(worst - low, Decimal(0)), max(best - low, Decimal(0))
    exists: Literal["yes", "no", "uncertain"] = "yes" if worst >= low else "no" if best < low else "uncertain"
    return ZopaResult(
        exists=exists,
        status="estimate",
        low=low,
        high=best,
        width=None if narrow != wide else narrow,
        width_low=narrow,
        width_high=wide,
        gap=low - best if best < low else None,
    )


def zopa(given: ZopaInput) -> Outcome[ZopaResult]:
    """Whether the two limits leave room, as an estimate when one of them is."""
    missing = [] if given.seller_min is not None else ["seller_min"]
    if given.buyer_max is None and given.buyer_max_low is None:
        missing.append("buyer_max")
    if missing or given.seller_min is None:
        return Outcome(result=None, formula=FORMULA, missing=missing)
    if given.buyer_max is not None:
        result = _certain(given.seller_min, given.buyer_max, given.seller_is_estimate or given.buyer_is_estimate)
    else:
        worst, best = given.buyer_max_low, given.buyer_max_high
        result = _ranged(given.seller_min, worst or Decimal(0), best or Decimal(0))
    findings = [both("zopa.estimate", lambda _: {})] if result.status == "estimate" else []
    return Outcome(result=result, formula=FORMULA, findings=findings, why=_why(result, given.unit))


def _why(result: ZopaResult, unit: str) -> list[Note]:
    def values(language: Language) -> dict[str, object]:
        return {
            "low": number(result.low, language),
            "high": number(result.high, language),
            "width": number(result.width or Decimal(0), language),
            "narrow": number(result.width_low or Decimal(0), language),
            "wide": number(result.width_high or Decimal(0), language),
            "gap": number(result.gap or Decimal(0), language),
            "unit": unit,
        }

    code = {"yes": "zopa.exists", "no": "zopa.none", "uncertain": "zopa.uncertain"}[result.exists]
    if result.exists == "yes" and result.width is None:
        code = "zopa.exists_range"
    return [both(code, values)]


TOOL = Tool(
    name="zopa",
    version="1",
    source="method row 66; not in the sources",
    function=zopa,
    input=ZopaInput,
    result=ZopaResult,
    example={"unit": "EUR/h", "seller_min": 96, "buyer_max": 104},
)
