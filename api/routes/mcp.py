"""The MCP server at `/mcp`, behind the gate of every other route: same keys, same host check."""

from __future__ import annotations

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from copilot.mcp.http import LOOPBACK, PATH, ExactBody, session_manager
from copilot.mcp.server import build_server
from copilot.settings import Settings

_TEST_CLIENT = "testserver"


def new_manager(settings: Settings, most_bytes: int) -> StreamableHTTPSessionManager:
    """What answers MCP messages during one life of the application."""
    host = settings.host.strip("[]").lower()
    hosts = [*LOOPBACK, _TEST_CLIENT, f"[{host}]" if ":" in host else host, *settings.mcp_host_names]
    return session_manager(build_server(settings.language), hosts, most_bytes)


async def _answer(scope: Scope, receive: Receive, send: Send) -> None:
    manager: StreamableHTTPSessionManager = scope["app"].state.mcp
    await manager.handle_request(scope, receive, send)


def build_route(most_bytes: int) -> Route:
    """The one address of the server."""
    return Route(PATH, ExactBody(_answer, most_bytes), methods=["POST"], include_in_schema=False)
