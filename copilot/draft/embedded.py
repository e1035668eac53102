"""The writer that needs no model: it phrases the facts it is given, in their own words."""

from __future__ import annotations

import re

from copilot.schemas.evidence import Claim, Language
from copilot.schemas.facts import Fact, SectionBrief
from copilot.schemas.plan import Section
from copilot.text.catalogue import t
from copilot.text.normalise import fold

_FIRST_PERSON = re.compile(r"\b(?:je|j'|moi|mon|ma|mes|me|m'|i|i'm|i'll|i've|my|ich|mein)\b")


class EmbeddedWriter:
    """Selects nothing and adds nothing: one claim a fact, with who says it when it is somebody's own word."""

    name = "embedded"

    def write(self, brief: SectionBrief, language: Language) -> Section:
        """The section's claims; the typed parts are made elsewhere, for every writer alike."""
        claims = [claim_of(fact, language) for fact in brief.facts]
        return Section(key=brief.key, title=brief.title, claims=[*claims, *brief.computed])


def claim_of(fact: Fact, language: Language) -> Claim:
    """A fact as one sentence with its proof."""
    text = fact.text
    if fact.said_by and needs_speaker(fact):
        text = t("draft.says", language, who=short_name(fact.said_by), text=text)
    dates = [c.date for c in fact.citations if c.date]
    return Claim(
        id=fact.id,
        text=text,
        status="contradicted" if fact.disputed else "fact",
        citations=fact.citations,
        as_of=max(dates) if dates else None,
    )


def needs_speaker(fact: Fact) -> bool:
    """Whether the sentence cannot be understood without knowing who speaks."""
    if fact.segment_kind == "row":
        return False
    return _FIRST_PERSON.search(fold(fact.text)) is not None or (
        fact.side == "client"
        and re.search(r"\b(?:nous|notre|nos|vous|votre|vos|we|our|us|you|your|wir|unser)\b", fold(fact.text))
        is not None
    )


def short_name(name: str) -> str:
    """K. Benhaddou for Karim BENHADDOU."""
    parts = name.split()
    if len(parts) < 2:
        return name
    last = parts[-1].capitalize() if parts[-1].isupper() else parts[-1]
    return f"{parts[0][0]}. {last}"
