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
from copilot.scoring.wording import both, money, names, number, percent

FORMULA = (
    "share_i = revenue_i / sum(revenue > 0); top1, top3 = sums of the largest shares; HHI = sum(share_i^2), x 10000; "
    "after a loss: revenue = total - revenue_i, margin = sum(revenue * rate) of the others"
)


class ConcentrationClient(ClientRevenue):
    """One client, with its margin when the loss of a client is to be simulated."""

    margin: MarginRate | None = Field(default=None, description="contribution margin with it, a fraction")


class ConcentrationInput(MoneyInput):
    """The clients of a portfolio over one period."""

    clients: list[ConcentrationClient] = Field(max_length=100_000, description="every client, totals left out")
    lose: Name | None = Field(default=None, description="client whose loss is to be simulated; absent = none")

    @model_validator(mode="after")
    def _names_are_known(self) -> Self:
        known = [client.name for client in self.clients]
        if twice := duplicates(known):
            raise ValueError(f"clients: {twice[0]!r} stands twice; merge the lines or tell them apart")
        if self.lose is not None and self.lose not in known:
            raise ValueError(f"lose = {self.lose!r} is not one of the clients")
        return self


class ShareItem(Strict):
    """The share of one client, and what its loss would take."""

    rank: int
    name: str
    revenue: Decimal
    share: Decimal = Field(description="a fraction")
    revenue_after_loss: Decimal = Field(description="revenue of the others")
    margin_lost: Decimal | None = Field(description="margin amount with it, when its rate is known")


class ConcentrationResult(Strict):
    """How much the revenue hangs on few clients."""

    clients: int
    total: Decimal
    top1: Decimal = Field(description="share of the largest client, a fraction")
    top1_name: str
    top3: Decimal = Field(description="share of the three largest, a fraction")
    hhi: Decimal = Field(description="Herfindahl index on 0..10000")
    hhi_fraction: Decimal = Field(description="the same on 0..1")
    equivalent_clients: Decimal = Field(
        description="1 / HHI: a portfolio of that many clients of equal size would be as concentrated"
    )
    revenue_after_loss: Decimal | None = None
    revenue_lost_share: Decimal | None = None
    margin_lost: Decimal | None = Field(default=None, description="margin amount lost, when its rate is known")
    margin_after_loss: Decimal | None = Field(default=None, description="margin left, when all rates are known")
    margin_lost_share: Decimal | None = Field(
        default=None, description="of the whole margin, a fraction; null when it is unknown or not above 0"
    )
    margin_rate_after_loss: Decimal | None = Field(
        default=None, description="margin left / revenue left, a fraction, when all rates are known"
    )
    revenue_to_replace_margin: Decimal | None = Field(
        default=None, description="new revenue that brings the lost margin back at the rate of the others"
    )


def _margin(client: ConcentrationClient) -> Decimal | None:
    """The margin amount with a client, when both its figures are known."""
    if client.revenue is None or client.margin is None:
        return None
    return client.revenue * client.margin


def _loss(given: ConcentrationInput, total: Decimal) -> dict[str, Decimal | None]:
    client = next((item for item in given.clients if item.name == given.lose), None)
    if client is None or client.revenue is None or client.revenue <= 0:
        return {}
    rows = [item for item in given.clients if item.revenue is not None and item.revenue > 0]
    margins = [_margin(item) for item in rows]
    lost = _margin(client)
    found: dict[str, Decimal | None] = {
        "revenue_after_loss": total - client.revenue,
        "revenue_lost_share": ratio(client.revenue, total),
        "margin_lost": None if lost is None else rounded(lost, 2),
    }
    if lost is None or None in margins:
        return found
    whole = sum((one for one in margins if one is not None), Decimal(0))
    left, others = whole - lost, total - client.revenue
    rate = left / others if others else Decimal(0)
    return {
        **found,
        "margin_after_loss": rounded(left, 2),
        "margin_lost_share": ratio(lost, whole) if whole > 0 else None,
        "margin_rate_after_loss": rounded(rate, 6) if others else None,
        "revenue_to_replace_margin": rounded(lost / rate, 2) if rate > 0 and lost > 0 else None,
    }


