"""`abp mcp`: the scoring tools for any MCP client; no note and no account can be reached through it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from copilot.cli.common import Data, Lang, Run, Workspace, start
from copilot.cli.serve import is_loopback, require_free, require_key

if TYPE_CHECKING:
    from mcp.server.lowlevel.server import Server


def mcp(
    ctx: typer.Context,
    http: Annotated[bool, typer.Option("--http", help="Streamable HTTP at /mcp, instead of stdin and stdout.")] = False,
    host: Annotated[str | None, typer.Option("--host", help="Address to listen on (or ABP_HOST).")] = None,
    port: Annotated[int | None, typer.Option("--port", min=0, max=65535, help="Port (or ABP_PORT).")] = None,
    tools: Annotated[
        str | None,
        typer.Option("--tools", metavar="NAME,NAME", help="Offer these tools or families only; all without it."),
    ] = None,
    lang: Lang = None,
    data: Data = None,
    workspace: Workspace = None,
) -> None:
    """Serve the scoring tools over the Model Context Protocol."""
    import anyio

    from copilot.mcp.server import build_server
    from copilot.mcp.stdio import serve

    run = start(ctx, data, workspace, lang)
    allowed = None if tools is None else [name.strip() for name in tools.split(",") if name.strip()]
    server = build_server(run.language, allowed)
    if http:
        _serve_http(run, server, host or run.settings.host, run.settings.port if port is None else port)
    else:
        anyio.run(serve, server)


def _serve_http(run: Run, server: Server[Any], host: str, port: int) -> None:
    import uvicorn

    from copilot.mcp.http import LOOPBACK, build_app

    settings = run.settings
    require_free(host, port)
    hosts = [*LOOPBACK, *settings.mcp_host_names, f"[{host}]" if ":" in host else host]
    most_bytes = settings.max_upload_mb * 1024 * 1024
    shown = f"[{host}]" if ":" in host else host
    if is_loopback(host):
        run.say("cli.mcp.ready", host=shown, port=port)
        uvicorn.run(build_app(server, hosts, most_bytes, None), host=host, port=port, log_level="warning")
        return
    from copilot.store.repository import Store

    require_key(run, host)
    store = Store.open(settings)
    try:
        run.say("cli.mcp.ready", host=shown, port=port)
        app = build_app(server, hosts, most_bytes, lambda token: store.find_key(token) is not None)
        uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)
    finally:
        store.close()
