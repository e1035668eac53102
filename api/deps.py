"""What routes ask for: the caller's workspace, an account of it, a language."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Path, Query, Request
from fastapi.security import HTTPBearer

from api.language import request_language
from api.turns import Turns
from copilot.deps import Deps
from copilot.errors import NotAllowed
from copilot.schemas.account import Account
from copilot.schemas.evidence import Language

bearer = HTTPBearer(auto_error=False, description="an `abp_…` key; not needed on loopback")
"""Documents the scheme; `api.security.Gate` is what checks it."""


def caller_deps(request: Request) -> Deps:
    """The server's dependencies, narrowed to the workspace that the gate found."""
    workspace = request.scope["state"].get("workspace")
    if workspace is None:
        raise NotAllowed("no workspace: give a key")
    deps: Deps = request.app.state.deps
    return deps if deps.workspace == workspace else replace(deps, workspace=workspace)


CallerDeps = Annotated[Deps, Depends(caller_deps)]

Slug = Annotated[
    str,
    Path(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$", description="short name of the account", examples=["acme"]),
]


def account_of(deps: CallerDeps, slug: Slug) -> Account:
    """The account of the path, in the caller's workspace."""
    return deps.store.account(deps.workspace, slug)


CurrentAccount = Annotated[Account, Depends(account_of)]


def wanted_language(
    request: Request,
    language: Annotated[Language | None, Query(description="`fr` or `en`; else Accept-Language decides")] = None,
) -> Language:
    """`?language=`, else what the request prefers."""
    return language or request_language(request)


WantedLanguage = Annotated[Language, Depends(wanted_language)]


def turns_of(request: Request) -> Turns:
    """The conversation turns that are being written now."""
    turns: Turns = request.app.state.turns
    return turns


RunningTurns = Annotated[Turns, Depends(turns_of)]
