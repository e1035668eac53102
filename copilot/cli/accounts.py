"""`abp account`: the accounts of a workspace."""

from __future__ import annotations

from typing import Annotated

import typer

from copilot.cli.common import AsJson, Data, Lang, Workspace, account_slug, start
from copilot.text.catalogue import t

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="List, create and delete accounts.")
Slug = Annotated[str, typer.Argument(metavar="SLUG", help="Short name of the account.")]


@app.command("list")
def list_accounts(
    ctx: typer.Context, as_json: AsJson = False, lang: Lang = None, data: Data = None, workspace: Workspace = None
) -> None:
    """List the accounts."""
    run = start(ctx, data, workspace, lang)
    with run.deps() as deps:
        accounts = deps.store.accounts(deps.workspace)
    if as_json:
        run.show_json(accounts)
        return
    if not accounts:
        run.say("cli.accounts.none")
    for account in accounts:
        run.show(f"{account.slug:24}  {account.name}")


@app.command("create")
def create_account(
    ctx: typer.Context,
    slug: Slug,
    name: Annotated[str, typer.Option("--name", help="Name of the client.")],
    supplier: Annotated[str | None, typer.Option("--supplier", help="Our own company.")] = None,
    lang: Lang = None,
    data: Data = None,
    workspace: Workspace = None,
) -> None:
    """Create an account; `abp ingest` does it too."""
    run = start(ctx, data, workspace, lang)
    with run.deps() as deps:
        deps.store.create_account(deps.workspace, account_slug(slug), name, now=deps.now(), supplier=supplier)
    run.say("cli.account.created", slug=slug)


@app.command("delete")
def delete_account(
    ctx: typer.Context,
    slug: Slug,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    lang: Lang = None,
    data: Data = None,
    workspace: Workspace = None,
) -> None:
    """Delete an account with its notes, answers and plans."""
    run = start(ctx, data, workspace, lang)
    with run.deps() as deps:
        account = deps.store.account(deps.workspace, account_slug(slug))
        if not yes:
            typer.confirm(t("cli.account.confirm", run.language, slug=slug), abort=True, err=True)
        deps.store.delete_account(deps.workspace, slug)
        deps.searcher.changed(deps.workspace, account.id)
    run.say("cli.deleted", name=slug)
