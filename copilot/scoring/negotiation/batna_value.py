"""What our way out is worth, hence the least that we accept (BATNA, MESORE; method row 66; not in the sources)."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from copilot.schemas.evidence import Language
from copilot.scoring.base import (
    PRECISION,
    Amount,
    ItemInput,
    MoneyInput,
    Name,
    Note,
    Outcome,
    PositiveAmount,
    Probability,
    Strict,
    duplicates,
    rounded,
)
from copilot.scoring.negotiation.figures import amount
from copilot.scoring.receipt import plain
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, names, percent

FORMULA = (
    "expected = sum(probability * value) / (1 + annual_rate)^(months / 12) - cost; "
    "the BATNA is the alternative with the highest expected value, and that value is our reservation; "
    "p* = (offer + cost - rest) / (outcome - rest), rest = the other outcomes in their present proportions"
)
ZERO = Decimal(0)
_MONTHS = Annotated[Decimal, Field(ge=0, le=1200, decimal_places=4)]
_Rate = Annotated[Decimal, Field(ge=0, le=10, decimal_places=8)]


class OutcomeInput(ItemInput):
    """One way in which an alternative may end."""

    label: Name = Field(description="how it ends, unique in its alternative")
    value: Amount | None = Field(
        default=None, description="what that is worth to us, more is better, losses negative; left out when unknown"
    )
    probability: Probability | None = Field(
        default=None, description="chance that it ends so, a fraction from 0 to 1; left out when unknown"
    )


class AlternativeInput(ItemInput):
    """One way out without an agreement with this client."""

    name: Name = Field(description="what we would do instead, unique in the call")
    outcomes: list[OutcomeInput] = Field(
        max_length=100, description="the ways in which it may end; the probabilities sum to 1"
    )
    cost: PositiveAmount = Field(default=ZERO, description="what pursuing it costs us, paid now; default 0")
    months: _MONTHS = Field(default=ZERO, description="months until its outcome pays, 0 to 1200; default 0")
    watched_outcome: Name | None = Field(
        default=None, description="label of the outcome for the break-even probability; left out: the best one"
    )
    evidence: str | None = Field(default=None, max_length=500, description="what the figures rest on: a source, a date")

    @model_validator(mode="after")
    def _outcomes_are_whole(self) -> Self:
        labels = [outcome.label for outcome in self.outcomes]
        if twice := duplicates(labels):
            raise ValueError(f"outcomes of {self.name!r}: {twice[0]!r} stands twice; merge the lines")
        if self.watched_outcome is not None and self.watched_outcome not in labels:
            raise ValueError(f"watched_outcome = {self.watched_outcome!r}: no outcome of {self.name!r} has that label")
        known = [outcome.probability for outcome in self.outcomes if outcome.probability is not None]
        with localcontext(prec=PRECISION):
            total = sum(known, ZERO)
        if total > 1 or (self.outcomes and len(known) == len(self.outcomes) and total != 1):
            raise ValueError(f"outcomes of {self.name!r}: the probabilities sum to {plain(total)}; they must sum to 1")
        return self


class BatnaInput(MoneyInput):
    """The ways out that we have, and the offer on the table."""

    alternatives: list[AlternativeInput] = Field(max_length=100, description="our ways out, in any order")
    offer: Amount | None = Field(
        default=None, description="what the offer on the table is worth to us, on the scale of the outcomes"
    )
    annual_rate: _Rate = Field(
        default=ZERO, description="yearly discount rate for what pays later, a fraction; default 0 (no discount)"
    )

    @model_validator(mode="after")
    def _one_currency_and_names(self) -> Self:
        if twice := duplicates(item.name for item in self.alternatives):
            raise ValueError(f"alternatives: {twice[0]!r} stands twice; merge the lines or tell them apart")
        for rank, item in enumerate(self.alternatives):
            for place, outcome in enumerate(item.outcomes):
                if outcome.currency not in (None, self.currency):
                    raise ValueError(
                        f"alternatives.{rank}.outcomes.{place}.currency = {outcome.currency!r}: the call is in "
                        f"{self.currency!r}; convert first, one currency per call"
                    )
        return self


class BatnaItem(Strict):
    """What one alternative is worth."""

    rank: int
    name: str
    expected: Decimal = Field(description="expected value to us, discounted, after the cost of pursuing it")
    before_cost: Decimal = Field(description="the same before that cost")
    cost: Decimal
    worst: Decimal = Field(description="its worst possible outcome, discounted, after the cost")
    best: Decimal = Field(description="its best possible outcome, discounted, after the cost")
    sd: Decimal = Field(description="standard deviation of its value, discounted")
    watched_outcome: str = Field(description="the outcome whose probability is tested")
    watched_probability: Decimal = Field(description="its probability in the call")
    break_even_probability: Decimal | None = Field(
        description="probability of that outcome at which the alternative equals the offer; None when none does"
    )


class BatnaResult(Strict):
    """The BATNA and what follows from it."""

    batna: str = Field(description="name of the best alternative")
    expected: Decimal
    worst: Decimal
    best: Decimal
    sd: Decimal
    reservation: Decimal = Field(description="the least that an agreement must be worth to us: the expected value")
    offer: Decimal | None
    offer_minus_reservation: Decimal | None
    decision: Literal["offer_better", "batna_better", "equal", "no_offer"]
    break_even_probability: Decimal | None = Field(description="of the watched outcome of the BATNA, when there is one")
    incomplete: list[str] = Field(description="alternatives left out: a value or a probability is missing")


def _complete(item: AlternativeInput) -> bool:
    return bool(item.outcomes) and all(o.value is not None and o.probability is not None for o in item.outcomes)


def _break_even(lines: list[tuple[Decimal, Decimal]], watched: int, target: Decimal) -> Decimal | None:
    """The probability of line `watched` at which the expected value is `target`, the others keeping proportions."""
    value, chance = lines[watched]
    if chance == 1:
        return None
    rest = sum((v * p for rank, (v, p) in enumerate(lines) if rank != watched), ZERO) / (1 - chance)
    if value == rest:
        return None
    needed = (target - rest) / (value - rest)
    return rounded(needed, 6) if 0 <= needed <= 1 else None


def _item(item: AlternativeInput, given: BatnaInput) -> BatnaItem:
    outcomes = sorted(item.outcomes, key=lambda outcome: (-(outcome.value or ZERO), outcome.label))
    discount = (1 + given.annual_rate) ** (item.months / 12)
    lines = [((outcome.value or ZERO) / discount, outcome.probability or ZERO) for outcome in outcomes]
    possible = [value for value, chance in lines if chance > 0]
    mean = sum((value * chance for value, chance in lines), ZERO)
    variance = sum((chance * (value - mean) ** 2 for value, chance in lines), ZERO)
    labels = [outcome.label for outcome in outcomes]
    watched = labels.index(item.watched_outcome) if item.watched_outcome is not None else 0
    target = None if given.offer is None else given.offer + item.cost
    return BatnaItem(
        rank=0,
        name=item.name,
        expected=rounded(mean - item.cost, 6),
        before_cost=rounded(mean, 6),
        cost=item.cost,
        worst=rounded(min(possible) - item.cost, 6),
        best=rounded(max(possible) - item.cost, 6),
        sd=rounded(variance.sqrt(), 6),
        watched_outcome=labels[watched],
        watched_probability=lines[watched][1],
        break_even_probability=None if target is None else _break_even(lines, watched, target),
    )


def batna_value(given: BatnaInput) -> Outcome[BatnaResult]:
    """The value of each way out, the reservation that follows, and what would make it equal to the offer."""
    incomplete = sorted(item.name for item in given.alternatives if not _complete(item))
    with localcontext(prec=PRECISION):
        items = [_item(item, given) for item in given.alternatives if _complete(item)]
    if not items:
        missing = [f"values and probabilities of {name!r}" for name in incomplete] or ["alternatives"]
        return Outcome(result=None, formula=FORMULA, missing=missing)
    items.sort(key=lambda item: (-item.expected, item.sd, item.name))
    ranked = [item.model_copy(update={"rank": rank}) for rank, item in enumerate(items, start=1)]
    first = ranked[0]
    gap = None if given.offer is None else given.offer - first.expected
    decision: Literal["offer_better", "batna_better", "equal", "no_offer"] = "no_offer"
    if gap is not None:
        decision = "offer_better" if gap > 0 else "batna_better" if gap < 0 else "equal"
    result = BatnaResult(
        batna=first.name,
        expected=first.expected,
        worst=first.worst,
        best=first.best,
        sd=first.sd,
        reservation=first.expected,
        offer=given.offer,
        offer_minus_reservation=gap,
        decision=decision,
        break_even_probability=first.break_even_probability,
        incomplete=incomplete,
    )
    findings = _findings(result, given)
    return Outcome(
        result=result, formula=FORMULA, per_item=list(ranked), findings=findings, why=_why(result, ranked, given)
    )


def _findings(result: BatnaResult, given: BatnaInput) -> list[Note]:
    def values(language: Language) -> dict[str, object]:
        return {
            "incomplete": names(result.incomplete),
            "unproved": names(unproved),
            "certain": names(certain),
            "name": result.batna,
            "worst": amount(result.worst, given.currency, language),
        }

    counted = [item for item in given.alternatives if _complete(item)]
    unproved = sorted(item.name for item in counted if not (item.evidence or "").strip())
    certain = sorted(item.name for item in counted if any(outcome.probability == 1 for outcome in item.outcomes))
    found = {
        "batna_value.incomplete": bool(result.incomplete),
        "batna_value.no_evidence": bool(unproved),
        "batna_value.certain": bool(certain),
        "batna_value.worst_below_zero": result.worst < 0,
    }
    return [both(code, values) for code, holds in found.items() if holds]


def _why(result: BatnaResult, ranked: list[BatnaItem], given: BatnaInput) -> list[Note]:
    first, second = ranked[0], ranked[1] if len(ranked) > 1 else None

    def values(language: Language) -> dict[str, object]:
        return {
            "name": first.name,
            "expected": amount(first.expected, given.currency, language),
            "before": amount(first.before_cost, given.currency, language),
            "cost": amount(first.cost, given.currency, language),
            "worst": amount(first.worst, given.currency, language),
            "best": amount(first.best, given.currency, language),
            "sd": amount(first.sd, given.currency, language),
            "offer": amount(given.offer or ZERO, given.currency, language),
            "gap": amount(abs(result.offer_minus_reservation or ZERO), given.currency, language),
            "outcome": first.watched_outcome,
            "now": percent(first.watched_probability, language),
            "needed": percent(first.break_even_probability or ZERO, language),
            "second": second.name if second else "",
            "second_value": amount(second.expected, given.currency, language) if second else "",
        }

    codes = ["batna_value.value", "batna_value.spread"]
    if second:
        codes.append("batna_value.second")
    codes.append(f"batna_value.{result.decision}")
    if given.offer is not None and first.watched_probability < 1:
        codes.append("batna_value.no_tipping" if first.break_even_probability is None else "batna_value.tipping")
    return [both(code, values) for code in codes]


TOOL = Tool(
    name="batna_value",
    version="1",
    source="method row 66 and d7; not in the sources; that the reservation is the expected value is ours",
    function=batna_value,
    input=BatnaInput,
    result=BatnaResult,
    example={
        "currency": "EUR",
        "offer": 430000,
        "alternatives": [
            {
                "name": "tender of a second distributor",
                "outcomes": [
                    {"label": "won", "value": 700000, "probability": 0.6},
                    {"label": "lost", "value": 50000, "probability": 0.4},
                ],
                "cost": 30000,
                "evidence": "call of 12 March with their buyer",
            },
            {
                "name": "move the stock to smaller clients",
                "outcomes": [{"label": "sold", "value": 320000, "probability": 1}],
            },
        ],
    },
)
