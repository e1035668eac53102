"""The word lists of the quality tools (knowledge/lexicon), compiled once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, cast

from copilot.resources import load_yaml, resource
from copilot.schemas.evidence import Language
from copilot.text.normalise import fold

CAPITALISED = re.compile(r"[A-ZÀ-ÖØ-Þ][\w’'-]+")
_NO_NAME = re.compile(
    r"Don['’]t|(?:Will|May|Mark|Grant|Bill|Rose) (?:you|we|they|he|she|it|I|the|this|your|our|all)(?!\w)"
)
NOTHING = re.compile(r"(?!)")


def whole(fragments: Iterable[str]) -> re.Pattern[str]:
    """One pattern for regular expressions that must stand as whole words; an empty list matches nothing."""
    parts = [f"(?:{fragment})" for fragment in fragments]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?:(?!\w)|(?<='))") if parts else NOTHING


@cache
def load(name: str) -> dict[str, Any]:
    """One file of knowledge/lexicon."""
    data = load_yaml(resource("knowledge") / "lexicon" / f"{name}.yaml")
    return cast("dict[str, Any]", data)


@cache
def word_pattern(name: str, language: Language, *lists: str) -> re.Pattern[str]:
    """The lists of one language of a file, as one pattern for flat text."""
    return whole(fragment for key in lists for fragment in load(name)[language][key])


def first_name_spans(composed: str) -> Iterator[tuple[int, int]]:
    """Where a capitalised first name stands; "Don't" and "Will you" are none."""
    for match in CAPITALISED.finditer(composed):
        first = re.split(r"['’]", match.group())[0]
        if fold(first) in _first_names() and not _NO_NAME.match(composed, match.start()):
            yield match.start(), match.start() + len(first)


@cache
def _first_names() -> frozenset[str]:
    """First names, without accents and in lower case."""
    return frozenset((resource("knowledge") / "lexicon" / "first_names.txt").read_text("utf-8").split())
