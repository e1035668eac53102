"""Content words: what two sentences must share to speak of the same thing."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import snowballstemmer

from copilot.resources import load_yaml, resource

_WORD = re.compile(r"[a-z][a-z'-]+|\d+[a-z]+")


@cache
def _stop() -> frozenset[str]:
    lists = load_yaml(resource("knowledge") / "lexicon" / "stopwords.yaml")
    return frozenset(word for text in lists.values() for word in text.split()) | {"environ", "about", "euros", "euro"}


@cache
def _stemmer(language: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer({"en": "english", "de": "german"}.get(language, "french"))


@cache
def _stem(word: str, language: str) -> str:
    return str(_stemmer(language).stemWord(word))


@lru_cache(maxsize=65536)
def terms(folded: str, language: str = "fr") -> frozenset[str]:
    """Stems of the content words of folded text; numbers are no terms."""
    found = set()
    for word in _WORD.findall(folded):
        bare = re.sub(r"^(?:[cdjlmnst]|qu)'", "", word).strip("'-")
        if len(bare) > 2 and bare not in _stop():
            found.add(_stem(bare, language)[:8])
    return frozenset(found)


def overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """Shared terms over the smaller set, 0..1."""
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0
