"""A mapping file: which column is which field, corrected by a person and applied to the next export.

A table of the mapping is applied to the table of the same file and sheet, else to one that has all of its columns:
next month's export has another name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import Field, ValidationError
from rapidfuzz import process

from copilot.errors import BadInput
from copilot.ingest.crm.columns import RECORD_TYPE, ColumnReading, TableReading, row_objects
from copilot.ingest.crm.lexicon import fields
from copilot.ingest.crm.schema import CrmObject, DayOrder
from copilot.schemas.evidence import Frozen
from copilot.scoring.tables.cells import NumberStyle
from copilot.scoring.tables.grid import Grid
from copilot.text.normalise import fold

_MOST_BYTES = 200_000
_ALIAS = re.compile(r"(?m)(?:^|[:\-,\[{])\s*[&*]\w")
_HEAD = """\
# Correspondance des colonnes d'un export CRM : corrigez à droite, null = ne pas lire ; `accounts` : nom -> compte.
# Columns of a CRM export: correct the right-hand side, null = do not read; `accounts`: name or id -> account.
# dates: dmy | mdy ; numbers: comma | dot ; currency: EUR
"""


class TableMapping(Frozen):
    """One table of an export."""

    file: str | None = None
    sheet: str | None = None
    object: CrmObject | None = None
    dates: DayOrder | None = None
    numbers: NumberStyle | None = None
    currency: str | None = Field(default=None, pattern="^[A-Z]{3}$")
    columns: dict[str, str | None]


class CrmMapping(Frozen):
    """What a person decided about exports; `name` is the file's own."""

    version: Literal[1] = 1
    tables: tuple[TableMapping, ...] = ()
    accounts: dict[str, str | None] = Field(
        default_factory=dict, description="name or id in the export -> slug of the account; null leaves its rows out"
    )

    def table_for(self, file: str, grid: Grid, all_headers: Sequence[tuple[str, ...]]) -> TableMapping | None:
        """The entry for a table: by its file and sheet, else by its columns."""
        for one in self.tables:
            if one.file == file and one.sheet == grid.sheet and _is_meant(one, grid, all_headers):
                return one
        have = set(grid.header)
        return next((one for one in self.tables if one.columns and set(one.columns) <= have), None)

    def slug_of(self, *keys: str | None) -> tuple[bool, str | None]:
        """Whether the mapping decides about an account of that name or id, and for which slug."""
        folded = {fold(name): slug for name, slug in self.accounts.items()}
        for key in keys:
            if key and fold(key) in folded:
                return True, folded[fold(key)]
        return False, None


def _is_meant(one: TableMapping, grid: Grid, all_headers: Sequence[tuple[str, ...]]) -> bool:
    """A sheet may hold several tables: the entry is for the one that shares the most columns with it."""
    share = len(set(one.columns) & set(grid.header))
    return share > 0 and share == max((len(set(one.columns) & set(header)) for header in all_headers), default=0)


def read_mapping(path: Path) -> CrmMapping:
    """The mapping in a file.

    Raises:
        BadInput: it cannot be read, or names what there is not; one line says where.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise BadInput(f"mapping {str(path)!r}: {error.strerror}") from error
    return parse_mapping(content.decode("utf-8-sig", "replace"), path.name)


def parse_mapping(text: str, name: str) -> CrmMapping:
    """The mapping in the text of a file; raises BadInput in one line."""
    if len(text) > _MOST_BYTES:
        raise BadInput(f"mapping {name}: the file is larger than {_MOST_BYTES} bytes")
    if _ALIAS.search(text):
        raise BadInput(f"mapping {name}: anchors and aliases (&a, *a) are not read here")
    try:
        content = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
        raise BadInput(f"mapping {name}: it is not YAML: {' '.join(str(error).split())[:200]}") from error
    return check_mapping(content, name)


def check_mapping(content: Any, name: str) -> CrmMapping:
    """The content of a mapping file as a mapping; raises BadInput in one line."""
    try:
        mapping = CrmMapping.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "top level"
        raise BadInput(f"mapping {name}: {place}: {first['msg']}") from error
    for one in mapping.tables:
        used: dict[str, str] = {}
        for header, key in one.columns.items():
            if key is None:
                continue
            if key != RECORD_TYPE and key not in fields():
                near = process.extractOne(key, list(fields()))
                hint = f"; did you mean {near[0]}?" if near else ""
                raise BadInput(f"mapping {name}: column {header!r} = {key!r}: there is no such field{hint}")
            if key in used:
                raise BadInput(f"mapping {name}: columns {used[key]!r} and {header!r} are both {key}")
            used[key] = header
    return mapping


def apply_mapping(one: TableMapping, grid: Grid, read: TableReading, name: str) -> TableReading:
    """The table as the mapping says; columns that it does not name stay as they were read.

    Raises:
        BadInput: the mapping names a column that the table does not have, or no object is known.
    """
    missing = next((header for header in one.columns if header not in grid.header), None)
    if missing is not None:
        raise BadInput(f"mapping {name}: no column {missing!r}; there are {', '.join(grid.header)}")
    said = {key for key in one.columns.values() if key}
    chosen = one.object or read.object
    if chosen is None and not said:
        return read
    if chosen is None:
        raise BadInput(f"mapping {name}: say which object the table {grid.name!r} holds: object: opportunity…")
    columns = []
    for header, column in zip(grid.header, read.columns, strict=True):
        if header in one.columns:
            key = one.columns[header]
            columns.append(ColumnReading(header, key, reason=None if key else "left_out"))
        elif column.field in said:
            columns.append(ColumnReading(header, None, sure=False, others=(column.field or "",), reason="taken"))
        else:
            columns.append(column)
    types = next((rank for rank, column in enumerate(columns) if column.field == RECORD_TYPE), None)
    return TableReading(grid, chosen, tuple(columns), mapped=True, row_objects=row_objects(grid, types))


def mapping_of(tables: Sequence[tuple[str, TableReading, DayOrder | None]]) -> CrmMapping:
    """The mapping that gives the same reading again, for a person to correct."""
    return CrmMapping(
        tables=tuple(
            TableMapping(
                file=file,
                sheet=read.grid.sheet,
                object=read.object,
                dates=order,
                columns={column.header: column.field for column in read.columns},
            )
            for file, read, order in tables
        )
    )


def mapping_text(mapping: CrmMapping) -> str:
    """The mapping as the text of its file."""
    body = yaml.safe_dump(mapping.model_dump(mode="json"), allow_unicode=True, sort_keys=False, width=120)
    return _HEAD + body
