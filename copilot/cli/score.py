"""`abp score`: the scoring tools; pure, so no database is opened."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from copilot.cli.common import AsJson, Data, Lang, Run, Workspace, read_json, start
from copilot.errors import BadInput


def score(
    ctx: typer.Context,
    tool: Annotated[str | None, typer.Argument(metavar="TOOL", help="Name of a tool; see --list.")] = None,
    file: Annotated[
        Path | None,
        typer.Option("--input", metavar="FILE.json", help="The tool's inputs; without it, or with `-`: stdin."),
    ] = None,
    show_list: Annotated[
        bool, typer.Option("--list", help="Describe every tool; with --json, its schemas too.")
    ] = False,
    as_json: AsJson = False,
    lang: Lang = None,
    data: Data = None,
    workspace: Workspace = None,
) -> None:
    """Run a scoring tool; prints its result and its receipt as JSON."""
    from copilot.scoring.registry import find_tool, run_tool

    run = start(ctx, data, workspace, lang)
    if show_list:
        _list(run, as_json)
        return
    if tool is None:
        raise BadInput("give a TOOL, or --list to see them")
    find_tool(tool)
    payload = read_json(file or Path("-"), "input")
    if not isinstance(payload, dict):
        raise BadInput(f"input of {tool!r}: a JSON object is expected")
    run.show_json(run_tool(tool, payload))


def _list(run: Run, as_json: bool) -> None:
    from copilot.scoring.registry import tools

    known = tools()
    if as_json:
        run.show_json(known)
        return
    for info in known:
        run.show(f"{info.name}: {info.title[run.language]}")
        run.show(f"  {info.description[run.language]}")
