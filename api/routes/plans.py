"""Account plans: drafted, versioned, never changed afterwards."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response

from api.board import Board, JobState
from api.deps import CallerDeps, CurrentAccount, WantedLanguage
from api.errors import problem_responses
from api.files import FILE_RESPONSE, VersionKey, created, download, unless_known, version_number
from api.schemas import DraftIn, ExportFormat, VersionInfo, VersionList
from copilot import pipeline
from copilot.schemas.plan import Plan

router = APIRouter(prefix="/accounts/{slug}/plans", tags=["plans"])


@router.get("", operation_id="listPlans", summary="Versions of the plan", responses=problem_responses(404, 422))
def list_plans(deps: CallerDeps, account: CurrentAccount) -> VersionList:
    """Newest first."""
    versions = [VersionInfo.model_validate(info) for info in deps.store.plan_versions(deps.workspace, account.id)]
    return VersionList(versions=sorted(versions, key=lambda info: -info.version))


@router.post(
    "",
    operation_id="draftPlan",
    summary="Draft and verify a new version",
    status_code=201,
    responses=problem_responses(404, 409, 413, 422, 502),
)
def draft(
    request: Request,
    deps: CallerDeps,
    account: CurrentAccount,
    language: WantedLanguage,
    response: Response,
    body: DraftIn | None = None,
) -> Plan:
    """Takes seconds without a model, a minute or more with one; see /progress meanwhile."""
    wish = body or DraftIn()
    board: Board = request.app.state.board
    with board.watch((deps.workspace, account.slug, "plan")) as progress:
        plan = pipeline.draft(deps, account.slug, wish.language or language, wish.writer, progress)
    return created(plan, f"/v1/accounts/{account.slug}/plans/{plan.version}", response)


@router.get(
    "/progress", operation_id="getPlanProgress", summary="How far a draft is", responses=problem_responses(404, 422)
)
def progress_of(request: Request, deps: CallerDeps, account: CurrentAccount) -> JobState:
    """What is being written now, if anything."""
    board: Board = request.app.state.board
    return board.state((deps.workspace, account.slug, "plan"))


@router.get(
    "/{version}",
    operation_id="getPlan",
    summary="One version",
    responses={304: {"description": "Not modified"}, **problem_responses(404, 422)},
    response_model=Plan,
)
def get(
    deps: CallerDeps,
    account: CurrentAccount,
    version: VersionKey,
    response: Response,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Plan | Response:
    """A version by number, or `latest`."""
    plan = deps.store.plan(deps.workspace, account.id, version_number(version))
    return unless_known(plan, if_none_match, response)


@router.get(
    "/{version}/export",
    operation_id="exportPlan",
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
    """Markdown, JSON or Word."""
    from copilot.export.formats import export_plan

    plan = deps.store.plan(deps.workspace, account.id, version_number(version))
    return download(export_plan(plan, fmt), fmt, f"abp-{account.slug}-v{plan.version}.{fmt}")
