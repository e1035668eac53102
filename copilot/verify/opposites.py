"""Words of the claim that mean the opposite of what the quotes say in their place."""

from __future__ import annotations

import re
from functools import lru_cache

from copilot.text.normalise import flatten
from copilot.verify.alignment import Alignment
from copilot.verify.concepts import RISE_AND_FALL, rivals, sides
from copilot.verify.reading import Reading, Word

_SMALL_PAIRS = (
    (("avant", "before", "prior to", "vor"), ("apres", "after", "nach")),
    (("up", "plus haut", "au-dessus", "above"),
     ("down", "plus bas", "au-dessous", "en dessous", "below")),
    (("plus de", "plus d'", "more than", "more", "mehr", "depasse", "depassent", "depassant", "excede", "superieur",
      "superieurs", "superieure", "superieures", "exceeds", "exceed", "exceeding", ">", "over"),
     ("moins de", "moins d'", "less than", "fewer", "less", "weniger", "inferieur", "inferieurs", "inferieure",
      "inferieures", "<", "under")),
    (("au moins", "at least", "a minima", "no less than", "minimum", "mindestens"),
     ("au plus", "at most", "up to", "jusqu'a", "no more than", "not more than", "pas plus",
      "tout au plus", "maximum", "hochstens", "bis zu")),
    (("en avance", "plus vite", "plus tot", "ahead of", "ahead", "faster", "earlier", "sooner"),
     ("en retard", "moins vite", "plus tard", "behind schedule", "late", "later", "slower")),
    (("temps plein", "plein temps", "full-time", "full time"),
     ("mi-temps", "temps partiel", "half-time", "part-time", "part time")),
    (("de plus", "more than expected", "en plus"), ("de moins", "en moins")),
    (("hors", "excluding", "hors taxes", "ht"), ("y compris", "including", "ttc", "tout compris")),
    (("avec", "with", "mit"), ("sans", "without", "ohne")),
    (("pour", "for", "in favour of"), ("contre", "against")),
    (("depuis", "since", "from", "demarre", "debute", "commence", "starts", "begins"),
     ("jusqu'a", "jusqu'au", "until", "till", "through")),
)  # fmt: skip
_SMALL_SIDES = {
    word: (RISE_AND_FALL if "up" in both[0] else 1000 + pair, side)
    for pair, both in enumerate(_SMALL_PAIRS)
    for side, words in enumerate(both)
    for word in words
}
_BEFORE_A_FIGURE = r"(?:over|under)(?= (?!(?:19|20)\d\d(?!\d))[\d€$£])"
"""« over 5 h » compares, "over 2025" does not."""
_PLAIN = sorted(_SMALL_SIDES.keys() - {"over", "under"}, key=len, reverse=True)
_SMALL = re.compile(rf"(?<![\w-])(?:{_BEFORE_A_FIGURE}|{'|'.join(map(re.escape, _PLAIN))})(?![\w-])")
_PREFIX = re.compile(r"^(?:in|im|il|ir|de|des|mal|me|mis|dis|un|non|a)(?=[a-z]{4})")


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
    missing = [w for w in claim.words if not w.among(alignment.keys) and not w.among(alignment.around)]
    for word in missing:
        groups = rivals(word.keys, claim.language)
        for place in alignment.places:
            for other in place.reading.words:
                if other.among(claim.keys):
                    continue
                if groups & rivals(other.keys, place.reading.language) and not place.reading.is_row:
                    return word, other
                if len(other.keys[0]) >= 4 and _prefixed(word.keys[0], other.keys[0]):
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
