"""The sum of a budget request: what is approved and what still waits (method row 29, roll-up)."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Literal

from pydantic import Field

from copilot.schemas.evidence import Language
from copilot.scoring.base import Amount, ItemInput, MoneyInput, Name, Note, Outcome, PositiveAmount, Strict, ratio
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, money, names, percent

FORMULA = (
    "total = sum(amount); approved, pending, refused, unknown = sums by status; balance = total - approved - refused"
)

BudgetStatus = Literal["approved", "pending", "refused", "unknown"]
STATUSES: tuple[BudgetStatus, ...] = ("approved", "pending", "refused", "unknown")


class BudgetLineInput(ItemInput):
    """One line of the request."""

    label: Name = Field(description="what the money is for")
    amount: PositiveAmount | None = Field(default=None, description="amount in the currency of the call")
    status: BudgetStatus = Field(default="unknown", description="what was decided about it")


class BudgetInput(MoneyInput):
    """The lines of a budget request."""

    lines: list[BudgetLineInput] = Field(
        max_length=10_000, description="every line, the total left out; two lines may have one label"
    )
    declared_total: Amount | None = Field(default=None, description="the total that the source states, to check it")


class BudgetItem(Strict):
    """The weight of one line."""

    label: str
    amount: Decimal
    status: BudgetStatus
    share: Decimal = Field(description="of the total, a fraction")


class BudgetResult(Strict):
    """What is asked, granted and open."""

    total: Decimal
    approved: Decimal
    pending: Decimal
    refused: Decimal
    unknown: Decimal
    balance: Decimal = Field(description="what is not decided yet")
    lines: int = Field(description="number of lines with an amount")


def budget_rollup(given: BudgetInput) -> Outcome[BudgetResult]:
    """The total of the request by status, checked against the total that the source states."""
    rows = [(line.label, line.amount, line.status) for line in given.lines if line.amount is not None]
    rows.sort(key=lambda row: (-row[1], row[0], row[2]))
    unpriced = sorted(line.label for line in given.lines if line.amount is None)
    findings = [both("budget.unpriced", lambda _: {"names": names(unpriced)})] if unpriced else []
    total = sum((amount for _, amount, _ in rows), Decimal(0))
    if total == 0:
        return Outcome(result=None, formula=FORMULA, findings=findings, missing=["lines with an amount"])
    sums = {
        status: sum((amount for _, amount, given_status in rows if given_status == status), Decimal(0))
        for status in STATUSES
    }
    declared = given.declared_total
    if declared is not None and declared != total:
        findings.append(
            both(
                "budget.total_differs",
                lambda language: {
                    "declared": money(declared, given.currency, language),
                    "total": money(total, given.currency, language),
                },
            )
        )
    result = BudgetResult(
        total=total,
        approved=sums["approved"],
        pending=sums["pending"],
        refused=sums["refused"],
        unknown=sums["unknown"],
        balance=total - sums["approved"] - sums["refused"],
        lines=len(rows),
    )
    items = [
        BudgetItem(label=label, amount=amount, status=status, share=ratio(amount, total))
        for label, amount, status in rows
    ]
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(items),
        findings=[*findings, *_repeated(given)],
        why=_why(result, items, given.currency),
    )


def _repeated(given: BudgetInput) -> list[Note]:
    """Lines that are equal in everything: perhaps one request counted twice."""
    lines = Counter((line.label, line.amount, line.status) for line in given.lines if line.amount)
    twice = sorted({label for (label, _, _), count in lines.items() if count > 1})
    return [both("budget.repeated", lambda _: {"names": names(twice)})] if twice else []


def _open_lines(items: list[BudgetItem], currency: str, language: Language) -> str:
    """The lines that wait for a decision, largest first, with their amounts."""
    waiting = [item for item in items if item.status in ("pending", "unknown") and item.amount]
    return names([f"{item.label} ({money(item.amount, currency, language)})" for item in waiting], 3)


def _why(result: BudgetResult, items: list[BudgetItem], currency: str) -> list[Note]:
    def values(language: Language) -> dict[str, object]:
        return {
            "total": money(result.total, currency, language),
            "n": result.lines,
            "approved": money(result.approved, currency, language),
            "share": percent(ratio(result.approved, result.total), language),
            "balance": money(result.balance, currency, language),
            "balance_share": percent(ratio(result.balance, result.total), language),
            "open": _open_lines(items, currency, language),
            "refused": money(result.refused, currency, language),
            "first": items[0].label,
            "first_share": percent(items[0].share, language),
        }

    codes = ["budget.total_one" if result.lines == 1 else "budget.total"]
    codes.append("budget.balance" if result.balance else "budget.decided")
    if result.refused:
        codes.append("budget.refused")
    if result.lines > 1:
        codes.append("budget.largest")
    return [both(code, values) for code in codes]


TOOL = Tool(
    name="budget_rollup",
    version="2",
    source="S4, method row 29 (roll-up)",
    function=budget_rollup,
    input=BudgetInput,
    result=BudgetResult,
    example={
        "currency": "EUR",
        "lines": [{"label": "A", "amount": 100, "status": "approved"}, {"label": "B", "amount": 50}],
    },
)
