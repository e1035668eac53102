"""Whether a sentence says yes where its quotes say yes: what each negation bears on, word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from copilot.text.normalise import flatten
from copilot.text.same import same_value
from copilot.verify.alignment import Alignment
from copilot.verify.attach import Place
from copilot.verify.reading import Reading

_NOT_NEGATION = re.compile(
    r"(?<!\w)n[e'] ?(?:(?!pas |jamais |plus |aucun|rien )[^.;,]){0,30}? que?(?!\w)|(?<!\w)(?:n'hesit\w* pas|"
    r"ne manqu\w* "
    r"pas|sans doute|pas mal|not only|no doubt|pas (?:que|seulement)|non seulement|sans compter|n'est-ce pas|"
    r"no\.? ?\d|why not|pourquoi pas|no later than)"
)
_NE = re.compile(
    r"(?<!\w)(?:ne |n')(?P<inside>[^.;:!?]{0,40}?)(?<!\w)(?P<mark>pas|jamais|plus|rien|personne|guere|aucune?)(?!\w)"
)
_BEFORE_NOUN = re.compile(
    r"(?<!\w)(?:aucune?s?|sans|ni|non|pas(?: d'| de)?|jamais|not|never|no|without|neither|nor|cannot|nobody|"
    r"nothing|none|"
    r"rien|(?<!un )peu(?! a peu)|a peine|hardly|barely|scarcely|rather than|instead of|au lieu de|plutot que|"
    r"et non|kein\w{0,2}|nicht|nie|ohne)(?!\w)"
    r"(?! (?:ca|cela|ceci|lui|elle|eux|it|that|this|them|him|her)(?!\w))|n't(?!\w)"
)
_SUBJECT = re.compile(r"(?<!\w)(?:personne|rien|nul|aucune? \w+) n(?:e |')")
"""« Personne ne connaît le coût »: the negation comes first."""
_SHRINKS = re.compile(
    r"(?<!\w)(?:refus\w*|hesit\w*|failli\w*|renonc\w*|evit\w*|fail(?:s|ed)?|declin\w*|unable|impossible|incapable\w*) "
    r"(?:de |d'|a |to )?"
)
"""What takes an infinitive back: « refuse de signer », "failed to sign"."""
_END = re.compile(r"[.;:!?,()\n|]|(?<!\w)(?:mais|but|et|and|ou|or|que|qui|that|which|car|because|si|if)(?!\w)")
_LEXICAL = re.compile(
    r"(?<!\w)(?:refus\w*|rejet\w*|impossib\w*|absence|absent\w*|manqu\w*|echou\w*|exclu\w*|interdi\w*|fail\w*|unable|"
    r"lack\w*|reject\w*|declin\w*|missing|refut\w*|evit\w*|avoid\w*|abandonn\w*|renonc\w*|inconnu\w*|unknown|"
    r"zero|perdu\w*|"
    r"lost|denied|deny|prohibit\w*|no longer|gel\b|gele\w*|suspend\w*|annul\w*|cancel\w*|stop\w*|arret\w*|contest\w*|"
    r"hors|vide|faux|empty|wrong|rien|ecart\w*|keeps?|kept|maintien\w*|oppos\w*|ramen\w*|plancher|minimum|floor|"
    r"au lieu|instead|rather|plutot|faute|seul\w*|"
    r"only|remplac\w*|replac\w*|ignor\w*|exclu\w*|limit\w*|plafon\w*|cap|capped)(?!\w)|\?"
)


@dataclass(frozen=True)
class Denial:
    """What the negations of a sentence bear on: words and values by index, and how many negations there are."""

    words: frozenset[int]
    values: frozenset[int]
    count: int


_NONE = Denial(frozenset(), frozenset(), 0)


@lru_cache(maxsize=8192)
def denial(reading: Reading) -> Denial:
    """The negations of a sentence: each bears on the word inside « ne … pas », or on what comes next."""
    _, flat, offsets = flatten(reading.text)
    if offsets is not None:
        return _NONE
    flat = _NOT_NEGATION.sub(lambda m: " " * len(m.group()), flat)
    words: set[int] = set()
    values: set[int] = set()
    count = 0
    done = bytearray(len(flat) + 1)
    spans: list[tuple[int, int]] = []
    for match in _NE.finditer(flat):
        done[match.start() : match.end()] = b"\1" * (match.end() - match.start())
        count += 1
        inside = _between(reading, match.start("inside"), match.end("inside"))
        words.update(inside)
        if not inside:
            spans.append((match.end(), _reach(flat, match.end())))
    for match in _SUBJECT.finditer(flat):
        done[match.start() : match.end()] = b"\1" * (match.end() - match.start())
        count += 1
        spans.append((match.end(), _reach(flat, match.end())))
    for match in _BEFORE_NOUN.finditer(flat):
        if not done[match.start()]:
            count += 1
            spans.append((match.end(), _reach(flat, match.end())))
    for start, end in spans:
        following = _between(reading, start, end)[:1]
        valued = [i for i, v in enumerate(reading.values) if start <= v.quantity.start < end][:1]
        if valued and (not following or reading.values[valued[0]].quantity.start < reading.words[following[0]].start):
            values.update(valued)
        else:
            words.update(following)
    return Denial(frozenset(words), frozenset(values), count)


def _between(reading: Reading, start: int, end: int) -> list[int]:
    return [i for i, word in enumerate(reading.words) if start <= word.start < end]


def _reach(flat: str, start: int) -> int:
    stop = _END.search(flat, start)
    return min(stop.start() if stop else len(flat), start + 60)


def turned_negation(alignment: Alignment) -> Literal["negation_lost", "negation_added"] | None:
    """Whether a word or a value is denied on one side only."""
    claim = alignment.claim
    ours = denial(claim)
    theirs = [denial(place.reading) for place in alignment.places]
    own = {k for i in ours.words for k in claim.words[i].keys}
    denied_parts = {claim.words[i].part for i in ours.words} | {claim.values[i].part for i in ours.values}
    positive = {
        k for i, w in enumerate(claim.words) if i not in ours.words and w.part not in denied_parts for k in w.keys
    } - own
    said_denied: set[str] = set()
    said: set[str] = set()
    for place, marks in zip(alignment.places, theirs, strict=True):
        for index, word in enumerate(place.reading.words):
            (said_denied if index in marks.words else said).update(word.keys)
    if _taken_back(alignment) and not ours.count:
        return "negation_lost"
    lexical = bool(_LEXICAL.search(flatten(claim.text)[1]))
    if not lexical and (said_denied - said - own) & positive:
        return "negation_lost"
    if own & (said - said_denied) or _denied_value(claim, ours, alignment.places, theirs):
        return "negation_added"
    quoted = " ".join(flatten(place.reading.text)[1] for place in alignment.places)
    if ours.count > sum(marks.count for marks in theirs) and alignment.same_language and not _LEXICAL.search(quoted):
        return "negation_added" if any(w.among(alignment.keys) for w in claim.words) or claim.values else None
    return "negation_lost" if not lexical and not ours.count and _whole_denied(alignment) else None


def _taken_back(alignment: Alignment) -> bool:
    """Whether the claim states what a quote refuses, fails or hesitates to do."""
    if _LEXICAL.search(flatten(alignment.claim.text)[1]):
        return False
    keys = alignment.claim.keys
    for place in alignment.places:
        flat = _NOT_NEGATION.sub(lambda m: " " * len(m.group()), flatten(place.reading.text)[1])
        for match in _SHRINKS.finditer(flat):
            following = _between(place.reading, match.end(), match.end() + 16)[:1]
            if following and place.reading.words[following[0]].among(keys):
                return True
    return False


def _denied_value(claim: Reading, ours: Denial, places: Sequence[Place], theirs: Sequence[Denial]) -> bool:
    """Whether a value that the claim denies is stated, or one that it states is denied, in every place it stands."""
    for index, value in enumerate(claim.values):
        stands = [
            position in marks.values
            for place, marks in zip(places, theirs, strict=True)
            for position, other in enumerate(place.reading.values)
            if same_value(value.quantity, other.quantity)
        ]
        if stands and all(denied != (index in ours.values) for denied in stands):
            return True
    return False


def _whole_denied(alignment: Alignment) -> bool:
    """Whether the claim has nearly all of a sentence with a negation, and not the negation."""
    place = alignment.nearest
    if place is None or not denial(place.reading).count or place.reading.is_row:
        return False
    marks = denial(place.reading)
    if marks.values and not marks.words:
        return False  # « 12 jours, pas 8 » denies the other value only
    words = place.reading.words
    return len(words) >= 2 and sum(w.among(alignment.claim.keys) for w in words) >= 0.8 * len(words)
