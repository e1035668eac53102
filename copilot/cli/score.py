"""`abp score`: the scoring tools; pure, so no database is opened."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from copilot import pipeline
from copilot.cli.common import AsJson, Data, Lang, Run, Workspace, start, write_file
from copilot.errors import BadInput
from copilot.pipeline import ChartKind
from copilot.text.catalogue import t

if TYPE_CHECKING:
    from copilot.scoring.base import ToolResult

_CHART_ENDINGS: dict[str, ChartKind] = {".svg": "svg", ".png": "png", ".json": "vega"}


def score(
    ctx: typer.Context,
    tool: Annotated[str | None, typer.Argument(metavar="TOOL", help="Name of a tool; see --list.")] = None,
    file: Annotated[
        Path | None,
        typer.Option("--input", metavar="FILE.json", help="The tool's inputs; without it, or with `-`: stdin."),
    ] = None,
    show_list: Annotated[
        bool, typer.Option("--list", help="Describe every tool by family; with --json, its schemas too.")
    ] = False,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON schema of the tool's inputs.")] = False,
    example: Annotated[bool, typer.Option("--example", help="Print inputs of the tool that are ready to run.")] = False,
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
    result = run_tool(tool, _payload(file, tool))
    if text:
        _tell(run, result)
    else:
        run.show(rendered(result))
    if chart is not None:
        _draw(run, result, chart)


def _payload(file: Path | None, tool: str) -> dict[str, object]:
    from copilot.scoring.payload import read_object

    path = file or Path("-")
    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        raise BadInput(f"input {str(path)!r}: {error.strerror}") from error
    return read_object(data, f"input of {tool!r}")


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
