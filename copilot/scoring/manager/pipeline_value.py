"""What the open proposals are worth, each weighted by its probability, and how far off (S3, method row 57)."""

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
from copilot.scoring.manager.chances import Method, amount_words, chance_words
from copilot.scoring.manager.law import Law, amount_of, law_of
from copilot.scoring.manager.totals import (
    LEVELS,
    MOST_SUMS,
    CurvePoint,
    SumChance,
    curve,
    distribution,
    quantiles,
    target_chance,
)
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, money, names, percent

FORMULA = (
    "over deals with probability > 0: weighted = sum(a * p); variance = sum(a^2 * p * (1 - p)); sd = sqrt(variance); "
    "open total = sum(a); distribution of the total = product over deals of (1 - p + p * x^a); "
    "Pq = smallest total t with P(total <= t) >= q"
)


class Deal(ItemInput):
    """One pending proposal."""

    name: Name = Field(description="what it is about")
    amount: PositiveAmount | None = Field(
        default=None, description="amount in the currency of the call; left out when unknown"
    )
    probability: Probability | None = Field(
        default=None, description="chance of success, a fraction from 0 to 1 (0.7 is 70 %); left out when unknown"
    )


class PipelineInput(MoneyInput):
    """The pending proposals; a lost one has probability 0 and is left out of the totals."""

    deals: list[Deal] = Field(max_length=100_000, description="every pending proposal")
    target: PositiveAmount | None = Field(
        default=None,
        description="an amount that the proposals should bring together; gives the chance to reach it or more",
    )


class DealItem(Strict):
    """The expected value of one proposal."""

    name: str
    amount: Decimal
    probability: Decimal
    weighted: Decimal
    variance_share: Decimal = Field(description="share of the variance that it makes, a fraction; 0 when there is none")


_SHOWN = "a round number between its bounds unless exact; null where they lie far apart"


class PipelineResult(Strict):
    """The expected value and how far it may be off, if the proposals are independent."""

    weighted: Decimal
    open_total: Decimal
    deals: int
    variance: Decimal
    sd: Decimal = Field(description="standard deviation, in the currency")
    largest: str
    largest_share: Decimal = Field(description="share of the largest proposal in the weighted sum, a fraction")
    method: Method = Field(description="exact, or bounded: every figure lies for certain between its low and its high")
    grid: Decimal | None = Field(description="step of the grid that amounts were rounded to, when bounded")
    p10: Decimal | None = Field(description=f"total not exceeded in at least 10 % of cases, {_SHOWN}")
    p10_low: Decimal
    p10_high: Decimal
    p50: Decimal | None = Field(description=f"total not exceeded in at least half of the cases, {_SHOWN}")
    p50_low: Decimal
    p50_high: Decimal
    p90: Decimal | None = Field(description=f"total not exceeded in at least 90 % of cases, {_SHOWN}")
    p90_low: Decimal
    p90_high: Decimal
    target: Decimal | None
    target_probability: Decimal | None = Field(description=f"chance to bring the target or more, {_SHOWN}")
    target_probability_low: Decimal | None
    target_probability_high: Decimal | None
    distribution: list[SumChance] = Field(
        description=f"every possible total when exact and at most {MOST_SUMS} of them; otherwise empty"
    )
    curve: list[CurvePoint] = Field(description="chance to bring each twentieth of the open total or more")


Row = tuple[str, Decimal, Decimal]


def open_rows(deals: list[Deal]) -> list[Row]:
    """Name, amount and probability of the proposals that count, the largest expected value first."""
    rows = [
        (deal.name, deal.amount, deal.probability)
        for deal in deals
        if deal.amount is not None and deal.probability is not None and deal.probability > 0
    ]
    with localcontext(prec=PRECISION):
        return sorted(rows, key=lambda row: (-row[1] * row[2], row[0], row[1]))


