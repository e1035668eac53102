"""A reporting table read into rows: day, company, person, function, action, result (S3, method rows 56 and 61)."""

from __future__ import annotations

from collections import Counter

from copilot.scoring.base import Outcome
from copilot.scoring.manager.functions import function_group
from copilot.scoring.manager.reporting_columns import ROLES, DayReader, Role, day_reader, roles_of
from copilot.scoring.manager.reporting_model import (
    FunctionCount,
    ReportingInput,
    ReportingResult,
    ReportingRow,
    Unread,
)
from copilot.scoring.manager.reporting_rows import WIDTH, Left, Raw, Split
from copilot.scoring.manager.reporting_split import DELIMITERS, split_rows, split_text
from copilot.scoring.manager.reporting_words import findings_of, lines_of, why_of
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both

FORMULA = "one row a line of the table, its cells by the header's names or else in the order of the source (S3)"
_SIGNS = dict(DELIMITERS)


def reporting_table(given: ReportingInput) -> Outcome[ReportingResult]:
    """The rows of a reporting table; what cannot be read is listed, nothing is dropped."""
    if not (given.text or "").strip() and not any(cell and cell.strip() for row in given.rows or [] for cell in row):
        return Outcome(result=None, formula=FORMULA, missing=["text or rows"])
    split = _split(given)
    places = (roles_of(split.header) if split.header else None) or {role: at for at, role in enumerate(ROLES)}
    raws = [raw for raw in split.rows if _fits(raw, split, places)]
    kept = {raw.line for raw in raws}
    split.left += [
        Left(raw.line, " | ".join(raw.cells), "too_many_cells") for raw in split.rows if raw.line not in kept
    ]
    dates = [_cell(raw, places.get("date")) for raw in raws]
    reader = day_reader(dates, given.day_order, given.language, given.as_of)
    rows, unread = [], [Unread(line=e.line, text=e.text, cell=None, reason=e.reason) for e in split.left]
    for raw, date in zip(raws, dates, strict=True):
        rows.append(_row(raw, date, places, reader))
        problem = reader.cell(date).problem if "date" in places else None
        if problem is not None:
            unread.append(Unread(line=raw.line, text=date, cell="date", reason=problem))
    unread.sort(key=lambda entry: entry.line)
    if not rows:
        lines = lines_of([entry.line for entry in unread])
        findings = [both("reporting.unread", lambda _: {"n": len(unread), "lines": lines})] if unread else []
        return Outcome(result=None, formula=FORMULA, findings=findings, missing=["rows that start with a date"])
    days = sorted(row.date for row in rows if row.date is not None)
    groups = Counter(row.function_group for row in rows if row.function_group is not None)
    result = ReportingResult(
        rows=len(rows),
        layout=split.layout,
        columns={role: (split.header or [])[at] for role, at in places.items()} if split.header else {},
        first_date=days[0] if days else None,
        last_date=days[-1] if days else None,
        companies=len({row.company.casefold() for row in rows if row.company}),
        functions=[
            FunctionCount(group=group, rows=count)
            for group, count in sorted(groups.items(), key=lambda pair: (-pair[1], pair[0]))
        ],
        unread=unread,
    )
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(rows),
        findings=findings_of(given, split, result, rows),
        why=why_of(result),
    )


def _split(given: ReportingInput) -> Split:
    days = DayReader(given.language, given.as_of)
    if given.rows is None:
        return split_text(given.text or "", days)
    records = [
        Raw(rank, [" ".join((cell or "").split()) for cell in row] or [""])
        for rank, row in enumerate(given.rows, start=1)
    ]
    return split_rows(records, "rows", days, given.header)


def _fits(raw: Raw, split: Split, places: dict[Role, int]) -> bool:
    """Whether the row has no cell too many; a last column of results takes what its own delimiter has cut off."""
    width = len(split.header) if split.header else WIDTH
    extra = raw.cells[width:]
    if any(extra):
        if places.get("result") != width - 1 or split.layout in ("rows", "pipe"):
            return False
        sign = _SIGNS.get(split.layout, " ").strip()
        raw.cells[width - 1 :] = [f"{sign} ".join(raw.cells[width - 1 :])]
        raw.repaired = True
    return True


def _cell(raw: Raw, place: int | None) -> str:
    return raw.cells[place] if place is not None and place < len(raw.cells) else ""


def _row(raw: Raw, date: str, places: dict[Role, int], reader: DayReader) -> ReportingRow:
    read = reader.cell(date)
    cells = {role: _cell(raw, places.get(role)).strip() or None for role in ROLES}
    return ReportingRow(
        line=raw.line,
        date=read.day,
        date_text=date,
        date_ambiguous=read.ambiguous,
        company=cells["company"],
        contact=cells["contact"],
        function=cells["function"],
        function_group=function_group(cells["function"]),
        action=cells["action"],
        result=cells["result"],
        repaired=raw.repaired,
    )


TOOL = Tool(
    name="reporting_table",
    version="1",
    source="S3, method rows 56 and 61; the words of the seven groups of functions are ours",
    function=reporting_table,
    input=ReportingInput,
    result=ReportingResult,
    example={
        "text": "4 avril 2003 Alpha, Mr X, Acheteur, Negociation, Revoir la proposition\n"
        "3 avril 2003 Beta, Mr Y, Directeur, Visite, Pas de besoin\n"
        "3 avril 2003 Gamma, Mme Z, Ingenieur, Visite, Proposition"
    },
)
