"""Two sources that do not agree: found, shown with both sides, never settled in silence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from copilot.facts import lexicon
from copilot.facts.statements import Statement
from copilot.facts.terms import terms
from copilot.facts.values import alike, around, column_of, equals, family, near_size, precise
from copilot.schemas.facts import Quantity
from copilot.text.normalise import fold
from copilot.text.same import same_value

WINDOW = 2
_COUNTED = re.compile(r"\bcount(?:ed|s)?\b|\bcompte\b|gezahlt|ouvert|open\b|offen")
_TARGET = re.compile(r"exigence|objectif|target|commit|engage|goal|cible|requir|ziel|seuil|budget|min\b|max\b|rappel")
_MEASURED = re.compile(
    r"(?:\b(?:my|our|your|their|his|her|mon|ma|mes|notre|nos|votre|vos|leurs?|mein\w*|unser\w*"
    r"|ihr\w*|sa|son)\b[^.;]{0,45}?\b(?:says?|show\w*|gives?|reports?"
    r"|counts?|counted|dit|donne\w*|indique\w*|affiche\w*|mesure\w*|calcul\w*|zeig\w*|sagt|releve\w*|liste|list)\b)"
    r"|\bcount(?:ed)?\b|\bj'ai compte|\bon compte|\bcalcul donne|\bje suis a\b|\bi make it"
    r"|\bi get\b|\bselon (?:nos|leurs|mes)|\baccording to (?:our|their|my)"
)
_UNDISPUTED = re.compile(r"(?:pas|non|jamais|not|never|un)[ -]?(?:ete |been )?(?:contest|disput)\w*|sans contest\w*")
_NOT_AS = re.compile(r"\b(?:pas|not|non|nicht)\b (?:les |the )?\d[^.;]{0,25}\b(?:comme|as|like|wie)\b")


@dataclass(frozen=True)
class Dispute:
    """Two values for one thing; `where` raises it, `other` holds the other value."""

    where: Statement
    value: Quantity
    other: Statement
    other_value: Quantity


def find_disputes(statements: Sequence[Statement], holders: Holders) -> list[Dispute]:
    """Disputes that a note raises in words, and measured values beside others for the same thing."""
    raised = _raised(statements, holders)
    known = {d.where.id for d in raised}
    return raised + [
        d for d in _measured(statements) if d.where.id not in known and not any(same_dispute(d, r) for r in raised)
    ]


def _window(statements: Sequence[Statement], at: int, after: int = WINDOW) -> list[Statement]:
    here = statements[at]
    return [
        s
        for s in statements[max(0, at - 1) : at + after + 1]
        if s.document.id == here.document.id and s.segment.kind not in ("row", "quoted")
    ]


def _raised(statements: Sequence[Statement], holders: Holders) -> list[Dispute]:
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
        pair = _pair(window, statement, holders)
        if pair is None:
            continue
        (where, value), (_, against) = pair
        other = holders.find(where, against) or statement
        dispute = Dispute(where, value, other, against)
        if not any(same_dispute(d, dispute) for d in found):
            found.append(dispute)
    return found


def same_dispute(a: Dispute, b: Dispute) -> bool:
    """Whether two disputes are about the same two values."""
    return (same_value(a.value, b.value) and same_value(a.other_value, b.other_value)) or (
        same_value(a.value, b.other_value) and same_value(a.other_value, b.value)
    )


def _measured(statements: Sequence[Statement]) -> list[Dispute]:
    """A figure that somebody measured ("my monitoring says") beside another one for the same thing."""
    found: list[Dispute] = []
    for at, statement in enumerate(statements):
        if statement.segment.kind in ("row", "quoted") or not _MEASURED.search(statement.folded):
            continue
        counted = _COUNTED.search(statement.folded) is not None
        kinds = ("percent", "points", "rating", "count") if counted else ("percent", "points", "rating")
        for q in sorted(statement.quantities, key=lambda q: kinds.index(q.kind) if q.kind in kinds else 9):
            if q.kind not in kinds or q.value is None:
                continue
            other = _rival(statements, at, statement, q)
            if other:
                dispute = Dispute(statement, q, *other)
                if not any(same_dispute(d, dispute) for d in found):
                    found.append(dispute)
                break
    return found


def _rival(
    statements: Sequence[Statement], at: int, statement: Statement, q: Quantity
) -> tuple[Statement, Quantity] | None:
    """Another value of that measure: another measured one close by, or a table's cell for the same thing."""
    for other in _window(statements, at, 4):
        if other is not statement and _MEASURED.search(other.folded):
            for theirs in other.quantities:
                if family(theirs) == family(q) and near_size(q, theirs) and not equals(q, theirs):
                    return other, theirs
    subject = around(statement, q, 130)
    words = statement.folded
    for other in statements:
        if other.segment.kind != "row" or other.document.id == statement.document.id:
            continue
        label = fold(other.segment.cells[0]) if other.segment.cells else ""
        if not (
            label.startswith(("total", "moyenne", "average", "ensemble", "gesamt", "overall")) or _names(label, words)
        ):
            continue
        for theirs in other.quantities:
            if _TARGET.search(fold(column_of(other, theirs))):
                continue
            column = terms(fold(column_of(other, theirs)), other.document.language)
            column |= terms(label, other.document.language) if len(other.segment.cells) <= 3 else frozenset()
            shared = column & subject
            same_kind = family(theirs) == family(q) or theirs.kind == "number"
            if (
                same_kind
                and shared
                and len(shared) * 2 >= len(column)
                and near_size(q, theirs)
                and not equals(q, theirs)
            ):
                return other, theirs
    return None


