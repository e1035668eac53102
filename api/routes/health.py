"""Whether the process lives, and whether it can serve."""

from __future__ import annotations

import logging

from fastapi import APIRouter, Request, Response

from api.schemas import Health
from copilot.deps import Deps

router = APIRouter(tags=["health"])
_log = logging.getLogger(__name__)


@router.get("/healthz", operation_id="getHealth", summary="The process lives")
def health() -> Health:
    """Always ok: it answers."""
    return Health(status="ok")


@router.get(
    "/readyz",
    operation_id="getReadiness",
    summary="The database answers",
    responses={503: {"model": Health, "description": "The database does not answer"}},
)
def readiness(request: Request, response: Response) -> Health:
    """Ok when the store can be read."""
    deps: Deps = request.app.state.deps
    try:
        deps.store.accounts(deps.workspace)
    except (OSError, RuntimeError) as error:
        response.status_code = 503
        _log.error("not ready: %s", error)
        return Health(status="unavailable")
    return Health(status="ok")
