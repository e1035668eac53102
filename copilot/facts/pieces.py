"""Statements of several sentences, cut so that only the sentence with the old value is outdated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from copilot.facts.statements import Statement, words
from copilot.facts.updates import Replacement
from copilot.text.normalise import fold
from copilot.text.sentences import split_sentences


def split_outdated(changed: Sequence[Replacement]) -> dict[str, list[tuple[Statement, bool]]]:
    """Outdated statements of several sentences, cut into them: only those with the old value no longer hold."""
    places: dict[str, tuple[Statement, list[int]]] = {}
    for r in changed:
        if r.old.segment.kind not in ("row", "quoted"):
            places.setdefault(r.old.id, (r.old, []))[1].append(r.old_value.start)
    found: dict[str, list[tuple[Statement, bool]]] = {}
    for s, gone in places.values():
        sentences = split_sentences(s.text, s.document.language)
        if len(sentences) > 1:
            pieces = [(_piece(s, a, b), any(a <= g < b for g in gone)) for a, b in sentences]
            found[s.id] = [(p, old) for p, old in pieces if words(p.text) >= 2]
    return found


def _piece(s: Statement, start: int, end: int) -> Statement:
    """One sentence of a statement as a statement of its own."""
    text = s.text[start:end].strip()
    at = s.text.index(text, start)
    kept = [q for q in s.quantities if at <= q.start and q.end <= at + len(text)]
    return replace(
        s,
        start=s.start + at,
        end=s.start + at + len(text),
        text=text,
        lead=max(0, s.lead - at) if s.lead > at else 0,
        folded=fold(text),
        quantities=tuple(q.model_copy(update={"start": q.start - at, "end": q.end - at}) for q in kept),
    )
