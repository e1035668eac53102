"""Which object a table of an export holds, and which field each of its columns is.

1. Each header has candidates, from the lexicon; cells of another kind rule a candidate out.
2. The table is taken for the object whose own fields explain it best; names that every object has go to that object.
3. A column fills one field and a field has one column; what is left is told as unread, with what it might have been.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from copilot.ingest.crm import values
from copilot.ingest.crm.lexicon import (
    SURE,
    Candidate,
    candidates,
    fields,
    is_record_type,
    object_words,
    record_object,
    words,
)
from copilot.ingest.crm.schema import OBJECTS, CrmObject
from copilot.scoring.tables.grid import Grid

_NEEDED: dict[CrmObject, tuple[tuple[str, ...], ...]] = {
    "account": (("name",), ()),
    "contact": (("name", "last_name", "email"), ()),
    "opportunity": (("name", "id"), ("stage", "status", "amount", "close_date", "probability", "expected")),
    "activity": (("subject", "kind"), ("date", "due", "status", "kind", "related", "owner")),
    "product": (("name", "code"), ("price", "family", "code", "active")),
}
"""What a row of the object has at least: one of each group."""
_FOREIGN = 0.8
_TELLING = 2.0
"""The weight of a field whose bare name points at another object than the table's own."""
_NAME_HINT = 2.0
_CLOSE_CALL = 1.0
RECORD_TYPE = "record_type"
_AS_ACTIVITY = {"name": "subject", "close_date": "date", "stage": "status"}


@dataclass(frozen=True)
class ColumnReading:
    """What one column is taken for; `field` is None when it is not read."""

    header: str
    field: str | None
    sure: bool = True
    others: tuple[str, ...] = ()
    """Fields that it might be as well."""
    reason: str | None = None
    """Why it is not read, or why to look: unknown, taken, ambiguous, values, near, by_values, left_out."""


@dataclass(frozen=True)
class TableReading:
    """A table with the object that its rows are; None when it is no CRM table that is known."""

    grid: Grid
    object: CrmObject | None
    columns: tuple[ColumnReading, ...]
    rivals: tuple[CrmObject, ...] = ()
    """Objects that explain it nearly as well."""
    mapped: bool = False
    """Whether a mapping file said so."""
    row_objects: Mapping[int, CrmObject] = field(default_factory=dict)
    """The object of each row by its rank, where a column tells it."""

    def index(self, key: str) -> int | None:
        """The column of a field, as `opportunity.amount`."""
        return next((rank for rank, one in enumerate(self.columns) if one.field == key), None)

    @property
    def is_report(self) -> bool:
        """Whether rows hold more of other objects than their name and id."""
        own = {one.field for one in self.columns if one.field and not one.field.startswith(f"{self.object}.")}
        return any(not key.endswith((".id", ".name", RECORD_TYPE)) for key in own)

    def object_of(self, rank: int) -> CrmObject | None:
        """What a row is."""
        return self.row_objects.get(rank, self.object)


def read_columns(grid: Grid, name_hint: str = "") -> TableReading:
    """The table as an export of the object that fits best."""
    if len(grid.header) < 2:
        return TableReading(grid, None, _unread(grid.header))
    type_column = _type_column(grid)
    found = [(one, *_explain(grid, one, type_column)) for one in OBJECTS]
    hinted = _hinted(name_hint) | _hinted(grid.sheet or "")
    ranked = sorted(
        ((score + (_NAME_HINT if one in hinted else 0.0), one, columns) for one, score, columns in found if score > 0),
        key=lambda entry: (-entry[0], OBJECTS.index(entry[1])),
    )
    if not ranked:
        return TableReading(grid, None, _unread(grid.header))
    best, chosen, columns = ranked[0]
    rivals = tuple(one for score, one, _ in ranked[1:] if best - score < _CLOSE_CALL)
    return TableReading(grid, chosen, columns, rivals, row_objects=row_objects(grid, type_column))


def row_objects(grid: Grid, type_column: int | None) -> dict[int, CrmObject]:
    """The object of each row that names it in that column."""
    if type_column is None:
        return {}
    said = ((rank, record_object(cell)) for rank, cell in enumerate(grid.column(type_column)))
    return {rank: one for rank, one in said if one}


def column_for(key: str, row_object: CrmObject, table: TableReading) -> int | None:
    """The column of a field of a row; rows of two kinds in one table share their columns."""
    rank = table.index(key)
    if rank is not None or row_object == table.object or not key.startswith(f"{row_object}."):
        return rank
    asked = key.partition(".")[2]
    for own, theirs in _AS_ACTIVITY.items() if row_object == "activity" else ():
        if theirs == asked and (rank := table.index(f"{table.object}.{own}")) is not None:
            return rank
    return table.index(f"{table.object}.{asked}")


def _type_column(grid: Grid) -> int | None:
    """The column that says which object each row is: most of its cells must name one, and not all the same."""
    for rank, header in enumerate(grid.header):
        if is_record_type(header):
            cells = values.filled(grid.column(rank))
            known = [found for cell in cells if (found := record_object(cell))]
            if cells and len(known) >= 0.8 * len(cells) and len(set(known)) > 1:
                return rank
    return None


