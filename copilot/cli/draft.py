"""`abp draft`: the account plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from copilot import pipeline
from copilot.cli.common import (
    AccountSlug,
    AsJson,
    Data,
    Lang,
    Workspace,
    account_slug,
    start,
    write_file,
)
from copilot.schemas.negotiation import NegotiationFile
from copilot.schemas.plan import Plan

WriterName = Literal["auto", "llm", "embedded"]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder that the files are written to.")]
Formats = Annotated[str, typer.Option("--format", metavar="LIST", help="Among md, json, docx.")]
WriterOption = Annotated[
    WriterName, typer.Option("--writer", help="auto: the language model when one is set, else the embedded writer.")
]
DEFAULT_FORMATS = "md,json,docx"


def draft(
    ctx: typer.Context,
    account: AccountSlug,
    out: Out,
    formats: Formats = DEFAULT_FORMATS,
    writer: WriterOption = "auto",
    as_json: AsJson = False,
    lang: Lang = None,
    data: Data = None,
    workspace: Workspace = None,
) -> None:
    """Draft the account plan, verify every sentence, write the files."""
    from copilot.export.formats import check_formats, export_plan
    from copilot.export.words import writer_name

    run = start(ctx, data, workspace, lang)
    slug = account_slug(account)
    wanted = check_formats(formats.split(","))
    with run.deps() as deps, run.progress() as progress:
        plan = pipeline.draft(deps, slug, run.language, writer, progress)
    files = [write_file(out / f"plan.{fmt}", export_plan(plan, fmt)) for fmt in wanted]
    if as_json:
        run.show_json(summary(plan, files))
        return
    for file in files:
        run.show(str(file))
    run.say("cli.draft.writer", version=plan.version, writer=writer_name(plan.writer, run.language))
    run.say("cli.draft.counts", questions=len(plan.open_questions), **counts(plan))
    for warning in plan.warnings:
        typer.echo(warning, err=True)


def counts(document: Plan | NegotiationFile) -> dict[str, int]:
    """The verifier's counts."""
    return document.verification.model_dump(exclude={"findings"})


def summary(document: Plan | NegotiationFile, files: list[Path]) -> dict[str, Any]:
    """What `--json` prints of a draft."""
    return {
        "account": document.account.slug,
        "version": document.version,
        "language": document.language,
        "writer": document.writer,
        "files": [str(file) for file in files],
        "open_questions": len(document.open_questions),
        **({"contradictions": len(document.contradictions)} if isinstance(document, Plan) else {}),
        "warnings": document.warnings,
        "verification": counts(document),
    }
