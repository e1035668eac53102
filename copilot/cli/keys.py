"""`abp key`: API keys, needed to listen on another address than loopback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from copilot.cli.common import AsJson, Data, Lang, Run, Workspace, start
from copilot.deps import Deps
from copilot.errors import BadInput
from copilot.text.catalogue import t

if TYPE_CHECKING:
    from copilot.store.repository import Store

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Create, list and revoke API keys.")


@contextmanager
def _store(run: Run) -> Iterator[Store]:
    from copilot.store.repository import Store

    store = Store.open(run.settings)
    try:
        yield store
    finally:
        store.close()


@app.command("create")
def create_key(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="Who or what it is for.")],
    as_json: AsJson = False,
    lang: Lang = None,
    data: Data = None,
    workspace: Workspace = None,
) -> None:
    """Create a key; it is shown once and stored hashed."""
    run = start(ctx, data, workspace, lang)
    with _store(run) as store:
        info, plain = store.create_key(run.settings.workspace, name, now=Deps.now())
    if as_json:
        run.show_json({"id": info.id, "name": info.name, "key": plain})
        return
    run.say("cli.key.created", name=info.name, id=info.id)
    run.show(plain)


@app.command("list")
def list_keys(
    ctx: typer.Context, as_json: AsJson = False, lang: Lang = None, data: Data = None, workspace: Workspace = None
) -> None:
    """List the keys, without the keys themselves."""
    run = start(ctx, data, workspace, lang)
    with _store(run) as store:
        known = store.keys(run.settings.workspace)
    if as_json:
        run.show_json(known)
        return
    if not known:
        run.say("cli.key.none")
    for info in known:
        revoked = t("cli.key.revoked_mark", run.language) if info.revoked_at else ""
        run.show(f"{info.id}  {info.name}  {revoked}".rstrip())


@app.command("revoke")
def revoke_key(
    ctx: typer.Context,
    key_id: Annotated[str, typer.Argument(metavar="ID", help="Identifier, or a name that only one key has.")],
    lang: Lang = None,
    data: Data = None,
    workspace: Workspace = None,
) -> None:
    """Revoke a key."""
    run = start(ctx, data, workspace, lang)
    with _store(run) as store:
        named = [key.id for key in store.keys(run.settings.workspace) if key.name == key_id and not key.revoked_at]
        if len(named) > 1:
            raise BadInput(f"{len(named)} keys are named {key_id!r}; give an identifier from `abp key list`")
        store.revoke_key(run.settings.workspace, named[0] if named else key_id, now=Deps.now())
    run.say("cli.key.revoked", id=key_id)
