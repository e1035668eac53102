"""Values of two notes that differ for the same thing without a word about it: a newer state, or a contradiction."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from copilot.facts.disputes import Dispute
from copilot.facts.freshness import half_lives
from copilot.facts.lexicon import section_scores
from copilot.facts.mentions import Mention, differ, says_correction
from copilot.facts.subjects import candidates, same_subject, specific
from copilot.facts.updates import Replacement
from copilot.facts.values import has_value, when

LEAST = 0.6
MAX_SHIFT_DAYS = 200
_FIXED = re.compile(
    r"contrat|contract|accord[- ]cadre|agreement|avenant|vertrag|sign[ée]|signed|expir|echeance|prend fin|se termine"
    r"|preavis|notice|\bends?\b|born|created|cree|founded|fonde|depuis|since"
)
_RECURRING = re.compile(
    r"mensuel|hebdo|trimestriel|annuel|chaque|tous les|monthly|weekly|quarterly|yearly|every|monatlich|wochentlich|jede"
)


@dataclass(frozen=True)
class Silent:
    """What differs without a word: values that a newer note replaces, and values at odds."""

    replaced: list[Replacement]
    disputes: list[Dispute]


def find_silent(mentions: Sequence[Mention], settled: frozenset[tuple[str, int]]) -> Silent:
    """Pairs of values for one thing; `settled` holds the places that a note's own words have dealt with."""
    buckets: dict[tuple[str, str], list[Mention]] = {}
    for m in mentions:
        if (m.statement.id, m.value.start) not in settled and m.subject.words:
            buckets.setdefault(m.bucket, []).append(m)
    replaced: list[Replacement] = []
    disputes: list[Dispute] = []
    for bucket in buckets.values():
        for a, b in candidates(bucket, LEAST):
            if not _comparable(a, b):
                continue
            old, new = sorted((a, b), key=lambda m: when(m.statement))
            if _moved_on(old, new):
                replaced.append(Replacement(old.statement, old.value, new.statement, new.value, implied=True))
            elif old.value.date is None or _fixed(old, new):
                disputes.append(Dispute(new.statement, new.value, old.statement, old.value))
    gone = {(r.old.id, r.old_value.start) for r in replaced}
    kept = [
        d for d in disputes if (d.where.id, d.value.start) not in gone and (d.other.id, d.other_value.start) not in gone
    ]
    return Silent(replaced, kept)


def _comparable(a: Mention, b: Mention) -> bool:
    """Two sources, one thing, two values."""
    if not differ(a.value, b.value) or not _apart(a, b):
        return False
    if a.subject.traits != b.subject.traits or has_value(a.statement, b.value) or has_value(b.statement, a.value):
        return False
    if says_correction(a.statement) or says_correction(b.statement):
        return False
    if not same_subject(a.subject, b.subject, LEAST):
        return False
    return a.value.date is None or _one_event(a, b)


def _apart(a: Mention, b: Mention) -> bool:
    """Two documents, or two people in one conversation."""
    if a.statement.document.id != b.statement.document.id:
        return True
    turns = a.statement.segment.kind == b.statement.segment.kind == "turn"
    return turns and a.statement.author != b.statement.author


def _one_event(a: Mention, b: Mention) -> bool:
    """Whether two dates can be those of one event: not one of a series, not a stamp at the head of a note."""
    for m in (a, b):
        if m.value.start < m.statement.lead or _RECURRING.search(m.statement.folded):
            return False
        if m.statement.document.kind == "crm" or m.value.date is None or m.value.date.precision != "day":
            return False
    if a.value.date and b.value.date and abs((a.value.date.start - b.value.date.start).days) > MAX_SHIFT_DAYS:
        return _FIXED.search(a.statement.folded) is not None and _FIXED.search(b.statement.folded) is not None
    shared = a.subject.words & b.subject.words
    return len(shared) >= 2 or bool(shared & specific()) or _FIXED.search(a.statement.folded) is not None


def _fixed(old: Mention, new: Mention) -> bool:
    """Whether two dates should be the same: of something settled or past, or in notes of one day."""
    fixed = _FIXED.search(old.statement.folded) and _FIXED.search(new.statement.folded)
    return bool(fixed) or when(old.statement) == when(new.statement)


def _moved_on(old: Mention, new: Mention) -> bool:
    """Whether the newer value simply follows the older one in time."""
    then, now = when(old.statement), when(new.statement)
    if then == now or dt.date.min in (then, now) or old.attributed or new.attributed:
        return False
    if old.value.date is not None:
        fixed = _FIXED.search(old.statement.folded) or _FIXED.search(new.statement.folded)
        coming = old.value.date.start >= then and new.value.date is not None and new.value.date.start >= now
        return coming and not fixed
    if old.changing or new.changing:
        return True
    if new.subject.periods or _FIXED.search(old.statement.folded):
        return False
    scores = section_scores(new.statement.folded)
    topic = str(max(scores.items(), key=lambda item: item[1])[0]) if scores else ""
    return (now - then).days > half_lives().of(topic)
