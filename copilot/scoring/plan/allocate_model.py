"""What `allocate_budget` is given and what it answers (S4, method row 29 iii)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from copilot.scoring.base import MoneyInput, PositiveAmount, Probability, Strict, duplicates
from copilot.scoring.plan.requests import BudgetRequest, Commitment

Objective = Literal["sales", "margin"]
DEFAULT_LEVEL: Commitment = "written"
"""Ours: the sources ask for the client's commitment without a level."""
Reason = Literal["INCOMPLETE", "NO_COMMITMENT", "BELOW_TARGET", "NO_CLIENT_MEANS", "NO_VALUE", "BUDGET_EXHAUSTED"]


class AllocationInput(MoneyInput):
    """The requests of all accounts over one horizon, and the money there is."""

    requests: list[BudgetRequest] = Field(max_length=1000, description="every request, totals left out")
    budget: PositiveAmount | None = Field(default=None, description="money to allocate; needed")
    target: Probability | None = Field(
        default=None,
        description="share that each request must promise to be eligible, a fraction; needed, without a default: the "
        "10 % of the case in S4 is its own; 0 for no such gate",
    )
    minimal_commitment: Commitment | None = Field(
        default=None,
        description="weakest commitment of the client that is enough; left out: written, our default, and told so "
        "where it keeps a request out",
    )
    objective: Objective = Field(
        default="sales",
        description="what the choice makes largest: expected category sales won (share * category sales), or the "
        "margin on them (our default: sales)",
    )
    what_if: Annotated[list[PositiveAmount], Field(max_length=12)] = Field(
        default_factory=list, description="other budgets to show the best choice for, in the currency of the call"
    )

    @property
    def level(self) -> Commitment:
        """The weakest commitment that is enough."""
        return self.minimal_commitment or DEFAULT_LEVEL

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        if twice := duplicates(request.id for request in self.requests):
            raise ValueError(f"requests: {twice[0]!r} stands twice; merge the lines or tell them apart")
        return self


class AllocationItem(Strict):
    """One request and what becomes of it."""

    id: str
    amount: Decimal | None
    share: Decimal | None
    value: Decimal | None = Field(description="expected sales or margin, by the objective")
    value_rate: Decimal | None = Field(description="value / amount, a fraction; None without an amount")
    commitment: Commitment | None
    eligible: bool
    funded: bool
    reasons: list[Reason] = Field(
        description="why it is not funded: every gate that it misses, or BUDGET_EXHAUSTED when it passes them all and "
        "the best choice leaves no money for it"
    )


class Choice(Strict):
    """A set of requests."""

    ids: list[str] = Field(description="in alphabetical order")
    spent: Decimal
    value: Decimal = Field(description="expected sales or margin, by the objective")


class WhatIf(Choice):
    """The best choice for another budget."""

    budget: Decimal
    gain: Decimal = Field(description="value above that of the budget of the call, below 0 when it is worth less")
    proven_optimal: bool


class OneMore(Strict):
    """The request that the least extra money adds to those that are funded."""

    id: str
    extra_budget: Decimal = Field(description="to add to the budget of the call, what is left of it being used")
    extra_value: Decimal


class Improvement(WhatIf):
    """The smallest larger budget whose best choice is worth more, requests exchanged if need be."""

    extra_budget: Decimal
    smallest_proven: bool = Field(description="whether no smaller extra budget is proven to be enough")


class Unlocked(Choice):
    """The best choice for the same budget, if every client that only lacks the commitment gave it."""

    gain: Decimal
    proven_optimal: bool


class AllocationResult(Strict):
    """The best use of the budget."""

    budget: Decimal
    target: Decimal
    minimal_commitment: Commitment
    objective: Objective
    requests: int
    requested: Decimal = Field(description="sum of the amounts asked")
    requested_weighted_share: Decimal | None = Field(description="promised by all requests, weighted, a fraction")
    requested_mean_share: Decimal | None = Field(description="plain mean: to compare only, it answers nothing")
    eligible_ids: list[str]
    eligible: Decimal = Field(description="sum of their amounts")
    funded_ids: list[str]
    funded: Decimal = Field(description="sum of their amounts")
    left: Decimal = Field(description="budget - funded")
    value: Decimal = Field(description="expected sales or margin of the funded requests, by the objective")
    funded_weighted_share: Decimal | None = Field(description="sum(share * category) / sum(category) of the funded")
    proven_optimal: bool = Field(description="no eligible set within the budget is worth more")
    value_bound: Decimal = Field(description="no eligible set within the budget can be worth more; value when proven")
    only_best: bool = Field(
        description="whether the rule for equally good sets (least spent, then alphabetical) is proven too"
    )
    greedy_by_value: Choice = Field(description="for comparison: largest value first, skipping what does not fit")
    greedy_by_rate: Choice = Field(description="for comparison: best value a unit of money first, likewise")
    one_more: OneMore | None = Field(description="None when every eligible request is funded")
    next_improvement: Improvement | None = Field(description="None when every eligible request is funded")
    if_committed: Unlocked | None = Field(description="None when no request lacks only the commitment")
    what_if: list[WhatIf]
