"""Net and gross revenue retention of existing clients (S2, method row 32)."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from pydantic import Field, model_validator

from copilot.schemas.evidence import Language
from copilot.scoring.base import (
    ItemInput,
    MoneyInput,
    Name,
    Note,
    Outcome,
    PositiveAmount,
    Strict,
    duplicates,
    ratio,
)
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, money, names, percent

FORMULA = (
    "NRR = (start + expansion - contraction - churn) / start; GRR = (start - contraction - churn) / start; "
    "clients without revenue in the first period are new and stay out"
)


class ClientMovement(ItemInput):
    """One client over two periods."""

    name: Name = Field(description="client name, unique in the call")
    previous: PositiveAmount | None = Field(default=None, description="revenue of the first period; 0 for a new client")
    current: PositiveAmount | None = Field(
        default=None, description="revenue of the second period; 0 for a lost client"
    )


class RetentionInput(MoneyInput):
    """Either the clients with their two periods, or the four movements already summed."""

    clients: list[ClientMovement] = Field(default_factory=list, max_length=100_000, description="every client")
    start: PositiveAmount | None = Field(
        default=None, description="revenue of the existing clients in the first period"
    )
    expansion: PositiveAmount | None = Field(default=None, description="growth of existing clients")
    contraction: PositiveAmount | None = Field(default=None, description="decrease of clients that stayed")
    churn: PositiveAmount | None = Field(default=None, description="revenue of clients that left")

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        sums = (self.start, self.expansion, self.contraction, self.churn)
        if self.clients and any(value is not None for value in sums):
            raise ValueError("clients: give the clients or start/expansion/contraction/churn, not both")
        if twice := duplicates(client.name for client in self.clients):
            raise ValueError(f"clients: {twice[0]!r} stands twice; merge the lines or tell them apart")
        if self.start is not None and (self.contraction or Decimal(0)) + (self.churn or Decimal(0)) > self.start:
            raise ValueError(f"start = '{self.start}': contraction and churn together are larger than it")
        return self


class MovementItem(Strict):
    """What one client did between the two periods."""

    name: str
    movement: str = Field(description="expansion, contraction, churn, stable or new")
    change: Decimal
    retention: Decimal | None = Field(description="current / previous, a fraction; None for a new client")


class RetentionResult(Strict):
    """What is kept of the revenue of existing clients."""

    nrr: Decimal = Field(description="a fraction")
    grr: Decimal = Field(description="a fraction")
    start: Decimal
    expansion: Decimal
    contraction: Decimal
    churn: Decimal
    end: Decimal = Field(description="revenue of the second period with the same clients")
    new: Decimal = Field(description="revenue of new clients, left out of both ratios")


Sums = dict[str, Decimal]


def _movement(previous: Decimal, current: Decimal) -> str:
    if previous == 0:
        return "new"
    if current == 0:
        return "churn"
    if current == previous:
        return "stable"
    return "expansion" if current > previous else "contraction"


def _from_clients(clients: list[ClientMovement]) -> tuple[Sums, list[MovementItem]]:
    sums: Sums = {key: Decimal(0) for key in ("start", "expansion", "contraction", "churn", "new", "stable")}
    items = []
    for client in sorted(clients, key=lambda item: item.name):
        if client.previous is None or client.current is None:
            continue
        kind = _movement(client.previous, client.current)
        change = client.current - client.previous
        sums[kind] += abs(change)
        sums["start"] += client.previous
        kept = None if kind == "new" else ratio(client.current, client.previous)
        items.append(MovementItem(name=client.name, movement=kind, change=change, retention=kept))
    return sums, items


def _from_sums(given: RetentionInput) -> tuple[Sums, list[str]]:
    missing = [key for key in ("start", "expansion", "contraction", "churn") if getattr(given, key) is None]
    return {key: getattr(given, key) or Decimal(0) for key in ("start", "expansion", "contraction", "churn")}, missing


def nrr(given: RetentionInput) -> Outcome[RetentionResult]:
    """Net and gross retention over existing clients only; undefined when they had no revenue to begin with."""
    items: list[MovementItem] = []
    if given.clients:
        sums, items = _from_clients(given.clients)
        missing: list[str] = []
    else:
        sums, missing = _from_sums(given)
    findings = _findings(given)
    if not missing and sums["start"] == 0:
        missing = ["clients with a revenue in the first period"] if given.clients else ["start"]
        findings.append(both("nrr.no_start", lambda _: {}))
    if missing:
        return Outcome(result=None, formula=FORMULA, findings=findings, missing=missing)
    start, lost = sums["start"], sums["contraction"] + sums["churn"]
    end = start + sums["expansion"] - lost
    result = RetentionResult(
        nrr=ratio(end, start),
        grr=ratio(start - lost, start),
        start=start,
        expansion=sums["expansion"],
        contraction=sums["contraction"],
        churn=sums["churn"],
        end=end,
        new=sums.get("new", Decimal(0)),
    )
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(items),
        findings=findings,
        why=[*_why(result, given.currency), *_drivers(result, items, given.currency)],
    )


def _findings(given: RetentionInput) -> list[Note]:
    unknown = [c.name for c in given.clients if c.previous is None or c.current is None]
    if not unknown:
        return []
    return [both("nrr.unknown", lambda _: {"names": names(unknown)})]


def _why(result: RetentionResult, currency: str) -> list[Note]:
    def values(language: Language) -> dict[str, object]:
        return {
            "nrr": percent(result.nrr, language),
            "grr": percent(result.grr, language),
            "start": money(result.start, currency, language),
            "expansion": money(result.expansion, currency, language),
            "contraction": money(result.contraction, currency, language),
            "churn": money(result.churn, currency, language),
            "new": money(result.new, currency, language),
            "lost": money(result.contraction + result.churn, currency, language),
            "gap": money(result.start - result.end, currency, language),
        }

    codes = ["nrr.ratios", "nrr.movements"]
    if result.end < result.start:
        codes.append("nrr.growth_short")
    else:
        codes.append("nrr.growth_covers" if result.contraction + result.churn else "nrr.nothing_lost")
    if result.new:
        codes.append("nrr.new")
    return [both(code, values) for code in codes]


def _drivers(result: RetentionResult, items: list[MovementItem], currency: str) -> list[Note]:
    """The client that cost most, and the one without which the growth would look different."""
    moved = [item for item in items if item.movement in ("expansion", "contraction", "churn")]
    loss = min((item for item in moved if item.change < 0), key=lambda i: (i.change, i.name), default=None)
    growth = min((item for item in moved if item.change > 0), key=lambda i: (-i.change, i.name), default=None)
    notes = []
    if loss is not None and loss.movement == "churn":
        notes.append(_driver("nrr.largest_churn", loss, result, currency))
    elif loss is not None:
        notes.append(_driver("nrr.largest_drop", loss, result, currency))
    if growth is not None and len(items) > 1:
        notes.append(_driver("nrr.largest_growth", growth, result, currency))
    return notes


def _driver(code: str, item: MovementItem, result: RetentionResult, currency: str) -> Note:
    change = abs(item.change)

    def values(language: Language) -> dict[str, object]:
        return {
            "name": item.name,
            "change": money(change, currency, language),
            "points": percent(ratio(change, result.start), language),
            "without": percent(ratio(result.end - item.change, result.start), language),
        }

    return both(code, values)


TOOL = Tool(
    name="nrr",
    version="2",
    source="S2, method row 32",
    function=nrr,
    input=RetentionInput,
    result=RetentionResult,
    example={"currency": "EUR", "start": 1000000, "expansion": 180000, "contraction": 40000, "churn": 60000},
)
