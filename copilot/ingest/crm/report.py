"""What a preview and an import tell: columns, counts, rows per account, rows left out and why."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from copilot.ingest.crm.matching import Outcome
from copilot.ingest.crm.schema import CrmObject, DayOrder
from copilot.schemas.evidence import Frozen
from copilot.schemas.facts import SuspiciousPassage
from copilot.store.records import PutStatus

LeftOutReason = Literal[
    "no_account", "several_accounts", "ambiguous", "unknown", "left_out", "other_account", "not_understood",
    "duplicate", "repeated_header", "total", "footer", "unnamed",
]  # fmt: skip


class ColumnPreview(Frozen):
    """One column of an export."""

    header: str
    field: str | None = Field(description="what it is taken for, as opportunity.amount; null when it is not read")
    sure: bool
    reason: str | None = Field(default=None, description="why it is not read, or why to look")
    others: tuple[str, ...] = Field(default=(), description="what it might be as well")
    filled: int = Field(description="cells with something in them")
    examples: tuple[str, ...] = ()


class CellNote(Frozen):
    """Cells that are not of their column's kind, or can be read in two ways."""

    header: str
    field: str
    reason: Literal["not_read", "two_readings"]
    count: int
    examples: tuple[str, ...]


class TablePreview(Frozen):
    """One table of an export."""

    file: str
    sheet: str | None
    object: CrmObject | None
    report: bool = Field(description="rows hold more of other objects than their name")
    rivals: tuple[CrmObject, ...] = ()
    mapped: bool
    rows: int
    records: dict[str, int] = Field(description="how many records of each object")
    states: dict[str, int] = Field(default_factory=dict, description="open, won, lost, unknown opportunities")
    currencies: tuple[str, ...] = Field(default=(), description="as stated; empty when none is")
    dates: DayOrder | None = Field(description="the order of days, when the table decides")
    columns: tuple[ColumnPreview, ...]
    notes: tuple[CellNote, ...] = ()
    dropped: dict[str, int] = Field(default_factory=dict)
    same_id: tuple[str, ...] = Field(default=(), description="ids that stand on several rows that differ")
    accounts: int = Field(description="different accounts named")
    no_account: int = Field(description="records that name no account")
    first: tuple[dict[str, str], ...] = Field(default=(), description="the first records, value by field")


class CrmPreview(Frozen):
    """What exports are taken for; nothing is stored."""

    tables: tuple[TablePreview, ...]
    warnings: tuple[str, ...] = ()


class AccountImport(Frozen):
    """What an account was given from one file."""

    file: str
    slug: str
    name: str
    rows: int
    status: PutStatus
    how: Outcome | Literal["given"]
    names: tuple[str, ...] = Field(default=(), description="what the export calls it")
    close: tuple[str, ...] = Field(default=(), description="new accounts that are called nearly the same")
    suspicious: tuple[SuspiciousPassage, ...] = Field(
        default=(), description="passages that address an assistant: shown, never followed, proof of nothing"
    )


class LeftOut(Frozen):
    """Rows of a file that went to no account, for one reason."""

    file: str
    reason: LeftOutReason
    rows: int
    examples: tuple[int, ...] = Field(description="row numbers in the file")


class Unmatched(Frozen):
    """A client of the exports that nobody could be sure of."""

    name: str
    ids: tuple[str, ...]
    reason: Literal["ambiguous", "unknown"]
    rows: int
    candidates: tuple[str, ...] = ()


class CrmImport(Frozen):
    """What became of the rows of exports; every row is counted once."""

    rows: int
    assigned: int
    accounts: tuple[AccountImport, ...]
    created: tuple[str, ...] = Field(default=(), description="slugs of new accounts")
    left_out: tuple[LeftOut, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    older: tuple[str, ...] = Field(
        default=(), description="accounts that keep rows of an earlier import of the file and have none in this one"
    )
    indexed: bool = Field(
        default=True, description="false: each account is made searchable by its first question, or by abp reindex"
    )
    mapping: str | None = None
    warnings: tuple[str, ...] = ()
