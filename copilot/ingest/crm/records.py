"""The rows of a table as typed records: days in one order, amounts exact, stages read, rows that are none left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from copilot.ingest.crm import values
from copilot.ingest.crm.cells import Columns, DropReason, TableRows
from copilot.ingest.crm.columns import TableReading
from copilot.ingest.crm.lexicon import fields, lexicon
from copilot.ingest.crm.mapping import TableMapping
from copilot.ingest.crm.schema import RECORDS, CrmObject, CrmRecord
from copilot.ingest.tables import joined
from copilot.schemas.evidence import Locator
from copilot.scoring.tables.columns import is_total
from copilot.text.normalise import fold

_OTHERS: dict[CrmObject, tuple[CrmObject, ...]] = {
    "account": (),
    "contact": ("account",),
    "opportunity": ("account", "contact"),
    "activity": ("account", "contact", "opportunity"),
    "product": (),
}


@dataclass(frozen=True)
class _Source:
    """Where the rows of a table stand: the file, and each row as it is shown."""

    file: str
    texts: dict[tuple[str | None, int], str]

    def place(self, table: TableReading, rank: int) -> dict[str, Any]:
        row = table.grid.rows[rank]
        text = self.texts.get((table.grid.sheet, row.number)) or joined(row.cells)
        return {
            "document": self.file,
            "locator": Locator(sheet=table.grid.sheet, row=row.number),
            "text": text,
        }


def read_rows(
    file: str, table: TableReading, said: TableMapping | None, texts: dict[tuple[str | None, int], str]
) -> TableRows:
    """The rows of a table that is understood; none of one that is not."""
    rows = TableRows()
    if table.object is None:
        return rows
    rows.dropped = _dropped(table)
    columns = Columns(table, said, rows)
    source = _Source(file, texts)
    for rank in range(len(table.grid.rows)):
        chosen = table.object_of(rank)
        if rank in rows.dropped or chosen is None:
            continue
        record = _record(chosen, rank, columns, source)
        if record is None:
            rows.dropped[rank] = "unnamed"
            continue
        rows.records[rank] = record
        others = [other for other in _OTHERS[chosen] if chosen == table.object or other != table.object]
        found = [_record(other, rank, columns, source, joined_in=True) for other in others]
        rows.others[rank] = [one for one in found if one is not None]
    _note_same_ids(rows)
    return rows


def _record(
    chosen: CrmObject, rank: int, columns: Columns, source: _Source, *, joined_in: bool = False
) -> CrmRecord | None:
    """The record of a row; None when nothing in it names one.

    Of another object than the row's own, only what the columns say of that object by name.
    """
    model = RECORDS[chosen]
    known: dict[str, Any] = {}
    doubts: list[str] = []
    row_object = columns.table.object if joined_in else chosen
    for name in model.model_fields:
        key = _key_of(chosen, name, columns.table)
        if key is None or (row_object != columns.table.object and key.startswith(f"{columns.table.object}.")):
            # In a table of two kinds of rows the name of a visit is not that of a deal.
            continue
        value, doubtful = columns.value(key, row_object or chosen, rank)
        if value is not None:
            known[name] = value
            doubts += [name] if doubtful else []
    if joined_in and not set(known) - {"id", "name"} and chosen != "account":
        return None
    for amount in ("amount", "revenue", "price"):
        if amount in known and "currency" not in known and "currency" in model.model_fields:
            currency = columns.currency(f"{chosen}.{amount}", chosen, rank)
            known |= {"currency": currency} if currency else {}
    _complete(chosen, known)
    if not any(known.get(name) for name in ("id", "name", "subject", "email", "last_name", "kind")):
        return None
    return model(**source.place(columns.table, rank), doubts=tuple(doubts), **known)


def _key_of(chosen: CrmObject, name: str, table: TableReading) -> str | None:
    """The lexicon's field for a field of a model: `account_id` is the id of the account."""
    own = f"{chosen}.{name}"
    if own == "opportunity.product" and table.index(own) is None:
        return "product.name"
    if own in fields():
        return own
    other, _, part = name.rpartition("_")
    key = f"{other}.{part}"
    return key if other != chosen and key in fields() and part in ("id", "name") else None


def _complete(chosen: CrmObject, known: dict[str, Any]) -> None:
    """What follows from other fields: the state of a deal, the full name of a person."""
    if chosen == "opportunity":
        known["state"] = _state(known)
    if chosen == "activity" and "subject" in known:
        known["name"] = known["subject"]
    if chosen != "contact":
        return
    first, last, name = (known.get(key) for key in ("first_name", "last_name", "name"))
    if first and name and not last and fold(first) not in fold(name):
        known["last_name"] = last = name
        name = None
    if not name and (first or last):
        known["name"] = " ".join(part for part in (first, last) if part)


def _state(known: dict[str, Any]) -> str:
    """Won, lost or open: by the flags, else by the status, else by the stage."""
    won, closed = known.get("won"), known.get("closed")
    if won:
        return "won"
    if closed:
        return "lost" if won is False else _said_state(known, "unknown")
    if closed is False:
        return "open"
    return _said_state(known, "unknown")


def _said_state(known: dict[str, Any], fallback: str) -> str:
    said = [values.state_of(known[name]) for name in ("status", "stage") if known.get(name)]
    settled = [state for state in said if state in ("won", "lost")]
    return settled[0] if settled else next((state for state in said if state != "unknown"), fallback)


def _dropped(table: TableReading) -> dict[int, DropReason]:
    """Rows that are no records: a header again, a total, the foot of a report, a row that stands twice."""
    dropped: dict[int, DropReason] = {}
    seen: set[tuple[str, ...]] = set()
    header = tuple(fold(name) for name in table.grid.header)
    for rank, row in enumerate(table.grid.rows):
        cells = tuple(cell.strip() for cell in row.cells)
        reason: DropReason | None = None
        if tuple(fold(cell) for cell in cells)[: len(header)] == header:
            reason = "repeated_header"
        elif cells in seen:
            reason = "duplicate"
        else:
            reason = _foot(cells)
        seen.add(cells)
        if reason:
            dropped[rank] = reason
    return dropped


def _foot(cells: Sequence[str]) -> DropReason | None:
    """A total has one label beside figures; a client that is called Total has a deal beside its name."""
    label, *rest = [cell for cell in cells if cell] or [""]
    if values.filled(rest) and not values.fits("amount", rest):
        return None
    if is_total(label):
        return "total"
    folded = fold(label)
    return "footer" if any(folded.startswith(fold(start)) for start in lexicon()["footers"]) and not rest else None


def _note_same_ids(rows: TableRows) -> None:
    first: dict[tuple[type[CrmRecord], str], int] = {}
    for rank, record in rows.records.items():
        if record.id is None:
            continue
        key = (type(record), record.id)
        if key in first and record.id not in rows.same_id:
            rows.same_id.append(record.id)
        first.setdefault(key, rank)
