"""The language of one request: what the address asks for, then the cookie, then the browser."""

from __future__ import annotations

from fastapi import Request

from copilot.schemas.evidence import Language

COOKIE = "abp_lang"
_LANGUAGES: dict[str, Language] = {"fr": "fr", "en": "en"}


def _accepted(header: str) -> Language | None:
    """The first language we speak in an Accept-Language header, best weight first."""
    wishes: list[tuple[float, int, str]] = []
    for position, part in enumerate(header.split(",")[:20]):
        tag, _, weight = part.partition(";q=")
        try:
            quality = float(weight) if weight else 1.0
        except ValueError:
            continue
        wishes.append((-quality, position, tag.strip().lower()[:2]))
    return next((_LANGUAGES[tag] for _, _, tag in sorted(wishes) if tag in _LANGUAGES), None)


def asked_language(request: Request) -> Language | None:
    """What `?lang=` says, if it names a language we speak."""
    return _LANGUAGES.get(request.query_params.get("lang", ""))


def request_language(request: Request) -> Language:
    """French or English, never anything else."""
    default: Language = request.app.state.settings.language if "app" in request.scope else "fr"
    return (
        asked_language(request)
        or _LANGUAGES.get(request.cookies.get(COOKIE, ""))
        or _accepted(request.headers.get("accept-language", ""))
        or default
    )
