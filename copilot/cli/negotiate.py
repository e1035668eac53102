"""`abp negotiate`: the negotiation file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from copilot import pipeline
from copilot.cli.common import (
    AccountSlug,
    AsJson,
    Data,
    Lang,
    Workspace,
    account_slug,
    parse,
    read_json,
    start,
    write_file,
)
from copilot.cli.draft import DEFAULT_FORMATS, Formats, Out, WriterOption, counts, summary
from copilot.schemas.negotiation import NegotiationBrief


def negotiate(
    ctx: typer.Context,
    account: AccountSlug,
    out: Out,
    brief: Annotated[
        Path | None, typer.Option("--brief", metavar="FILE.json", help="What the KAM adds to the notes; `-`: stdin.")
    ] = None,
    formats: Formats = DEFAULT_FORMATS,
    writer: WriterOption = "auto",
    as_json: AsJson = False,
    lang: Lang = None,
    data: Data = None,
    workspace: Workspace = None,
) -> None:
    """Prepare a negotiation: interests, issues, alternatives, paired concessions. Internal."""
    from copilot.export.formats import check_formats, export_negotiation

    run = start(ctx, data, workspace, lang)
    slug = account_slug(account)
    wanted = check_formats(formats.split(","))
    given = parse(NegotiationBrief, read_json(brief, "brief"), f"brief {str(brief)!r}") if brief else None
    with run.deps() as deps, run.progress() as progress:
        file = pipeline.negotiate(deps, slug, given, run.language, writer, progress)
    files = [write_file(out / f"negotiation.{fmt}", export_negotiation(file, fmt)) for fmt in wanted]
    if as_json:
        run.show_json(summary(file, files))
        return
    for path in files:
        run.show(str(path))
    run.say("export.negotiation.internal")
    run.say("cli.draft.counts", questions=len(file.open_questions), **counts(file))
    for warning in file.warnings:
        typer.echo(warning, err=True)
