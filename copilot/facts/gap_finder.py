"""Collects the questions that the notes raise, one a topic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from copilot.facts.people import People, Person
from copilot.facts.statements import Statement
from copilot.schemas.evidence import Language
from copilot.schemas.plan import OpenQuestion
from copilot.text.catalogue import t
from copilot.text.normalise import fold


@dataclass
class GapFinder:
    """Collects questions, one a topic."""

    people: People
    competitors: Sequence[str]
    language: Language
    found: dict[str, tuple[float, OpenQuestion]]

    def add(
        self, topic: str, priority: float, key: str, ask: Sequence[str], why: Statement | None, **values: object
    ) -> None:
        """One question; the first and strongest of a topic stays."""
        if topic in self.found and self.found[topic][0] >= priority:
            return
        text = t(key, self.language, **values)
        source = f"{why.document.name}" if why else ""
        self.found[topic] = (priority, OpenQuestion(id=topic, topic=topic, text=text, ask=list(ask), why=source))


def slug(text: str) -> str:
    """The first words of a text as a stable part of an id."""
    return "_".join(re.findall(r"[a-z0-9]+", fold(text))[:6])


def title_of(person: Person) -> str:
    """The title in brackets, to stand after a name."""
    return f" ({person.titles.most_common(1)[0][0]})" if person.titles else ""


def named(person: Person) -> str:
    """How the notes name somebody: "Mme Roy" when no first name is known."""
    return person.name if person.first else " ".join(filter(None, (person.gender_title, person.last)))
