"""Tables of the notes as inputs of the scoring tools: portfolio, pipeline, account P&L, budget request.

Each reader takes the header and the rows as text and gives None when the table is of another kind. It keeps
which column and which row every value comes from, so that results can be cited, and lists what it left out.
Amounts are in whole units of the currency: a table in k€ is multiplied by 1000.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from pydantic import Field

from copilot.schemas.evidence import Json
from copilot.scoring.base import Strict
from copilot.scoring.tables import columns as col
from copilot.scoring.tables.budget import BudgetTable, budget_from_rows
from copilot.scoring.tables.columns import Column, Rows, column
from copilot.scoring.tables.pipeline import PipelineTable, pipeline_from_rows
from copilot.scoring.tables.pnl import PnlTable, pnl_from_rows
from copilot.scoring.tables.rows import IgnoredRow, Table, amounts_of, skip_reason
from copilot.scoring.wording import NO_CURRENCY
from copilot.text.normalise import fold

__all__ = [
    "BudgetTable",
    "PipelineTable",
    "PnlTable",
    "PortfolioClient",
    "PortfolioTable",
    "budget_from_rows",
    "pipeline_from_rows",
    "pnl_from_rows",
    "portfolio_from_rows",
]

_BARE_YEAR = re.compile(r"^\W*(?:fy|ex)?\W*\d+\W*$")


class PortfolioClient(Strict):
    """One client of a portfolio."""

    name: str
    previous: Decimal | None = None
    current: Decimal | None = None
    margin: Decimal | None = Field(default=None, description="a fraction")
    potential: Decimal | None = None
    probability: Decimal | None = Field(default=None, description="a fraction")
    rows: list[int] = Field(description="indexes of the rows it stands on")


class PortfolioTable(Table):
    """Clients with their revenue over one or two periods."""

    clients: list[PortfolioClient]
    current_period: int | None = None
    previous_period: int | None = None

    def pareto(self) -> Json:
        """Input of `pareto`."""
        clients = [{"name": item.name, "revenue": item.current} for item in self.clients]
        return {"currency": self.currency, "clients": clients}

    def concentration(self, lose: str | None = None) -> Json:
        """Input of `concentration`."""
        clients = [{"name": item.name, "revenue": item.current, "margin": item.margin} for item in self.clients]
        return {"currency": self.currency, "clients": clients, "lose": lose}

    def nrr(self, only: str | None = None) -> Json | None:
        """Input of `nrr`, for the whole portfolio or one client; None without a previous period."""
        if "previous" not in self.columns:
            return None
        clients = [
            {"name": item.name, "previous": item.previous, "current": item.current}
            for item in self.clients
            if only is None or item.name == only
        ]
        return {"currency": self.currency, "clients": clients}

    def priority(self) -> Json | None:
        """Input of `priority_score`; None without a potential and a probability."""
        if "potential" not in self.columns or "probability" not in self.columns:
            return None
        accounts = [
            {"name": item.name, "potential": item.potential, "probability": item.probability, "margin": item.margin}
            for item in self.clients
        ]
        return {"currency": self.currency, "accounts": accounts}

    def client(self, name: str) -> PortfolioClient | None:
        """The client of that name, whatever the case and the accents."""
        return next((item for item in self.clients if fold(item.name) == fold(name)), None)


def revenue_columns(header: Sequence[str]) -> tuple[str | None, str | None, int | None, int | None]:
    """Current and previous revenue columns with their periods; not consecutive years give no previous one."""
    found = col.periods(header, col.REVENUE)
    if not found:
        found = col.periods(header, _BARE_YEAR)
    dated = sorted(when for when in found if when is not None)
    if not dated:
        return found.get(None), None, None, None
    current = dated[-1]
    previous = current - 1 if current - 1 in found else None
    return found[current], found[previous] if previous is not None else None, current, previous


def _margins(
    header: Sequence[str], rows: Rows, current: Column, hint: str | None
) -> tuple[str | None, dict[int, Decimal]]:
    name = col.first(header, col.MARGIN, [current.name])
    if name is None:
        return None, {}
    item = column(name, rows, hint)
    found = col.fractions(item, rows)
    if found is not None:
        return name, {rank: value for rank, value in found.items() if abs(value) <= 1}
    rates: dict[int, Decimal] = {}
    for rank, row in enumerate(rows):
        part, whole = item.amount(row), current.amount(row)
        if part is not None and whole and abs(part) <= abs(whole):
            rates[rank] = part / whole
    return name, {rank: value.quantize(Decimal("1e-10")) for rank, value in rates.items()}


def _merge(clients: list[PortfolioClient]) -> list[PortfolioClient]:
    """One record a client: rows with the same name are summed, what cannot be summed is dropped."""
    merged: dict[str, PortfolioClient] = {}
    for client in clients:
        same = merged.get(fold(client.name))
        if same is None:
            merged[fold(client.name)] = client
            continue
        sums = {
            field: None if a is None and b is None else (a or Decimal(0)) + (b or Decimal(0))
            for field in ("previous", "current", "potential")
            for a, b in [(getattr(same, field), getattr(client, field))]
        }
        merged[fold(client.name)] = PortfolioClient(name=same.name, rows=[*same.rows, *client.rows], **sums)
    return list(merged.values())


def portfolio_from_rows(header: Sequence[str], rows: Rows, unit_hint: str | None = None) -> PortfolioTable | None:
    """The portfolio that a table holds, or None: clients by our revenue, not by their own size."""
    name_column = col.first(header, col.CLIENT)
    now, before, current_period, previous_period = revenue_columns(header)
    if name_column is None or now is None or name_column in (now, before):
        return None
    if col.first(header, col.PROBABILITY) and col.first(header, col.STAGE):
        return None
    current = column(now, rows, unit_hint)
    if col.mixed_currencies([current], rows):
        return None
    margin_column, margins = _margins(header, rows, current, unit_hint)
    potential_column = col.first(header, col.POTENTIAL, [now, before, margin_column])
    chance_column = col.first(header, col.PROBABILITY, [now, before, margin_column, potential_column])
    if before is None and margin_column is None and potential_column is None and col.first(header, col.CLIENT_SIZE):
        return None
    values = {
        "current": amounts_of(now, rows, unit_hint),
        "previous": amounts_of(before, rows, now, unit_hint),
        "potential": amounts_of(potential_column, rows, now, unit_hint),
    }
    chances = (col.fractions(column(chance_column, rows), rows) or {}) if chance_column else {}
    clients, ignored = [], []
    for rank, row in enumerate(rows):
        name = (row.get(name_column) or "").strip()
        reason = skip_reason(name, rank, values["current"], values["previous"])
        if reason:
            ignored.append(IgnoredRow(row=rank, name=name, reason=reason))
            continue
        clients.append(
            PortfolioClient(
                name=name,
                current=values["current"].get(rank),
                previous=values["previous"].get(rank),
                potential=values["potential"].get(rank),
                margin=margins.get(rank),
                probability=chances.get(rank),
                rows=[rank],
            )
        )
    clients = _merge(clients)
    if sum(1 for client in clients if client.current is not None) < 2:
        return None
    roles = {
        "client": name_column,
        "current": now,
        "previous": before,
        "margin": margin_column,
        "potential": potential_column,
        "probability": chance_column,
    }
    return PortfolioTable(
        currency=col.currency_of([current], rows, unit_hint) or NO_CURRENCY,
        columns={role: name for role, name in roles.items() if name is not None},
        ignored=ignored,
        clients=clients,
        current_period=current_period,
        previous_period=previous_period,
    )
