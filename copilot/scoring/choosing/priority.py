"""Priority of accounts: potential x probability x profitability (S2, method row 13)."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext
from typing import Self

from pydantic import Field, model_validator

from copilot.scoring.base import (
    HUNDRED,
    ItemInput,
    MarginRate,
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
from copilot.scoring.choosing.logarithm import PRECISION, Logarithms
from copilot.scoring.choosing.priority_why import Ranked, reasons, swaps
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, names

FORMULA = (
    "EV = potential * probability * margin; "
    "index = 100 * (potential / max potential)^w1 * probability^w2 * (margin / max margin)^w3, 0 when margin <= 0; "
    "order by index, then EV, then name"
)
_TOLERANCE = Decimal("0.001")
_TIE_PLACES = 30
_SHOWN = Context(prec=28)
"""Digits of an index before it is rounded to two decimals."""


class PriorityAccount(ItemInput):
    """One account to rank; a field that nobody knows is left out, never set to 0."""

    name: Name = Field(description="account name or id, unique in the call")
    potential: PositiveAmount | None = Field(
        default=None, description="revenue that could be won, in the currency of the call, 0 or more"
    )
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

    accounts: list[PriorityAccount] = Field(max_length=100_000, description="the accounts to compare")
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
        description="probability of the first account at which the second one catches up, all else equal; "
        "None when there is no second account with an index, or when the factor has no weight"
    )
    swap_probability_of_second: Decimal | None = Field(
        description="probability of the second account at which it catches up; None when even 1 is not enough"
    )
    swap_potential_of_first: Decimal | None = Field(
        default=None, description="potential of the first account at which the second one catches up"
    )
    swap_potential_of_second: Decimal | None = Field(
        default=None, description="potential of the second account at which it catches up"
    )
    swap_margin_of_first: Decimal | None = Field(
        default=None, description="margin of the first account at which the second one catches up, a fraction"
    )
    swap_margin_of_second: Decimal | None = Field(
        default=None, description="margin of the second account at which it catches up; None when even 1 is not enough"
    )


Weights = tuple[Decimal, Decimal, Decimal]


def _weights(given: PriorityWeights | None) -> Weights:
    """Weights of the potential, the probability and the margin, whose sum is exactly 1 but for the last digit."""
    if given is None:
        third = Decimal(1) / 3
        return third, third, third
    total = given.potential + given.probability + given.margin
    return given.potential / total, given.probability / total, given.margin / total


def _ranked(accounts: list[PriorityAccount], weights: Weights) -> list[Ranked]:
    """The complete accounts, best first; the logarithm of the index keeps even tiny indexes apart.

    With equal weights the index rises with the expected value, so the order is taken from the exact product.
    """
    w_potential, w_chance, w_margin = weights
    logs, rows = Logarithms(), []
    for account in accounts:
        potential, chance, margin = account.potential, account.probability, account.margin
        if potential is None or chance is None or margin is None:
            continue
        log = None
        if potential > 0 and margin > 0 and (chance > 0 or w_chance == 0):
            log = w_potential * logs[potential] + w_margin * logs[margin]
            log = log + w_chance * logs[chance] if chance > 0 else log
            log = rounded(log, _TIE_PLACES)
        rows.append(Ranked(account.name, potential, chance, margin, potential * chance * margin, log))
    zero, equal = Decimal(0), w_potential == w_chance == w_margin
    rows.sort(key=lambda row: (row.log is None, zero if equal else -(row.log or zero), -row.value, row.name))
    return rows


def _indexes(rows: list[Ranked], weights: Weights) -> list[Decimal]:
    """Each index on 0..100: the largest potential and margin of the ranked accounts stand for 1."""
    logs, top = Logarithms(), Decimal(0)
    for weight, largest in (
        (weights[0], max(row.potential for row in rows)),
        (weights[2], max(row.margin for row in rows)),
    ):
        top += weight * logs[largest] if largest > 0 else 0
    found = []
    for row in rows:
        raw = Decimal(0) if row.log is None else HUNDRED * (row.log - top).exp(_SHOWN)
        # Twenty decimals first: an index that ends exactly on a half must not depend on the last digit of exp.
        found.append(rounded(rounded(min(raw, HUNDRED), 20), 2))
    return found


def _findings(accounts: list[PriorityAccount], incomplete: list[str]) -> list[Note]:
    found = []
    if incomplete:
        found.append(both("priority.incomplete", lambda _: {"names": names(incomplete)}))
    losing = sorted(account.name for account in accounts if account.margin is not None and account.margin <= 0)
    if losing:
        found.append(both("priority.no_margin", lambda _: {"names": names(losing)}))
    return found


def priority_score(given: PriorityInput) -> Outcome[PriorityResult]:
    """The order of the accounts by weighted index, with each expected value and what would swap the first two."""
    incomplete = [a.name for a in given.accounts if a.potential is None or a.probability is None or a.margin is None]
    findings = _findings(given.accounts, sorted(incomplete))
    with localcontext(prec=PRECISION + 8):
        weights = _weights(given.weights)
        rows = _ranked(given.accounts, weights)
        if not rows:
            missing = ["potential, probability and margin"]
            return Outcome(result=None, formula=FORMULA, findings=findings, missing=missing)
        found = swaps(rows, weights)
        indexes = _indexes(rows, weights)
    items = [
        PriorityItem(rank=rank, name=row.name, expected_value=rounded(row.value, 2), index=index)
        for rank, (row, index) in enumerate(zip(rows, indexes, strict=True), start=1)
    ]
    result = PriorityResult(
        order=[item.name for item in items],
        first=items[0].name,
        first_index=items[0].index,
        first_expected_value=items[0].expected_value,
        **found._asdict(),
    )
    why = reasons(rows, indexes[0], weights, found, given.currency, chosen=given.weights is not None)
    return Outcome(result=result, formula=FORMULA, per_item=list(items), findings=findings, why=why)


TOOL = Tool(
    name="priority_score",
    version="2",
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
