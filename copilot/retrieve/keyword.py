"""The keyword leg: BM25 over words without accents, cut to their stem in the language of each passage."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from copilot.resources import resource
from copilot.text.normalise import fold

Scores = NDArray[np.float32]

_NUMBER = r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?|\d+(?:[.,:/]\d+)*"
_TOKEN = re.compile(rf"(?<!\d)(?:{_NUMBER})(?: ?%)?|[^\W\d_]+(?:\d+)?")
_ACRONYM = re.compile(r"(?<!\w)[A-Z]{2,5}(?!\w)")
"""« CA » is a term, « ça » is not."""
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:\.\d{3})+,\d+")
_THOUSANDS = re.compile(r"\d{1,3}(?:[ .,]\d{3})+")
_STEMMERS = {"fr": "french", "en": "english", "de": "german", "es": "spanish", "it": "italian", "nl": "dutch"}


@cache
def _stop_words() -> frozenset[str]:
    lists = yaml.safe_load((resource("knowledge") / "lexicon" / "stopwords.yaml").read_text("utf-8"))
    return frozenset(word for text in lists.values() for word in text.split())


@cache
def _stemmer(language: str) -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer(_STEMMERS[language])


_stem_lock = threading.Lock()


@cache
def _stem(word: str, language: str) -> str:
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
    return [word if word[0].isdigit() else _stem(word, language) for word in words(text)]


def _number(text: str) -> str:
    text, percent = (text[:-1].strip(), "%") if text.endswith("%") else (text, "")
    if _THOUSANDS.fullmatch(text):
        text = re.sub(r"[ .,]", "", text)
    elif _GROUPED.fullmatch(text):
        text = text.replace(text[text.index(text.translate({ord(d): None for d in "0123456789"})[0])], "")
    return text.replace(" ", "").replace(",", ".") + percent


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
        path = resource("knowledge") / "glossary.yaml"
        entries = yaml.safe_load(path.read_text("utf-8"))["terms"]
        return cls([[*entry["fr"], *entry["en"]] for entry in entries])

    def expand(self, query: str) -> list[str]:
        """The other names of what the query names."""
        asked = _key(query)
        found = {
            index
            for key, index in self._terms
            if any(asked[at : at + len(key)] == key for at in range(len(asked) - len(key) + 1))
        }
        return [term for index in sorted(found) for term in self._groups[index] if not _within(_key(term), asked)]


def _key(text: str) -> tuple[str, ...]:
    """A term as both languages' stems would meet it: plural and accents do not count."""
    return tuple(_stem(_stem(word, "fr"), "en") for word in words(text))


def _within(key: tuple[str, ...], asked: tuple[str, ...]) -> bool:
    return not key or any(asked[at : at + len(key)] == key for at in range(len(asked) - len(key) + 1))


class KeywordIndex:
    """BM25 over the passages of one account."""

    EXPANSION_WEIGHT = 0.5

    def __init__(self, passages: Sequence[tuple[str, str]]) -> None:
        import bm25s

        bags = [tokens(text, language) for text, language in passages]
        self.size = len(bags)
        self._languages = sorted({language for _, language in passages} | {"fr", "en"})
        self._frequency: dict[str, int] = {}
        for bag in bags:
            for token in set(bag):
                self._frequency[token] = self._frequency.get(token, 0) + 1
        self._bm25 = bm25s.BM25(k1=1.2, b=0.75)
        self._ready = bool(self._frequency)
        if self._ready:
            self._bm25.index(bags, show_progress=False)
        self._sets = [frozenset(bag) for bag in bags]

    def scores(self, query: str, expansion: Sequence[str] = ()) -> Scores:
        """BM25 of every passage; the other names of a term count half."""
        total = self._score(self.variants(query))
        other = np.zeros_like(total)
        for term in expansion:
            asked = self.variants(term)
            other = np.maximum(other, self._score(asked) / max(1, len(words(term))))
        return np.asarray(total + self.EXPANSION_WEIGHT * other, np.float32)

    def variants(self, text: str) -> list[str]:
        """The tokens that the text may have in the languages of the passages."""
        found = {token for language in self._languages for token in tokens(text, language)}
        return sorted(found)

    def coverage(self, query: str, expansion: Sequence[str] = ()) -> Scores:
        """Per passage, the share of the query's words that it holds, rare words counting more."""
        covered = np.zeros(self.size, np.float32)
        other = {token for term in expansion for token in self.variants(term)}
        total = 0.0
        for word in dict.fromkeys(words(query)):
            forms = {word} if word[0].isdigit() else {_stem(word, language) for language in self._languages} | {word}
            weight = float(np.log1p(self.size / (1 + max((self._frequency.get(form, 0) for form in forms), default=0))))
            total += weight
            for position, held in enumerate(self._sets):
                if not forms.isdisjoint(held):
                    covered[position] += weight
        if other:
            for position, held in enumerate(self._sets):
                if not other.isdisjoint(held):
                    covered[position] += 0.25 * total
        return np.minimum(covered / total, 1.0) if total else covered

    def _score(self, asked: list[str]) -> Scores:
        known = [token for token in asked if token in self._frequency]
        if not known or not self._ready:
            return np.zeros(self.size, np.float32)
        return np.asarray(self._bm25.get_scores(known), np.float32)
