"""The P&L of one account, read from a table with a line per revenue or cost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from pydantic import Field

from copilot.schemas.evidence import Json
from copilot.scoring.base import Strict
from copilot.scoring.tables import columns as col
from copilot.scoring.tables.columns import Column, Rows, column
from copilot.scoring.tables.rows import IgnoredRow, Table
from copilot.scoring.wording import NO_CURRENCY
from copilot.text.normalise import fold

REVENUE_LINE = re.compile(
    r"^(?:total )?(?:net )?(?:"
    r"c\.?a\.?|chiffres? d'affaires?|revenues?|turnover|(?:net |gross )?sales|ventes|produits|umsatz)\b"
)
RESULT_LINE = re.compile(
    r"^(?:=\s*)?(?:taux de |account |client |marge sur |net )?"
    r"(?:contribution|marges? (?:contributive|de contribution|nette|sur couts? variables)|contribution margin|margin|"
    r"account (?:margin|profit)|profit|resultat|deckungsbeitrag)\b"
)
SUBTOTAL_LINE = re.compile(r"\b(?:total|sous-total|subtotal|marge brute|gross (?:margin|profit))\b")


class PnlLine(Strict):
    """One line of the P&L."""

    label: str
    amount: Decimal
    row: int


class PnlTable(Table):
    """Revenue, costs as positive amounts, and the contribution that the table itself states."""

    revenue: PnlLine
    costs: list[PnlLine]
    stated: PnlLine | None = Field(default=None, description="the contribution line, when the table has one")
    consistent: bool = Field(description="whether revenue less costs is the stated contribution, within rounding")

    def contribution(self) -> Json:
        """Input of `contribution_margin`."""
        return {
            "currency": self.currency,
            "revenue": self.revenue.amount,
            "costs": [{"label": line.label, "amount": line.amount} for line in self.costs],
        }


def _value_column(header: Sequence[str], rows: Rows, hint: str | None) -> Column | None:
    """The column of actual amounts: the latest year, else the first one that holds amounts."""
    dated = {when: name for when, name in col.periods(header[1:], re.compile("")).items() if when is not None}
    names = [dated[max(dated)]] if dated else list(header[1:])
    for name in names:
        if col.NOT_ACTUAL.search(fold(name)):
            continue
        item = column(name, rows, header[0], hint)
        if sum(1 for row in rows if item.amount(row) is not None) >= 3:
            return item
    return None


def _lines(header: Sequence[str], rows: Rows, value: Column) -> list[PnlLine]:
    found = []
    for rank, row in enumerate(rows):
        label, amount = (row.get(header[0]) or "").strip(), value.amount(row)
        if label and amount is not None:
            found.append(PnlLine(label=label, amount=amount, row=rank))
    return found


def _costs(lines: list[PnlLine], revenue: PnlLine) -> list[PnlLine]:
    """The cost lines as positive amounts, subtotals left out; credits among negative costs are no costs."""
    signed = any(line.amount < 0 for line in lines)
    costs: list[PnlLine] = []
    spent = Decimal(0)
    for line in lines:
        amount = -line.amount if signed else line.amount
        if amount <= 0:
            continue
        is_sum = SUBTOTAL_LINE.search(fold(line.label)) or (len(costs) > 1 and amount == spent)
        if is_sum or (not signed and amount == revenue.amount - spent and costs):
            continue
        spent += amount
        costs.append(PnlLine(label=line.label, amount=amount, row=line.row))
    return costs


def pnl_from_rows(header: Sequence[str], rows: Rows, unit_hint: str | None = None) -> PnlTable | None:
    """The P&L that a table holds, or None: a revenue line on top, costs under it, a contribution line at the end."""
    if len(header) < 2 or col.first(header, col.CLIENT):
        return None
    value = _value_column(header, rows, unit_hint)
    if value is None:
        return None
    lines = _lines(header, rows, value)
    start = next((rank for rank, line in enumerate(lines) if REVENUE_LINE.match(fold(line.label))), None)
    if start is None or lines[start].amount <= 0:
        return None
    ends = [rank for rank, line in enumerate(lines) if rank > start and RESULT_LINE.match(fold(line.label))]
    end = ends[0] if ends else None
    body = lines[start + 1 : end]
    if end is None:
        body = [line for line in body if line.amount < 0]
    costs = _costs(body, lines[start])
    if not costs:
        return None
    stated = lines[end] if end is not None else None
    left = lines[start].amount - sum((line.amount for line in costs), Decimal(0))
    used = {lines[start].row, *(line.row for line in costs), *([stated.row] if stated else [])}
    roles = {"label": header[0], "value": value.name}
    return PnlTable(
        currency=col.currency_of([value], rows, unit_hint) or NO_CURRENCY,
        columns=roles,
        ignored=[IgnoredRow(row=line.row, name=line.label, reason="total") for line in lines if line.row not in used],
        revenue=lines[start],
        costs=costs,
        stated=stated,
        consistent=stated is None or abs(stated.amount - left) <= abs(lines[start].amount) / 500,
    )
