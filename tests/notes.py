"""Small notes as the readers give them, for tests that start after ingestion."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from copilot.facts.build import build_facts
from copilot.schemas.evidence import Language, Locator, Segment, SourceDocument
from copilot.schemas.facts import Fact, FactBase

ADDED = dt.datetime(2027, 3, 1, 8, 0, tzinfo=dt.UTC)


def segment(text: str, ordinal: int = 0, **more: Any) -> Segment:
    """One paragraph; keyword arguments override."""
    values: dict[str, Any] = {"kind": "paragraph", "locator": Locator(line=ordinal + 1)}
    return Segment(ordinal=ordinal, text=text, **(values | more))


def rows(header: Sequence[str], *lines: Sequence[str], heading: str | None = None) -> list[Segment]:
    """The rows of a table, to be numbered by `note`."""
    return [
        segment(
            " | ".join(line),
            kind="row",
            header=tuple(header),
            cells=tuple(line),
            heading=heading,
            locator=Locator(row=number),
        )
        for number, line in enumerate(lines, start=2)
    ]


def turns(*said: tuple[str, str]) -> list[Segment]:
    """A conversation: (speaker, words)."""
    return [segment(text, kind="turn", author=who) for who, text in said]


def note(
    name: str, *content: str | Segment | list[Segment], date: str | None = "2027-02-10", **more: Any
) -> SourceDocument:
    """A stored document: strings are paragraphs, segments are numbered in order."""
    flat: list[str | Segment] = []
    for item in content:
        flat.extend(item if isinstance(item, list) else [item])
    segments = []
    for number, item in enumerate(flat):
        if isinstance(item, str):
            segments.append(segment(item, number))
        else:
            place = item.locator if item.locator != Locator(line=1) else Locator(line=number + 1)
            segments.append(item.model_copy(update={"ordinal": number, "locator": place}))
    values: dict[str, Any] = {"kind": "note", "language": "fr", "media_type": "text/plain"}
    return SourceDocument(
        name=name,
        id=f"id-{name}",
        sha256="0" * 64,
        added_at=ADDED,
        date=dt.date.fromisoformat(date) if date else None,
        segments=tuple(segments),
        **(values | more),
    )


def read(
    *documents: SourceDocument, account: str = "Verrier", supplier: str | None = "Datavia", language: Language = "fr"
) -> FactBase:
    """The fact base of those notes."""
    return build_facts(documents, account, supplier, language)


def fact_with(base: FactBase, words: str) -> Fact:
    """The only fact whose quotes hold these words."""
    found = [f for f in base.facts if any(words in c.quote for c in f.citations)]
    assert found, f"no fact quotes {words!r}: {[f.text for f in base.facts]}"
    return found[0]


def pairs(base: FactBase) -> set[tuple[str, str]]:
    """Old and new value of everything replaced."""
    return {tuple(part.strip() for part in r.text.split(" (")[0].split("→")) for r in base.replaced}  # type: ignore[misc]
