"""Names as transcripts write them before or above what is said: « Jane Doe », « Doe, Jane (Norvia) », "Speaker 3"."""

from __future__ import annotations

import re

from copilot.ingest.content_date import fold
from copilot.text.names import first_names, person_names

_PARTICLES = r"de|du|la|le|von|van|der|di|d’|d'"
NAME = rf"[A-ZÀ-ÖØ-Þ][\w.'’&-]*(?: (?:[A-ZÀ-ÖØ-Þ(][\w.'’&)-]*|{_PARTICLES})){{0,4}}"
_WORDS = rf"[A-ZÀ-ÖØ-Þ][\w.'’-]*(?:[ \u00a0](?:[A-ZÀ-ÖØ-Þ][\w.'’-]*|{_PARTICLES}|\d{{1,2}}(?![\d:h]))){{0,4}}"
FULL_NAME = rf"{_WORDS}(?:,[ \u00a0]?{_WORDS})?(?:[ \u00a0]\([^()\n]{{1,40}}\))?"
"""A name with what its program puts after it: the family name first, the company in brackets, a number."""
_BRACKET = re.compile(r"\s*\([^()]*\)$")
_NUMBERED = re.compile(r"^[^\W\d_]+ \d{1,2}$")


def speaker_name(written: str) -> str:
    """The name as people say it: without a company in brackets or initials in front, the first name first."""
    name = _BRACKET.sub("", " ".join(written.split())).strip(" :")
    last, comma, first = name.partition(",")
    if comma and first.strip():
        return f"{first.strip()} {last.strip()}"
    words = name.split(" ")
    if len(words) > 2 and words[0] == initials(" ".join(words[1:])):
        words = words[1:]
    at = next((i for i, word in enumerate(words) if not (word.isupper() and len(word) > 2)), 0)
    words = [*words[at:], *words[:at]]
    return " ".join(words)


def company_of(written: str) -> str | None:
    """What stands in brackets after a name."""
    found = _BRACKET.search(written)
    return found[0].strip(" ()") if found else None


def initials(name: str) -> str:
    """« JD » for Jane Doe, as programs draw somebody without a picture."""
    words = name.split()
    return (words[0][:1] + words[-1][:1]).upper() if len(words) > 1 else name[:1].upper()


def is_first_name(word: str) -> bool:
    """Whether a word begins with a first name that is often given (« Jean-Marc », "Paul")."""
    return fold(word.split("-")[0]).rstrip(".") in first_names()


def is_person(name: str) -> bool:
    """Whether a name as said is a person's or a place holder's ("Speaker 3"), and no heading of two words."""
    if is_first_name(name.split()[0]) or _NUMBERED.match(name):
        return True
    return any((start, end) == (0, len(name)) for start, end, _ in person_names(name))
