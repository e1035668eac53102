"""The word lists of knowledge/lexicon, compiled once: which section a sentence speaks of, and how."""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from copilot.resources import load_yaml, resource
from copilot.schemas.plan import SECTION_KEYS, SectionKey


def pattern(stems: list[str]) -> re.Pattern[str]:
    """Alternation of stems, for folded text; longest first so that the most specific one wins."""
    parts = []
    for stem in sorted(set(stems), key=lambda s: (-len(s), s)):
        whole = stem.endswith("$")
        body = re.escape(stem.rstrip("$")).replace(r"\ ", r"\s+")
        parts.append(body + (r"(?!\w)" if whole or len(stem) <= 3 else ""))
    return re.compile(r"(?<![\w])(?:" + "|".join(parts) + ")")


@cache
def load(name: str) -> dict[str, object]:
    """The lists of one file of knowledge/lexicon."""
    data = load_yaml(resource("knowledge") / "lexicon" / f"{name}.yaml")
    return cast("dict[str, object]", data)


@cache
def _sections() -> dict[SectionKey, tuple[re.Pattern[str], re.Pattern[str]]]:
    raw = cast("dict[str, dict[str, list[str]]]", load("sections"))
    return {key: (pattern(raw[key]["strong"]), pattern(raw[key]["weak"])) for key in SECTION_KEYS if key in raw}


@cache
def cue(name: str) -> re.Pattern[str]:
    """The pattern of one cue list, for folded text.

    Raises:
        KeyError: no such list in knowledge/lexicon/cues.yaml.
    """
    return pattern(cast("dict[str, list[str]]", load("cues"))[name])


def has(name: str, folded: str) -> bool:
    """Whether folded text holds a stem of that cue list."""
    return cue(name).search(folded) is not None


def count(name: str, folded: str) -> int:
    """How many different stems of that cue list stand in folded text."""
    return len(set(cue(name).findall(folded)))


def section_scores(folded: str) -> dict[SectionKey, float]:
    """How strongly folded text speaks of each section: 2 per strong stem, 1 per weak one, different stems only."""
    scores: dict[SectionKey, float] = {}
    for key, (strong, weak) in _sections().items():
        value = 2.0 * len(set(strong.findall(folded))) + len(set(weak.findall(folded)))
        if value:
            scores[key] = value
    return scores
