"""The tables of a file as the inputs of one tool: which table, which list, which columns.

Nothing here knows a tool by its name: its input model says what it wants.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from copilot.errors import BadInput
from copilot.schemas.evidence import Json, Language
from copilot.scoring.base import Note
from copilot.scoring.receipt import to_json
from copilot.scoring.tables.assign import Assigned, assign
from copilot.scoring.tables.fields import RowList, Wanted, wanted
from copilot.scoring.tables.grid import Grid
from copilot.scoring.tables.money import Wishes, one_currency, unit_hint
from copilot.scoring.tables.pnl import PnlTable, pnl_from_rows
from copilot.scoring.tables.reading import LeftOut, Reading, RowsRead, read_rows
from copilot.scoring.tool import Tool
from copilot.scoring.wording import NO_CURRENCY, both
from copilot.text.catalogue import t
from copilot.text.normalise import fold

_SHOWN = 8


@dataclass(frozen=True)
class Asked:
    """What the caller wants of a file besides what stands in it."""

    wishes: Wishes = field(default_factory=Wishes)
    sheet: str | None = None
    values: Mapping[str, Any] | None = None
    """Single inputs by name; a dotted name goes into an object: thresholds.business."""


def fill(tool: Tool, grids: Sequence[Grid], asked: Asked, *, guess: bool = True) -> Reading:
    """The inputs of the tool as the tables hold them.

    Raises:
        BadInput: no table fits, or several do, or the currency is not stated; one line says what to do.
    """
    try:
        return _fill(tool, chosen(grids, asked.sheet), asked, guess)
    except BadInput as error:
        raise BadInput(f"{tool.name}: {error}") from None


def chosen(grids: Sequence[Grid], sheet: str | None) -> list[Grid]:
    """The tables of the sheet that is asked for, hidden or not; else all that are seen.

    Raises:
        BadInput: there is no such sheet, or no table at all.
    """
    if sheet is not None:
        named = [grid for grid in grids if grid.sheet is not None and fold(grid.sheet) == fold(sheet)]
        if not named:
            known = list(dict.fromkeys(grid.sheet for grid in grids if grid.sheet))
            raise BadInput(f"no table in a sheet {sheet!r}; there are {', '.join(known) or 'no sheets'}")
        return named
    seen = [grid for grid in grids if not grid.hidden]
    if not seen:
        raise BadInput("the file holds no table with a row of headers over its rows")
    return seen


def _fill(tool: Tool, grids: list[Grid], asked: Asked, guess: bool) -> Reading:
    want = wanted(tool.input)
    values = nested(asked.values or {})
    if _takes_tables(want):
        return _whole_table(tool, want, _only(grids), values)
    if _takes_pnl(want):
        found = [(grid, pnl) for grid in grids if (pnl := _pnl(grid, asked.wishes))]
        if found:
            return _from_pnl(tool, want, found, asked.wishes, values)
    if not want.lists:
        raise BadInput("it takes no rows: give its inputs as JSON")
    picked = _pick(want, grids, asked.wishes, guess)
    reads = [(rows, read_rows(rows, grid, want.money, asked.wishes, found)) for rows, grid, found in picked]
    return _reading(tool, want, reads, asked.wishes, values)


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values by name as an object; dotted names go into objects of it.

    Raises:
        BadInput: a name is used both for a value and for an object.
    """
    found: dict[str, Any] = {}
    for name, value in values.items():
        *path, last = name.split(".")
        inside = found
        for part in path:
            inside = inside.setdefault(part, {})
            if not isinstance(inside, dict):
                raise BadInput(f"{name}: {part!r} has a value already")
        inside[last] = value
    return found


def _pick(want: Wanted, grids: list[Grid], wishes: Wishes, guess: bool) -> list[tuple[RowList, Grid, Assigned]]:
    """The lists that the tables fill: a sheet with the name of a list fills it, else the best pair does."""
    lists = [rows for rows in want.lists if not rows.plain] or list(want.lists)
    named = [
        (rows, grid, assign(rows, grid, wishes.columns, wishes.currency, guess))
        for rows in lists
        for grid in grids
        if len(grids) > 1 and grid.sheet is not None and fold(grid.sheet).replace(" ", "_") == rows.name
    ]
    fitting = [one for one in named if one[2].score(one[0])]
    if fitting:
        return fitting
    pairs = [
        (found.score(rows), -rank, rows, grid, found)
        for rank, rows in enumerate(lists)
        for grid in grids
        for found in [_assigned(rows, grid, wishes, guess)]
    ]
    best = max(pairs, key=lambda one: (one[0], len(one[4].columns), one[1]))
    rivals = [one[3] for one in pairs if one[:2] == best[:2] and one[3] is not best[3]]
    if best[0] and rivals:
        raise BadInput(f"the tables {best[3].name!r} and {rivals[0].name!r} fit alike: name the sheet")
    return [best[2:]]


def _assigned(rows: RowList, grid: Grid, wishes: Wishes, guess: bool) -> Assigned:
    if rows.plain and len(grid.header) == 1:
        return Assigned({rows.slots[0].name: 0})
    return assign(rows, grid, wishes.columns, wishes.currency, guess)


