"""What a clause is about, in a form that two notes can be compared by: measures, names, series, periods, qualifiers."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol, TypeVar, cast

from copilot.facts import lexicon
from copilot.facts.statements import Statement
from copilot.facts.terms import terms
from copilot.schemas.facts import Quantity
from copilot.text.normalise import fold

_CAPITALISED = re.compile(r"(?<![\w-])[A-ZÀ-Þ][\w-]+")
_INNER = re.compile(r"(?<=[\w,;'’(] )[A-ZÀ-Þ][\w-]+|(?<=[\w]['’(])[A-ZÀ-Þ][\w-]+")
_LOWER = re.compile(r"(?<![\w-])[a-zà-ÿ][\w-]*")
_SERIES = re.compile(r"([a-z]{3,})\s*(?:n[°o]?\.?\s*)?(\d{1,2})(?!\d|[.,/]\d|\s*%|\s*[€$£k])(?=\W|$)")
_MONTHS = (
    "janvier january januar|fevrier february februar|mars march marz|avril april|mai may|juin june juni"
    "|juillet july juli|aout august|septembre september|octobre october oktober|novembre november"
    "|decembre december dezember"
)
_MONTH = {name: number for number, names in enumerate(_MONTHS.split("|"), 1) for name in names.split()}
_MONTH_WORD = re.compile(r"\b(" + "|".join(sorted(_MONTH, key=len, reverse=True)) + r")\b")
_PARTY = re.compile(
    r"\b(?:(notre|nos|nous|our|ours|we|unser\w*|wir|chez nous)|(leurs?|their|theirs|they|ihr\w*|chez eux))\b"
)
_EMPTY = frozenset(
    (
        "total tot mont montant level nivea chiffr figur valeu value donn eleve atteint reach stand amount annee year"
        " mois month jour day semain week trimestr quarter fin end debut start aujourd today site usin plant"
        " prevoi prevu provid plan reel actual realis constat mesur measur compt count releve verifi check audit"
        " client custom kund dit say said show indiqu affich report record relev rapport selon there"
        " mme mlle monsieur madame tien meet place lieu held hold heur hour euro present point reunion meeting note"
    ).split()
)


@dataclass(frozen=True)
class Subject:
    """What a clause is about; two subjects are the same when nothing tells them apart."""

    terms: frozenset[str]
    names: frozenset[str]
    series: frozenset[str]
    periods: frozenset[str]
    traits: frozenset[str]
    party: str
    language: str

    @property
    def words(self) -> frozenset[str]:
        """Terms and names together."""
        return self.terms | self.names


@cache
def _lists() -> dict[str, object]:
    return lexicon.load("attributes")


def _whole(stems: list[str]) -> re.Pattern[str]:
    """Whole words that begin with one of the stems."""
    return re.compile(lexicon.pattern(stems).pattern + r"\w*")


@cache
def _measures() -> tuple[tuple[str, re.Pattern[str]], ...]:
    raw = cast("dict[str, list[str]]", _lists()["measures"])
    return tuple((name, _whole(stems)) for name, stems in raw.items())


@cache
def _traits() -> tuple[tuple[str, re.Pattern[str]], ...]:
    raw = cast("dict[str, list[str]]", _lists()["traits"])
    return tuple((name, _whole(stems)) for name, stems in raw.items())


@cache
def specific() -> frozenset[str]:
    """Measures that can be compared without another word."""
    return frozenset(f"={name}" for name in cast("list[str]", _lists()["specific"]))


@cache
def cue(name: str) -> re.Pattern[str]:
    """The pattern of one flat list of attributes.yaml."""
    return lexicon.pattern(cast("list[str]", _lists()[name]))


def traits_of(folded: str) -> frozenset[str]:
    """The qualifiers that stand in folded text: target, estimate, gross…"""
    return frozenset(_taken(_traits(), folded)[0])


def measures_of(folded: str) -> frozenset[str]:
    """What is measured, of the words of folded text: service level, revenue, headcount…"""
    return frozenset(_taken(_measures(), folded)[0])


class Vocabulary:
    """Which words of an account are names: capitalised inside a sentence, and never written in lower case."""

    def __init__(self, statements: Sequence[Statement], known: Sequence[str]) -> None:
        common = {fold(w) for s in statements for w in _LOWER.findall(s.text)}
        self._names = {fold(w) for s in statements for w in _INNER.findall(s.text)} - common
        self._shared = {w for name in known for w in re.findall(r"\w{3,}", fold(name))}

    def names(self, text: str) -> frozenset[str]:
        """The names in a text, but those that the whole account is about."""
        found = {fold(w) for w in _CAPITALISED.findall(text)}
        return frozenset(
            w for w in found if len(w) > 1 and w in self._names and w not in self._shared and w not in _MONTH
            and not _is_measure(w) and terms(w) and not terms(w) <= _EMPTY
        )  # fmt: skip

    def subject(
        self, text: str, language: str, cut: Sequence[Quantity] = (), extra: str = "", plain: str | None = None
    ) -> Subject:
        """What a clause is about.

        Args:
            text: the clause as it stands; names are read from it.
            language: of the note.
            cut: figures in it, which are no words.
            extra: folded words said beside it, such as the noun that is counted.
            plain: the folded clause when some of its words do not count.
        """
        bare = list(text)
        for q in cut:
            bare[q.start : q.end] = " " * (q.end - q.start)
        shown = "".join(bare)
        folded = f"{fold(shown) if plain is None else plain} {extra}".strip()
        names = self.names(shown)
        found, rest = _taken(_measures(), folded)
        traits, rest = _taken(_traits(), rest)
        rest = _MONTH_WORD.sub(" ", " ".join(w for w in rest.split() if w.strip(".,;:()'") not in names | self._shared))
        rest = " ".join(w for w in re.split(r"[\s'-]+", rest) if w not in names and w not in self._shared)
        party = _PARTY.search(folded)
        return Subject(
            terms=frozenset(f"={name}" for name in found) | (terms(rest, language) - _EMPTY),
            names=names,
            series=frozenset(f"{word[:5]}{number}" for word, number in _SERIES.findall(folded) if word not in _MONTH),
            periods=frozenset(f"--{_MONTH[m]:02d}" for m in _MONTH_WORD.findall(folded)),
            traits=frozenset(traits),
            party=("us" if party[1] else "them") if party else "",
            language=language,
        )


@cache
def _is_measure(word: str) -> bool:
    return any(pattern.search(word) for _, pattern in _measures())


def _taken(lists: tuple[tuple[str, re.Pattern[str]], ...], folded: str) -> tuple[set[str], str]:
    """The lists of which words stand in a text, and the text without those words."""
    found = set()
    for name, pattern in lists:
        shorter = pattern.sub(" ", folded)
        if shorter != folded:
            found.add(name)
            folded = shorter
    return found, folded


def same_subject(a: Subject, b: Subject, least: float = 0.6, shared_at_least: int = 2) -> bool:
    """Whether nothing tells two subjects apart and enough of their words (`shared_at_least` at least) are shared."""
    if a.names != b.names or a.series != b.series or a.periods != b.periods:
        return False
    if {a.party, b.party} == {"us", "them"}:
        return False
    return _close(a, b, least, shared_at_least)


def _close(a: Subject, b: Subject, least: float, shared_at_least: int) -> bool:
    """Whether the words are nearly the same: what one has more than the other, the other may not have in its turn."""
    mine, theirs = a.terms, b.terms
    if a.language != b.language:
        mine, theirs = _short(mine), _short(theirs)
    shared, only_a, only_b = mine & theirs, mine - theirs, theirs - mine
    every = len(shared) + len(a.names) + len(only_a) + len(only_b)
    alike = (len(shared) + len(a.names)) / every if every else 0.0
    if only_a and only_b and a.language == b.language and not (len(shared) >= 4 and alike >= 0.75):
        return False
    enough = len(shared) + len(a.names) >= shared_at_least or (
        bool(shared) and not only_a and not only_b and shared <= specific()
    )
    return enough and alike >= least


def _short(found: frozenset[str]) -> frozenset[str]:
    return frozenset(t if t.startswith("=") else t[:5] for t in found)


class HasSubject(Protocol):
    """Something with a subject."""

    @property
    def subject(self) -> Subject:
        """What it is about."""


T = TypeVar("T", bound=HasSubject)


def candidates(items: Sequence[T], least: float) -> Iterator[tuple[T, T]]:
    """Pairs of one scope (names, series, periods, qualifiers) that can share that part of their words.

    Within a scope each item is filed under its rarest words only: two sets that share at least that part have one of
    those in common, so that frequent words, which would pair everything with everything, are never looked up.
    """
    scopes: dict[tuple[frozenset[str], ...], list[T]] = {}
    for item in items:
        about = item.subject
        scopes.setdefault((about.names, about.series, about.periods, about.traits), []).append(item)
    for scope in scopes.values():
        if len(scope) > 1:
            yield from _pairs(scope, least)


def _pairs(items: Sequence[T], least: float) -> Iterator[tuple[T, T]]:
    keys = [_short(i.subject.terms) | frozenset(f"@{n}" for n in i.subject.names) for i in items]
    counts = Counter(k for found in keys for k in found)
    filed: dict[str, list[int]] = {}
    for at, found in enumerate(keys):
        ordered = sorted(found, key=lambda k: (counts[k], k))
        kept = ordered[: len(ordered) - max(1, math.ceil(least * len(ordered))) + 1]
        seen: set[int] = set()
        for key in kept:
            seen.update(filed.get(key, ()))
            filed.setdefault(key, []).append(at)
        for other in sorted(seen):
            yield items[other], items[at]
