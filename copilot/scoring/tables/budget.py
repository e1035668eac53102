"""A budget request, read from a table with a line per item."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from copilot.schemas.evidence import Json
from copilot.scoring.base import Strict
from copilot.scoring.tables import columns as col
from copilot.scoring.tables.columns import Rows, column
from copilot.scoring.tables.rows import IgnoredRow, Table, amounts_of, skip_reason
from copilot.scoring.wording import NO_CURRENCY
from copilot.text.normalise import fold

_SPEAKS_OF_BUDGET = ("budget", "demande", "request", "funding", "financement", "enveloppe", "investment")


class BudgetRow(Strict):
    """One line of a budget request."""

    label: str
    amount: Decimal | None
    status: Literal["approved", "pending", "refused", "unknown"]
    row: int


class BudgetTable(Table):
    """The lines of a budget request."""

    lines: list[BudgetRow]
    declared_total: Decimal | None = None

    def rollup(self, statuses: dict[str, str] | None = None) -> Json:
        """Input of `budget_rollup`; `statuses` (label -> status) adds what other notes decided."""
        known = {fold(label): status for label, status in (statuses or {}).items()}
        lines = [
            {"label": line.label, "amount": line.amount, "status": known.get(fold(line.label), line.status)}
            for line in self.lines
        ]
        return {"currency": self.currency, "lines": lines, "declared_total": self.declared_total}


def budget_from_rows(header: Sequence[str], rows: Rows, unit_hint: str | None = None) -> BudgetTable | None:
    """The budget request that a table holds, or None; `unit_hint` (sheet name, title) must speak of a budget
    unless the header does."""
    if col.first(header, col.PROBABILITY) or col.first(header, col.CLIENT):
        return None
    spoken = fold(" ".join([unit_hint or "", *header]))
    if not any(word in spoken for word in _SPEAKS_OF_BUDGET):
        return None
    label_column = col.first(header, col.LINE) or (header[0] if header else None)
    amount_column = col.first(header, col.AMOUNT, [label_column])
    if label_column is None or amount_column is None:
        return None
    status_column = col.first(header, col.STATUS, [label_column, amount_column])
    amount = column(amount_column, rows, unit_hint)
    if col.mixed_currencies([amount], rows):
        return None
    amounts = amounts_of(amount_column, rows, unit_hint)
    lines, ignored, declared = [], [], None
    for rank, row in enumerate(rows):
        label = (row.get(label_column) or "").strip()
        reason = skip_reason(label, rank, amounts)
        if reason and reason != "aggregate":
            ignored.append(IgnoredRow(row=rank, name=label, reason=reason))
            declared = (
                amounts.get(rank) if reason == "total" and fold(label).startswith(("total", "grand")) else declared
            )
            continue
        status = _budget_status(row.get(status_column) or "") if status_column else "unknown"
        lines.append(BudgetRow(label=label, amount=amounts.get(rank), status=status, row=rank))
    if len(lines) < 2 or any(line.amount is not None and line.amount < 0 for line in lines):
        return None
    roles = {"label": label_column, "amount": amount_column, "status": status_column}
    return BudgetTable(
        currency=col.currency_of([amount], rows, unit_hint) or NO_CURRENCY,
        columns={role: name for role, name in roles.items() if name is not None},
        ignored=ignored,
        lines=lines,
        declared_total=declared,
    )


def _budget_status(text: str) -> Literal["approved", "pending", "refused", "unknown"]:
    folded = fold(text)
    if any(word in folded for word in ("refus", "reject", "declin", "non accord", "not approved", "denied")):
        return "refused"
    if any(
        word in folded for word in ("attente", "pending", "a valider", "tbc", "on hold", "to be", "awaiting", "suspens")
    ):
        return "pending"
    if any(
        word in folded
        for word in ("accord", "valide", "approuv", "debloqu", "approved", "granted", "released", "engage")
    ):
        return "approved"
    return "unknown"
