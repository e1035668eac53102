"""Whether a sentence says yes where its quotes say yes: negations word by word, and words that mean the opposite."""

from __future__ import annotations

import re
from functools import lru_cache

from copilot.text.normalise import flatten
from copilot.verify.alignment import Alignment
from copilot.verify.concepts import sides
from copilot.verify.reading import Reading, Word

_NOT_NEGATION = re.compile(
    r"(?<!\w)n[e'] ?(?:(?!pas |jamais |plus |aucun|rien )[^.;,]){0,30}? que?(?!\w)|(?<!\w)(?:n'hesit\w* pas|ne manqu\w* "
    r"pas|sans doute|pas mal|not only|no doubt|pas (?:que|seulement)|non seulement|sans compter|n'est-ce pas|"
    r"no\.? ?\d|why not|pourquoi pas|no later than)"
)
_NE = re.compile(r"(?<!\w)(?:ne |n')(?P<inside>[^.;:!?]{0,40}?)(?<!\w)(?P<mark>pas|jamais|plus|rien|personne|guere|aucune?)(?!\w)")
_BEFORE_NOUN = re.compile(
    r"(?<!\w)(?:aucune?s?|sans|ni|non|pas(?: d'| de)?|jamais|not|never|no|without|neither|nor|cannot|nobody|nothing|none|"
    r"kein\w{0,2}|nicht|nie|ohne)(?!\w)|n't(?!\w)"
)
_END = re.compile(r"[.;:!?,()\n|]|(?<!\w)(?:mais|but|et|and|ou|or|que|qui|that|which|car|because|si|if)(?!\w)")
_LEXICAL = re.compile(
    r"(?<!\w)(?:refus\w*|rejet\w*|impossib\w*|absence|absent\w*|manqu\w*|echou\w*|exclu\w*|interdi\w*|fail\w*|unable|"
    r"lack\w*|reject\w*|declin\w*|missing|refut\w*|evit\w*|avoid\w*|abandonn\w*|renonc\w*|inconnu\w*|unknown|zero|perdu\w*|"
    r"lost|denied|deny|prohibit\w*|no longer|gel\b|gele\w*|suspend\w*|annul\w*|cancel\w*|stop\w*|arret\w*|contest\w*|"
    r"hors|vide|faux|empty|wrong|rien|oppos\w*)(?!\w)"
)
_SMALL_PAIRS = (
    (("avant", "before", "prior to", "vor"), ("apres", "after", "nach")),
    (("up", "plus haut", "au-dessus", "above", "over"), ("down", "plus bas", "au-dessous", "en dessous", "below", "under")),
    (("plus de", "plus d'", "more than", "more", "au moins", "at least", "mehr"),
     ("moins de", "moins d'", "less than", "fewer", "less", "au plus", "at most", "weniger")),
    (("avec", "with", "mit"), ("sans", "without", "ohne")),
    (("pour", "for", "in favour of"), ("contre", "against")),
    (("depuis", "since", "from"), ("jusqu'a", "until", "till")),
)  # fmt: skip
_SMALL_SIDES = {
    word: (1000 + pair, side) for pair, both in enumerate(_SMALL_PAIRS) for side, words in enumerate(both) for word in words
}
_SMALL = re.compile(
    rf"(?<![\w-])(?:{'|'.join(re.escape(word) for word in sorted(_SMALL_SIDES, key=len, reverse=True))})(?![\w-])"
)
_PREFIX = re.compile(r"^(?:in|im|il|ir|de|des|mal|me|mis|dis|un|non|a)(?=[a-z]{4})")


