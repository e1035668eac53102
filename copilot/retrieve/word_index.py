"""The keyword leg: BM25 over the passages of one account, in the language of each, forgiving slips of the keyboard."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from copilot.retrieve.keyword import Named, stem, tokens, words

Scores = NDArray[np.float32]
_Places = NDArray[np.int64]

_K1, _B = 0.6, 0.4
"""Notes are short and repeat little: a second mention and a long passage count less than BM25 supposes."""
_OTHER_NAME = 0.5
_LIKE_IT = 0.8
"""What a word written like the one asked counts, when no note has that one itself."""
_LIKENESS = 80.0
_SHORTEST = 5
_ALIKE = 2


_NOWHERE = np.zeros(0, np.int64)


@dataclass(frozen=True)
class Words:
    """What the words of a query say of each passage."""

    scores: Scores
    """BM25."""
    coverage: Scores
    """Share of the query's words that the passage holds, rare ones counting more."""
    known: Scores
    """Share of the query's words that passages in its language hold at all: little when the query is in another."""


@dataclass(frozen=True)
class _Word:
    """A word of a query: where it stands, and how surely it is the word."""

    tokens: Sequence[str]
    places: _Places
    trust: float


class KeywordIndex:
    """BM25 over the passages of one account."""

    def __init__(self, passages: Sequence[tuple[str, str]]) -> None:
        import bm25s

        logging.getLogger("bm25s").setLevel(logging.WARNING)  # it tells of every index by itself

        bags = [tokens(text, language) for text, language in passages]
        self.size = len(bags)
        self._names = sorted({language for _, language in passages} | {"fr", "en"})
        codes = {language: code for code, language in enumerate(self._names)}
        self._codes = np.array([codes[language] for _, language in passages], np.int64)
        self._sizes = np.bincount(self._codes, minlength=len(codes)).astype(np.float64)
        places: dict[str, list[int]] = {}
        for place, bag in enumerate(bags):
            for token in dict.fromkeys(bag):
                places.setdefault(token, []).append(place)
        self._places = {token: np.array(found, np.int64) for token, found in places.items()}
        self._by_letter: dict[str, list[str]] = {}
        for token in self._places:
            if not token[0].isdigit() and len(token) >= _SHORTEST - 1:
                self._by_letter.setdefault(token[0], []).append(token)
        self._bm25 = bm25s.BM25(k1=_K1, b=_B)
        if self._places:
            self._bm25.index(bags, show_progress=False)

    def speaks(self, language: str) -> NDArray[np.bool_]:
        """Which passages are in that language."""
        return np.array([name == language for name in self._names], np.bool_)[self._codes]

    def match(self, query: str, named: Sequence[Named] = ()) -> Words:
        """What the query's words, and the other names of the terms it names, say of each passage."""
        asked = {word: self._find(word) for word in dict.fromkeys(words(query))}
        scores = self._score(list(asked.values()))
        elsewhere: dict[str, _Places] = {}
        for term in named:
            scores += _OTHER_NAME * self._best_name(term.others)
            places = self._union_of([self._whole(name) for name in term.others])
            elsewhere.update(dict.fromkeys(term.words, places))
        return Words(scores, self._coverage(asked, elsewhere), self._known(asked, elsewhere)[self._codes])

    def scores(self, query: str, named: Sequence[Named] = ()) -> Scores:
        """BM25 of every passage; the other names of a term count half."""
        return self.match(query, named).scores

    def coverage(self, query: str, named: Sequence[Named] = ()) -> Scores:
        """Per passage, the share of the query's words that it holds, rare words counting more."""
        return self.match(query, named).coverage

    def _find(self, word: str) -> _Word:
        """Where the word stands in any of its forms; where none does, the words written most like it."""
        if word[0].isdigit():
            return _Word((word,), self._union((word,)), 1.0)
        forms = sorted({stem(word, language) for language in self._names})
        known = [form for form in forms if form in self._places]
        if known or len(word) < _SHORTEST:
            return _Word(known, self._union(known), 1.0)
        alike = self._alike(forms)
        return _Word(alike, self._union(alike), _LIKE_IT)

    def _alike(self, forms: Sequence[str]) -> list[str]:
        from rapidfuzz import fuzz, process

        found: dict[str, float] = {}
        for form in forms:
            pool = self._by_letter.get(form[0], ())
            for token, likeness, _ in process.extract(
                form, pool, scorer=fuzz.ratio, score_cutoff=_LIKENESS, limit=_ALIKE
            ):
                found[token] = max(found.get(token, 0.0), likeness)
        return sorted(found, key=lambda token: (-found[token], token))[:_ALIKE]

    def _score(self, asked: Sequence[_Word]) -> Scores:
        total = self._bm25_of([token for word in asked if word.trust == 1.0 for token in word.tokens])
        for word in asked:
            if word.trust < 1.0 and word.tokens:
                total += word.trust * np.max([self._bm25_of([token]) for token in word.tokens], axis=0)
        return total

    def _best_name(self, names: Sequence[str]) -> Scores:
        """The best of a term's other names for each passage; one of several words counts whole when all are there."""
        best = np.zeros(self.size, np.float32)
        for name in names:
            best = np.maximum(best, self._bm25_of(self._variants(name)) / max(1, len(words(name))))
        return best

    def _whole(self, name: str) -> _Places:
        """The passages that hold every word of that name."""
        found = [self._union(stem(word, language) for language in self._names) for word in words(name)]
        return reduce(np.intersect1d, found) if found else _NOWHERE

    def _coverage(self, asked: Mapping[str, _Word], elsewhere: Mapping[str, _Places]) -> Scores:
        covered = np.zeros(self.size, np.float32)
        total = 0.0
        for text, word in asked.items():
            weight = float(np.log1p(self.size / (1 + len(word.places))))
            total += weight
            held = np.zeros(self.size, np.float32)
            held[elsewhere.get(text, _NOWHERE)] = _LIKE_IT
            held[word.places] = word.trust
            covered += weight * held
        return np.asarray(covered / total, np.float32) if total else covered

    def _known(self, asked: Mapping[str, _Word], elsewhere: Mapping[str, _Places]) -> Scores:
        """Per language, the share of the query's words that its passages hold, by themselves or by another name."""
        held = np.zeros(len(self._names))
        total = np.zeros(len(self._names))
        for text, word in asked.items():
            count = self._count(word.places)
            weight = np.log1p((self._sizes - count + 0.5) / (count + 0.5))
            total += weight
            other = self._count(elsewhere[text]) if text in elsewhere else np.zeros_like(count)
            # A word that only looks like it is no sign that the language knows it.
            itself = (count > 0) & (word.trust == 1.0)
            held += weight * np.where(itself, 1.0, np.where(other > 0, _LIKE_IT, 0.0))
        return np.divide(held, total, out=np.zeros_like(held), where=total > 0).astype(np.float32)

    def _count(self, places: _Places) -> NDArray[np.float64]:
        return np.bincount(self._codes[places], minlength=len(self._names)).astype(np.float64)

    def _variants(self, text: str) -> list[str]:
        """The tokens that the text may have in the languages of the passages."""
        return sorted({token for language in self._names for token in tokens(text, language)})

    def _union(self, found: Iterable[str]) -> _Places:
        return self._union_of([self._places[token] for token in dict.fromkeys(found) if token in self._places])

    @staticmethod
    def _union_of(places: Sequence[_Places]) -> _Places:
        if len(places) == 1:
            return places[0]
        return np.unique(np.concatenate(places)) if places else _NOWHERE

    def _bm25_of(self, asked: Sequence[str]) -> Scores:
        known = [token for token in asked if token in self._places]
        if not known:
            return np.zeros(self.size, np.float32)
        return np.asarray(self._bm25.get_scores(known), np.float32)
