"""The gate before every route: host, key, origin, and the headers of every answer.

1. Each request gets a trace id (the caller's, when `traceparent` carries one).
2. On loopback the Host header must name this machine, so that no other site can reach us through DNS.
3. On any other address everything but the open paths needs a key: as a Bearer token, or as a session
   that the login form opened. The key decides the workspace; nothing in the request does.
4. A request that changes something must not come from another site.
5. A body that says it is over the limit is not read.
"""

from __future__ import annotations

import ipaddress
import re
import uuid
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import problem
from api.language import request_language
from copilot.settings import Settings
from copilot.text.catalogue import t

if TYPE_CHECKING:
    from copilot.deps import Deps

SESSION_COOKIE = "abp_session"
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # `no-referrer` would make browsers send `Origin: null` with our own forms, and the origin check useless.
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_OPEN_PATHS = ("/static/", "/problems/")
_OPEN = frozenset({"/healthz", "/readyz", "/login", "/favicon.ico"})
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_TRACEPARENT = re.compile(r"^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$")


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server that listens on `host`."""
    name = host.strip("[]").lower()
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def host_name(header: str) -> str:
    """The name in a Host header, without its port."""
    try:
        return (urlsplit(f"//{header}").hostname or "").lower()
    except ValueError:
        return ""


class Gate:
    """ASGI middleware that applies the rules above."""

    def __init__(self, app: ASGIApp, settings: Settings, max_body_size: int) -> None:
        self.app = app
        self.settings = settings
        self.max_body_size = max_body_size
        self.needs_key = not is_loopback(settings.host)
        self.hosts = frozenset({"127.0.0.1", "localhost", "::1", "testserver", settings.host.strip("[]").lower()})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through with its workspace, or answer it here."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        traced = _TRACEPARENT.match(request.headers.get("traceparent", ""))
        scope.setdefault("state", {})["trace_id"] = traced.group(1) if traced else uuid.uuid4().hex

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add_headers(request, MutableHeaders(scope=message))
            await send(message)

        refusal = await self._refusal(request)
        await (refusal or self.app)(scope, receive, send_with_headers)

    def _add_headers(self, request: Request, headers: MutableHeaders) -> None:
        for name, value in SECURITY_HEADERS.items():
            headers[name] = value
        headers["X-Trace-Id"] = request.scope["state"]["trace_id"]
        if not request.url.path.startswith("/static/"):
            headers.setdefault("Cache-Control", "no-store" if self.needs_key else "no-cache")

    async def _refusal(self, request: Request) -> Response | None:
        language = request_language(request)
        if not self.needs_key and host_name(request.headers.get("host", "")) not in self.hosts:
            return problem(request, 400, t("problem.host.detail", language))
        if not self._same_site(request):
            return problem(request, 403, t("problem.origin.detail", language))
        refusal = await self._identify(request)
        if refusal is None and self._too_large(request):
            return problem(request, 413, t("problem.too-large.detail", language))
        return refusal

    def _too_large(self, request: Request) -> bool:
        """What the request says of its size; a body that does not say is counted as it comes."""
        length = request.headers.get("content-length", "")
        return length.isdecimal() and int(length[:20]) > self.max_body_size

    async def _identify(self, request: Request) -> Response | None:
        """Put the workspace into the request's state, or refuse."""
        state = request.scope["state"]
        token = _bearer(request) or request.app.state.sessions.key(request.cookies.get(SESSION_COOKIE, ""))
        if token is not None:
            deps: Deps = request.app.state.deps
            key = await run_in_threadpool(deps.store.find_key, token)
            if key is not None:
                state["workspace"] = key.workspace
                return None
        path = request.url.path
        if path in _OPEN or path.startswith(_OPEN_PATHS):
            state["workspace"] = None
            return None
        if not self.needs_key and _bearer(request) is None:
            state["workspace"] = self.settings.workspace
            return None
        if not path.startswith(("/v1", "/mcp")) and request.method in _SAFE_METHODS and _bearer(request) is None:
            wanted = path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"/login?next={quote(wanted, safe='')}", 303)
        detail = t("problem.not-allowed.detail", request_language(request))
        return problem(request, 401, detail, headers={"WWW-Authenticate": "Bearer"})

    @staticmethod
    def _same_site(request: Request) -> bool:
        if request.method in _SAFE_METHODS:
            return True
        origin = request.headers.get("origin")
        if origin is not None and origin != "null":
            return urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower()
        fetch_site = request.headers.get("sec-fetch-site")
        if origin == "null":
            return fetch_site == "same-origin"
        return fetch_site in {None, "same-origin", "none"}


def _bearer(request: Request) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None
