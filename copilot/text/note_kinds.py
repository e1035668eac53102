"""Kinds of note and of meeting: what the name and the title of a note tell, and what a question may ask for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, get_args

from copilot.resources import load_yaml, resource
from copilot.schemas.about import Meeting
from copilot.text.normalise import fold

_NAME_PART = re.compile(r"[^\W\d_]+")
MEETINGS: tuple[Meeting, ...] = get_args(Meeting)


def asked_kinds(folded: str) -> frozenset[str]:
    """The kinds of note and of meeting that a folded question names."""
    known = lexicon()
    named = {**known["kinds"], **known["meetings"]}
    return frozenset(kind for kind, names in named.items() if any_of(names).search(folded))


def kinds_of(document: str, title: str | None = None) -> frozenset[str]:
    """The kinds that the name of a file tells, and the meetings that its name or its title tells."""
    known = lexicon()
    stem, _, ending = fold(document).rpartition(".")
    parts = _NAME_PART.findall(stem or ending)
    by_ending = {kind for kind, endings in known["files"].items() if ending in endings}
    by_name = {kind for kind, names in known["names"].items() if set(parts) & set(names)}
    said = f"{' '.join(parts)} | {fold(title or '')}"
    met = {meeting for meeting, names in known["meetings"].items() if any_of(names).search(said)}
    return frozenset(by_ending | by_name | met)


def meeting_of(document: str, title: str | None = None) -> str | None:
    """The kind of meeting that a note tells of; the most particular one."""
    kinds = kinds_of(document, title)
    return next((meeting for meeting in MEETINGS if meeting in kinds), None)


@cache
def lexicon() -> dict[str, Any]:
    """The words that questions and file names use for notes."""
    return dict(load_yaml(resource("knowledge") / "lexicon" / "search_words.yaml"))


def any_of(names: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of these words, whole."""
    return _pattern(tuple(names))


@cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?![\w-])")
