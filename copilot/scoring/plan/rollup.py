"""The sum of the budget requests of a launch and the share that they promise together (S4, method row 29 ii)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext
from typing import Annotated, Self

from pydantic import Field, model_validator

from copilot.schemas.evidence import Language
from copilot.scoring.base import PRECISION, MoneyInput, Note, Outcome, Strict, duplicates, ratio
from copilot.scoring.plan.requests import BudgetRequest, expected_sales, mean_share, weighted_share
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, money, names, percent, percent_beside

FORMULA = (
    "total = sum(amount); weighted share = sum(share_i * category_sales_i) / sum(category_sales_i), over the requests "
    "that state both; never the mean of the shares"
)
FIRM = ("written", "signed")


class RollupInput(MoneyInput):
    """The requests of all accounts, over one and the same horizon."""

    requests: list[BudgetRequest] = Field(max_length=10_000, description="every request, totals left out")
    target: Annotated[Decimal, Field(gt=0, le=1, decimal_places=20)] | None = Field(
        default=None,
        description="share to reach, a fraction above 0; no default: the 10 % of the case in S4 is its own",
    )

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        if twice := duplicates(request.id for request in self.requests):
            raise ValueError(f"requests: {twice[0]!r} stands twice; merge the lines or tell them apart")
        return self


class RollupItem(Strict):
    """One request in the sum, largest first."""

    id: str
    amount: Decimal | None
    share_of_total: Decimal | None = Field(description="of the total that is asked, a fraction")
    share: Decimal | None
    expected_sales: Decimal | None = Field(description="share * category sales")
    cost_rate: Decimal | None = Field(description="amount / expected sales, a fraction; None without them")
    below_target: bool | None = Field(description="None without a target or a share")


class RollupResult(Strict):
    """What is asked in all, and what it promises."""

    count: int = Field(description="number of requests, those without an amount included")
    priced: int = Field(description="number of requests with an amount: those that the total adds")
    total: Decimal
    category_sales: Decimal = Field(description="of the requests that state a share and the category's sales")
    expected_sales: Decimal = Field(description="what these promise together")
    weighted_share: Decimal | None = Field(description="expected_sales / category_sales, a fraction")
    mean_share: Decimal | None = Field(description="mean of the shares: to compare only, it answers nothing")
    cost_rate: Decimal | None = Field(
        description="amount / expected sales over the requests that state everything, a fraction"
    )
    firm_amount: Decimal = Field(description="asked with a written or signed commitment of the client")
    soft_amount: Decimal = Field(description="asked with a verbal commitment, none, or an unknown one")
    target: Decimal | None = None
    reached: bool | None = Field(default=None, description="whether the requests together reach the target")
    below_target: list[str] = Field(default_factory=list, description="requests that promise less than the target")


def _items(given: RollupInput, total: Decimal) -> list[RollupItem]:
    items = []
    for request in sorted(given.requests, key=lambda r: (r.amount is None, -(r.amount or Decimal(0)), r.id)):
        sales, amount = expected_sales(request), request.amount
        below = None if given.target is None or request.share is None else request.share < given.target
        items.append(
            RollupItem(
                id=request.id,
                amount=amount,
                share_of_total=ratio(amount, total) if amount is not None and total else None,
                share=request.share,
                expected_sales=sales,
                cost_rate=ratio(amount, sales) if amount is not None and sales else None,
                below_target=below,
            )
        )
    return items


def _sum(values: Sequence[Decimal | None]) -> Decimal:
    return sum((value for value in values if value is not None), Decimal(0))


def rollup(given: RollupInput) -> Outcome[RollupResult]:
    """The total asked and the share promised, weighted by the size of each client's category."""
    priced = [request for request in given.requests if request.amount is not None]
    found = _findings(given)
    if not priced:
        return Outcome(result=None, formula=FORMULA, findings=found, missing=["requests with an amount"])
    with localcontext(prec=PRECISION):
        total = _sum([request.amount for request in priced])
        stated = [request for request in given.requests if expected_sales(request) is not None]
        category = _sum([request.category_sales for request in stated])
        sales = _sum([expected_sales(request) for request in stated])
        whole = [request for request in stated if request.amount is not None]
        whole_sales = _sum([expected_sales(request) for request in whole])
        items = _items(given, total)
        result = RollupResult(
            count=len(given.requests),
            priced=len(priced),
            total=total,
            category_sales=category,
            expected_sales=sales,
            weighted_share=weighted_share(stated),
            mean_share=mean_share(stated),
            cost_rate=ratio(_sum([request.amount for request in whole]), whole_sales) if whole_sales else None,
            firm_amount=_sum([request.amount for request in priced if request.commitment in FIRM]),
            soft_amount=_sum([request.amount for request in priced if request.commitment not in FIRM]),
            target=given.target,
            reached=None if given.target is None or not category else sales >= given.target * category,
            below_target=[item.id for item in items if item.below_target],
        )
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(items),
        findings=[*found, *_verdict_findings(result)],
        why=_why(result, items, given.currency),
    )


