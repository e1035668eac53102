"""Persons named in a text with their whole name: courtesy title, first name and surname."""

from __future__ import annotations

import re
from collections.abc import Callable

from copilot.facts.people import People, Person

Named = Callable[[str], list[tuple[int, int, Person]]]
_COURTESY = r"(?:(?:M\.|Mr\.?|Mrs\.?|Ms\.?|Mme|Mlle|Dr\.?|Me|Madame|Monsieur|Herr|Frau)[ \u00a0]+)?"


def finder(people: People) -> Named:
    """Who is named in a text and where, from the first word of the name to its last; each text is read once."""
    known: dict[str, list[tuple[int, int, Person]]] = {}

    def named(text: str) -> list[tuple[int, int, Person]]:
        if text not in known:
            known[text] = [_whole(text, *mention) for mention in people.mentions(text)]
        return known[text]

    return named


def _whole(text: str, start: int, end: int, person: Person) -> tuple[int, int, Person]:
    first = re.escape(person.first.rstrip("."))
    initial = re.escape(person.first[:1])
    given = rf"(?:(?:{first}|{initial}\.)[ \u00a0]*)?" if person.first else ""
    match = re.search(rf"(?<!\w){_COURTESY}{given}$", text[max(0, start - 50) : start], re.IGNORECASE)
    return (start - len(match[0]) if match else start), end, person
