"""`abp serve`: the web page and the API."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
import sys
from typing import Annotated

import typer

from copilot.cli.common import Data, Lang, Run, Workspace, start
from copilot.errors import CopilotError, NotAllowed


def serve(
    ctx: typer.Context,
    host: Annotated[str | None, typer.Option("--host", help="Address to listen on (or ABP_HOST).")] = None,
    port: Annotated[int | None, typer.Option("--port", min=0, max=65535, help="Port (or ABP_PORT).")] = None,
    sample: Annotated[
        bool, typer.Option("--sample", help="Load the fictional sample account if it is absent.")
    ] = False,
    lang: Lang = None,
    data: Data = None,
    workspace: Workspace = None,
) -> None:
    """Serve the web page and the API."""
    run = start(ctx, data, workspace, lang)
    host, port = host or run.settings.host, run.settings.port if port is None else port
    if not is_loopback(host):
        require_key(run, host)
    require_free(host, port)
    if sample:
        _load_sample(run)
    run.say("cli.serve.ready", host=f"[{host}]" if ":" in host else host, port=port)
    settings = run.settings
    os.environ.update(  # noqa: TID251 - what was given here is handed to the server process
        ABP_HOST=host,
        ABP_PORT=str(port),
        ABP_DATA_DIR=str(settings.data_dir),
        ABP_WORKSPACE=settings.workspace,
        ABP_LANGUAGE=settings.language,
    )
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, "-m", "api"])  # noqa: S606 - our own module, no shell


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach that address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def require_free(host: str, port: int) -> None:
    """Says before anything is loaded that the server could not listen there."""
    try:
        family, kind, proto, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, proto) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        reason = "the port is taken" if error.errno == errno.EADDRINUSE else error.strerror
        raise CopilotError(f"cannot listen on {host!r}, port {port}: {reason}; choose another with --port") from error


def require_key(run: Run, host: str) -> None:
    """Says before anything is served that nobody could use it from another machine."""
    from copilot.store.repository import Store

    store = Store.open(run.settings)
    try:
        usable = [key for key in store.keys(run.settings.workspace) if key.revoked_at is None]
    finally:
        store.close()
    if not usable:
        raise NotAllowed(
            f"{host!r} can be reached from other machines and workspace {run.settings.workspace!r} "
            "has no usable API key: create one with `abp key create NAME`, or listen on 127.0.0.1"
        )


def _load_sample(run: Run) -> None:
    from copilot.sample import load_sample

    run.say("cli.sample.loading")
    with run.deps() as deps, run.progress() as progress:
        account = load_sample(deps, progress)
    run.say("cli.sample", name=account.name)