@lru_cache(maxsize=8192)
def negated(reading: Reading) -> frozenset[int]:
    """Which words of a sentence a negation bears on, by index: the word inside « ne … pas », or the next one."""
    _, flat, offsets = flatten(reading.text)
    if offsets is not None or not reading.words:
        return frozenset()
    flat = _NOT_NEGATION.sub(lambda m: " " * len(m.group()), flat)
    found: set[int] = set()
    done = bytearray(len(flat) + 1)
    for match in _NE.finditer(flat):
        done[match.start() : match.end()] = b"\1" * (match.end() - match.start())
        inside = _words_between(reading, match.start("inside"), match.end("inside"))
        found.update(inside or _next(reading, flat, match.end()))
    for match in _BEFORE_NOUN.finditer(flat):
        if not done[match.start()]:
            found.update(_next(reading, flat, match.end()))
    return frozenset(found)


def _words_between(reading: Reading, start: int, end: int) -> list[int]:
    return [i for i, word in enumerate(reading.words) if start <= word.start < end]


def _next(reading: Reading, flat: str, start: int) -> list[int]:
    stop = _END.search(flat, start)
    end = stop.start() if stop else len(flat)
    return _words_between(reading, start, min(end, start + 60))[:1]


def turned_negation(alignment: Alignment) -> str | None:
    """ "negation_lost" or "negation_added" when a word is denied on one side only."""
    claim = alignment.claim
    denied = negated(claim)
    _, flat, _ = flatten(claim.text)
    own = {k for i in denied for k in claim.words[i].keys}
    positive = {k for i, w in enumerate(claim.words) if i not in denied for k in w.keys}
    said_denied: set[str] = set()
    said: set[str] = set()
    any_denied = False
    for place in alignment.places:
        marks = negated(place.reading)
        any_denied = any_denied or bool(marks) or bool(_LEXICAL.search(flatten(place.reading.text)[1]))
        for index, word in enumerate(place.reading.words):
            (said_denied if index in marks else said).update(word.keys)
    if not _LEXICAL.search(flat) and not denied and (said_denied - said) & positive:
        return "negation_lost"
    if (said_denied - said - own) & (positive - own):
        return "negation_lost"
    if own & (said - said_denied):
        return "negation_added"
    if denied and not any_denied and any(w.among(alignment.keys) for w in claim.words):
        return "negation_added"
    return None


def turned_round(alignment: Alignment) -> tuple[Word, Word] | None:
    """A word of the claim that stands where the quotes have its opposite, with that opposite."""
    claim = alignment.claim
    ours = _sided(claim)
    theirs: dict[tuple[int, int], list[Word]] = {}
    for place in alignment.places:
        for key, words in _sided(place.reading).items():
            theirs.setdefault(key, []).extend(words)
    for (pair, side), words in ours.items():
        against = theirs.get((pair, 1 - side), [])
        fewer = len(ours.get((pair, 1 - side), [])) < len(against)
        if fewer and len(words) > len(theirs.get((pair, side), [])):
            return words[-1], against[-1]
    missing = [w for w in claim.words if not w.among(alignment.keys)]
    unused = [w for w in alignment.unused if len(w.keys[0]) >= 4]
    for word in missing:
        for other in unused:
            if _prefixed(word.keys[0], other.keys[0]):
                return word, other
    return None


@lru_cache(maxsize=8192)
def _sided(reading: Reading) -> dict[tuple[int, int], list[Word]]:
    """The words of a sentence that take a side of a pair of opposites; small words such as « avant » included."""
    found: dict[tuple[int, int], list[Word]] = {}
    for word in reading.words:
        for pair, taken in sides(word.keys, reading.language).items():
            for side in taken:
                found.setdefault((pair, side), []).append(word)
    _, flat, offsets = flatten(reading.text)
    for match in _SMALL.finditer(flat) if offsets is None else ():
        pair, side = _SMALL_SIDES[match.group()]
        found.setdefault((pair, side), []).append(Word((match.group(),), "", *match.span(), 0, 0, False))
    return found


def _prefixed(one: str, two: str) -> bool:
    """Whether one word is the other with a negative prefix: « favorable », « défavorable »."""
    if len(one) < len(two):
        one, two = two, one
    match = _PREFIX.match(one)
    return match is not None and len(two) >= 4 and one[match.end() :] == two
