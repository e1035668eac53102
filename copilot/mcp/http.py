"""The MCP server over streamable HTTP: stateless, JSON answers, one POST a message.

1. Only POST is served: there is no stream to open and no session to end.
2. The Host header must be on the allow-list, and so must the Origin when there is one.
3. On any address but loopback a call needs an API key; the key is checked on every call.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import anyio.to_thread
from mcp.server.lowlevel.server import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from copilot.mcp.exact import exact_message

PATH = "/mcp"
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
KeyIsGood = Callable[[str], bool]


def transport_rules(hosts: Sequence[str]) -> TransportSecuritySettings:
    """Requests are taken under these names only, on any port, from a page of the same names or from no page."""
    names = [form for host in hosts for form in (host, f"{host}:*")]
    origins = [f"{scheme}://{name}" for scheme in ("http", "https") for name in names]
    return TransportSecuritySettings(allowed_hosts=names, allowed_origins=origins)


def session_manager(server: Server[Any], hosts: Sequence[str], most_bytes: int) -> StreamableHTTPSessionManager:
    """What answers POSTs while its `run()` is entered; it can be entered once."""
    return StreamableHTTPSessionManager(
        server,
        json_response=True,
        stateless=True,
        security_settings=transport_rules(hosts),
        max_request_body_size=most_bytes,
    )


class ExactBody:
    """ASGI: hands the body on whole, with its numbers kept exact; one over the limit is left to be refused."""

    def __init__(self, app: ASGIApp, most_bytes: int) -> None:
        self.app = app
        self.most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        body = bytearray()
        more = True
        while more and len(body) <= self.most_bytes:
            message = await receive()
            if message["type"] != "http.request":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
        exact = bytes(body) if more else exact_message(bytes(body))
        headers = [(name, value) for name, value in scope["headers"] if name != b"content-length"]
        headers.append((b"content-length", str(len(exact)).encode()))
        first: list[Message] = [{"type": "http.request", "body": exact, "more_body": more}]

        async def replayed() -> Message:
            return first.pop() if first else await receive()

        await self.app({**scope, "headers": headers}, replayed, send)


class _NeedsKey:
    def __init__(self, app: ASGIApp, is_good: KeyIsGood) -> None:
        self.app = app
        self.is_good = is_good

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scheme, _, token = Request(scope).headers.get("authorization", "").partition(" ")
        known = scheme.lower() == "bearer" and await anyio.to_thread.run_sync(self.is_good, token.strip())
        refusal = JSONResponse({"error": "give an API key"}, 401, headers={"WWW-Authenticate": "Bearer"})
        await (self.app if known else refusal)(scope, receive, send)


def build_app(server: Server[Any], hosts: Sequence[str], most_bytes: int, is_good: KeyIsGood | None) -> Starlette:
    """An application with the MCP server alone at `/mcp`; calls need a key when `is_good` is given."""
    manager = session_manager(server, hosts, most_bytes)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with manager.run():
            yield

    endpoint: ASGIApp = ExactBody(manager.handle_request, most_bytes)
    if is_good is not None:
        endpoint = _NeedsKey(endpoint, is_good)
    return Starlette(routes=[Route(PATH, endpoint, methods=["POST"])], lifespan=lifespan)
