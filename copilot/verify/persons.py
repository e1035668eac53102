"""Whether a name of a statement stands with the words that the statement puts it with.

In the sentence nearest to the statement, the words next to the name must not be next to another name instead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from copilot.text.names import person_names
from copilot.text.normalise import flatten, fold
from copilot.verify.alignment import Alignment
from copilot.verify.attach import Evidence, Place
from copilot.verify.concepts import is_party, rivals
from copilot.verify.reading import Reading, Word
from copilot.verify.sources import Sources

_GOES_ON = re.compile(
    r"\W*(?:elles?|ils?|lui|eux|leurs?|sa|son|ses|she|he|her|his|they|their|it|its|sie|er|ihr\w*)(?!\w)"
)
_OF = re.compile(r"(?<!\w)(?:de (?:la )?|du |des |d['’]|of (?:the )?)$")
_PLACED = re.compile(r"(?<!\w)(?:[àÀ] |en |in |at |au |aux |near |près d(?:e |['’]))(?:la |l['’]|the )?$")
CLOSER = 2
"""How many words closer another name may stand."""
SPEAKS = 0.4
"""Share of the statement that the nearest sentence must have before words next to names are compared."""


def borrowed(alignment: Alignment) -> list[Word]:
    """Names beside words that the quotes say of somebody or something else only.

    A part of the claim that names one of the things that the quotes tell apart (persons, companies, sites, client and
    supplier) must not take more of its words from a sentence on another one than from those on its own.
    """
    claim = alignment.claim
    found = []
    for word in claim.words:
        if not _tells_apart(word, claim.language):
            continue
        own = [p for p in alignment.places if word.among(p.reading.keys)]
        others = [p for p in alignment.places if not word.among(p.reading.keys) and _about_another(p, claim, word)]
        if not own or not others:
            continue
        part = [w for w in claim.words if w.part == word.part and w is not word and not w.proper]
        there = max(sum(w.among(p.reading.keys) > 0 for w in part) for p in others)
        here = sum(any(w.among(p.reading.keys) for p in alignment.places if p not in others) for w in part)
        if there > here:
            found.append(word)
    return found


def _tells_apart(word: Word, language: str) -> bool:
    return word.proper or is_party(word.keys, language)


def _about_another(place: Place, claim: Reading, name: Word) -> bool:
    """Whether a sentence is about another name than this one, of the same sort; « elle » goes on about the last one."""
    if _GOES_ON.match(flatten(place.reading.text)[1]):
        return False
    beside = frozenset(key for w in claim.words if w.part == name.part for key in w.keys)
    return any(
        (other.proper if name.proper else is_party(other.keys, place.reading.language))
        and not other.among(frozenset(name.keys))
        and not other.among(beside)
        for other in place.reading.words
    )


def misplaced_names(claim: Reading, evidence: Evidence, nearest: Alignment) -> list[Word]:
    """Names that the notes have, but with other words."""
    found = []
    for word in claim.words:
        if word.proper and _next_to_another(word, claim, nearest):
            holding = sum(word.among(place.reading.keys) > 0 for place in evidence.places)
            if holding <= 1:  # a name that several sentences have may stand with these words in another
                found.append(word)
    return found


def replaced_names(claim: Reading, evidence: Evidence, nearest: Alignment) -> list[Word]:
    """Names that the nearest sentence has not, where it has another name beside the same word.

    « le boulevard Rossville » does not tell of a « boulevard Street », whatever else the notes call Street.
    """
    place = nearest.nearest
    if place is None or nearest.share(claim.words) < SPEAKS:
        return []
    said = sorted(place.reading.words, key=lambda word: word.start)
    order = sorted(claim.words, key=lambda word: word.start)
    found = []
    for here, name in enumerate(order):
        if not name.proper or name.among(place.reading.keys):
            continue
        for step in (-1, 1):
            if not 0 <= here + step < len(order):
                continue
            neighbour = order[here + step]
            taken = any(
                neighbour.among(frozenset((*word.keys, word.head))) and _other_name(said, at - step, claim)
                for at, word in enumerate(said)
            )
            if taken and not any(_beside(name, neighbour, p) for p in evidence.places):
                found.append(name)
                break
    return found


def _other_name(said: Sequence[Word], at: int, claim: Reading) -> bool:
    return 0 <= at < len(said) and said[at].proper and not said[at].among(claim.keys)


def _beside(name: Word, other: Word, place: Place) -> bool:
    """Whether a sentence has two words near each other."""
    said = sorted(place.reading.words, key=lambda word: word.start)
    some = [i for i, word in enumerate(said) if name.among(frozenset(word.keys))]
    others = [i for i, word in enumerate(said) if other.among(frozenset(word.keys))]
    return bool(some and others) and _distance(some, others) <= CLOSER


def mixed_names(claim: Reading, evidence: Evidence, sources: Sources) -> list[Word]:
    """Names of two words that the notes never write together, where one of the words is part of another name."""
    order = sorted(claim.words, key=lambda word: word.start)
    found = []
    for first, second in pairwise(order):
        between = claim.text[first.end : second.start]
        a, b = (fold(claim.text[w.start : w.end]) for w in (first, second))
        if between.strip(" \u00a0-") or not _is_name(first, claim, sources) or not _is_name(second, claim, sources):
            continue
        if a in sources.names or b in sources.names or not any(_in_another(first, second, p) for p in evidence.places):
            continue
        pair = rf"(?<!\w)(?:{re.escape(a)}|{re.escape(a[0])}\.?)\W{{1,3}}(?:\w+\W{{1,2}})?{re.escape(b)}(?!\w)"
        turned = rf"(?<!\w){re.escape(b)}\W{{1,3}}(?:{re.escape(a)}|{re.escape(a[0])}\.)"
        if not any(re.search(f"{pair}|{turned}", source.folded) for source in sources.all):
            found.append(second)
    return found


def _is_name(word: Word, claim: Reading, sources: Sources) -> bool:
    """Whether the notes always write it with a capital: « Olivet », but not "High" or "FC"."""
    text = claim.text[word.start : word.end]
    return text[:1].isupper() and not text.isupper() and fold(text) in sources.proper


def _in_another(first: Word, second: Word, place: Place) -> bool:
    """Whether a sentence has the first word before, or the second one after, another name."""
    said = sorted(place.reading.words, key=lambda word: word.start)
    for word, after in pairwise(said):
        text = place.reading.text
        if not after.proper or not text[word.start].isupper() or text[word.end : after.start].strip(" \u00a0-"):
            continue
        starts = first.among(frozenset(word.keys)) > 0 and not second.among(frozenset(after.keys))
        ends = second.among(frozenset(after.keys)) > 0 and not first.among(frozenset(word.keys))
        if starts or ends:
            return True
    return False


def _next_to_another(name: Word, claim: Reading, nearest: Alignment) -> bool:
    """Whether a word beside the name in the claim stands beside another name in the nearest sentence."""
    place = nearest.nearest
    if place is None or nearest.share(claim.words) < SPEAKS:
        return False
    said = sorted(place.reading.words, key=lambda word: word.start)
    at = [i for i, word in enumerate(said) if name.among(frozenset(word.keys))]
    order = sorted(claim.words, key=lambda word: word.start)
    here = order.index(name)
    for neighbour in (order[here - 1] if here else None, order[here + 1] if here + 1 < len(order) else None):
        if neighbour is None:
            continue
        there = [i for i, word in enumerate(said) if neighbour.among(frozenset((*word.keys, word.head)))]
        others = _rival_names(place.reading, said, claim, name, there)
        if at and there and _distance(at, there) > _distance(others, there) + CLOSER:
            return True
    return False


def _rival_names(reading: Reading, said: Sequence[Word], claim: Reading, name: Word, there: Sequence[int]) -> list[int]:
    """Where names stand that the claim leaves out and that could have its name's part in the sentence.

    In « héritier de Weyer et fondateur » the founder is not Weyer; in « un accident à Culpeper » nobody is Culpeper.
    """
    placed = _PLACED.search(claim.text, 0, name.start) is not None
    found = []
    for at, word in enumerate(said):
        if not word.proper or word.among(claim.keys) or at in there:
            continue
        owns = at + 1 in there and _OF.search(reading.text, 0, word.start)
        if not owns and (placed or not _PLACED.search(reading.text, 0, word.start)):
            found.append(at)
    return found


def _distance(some: Sequence[int], others: Sequence[int]) -> int:
    return min((abs(a - b) for a in some for b in others), default=99)


def other_function(claim: Reading, evidence: Evidence) -> list[tuple[Word, str]]:
    """A function that the claim gives a person (procurement) beside the one that the person's own row has (actuary)."""
    found = []
    for start, end, _ in person_names(claim.text):
        name = [word for word in claim.words if start <= word.start < end]
        own = [p.reading for p in evidence.places if name and all(w.among(p.reading.keys) for w in name)]
        rows = [reading for reading in own if reading.is_row]
        for word in claim.words:
            groups = rivals(word.keys, claim.language)
            if word.proper or not groups or any(word.among(reading.keys) for reading in own):
                continue
            others = (r.text[o.start : o.end] for r in rows for o in r.words if groups & rivals(o.keys, r.language))
            other = next(others, None)
            if other is not None:
                found.append((word, other))
    return found
