"""Tables of uploaded files for the scoring tools: one tool on one table, its inputs to check, or a whole workbook.

A result is the same bytes as the tool's JSON operation gives for what the table became. What was left out of the table
goes into a header, because it is no part of the result.
"""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Path, Request, UploadFile
from fastapi.responses import Response

from api.deps import CallerDeps, WantedLanguage
from api.errors import problem_responses
from api.uploads import file_name
from copilot import tabular
from copilot.deps import Deps
from copilot.errors import TooLarge
from copilot.scoring.base import ToolResult
from copilot.scoring.registry import rendered, run_tool
from copilot.scoring.tables.fill import Asked
from copilot.scoring.tables.reading import Reading
from copilot.scoring.tables.report import WorkbookReport
from copilot.tabular import NumberFormat
from copilot.text.catalogue import t

NOTES_HEADER = "X-Table-Notes"
_MOST_NOTES = 3000
"""Characters of the header; proxies refuse long ones."""
_MB = 1024 * 1024

router = APIRouter(tags=["scoring"])
ToolName = Annotated[str, Path(max_length=80, description="name of a scoring tool", examples=["pareto"])]


class _Upload:
    """A file with tables, and what its sender says of it."""

    def __init__(
        self,
        request: Request,
        deps: CallerDeps,
        file: Annotated[UploadFile, File(description="a workbook, a CSV file, or any note with tables")],
        sheet: Annotated[str | None, Form(max_length=200, description="sheet to read")] = None,
        currency: Annotated[
            str | None, Form(max_length=3, description="currency of a table that does not state it", examples=["EUR"])
        ] = None,
        unit: Annotated[
            str | None, Form(max_length=10, description="unit of a table that does not state it: 1, k, m, bn")
        ] = None,
        numbers: Annotated[
            NumberFormat | None, Form(description="format of numbers that can be read in two ways")
        ] = None,
        column: Annotated[
            list[str] | None, Form(max_length=100, description="FIELD=HEADER: the column that fills a field of a row")
        ] = None,
        set: Annotated[
            list[str] | None, Form(max_length=100, description="NAME=VALUE: a single input, beside the rows")
        ] = None,
        hidden_rows: Annotated[bool, Form(description="take hidden rows too")] = False,
    ) -> None:
        self.name = file_name(file.filename)
        self.data = _content(request, deps, file)
        self.sheet, self.currency, self.unit, self.numbers = sheet, currency, unit, numbers
        self.columns = tabular.pairs(column or [], "column")
        self.values = tabular.pairs(set or [], "set")
        self.hidden = hidden_rows

    def asked(self, values: dict[str, Any]) -> Asked:
        """What was said of the file."""
        return tabular.asked_of(
            sheet=self.sheet,
            currency=self.currency,
            unit=self.unit,
            numbers=self.numbers,
            columns=self.columns,
            values=values,
            hidden=self.hidden,
        )

    def reading(self, tool: str) -> Reading:
        """The inputs of a tool in the file."""
        return tabular.read_for(tool, self.name, self.data, self.asked(tabular.typed_values(tool, self.values)))


Upload = Annotated[_Upload, Depends()]


def _content(request: Request, deps: Deps, file: UploadFile) -> bytes:
    limit = deps.settings.max_upload_mb
    data = file.file.read(limit * _MB + 1)
    if len(data) > limit * _MB:
        raise TooLarge(t("web.upload.too_large", deps.settings.language, limit=limit))
    return data


@router.post(
    "/scoring/{tool}/table",
    operation_id="scoreTable",
    summary="A score from a table in a file",
    response_model=ToolResult,
    responses=problem_responses(404, 413, 415, 422),
)
def score_table(tool: ToolName, upload: Upload, language: WantedLanguage) -> Response:
    """The result for the rows of a table, with French or English headers and numbers; the currency is stated in the
    table or in the form, else the file is refused. `X-Table-Notes` says what to check (JSON list, in the caller's
    language)."""
    reading = upload.reading(tool)
    notes = [note.fr if language == "fr" else note.en for note in reading.notes]
    body = rendered(run_tool(tool, reading.payload))
    return Response(body, media_type="application/json", headers={NOTES_HEADER: _short(notes)})


def _short(notes: list[str]) -> str:
    """The notes as JSON in ASCII, as many as fit a header."""
    kept = list(notes)
    while kept and len(json.dumps(kept)) > _MOST_NOTES:
        kept.pop()
    return json.dumps(kept)


@router.post(
    "/scoring/{tool}/input",
    operation_id="readTable",
    summary="The inputs of a tool as a table gives them",
    responses=problem_responses(404, 413, 415, 422),
)
def read_table(tool: ToolName, upload: Upload) -> Reading:
    """Nothing is computed: which column fills which field, which rows were left out and why, and the inputs to run."""
    return upload.reading(tool)


@router.post(
    "/portfolio/reports",
    operation_id="reportPortfolio",
    summary="All scores that a workbook can feed",
    response_model=WorkbookReport,
    responses=problem_responses(413, 415, 422),
)
def report(upload: Upload) -> Response:
    """Every tool that the tables clearly feed, each with its result and its table; nothing is stored."""
    values = {name: tabular.typed_value(None, text) for name, text in upload.values.items()}
    made = tabular.report(upload.name, upload.data, upload.asked(values))
    return Response(tabular.rendered(made), media_type="application/json")
