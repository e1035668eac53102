"""Whether the figures of a statement stand under another's name in the notes, or with somebody of the same surname."""

from __future__ import annotations

import re

from copilot.text.names import person_names
from copilot.text.normalise import fold
from copilot.verify.attach import Evidence, Hold, Place
from copilot.verify.naming import compatible, mentions, name_parts
from copilot.verify.reading import Reading, Word

_LABEL = re.compile(r"\s*(?:[-*•–]\s*)?(?P<name>[A-ZÀ-ÖØ-Þ][\w'’&. -]{1,38}?)\s?(?::|=|\s[–-]\s|\|)")


def under_another_name(claim: Reading, hold: Hold, evidence: Evidence) -> Word | None:
    """A name of the statement that heads another line, where the value stands in the line of somebody else."""
    label = _label(hold.place)
    if label is None or any(word in fold(claim.text) for word in label.split() if len(word) > 2):
        return None
    for word in claim.words:
        if not word.proper or word.among(hold.place.reading.keys):
            continue
        for place in evidence.places:
            other = _label(place)
            if (
                other is not None
                and place is not hold.place
                and fold(claim.text[word.start : word.end]) in other.split()
            ):
                return word
    return None


def _label(place: Place) -> str | None:
    """The name that a line starts with: « Galuchon : leader, 22,5 % »."""
    if place.reading.is_row:
        return None
    match = _LABEL.match(place.reading.text)
    return fold(match["name"]) if match else None


def with_a_namesake(claim: Reading, segment: str) -> list[Word]:
    """Names of the statement of whom the passage of its value has the surname with another first name only."""
    found = []
    for start, end, name in person_names(claim.text):
        title, first, surname = name_parts(name)
        there = mentions(surname, segment) if first else []
        if there and all(other[1] and not compatible(title, first, other) for other in there):
            found += [word for word in claim.words if start <= word.start < end]
    return found
