"""Which requests to fund with one budget: gates first, then the exact best choice (S4, method row 29 iii)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

from copilot.scoring.base import PRECISION, Outcome, ratio, rounded
from copilot.scoring.plan.allocate_model import (
    AllocationInput,
    AllocationItem,
    AllocationResult,
    Choice,
    Improvement,
    OneMore,
    Reason,
    Unlocked,
    WhatIf,
)
from copilot.scoring.plan.allocate_why import findings, why
from copilot.scoring.plan.allocation import Allocation, Candidate, Pool, decimal
from copilot.scoring.plan.knapsack import LIMIT
from copilot.scoring.plan.requests import LEVELS, BudgetRequest, expected_sales, mean_share, weighted_share
from copilot.scoring.tool import Tool

FORMULA = (
    "eligible when complete, commitment >= minimal_commitment, share >= target, client_means not false, value > 0; "
    "value_i = share_i * category_sales_i (* margin_i); funded = the eligible set of the highest sum(value) with "
    "sum(amount) <= budget, then of the lowest sum(amount), then the first by id"
)
EXTRA_LIMIT = LIMIT // 10
"""Work on each question beside the main one."""


def _value(request: BudgetRequest, given: AllocationInput) -> Decimal | None:
    sales = expected_sales(request)
    if given.objective == "sales" or sales is None:
        return sales
    with localcontext(prec=2 * PRECISION):
        return None if request.margin is None else sales * request.margin


def _gates(request: BudgetRequest, given: AllocationInput, target: Decimal) -> list[Reason]:
    """Every gate that the request misses."""
    value = _value(request, given)
    level = "none" if request.commitment is None else request.commitment
    missed: dict[Reason, bool] = {
        "INCOMPLETE": request.amount is None or value is None,
        "NO_COMMITMENT": LEVELS.index(level) < LEVELS.index(given.level),
        "BELOW_TARGET": request.share is not None and request.share < target,
        "NO_CLIENT_MEANS": request.client_means is False,
        "NO_VALUE": value is not None and value <= 0,
    }
    return [reason for reason, applies in missed.items() if applies]


def _candidate(request: BudgetRequest, given: AllocationInput) -> Candidate:
    return Candidate(request.id, Fraction(request.amount or 0), Fraction(_value(request, given) or 0))


def _amount(value: Fraction) -> Decimal:
    return rounded(decimal(value), 2)


def _at_most(found: Allocation) -> Decimal:
    """The bound to the cent, rounded up where it is not reached."""
    with localcontext(prec=2 * PRECISION):
        up = ROUND_HALF_EVEN if found.proven else ROUND_CEILING
        return decimal(found.bound).quantize(Decimal("0.01"), rounding=up)


def _choice(found: Allocation) -> dict[str, list[str] | Decimal]:
    return {"ids": list(found.ids), "spent": decimal(found.spent), "value": _amount(found.value)}


def _what_if(found: Allocation, budget: Fraction, base: Allocation) -> dict[str, object]:
    gain = _amount(found.value - base.value)
    return {**_choice(found), "budget": decimal(budget), "gain": gain, "proven_optimal": found.proven}


def _one_more(pool: Pool, base: Allocation, budget: Fraction) -> OneMore | None:
    """The cheapest request to add to the funded ones; the most valuable of equally cheap ones."""
    waiting = [candidate for candidate in pool.candidates if candidate.id not in base.ids]
    if not waiting:
        return None
    first = min(waiting, key=lambda candidate: (candidate.amount, -candidate.value, candidate.id))
    extra = first.amount - (budget - base.spent)
    return OneMore(id=first.id, extra_budget=decimal(extra), extra_value=_amount(first.value))


def _improvement(pool: Pool, base: Allocation, budget: Fraction) -> Improvement | None:
    found = pool.next_budget(base, EXTRA_LIMIT)
    if found is None:
        return None
    larger, smallest = found
    fields = _what_if(pool.best(larger, EXTRA_LIMIT), larger, base)
    extra = decimal(larger - budget)
    return Improvement.model_validate({**fields, "extra_budget": extra, "smallest_proven": smallest and base.proven})


def _unlocked(
    given: AllocationInput, items: Sequence[AllocationItem], base: Allocation, budget: Fraction
) -> Unlocked | None:
    locked = {item.id for item in items if item.reasons == ["NO_COMMITMENT"]}
    if not locked:
        return None
    open_ids = locked | {item.id for item in items if item.eligible}
    found = Pool([_candidate(r, given) for r in given.requests if r.id in open_ids]).best(budget, EXTRA_LIMIT)
    fields = _choice(found if found.value > base.value else base)
    gain = _amount(max(found.value - base.value, Fraction(0)))
    return Unlocked.model_validate({**fields, "gain": gain, "proven_optimal": found.proven})


def _items(given: AllocationInput, target: Decimal) -> list[AllocationItem]:
    items = []
    for request in sorted(given.requests, key=lambda r: r.id):
        value, reasons = _value(request, given), _gates(request, given, target)
        items.append(
            AllocationItem(
                id=request.id,
                amount=request.amount,
                share=request.share,
                value=None if value is None else rounded(value, 2),
                value_rate=ratio(value, request.amount) if value is not None and request.amount else None,
                commitment=request.commitment,
                eligible=not reasons,
                funded=False,
                reasons=reasons,
            )
        )
    return items


def allocate_budget(given: AllocationInput) -> Outcome[AllocationResult]:
    """The eligible requests that together are worth most within the budget, and what would change the choice."""
    missing = [name for name in ("budget", "target") if getattr(given, name) is None]
    items = _items(given, given.target or Decimal(0))
    if all("INCOMPLETE" in item.reasons for item in items):
        missing.append("requests with an amount, a share and the category's sales")
    if missing or given.budget is None or given.target is None:
        return Outcome(result=None, formula=FORMULA, missing=missing)
    budget = Fraction(given.budget)
    eligible = {item.id for item in items if item.eligible}
    pool = Pool([_candidate(request, given) for request in given.requests if request.id in eligible])
    greedy = [pool.one_by_one(budget, by_rate) for by_rate in (False, True)]
    base = pool.best(budget)
    items = [_decided(item, base) for item in items]
    funded = [request for request in given.requests if request.id in base.ids]
    result = AllocationResult(
        budget=given.budget,
        target=given.target,
        minimal_commitment=given.level,
        objective=given.objective,
        requests=len(items),
        requested=_total(given.requests),
        requested_weighted_share=weighted_share(given.requests),
        requested_mean_share=mean_share(given.requests),
        eligible_ids=sorted(eligible),
        eligible=_total([request for request in given.requests if request.id in eligible]),
        funded_ids=list(base.ids),
        funded=decimal(base.spent),
        left=given.budget - decimal(base.spent),
        value=_amount(base.value),
        funded_weighted_share=weighted_share(funded),
        proven_optimal=base.proven,
        value_bound=_at_most(base),
        only_best=base.settled,
        greedy_by_value=Choice.model_validate(_choice(greedy[0])),
        greedy_by_rate=Choice.model_validate(_choice(greedy[1])),
        one_more=_one_more(pool, base, budget),
        next_improvement=_improvement(pool, base, budget),
        if_committed=_unlocked(given, items, base, budget),
        what_if=[
            WhatIf.model_validate(_what_if(pool.best(other, EXTRA_LIMIT), other, base))
            for other in sorted({Fraction(amount) for amount in given.what_if})
        ],
    )
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(items),
        findings=findings(result, items, given),
        why=why(result, items, given.currency),
    )


def _decided(item: AllocationItem, base: Allocation) -> AllocationItem:
    if item.id in base.ids:
        return item.model_copy(update={"funded": True})
    return item.model_copy(update={"reasons": item.reasons or ["BUDGET_EXHAUSTED"]})


def _total(requests: Sequence[BudgetRequest]) -> Decimal:
    with localcontext(prec=PRECISION):
        return sum((request.amount for request in requests if request.amount is not None), Decimal(0))


TOOL = Tool(
    name="allocate_budget",
    version="1",
    source="S4, method row 29 (iii); the written commitment, the objective and the rule for equal sets are ours",
    function=allocate_budget,
    input=AllocationInput,
    result=AllocationResult,
    example={
        "currency": "EUR",
        "budget": 700,
        "target": 0.1,
        "requests": [
            {"id": "A", "amount": 300, "share": 0.12, "category_sales": 4000, "commitment": "written"},
            {"id": "B", "amount": 250, "share": 0.11, "category_sales": 3000, "commitment": "signed"},
            {"id": "C", "amount": 400, "share": 0.14, "category_sales": 5000, "commitment": "none"},
            {"id": "D", "amount": 200, "share": 0.08, "category_sales": 2500, "commitment": "written"},
            {"id": "E", "amount": 350, "share": 0.105, "category_sales": 4500, "commitment": "written"},
        ],
        "what_if": [900],
    },
)