def _names(label: str, words: str) -> bool:
    return len(label) > 3 and label in words


def _pair(
    window: Sequence[Statement], statement: Statement, holders: Holders
) -> tuple[tuple[Statement, Quantity], tuple[Statement, Quantity]] | None:
    """The two values at odds: alike, different, nearest to each other; one of them stated elsewhere too if possible."""
    ordered = sorted(window, key=lambda s: (abs(s.index - statement.index), s.index))
    mentions = [(s, q) for s in ordered for q in s.quantities if precise(q) and q.kind not in ("date", "duration")]
    pairs = [
        (a, b)
        for i, a in enumerate(mentions)
        for b in mentions[i + 1 :]
        if _comparable(a[1], b[1])
        and not equals(a[1], b[1])
        and (a[0] is statement or b[0] is statement)
        and _together(a, b)
    ]
    if not pairs:
        return None
    held = [p for p in pairs if any(holders.find(p[0][0], m[1]) for m in p)]
    if not held:
        pairs = [p for p in pairs if p[0][0] is p[1][0]]
    if not pairs:
        return None
    a, b = (held or pairs)[0]
    return (b, a) if holders.find(a[0], a[1]) else (a, b)


def _together(a: tuple[Statement, Quantity], b: tuple[Statement, Quantity]) -> bool:
    """Whether two values stand in one passage, or in neighbouring ones with a word in common."""
    same = a[0].document.id == b[0].document.id and a[0].segment.ordinal == b[0].segment.ordinal
    return same or bool(around(*a, 110) & around(*b, 110))


def _comparable(a: Quantity, b: Quantity) -> bool:
    return alike(a, b) and near_size(a, b) and not ({a.kind, b.kind} >= {"number", "money"})


class Holders:
    """Finds the other document that states a value about the same thing; statements are filed by their values."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._by_value: dict[Decimal, list[tuple[Statement, Quantity]]] = {}
        for s in statements:
            if s.segment.kind == "quoted":
                continue
            for q in s.quantities:
                if q.value is not None:
                    for value in scales(q):
                        self._by_value.setdefault(value, []).append((s, q))

    def find(self, where: Statement, value: Quantity) -> Statement | None:
        """The statement of another document that shares most words with the place where the value is disputed."""
        if value.value is None:
            return None
        subject = around(where, value, 160)
        small = value.kind in ("number", "count") and abs(value.value) < 10
        best: tuple[int, Statement] | None = None
        for other, q in self._by_value.get(abs(value.value), ()):
            if other.document.id == where.document.id or not alike(q, value) or not equals(q, value):
                continue
            shared = len(subject & around(other, q, 120))
            if small and (q.kind not in ("number", "count") or shared < 2):
                continue
            if shared and (best is None or shared > best[0]):
                best = (shared, other)
        return best[1] if best else None


def scales(q: Quantity) -> set[Decimal]:
    """The figures under which a value may be named elsewhere: an amount also in thousands and millions."""
    value = abs(q.value or Decimal(0))
    return {value, value / 1000, value / 1_000_000} if q.kind in ("money", "rate") else {value}
