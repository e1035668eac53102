"""The document that an account is given of an export: its own rows, at their places in the file, and nothing else."""

from __future__ import annotations

import csv
import hashlib
import io
import json

from copilot.deps import Deps
from copilot.errors import NotFound
from copilot.ingest.chunk import chunk
from copilot.ingest.crm.export import Export, ExportTable
from copilot.ingest.month_first import year_first
from copilot.ingest.tables import joined
from copilot.schemas.account import Account
from copilot.schemas.evidence import Language, ParsedDocument, Segment, SourceDocument
from copilot.schemas.facts import SuspiciousPassage
from copilot.store.records import PutStatus
from copilot.text.catalogue import t
from copilot.text.planted import QUOTE_SHOWN, suspicious_passages

Place = tuple[str | None, int]
"""Sheet and row."""


def account_document(export: Export, places: set[Place], mapping: str | None, language: Language) -> ParsedDocument:
    """The document of one account: the header and its rows, at their places in the file."""
    kept: list[Segment] = []
    american = {
        (table.reading.grid.sheet, row.number)
        for table in export.tables
        if table.rows.order == "mdy"
        for row in table.reading.grid.rows
    }
    header: Segment | None = None
    for one in export.document.segments:
        if one.kind == "heading" and one.cells:
            header = one
        if one.locator.row is None or (one.locator.sheet, one.locator.row) not in places:
            continue
        if header is not None and one.kind == "row" and header.cells == one.header:
            kept.append(header)
            header = None
        kept.append(_clear(one) if (one.locator.sheet, one.locator.row) in american else one)
    # Lines above a table may speak of other accounts: of all headings only the sheet's name stays.
    segments = tuple(
        one.model_copy(update={"ordinal": rank, "heading": one.locator.sheet}) for rank, one in enumerate(kept)
    )
    objects = dict.fromkeys(table.reading.object for table in export.tables if _has_rows(table, places))
    orders = {table.rows.order for table in export.tables if _has_rows(table, places)}
    told = [t(f"crm.object.{one}", language) for one in objects if one]
    order = orders.pop() if len(orders) == 1 else None
    days = t(f"crm.dates.{order}", language) if order else ""
    return ParsedDocument(
        name=export.name,
        media_type="text/csv",
        kind="crm",
        title=t("crm.document", language, objects=", ".join(told), file=export.name) + (f", {days}" if days else ""),
        language=export.document.language,
        segments=segments,
        warnings=(
            f"{len(places)} rows of {export.name}, those of this account only",
            f"columns read by {mapping}" if mapping else "columns read by their names",
        ),
    )


def _clear(row: Segment) -> Segment:
    """A row whose days have the month first, with the year first."""
    cells = tuple(map(year_first, row.cells))
    return row.model_copy(update={"cells": cells, "text": joined(cells)}) if cells != row.cells else row


def _has_rows(table: ExportTable, places: set[Place]) -> bool:
    grid = table.reading.grid
    return any((grid.sheet, row.number) in places for row in grid.rows)


def store(
    deps: Deps, account: Account, document: ParsedDocument, export: Export, mapping: str | None
) -> tuple[PutStatus, tuple[SuspiciousPassage, ...]]:
    """Stores the document unless the same is there; and the passages in it that address an assistant."""
    content = [one.model_dump(mode="json") for one in document.segments]
    columns = [[one.field for one in table.reading.columns] for table in export.tables]
    canonical = json.dumps([document.name, mapping, columns, content], ensure_ascii=False, sort_keys=True)
    sha256 = hashlib.sha256(canonical.encode()).hexdigest()
    try:
        before = deps.store.document(deps.workspace, account.id, document.name)
        if before.sha256 == sha256:
            return "unchanged", _suspicious(before)
    except NotFound:
        pass
    stored, status = deps.store.put_document(
        deps.workspace,
        account.id,
        document,
        sha256=sha256,
        chunks=chunk(document),
        # The searcher makes missing vectors when it next needs them: an export of hundreds of accounts must not wait.
        vectors=None,
        raw=_csv(document),
        now=deps.now(),
    )
    return status, _suspicious(stored)


def _suspicious(document: SourceDocument) -> tuple[SuspiciousPassage, ...]:
    return tuple(suspicious_passages(document, QUOTE_SHOWN))


def _csv(document: ParsedDocument) -> bytes:
    """The account's part of the file: the bytes that were given hold other accounts too."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(one.cells for one in document.segments if one.cells)
    return text.getvalue().encode()
