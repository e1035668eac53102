"""What is open without a key: the login form, the pages about errors, the icon."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Annotated

from fastapi import APIRouter, Form, Path, Request, Response
from fastapi.responses import FileResponse, RedirectResponse

from api.errors import SLUGS
from api.security import SESSION_COOKIE
from api.web.render import page
from copilot.deps import Deps
from copilot.errors import NotFound

router = APIRouter(include_in_schema=False)


def _go(path: str) -> RedirectResponse:
    return RedirectResponse(path, 303)


@router.get("/login")
def login_form(request: Request) -> Response:
    """Where the page asks for a key."""
    return page(request, "login.html", failed=False, next=_local(request.query_params.get("next", "/")))


@router.post("/login")
def login(
    request: Request,
    key: Annotated[str, Form(max_length=200)],
    next: Annotated[str, Form(max_length=2000)] = "/",
) -> Response:
    """Open a session for a valid key."""
    deps: Deps = request.app.state.deps
    if deps.store.find_key(key.strip()) is None:
        return page(request, "login.html", 401, failed=True, next=_local(next))
    response = _go(_local(next))
    response.set_cookie(
        SESSION_COOKIE,
        request.app.state.sessions.open(key.strip()),
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return response


def _local(path: str) -> str:
    """The path when it stays on this server, else the start page."""
    safe = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if safe else "/"


@router.post("/logout")
def logout(request: Request) -> Response:
    """Close the session."""
    request.app.state.sessions.close(request.cookies.get(SESSION_COOKIE, ""))
    response = _go("/login")
    response.delete_cookie(SESSION_COOKIE)
    return response


@router.get("/problems/{slug}")
def about_problem(request: Request, slug: Annotated[str, Path(max_length=60)]) -> Response:
    """What a kind of error means."""
    statuses = [status for status, name in SLUGS.items() if name == slug]
    if not statuses:
        raise NotFound(f"no kind of error is called {slug!r}")
    return page(request, "problem.html", slug=slug, statuses=statuses)


@router.get("/favicon.ico")
def favicon() -> Response:
    """The icon, for browsers that ask for it unasked."""
    return FileResponse(FilePath(__file__).parent.parent / "static" / "icon.svg", media_type="image/svg+xml")
