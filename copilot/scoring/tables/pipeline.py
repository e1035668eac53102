"""Open proposals, read from a table of opportunities."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from copilot.schemas.evidence import Json
from copilot.scoring.base import Strict
from copilot.scoring.tables import columns as col
from copilot.scoring.tables.columns import Rows, column
from copilot.scoring.tables.rows import IgnoredReason, IgnoredRow, Table, amounts_of, skip_reason
from copilot.scoring.wording import NO_CURRENCY
from copilot.text.normalise import fold

LOST_STAGES = (
    "perdu",
    "lost",
    "abandon",
    "annul",
    "cancel",
    "dead",
    "rejet",
    "refus",
    "sans suite",
    "no go",
    "declined",
)
WON_STAGES = ("gagne", "won", "signe", "signed", "commande")


class PipelineDeal(Strict):
    """One open proposal."""

    name: str
    amount: Decimal | None
    probability: Decimal | None
    stage: str | None
    row: int


class PipelineTable(Table):
    """Open proposals with their probability."""

    deals: list[PipelineDeal]

    def weighted(self) -> Json:
        """Input of `weighted_pipeline`."""
        deals = [{"name": deal.name, "amount": deal.amount, "probability": deal.probability} for deal in self.deals]
        return {"currency": self.currency, "deals": deals}


def stage_reason(stage: str | None) -> IgnoredReason | None:
    """Why a proposal at that stage is no longer open, or None when it is."""
    folded = fold(stage or "")
    if any(word in folded for word in LOST_STAGES):
        return "lost"
    return (
        "won" if any(folded.split(" ")[-1].startswith(word) or folded.startswith(word) for word in WON_STAGES) else None
    )


def pipeline_from_rows(header: Sequence[str], rows: Rows, unit_hint: str | None = None) -> PipelineTable | None:
    """The open proposals that a table holds, or None; lost, won and zero-probability rows are left out."""
    chance_column = col.first(header, col.PROBABILITY)
    amount_column = col.first(header, col.AMOUNT, [chance_column]) or col.first(header, col.REVENUE, [chance_column])
    if chance_column is None or amount_column is None:
        return None
    stage_column = col.first(header, col.STAGE, [chance_column, amount_column])
    taken = [chance_column, amount_column, stage_column]
    name_column = (
        col.first(header, col.DEAL, taken)
        or col.first(header, col.CLIENT, taken)
        or next((name for name in header if name not in taken), None)
    )
    chances = col.fractions(column(chance_column, rows), rows)
    if name_column is None or not chances:
        return None
    amount = column(amount_column, rows, unit_hint)
    if col.mixed_currencies([amount], rows):
        return None
    amounts = amounts_of(amount_column, rows, unit_hint)
    deals, ignored = [], []
    for rank, row in enumerate(rows):
        name = (row.get(name_column) or "").strip()
        stage = (row.get(stage_column) or "").strip() or None if stage_column else None
        reason = _deal_reason(name, rank, stage, amounts, chances)
        if reason:
            ignored.append(IgnoredRow(row=rank, name=name, reason=reason))
            continue
        chance = chances.get(rank)
        deals.append(PipelineDeal(name=name, amount=amounts.get(rank), probability=chance, stage=stage, row=rank))
    if not any(deal.amount is not None and deal.probability is not None for deal in deals):
        return None
    roles = {"deal": name_column, "amount": amount_column, "probability": chance_column, "stage": stage_column}
    return PipelineTable(
        currency=col.currency_of([amount], rows, unit_hint) or NO_CURRENCY,
        columns={role: name for role, name in roles.items() if name is not None},
        ignored=ignored,
        deals=deals,
    )


def _deal_reason(
    name: str, rank: int, stage: str | None, amounts: dict[int, Decimal], chances: dict[int, Decimal]
) -> IgnoredReason | None:
    if rank not in amounts and rank not in chances:
        return "not_a_deal"
    reason = skip_reason(name, rank, amounts, chances) or stage_reason(stage)
    if reason is None and chances.get(rank) == 0:
        return "lost"
    return reason
