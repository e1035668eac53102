"""Who says it: what a statement has somebody say must not be what somebody else says in the notes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copilot.text.normalise import flatten
from copilot.verify.attach import Place
from copilot.verify.reading import Reading, Word

SAYS = (
    r"(?:dit|declar\w*|affirm\w*|estim\w*|precis\w*|indiqu\w*|demand\w*|souhait\w*|propos\w*|annonc\w*|refus\w*|"
    r"confirm\w*|veut|voulai\w*|pens\w*|rappel\w*|juge\w*|trouv\w*|craint|suggere\w*|repon\w*|insist\w*|admet|promet|"
    r"says?|said|states?|stated|thinks?|thought|asks?|asked|wants?|wanted|expects?|expected|proposes?|proposed|"
    r"announce[sd]?|confirm(?:s|ed)?|refuse[sd]?|argues?|argued|believes?|believed|told|suggest(?:s|ed)?|points? out|"
    r"pointed out|respond(?:s|ed)|repl(?:ies|ied)|insist(?:s|ed)?|feels?|felt|agree[sd]?|admit(?:s|ted)?|promise[sd]?|"
    r"fears?|feared|warn(?:s|ed)?)"
)
_WHO = re.compile(
    rf"(?:(?:selon|d'apres|according to|per|as per) (?P<source>[^,;:]{{2,48}}?),|"
    rf"(?P<subject>[^,;:]{{2,60}}?) (?:a |ont |has |have |had |also |then |aussi |did not |n'a pas |ne )*{SAYS}(?!\w))"
)
_PRONOUN = re.compile(r"(?<!\w)(?:elles?|ils?|lui|she|he|they|him|her|sie|er)(?!\w)")
HALF = 0.5
"""How much of the best sentence's words another one must have to say the same."""
ENOUGH = 2.0
"""Words that a sentence must share with what is said."""


def misattributed(claim: Reading, places: Sequence[Place]) -> list[Word]:
    """The name that the claim has say what only others say in the notes; empty where the notes tell no speaker."""
    _, flat, offsets = flatten(claim.text)
    who = _WHO.match(flat) if offsets is None else None
    if who is None:
        return []
    start, end = who.span("source" if who["source"] else "subject")
    named = [word for word in claim.words if start <= word.start < end]
    speakers = frozenset().union(*(place.speaker for place in places))
    if not named or not any(word.among(speakers) for word in named):
        return []
    said = [word for word in claim.words if word.start >= who.end()]
    shared = [(sum(word.among(place.reading.keys) for word in said), place) for place in places]
    most = max((score for score, _ in shared), default=0.0)
    if most < ENOUGH:
        return []
    saying = [place for score, place in shared if score >= HALF * most]
    if all(place.speaker and not _speaks_of(named, place) for place in saying):
        return named
    return []


def _speaks_of(named: Sequence[Word], place: Place) -> bool:
    """Whether one of the names says it or is told of in what is said; « elle » is somebody named beside it."""
    told = place.reading.keys
    if _PRONOUN.search(flatten(place.reading.text)[1]):
        told |= place.around
    return any(word.among(place.speaker | told) for word in named)