def _hinted(name: str) -> set[CrmObject]:
    said = set(words(name.rpartition(".")[0] or name))
    return {one for one in OBJECTS if said & object_words(one)}


def _unread(header: Sequence[str]) -> tuple[ColumnReading, ...]:
    return tuple(ColumnReading(name, None, sure=False, reason="unknown") for name in header)


def _explain(grid: Grid, chosen: CrmObject, type_column: int | None) -> tuple[float, tuple[ColumnReading, ...]]:
    """How well the object explains the table, 0 when a row would lack what it needs; and its columns then."""
    offers = {
        rank: _offers(header, grid.column(rank), chosen)
        for rank, header in enumerate(grid.header)
        if rank != type_column
    }
    taken: dict[int, Candidate] = {}
    used: set[str] = set()
    for score, rank, one in sorted(
        ((one.score, rank, one) for rank, found in offers.items() for one in found.fitting),
        key=lambda entry: (-entry[0], not entry[2].named, entry[1], entry[2].field.key),
    ):
        if rank not in taken and one.field.key not in used and not _is_tied(one, score, offers[rank], chosen, used):
            taken[rank] = one
            used.add(one.field.key)
    own = {one.field.name for one in taken.values() if one.field.object == chosen}
    if not all(not group or own & set(group) for group in _NEEDED[chosen]) or _is_thin(chosen, own, grid):
        return 0.0, ()
    weight = sum(
        one.score * (one.field.weight + 0.5) if one.field.object == chosen else 0.15 * one.score
        for one in taken.values()
    )
    columns = tuple(
        ColumnReading(header, RECORD_TYPE)
        if rank == type_column
        else _reading(header, taken.get(rank), offers[rank], used)
        for rank, header in enumerate(grid.header)
    )
    return weight, columns


@dataclass(frozen=True)
class _Offers:
    """The candidates of a column under one object; those whose cells do not fit stand apart."""

    fitting: tuple[Candidate, ...]
    unfit: tuple[Candidate, ...]


def _offers(header: str, cells: Sequence[str], chosen: CrmObject) -> _Offers:
    fitting: list[Candidate] = []
    unfit: list[Candidate] = []
    for one in candidates(header):
        if one.field.object != chosen and not one.named and not one.field.only:
            # A name that every object has says nothing of the others.
            own = (other for other in candidates(header) if other.field.object == chosen)
            if any(other.score >= one.score for other in own):
                continue
            if one.field.weight < _TELLING and one.field.key != "account.name":
                continue
        if one.field.object != chosen and one.score < SURE and one.field.name not in ("id", "name"):
            continue
        if one.field.object != chosen and not one.named and not one.field.only:
            one = Candidate(one.field, one.score * _FOREIGN, one.named)
        one = _as_id(one, cells)
        (fitting if values.fits(one.field.kind, cells) else unfit).append(one)
    if not fitting and not unfit and (guess := _by_values(cells)):
        fitting.append(guess)
    return _Offers(tuple(fitting), tuple(unfit))


def _as_id(one: Candidate, cells: Sequence[str]) -> Candidate:
    """A column called « Opportunity » that holds keys of a machine is its id."""
    known = values.filled(cells)[:50]
    if one.field.name == "name" and known and all(values.is_machine_id(cell) for cell in known):
        return Candidate(fields()[f"{one.field.object}.id"], one.score, one.named)
    return one


def _by_values(cells: Sequence[str]) -> Candidate | None:
    """Mail addresses under a header that says nothing are those of contacts."""
    if len(values.filled(cells)) >= 2 and values.fits("email", cells):
        return Candidate(fields()["contact.email"], _FOREIGN, named=False)
    return None


def _is_tied(one: Candidate, score: float, offers: _Offers, chosen: CrmObject, used: set[str]) -> bool:
    """Whether another field fits the column exactly as well and neither is the table's own."""
    rivals = [
        other
        for other in offers.fitting
        if other.field.key not in used and other.field.key != one.field.key and other.score == score
    ]
    return one.field.object != chosen and any(other.named == one.named for other in rivals)


def _is_thin(chosen: CrmObject, own: set[str], grid: Grid) -> bool:
    """A lone account name among columns that are not understood is a table of something else."""
    return chosen == "account" and len(own) < 2 and len(grid.header) > 2


def _reading(header: str, taken: Candidate | None, offers: _Offers, used: set[str]) -> ColumnReading:
    known = [one.field.key for one in (*offers.fitting, *offers.unfit)]
    if taken is None:
        if not known:
            return ColumnReading(header, None, sure=False, reason="unknown")
        free = [one.field.key for one in offers.fitting if one.field.key not in used]
        reason = "ambiguous" if len(free) > 1 else "taken" if offers.fitting else "values"
        return ColumnReading(header, None, sure=False, others=tuple(known[:4]), reason=reason)
    others = tuple(
        one.field.key
        for one in offers.fitting
        if one.field.key != taken.field.key
        and one.score >= taken.score - 0.1
        and one.field.object == taken.field.object
    )
    if not candidates(header):
        return ColumnReading(header, taken.field.key, sure=False, reason="by_values")
    sure = any(one.score >= SURE for one in candidates(header) if one.field.object == taken.field.object)
    return ColumnReading(header, taken.field.key, sure=sure, others=others, reason=None if sure else "near")
