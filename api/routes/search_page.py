"""The page that searches the notes: each passage once, with all its places."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.deps import CallerDeps, CurrentAccount
from api.web.render import page
from api.web.views import known_documents
from copilot import pipeline
from copilot.schemas.evidence import Citation, Evidence

router = APIRouter(include_in_schema=False)
_SHOWN = 12


@router.get("/accounts/{slug}/search")
def search(
    request: Request, deps: CallerDeps, account: CurrentAccount, q: Annotated[str, Query(max_length=2000)] = ""
) -> Response:
    """The form, and what was found when something is looked for."""
    found = pipeline.search(deps, account.slug, q, _SHOWN) if q.strip() else []
    return page(
        request,
        "search.html",
        account=account,
        tab="documents",
        query=q,
        found=[(passage, _citation(passage)) for passage in found],
        documents=known_documents(deps, account),
    )


def _citation(passage: Evidence) -> Citation:
    day = passage.date.isoformat() if passage.date else None
    return Citation(document=passage.document, quote=passage.quote, locator=passage.locator, date=day)
