"""The metadata of a note: its meeting, and the people, companies, dates and amounts in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from copilot.schemas.about import DocumentAbout
from copilot.schemas.evidence import Evidence, SourceDocument
from copilot.schemas.facts import FactBase, Quantity
from copilot.text.normalise import fold
from copilot.text.note_kinds import meeting_of
from copilot.text.quantities import extract_quantities

_MOST = 60


def about(document: SourceDocument, base: FactBase) -> DocumentAbout:
    """What a note names; people and companies are those that the whole account's notes know."""
    told = [document.title or "", document.author or "", *document.recipients]
    spoken = [segment for segment in document.segments if not segment.hidden]
    texts = [*told, *(f"{segment.author or ''}\n{segment.text}" for segment in spoken)]
    said = [
        quantity
        for segment in spoken
        for quantity in extract_quantities(segment.text, document.language, segment.said_on or document.date)
    ]
    return _about(meeting_of(document.name, document.title), "\n".join(texts), said, base)


def about_passage(passage: Evidence, base: FactBase) -> DocumentAbout:
    """What a passage names, the heading above it included."""
    said = [
        quantity
        for line in passage.quote.split("\n")
        for quantity in extract_quantities(line, passage.language, passage.date)
    ]
    text = "\n".join([passage.author or "", passage.heading or "", passage.quote])
    return _about(passage.meeting, text, said, base)


def _about(meeting: str | None, text: str, said: Sequence[Quantity], base: FactBase) -> DocumentAbout:
    names = [base.account_name, *([base.supplier_name] if base.supplier_name else []), *base.competitors]
    folded = fold(text)
    return DocumentAbout(
        meeting=meeting,
        people=_in_text([person.name for person in base.people], folded, surname=True),
        companies=_in_text(names, folded, surname=False),
        days=_once(q.date.iso() for q in said if q.kind == "date" and q.date is not None),
        amounts=_once(q.text for q in said if q.kind in ("money", "rate")),
    )


def _in_text(names: Iterable[str], folded: str, *, surname: bool) -> tuple[str, ...]:
    """The names that stand in a text, in its order; a person may stand there by the surname alone."""
    found: list[tuple[int, str]] = []
    for name in names:
        wanted = fold(name).split()[-1] if surname and name.split() else fold(name)
        match = re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", folded) if len(wanted) > 1 else None
        if match:
            found.append((match.start(), name))
    return _once(name for _, name in sorted(found))


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))[:_MOST]
