"""What exports are taken for, before anything is stored: each column with examples, counts, doubts, the first rows."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from copilot.ingest.crm import values
from copilot.ingest.crm.export import Export, ExportTable
from copilot.ingest.crm.mapping import CrmMapping, mapping_of
from copilot.ingest.crm.relations import Relations
from copilot.ingest.crm.report import CellNote, ColumnPreview, CrmPreview, TablePreview
from copilot.ingest.crm.schema import CrmOpportunity, CrmRecord

_EXAMPLES = 3
_LONGEST = 40
_FIRST = 3
_PLACE = {"document", "locator", "text", "doubts"}


def preview(exports: Sequence[Export]) -> CrmPreview:
    """The reading of exports that are given together."""
    relations = Relations(record for export in exports for record in export.records())
    return CrmPreview(
        tables=tuple(_table(export, table, relations) for export in exports for table in export.tables),
        warnings=tuple(f"{export.name}: {text}" for export in exports for text in export.document.warnings),
    )


def proposed_mapping(exports: Sequence[Export]) -> CrmMapping:
    """The mapping file that gives the same reading, for a person to correct."""
    return mapping_of([(one.name, table.reading, table.rows.order) for one in exports for table in one.tables])


def _table(export: Export, table: ExportTable, relations: Relations) -> TablePreview:
    reading, rows = table.reading, table.rows
    records = list(rows.records.values())
    joined = [one for others in rows.others.values() for one in others if set(_shown(one)) - {"id", "name"}]
    deals = [one for one in records if isinstance(one, CrmOpportunity)]
    clients = [relations.client_of(record) for record in records]
    return TablePreview(
        file=export.name,
        sheet=reading.grid.sheet,
        object=reading.object,
        report=reading.is_report,
        rivals=reading.rivals,
        mapped=reading.mapped,
        rows=len(reading.grid.rows),
        records=dict(Counter(_kind(one) for one in (*records, *joined))),
        states=dict(Counter(one.state for one in deals)),
        currencies=tuple(sorted({code for one in records if (code := getattr(one, "currency", None))})),
        dates=rows.order,
        columns=tuple(_column(table, rank) for rank in range(len(reading.columns))),
        notes=tuple(
            CellNote(header=one.header, field=one.field, reason=one.reason, count=one.count, examples=one.examples)
            for one in rows.unread
        ),
        dropped=dict(Counter(rows.dropped.values())),
        same_id=tuple(rows.same_id[:5]),
        accounts=len({client.key for client in clients if client}),
        no_account=sum(1 for client in clients if client is None),
        first=tuple(_shown(record) for record in records[:_FIRST]),
    )


def _column(table: ExportTable, rank: int) -> ColumnPreview:
    column = table.reading.columns[rank]
    cells = values.filled(table.reading.grid.column(rank))
    examples = tuple(cell[:_LONGEST] for cell in dict.fromkeys(cells))[:_EXAMPLES]
    return ColumnPreview(
        header=column.header,
        field=column.field,
        sure=column.sure,
        reason=column.reason,
        others=column.others,
        filled=len(cells),
        examples=examples,
    )


def _kind(record: CrmRecord) -> str:
    return type(record).__name__.removeprefix("Crm").lower()


def _shown(record: CrmRecord) -> dict[str, str]:
    """The fields that are known, as text; in doubt with a question mark."""
    known = {name: value for name, value in record if value is not None and name not in _PLACE}
    return {name: _text(value) + (" (?)" if name in record.doubts else "") for name, value in known.items()}


def _text(value: Any) -> str:
    match value:
        case dt.date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)[: 2 * _LONGEST]
