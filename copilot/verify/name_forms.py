"""Other ways of writing one name: initials for the words, with or without a hyphen, the people of a country."""

from __future__ import annotations

import re
from functools import lru_cache

from copilot.text.normalise import fold

_RUN = re.compile(
    r"(?<![\w'’-])[A-ZÀ-ÖØ-Þ][\wÀ-ÿ&]*(?:(?:[ \u00a0-]|[ \u00a0](?:of|the|for|and|in|de|des|du|la|le|les|et|en|pour)"
    r"[ \u00a0](?:la |les? )?|[ \u00a0](?:de l|d|l)['’])[A-ZÀ-ÖØ-Þ][\wÀ-ÿ&]*)+"
)
"""Words with a capital that stand together, with the little words between them."""
_PART = re.compile(r"(?<![\w])[A-ZÀ-ÖØ-Þ][\wÀ-ÿ]*")
_ACRONYM = re.compile(r"(?<!\w)[A-ZÀ-ÖØ-Þ]{2,6}(?!\w)")
_SHORTEST = 4
_DERIVED = r"(?:i?an|i?enne?|ien|aise?|oise?|ese|ish|aine?|ande?|isme?|iste?|ique)s?"
"""What a name of a country, a person or a movement may end in besides."""


def written_otherwise(name: str, inside: str, text: str) -> bool:
    """Whether a text has a name in another form: « CIA » for "Central Intelligence Agency" and the reverse,
    « Iberoamerican » for "Ibero-American", "Libyan" for "Libya".

    Args:
        name: one word of a statement, as written.
        inside: the statement.
        text: the sentences that it is laid beside.
    """
    if name.isupper() and 2 <= len(name) <= 6:
        return fold(name) in _initials(text)
    if any(name in _PART.findall(run) and _initials_of(run) & _acronyms(text) for run in _RUN.findall(inside)):
        return True
    folded = fold(name)
    return len(folded) >= _SHORTEST and (folded in _joined(text) or _derived(folded, text))


@lru_cache(maxsize=512)
def _initials(text: str) -> frozenset[str]:
    return frozenset(short for run in _RUN.findall(text) for short in _initials_of(run))


def _initials_of(run: str) -> set[str]:
    """The initials of any words of a run that follow each other, two at least."""
    firsts = fold("".join(word[0] for word in _PART.findall(run)))
    return {firsts[at:end] for at in range(len(firsts)) for end in range(at + 2, min(len(firsts), at + 6) + 1)}


@lru_cache(maxsize=512)
def _acronyms(text: str) -> frozenset[str]:
    return frozenset(fold(found) for found in _ACRONYM.findall(text))


@lru_cache(maxsize=512)
def _joined(text: str) -> frozenset[str]:
    """Words with a hyphen, written as one."""
    return frozenset(fold(re.sub(r"[^\w]", "", found)) for found in re.findall(r"\w+(?:-\w+)+", text))


def _derived(folded: str, text: str) -> bool:
    """Whether one of the two names is the other with an ending that tells its people or its followers."""
    for other in _names(text):
        short, long = sorted((folded, other), key=len)
        if short == long or len(short) < _SHORTEST or long[: len(short) - 1] != short[:-1]:
            continue
        for root in (short, short[:-1] if short[-1] in "aeiy" else short):
            if re.fullmatch(re.escape(root) + _DERIVED, long):
                return True
    return False


@lru_cache(maxsize=512)
def _names(text: str) -> frozenset[str]:
    return frozenset(fold(found) for found in _PART.findall(text))
