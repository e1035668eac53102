"""`abp score`: the scoring tools; pure, so no database is opened."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from copilot import pipeline, tabular
from copilot.cli.common import AsJson, Data, Lang, Run, Workspace, start, write_file
from copilot.errors import BadInput
from copilot.pipeline import ChartKind
from copilot.schemas.evidence import Json
from copilot.scoring.tables.fill import Asked, nested
from copilot.tabular import NumberFormat
from copilot.text.catalogue import t

if TYPE_CHECKING:
    from copilot.scoring.base import ToolResult

_JSON_ENDINGS = frozenset({".json", ""})
_CHART_ENDINGS: dict[str, ChartKind] = {".svg": "svg", ".png": "png", ".json": "vega"}


def score(
    ctx: typer.Context,
    tool: Annotated[str | None, typer.Argument(metavar="TOOL", help="Name of a tool; see --list.")] = None,
    file: Annotated[
        Path | None,
        typer.Option(
            "--input",
            metavar="FILE",
            help="The tool's inputs as JSON, or a table (.xlsx, .csv…); without it, or with `-`: JSON on stdin.",
        ),
    ] = None,
    show_list: Annotated[
        bool, typer.Option("--list", help="Describe every tool by family; with --json, its schemas too.")
    ] = False,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON schema of the tool's inputs.")] = False,
    example: Annotated[bool, typer.Option("--example", help="Print inputs of the tool that are ready to run.")] = False,
    sheet: Annotated[str | None, typer.Option("--sheet", metavar="NAME", help="Sheet of a workbook to read.")] = None,
    currency: Annotated[
        str | None, typer.Option("--currency", metavar="EUR", help="Currency of a table that does not state it.")
    ] = None,
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="k", help="Unit of a table that does not state it: 1, k, m, bn.")
    ] = None,
    numbers: Annotated[
        NumberFormat | None, typer.Option("--numbers", help="Format of numbers that can be read in two ways.")
    ] = None,
    column: Annotated[
        list[str] | None, typer.Option("--column", metavar="FIELD=HEADER", help="Column that fills a field of a row.")
    ] = None,
    value: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A single input, beside the rows.")
    ] = None,
    hidden: Annotated[bool, typer.Option("--hidden-rows", help="Take hidden rows of a table too.")] = False,
    show_input: Annotated[
        bool, typer.Option("--show-input", help="Print what a table became, as the tool's inputs, and stop.")
    ] = False,
    text: Annotated[bool, typer.Option("--text", help="Say the result in words, instead of JSON.")] = False,
    chart: Annotated[
        Path | None, typer.Option("--chart", metavar="FILE", help="Draw the result: .svg, .png, or .json (Vega-Lite).")
    ] = None,
    as_json: AsJson = False,
    lang: Lang = None,
    data: Data = None,
    workspace: Workspace = None,
) -> None:
    """Run a scoring tool; prints its result and its receipt as JSON."""
    from copilot.scoring.registry import find_tool, rendered, run_tool

    run = start(ctx, data, workspace, lang)
    if show_list:
        _list(run, as_json)
        return
    if tool is None:
        raise BadInput("give a TOOL, or --list to see them")
    known = find_tool(tool)
    if schema or example:
        run.show_json(known.input.model_json_schema() if schema else known.example)
        return
    if chart is not None:
        _check_chart(chart)
    asked = tabular.asked_of(
        sheet=sheet,
        currency=currency,
        unit=unit,
        numbers=numbers,
        columns=tabular.pairs(column or [], "--column"),
        values=tabular.typed_values(tool, tabular.pairs(value or [], "--set")),
        hidden=hidden,
    )
    payload = _payload(run, file, tool, asked)
    if show_input:
        run.show_json(payload)
        return
    result = run_tool(tool, payload)
    if text:
        _tell(run, result)
    else:
        run.show(rendered(result))
    if chart is not None:
        _draw(run, result, chart)


def _payload(run: Run, file: Path | None, tool: str, asked: Asked) -> Json:
    """The inputs of the tool: JSON, or what a table becomes; what was left out of a table goes to stderr."""
    from copilot.scoring.payload import read_object

    values = dict(asked.values or {})
    if file is None and values:
        return nested(values)
    data = _bytes(file)
    if file is None or str(file) == "-" or file.suffix.lower() in _JSON_ENDINGS or data.lstrip().startswith(b"{"):
        return {**read_object(data, f"input of {tool!r}"), **nested(values)}
    reading = tabular.read_for(tool, file.name, data, asked)
    if reading.columns:
        typer.echo(tabular.table_line(reading, run.language), err=True)
    for note in reading.notes:
        typer.echo(note.fr if run.language == "fr" else note.en, err=True)
    return reading.payload


def _bytes(file: Path | None) -> bytes:
    path = file or Path("-")
    try:
        return sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        raise BadInput(f"input {str(path)!r}: {error.strerror}") from error


def _tell(run: Run, result: ToolResult) -> None:
    from copilot.scoring.telling import in_words

    for line in in_words(result, run.language):
        run.show(line)


def _check_chart(path: Path) -> None:
    if path.suffix.lower() not in _CHART_ENDINGS:
        raise BadInput(f"--chart {str(path)!r}: the name must end in one of {', '.join(_CHART_ENDINGS)}")


def _draw(run: Run, result: ToolResult, path: Path) -> None:
    drawn = pipeline.draw(result, _CHART_ENDINGS[path.suffix.lower()], run.language)
    run.say("cli.wrote", path=write_file(path, drawn))


def _list(run: Run, as_json: bool) -> None:
    from copilot.scoring.registry import tools

    known = tools()
    if as_json:
        run.show_json(known)
        return
    for family, members in groupby(known, key=lambda info: info.family):
        run.show(t(f"doors.family.{family}", run.language))
        for info in members:
            run.show(f"  {info.name}: {info.title[run.language]}")
            run.show(f"    {info.description[run.language]}")
