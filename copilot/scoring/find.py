"""Which scoring tools a question in French or English is about: by their own titles and purposes, no model.

Words are compared by their stems in both languages. A rare word weighs more than a common one, a word of the name
or of the title more than a word of the purpose. Equal scores keep the order of the registry.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

import snowballstemmer

from copilot.scoring.registry import REGISTRY, ToolInfo, tools
from copilot.scoring.tool import Tool
from copilot.text.normalise import fold

_WORD = re.compile(r"[a-z0-9]+")
_SHORTEST = 3
_NAME, _TITLE, _ABOUT, _PURPOSE, _FIELD = 6.0, 4.0, 2.0, 1.0, 0.5
_ENOUGH = 0.34
"""A tool is about the question when it scores this share of the best one."""
_COMMON = frozenset(
    "les des une est que qui quoi quel quelle quels quelles pour par sur dans avec sans nos notre mes mon son ses leur "
    "leurs vos votre cette ces ceux aux plus moins tout tous toute toutes comment combien quand donne donner dit dire "
    "fait faire peux peut peu avoir avons etre sont sera suis nous vous ils elles elle lui entre vers chez comme "
    "calcul calculer calcule calcules outil outils chiffre chiffres "
    "the and for with without our your their his her its this that these those what which who how much many when are "
    "can could does did has have had will would should from into about over under then than tell give given make "
    "compute calculate calculation tool tools figure figures please".split()
)


@dataclass(frozen=True)
class Found:
    """A tool and how well it fits, in no unit."""

    tool: Tool
    score: float


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(fold(text)) if len(word) >= _SHORTEST and word not in _COMMON]


def _stems(text: str) -> set[str]:
    words = _words(text)
    # A stemmer keeps the word that it works on, so each thread needs its own.
    stemmers = (snowballstemmer.stemmer("french"), snowballstemmer.stemmer("english"))
    return {stem for stemmer in stemmers for stem in stemmer.stemWords(words)}


def _described(info: ToolInfo) -> dict[str, float]:
    """The stems that speak for a tool, each with its best weight."""
    parts = [
        (_FIELD, " ".join(info.input_schema.get("properties", {})).replace("_", " ")),
        (_PURPOSE, " ".join(info.purpose.values())),
        (_ABOUT, " ".join(info.description.values())),
        (_TITLE, " ".join(info.title.values())),
        (_NAME, info.name.replace("_", " ")),
    ]
    return {stem: weight for weight, text in parts for stem in _stems(text)}


@cache
def _index() -> tuple[dict[str, dict[str, float]], dict[str, float]]:
    """What speaks for each tool, and how much each stem tells one tool from the others."""
    described = {info.name: _described(info) for info in tools()}
    often = Counter(stem for stems in described.values() for stem in stems)
    return described, {stem: math.log((len(described) + 1) / count) for stem, count in often.items()}


def find_tools(query: str, most: int = 5, allowed: Collection[str] | None = None) -> list[Found]:
    """The tools that the query is about, best first; none when no word of it is any tool's."""
    described, rarity = _index()
    asked = _stems(query)
    named = set(_WORD.findall(query.casefold().replace("_", "")))
    found = []
    for name, stems in described.items():
        if allowed is not None and name not in allowed:
            continue
        score = sum(stems[stem] * rarity[stem] for stem in asked & stems.keys())
        if name.replace("_", "") in named:
            score += 100.0
        if score > 0:
            found.append(Found(REGISTRY[name], score))
    found.sort(key=lambda one: -one.score)
    best = found[0].score if found else 0.0
    return [one for one in found if one.score >= _ENOUGH * best][:most]
