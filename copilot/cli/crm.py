"""`abp crm`: CRM exports looked at with their columns, then split into the accounts of the workspace."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from copilot.cli.common import AsJson, Data, Lang, Run, Workspace, account_slug, start, write_file
from copilot.errors import BadInput, TooLarge
from copilot.text.catalogue import t
from copilot.text.planted import planted_line
from copilot.text.said import in_language

if TYPE_CHECKING:
    from copilot.ingest.crm.export import Export
    from copilot.ingest.crm.mapping import CrmMapping
    from copilot.ingest.crm.report import CrmImport, TablePreview

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Preview and import CRM exports.")
Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Exports: CSV files or workbooks.")]
_MB = 1024 * 1024
_WIDTH = 34


@app.command("preview")
def preview_exports(
    ctx: typer.Context,
    files: Files,
    mapping: Annotated[
        Path | None,
        typer.Option("--mapping", metavar="FILE.yaml", help="Apply this mapping; write it if it does not exist."),
    ] = None,
    as_json: AsJson = False,
    lang: Lang = None,
    data: Data = None,
    workspace: Workspace = None,
) -> None:
    """Tell what each column of an export is taken for; nothing is stored."""
    from copilot.ingest.crm.mapping import mapping_text, read_mapping
    from copilot.ingest.crm.preview import preview, proposed_mapping

    run = start(ctx, data, workspace, lang)
    known = read_mapping(mapping) if mapping and mapping.exists() else None
    exports = _read(run, files, known, mapping)
    found = preview(exports)
    if mapping and known is None:
        write_file(mapping, mapping_text(proposed_mapping(exports)).encode())
        run.say("cli.wrote", path=mapping)
    if as_json:
        run.show_json(found)
        return
    for table in found.tables:
        _show_table(run, table)
    for warning in found.warnings:
        typer.echo(in_language(warning, run.language), err=True)


@app.command("import")
def import_exports(
    ctx: typer.Context,
    files: Files,
    mapping: Annotated[
        Path | None, typer.Option("--mapping", metavar="FILE.yaml", help="What `abp crm preview --mapping` wrote.")
    ] = None,
    create_accounts: Annotated[
        bool, typer.Option("--create-accounts", help="Make an account for each name that is new.")
    ] = False,
    account: Annotated[
        str | None, typer.Option("--account", metavar="SLUG", help="Only this account; its export may name none.")
    ] = None,
    as_json: AsJson = False,
    lang: Lang = None,
    data: Data = None,
    workspace: Workspace = None,
) -> None:
    """Give each account its own rows of an export, and tell which rows went nowhere and why."""
    from copilot.ingest.crm.importing import Wanted
    from copilot.ingest.crm.importing import import_exports as store
    from copilot.ingest.crm.mapping import read_mapping

    run = start(ctx, data, workspace, lang)
    known = read_mapping(mapping) if mapping else None
    only = account_slug(account) if account else None
    exports = _read(run, files, known, mapping)
    wanted = Wanted(known, mapping.name if mapping else None, create_accounts, only)
    with run.deps() as deps, run.progress() as progress:
        report = store(deps, exports, wanted, run.language, progress)
    if as_json:
        run.show_json(report)
        return
    _show_import(run, report)


def _read(run: Run, files: list[Path], known: CrmMapping | None, path: Path | None) -> list[Export]:
    from copilot.ingest.crm.export import read_exports

    contents = []
    for file in files:
        try:
            content = file.read_bytes()
        except OSError as error:
            raise BadInput(f"file {str(file)!r}: {error.strerror}") from error
        if len(content) > run.settings.max_upload_mb * _MB:
            raise TooLarge(f"{file.name}: the file is larger than {run.settings.max_upload_mb} MB")
        contents.append((file.name, content))
    exports, unread = read_exports(contents, known, path.name if path else "")
    for line in unread:
        typer.echo(line, err=True)
    return exports


def _show_table(run: Run, table: TablePreview) -> None:
    lang = run.language
    where = table.file + (f" / {table.sheet}" if table.sheet else "")
    kind = t(f"crm.object.{table.object or 'none'}", lang)
    run.show(t("crm.preview.table", lang, where=where, kind=kind, rows=table.rows))
    if table.rivals:
        names = ", ".join(t(f"crm.object.{one}", lang) for one in table.rivals)
        run.show("  " + t("crm.preview.rivals", lang, names=names))
    for column in table.columns:
        mark = " " if column.sure and column.field else "?"
        field = column.field or "–"
        shown = " | ".join(column.examples)
        why = "  " + t(f"crm.reason.{column.reason}", lang, others=", ".join(column.others)) if column.reason else ""
        run.show(f" {mark} {column.header[:_WIDTH]:{_WIDTH}}  {field:24}  {column.filled:6}  {shown}{why}")
    for line in _table_notes(run, table):
        run.show("  " + line)
    for record in table.first:
        run.show("  - " + "; ".join(f"{name}={value}" for name, value in record.items()))


def _table_notes(run: Run, table: TablePreview) -> list[str]:
    lang = run.language
    if table.object is None:
        return []
    lines = [
        t("crm.preview.records", lang, list=_counted({t(f"crm.object.{k}", lang): n for k, n in table.records.items()}))
    ]
    if table.states:
        states = {t(f"crm.state.{name}", lang): number for name, number in table.states.items()}
        lines.append(t("crm.preview.states", lang, list=_counted(states)))
        money = ", ".join(table.currencies) or t("crm.preview.no_currency", lang)
        lines.append(t("crm.preview.currency", lang, list=money))
    if table.dates:
        lines.append(t(f"crm.dates.{table.dates}", lang))
    if table.object != "product":
        lines.append(t("crm.preview.accounts", lang, accounts=table.accounts, without=table.no_account))
    for note in table.notes:
        examples = ", ".join(note.examples)
        lines.append(t(f"crm.note.{note.reason}", lang, header=note.header, count=note.count, examples=examples))
    if table.same_id:
        lines.append(t("crm.preview.same_id", lang, list=", ".join(table.same_id)))
    for reason, number in table.dropped.items():
        lines.append(t("crm.left_out", lang, rows=number, reason=t(f"crm.left.{reason}", lang), examples=""))
    return lines


def _counted(numbers: dict[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in numbers.items()) or "0"


def _show_import(run: Run, report: CrmImport) -> None:
    lang = run.language
    for one in report.accounts:
        status = t(f"cli.ingest.{one.status}", lang)
        how = t(f"crm.how.{one.how}", lang, names=", ".join(one.names))
        run.show(f"{status:10}  {one.slug:24}  {one.rows:6}  {one.file}  {how}")
        if one.close:
            run.show("  " + t("crm.import.close", lang, names=", ".join(one.close)))
        for passage in one.suspicious:
            typer.echo(f"{one.slug}: {one.file}: {planted_line(passage, lang)}", err=True)
    for left in report.left_out:
        examples = ", ".join(str(number) for number in left.examples)
        shown = t("crm.left_out", lang, rows=left.rows, reason=t(f"crm.left.{left.reason}", lang), examples=examples)
        run.show(f"{left.file}: {shown}")
    for name in report.unmatched:
        told = t(f"crm.unmatched.{name.reason}", lang, name=name.name, rows=name.rows, near=", ".join(name.candidates))
        run.show("? " + told)
    for slug in report.older:
        run.show("? " + t("crm.import.older", lang, slug=slug))
    run.show(
        t("crm.import.total", lang, rows=report.rows, assigned=report.assigned, left=report.rows - report.assigned,
          accounts=len({one.slug for one in report.accounts}), created=len(report.created))
    )  # fmt: skip
    if not report.indexed:
        run.say("crm.import.later")
    for warning in report.warnings:
        typer.echo(in_language(warning, run.language), err=True)
