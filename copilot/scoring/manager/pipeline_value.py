"""What the open proposals are worth, each weighted by its probability (S3, method row 57)."""

from __future__ import annotations

from decimal import Decimal, localcontext

from pydantic import Field

from copilot.schemas.evidence import Language
from copilot.scoring.base import (
    PRECISION,
    ItemInput,
    MoneyInput,
    Name,
    Note,
    Outcome,
    PositiveAmount,
    Probability,
    Strict,
    rounded,
)
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, money, names, percent

FORMULA = (
    "over deals with probability > 0: weighted = sum(a * p); variance = sum(a^2 * p * (1 - p)); sd = sqrt(variance); "
    "open total = sum(a)"
)


class Deal(ItemInput):
    """One pending proposal."""

    name: Name = Field(description="what it is about")
    amount: PositiveAmount | None = Field(default=None, description="amount in the currency of the call")
    probability: Probability | None = Field(default=None, description="chance of success, a fraction from 0 to 1")


class PipelineInput(MoneyInput):
    """The pending proposals; a lost one has probability 0 and is left out of the totals."""

    deals: list[Deal] = Field(max_length=100_000, description="every pending proposal")


class DealItem(Strict):
    """The expected value of one proposal."""

    name: str
    amount: Decimal
    probability: Decimal
    weighted: Decimal


class PipelineResult(Strict):
    """The expected value and how far it may be off, if the proposals are independent."""

    weighted: Decimal
    open_total: Decimal
    deals: int
    variance: Decimal
    sd: Decimal = Field(description="standard deviation, in the currency")
    largest: str
    largest_share: Decimal = Field(description="share of the largest proposal in the weighted sum, a fraction")


def weighted_pipeline(given: PipelineInput) -> Outcome[PipelineResult]:
    """The weighted sum of the open proposals with its standard deviation."""
    findings = _findings(given.deals)
    rows = [
        (deal.name, deal.amount, deal.probability)
        for deal in given.deals
        if deal.amount is not None and deal.probability is not None and deal.probability > 0
    ]
    if not any(amount > 0 for _, amount, _ in rows):
        return Outcome(
            result=None, formula=FORMULA, findings=findings, missing=["deals with an amount and a probability"]
        )
    rows.sort(key=lambda row: (-row[1] * row[2], row[0], row[1]))
    with localcontext(prec=PRECISION):
        weighted = sum((amount * chance for _, amount, chance in rows), Decimal(0))
        variance = sum((amount * amount * chance * (1 - chance) for _, amount, chance in rows), Decimal(0))
        first = rows[0][1] * rows[0][2] / weighted
        spread = variance.sqrt()
    result = PipelineResult(
        weighted=rounded(weighted, 2),
        open_total=sum((amount for _, amount, _ in rows), Decimal(0)),
        deals=len(rows),
        variance=rounded(variance, 2),
        sd=rounded(spread, 2),
        largest=rows[0][0],
        largest_share=rounded(first, 6),
    )
    items = [
        DealItem(name=name, amount=amount, probability=chance, weighted=rounded(amount * chance, 2))
        for name, amount, chance in rows
    ]
    return Outcome(
        result=result, formula=FORMULA, per_item=list(items), findings=findings, why=_why(result, given.currency)
    )


def _findings(deals: list[Deal]) -> list[Note]:
    unknown = [deal.name for deal in deals if deal.amount is None or deal.probability is None]
    lost = [deal.name for deal in deals if deal.probability == 0]
    found = []
    if unknown:
        found.append(both("pipeline.unknown", lambda _: {"names": names(unknown)}))
    if lost:
        found.append(both("pipeline.lost", lambda _: {"names": names(lost)}))
    return found


def _why(result: PipelineResult, currency: str) -> list[Note]:
    def values(language: Language) -> dict[str, object]:
        return {
            "weighted": money(result.weighted, currency, language),
            "open": money(result.open_total, currency, language),
            "n": result.deals,
            "sd": money(result.sd, currency, language),
            "largest": result.largest,
            "share": percent(result.largest_share, language),
        }

    return [both("pipeline.weighted", values), both("pipeline.spread", values), both("pipeline.largest", values)]


TOOL = Tool(
    name="weighted_pipeline",
    version="1",
    source="S3, method row 57",
    function=weighted_pipeline,
    input=PipelineInput,
    result=PipelineResult,
    example={"currency": "EUR", "deals": [{"name": "A", "amount": 50, "probability": 0.7}]},
)
