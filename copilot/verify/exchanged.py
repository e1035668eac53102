"""Who does what to whom: two things of a sentence that stand the other way round in what it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from copilot.text.normalise import flatten
from copilot.verify.alignment import Alignment
from copilot.verify.attach import Place
from copilot.verify.concepts import is_party, rivals
from copilot.verify.reading import Reading, Word

_PASSIVE = re.compile(
    r"(?:(?<!\w)\w+(?:e|ee|es|ees|i|is|ie|ies|u|us|ue|ues|it|its|ite|ites|ert|ed|en|ught|ld|un|ne) (?:par|by)|"
    r"(?<!\w)(?:von|durch|des|from|aupres d\w*|chez))(?!\w)"
)
"""What turns a sentence round without changing what it says: « Vaubert est racheté par Norvia »."""
_AGENT = re.compile(r"(?<!\w)(?:par|by)(?!\w)")
_LIST = re.compile(r"[\s,;/&+]*(?:(?:et|ou|and|or|und|puis|then)(?!\w)\s*)?(?:(?:l'|d')|(?:le|la|les|des?|du|the)\s+)?")
_LONGEST = 12
"""Words of the claim that are compared: a longer sentence has few words that stand once only."""


def exchanged(alignment: Alignment) -> Word | None:
    """A word that has changed places with another one, on the other side of a word that both sentences share."""
    claim = alignment.claim
    for place in alignment.places:
        quoted = place.reading
        if quoted.is_row or quoted.language != claim.language:
            continue
        pairs = _matched(claim, quoted)
        doer = _other_doer(claim, quoted, pairs)
        if doer is not None:
            return doer
        if _turned(claim) != _turned(quoted):
            continue
        for first, pivot, last in _triples(pairs):
            turned = first[1].start > pivot[1].start > last[1].start
            if turned and _tells_apart(first, last, claim.language) and not _listed(claim, first[0], pivot[0], last[0]):
                return first[0]
    return None


def beside_another(alignment: Alignment, only: Place | None = None) -> list[Word]:
    """Names right beside a word that has another name right beside it in the quotes: who does it, or to whom.

    Args:
        alignment: the claim and all that it is laid beside.
        only: the one sentence that is looked at; every one without it.
    """
    claim = alignment.claim
    found: list[Word] = []
    for place in alignment.places if only is None else [only]:
        quoted = place.reading
        if quoted.is_row or quoted.language != claim.language or _turned(claim) != _turned(quoted):
            continue
        rest = [other for other in alignment.places if other is not place]
        said = _in_order(quoted)
        for first, second in pairwise(_in_order(claim)):
            for name, word, step in ((first, second, -1), (second, first, 1)):
                if name.proper and not word.proper and not name.among(frozenset(word.keys)):
                    other = _beside(word, step, said, quoted)
                    told = any(word.among(p.reading.keys) and name.among(p.reading.keys) for p in rest)
                    if other is not None and not told and _is_another(name, other, claim, quoted):
                        found.append(name)
    return found


_ASIDE = re.compile(r"\([^()]{0,120}\)")
_BREAK = re.compile(r"[,;:.!?|]|(?<!\w)(?:et|and|ou|or|mais|but|que|that|qui|who|which)(?!\w)")


def _in_order(reading: Reading) -> list[Word]:
    """The words of a sentence in their order, without what stands in brackets."""
    inside = [match.span() for match in _ASIDE.finditer(flatten(reading.text)[1])]
    said = [word for word in reading.words if not any(start <= word.start < end for start, end in inside)]
    return sorted(said, key=lambda word: word.start)


def _beside(word: Word, step: int, said: Sequence[Word], quoted: Reading) -> Word | None:
    """The name right before or after a word that the quote has once; None when something else stands there."""
    at = [i for i, other in enumerate(said) if word.among(frozenset((*other.keys, other.head)))]
    if len(at) != 1 or not 0 <= at[0] + step < len(said):
        return None
    other = said[at[0] + step]
    first, last = sorted((other, said[at[0]]), key=lambda one: one.start)
    return other if other.proper and not _BREAK.search(quoted.text[first.end : last.start]) else None


def _is_another(name: Word, other: Word, claim: Reading, quoted: Reading) -> bool:
    """Whether two names are not parts of one name, nor items of one list."""
    if name.among(frozenset((*other.keys, other.head))) or (other.among(claim.keys) and _together(name, other, claim)):
        return False
    return not _together(name, other, quoted)


def _together(name: Word, other: Word, reading: Reading) -> bool:
    """Whether two names stand side by side in a sentence, as parts of a name or items of a list."""
    some = [w for w in reading.words if name.among(frozenset(w.keys))]
    others = [w for w in reading.words if other.among(frozenset(w.keys))]
    flat = flatten(reading.text)[1]
    for one in some:
        for two in others:
            first, last = sorted((one, two), key=lambda word: word.start)
            between = flat[first.end : last.start]
            if len(between) < 60 and (not between.strip(" -'’.") or _LIST.fullmatch(between)):
                return True
    return False


def _other_doer(claim: Reading, quoted: Reading, pairs: Sequence[tuple[Word, Word]]) -> Word | None:
    """A name that the claim makes do what the quote says was done by another: « rouvert par Sophie Pradel »."""
    for agent in _AGENT.finditer(flatten(quoted.text)[1]):
        done = next((pair for pair in pairs if 0 < agent.start() - pair[1].end <= 2), None)
        doers = [w for w in quoted.words if agent.end() <= w.start < agent.end() + 24 and w.proper]
        if done is None or not doers or _AGENT.match(flatten(claim.text)[1], done[0].end + 1):
            continue
        names = [pair for pair in pairs if pair[0].start < done[0].start and (pair[0].proper or pair[1].proper)]
        if names and not any(doer.among(frozenset(name.keys)) for doer in doers for name, _ in names):
            return names[-1][0]
    return None


def _turned(reading: Reading) -> bool:
    return bool(_PASSIVE.search(flatten(reading.text)[1]))


def _matched(claim: Reading, quoted: Reading) -> list[tuple[Word, Word]]:
    """The words that stand once in both, in the order of the claim."""
    found = []
    for word in sorted(claim.words, key=lambda word: word.start):
        there = [other for other in quoted.words if word.among(frozenset((*other.keys, other.head)))]
        again = [other for other in claim.words if other is not word and other.among(frozenset(word.keys))]
        if len(there) == 1 and not again:
            found.append((word, there[0]))
    return found[:_LONGEST]


def _triples(
    pairs: Sequence[tuple[Word, Word]],
) -> list[tuple[tuple[Word, Word], tuple[Word, Word], tuple[Word, Word]]]:
    """A thing, what is said, another thing: the pivot is no name."""
    return [
        (pairs[i], pairs[j], pairs[k])
        for i in range(len(pairs))
        for j in range(i + 1, len(pairs))
        if not pairs[j][1].proper
        for k in range(j + 1, len(pairs))
    ]


def _tells_apart(first: tuple[Word, Word], last: tuple[Word, Word], language: str) -> bool:
    """Whether both are names or parties, or words of which only one can hold."""
    kinds = rivals(first[0].keys, language) & rivals(last[0].keys, language)
    return bool(kinds) or all(a.proper or b.proper or is_party(a.keys, language) for a, b in (first, last))


def _listed(claim: Reading, *words: Word) -> bool:
    """Whether the words only stand in a list, whose order says nothing."""
    flat = flatten(claim.text)[1]
    ordered = sorted(words, key=lambda word: word.start)
    gaps = [flat[a.end : b.start] for a, b in pairwise(ordered)]
    return all(_LIST.fullmatch(gap) for gap in gaps)
