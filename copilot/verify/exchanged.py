"""Who does what to whom: two things of a sentence that stand the other way round in what it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from copilot.text.normalise import flatten
from copilot.verify.alignment import Alignment
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