def concentration(given: ConcentrationInput) -> Outcome[ConcentrationResult]:
    """How much the revenue hangs on the first clients, and what the loss of one would leave."""
    rows = active(given.clients)
    findings = [*coverage_findings(given.clients), *_loss_findings(given)]
    if not rows:
        return Outcome(result=None, formula=FORMULA, findings=findings, missing=["clients with a positive revenue"])
    rates = {client.name: client.margin for client in given.clients}
    with localcontext(prec=PRECISION):
        total = sum((revenue for _, revenue in rows), Decimal(0))
        index = sum((revenue * revenue for _, revenue in rows), Decimal(0)) / (total * total)
        top3 = sum((revenue for _, revenue in rows[:3]), Decimal(0))
        loss = _loss(given, total)
        items = [
            ShareItem(
                rank=rank,
                name=name,
                revenue=revenue,
                share=ratio(revenue, total),
                revenue_after_loss=total - revenue,
                margin_lost=None if (rate := rates[name]) is None else rounded(revenue * rate, 2),
            )
            for rank, (name, revenue) in enumerate(rows, start=1)
        ]
    result = ConcentrationResult(
        clients=len(rows),
        total=total,
        top1=ratio(rows[0][1], total),
        top1_name=rows[0][0],
        top3=ratio(top3, total),
        hhi=rounded(index * 10_000, 2),
        hhi_fraction=rounded(index, 6),
        equivalent_clients=ratio(Decimal(1), index, 2),
        **loss,
    )
    return Outcome(result=result, formula=FORMULA, per_item=list(items), findings=findings, why=_why(result, given))


def _loss_findings(given: ConcentrationInput) -> list[Note]:
    """What the simulated loss cannot say."""
    client = next((item for item in given.clients if item.name == given.lose), None)
    if client is None:
        return []
    if client.revenue is None or client.revenue <= 0:
        return [both("concentration.nothing_to_lose", lambda _: {"name": client.name})]
    unknown = [one.name for one in given.clients if one.revenue is not None and one.revenue > 0 and one.margin is None]
    if not unknown:
        return []
    return [both("concentration.margin_unknown", lambda _: {"names": names(sorted(unknown)), "n": len(unknown)})]


def _why(result: ConcentrationResult, given: ConcentrationInput) -> list[Note]:
    def values(language: Language) -> dict[str, object]:
        return {
            "name": result.top1_name,
            "top1": percent(result.top1, language),
            "top3": percent(result.top3, language),
            "n": result.clients,
            "hhi": number(result.hhi, language, 0),
            "equivalent": number(result.equivalent_clients, language, 1),
        }

    return [both("concentration.top", values), both("concentration.hhi", values), *_loss_why(result, given)]


def _loss_why(result: ConcentrationResult, given: ConcentrationInput) -> list[Note]:
    def amount(value: Decimal | None, language: Language) -> str:
        return money(value or Decimal(0), given.currency, language)

    def values(language: Language) -> dict[str, object]:
        return {
            "name": given.lose,
            "share": percent(result.revenue_lost_share or Decimal(0), language),
            "left": amount(result.revenue_after_loss, language),
            "lost": amount(result.margin_lost, language),
            "margin": amount(result.margin_after_loss, language),
            "margin_share": percent(result.margin_lost_share or Decimal(0), language),
            "rate": percent(result.margin_rate_after_loss or Decimal(0), language),
            "replace": amount(result.revenue_to_replace_margin, language),
        }

    why = []
    if result.revenue_after_loss is not None:
        why.append(both("concentration.loss", values))
    if result.margin_lost_share is not None:
        why.append(both("concentration.loss_margin", values))
    if result.revenue_to_replace_margin is not None:
        why.append(both("concentration.replace", values))
    return why


TOOL = Tool(
    name="concentration",
    version="2",
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
