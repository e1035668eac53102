"""Two sources that do not agree: found, shown with both sides, never settled in silence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from copilot.facts import lexicon
from copilot.facts.statements import Statement
from copilot.facts.values import alike, around, has_value, precise
from copilot.schemas.facts import Quantity
from copilot.text.same import same_value

WINDOW = 2
_UNDISPUTED = re.compile(r"(?:pas|non|jamais|not|never|un)[ -]?(?:ete |been )?(?:contest|disput)\w*|sans contest\w*")
_NOT_AS = re.compile(r"\b(?:pas|not|non|nicht)\b (?:les |the )?\d[^.;]{0,25}\b(?:comme|as|like|wie)\b")


@dataclass(frozen=True)
class Dispute:
    """Two values for one thing; `where` raises it, `other` holds the other value."""

    where: Statement
    value: Quantity
    other: Statement
    other_value: Quantity


def find_disputes(statements: Sequence[Statement]) -> list[Dispute]:
    """Disputes that a note raises in words, and values of two notes that differ for the same thing."""
    raised = _raised(statements)
    seen = {(d.where.document.id, d.other.document.id, d.value.text) for d in raised}
    silent = [d for d in _silent(statements) if (d.where.document.id, d.other.document.id, d.value.text) not in seen]
    return raised + silent


def _window(statements: Sequence[Statement], at: int, after: int = WINDOW) -> list[Statement]:
    here = statements[at]
    return [
        s
        for s in statements[max(0, at - 1) : at + after + 1]
        if s.document.id == here.document.id and s.segment.kind not in ("row", "quoted")
    ]


def _raised(statements: Sequence[Statement]) -> list[Dispute]:
    found: list[Dispute] = []
    for at, statement in enumerate(statements):
        if statement.segment.kind in ("row", "quoted"):
            continue
        folded = _UNDISPUTED.sub(" ", statement.folded)
        strong = lexicon.has("dispute", folded)
        if not (strong or lexicon.has("differs", folded) or _NOT_AS.search(folded)):
            continue
        window = _window(statements, at)
        joined = " ".join(s.folded for s in _window(statements, at, 5))
        if not (strong or lexicon.has("unsettled", joined)):
            continue
        pair = _pair(window, statement, statements)
        if pair is None:
            continue
        (where, value), (_, against) = pair
        other = _holder(statements, where, against) or statement
        if not any(
            (same_value(d.value, value) and same_value(d.other_value, against))
            or (same_value(d.value, against) and same_value(d.other_value, value))
            for d in found
        ):
            found.append(Dispute(where, value, other, against))
    return found


def _pair(
    window: Sequence[Statement], statement: Statement, statements: Sequence[Statement]
) -> tuple[tuple[Statement, Quantity], tuple[Statement, Quantity]] | None:
    """The two values at odds: alike, different, nearest to each other; one of them stated elsewhere too if possible."""
    ordered = sorted(window, key=lambda s: (abs(s.index - statement.index), s.index))
    mentions = [(s, q) for s in ordered for q in s.quantities if precise(q) and q.kind not in ("date", "duration")]
    pairs = [
        (a, b)
        for i, a in enumerate(mentions)
        for b in mentions[i + 1 :]
        if alike(a[1], b[1]) and not same_value(a[1], b[1]) and (a[0] is statement or b[0] is statement)
    ]
    if not pairs:
        return None
    held = [p for p in pairs if any(_holder(statements, p[0][0], m[1]) for m in p)]
    if not held:
        pairs = [p for p in pairs if p[0][0] is p[1][0]]
    if not pairs:
        return None
    a, b = (held or pairs)[0]
    return (b, a) if _holder(statements, a[0], a[1]) else (a, b)


def _holder(statements: Sequence[Statement], where: Statement, value: Quantity) -> Statement | None:
    """Another document's statement of that value about the same thing."""
    subject = around(where, value, 160)
    best: tuple[int, Statement] | None = None
    for other in statements:
        if other.document.id == where.document.id or other.segment.kind == "quoted":
            continue
        for q in other.quantities:
            if alike(q, value) and same_value(q, value):
                shared = len(subject & around(other, q, 120))
                if shared and (best is None or shared > best[0]):
                    best = (shared, other)
    return best[1] if best else None


def _silent(statements: Sequence[Statement]) -> list[Dispute]:
    """Nearly the same sentence in two notes with another value: no cue, but not the same thing either."""
    found: list[Dispute] = []
    plain = [
        s
        for s in statements
        if s.segment.kind not in ("quoted", "row") and s.quantities and not lexicon.has("correction", s.folded)
    ]
    for i, a in enumerate(plain):
        for b in plain[i + 1 :]:
            if a.document.id == b.document.id:
                continue
            dispute = _same_sentence(a, b)
            if dispute:
                found.append(dispute)
    return found


def _same_sentence(a: Statement, b: Statement) -> Dispute | None:
    for qa in a.quantities:
        for qb in b.quantities:
            if not (precise(qa) and precise(qb) and alike(qa, qb)) or same_value(qa, qb) or qa.kind in ("date", "duration"):
                continue
            near_a, near_b = around(a, qa, 45), around(b, qb, 45)
            shared = near_a & near_b
            union = near_a | near_b
            years = {q.text for q in (*a.quantities, *b.quantities) if q.kind == "date"}
            if len(shared) >= 3 and len(shared) / len(union) >= 0.6 and not years:
                if has_value(a, qb) or has_value(b, qa):
                    continue
                return Dispute(b, qb, a, qa)
    return None
