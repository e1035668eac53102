"""The page where any text is checked against the notes: a form that answers with itself and the verdicts below."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from api.deps import CallerDeps, CurrentAccount
from api.language import request_language
from api.schemas import CheckOut
from api.web.checks import checked
from api.web.render import page
from api.web.views import known_documents, planted_citations
from copilot import pipeline
from copilot.deps import Deps
from copilot.errors import BadInput
from copilot.schemas.account import Account

router = APIRouter(include_in_schema=False)


@router.get("/accounts/{slug}/check")
def check(request: Request, deps: CallerDeps, account: CurrentAccount) -> Response:
    """The empty form."""
    return _page(request, deps, account)


@router.post("/accounts/{slug}/check")
def check_text(
    request: Request, deps: CallerDeps, account: CurrentAccount, text: Annotated[str, Form()] = ""
) -> Response:
    """The verdict on each sentence; nothing is stored. What cannot be checked stays in the form, with the reason."""
    try:
        found = CheckOut.of(pipeline.check(deps, account.slug, text, request_language(request)))
    except BadInput as error:
        return _page(request, deps, account, text, problem=str(error))
    return _page(request, deps, account, text, found)


def _page(
    request: Request, deps: Deps, account: Account, text: str = "", found: CheckOut | None = None, problem: str = ""
) -> Response:
    sentences = checked(found.assessments if found else [])
    cited = [citation for sentence in sentences for citation in sentence.cited]
    return page(
        request,
        "check.html",
        status=422 if problem else 200,
        account=account,
        tab="check",
        text=text,
        sentences=sentences,
        counts=found.counts if found else None,
        problem=problem,
        limits=pipeline.most_checked(request_language(request)),
        planted=planted_citations(deps, account, cited),
        documents=known_documents(deps, account),
    )