def _reading(tool: Tool, want: Wanted, reads: list[tuple[RowList, RowsRead]], wishes: Wishes, values: Json) -> Reading:
    filled: dict[str, Any] = {}
    notes: list[Note] = []
    if want.money and "currency" not in values:
        filled["currency"] = one_currency({read.grid.name: read.currency for _, read in reads}, wishes)
    for rows, read in reads:
        filled[rows.name] = [item[rows.slots[0].name] for item in read.items] if rows.plain else read.items
        notes += read.notes
        if want.scalar("declared_total") and read.total is not None:
            filled["declared_total"] = read.total
    left_out = [one for _, read in reads for one in read.left_out]
    if left_out:
        notes.insert(0, _left_out_note(left_out))
    columns = {
        (name if len(reads) == 1 else f"{rows.name}.{name}"): header
        for rows, read in reads
        for name, header in read.columns.items()
    }
    sheets = list(dict.fromkeys(read.grid.sheet or read.grid.title for _, read in reads))
    return Reading(
        tool=tool.name,
        sheet=", ".join(filter(None, sheets)) or None,
        columns=columns,
        rows=sum(len(read.items) for _, read in reads),
        left_out=left_out,
        notes=notes,
        payload=_json({**filled, **values}),
    )


def _left_out_note(left_out: list[LeftOut]) -> Note:
    def values(language: Language) -> dict[str, object]:
        shown = [f"{one.row} ({t(f'tables.reason.{one.reason}', language)})" for one in left_out[:_SHOWN]]
        more = f" (+{len(left_out) - _SHOWN})" if len(left_out) > _SHOWN else ""
        return {"n": len(left_out), "rows": ", ".join(shown) + more}

    return both("tables.left_out", values)


def _json(payload: Mapping[str, Any]) -> Json:
    form = to_json(_without_floats(payload))
    if not isinstance(form, dict):
        raise TypeError("the inputs of a tool are a mapping")
    return form


def _without_floats(value: Any) -> Any:
    """Floats of callers as the decimals that they print as."""
    if isinstance(value, float):
        return Decimal(str(value))
    if isinstance(value, Mapping):
        return {key: _without_floats(item) for key, item in value.items()}
    return [_without_floats(item) for item in value] if isinstance(value, list) else value


def _only(grids: list[Grid]) -> Grid:
    if len(grids) > 1:
        raise BadInput(f"the file holds {len(grids)} tables ({grids[0].name!r}, {grids[1].name!r}…): name the sheet")
    return grids[0]


def _takes_tables(want: Wanted) -> bool:
    """Whether the tool reads a table by itself, from its header and its rows as text."""
    plain = {rows.name for rows in want.lists if rows.plain}
    return {"header", "rows"} <= plain


def _whole_table(tool: Tool, want: Wanted, grid: Grid, values: Json) -> Reading:
    seen = [row for row in grid.rows if grid.hidden or not row.hidden]
    cells = [[row.cell(index) for index in range(len(grid.header))] for row in seen]
    left_out = [LeftOut(row=row.number, name=row.cell(0), reason="hidden") for row in grid.rows if row not in seen]
    return Reading(
        tool=tool.name,
        sheet=grid.sheet,
        columns={},
        rows=len(cells),
        left_out=left_out,
        notes=[_left_out_note(left_out)] if left_out else [],
        payload=_json({"header": list(grid.header), "rows": cells, **values}),
    )


def _takes_pnl(want: Wanted) -> bool:
    """Whether the tool wants a revenue and the costs under it, one line each."""
    revenue = want.scalar("revenue")
    costs = next((rows for rows in want.lists if rows.name == "costs"), None)
    return revenue is not None and costs is not None and {"label", "amount"} <= {slot.name for slot in costs.slots}


def _pnl(grid: Grid, wishes: Wishes) -> PnlTable | None:
    rows = [dict(zip(grid.header, row.cells, strict=False)) for row in grid.rows if grid.hidden or not row.hidden]
    return pnl_from_rows(grid.header, rows, unit_hint(grid, wishes))


def _from_pnl(tool: Tool, want: Wanted, found: list[tuple[Grid, PnlTable]], wishes: Wishes, values: Json) -> Reading:
    if len(found) > 1:
        raise BadInput(f"the tables {found[0][0].name!r} and {found[1][0].name!r} fit alike: name the sheet")
    grid, pnl = found[0]
    seen = [row for row in grid.rows if grid.hidden or not row.hidden]
    stated = None if pnl.currency == NO_CURRENCY else pnl.currency
    left_out = [LeftOut(row=seen[one.row].number, name=one.name, reason=one.reason) for one in pnl.ignored]
    notes = [_left_out_note(left_out)] if left_out else []
    if not pnl.consistent and pnl.stated:
        notes.append(both("tables.inconsistent", lambda _: {"label": pnl.stated.label if pnl.stated else ""}))
    payload = {**pnl.contribution(), "currency": values.get("currency") or one_currency({grid.name: stated}, wishes)}
    return Reading(
        tool=tool.name,
        sheet=grid.sheet,
        columns=pnl.columns,
        rows=1 + len(pnl.costs),
        left_out=left_out,
        notes=notes,
        payload=_json({**payload, **values}),
    )
