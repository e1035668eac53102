"""Tells when a file that is read as a note is the export of a whole CRM."""

from __future__ import annotations

from copilot.ingest.crm.columns import read_columns
from copilot.schemas.evidence import ParsedDocument
from copilot.scoring.tables.grid import Grid, grids_of

_TABLES = ("spreadsheetml", "csv", "ms-excel", "opendocument.spreadsheet")
_ACCOUNTS = 3
"""From so many accounts in its rows a table of deals, contacts or activities is no note about one of them."""
_ROWS = 10
"""A shorter table is no export."""
_LIST = 30
"""A list of so many accounts is an export; a shorter one may be the portfolio that the account is compared with."""


def several_accounts(document: ParsedDocument) -> str | None:
    """One line that says what to do when its rows belong to several accounts; None for a note about one."""
    if not any(kind in document.media_type for kind in _TABLES):
        return None
    most = max((_accounts(grid, document.name) for grid in grids_of(document)), default=0)
    if not most:
        return None
    return f"its rows belong to {most} accounts and are now notes of this one: `abp crm import` gives each its own"


def _accounts(grid: Grid, name: str) -> int:
    """How many accounts the rows of an export name; 0 when the table is none."""
    if len(grid.header) < 2 or len(grid.rows) < _ROWS:
        return 0
    reading = read_columns(grid, name)
    column = reading.index("account.name")
    if column is None or reading.object is None:
        return 0
    names = {cell for cell in grid.column(column) if cell and cell.strip()}
    return len(names) if len(names) >= (_LIST if reading.object == "account" else _ACCOUNTS) else 0
