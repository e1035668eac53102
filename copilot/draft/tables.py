"""The tables of the notes put together again from their rows, for the scoring tools and the typed parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from copilot.schemas.evidence import Citation, Segment, SourceDocument
from copilot.schemas.facts import Fact
from copilot.text.normalise import fold


@dataclass
class NoteTable:
    """One table of a note."""

    document: SourceDocument
    header: tuple[str, ...]
    heading: str
    rows: list[Segment] = field(default_factory=list)

    def dicts(self) -> list[dict[str, str]]:
        """Rows as header -> cell."""
        return [dict(zip(self.header, row.cells, strict=False)) for row in self.rows]

    def cite(self, index: int) -> Citation:
        """A row as an exact quote."""
        row = self.rows[index]
        date = self.document.date
        return Citation(
            document=self.document.name,
            quote=row.text,
            locator=row.locator,
            date=date.isoformat() if date else None,
        )

    @property
    def hint(self) -> str:
        """Sheet name or title, and the texts above the table: where the unit often stands."""
        above = [
            s.text
            for s in self.document.segments
            if s.kind not in ("row", "quoted")
            and s.heading == self.rows[0].heading
            and s.ordinal < self.rows[0].ordinal
        ]
        return " ".join([self.heading, *above[-3:]])


def tables_of(documents: Sequence[SourceDocument]) -> list[NoteTable]:
    """Every table with a header, in reading order; hidden and obsolete ones are left out."""
    found: list[NoteTable] = []
    for document in documents:
        current: NoteTable | None = None
        for segment in document.segments:
            if segment.kind != "row" or not segment.header or segment.hidden:
                current = None if segment.kind != "comment" else current
                continue
            heading = segment.heading or ""
            if current is None or current.header != segment.header or current.heading != heading:
                current = NoteTable(document, segment.header, heading)
                found.append(current)
            if segment.cells != segment.header:
                current.rows.append(segment)
    return [t for t in found if t.rows and not _obsolete(t)]


def _obsolete(table: NoteTable) -> bool:
    from copilot.facts import lexicon

    return lexicon.has("obsolete", fold(table.hint))


def table_key(fact: Fact) -> tuple[str, str, tuple[str, ...]]:
    """Which table a row fact comes from."""
    return fact.document, fact.heading or "", tuple(fact.header)


def merge_tables(facts: Sequence[Fact]) -> list[Fact]:
    """Small tables of two columns (criteria and weights, indicators and values) as one fact instead of a row each."""
    groups: dict[tuple[str, str, tuple[str, ...]], list[Fact]] = {}
    for fact in facts:
        if fact.segment_kind == "row" and len(fact.cells) == 2 == len(fact.header) and not fact.superseded:
            groups.setdefault(table_key(fact), []).append(fact)
    merged: dict[str, Fact] = {}
    gone: set[str] = set()
    for rows in groups.values():
        if not 3 <= len(rows) <= 9 or any(f.kind == "action" or len(f.text.split()) > 9 for f in rows):
            continue
        first = rows[0]
        colon = " : " if first.language == "fr" else ": "
        text = f"{first.header[0]} / {first.header[1]} – " + ", ".join(f"{f.cells[0]}{colon}{f.cells[1]}" for f in rows)
        gone |= {f.id for f in rows}
        merged[first.id] = first.model_copy(
            update={
                "text": text,
                "citations": [c for f in rows for c in f.citations],
                "quantities": [q for f in rows for q in f.quantities],
                "weight": min(1.0, max(f.weight for f in rows) + 0.2),
                "cells": [],
                "header": [],
            }
        )
    return [merged.get(f.id, f) for f in facts if f.id not in gone or f.id in merged]
