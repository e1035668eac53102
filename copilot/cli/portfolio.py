"""`abp portfolio`: everything that the scoring tools can say of a workbook, at once; no database is opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from copilot import pipeline, tabular
from copilot.cli.common import AsJson, Data, Lang, Run, Workspace, start, to_json, write_file
from copilot.errors import BadInput, NotFound
from copilot.tabular import NumberFormat
from copilot.text.catalogue import t

if TYPE_CHECKING:
    from copilot.scoring.tables.report import WorkbookReport


def portfolio(
    ctx: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A workbook or a CSV file; any note with tables will do.")
    ],
    sheet: Annotated[str | None, typer.Option("--sheet", metavar="NAME", help="Only this sheet.")] = None,
    currency: Annotated[
        str | None, typer.Option("--currency", metavar="EUR", help="Currency of tables that do not state it.")
    ] = None,
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="k", help="Unit of tables that do not state it: 1, k, m, bn.")
    ] = None,
    numbers: Annotated[
        NumberFormat | None, typer.Option("--numbers", help="Format of numbers that can be read in two ways.")
    ] = None,
    value: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A single input for the tools that take it.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Write the report, each result, its inputs and its chart."),
    ] = None,
    as_json: AsJson = False,
    lang: Lang = None,
    data: Data = None,
    workspace: Workspace = None,
) -> None:
    """Run every scoring tool that the tables of a file can feed."""
    run = start(ctx, data, workspace, lang)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise BadInput(f"file {str(file)!r}: {error.strerror}") from error
    values = {name: tabular.typed_value(None, text) for name, text in tabular.pairs(value or [], "--set").items()}
    asked = tabular.asked_of(sheet=sheet, currency=currency, unit=unit, numbers=numbers, values=values)
    report = tabular.report(file.name, content, asked)
    if out is not None:
        _write(run, report, out)
    if as_json:
        run.show(tabular.rendered(report))
        return
    for line in tabular.in_lines(report, run.language):
        run.show(line)


def _write(run: Run, report: WorkbookReport, folder: Path) -> None:
    """report.md, report.json, and for each result its JSON, its inputs and its chart."""
    written = [
        write_file(folder / "report.md", tabular.as_markdown(report, run.language).encode()),
        write_file(folder / "report.json", tabular.rendered(report).encode()),
    ]
    for rank, one in enumerate(report.reports, start=1):
        stem = f"{rank:02d}-{one.tool}"
        written.append(write_file(folder / f"{stem}.json", tabular.rendered(one.result).encode()))
        payload = to_json(one.reading.payload, indent=2)
        written.append(write_file(folder / f"{stem}.input.json", payload.encode()))
        try:
            written.append(write_file(folder / f"{stem}.svg", pipeline.draw(one.result, "svg", run.language)))
        except NotFound:
            continue
    for path in written:
        typer.echo(t("cli.wrote", run.language, path=path), err=True)
