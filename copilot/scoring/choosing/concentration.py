"""Dependence on few clients: top shares, Herfindahl index, loss of one client (S0 and S2, method row 6)."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Self

from pydantic import Field, model_validator

from copilot.schemas.evidence import Language
from copilot.scoring.base import (
    PRECISION,
    MarginRate,
    MoneyInput,
    Name,
    Note,
    Outcome,
    Strict,
    duplicates,
    ratio,
    rounded,
)
from copilot.scoring.choosing.pareto import EXAMPLE_CLIENTS, ClientRevenue, active, coverage_findings
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, money, number, percent

FORMULA = (
    "share_i = revenue_i / sum(revenue > 0); top1, top3 = sums of the largest shares; HHI = sum(share_i^2), x 10000"
)


class ConcentrationClient(ClientRevenue):
    """One client, with its margin when the loss of a client is to be simulated."""

    margin: MarginRate | None = Field(default=None, description="contribution margin with it, a fraction")


class ConcentrationInput(MoneyInput):
    """The clients of a portfolio over one period."""

    clients: list[ConcentrationClient] = Field(max_length=100_000, description="every client, totals left out")
    lose: Name | None = Field(default=None, description="client whose loss is to be simulated")

    @model_validator(mode="after")
    def _names_are_known(self) -> Self:
        known = [client.name for client in self.clients]
        if twice := duplicates(known):
            raise ValueError(f"clients: {twice[0]!r} stands twice; merge the lines or tell them apart")
        if self.lose is not None and self.lose not in known:
            raise ValueError(f"lose = {self.lose!r} is not one of the clients")
        return self


class ShareItem(Strict):
    """The share of one client."""

    rank: int
    name: str
    revenue: Decimal
    share: Decimal = Field(description="a fraction")


class ConcentrationResult(Strict):
    """How much the revenue hangs on few clients."""

    clients: int
    total: Decimal
    top1: Decimal = Field(description="share of the largest client, a fraction")
    top1_name: str
    top3: Decimal = Field(description="share of the three largest, a fraction")
    hhi: Decimal = Field(description="Herfindahl index on 0..10000")
    hhi_fraction: Decimal = Field(description="the same on 0..1")
    revenue_after_loss: Decimal | None = None
    revenue_lost_share: Decimal | None = None
    margin_lost: Decimal | None = Field(default=None, description="margin amount lost, when its rate is known")
    margin_after_loss: Decimal | None = Field(default=None, description="margin left, when all rates are known")


def _loss(given: ConcentrationInput, total: Decimal) -> dict[str, Decimal | None]:
    client = next((item for item in given.clients if item.name == given.lose), None)
    if client is None or client.revenue is None or client.revenue <= 0:
        return {}
    rows = [item for item in given.clients if item.revenue is not None and item.revenue > 0]
    lost = None if client.margin is None else rounded(client.revenue * client.margin, 2)
    left = None
    if all(item.margin is not None for item in rows):
        margins = [(item.revenue or Decimal(0)) * (item.margin or Decimal(0)) for item in rows if item is not client]
        left = rounded(sum(margins, Decimal(0)), 2)
    return {
        "revenue_after_loss": total - client.revenue,
        "revenue_lost_share": ratio(client.revenue, total),
        "margin_lost": lost,
        "margin_after_loss": left,
    }


def concentration(given: ConcentrationInput) -> Outcome[ConcentrationResult]:
    """How much the revenue hangs on the first clients, and what the loss of one would leave."""
    rows = active(given.clients)
    findings = coverage_findings(given.clients)
    if not rows:
        return Outcome(result=None, formula=FORMULA, findings=findings, missing=["clients with a positive revenue"])
    with localcontext(prec=PRECISION):
        total = sum((revenue for _, revenue in rows), Decimal(0))
        index = sum(((revenue / total) ** 2 for _, revenue in rows), Decimal(0))
        top3 = sum((revenue for _, revenue in rows[:3]), Decimal(0))
    result = ConcentrationResult(
        clients=len(rows),
        total=total,
        top1=ratio(rows[0][1], total),
        top1_name=rows[0][0],
        top3=ratio(top3, total),
        hhi=rounded(index * 10_000, 2),
        hhi_fraction=rounded(index, 6),
        **_loss(given, total),
    )
    items = [
        ShareItem(rank=rank, name=name, revenue=revenue, share=ratio(revenue, total))
        for rank, (name, revenue) in enumerate(rows, start=1)
    ]
    return Outcome(result=result, formula=FORMULA, per_item=list(items), findings=findings, why=_why(result, given))


def _why(result: ConcentrationResult, given: ConcentrationInput) -> list[Note]:
    def values(language: Language) -> dict[str, object]:
        return {
            "name": result.top1_name,
            "top1": percent(result.top1, language),
            "top3": percent(result.top3, language),
            "n": result.clients,
            "hhi": number(result.hhi, language, 0),
        }

    why = [both("concentration.top", values), both("concentration.hhi", values)]
    lost, left = result.revenue_lost_share, result.revenue_after_loss
    if lost is not None and left is not None:
        why.append(
            both(
                "concentration.loss",
                lambda language: {
                    "name": given.lose,
                    "share": percent(lost, language),
                    "left": money(left, given.currency, language),
                },
            )
        )
    return why


TOOL = Tool(
    name="concentration",
    version="1",
    source="S0 and S2, method row 6",
    function=concentration,
    input=ConcentrationInput,
    result=ConcentrationResult,
    example={
        "currency": "EUR",
        "clients": EXAMPLE_CLIENTS,
        "lose": "A",
    },
)
