"""A whole workbook at once: every tool that its tables can feed, and what each says.

A table feeds a tool when it is clearly of the kind that the tool wants and the tool reaches a verdict. Tables that
happen to have a name and a number in a row feed nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pydantic import Field

from copilot.errors import BadInput
from copilot.scoring.base import Strict, ToolResult
from copilot.scoring.registry import FAMILIES, run_tool
from copilot.scoring.tables.assign import assign
from copilot.scoring.tables.fields import RowList, wanted
from copilot.scoring.tables.fill import Asked, chosen, fill
from copilot.scoring.tables.grid import Grid
from copilot.scoring.tables.portfolio import (
    budget_from_rows,
    pipeline_from_rows,
    pnl_from_rows,
    portfolio_from_rows,
)
from copilot.scoring.tables.reading import Reading
from copilot.scoring.tool import Tool

_REVENUE = frozenset({"revenue", "current"})
_USUAL = 0.6
"""Share of the fields of a row that a table of no known kind must fill."""
_LEAST = 3
_ASIDE = frozenset({"currency", "evidence"})


class ToolReport(Strict):
    """What one tool says of one table."""

    tool: str
    sheet: str | None
    reading: Reading
    result: ToolResult


class NotRun(Strict):
    """A tool whose kind of table is there, and why it says nothing."""

    tool: str
    sheet: str | None
    reason: str


class TableSeen(Strict):
    """One table of the file."""

    sheet: str | None
    title: str
    headers: list[str]
    rows: int
    hidden: bool
    tools: list[str] = Field(description="tools that it feeds")


class WorkbookReport(Strict):
    """Everything that the tools say of a workbook."""

    file: str
    tables: list[TableSeen]
    reports: list[ToolReport]
    not_run: list[NotRun]
    warnings: list[str]


def report_on(name: str, grids: Sequence[Grid], asked: Asked, warnings: Sequence[str] = ()) -> WorkbookReport:
    """What every tool that the tables feed says of them, in the order of the registry.

    Raises:
        BadInput: the file holds no table, or the sheet that is asked for does not exist.
    """
    reports: list[ToolReport] = []
    not_run: list[NotRun] = []
    seen = chosen(grids, asked.sheet)
    for members in FAMILIES.values():
        for tool in members:
            for grid in seen:
                if not feeds(tool, grid):
                    continue
                said = _run(tool, grid, asked)
                if isinstance(said, ToolReport):
                    reports.append(said)
                else:
                    not_run.append(said)
    return WorkbookReport(
        file=name,
        tables=[_seen(grid, reports) for grid in grids],
        reports=reports,
        not_run=not_run,
        warnings=list(warnings),
    )


def _run(tool: Tool, grid: Grid, asked: Asked) -> ToolReport | NotRun:
    known = set(tool.input.model_fields)
    values = {name: value for name, value in (asked.values or {}).items() if name.split(".")[0] in known}
    try:
        reading = fill(tool, [grid], replace(asked, sheet=None, values=values), guess=False)
        result = run_tool(tool.name, reading.payload)
    except BadInput as error:
        return NotRun(tool=tool.name, sheet=grid.sheet, reason=str(error))
    if result.verdict != "ok":
        return NotRun(tool=tool.name, sheet=grid.sheet, reason=f"{tool.name}: missing {', '.join(result.missing)}")
    return ToolReport(tool=tool.name, sheet=grid.sheet, reading=reading, result=result)


def _seen(grid: Grid, reports: Sequence[ToolReport]) -> TableSeen:
    headers = list(grid.header)
    return TableSeen(
        sheet=grid.sheet,
        title=grid.title,
        headers=headers,
        rows=len(grid.rows),
        hidden=grid.hidden,
        tools=[
            one.tool for one in reports if one.sheet == grid.sheet and set(one.reading.columns.values()) <= set(headers)
        ],
    )


def feeds(tool: Tool, grid: Grid) -> bool:
    """Whether the table is of the kind that the tool wants."""
    want = wanted(tool.input)
    rows = [dict(zip(grid.header, row.cells, strict=False)) for row in grid.rows if grid.hidden or not row.hidden]
    if want.scalar("revenue") and any(one.name == "costs" for one in want.lists):
        return pnl_from_rows(grid.header, rows, grid.title) is not None
    return any(_is_kind(one, grid, rows) for one in want.lists if not one.plain)


def _is_kind(wants: RowList, grid: Grid, rows: list[dict[str, str]]) -> bool:
    names = {slot.name for slot in wants.slots}
    if names & _REVENUE or {"potential", "probability"} <= names:
        return portfolio_from_rows(grid.header, rows, grid.title) is not None
    if {"amount", "probability"} <= names:
        clients = portfolio_from_rows(grid.header, rows, grid.title)
        sold = clients is not None and bool({"previous", "margin"} & clients.columns.keys())
        return not sold and pipeline_from_rows(grid.header, rows, grid.title) is not None
    if {"label", "amount", "status"} <= names:
        return budget_from_rows(grid.header, rows, grid.title) is not None
    return _fills_most(wants, grid)


def _fills_most(wants: RowList, grid: Grid) -> bool:
    found = assign(wants, grid, guess=False)
    fields = [slot.name for slot in wants.slots if slot.name not in _ASIDE]
    filled = [name for name in fields if name in found.columns]
    return found.score(wants) > 0 and len(filled) >= max(_LEAST, _USUAL * len(fields))
