"""Words that name one thing, and words that say the opposite: the glossary and the lexicon, compiled once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from copilot.resources import load_yaml, resource
from copilot.text.normalise import fold
from copilot.verify.words import WORD, stem

Key = tuple[str, ...]
RISE_AND_FALL = 0
"""The first pair of opposites of the lexicon; "up" and "down" are of it too."""


def _entries() -> list[dict[str, list[str]]]:
    folder = resource("knowledge")
    glossary = load_yaml(folder / "glossary.yaml")["terms"]
    return [*glossary, *_lexicon()["same"]]


@cache
def _lexicon() -> dict[str, Any]:
    return dict(load_yaml(resource("knowledge") / "lexicon" / "concepts.yaml"))


def _key(term: str, language: str) -> Key:
    return tuple(stem(word, language) for word in WORD.findall(fold(term)))


@cache
def _terms(language: str) -> dict[str, list[tuple[Key, str]]]:
    """Terms of one language by their first stem; a concept is named after its entry."""
    found: dict[str, list[tuple[Key, str]]] = {}
    for index, entry in enumerate(_entries()):
        for key in dict.fromkeys(_key(term, language) for term in entry.get(language, ())):
            if key:
                found.setdefault(key[0], []).append((key, f"@{index}"))
    return found


def concepts(stems: Sequence[str], language: str) -> list[tuple[str, ...]]:
    """The concepts that each stem of a sentence takes part in; a term of several words counts as a whole only."""
    known = _terms(language)
    found: list[tuple[str, ...]] = [()] * len(stems)
    for at, word in enumerate(stems):
        for key, concept in known.get(word, ()):
            if len(key) == 1 or tuple(stems[at : at + len(key)]) == key:
                for index in range(at, at + len(key)):
                    found[index] = (*found[index], concept)
    return found


@cache
def _sides(language: str) -> dict[str, tuple[tuple[int, int], ...]]:
    sides: dict[str, list[tuple[int, int]]] = {}
    for pair, entry in enumerate(_lexicon()["opposites"]):
        for side, name in enumerate(("one", "other")):
            for term in entry[name].get(language, ()):
                for word in _key(term, language):
                    sides.setdefault(word, []).append((pair, side))
    return {word: tuple(found) for word, found in sides.items()}


def sides(stems: Iterable[str], language: str) -> dict[int, set[int]]:
    """Which side of which pair of opposites the stems take: pair → sides."""
    known = _sides(language)
    found: dict[int, set[int]] = {}
    for word in stems:
        for pair, side in known.get(word, ()):
            found.setdefault(pair, set()).add(side)
    return found


@cache
def _settling(language: str) -> frozenset[str]:
    return frozenset(word for term in _lexicon()["settles"].get(language, ()) for word in _key(term, language))


def settles(keys: Iterable[str], language: str) -> bool:
    """Whether a word says that something is done or decided."""
    known = _settling(language)
    return any(key in known for key in keys)


@cache
def _rivals(language: str) -> dict[str, tuple[tuple[int, str], ...]]:
    """Stems of words of which only one can hold: stem → (group, the member it belongs to)."""
    found: dict[str, list[tuple[int, str]]] = {}
    for group, entry in enumerate(_lexicon()["rivals"]):
        for term in entry.get(language, ()):
            key = _key(term, language)
            if len(key) == 1:
                found.setdefault(key[0], []).append((group, key[0]))
    return {word: tuple(held) for word, held in found.items()}


def is_party(keys: Iterable[str], language: str) -> bool:
    """Whether a word names one of the parties: client, supplier, competitor and what else excludes « client »."""
    return not rivals(keys, language).isdisjoint(rivals(_key("client", "fr"), "fr"))


def rivals(keys: Iterable[str], language: str) -> set[int]:
    """The groups that a word is one of, where only one word of the group can hold of one thing."""
    known = _rivals(language)
    return {group for key in keys for group, _ in known.get(key, ())}
