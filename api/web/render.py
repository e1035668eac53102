"""Server-rendered pages: one Jinja environment, autoescaped, strict about what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.errors import Problem
from api.language import COOKIE, asked_language, request_language
from copilot.export.words import date_text, distinct, locator_text, receipt_text, typeset, word, writer_name
from copilot.schemas.evidence import Citation, Language
from copilot.text.catalogue import keys, t
from copilot.text.planted import legible

_YEAR_S = 365 * 24 * 3600
_FOR_SCRIPTS = {"web.js.": "", "export.locator.": "place."}
"""Prefixes of the texts that scripts may use, and what they are called there."""


def percent(share: float, language: Language) -> str:
    """A share as people write it: « 42 % », "42%"."""
    return f"{round(share * 100)}\u00a0%" if language == "fr" else f"{round(share * 100)}%"


def day(value: dt.date | dt.datetime | str | None, language: Language) -> str:
    """A date or the day of a moment, as people write it."""
    if value is None:
        return ""
    return date_text(value if isinstance(value, str) else value.isoformat(), language)


def evidence_url(slug: str, citation: Citation) -> str:
    """The address of the page that shows the quote in its note."""
    place = citation.locator.model_dump(exclude_none=True)
    query = {"document": citation.document, "quote": citation.quote, **place}
    return f"/accounts/{slug}/evidence?{urlencode(query)}"


def places(citations: Sequence[Citation]) -> list[Citation]:
    """The citations without a second one of the same place, which would open the same passage."""
    known: dict[tuple[str, str], Citation] = {}
    for citation in citations:
        place = citation.locator.model_dump_json(exclude_none=True)
        known.setdefault((citation.document, citation.quote if place == "{}" else place), citation)
    return list(known.values())


def words(language: Language) -> dict[str, Callable[..., str]]:
    """The functions that put things into words, in that language."""
    return {
        "t": lambda key, **values: t(key, language, **values),
        "place": partial(locator_text, language=language),
        "day": partial(day, language=language),
        "typeset": partial(typeset, language=language),
        "word": partial(word, language=language),
        "writer_name": partial(writer_name, language=language),
        "percent": partial(percent, language=language),
        "receipt_line": partial(receipt_text, language=language),
    }


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent.parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(evidence_url=evidence_url, places=places, distinct=distinct, legible=legible)
    return environment


@cache
def _script_texts(language: Language) -> dict[str, str]:
    return {
        short + key.removeprefix(prefix): texts[language]
        for prefix, short in _FOR_SCRIPTS.items()
        for key, texts in keys().items()
        if key.startswith(prefix)
    }


def _switch(request: Request) -> dict[str, str]:
    """The address of this page in each language."""
    rest = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    return {language: "?" + urlencode([*rest, ("lang", language)]) for language in ("fr", "en")}


def page(
    request: Request, template: str, status: int = 200, headers: dict[str, str] | None = None, **context: object
) -> HTMLResponse:
    """The template as an answer, in the request's language; `?lang=` is remembered in a cookie."""
    language = request_language(request)
    html = (
        _environment()
        .get_template(template)
        .render(
            **words(language),
            language=language,
            switch=_switch(request),
            script_texts=_script_texts(language),
            logged_in=_logged_in(request),
            **context,
        )
    )
    response = HTMLResponse(html, status, headers)
    asked = asked_language(request)
    if asked is not None:
        response.set_cookie(COOKIE, asked, max_age=_YEAR_S, httponly=True, samesite="lax")
    response.headers["Vary"] = "Accept-Language, Cookie"
    response.headers["Content-Language"] = language
    return response


def _logged_in(request: Request) -> bool:
    from api.security import SESSION_COOKIE

    return SESSION_COOKIE in request.cookies


def error_page(request: Request, body: Problem, headers: dict[str, str] | None) -> HTMLResponse:
    """The page for an error, with the same facts as the problem document."""
    return page(request, "error.html", body.status, headers, problem=body)
