"""Every error of the HTTP shell as RFC 9457 problem+json, or as a small page for a browser.

/problems/<slug>             status   raised by
bad-request                  400      a body or a header that cannot be read
not-allowed                  401/403  no key, a bad key, or a request from another site
not-found                    404      an unknown address, account, document, plan, tool…
method-not-allowed           405      the address exists, not with this verb
conflict                     409      exists already, or is being worked on
precondition-failed          412      `If-Match` names an older state
too-large                    413      a body over the limit
unreadable-file              415      a file that cannot be read as a note
bad-input                    422      a field that is missing or wrong; `errors` lists them
model-failed                 502      the language model gave nothing usable
internal                     500      anything else; the log has the `trace_id`
"""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from api.language import request_language
from copilot.errors import CopilotError
from copilot.text.catalogue import t

MEDIA_TYPE = "application/problem+json"
SLUGS: dict[int, str] = {
    400: "bad-request",
    401: "not-allowed",
    403: "not-allowed",
    404: "not-found",
    405: "method-not-allowed",
    409: "conflict",
    412: "precondition-failed",
    413: "too-large",
    415: "unreadable-file",
    422: "bad-input",
    500: "internal",
    502: "model-failed",
}
_log = logging.getLogger(__name__)


class FieldError(BaseModel):
    """One field that was refused."""

    pointer: str = Field(description="where in the request, as 'body/name'", examples=["body/name"])
    detail: str = Field(examples=["String should have at least 1 character"])


class Problem(BaseModel):
    """An error (RFC 9457)."""

    type: str = Field(description="stable address of the kind of problem", examples=["/problems/not-found"])
    title: str = Field(description="short, in the caller's language", examples=["Introuvable"])
    status: int = Field(examples=[404])
    detail: str = Field(description="what happened, and what to do", examples=["no account 'acme' in this workspace"])
    instance: str = Field(description="the address that was asked for", examples=["/v1/accounts/acme"])
    trace_id: str = Field(
        description="quote it when you report the error", examples=["5f0c9d2f6a5c4f4f9f5e0a7c1b2d3e4f"]
    )
    errors: list[FieldError] | None = Field(default=None, description="the fields that were refused")


class PreconditionFailed(CopilotError):
    """The thing was changed after the caller read it."""

    status_code = 412
    exit_code = 2
    title = "Precondition failed"


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What an operation may answer besides its result, for the OpenAPI document."""
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in sorted({400, 401, 403, 500, *statuses})
    }


def problem_schemas() -> dict[str, Any]:
    """What `problem_responses` refers to, for the components of the OpenAPI document."""
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    parts: dict[str, Any] = schema.pop("$defs")
    return parts | {"Problem": schema}


def trace_id(request: Request) -> str:
    """The id that the log and the answer share."""
    return str(request.scope.get("state", {}).get("trace_id", ""))


def _wants_page(request: Request) -> bool:
    is_api = request.url.path.startswith("/v1")
    return not is_api and "text/html" in request.headers.get("accept", "")


def problem_body(
    request: Request,
    status: int,
    detail: str,
    *,
    errors: list[FieldError] | None = None,
    instance: str | None = None,
) -> Problem:
    """What is said of an error; `instance` is the address it is about, when that is not the request's own."""
    slug = SLUGS.get(status, "internal" if status >= 500 else "bad-request")
    return Problem(
        type=f"/problems/{slug}",
        title=t(f"problem.{slug}", request_language(request)),
        status=status,
        detail=detail,
        instance=instance or request.url.path,
        trace_id=trace_id(request),
        errors=errors,
    )


def problem(
    request: Request,
    status: int,
    detail: str,
    *,
    errors: list[FieldError] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """The answer for an error: a problem document, or a page when a browser asked for one."""
    body = problem_body(request, status, detail, errors=errors)
    if _wants_page(request):
        from api.web.render import error_page

        return error_page(request, body, headers)
    content = body.model_dump(mode="json", exclude_none=True)
    return JSONResponse(content, status_code=status, headers=headers, media_type=MEDIA_TYPE)


async def on_expected(request: Request, error: Exception) -> Response:
    """Errors that the product raises on purpose."""
    if not isinstance(error, CopilotError):
        raise error
    headers = {"WWW-Authenticate": "Bearer"} if error.status_code == 401 else None
    return problem(request, error.status_code, str(error), headers=headers)


async def on_http(request: Request, error: Exception) -> Response:
    """Errors of the router: unknown address, wrong verb, too large a body."""
    if not isinstance(error, HTTPException):
        raise error
    language = request_language(request)
    slug = SLUGS.get(error.status_code, "bad-request")
    generic = error.detail == HTTPStatus(error.status_code).phrase
    detail = t(f"problem.{slug}.detail", language) if generic else str(error.detail)
    return problem(request, error.status_code, detail, headers=dict(error.headers or {}))


async def on_invalid(request: Request, error: Exception) -> Response:
    """Requests that do not fit the schema: every refused field is named, its value is not repeated."""
    if not isinstance(error, RequestValidationError):
        raise error
    errors = [
        FieldError(pointer="/".join(str(part) for part in item["loc"]), detail=str(item["msg"]))
        for item in error.errors()
    ]
    detail = "; ".join(f"{item.pointer}: {item.detail}" for item in errors[:5])
    return problem(request, 422, detail, errors=errors)


async def on_unexpected(request: Request, error: Exception) -> Response:
    """Anything else: the cause goes to the log, never to the caller."""
    _log.error("unexpected error, trace_id=%s", trace_id(request), exc_info=error)
    from api.security import SECURITY_HEADERS

    return problem(
        request, 500, t("problem.internal.detail", request_language(request)), headers=dict(SECURITY_HEADERS)
    )


def install(app: FastAPI) -> None:
    """Give `app` the handlers of this module."""
    app.add_exception_handler(CopilotError, on_expected)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(Exception, on_unexpected)
