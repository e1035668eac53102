"""Priority of accounts: potential x probability x profitability (S2, method row 13)."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Self

from pydantic import Field, model_validator

from copilot.schemas.evidence import Language
from copilot.scoring.base import (
    HUNDRED,
    PRECISION,
    Amount,
    ItemInput,
    MarginRate,
    MoneyInput,
    Name,
    Note,
    Outcome,
    Probability,
    Strict,
    duplicates,
    rounded,
)
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, money, names, number, percent

FORMULA = (
    "EV = potential * probability * margin; "
    "index = 100 * (potential / max potential)^w1 * probability^w2 * (margin / max margin)^w3, 0 when margin <= 0; "
    "order by index, then EV, then name"
)
_TOLERANCE = Decimal("0.001")
_TIE_PLACES = 20


class PriorityAccount(ItemInput):
    """One account to rank; a field that nobody knows is left out, never set to 0."""

    name: Name = Field(description="account name or id, unique in the call")
    potential: Amount | None = Field(default=None, description="revenue that could be won, in the currency of the call")
    probability: Probability | None = Field(default=None, description="chance to win it, a fraction from 0 to 1")
    margin: MarginRate | None = Field(default=None, description="profitability, a fraction from -1 to 1")


class PriorityWeights(Strict):
    """Weights of the three factors in the index; their sum is 1."""

    potential: Probability = Field(description="weight of the potential")
    probability: Probability = Field(description="weight of the probability")
    margin: Probability = Field(description="weight of the profitability")

    @model_validator(mode="after")
    def _sum_is_one(self) -> Self:
        total = self.potential + self.probability + self.margin
        if abs(total - 1) > _TOLERANCE:
            raise ValueError(f"the weights sum to {total}; they must sum to 1")
        return self


class PriorityInput(MoneyInput):
    """Accounts to rank against each other."""

    accounts: list[PriorityAccount] = Field(max_length=10_000, description="the accounts to compare")
    weights: PriorityWeights | None = Field(default=None, description="our default is one third each")

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        if twice := duplicates(account.name for account in self.accounts):
            raise ValueError(f"accounts: {twice[0]!r} stands twice; merge the lines or tell them apart")
        return self


class PriorityItem(Strict):
    """The rank of one account."""

    rank: int
    name: str
    expected_value: Decimal = Field(description="potential * probability * margin, in the currency")
    index: Decimal = Field(description="0..100, comparable within this call only")


class PriorityResult(Strict):
    """The order of the accounts, and what would change it."""

    order: list[str]
    first: str
    first_index: Decimal
    first_expected_value: Decimal
    swap_probability_of_first: Decimal | None = Field(
        description="probability of the first account at which the second one catches up"
    )
    swap_probability_of_second: Decimal | None = Field(
        description="probability of the second account at which it catches up; None when even 1 is not enough"
    )


Scored = tuple[Decimal, Decimal, PriorityAccount]


def _power(base: Decimal, exponent: Decimal) -> Decimal:
    if exponent == 0:
        return Decimal(1)
    return Decimal(0) if base <= 0 else base**exponent


def _weights(given: PriorityWeights | None) -> tuple[Decimal, Decimal, Decimal]:
    if given is None:
        third = Decimal(1) / 3
        return third, third, third
    total = given.potential + given.probability + given.margin
    return given.potential / total, given.probability / total, given.margin / total


def _score(accounts: list[PriorityAccount], weights: tuple[Decimal, Decimal, Decimal]) -> list[Scored]:
    """Index, expected value and account, best first."""
    top_potential = max((account.potential or Decimal(0) for account in accounts), default=Decimal(0))
    top_margin = max((account.margin or Decimal(0) for account in accounts), default=Decimal(0))
    scored: list[Scored] = []
    for account in accounts:
        potential, chance, margin = account.potential, account.probability, account.margin
        if potential is None or chance is None or margin is None:
            continue
        index = Decimal(0)
        if margin > 0 and potential > 0:
            index = (
                HUNDRED
                * _power(potential / top_potential, weights[0])
                * _power(chance, weights[1])
                * _power(margin / top_margin, weights[2])
            )
        scored.append((rounded(index, _TIE_PLACES), potential * chance * margin, account))
    return sorted(scored, key=lambda row: (-row[0], -row[1], row[2].name))


def _swap(scored: list[Scored], weight: Decimal) -> tuple[Decimal | None, Decimal | None]:
    """The probabilities at which the first two accounts tie, all else equal."""
    if len(scored) < 2 or weight == 0 or scored[1][0] == 0:
        return None, None
    (first_index, _, first), (second_index, _, second) = scored[:2]
    factor = (second_index / first_index) ** (1 / weight)
    down = (first.probability or Decimal(0)) * factor
    up = (second.probability or Decimal(0)) / factor
    return rounded(down, 4), rounded(up, 4) if up <= 1 else None


def _findings(accounts: list[PriorityAccount], incomplete: list[str]) -> list[Note]:
    found = []
    if incomplete:
        found.append(both("priority.incomplete", lambda _: {"names": names(incomplete)}))
    losing = [account.name for account in accounts if account.margin is not None and account.margin <= 0]
    if losing:
        found.append(both("priority.no_margin", lambda _: {"names": names(losing)}))
    return found


def _why(scored: list[Scored], currency: str, swap: tuple[Decimal | None, Decimal | None]) -> list[Note]:
    index, value, first = scored[0]

    def drivers(language: Language) -> dict[str, object]:
        return {
            "name": first.name,
            "index": number(index, language),
            "value": money(value, currency, language),
            "potential": money(first.potential or Decimal(0), currency, language),
            "probability": percent(first.probability or Decimal(0), language),
            "margin": percent(first.margin or Decimal(0), language),
        }

    why = [both("priority.first", drivers)]
    down, up = swap
    if down is not None:
        pair = {"first": first.name, "second": scored[1][2].name}
        why.append(both("priority.swap_down", lambda language: {**pair, "p": percent(down, language)}))
    if up is not None:
        pair = {"first": first.name, "second": scored[1][2].name}
        why.append(both("priority.swap_up", lambda language: {**pair, "p": percent(up, language)}))
    return why


def priority_score(given: PriorityInput) -> Outcome[PriorityResult]:
    """The order of the accounts by weighted index, with each expected value and what would swap the first two."""
    incomplete = [a.name for a in given.accounts if a.potential is None or a.probability is None or a.margin is None]
    with localcontext(prec=PRECISION):
        weights = _weights(given.weights)
        scored = _score(given.accounts, weights)
        swap = _swap(scored, weights[1])
    findings = _findings(given.accounts, incomplete)
    if not scored:
        return Outcome(result=None, formula=FORMULA, findings=findings, missing=["potential, probability and margin"])
    items = [
        PriorityItem(rank=rank, name=account.name, expected_value=rounded(value, 2), index=rounded(index, 2))
        for rank, (index, value, account) in enumerate(scored, start=1)
    ]
    result = PriorityResult(
        order=[item.name for item in items],
        first=items[0].name,
        first_index=items[0].index,
        first_expected_value=items[0].expected_value,
        swap_probability_of_first=swap[0],
        swap_probability_of_second=swap[1],
    )
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(items),
        findings=findings,
        why=_why(scored, given.currency, swap),
    )


TOOL = Tool(
    name="priority_score",
    version="1",
    source="S2, method row 13; equal weights are our default",
    function=priority_score,
    input=PriorityInput,
    result=PriorityResult,
    example={
        "currency": "EUR",
        "accounts": [
            {"name": "Alpha", "potential": 2000000, "probability": 0.6, "margin": 0.22},
            {"name": "Beta", "potential": 3500000, "probability": 0.25, "margin": 0.3},
        ],
    },
)
