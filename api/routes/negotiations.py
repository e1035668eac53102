"""Negotiation files: prepared from the notes and from what the account manager adds."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response

from api.board import Board, JobState
from api.deps import CallerDeps, CurrentAccount, WantedLanguage
from api.errors import problem_responses
from api.files import FILE_RESPONSE, VersionKey, created, download, unless_known, version_number
from api.schemas import ExportFormat, NegotiateIn, VersionInfo, VersionList
from copilot import pipeline
from copilot.schemas.negotiation import NegotiationFile

router = APIRouter(prefix="/accounts/{slug}/negotiations", tags=["negotiations"])


@router.get(
    "",
    operation_id="listNegotiations",
    summary="Versions of the negotiation file",
    responses=problem_responses(404, 422),
)
def list_negotiations(deps: CallerDeps, account: CurrentAccount) -> VersionList:
    """Newest first."""
    found = deps.store.negotiation_versions(deps.workspace, account.id)
    versions = [VersionInfo.model_validate(info) for info in found]
    return VersionList(versions=sorted(versions, key=lambda info: -info.version))


@router.post(
    "",
    operation_id="prepareNegotiation",
    summary="Prepare and verify a new version",
    status_code=201,
    responses=problem_responses(404, 409, 413, 422, 502),
)
def prepare(
    request: Request,
    deps: CallerDeps,
    account: CurrentAccount,
    language: WantedLanguage,
    response: Response,
    body: NegotiateIn | None = None,
) -> NegotiationFile:
    """The brief is optional; all of it is cited as the account manager's own word."""
    wish = body or NegotiateIn()
    board: Board = request.app.state.board
    with board.watch((deps.workspace, account.slug, "negotiation")) as progress:
        file = pipeline.negotiate(deps, account.slug, wish.brief, wish.language or language, wish.writer, progress)
    return created(file, f"/v1/accounts/{account.slug}/negotiations/{file.version}", response)


@router.get(
    "/progress",
    operation_id="getNegotiationProgress",
    summary="How far the preparation is",
    responses=problem_responses(404, 422),
)
def progress_of(request: Request, deps: CallerDeps, account: CurrentAccount) -> JobState:
    """What is being written now, if anything."""
    board: Board = request.app.state.board
    return board.state((deps.workspace, account.slug, "negotiation"))


@router.get(
    "/{version}",
    operation_id="getNegotiation",
    summary="One version",
    responses={304: {"description": "Not modified"}, **problem_responses(404, 422)},
    response_model=NegotiationFile,
)
def get(
    deps: CallerDeps,
    account: CurrentAccount,
    version: VersionKey,
    response: Response,
    if_none_match: Annotated[str | None, Header()] = None,
) -> NegotiationFile | Response:
    """A version by number, or `latest`."""
    file = deps.store.negotiation(deps.workspace, account.id, version_number(version))
    return unless_known(file, if_none_match, response)


@router.get(
    "/{version}/export",
    operation_id="exportNegotiation",
    summary="A version as a file",
    response_class=Response,
    responses={**FILE_RESPONSE, **problem_responses(404, 422)},
)
def export(
    deps: CallerDeps,
    account: CurrentAccount,
    version: VersionKey,
    fmt: Annotated[ExportFormat, Query(alias="format")] = "md",
) -> Response:
    """Markdown, JSON or Word; for internal use, it holds our limits."""
    from copilot.export.formats import export_negotiation

    file = deps.store.negotiation(deps.workspace, account.id, version_number(version))
    return download(export_negotiation(file, fmt), fmt, f"negotiation-{account.slug}-v{file.version}.{fmt}")
