"""The web page: every view is complete without JavaScript; scripts only make it smoother."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Form, Query, Request, Response, UploadFile
from fastapi.responses import RedirectResponse

from api.board import Board
from api.deps import CallerDeps, CurrentAccount
from api.language import request_language
from api.routes.conversations import last_event_id_of
from api.slugs import create_account
from api.turns import Turns
from api.uploads import take_files
from api.web.brief import BriefForm, brief_of
from api.web.evidence import QuotePlace, passage, whole
from api.web.render import page, words
from api.web.views import (
    account_cards,
    conversation_titles,
    interview_view,
    known_documents,
    message_citations,
    plan_sections,
    planted_citations,
)
from copilot import pipeline
from copilot.deps import Deps
from copilot.errors import BadInput, NotFound
from copilot.schemas.account import Account
from copilot.schemas.evidence import Language, SourceDocument
from copilot.schemas.facts import BRIEF_DOCUMENT
from copilot.text.catalogue import t
from copilot.text.planted import QUOTE_SHOWN, suspicious_passages

router = APIRouter(include_in_schema=False)
Text = Annotated[str, Form(max_length=8000)]
Name = Annotated[str, Form(min_length=1, max_length=200)]
Version = Annotated[int | None, Query(ge=1, le=10**9)]


def _go(path: str) -> RedirectResponse:
    return RedirectResponse(path, 303)


@router.get("/")
def accounts(request: Request, deps: CallerDeps) -> Response:
    """The accounts of the workspace."""
    return page(request, "accounts.html", cards=account_cards(deps))


@router.post("/accounts")
def new_account(deps: CallerDeps, name: Name, supplier: Annotated[str, Form(max_length=200)] = "") -> Response:
    """Create an account and open its documents."""
    if not name.strip():
        raise BadInput("the account needs a name")
    account = create_account(deps, name.strip(), None, supplier.strip())
    return _go(f"/accounts/{account.slug}/documents")


@router.get("/accounts/{slug}")
def diagnostic(request: Request, deps: CallerDeps, account: CurrentAccount) -> Response:
    """Coverage and open questions."""
    interview = pipeline.interview(deps, account.slug, request_language(request))
    return page(
        request,
        "diagnostic.html",
        account=account,
        tab="diagnostic",
        view=interview_view(interview),
        documents=known_documents(deps, account),
    )


@router.post("/accounts/{slug}")
def edit_account(
    deps: CallerDeps, account: CurrentAccount, name: Name, supplier: Annotated[str, Form(max_length=200)] = ""
) -> Response:
    """Rename the account or its supplier."""
    deps.store.update_account(
        deps.workspace, account.slug, name=name.strip() or None, supplier=supplier.strip() or None
    )
    return _go(f"/accounts/{account.slug}")


@router.post("/accounts/{slug}/delete")
def remove_account(deps: CallerDeps, account: CurrentAccount) -> Response:
    """Delete the account and everything in it."""
    deps.store.delete_account(deps.workspace, account.slug)
    return _go("/")


@router.post("/accounts/{slug}/answers")
def answer(
    request: Request,
    deps: CallerDeps,
    account: CurrentAccount,
    question: Annotated[str, Form(min_length=1, max_length=300)],
    text: Text = "",
    unknown: Annotated[str | None, Form()] = None,
) -> Response:
    """Store one answer; the second button says that one does not know."""
    language = request_language(request)
    given = t("web.questions.unknown_text", language) if unknown else text.strip()
    if not given:
        raise BadInput("the answer is empty")
    pipeline.apply_answers(deps, account.slug, {question: given}, language)
    return _go(f"/accounts/{account.slug}#questions")


@router.get("/accounts/{slug}/documents")
def documents(request: Request, deps: CallerDeps, account: CurrentAccount) -> Response:
    """The documents, and where to add some."""
    return _documents_page(request, deps, account)


@router.post("/accounts/{slug}/documents")
def upload(
    request: Request, deps: CallerDeps, account: CurrentAccount, files: Annotated[list[UploadFile], File()]
) -> Response:
    """Take the files and show what became of each."""
    given = [file for file in files if file.filename]
    return _documents_page(request, deps, account, take_files(deps, account, given, request_language(request)).files)


def _documents_page(request: Request, deps: Deps, account: Account, report: object = ()) -> Response:
    found = deps.store.documents(deps.workspace, account.id)
    return page(
        request,
        "documents.html",
        account=account,
        tab="documents",
        documents=found,
        suspicious={document.id: suspicious_passages(document, QUOTE_SHOWN) for document in found},
        report=report,
        limit=deps.settings.max_upload_mb,
    )


@router.get("/accounts/{slug}/documents/{document}")
def read_document(request: Request, deps: CallerDeps, account: CurrentAccount, document: str) -> Response:
    """One document, passage by passage."""
    found = _source(deps, account, document)
    if found is None:
        raise NotFound(f"no document {document!r} in account {account.slug!r}")
    return page(
        request,
        "document.html",
        account=account,
        tab="documents",
        document=found,
        suspicious=suspicious_passages(found),
        passage=whole(found),
    )


@router.post("/accounts/{slug}/documents/{document}/delete")
def delete_document(deps: CallerDeps, account: CurrentAccount, document: str) -> Response:
    """Delete it everywhere."""
    pipeline.delete_document(deps, account.slug, document)
    return _go(f"/accounts/{account.slug}/documents")


def _source(deps: Deps, account: Account, key: str) -> SourceDocument | None:
    """A document or the interview, by id or name."""
    sources = deps.store.sources(deps.workspace, account.id)
    return next((source for source in sources if key in {source.id, source.name}), None)


@router.get("/accounts/{slug}/evidence")
def evidence(
    request: Request,
    deps: CallerDeps,
    account: CurrentAccount,
    asked: Annotated[QuotePlace, Query()],
) -> Response:
    """A quote where it stands in its note."""
    found = _source(deps, account, asked.document)
    locator = asked.locator()
    return page(
        request,
        "evidence.html",
        account=account,
        tab="plan",
        document=found,
        name=asked.document,
        quote=asked.quote,
        locator=locator,
        passage=passage(found, asked.quote, locator) if found else None,
        is_brief=asked.document == BRIEF_DOCUMENT,
    )


@router.get("/accounts/{slug}/plan")
def plan(request: Request, deps: CallerDeps, account: CurrentAccount, version: Version = None) -> Response:
    """A version of the plan, the newest unless one is asked for."""
    versions = sorted(deps.store.plan_versions(deps.workspace, account.id), key=lambda info: -info.version)
    shown = deps.store.plan(deps.workspace, account.id, version) if versions or version else None
    return page(
        request,
        "plan.html",
        account=account,
        tab="plan",
        plan=shown,
        sections=plan_sections(shown) if shown else [],
        content=words(shown.language) if shown else None,
        versions=versions,
        documents=known_documents(deps, account),
    )


@router.post("/accounts/{slug}/plan")
def draft(
    request: Request, deps: CallerDeps, account: CurrentAccount, language: Annotated[Language, Form()]
) -> Response:
    """Draft a new version and show it."""
    board: Board = request.app.state.board
    with board.watch((deps.workspace, account.slug, "plan")) as progress:
        pipeline.draft(deps, account.slug, language, "auto", progress)
    return _go(f"/accounts/{account.slug}/plan")


@router.get("/accounts/{slug}/negotiation")
def negotiation(request: Request, deps: CallerDeps, account: CurrentAccount, version: Version = None) -> Response:
    """A version of the negotiation file, the newest unless one is asked for."""
    versions = sorted(deps.store.negotiation_versions(deps.workspace, account.id), key=lambda info: -info.version)
    shown = deps.store.negotiation(deps.workspace, account.id, version) if versions or version else None
    return page(
        request,
        "negotiation.html",
        account=account,
        tab="negotiation",
        file=shown,
        content=words(shown.language) if shown else None,
        versions=versions,
        documents=known_documents(deps, account),
    )


@router.post("/accounts/{slug}/negotiation")
def negotiate(
    request: Request,
    deps: CallerDeps,
    account: CurrentAccount,
    form: Annotated[BriefForm, Form()],
) -> Response:
    """Prepare a new version from the notes and the brief."""
    brief = brief_of(form, request_language(request))
    board: Board = request.app.state.board
    with board.watch((deps.workspace, account.slug, "negotiation")) as progress:
        pipeline.negotiate(deps, account.slug, brief, form.language, "auto", progress)
    return _go(f"/accounts/{account.slug}/negotiation")


@router.get("/accounts/{slug}/assistant")
def assistant(
    request: Request,
    deps: CallerDeps,
    account: CurrentAccount,
    conversation: Annotated[str | None, Query(max_length=64)] = None,
) -> Response:
    """A conversation; without an id, an empty one that is created with its first message."""
    known = sorted(deps.store.conversations(deps.workspace, account.id), key=lambda item: item.created_at, reverse=True)
    current = next((item for item in known if item.id == conversation), None)
    if conversation and current is None:
        raise NotFound(f"no conversation {conversation!r} in account {account.slug!r}")
    turns: Turns = request.app.state.turns
    messages = deps.store.messages(deps.workspace, current.id) if current else []
    cited = [message_citations(message) for message in messages]
    planted = planted_citations(deps, account, [citation for one in cited for citation in one])
    return page(
        request,
        "assistant.html",
        account=account,
        tab="assistant",
        conversation=current,
        conversations=conversation_titles(deps, known),
        messages=[(message, one, planted) for message, one in zip(messages, cited, strict=True)],
        last_event_id=turns.resume_after(current.id, last_event_id_of(deps, current.id)) if current else 0,
        running=bool(current and turns.running(current.id)),
        documents=known_documents(deps, account),
    )