def _findings(given: RollupInput) -> list[Note]:
    groups = {
        "rollup.unpriced": [r.id for r in given.requests if r.amount is None],
        "rollup.no_share": [r.id for r in given.requests if expected_sales(r) is None],
        "rollup.no_commitment_stated": [r.id for r in given.requests if r.commitment is None],
        "rollup.no_client_means": [r.id for r in given.requests if r.client_means is False],
    }
    return [
        both(code, lambda _, group=group: {"names": names(sorted(group)), "n": len(group)})  # type: ignore[misc]
        for code, group in groups.items()
        if group
    ]


def _verdict_findings(result: RollupResult) -> list[Note]:
    """Where the mean would turn the verdict, and where the whole hides a client below."""
    target, mean, found = result.target, result.mean_share, []
    if target is None or result.weighted_share is None:
        return []
    share = ratio(result.expected_sales, result.category_sales, 20)
    if mean is not None and (mean >= target) != result.reached:
        found.append(
            both(
                "rollup.mean_misleads",
                lambda lang: {
                    "mean": percent_beside(mean, target, lang, 2),
                    "share": percent_beside(share, target, lang, 2),
                    "target": percent(target, lang, 2),
                },
            )
        )
    if result.reached and result.below_target:
        found.append(both("rollup.some_below", lambda _: {"names": names(result.below_target)}))
    return found


def _why(result: RollupResult, items: Sequence[RollupItem], currency: str) -> list[Note]:
    first, target = items[0], result.target
    share = ratio(result.expected_sales, result.category_sales, 20) if result.category_sales else Decimal(0)

    def values(lang: Language) -> dict[str, object]:
        return {
            "n": result.priced,
            "total": money(result.total, currency, lang, 2),
            "sales": money(result.expected_sales, currency, lang, 2),
            "category": money(result.category_sales, currency, lang, 2),
            "share": percent(share, lang, 2) if target is None else percent_beside(share, target, lang, 2),
            "mean": percent(result.mean_share or Decimal(0), lang, 2),
            "target": percent(target or Decimal(0), lang, 2),
            "rate": percent(result.cost_rate or Decimal(0), lang),
            "first": first.id,
            "first_amount": money(first.amount or Decimal(0), currency, lang, 2),
            "first_share": percent(first.share_of_total or Decimal(0), lang),
            "firm": money(result.firm_amount, currency, lang, 2),
            "soft": money(result.soft_amount, currency, lang, 2),
            "soft_share": percent(ratio(result.soft_amount, result.total) if result.total else Decimal(0), lang),
        }

    codes = ["rollup.total_one" if result.priced == 1 else "rollup.total"]
    if result.weighted_share is not None:
        codes.append("rollup.share")
        if target is not None:
            codes.append("rollup.reached" if result.reached else "rollup.missed")
        if result.mean_share != result.weighted_share:
            codes.append("rollup.mean")
    if result.cost_rate is not None:
        codes.append("rollup.cost")
    if result.total:
        codes.append("rollup.soft" if result.soft_amount else "rollup.firm")
    return [both(code, values) for code in codes]


TOOL = Tool(
    name="rollup",
    version="1",
    source="S4, method row 29 (ii); that written and signed count as firm is ours",
    function=rollup,
    input=RollupInput,
    result=RollupResult,
    example={
        "currency": "EUR",
        "requests": [
            {"id": "A", "amount": 300, "share": 0.12, "category_sales": 4000, "commitment": "written"},
            {"id": "B", "amount": 250, "share": 0.11, "category_sales": 3000, "commitment": "signed"},
            {"id": "C", "amount": 400, "share": 0.14, "category_sales": 5000, "commitment": "none"},
        ],
        "target": 0.1,
    },
)