def weighted_pipeline(given: PipelineInput) -> Outcome[PipelineResult]:
    """The weighted sum of the open proposals, its spread, and the distribution of their total."""
    findings = deal_findings(given.deals)
    rows = open_rows(given.deals)
    if not any(amount > 0 for _, amount, _ in rows):
        return Outcome(
            result=None, formula=FORMULA, findings=findings, missing=["deals with an amount and a probability"]
        )
    law = law_of([(amount, chance) for _, amount, chance in rows])
    with localcontext(prec=PRECISION):
        weighted = sum((amount * chance for _, amount, chance in rows), Decimal(0))
        spreads = [amount * amount * chance * (1 - chance) for _, amount, chance in rows]
        variance = sum(spreads, Decimal(0))
        result = PipelineResult(
            weighted=rounded(weighted, 2),
            open_total=sum((amount for _, amount, _ in rows), Decimal(0)),
            deals=len(rows),
            variance=rounded(variance, 2),
            sd=rounded(variance.sqrt(), 2),
            largest=rows[0][0],
            largest_share=rounded(rows[0][1] * rows[0][2] / weighted, 6),
            method="exact" if law.exact else "bounded",
            grid=None if law.exact else amount_of(law.step),
            distribution=distribution(law),
            curve=curve(law),
            **quantiles(law),
            **target_chance(law, given.target),
        )
        items = [
            DealItem(
                name=name,
                amount=amount,
                probability=chance,
                weighted=rounded(amount * chance, 2),
                variance_share=rounded(spread / variance, 6) if variance else Decimal(0),
            )
            for (name, amount, chance), spread in zip(rows, spreads, strict=True)
        ]
    if not law.exact:
        findings.append(bounded_finding(law, given.currency))
    return Outcome(
        result=result, formula=FORMULA, per_item=list(items), findings=findings, why=_why(result, given.currency)
    )


def deal_findings(deals: list[Deal]) -> list[Note]:
    """Which proposals the figures leave out."""
    lost = [deal.name for deal in deals if deal.probability == 0]
    unknown = [
        deal.name for deal in deals if deal.probability != 0 and (deal.amount is None or deal.probability is None)
    ]
    found = []
    if unknown:
        found.append(both("pipeline.unknown", lambda _: {"names": names(sorted(unknown))}))
    if lost:
        found.append(both("pipeline.lost", lambda _: {"names": names(sorted(lost))}))
    return found


def bounded_finding(law: Law, currency: str) -> Note:
    """That the figures are bounds, and on which grid."""
    return both(
        "pipeline.bounded",
        lambda language: {"n": len(law.rows), "grid": money(amount_of(law.step), currency, language, 2)},
    )


def _why(result: PipelineResult, currency: str) -> list[Note]:
    def values(language: Language) -> dict[str, object]:
        shown = {
            name: amount_words(getattr(result, f"{name}_low"), getattr(result, f"{name}_high"), currency, language)
            for name in LEVELS
        }
        target = result.target or Decimal(0)
        chance = (result.target_probability_low or Decimal(0), result.target_probability_high or Decimal(0))
        return {
            "weighted": money(result.weighted, currency, language),
            "open": money(result.open_total, currency, language),
            "n": result.deals,
            "sd": money(result.sd, currency, language),
            "largest": result.largest,
            "share": percent(result.largest_share, language),
            "target": money(target, currency, language),
            "gap": money(target - result.open_total, currency, language),
            "chance": chance_words(*chance, language),
            **shown,
        }

    codes = ["pipeline.weighted", "pipeline.spread", "pipeline.quantiles", "pipeline.largest"]
    if result.target is not None:
        codes.append("pipeline.out_of_reach" if result.target > result.open_total else "pipeline.target")
    return [both(code, values) for code in codes]


TOOL = Tool(
    name="weighted_pipeline",
    version="2",
    source="S3, method row 57; the example table of S3 is cut off after its title, so the figures are no copy of it",
    function=weighted_pipeline,
    input=PipelineInput,
    result=PipelineResult,
    example={
        "currency": "EUR",
        "deals": [
            {"name": "A", "amount": 50, "probability": 0.7},
            {"name": "B", "amount": 80, "probability": 0.4},
            {"name": "C", "amount": 30, "probability": 0.9},
            {"name": "D", "amount": 120, "probability": 0.2},
        ],
        "target": 110,
    },
)
