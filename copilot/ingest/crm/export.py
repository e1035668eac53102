"""A CRM export as read: its tables, what each column is, its records; the same for preview and import."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from copilot.errors import UnreadableFile
from copilot.ingest.crm.cells import TableRows
from copilot.ingest.crm.columns import TableReading, read_columns
from copilot.ingest.crm.mapping import CrmMapping, apply_mapping
from copilot.ingest.crm.records import read_rows
from copilot.ingest.crm.schema import CrmRecord
from copilot.ingest.read import read
from copilot.schemas.evidence import ParsedDocument
from copilot.scoring.tables.grid import grids_of

_MEDIA_WITH_FORMATS = "spreadsheetml"


@dataclass(frozen=True)
class ExportTable:
    """One table of an export with its rows."""

    reading: TableReading
    rows: TableRows


@dataclass(frozen=True)
class Export:
    """One file."""

    name: str
    document: ParsedDocument
    """The file as people see it: what is stored and quoted."""
    tables: tuple[ExportTable, ...]

    def records(self) -> Iterator[CrmRecord]:
        """Every record, those that joined rows tell of other objects too."""
        for table in self.tables:
            for rank, record in table.rows.records.items():
                yield record
                yield from table.rows.others.get(rank, ())


def read_export(name: str, data: bytes, mapping: CrmMapping | None = None, mapping_name: str = "") -> Export:
    """A CSV file or workbook as an export.

    Raises:
        UnreadableFile: the file cannot be read, or holds no table.
        BadInput: the mapping does not fit it.
    """
    shown = read(name, data)
    exact = read(name, data, exact=True) if _MEDIA_WITH_FORMATS in shown.media_type else shown
    grids = [grid for grid in grids_of(exact) if len(grid.header) > 1]
    if not grids:
        raise UnreadableFile(name, "no_table", "no table with a header row is in it")
    texts = {
        (one.locator.sheet, one.locator.row): one.text
        for one in shown.segments
        if one.kind == "row" and one.locator.row is not None
    }
    headers = [grid.header for grid in grids]
    tables = []
    for grid in grids:
        reading = read_columns(grid, name)
        said = mapping.table_for(name, grid, headers) if mapping else None
        if said is not None:
            reading = apply_mapping(said, grid, reading, mapping_name)
        tables.append(ExportTable(reading, read_rows(name, reading, said, texts)))
    return Export(name, shown, tuple(tables))


def read_exports(
    files: Sequence[tuple[str, bytes]], mapping: CrmMapping | None = None, mapping_name: str = ""
) -> tuple[list[Export], list[str]]:
    """Files that are given together, and a line for each that cannot be read; one bad file does not stop the others.

    Raises:
        UnreadableFile: none can be read.
        BadInput: the mapping does not fit.
    """
    exports: list[Export] = []
    bad: list[UnreadableFile] = []
    for name, data in files:
        try:
            exports.append(read_export(name, data, mapping, mapping_name))
        except UnreadableFile as error:
            bad.append(error)
    if bad and not exports:
        raise bad[0]
    return exports, [str(error) for error in bad]
