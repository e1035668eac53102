"""Whether the objective of the period is at risk, and which proposals decide it (S3, method row 58)."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Annotated, Self

from pydantic import Field, model_validator

from copilot.scoring.base import PRECISION, Amount, MoneyInput, Note, Outcome, Probability, Strict, rounded
from copilot.scoring.manager.chances import Method, between_chance, outward
from copilot.scoring.manager.early_words import Situation, questions_of, why_of
from copilot.scoring.manager.law import Bounds, Law, law_of, ticks
from copilot.scoring.manager.law_without import swing, won_and_lost
from copilot.scoring.manager.pipeline_value import Deal, Row, bounded_finding, deal_findings, open_rows
from copilot.scoring.rag import Rag, rate
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both

FORMULA = (
    "P = P(sum of the deals won >= objective - achieved), deals independent; green when P >= green, "
    "amber when P >= amber, else red; swing of a deal = P if it is won - P if it is lost"
)
MOST_ITEMS = 10
"""So many proposals are looked at one by one: those that the total varies most with."""
GREEN, AMBER = Decimal("0.8"), Decimal("0.5")


class WarningInput(MoneyInput):
    """What is done, what is due, and the pending proposals."""

    achieved: Amount | None = Field(
        default=None, description="what is won for certain in the period so far; left out when unknown"
    )
    objective: Annotated[Decimal, Field(gt=0, le=Decimal("1e15"), decimal_places=8)] | None = Field(
        default=None, description="objective of the period, above 0; left out when unknown"
    )
    deals: list[Deal] = Field(
        max_length=100_000,
        description="the proposals that may be decided within the period; an empty list says that there are none",
    )
    green: Probability = Field(default=GREEN, description="green from this chance on; our default is 0.8")
    amber: Probability = Field(
        default=AMBER, description="amber from this chance on, red below; our default is 0.5; at most `green`"
    )

    @model_validator(mode="after")
    def _thresholds_in_order(self) -> Self:
        if self.amber > self.green:
            raise ValueError(f"amber = '{self.amber}': above green = '{self.green}'; it must not be")
        return self


_SHOWN = "a round number between its bounds unless exact; null where they lie far apart"


class DealWeight(Strict):
    """How much the chance to reach the objective hangs on one proposal."""

    name: str
    amount: Decimal
    probability: Decimal
    if_won: Decimal | None = Field(description=f"chance to reach the objective once it is won, {_SHOWN}")
    if_won_low: Decimal
    if_won_high: Decimal
    if_lost: Decimal | None = Field(description=f"the same once it is lost, {_SHOWN}")
    if_lost_low: Decimal
    if_lost_high: Decimal
    swing: Decimal | None = Field(description=f"if_won - if_lost, {_SHOWN}")


class WarningResult(Strict):
    """The chance to reach the objective, and what to talk about."""

    probability: Decimal | None = Field(description=f"chance to reach the objective, {_SHOWN}")
    probability_low: Decimal
    probability_high: Decimal
    method: Method = Field(description="exact, or bounded: every figure lies for certain between its low and its high")
    rag: Rag = Field(description="colour of the lower bound")
    achieved: Decimal
    objective: Decimal
    gap: Decimal = Field(description="what the proposals still have to bring; 0 when the objective is reached")
    open_total: Decimal = Field(description="what they bring if all are won")
    expected_total: Decimal = Field(description="achieved + sum(amount * probability)")
    short: Decimal = Field(description="what is missing even if all are won; 0 when the objective can be reached")
    questions: list[Note] = Field(description="questions for looking for a solution together, most useful first")


def early_warning(given: WarningInput) -> Outcome[WarningResult]:
    """The chance to reach the objective with the pending proposals, and what it hangs on."""
    findings = deal_findings(given.deals)
    missing = [name for name in ("achieved", "objective") if getattr(given, name) is None]
    rows = open_rows(given.deals)
    if given.achieved is None or given.objective is None:
        return Outcome(result=None, formula=FORMULA, findings=findings, missing=missing)
    with localcontext(prec=PRECISION):
        gap = given.objective - given.achieved
        open_total = sum((amount for _, amount, _ in rows), Decimal(0))
        weighted = sum((amount * chance for _, amount, chance in rows), Decimal(0))
    unknown = any(note.code == "pipeline.unknown" for note in findings)
    if unknown and not rows and gap > 0:
        missing = ["deals with an amount and a probability"]
        return Outcome(result=None, formula=FORMULA, findings=findings, missing=missing)
    law = law_of([(amount, chance) for _, amount, chance in rows])
    bounds = law.at_least(gap)
    low, high = outward(bounds)
    weights = _weights(law, rows, gap) if 0 < gap <= open_total else []
    situation = Situation(
        currency=given.currency,
        low=low,
        high=high,
        rag=rate(low, given.green, given.amber),
        achieved=given.achieved,
        objective=given.objective,
        gap=max(gap, Decimal(0)),
        open_total=open_total,
        short=max(gap - open_total, Decimal(0)),
        deals=len(rows),
        first=[(item.name, item.amount, item.probability, *_ends(item)) for item in weights],
        green=given.green,
        amber=given.amber,
        ours=(given.green, given.amber) == (GREEN, AMBER),
    )
    with localcontext(prec=PRECISION):
        result = WarningResult(
            probability=between_chance(bounds),
            probability_low=low,
            probability_high=high,
            method="exact" if bounds[0] == bounds[1] else "bounded",
            rag=situation.rag,
            achieved=given.achieved,
            objective=given.objective,
            gap=situation.gap,
            open_total=open_total,
            expected_total=rounded(given.achieved + weighted, 2),
            short=situation.short,
            questions=questions_of(situation),
        )
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(weights),
        findings=[*findings, *_findings(given, law, result, unknown)],
        why=why_of(situation),
    )


def _weights(law: Law, rows: list[Row], gap: Decimal) -> list[DealWeight]:
    """The proposals that decide most, by their swing."""
    places = {(row.amount, row.chance): rank for rank, row in reversed(list(enumerate(law.rows)))}
    with localcontext(prec=PRECISION):
        uncertain = sorted(
            (row for row in rows if row[1] > 0 and row[2] < 1),
            key=lambda row: (-row[1] * row[1] * row[2] * (1 - row[2]), row[0], row[1]),
        )
    weighed: dict[int, tuple[Bounds, Bounds]] = {}
    found: list[tuple[Fraction, DealWeight]] = []
    for name, amount, chance in uncertain[:MOST_ITEMS]:
        rank = places[ticks(amount), Fraction(chance)]
        if rank not in weighed:
            weighed[rank] = won_and_lost(law, rank, ticks(gap))
        won, lost = weighed[rank]
        moved = swing(won, lost)
        item = DealWeight(
            name=name,
            amount=amount,
            probability=chance,
            if_won=between_chance(won),
            if_won_low=outward(won)[0],
            if_won_high=outward(won)[1],
            if_lost=between_chance(lost),
            if_lost_low=outward(lost)[0],
            if_lost_high=outward(lost)[1],
            swing=between_chance(moved),
        )
        found.append((moved[0] + moved[1], item))
    return [item for _, item in sorted(found, key=lambda pair: (-pair[0], -pair[1].amount, pair[1].name))]


def _ends(item: DealWeight) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    return item.if_won_low, item.if_won_high, item.if_lost_low, item.if_lost_high


def _findings(given: WarningInput, law: Law, result: WarningResult, unknown: bool) -> list[Note]:
    found = []
    if unknown:
        found.append(both("early.at_least", lambda _: {}))
    if result.gap > 0 and not law.rows and not law.sure:
        found.append(both("early.no_deals", lambda _: {}))
    elif result.gap > 0:
        found.append(both("early.independent", lambda _: {}))
    if result.method == "bounded":
        found.append(bounded_finding(law, given.currency))
        if rate(result.probability_high, given.green, given.amber) != result.rag:
            found.append(both("early.rag_between", lambda _: {}))
    return found


TOOL = Tool(
    name="early_warning",
    version="1",
    source="S3, method row 58; the thresholds 0.8 and 0.5 are our own default",
    function=early_warning,
    input=WarningInput,
    result=WarningResult,
    example={
        "currency": "EUR",
        "achieved": 150,
        "objective": 260,
        "deals": [
            {"name": "A", "amount": 50, "probability": 0.7},
            {"name": "B", "amount": 80, "probability": 0.4},
            {"name": "C", "amount": 30, "probability": 0.9},
            {"name": "D", "amount": 120, "probability": 0.2},
        ],
    },
)
