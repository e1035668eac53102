"""What share of the revenue the largest clients make: this portfolio's own Pareto (S0, method row 5)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal, localcontext
from typing import Self

from pydantic import Field, JsonValue, model_validator

from copilot.schemas.evidence import Language
from copilot.scoring.base import (
    PRECISION,
    Amount,
    ItemInput,
    MoneyInput,
    Name,
    Note,
    Outcome,
    Strict,
    duplicates,
    ratio,
)
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, money, names, percent

FORMULA = (
    "clients with revenue > 0, largest first; k20 = ceil(0.2 n); share20 = sum(top k20) / total; "
    "k80 = smallest k whose cumulative share >= 0.8; verified = share20 >= 0.8"
)
SMALL_PORTFOLIO = 10
TOP_FRACTION = Decimal("0.2")
TARGET_SHARE = Decimal("0.8")


class ClientRevenue(ItemInput):
    """One client and what it buys from us in the period."""

    name: Name = Field(description="client name, unique in the call")
    revenue: Amount | None = Field(default=None, description="our revenue with it; left out when unknown")


class ParetoInput(MoneyInput):
    """The clients of a portfolio over one period."""

    clients: list[ClientRevenue] = Field(max_length=100_000, description="every client, totals left out")

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        if twice := duplicates(client.name for client in self.clients):
            raise ValueError(f"clients: {twice[0]!r} stands twice; merge the lines or tell them apart")
        return self


class ParetoItem(Strict):
    """One client in the order of revenue."""

    rank: int
    name: str
    revenue: Decimal
    share: Decimal = Field(description="of the total revenue, a fraction")
    cumulative_share: Decimal


class ParetoResult(Strict):
    """What this portfolio shows."""

    clients: int = Field(description="number of active clients")
    total: Decimal
    k20: int = Field(description="number of clients that 20 % of them are, rounded up")
    top_names: list[str]
    top_revenue: Decimal
    share20: Decimal = Field(description="their share of the revenue, a fraction")
    k80: int = Field(description="how many clients it takes to reach 80 % of the revenue")
    k80_fraction: Decimal = Field(description="the same as a fraction of the clients")
    share80: Decimal = Field(description="cumulative share that these clients make")
    verified: bool = Field(description="whether 20 % of the clients make 80 % of the revenue")


def active(clients: Sequence[ClientRevenue]) -> list[tuple[str, Decimal]]:
    """Clients with a positive revenue, largest first, ties by name."""
    known = [(client.name, client.revenue) for client in clients if client.revenue is not None and client.revenue > 0]
    return sorted(known, key=lambda pair: (-pair[1], pair[0]))


def coverage_findings(clients: Sequence[ClientRevenue]) -> list[Note]:
    """Warnings about the clients that the figure leaves out, and about small portfolios."""
    groups = {
        "pareto.unknown_revenue": [c.name for c in clients if c.revenue is None],
        "pareto.zero_revenue": [c.name for c in clients if c.revenue == 0],
        "pareto.negative_revenue": [c.name for c in clients if c.revenue is not None and c.revenue < 0],
    }
    found = [
        both(code, lambda _, group=group: {"names": names(sorted(group)), "n": len(group)})  # type: ignore[misc]
        for code, group in groups.items()
        if group
    ]
    count = sum(1 for client in clients if client.revenue is not None and client.revenue > 0)
    if 0 < count < SMALL_PORTFOLIO:
        found.append(both("pareto.few_clients", lambda _: {"n": count}))
    return found


def _items(rows: list[tuple[str, Decimal]], total: Decimal) -> list[ParetoItem]:
    items, running = [], Decimal(0)
    for rank, (name, revenue) in enumerate(rows, start=1):
        running += revenue
        items.append(
            ParetoItem(
                rank=rank,
                name=name,
                revenue=revenue,
                share=ratio(revenue, total),
                cumulative_share=ratio(running, total),
            )
        )
    return items


def pareto(given: ParetoInput) -> Outcome[ParetoResult]:
    """The share of the largest clients in this portfolio, and whether the rule of thumb holds for it."""
    rows = active(given.clients)
    findings = coverage_findings(given.clients)
    if not rows:
        return Outcome(result=None, formula=FORMULA, findings=findings, missing=["clients with a positive revenue"])
    with localcontext(prec=PRECISION):
        return _measured(rows, findings, given)


def _measured(rows: list[tuple[str, Decimal]], findings: list[Note], given: ParetoInput) -> Outcome[ParetoResult]:
    total = sum((revenue for _, revenue in rows), Decimal(0))
    count = math.ceil(TOP_FRACTION * len(rows))
    top = rows[:count]
    top_revenue = sum((revenue for _, revenue in top), Decimal(0))
    items = _items(rows, total)
    target = TARGET_SHARE * total
    running, needed = Decimal(0), 0
    while running < target and needed < len(rows):
        running += rows[needed][1]
        needed += 1
    result = ParetoResult(
        clients=len(rows),
        total=total,
        k20=count,
        top_names=[name for name, _ in top],
        top_revenue=top_revenue,
        share20=ratio(top_revenue, total),
        k80=needed,
        k80_fraction=ratio(Decimal(needed), Decimal(len(rows))),
        share80=ratio(running, total),
        verified=top_revenue >= target,
    )
    return Outcome(result=result, formula=FORMULA, per_item=list(items), findings=findings, why=_why(result, given))


def _why(result: ParetoResult, given: ParetoInput) -> list[Note]:
    def values(language: Language) -> dict[str, object]:
        return {
            "k": result.k20,
            "n": result.clients,
            "share": percent(result.share20, language),
            "total": money(result.total, given.currency, language),
            "names": names(result.top_names),
            "needed": result.k80,
            "reached": percent(result.share80, language),
            "top": percent(TOP_FRACTION, language),
            "target": percent(TARGET_SHARE, language),
        }

    verdict = "pareto.holds" if result.verified else "pareto.does_not_hold"
    share = "pareto.share_one" if result.k20 == 1 else "pareto.share"
    return [
        both(share, values),
        both("pareto.needed", values),
        both("pareto.not_strategy", values),
        both(verdict, values),
    ]


EXAMPLE_CLIENTS: JsonValue = [
    {"name": "A", "revenue": 600},
    {"name": "B", "revenue": 300},
    {"name": "C", "revenue": 100},
]

TOOL = Tool(
    name="pareto",
    version="2",
    source="S0, method row 5",
    function=pareto,
    input=ParetoInput,
    result=ParetoResult,
    example={
        "currency": "EUR",
        "clients": EXAMPLE_CLIENTS,
    },
)
