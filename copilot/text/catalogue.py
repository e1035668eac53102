"""Interface texts in French and English, from one catalogue."""

from __future__ import annotations

from functools import cache

from copilot.resources import load_yaml, resource
from copilot.schemas.evidence import Language


@cache
def _catalogue() -> dict[str, dict[str, str]]:
    entries: dict[str, dict[str, str]] = {}
    for path in sorted((resource("knowledge") / "catalogue").glob("*.yaml")):
        for key, texts in (load_yaml(path) or {}).items():
            if key in entries:
                raise KeyError(f"catalogue key {key!r} stands twice (again in {path.name})")
            entries[key] = texts
    return entries


def t(key: str, language: Language, **values: object) -> str:
    """The text of `key` in that language, its `{placeholders}` filled.

    Raises:
        KeyError: the key or a value is missing; a text is never shown half-filled.
    """
    return _catalogue()[key][language].format(**values)


def keys() -> dict[str, dict[str, str]]:
    """The whole catalogue, for tests and for the page."""
    return _catalogue()
