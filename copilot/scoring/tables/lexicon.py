"""How people name columns and closed values, from the lexicon of columns."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import yaml

from copilot.resources import resource
from copilot.text.normalise import fold

_UNIT_IN_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*")


@cache
def _lexicon() -> dict[str, dict[str, list[str]]]:
    data: dict[str, dict[str, list[str]]] = yaml.safe_load(
        (resource("knowledge") / "lexicon" / "columns.yaml").read_text("utf-8")
    )
    return data


@cache
def header_patterns(list_name: str, field: str) -> tuple[re.Pattern[str], ...]:
    """What the header of that field may say, best first; none when only its own name will do."""
    headers = _lexicon()["headers"]
    entries = headers.get(f"{list_name}.{field}", headers.get(field, []))
    return tuple(re.compile(rf"(?<![a-z0-9])(?:{entry})(?![a-z0-9])") for entry in entries)


def is_own_name(header: str, field: str) -> bool:
    """Whether the header is the field's own name, in any case, with spaces or hyphens, with or without its unit."""
    plain = re.sub(r"[\s\-]+", "_", fold(_UNIT_IN_BRACKETS.sub(" ", header)).strip())
    return plain == field or re.sub(r"[\s\-]+", "_", fold(header).strip()) == field


@cache
def _words(value: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"(?<![a-z0-9])(?:{entry})(?![a-z0-9])") for entry in _lexicon()["words"].get(value, []))


def choice_of(text: str, choices: tuple[str, ...]) -> str | None:
    """The closed value that a cell means: itself, or the one whose word covers most of the cell."""
    folded = fold(text)
    for choice in choices:
        if folded == fold(choice) or re.sub(r"[\s\-]+", "_", folded) == choice:
            return choice
    found = [
        (hit.end() - hit.start(), -rank, choice)
        for rank, choice in enumerate(choices)
        for word in _words(choice)
        for hit in [word.search(folded)]
        if hit
    ]
    return max(found)[2] if found else None


def flag_of(text: str) -> bool | None:
    """Whether a cell says yes or no; None when it says neither."""
    folded = fold(text).strip(" .")
    for value, says in (("true", True), ("false", False)):
        if folded == value or any(word.fullmatch(folded) for word in _words(value)):
            return says
    return None


def check() -> list[str]:
    """Entries of the lexicon that are no patterns, for tests."""
    wrong: list[str] = []
    groups: list[Any] = [_lexicon()["headers"], _lexicon()["words"]]
    for group in groups:
        for name, entries in group.items():
            for entry in entries:
                try:
                    re.compile(entry)
                except re.error:
                    wrong.append(f"{name}: {entry}")
    return wrong
