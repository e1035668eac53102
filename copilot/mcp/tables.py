"""The MCP tools that take a file: one tool on one table, its inputs to check, or a whole workbook."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Collection
from typing import Any, Literal

from mcp_types import CallToolResult, TextContent
from pydantic import Field, ValidationError, model_validator

from copilot import tabular
from copilot.errors import BadInput
from copilot.schemas.evidence import Json, Language
from copilot.scoring.base import Strict, ToolResult
from copilot.scoring.receipt import canonical_json
from copilot.scoring.registry import refusal, rendered, run_tool
from copilot.scoring.tables.fill import Asked
from copilot.scoring.tables.reading import Reading
from copilot.scoring.tables.report import WorkbookReport

TableTool = Literal["score_table", "read_table", "portfolio_report"]


class FileInput(Strict):
    """A file with tables, and what is known of it."""

    file_name: str = Field(
        default="table.csv", min_length=1, max_length=200, description="name of the file; its ending tells the format"
    )
    text: str | None = Field(default=None, description="content of a CSV file; or give content_base64")
    content_base64: str | None = Field(default=None, description="content of any file (.xlsx…) in Base64")
    sheet: str | None = Field(default=None, max_length=200, description="sheet to read; without it the one that fits")
    currency: str | None = Field(
        default=None, max_length=3, description="ISO 4217 code, for a table that does not state its currency"
    )
    unit: str | None = Field(
        default=None, max_length=10, description="1, k, m or bn, for a table that does not state its unit"
    )
    numbers: Literal["fr", "en"] | None = Field(
        default=None, description="format of numbers that can be read in two ways: fr 1 234,5 or en 1,234.5"
    )
    values: dict[str, Any] = Field(
        default_factory=dict, description="single inputs of the tool beside the rows, by name: {'objective': 260000}"
    )
    hidden_rows: bool = Field(default=False, description="take hidden rows too")

    @model_validator(mode="after")
    def _one_content(self) -> FileInput:
        if (self.text is None) == (self.content_base64 is None):
            raise ValueError("give text or content_base64, one of the two")
        return self

    def content(self) -> bytes:
        """The bytes of the file.

        Raises:
            BadInput: the Base64 is none.
        """
        if self.text is not None:
            return self.text.encode()
        try:
            return base64.b64decode(self.content_base64 or "", validate=True)
        except (binascii.Error, ValueError) as error:
            raise BadInput(f"content_base64 is not Base64: {error}") from error

    def asked(self, columns: dict[str, str] | None = None) -> Asked:
        """What is said of the file."""
        return tabular.asked_of(
            sheet=self.sheet,
            currency=self.currency,
            unit=self.unit,
            numbers=self.numbers,
            columns=columns,
            values=self.values,
            hidden=self.hidden_rows,
        )


class TableInput(FileInput):
    """A file, and the scoring tool that reads it."""

    tool: str = Field(
        max_length=80, description="name of a scoring tool whose inputs hold a list of rows: pareto, nrr…"
    )
    columns: dict[str, str] = Field(
        default_factory=dict,
        description="header of the column that fills a field of a row, when none is found by itself",
    )


INPUTS: dict[TableTool, type[FileInput]] = {
    "score_table": TableInput,
    "read_table": TableInput,
    "portfolio_report": FileInput,
}
RESULTS: dict[TableTool, type[Strict]] = {
    "score_table": ToolResult,
    "read_table": Reading,
    "portfolio_report": WorkbookReport,
}


def call(name: TableTool, arguments: Json, language: Language, allowed: Collection[str] | None) -> CallToolResult:
    """The answer of one of these tools, restricted to the scoring tools that are allowed.

    Raises:
        BadInput: the arguments, the file or its tables cannot be used.
    """
    try:
        given = INPUTS[name].model_validate(arguments)
    except ValidationError as error:
        raise BadInput(refusal(name, error.errors(include_url=False))) from None
    if isinstance(given, TableInput):
        if allowed is not None and given.tool not in allowed:
            raise BadInput(f"{name}: tool = {given.tool!r} is not offered here; there are {', '.join(sorted(allowed))}")
        reading = tabular.read_for(given.tool, given.file_name, given.content(), given.asked(given.columns))
        if name == "read_table":
            return _answer(canonical_json(reading))
        notes = [note.fr if language == "fr" else note.en for note in reading.notes]
        return _answer(rendered(run_tool(given.tool, reading.payload)), notes)
    report = tabular.report(given.file_name, given.content(), given.asked())
    if allowed is not None:
        kept = [one for one in report.reports if one.tool in allowed]
        report = report.model_copy(
            update={"reports": kept, "not_run": [one for one in report.not_run if one.tool in allowed]}
        )
    return _answer(tabular.rendered(report))


def _answer(text: str, notes: list[str] | None = None) -> CallToolResult:
    """The JSON text and the same data; what to check of the table stands in a text of its own."""
    content = [TextContent(type="text", text=text)]
    if notes:
        content.append(TextContent(type="text", text="\n".join(notes)))
    return CallToolResult(content=list(content), structured_content=json.loads(text))
