"""The HTTP shell: one FastAPI application around `copilot.pipeline`."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Depends, FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool
from starlette.middleware.body_limit import RequestBodyLimitMiddleware

from api import errors
from api.board import Board
from api.deps import bearer
from api.routes import (
    accounts,
    check_page,
    checks,
    conversations,
    crm,
    documents,
    entrance,
    health,
    interviews,
    mcp,
    negotiations,
    pages,
    plans,
    scoring,
    search,
    search_page,
    tables,
    tool_pages,
)
from api.security import Gate
from api.sessions import Sessions
from api.turns import Turns
from copilot import pipeline
from copilot.deps import Deps
from copilot.settings import Settings

_FILES_PER_REQUEST = 8
"""An upload may hold several files, each up to the setting."""
TAGS = [
    {"name": "accounts", "description": "The clients that plans are made for."},
    {"name": "documents", "description": "Notes of any format: what everything is proved by."},
    {"name": "search", "description": "Passages of one account."},
    {"name": "ask", "description": "Answers made of claims with exact quotes."},
    {"name": "interviews", "description": "What is missing, and what to ask whom."},
    {"name": "plans", "description": "Account Business Plans, versioned and verified."},
    {"name": "negotiations", "description": "Negotiation files, versioned and verified."},
    {"name": "verify", "description": "The verifier, for any plan and any text."},
    {"name": "scoring", "description": "Pure calculations with receipts."},
    {"name": "conversations", "description": "The assistant, streamed as AG-UI events."},
    {"name": "health", "description": "For whoever watches the server."},
]


def _api_router() -> APIRouter:
    router = APIRouter(prefix="/v1", dependencies=[Depends(bearer)])
    for part in (accounts, documents, search, interviews, plans, negotiations, checks, conversations, crm):
        router.include_router(part.router)
    router.include_router(tables.router)
    router.include_router(scoring.build_router())
    return router


def _document_problems(app: FastAPI) -> None:
    """Add the problem schema to the OpenAPI document, and leave out the framework's own error schemas."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        document = generate()
        schemas = document["components"]["schemas"]
        schemas |= errors.problem_schemas()
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        return document

    app.openapi = openapi  # type: ignore[method-assign]


def create_app(settings: Settings | None = None, deps: Deps | None = None) -> FastAPI:
    """The application; it opens its dependencies at start-up unless it is given some, and closes only its own."""
    settings = settings or (deps.settings if deps else Settings())
    max_body_size = settings.max_upload_mb * 1024 * 1024 * _FILES_PER_REQUEST

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        opened = deps if deps is not None else await run_in_threadpool(pipeline.open_deps, settings)
        app.state.deps = opened
        app.state.sessions = Sessions(opened.now)
        app.state.mcp = mcp.new_manager(settings, max_body_size)
        try:
            async with app.state.mcp.run():
                yield
        finally:
            await app.state.turns.close()
            if deps is None:
                await run_in_threadpool(pipeline.close, opened)

    app = FastAPI(
        title="ABP copilot",
        version=version("abp-copilot"),
        summary="Account plans whose every sentence is proved by a quote from the notes.",
        description=(
            "Errors are RFC 9457 problem documents. On loopback no key is needed; on any other address give an "
            "`abp_…` key as a Bearer token: it decides the workspace."
        ),
        openapi_url="/v1/openapi.json",
        openapi_tags=TAGS,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.settings = settings
    app.state.board = Board()
    app.state.turns = Turns()
    errors.install(app)
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=max_body_size)
    app.add_middleware(Gate, settings=settings, max_body_size=max_body_size)
    app.include_router(health.router)
    app.include_router(_api_router())
    app.router.routes.append(mcp.build_route(max_body_size))
    app.include_router(entrance.router)
    app.include_router(pages.router)
    app.include_router(check_page.router)
    app.include_router(search_page.router)
    app.include_router(tool_pages.router)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    _document_problems(app)
    return app


def main() -> None:
    """`abp-serve`: serve on the address of the settings (`ABP_HOST`, `ABP_PORT`)."""
    import uvicorn

    settings = Settings()
    logging.basicConfig(level=settings.log_level)
    uvicorn.run(
        create_app(settings),
        host=settings.host.strip("[]"),
        port=settings.port,
        log_level=settings.log_level.lower(),
        server_header=False,
    )
