"""`abp ingest`, `abp documents`, `abp reindex`: the notes of an account."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from copilot import pipeline
from copilot.cli.common import AccountSlug, AsJson, Data, Lang, Run, Workspace, account_slug, start, to_json
from copilot.schemas.evidence import Json, SourceDocument
from copilot.schemas.facts import SuspiciousPassage
from copilot.text.catalogue import t
from copilot.text.planted import QUOTE_SHOWN, planted_line, suspicious_passages
from copilot.text.said import in_language

if TYPE_CHECKING:
    from copilot.deps import Deps
    from copilot.ingest.report import FileReport, IngestReport

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="List and delete the notes of an account.")

NOTHING_READ = 2


def ingest(
    ctx: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files or folders.")],
    account: AccountSlug,
    name: Annotated[str | None, typer.Option("--name", help="Name of the account, when it is new.")] = None,
    sync: Annotated[
        bool, typer.Option("--sync", help="Follow folders: read what changed, remove notes of files that are gone.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Like --sync, again after every change, until Ctrl-C.")
    ] = False,
    as_json: AsJson = False,
    lang: Lang = None,
    data: Data = None,
    workspace: Workspace = None,
) -> None:
    """Read notes into an account; the account is created when it is new."""
    from copilot.ingest.folder import look
    from copilot.ingest.run import find_files

    run = start(ctx, data, workspace, lang)
    slug = account_slug(account)
    with run.deps() as deps:
        if sync or watch:
            for path in paths:
                look(path)
        else:
            find_files(paths)
        known = any(one.slug == slug for one in deps.store.accounts(deps.workspace))
        pipeline.get_or_create_account(deps, slug, name)
        if watch:
            _watch(run, deps, slug, paths, as_json)
            return
        told = None if as_json else lambda file: _show_file(run, file)
        with run.progress() as progress:
            if sync:
                report = _joined([pipeline.sync_folder(deps, slug, path, progress, told) for path in paths])
            else:
                report = pipeline.ingest(deps, slug, paths, progress, told)
        nothing_read = bool(report.files) and len(report.failed) == len(report.files) and not report.skipped
        if not known and nothing_read:
            deps.store.delete_account(deps.workspace, slug)
    if as_json:
        run.show_json(report)
    else:
        _show_total(run, report, sync)
    if nothing_read:
        raise typer.Exit(NOTHING_READ)


def reindex(ctx: typer.Context, lang: Lang = None, data: Data = None, workspace: Workspace = None) -> None:
    """Rebuild the search index from the database."""
    run = start(ctx, data, workspace, lang)
    with run.deps() as deps, run.progress() as progress:
        pipeline.reindex(deps, progress)
    run.say("cli.reindexed")


@app.command("list")
def list_documents(
    ctx: typer.Context,
    account: AccountSlug,
    as_json: AsJson = False,
    lang: Lang = None,
    data: Data = None,
    workspace: Workspace = None,
) -> None:
    """List the notes of an account."""
    run = start(ctx, data, workspace, lang)
    with run.deps() as deps:
        known = deps.store.account(deps.workspace, account_slug(account))
        documents = deps.store.documents(deps.workspace, known.id)
    if as_json:
        run.show_json([_listed(document) for document in documents])
        return
    if not documents:
        run.say("cli.documents.none")
    for document in documents:
        day = document.date.isoformat() if document.date else "–"
        run.show(f"{day:10}  {document.kind:10}  {document.language}  {len(document.segments):5}  {document.name}")
        _warn(run, document.name, suspicious_passages(document, QUOTE_SHOWN))


@app.command("delete")
def delete_document(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="File name or identifier.")],
    account: AccountSlug,
    lang: Lang = None,
    data: Data = None,
    workspace: Workspace = None,
) -> None:
    """Delete a note everywhere; what cited it becomes "evidence withdrawn"."""
    run = start(ctx, data, workspace, lang)
    with run.deps() as deps:
        pipeline.delete_document(deps, account_slug(account), name)
    run.say("cli.deleted", name=name)


def _listed(document: SourceDocument) -> Json:
    passages = suspicious_passages(document, QUOTE_SHOWN)
    return {
        **document.model_dump(mode="json", exclude={"segments", "sha256"}),
        "suspicious": [passage.model_dump(mode="json") for passage in passages],
    }


def _warn(run: Run, name: str, passages: Iterable[SuspiciousPassage]) -> None:
    """A line on stderr for each passage that addresses an assistant."""
    for passage in passages:
        typer.echo(f"{name}: {planted_line(passage, run.language)}", err=True)


def _watch(run: Run, deps: Deps, slug: str, folders: list[Path], as_json: bool) -> None:
    """One line for each change, one for each error; Ctrl-C ends it."""
    import threading

    from copilot.ingest.watch import follow

    def told(file: FileReport) -> None:
        if as_json:
            run.show(to_json(file))
        else:
            _show_file(run, file)

    def failed(folder: Path, error: Exception) -> None:
        run.say("cli.watch.failed", folder=folder, error=error)

    run.say("cli.watch.started", folders=", ".join(map(str, folders)))
    stop = threading.Event()
    try:
        follow(folders, lambda folder: pipeline.sync_folder(deps, slug, folder, told=told), failed, stop)
    except KeyboardInterrupt:
        stop.set()
    run.say("cli.watch.stopped")


def _joined(reports: list[IngestReport]) -> IngestReport:
    return reports[0].model_copy(
        update={
            "files": [file for report in reports for file in report.files],
            "skipped": sum(report.skipped for report in reports),
        }
    )


def _show_file(run: Run, file: FileReport) -> None:
    status = t(f"cli.ingest.{file.status}", run.language)
    if file.status == "failed":
        detail = in_language(file.detail or file.reason or "", run.language)
        run.say("cli.ingest.bad", status=status, name=file.name, detail=detail)
        return
    name = f"{file.was} → {file.name}" if file.was else file.name
    run.show(t("cli.ingest.file", run.language, status=status, name=name, segments=file.segments))
    for warning in file.warnings:
        typer.echo(f"{file.name}: {in_language(warning, run.language)}", err=True)
    _warn(run, file.name, file.suspicious)


def _show_total(run: Run, report: IngestReport, synced: bool) -> None:
    counts = Counter(file.status for file in report.files)
    numbers: dict[str, int] = {
        status: counts[status] for status in ("stored", "replaced", "unchanged", "renamed", "removed", "failed")
    }
    numbers["unchanged"] += report.skipped
    total = len(report.files) + report.skipped - counts["removed"]
    run.show(t("cli.ingest.synced" if synced else "cli.ingest.total", run.language, total=total, **numbers))
