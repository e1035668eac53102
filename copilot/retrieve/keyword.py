"""Words without accents, cut to their stem, and the terms of the trade in two languages: what the keyword leg reads."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from copilot.resources import load_yaml, resource
from copilot.text.normalise import fold

_NUMBER = r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?|\d+(?:[.,:/]\d+)*"
_TOKEN = re.compile(rf"(?<!\d)(?:{_NUMBER})(?: ?%)?|[^\W\d_]+(?:\d+)?")
_ACRONYM = re.compile(r"(?<!\w)[A-Z]{2,5}(?!\w)")
"""« CA » is a term, « ça » is not."""
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:\.\d{3})+,\d+")
_THOUSANDS = re.compile(r"\d{1,3}(?:[ .,]\d{3})+")
_STEMMERS = {"fr": "french", "en": "english", "de": "german", "es": "spanish", "it": "italian", "nl": "dutch"}


@cache
def _stop_words() -> frozenset[str]:
    lists = load_yaml(resource("knowledge") / "lexicon" / "stopwords.yaml")
    return frozenset(word for text in lists.values() for word in text.split())


@cache
def _stemmer(language: str) -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer(_STEMMERS[language])


_stem_lock = threading.Lock()


@cache
def stem(word: str, language: str) -> str:
    """The word without its ending, in a language that has a stemmer."""
    # The stemmers keep the word they work on in themselves.
    with _stem_lock:
        # Words come without accents, so « renégociées » and « renegocier » end in e or not: the last e goes.
        return _stemmer(language).stemWord(word).rstrip("e") or word if language in _STEMMERS else word


def words(text: str) -> list[str]:
    """Words and whole numbers in one spelling, stop words left out: « 12 000 € », "12,000" and 12000 are the same."""
    found, stop = [], _stop_words() - {fold(word) for word in _ACRONYM.findall(text)}
    for match in _TOKEN.finditer(fold(text)):
        word = match.group()
        if word[0].isdigit():
            found.append(_number(word))
        elif word not in stop:
            found.append(word)
    return found


def tokens(text: str, language: str) -> list[str]:
    """What is indexed of a passage in that language."""
    return [word if word[0].isdigit() else stem(word, language) for word in words(text)]


def _number(text: str) -> str:
    text, percent = (text[:-1].strip(), "%") if text.endswith("%") else (text, "")
    if _THOUSANDS.fullmatch(text):
        text = re.sub(r"[ .,]", "", text)
    elif _GROUPED.fullmatch(text):
        text = text.replace(text[text.index(text.translate({ord(d): None for d in "0123456789"})[0])], "")
    return text.replace(" ", "").replace(",", ".") + percent


@dataclass(frozen=True)
class Named:
    """A term that a query names: the words that name it there, and its other names."""

    words: frozenset[str]
    others: tuple[str, ...]


class Glossary:
    """Account management terms in French and English with their abbreviations."""

    def __init__(self, groups: Sequence[Sequence[str]]) -> None:
        self._terms: list[tuple[tuple[str, ...], int]] = []
        self._groups = [list(group) for group in groups]
        for index, group in enumerate(self._groups):
            for term in group:
                key = _key(term)
                if key:
                    self._terms.append((key, index))

    @classmethod
    def load(cls) -> Glossary:
        """The product's glossary."""
        entries = load_yaml(resource("knowledge") / "glossary.yaml")["terms"]
        return cls([[*entry["fr"], *entry["en"]] for entry in entries])

    def expand(self, query: str) -> list[str]:
        """The other names of what the query names."""
        return [term for named in self.named(query) for term in named.others]

    def named(self, query: str) -> list[Named]:
        """The terms that the query names, each with its other names."""
        spelled = words(query)
        asked = _key(query)
        found: dict[int, set[str]] = {}
        for key, index in self._terms:
            for at in range(len(asked) - len(key) + 1):
                if asked[at : at + len(key)] == key:
                    found.setdefault(index, set()).update(spelled[at : at + len(key)])
        return [
            Named(
                frozenset(found[index]),
                tuple(term for term in self._groups[index] if not _within(_key(term), asked)),
            )
            for index in sorted(found)
        ]


def _key(text: str) -> tuple[str, ...]:
    """A term as both languages' stems would meet it: plural and accents do not count."""
    return tuple(stem(stem(word, "fr"), "en") for word in words(text))


def _within(key: tuple[str, ...], asked: tuple[str, ...]) -> bool:
    return not key or any(asked[at : at + len(key)] == key for at in range(len(asked) - len(key) + 1))
