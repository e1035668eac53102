"""Values with what they measure: every precise quantity of prose with its subject and its period."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from copilot.facts import lexicon
from copilot.facts.statements import Statement
from copilot.facts.subjects import Subject, Vocabulary, cue
from copilot.facts.values import alike, equals, family, near_size, precise
from copilot.schemas.facts import Quantity

_SKIPPED = frozenset({"row", "quoted", "comment", "heading", "title"})
_STOP = re.compile(r"[.;!?]\s|\s[–—]\s|[()]")
BEFORE, AFTER = 90, 50


@dataclass(frozen=True)
class Mention:
    """One value in prose, and what its clause is about."""

    statement: Statement
    value: Quantity
    subject: Subject
    changing: bool
    attributed: bool

    @property
    def bucket(self) -> tuple[str, str]:
        """Only values of one bucket are ever compared."""
        kind, unit = family(self.value)
        return kind, "" if kind in ("count", "date") else unit


def mentions_of(statements: Sequence[Statement], vocabulary: Vocabulary) -> list[Mention]:
    """The values that can be compared between notes, each the only one of its family in its clause."""
    found = []
    for s in statements:
        if s.segment.kind in _SKIPPED or s.segment.hidden or s.text.rstrip(" »\"')").endswith("?"):
            continue
        for q in s.quantities:
            if precise(q) and not (q.kind == "points" and q.unit == "pts"):
                mention = _mention(s, q, vocabulary)
                if mention is not None:
                    found.append(mention)
    return found


def _mention(s: Statement, q: Quantity, vocabulary: Vocabulary) -> Mention | None:
    start, end = _clause(s.text, q)
    inside = [o for o in s.quantities if start <= o.start and o.end <= end]
    if any(o is not q and alike(o, q) and (o.date is None or precise(o)) for o in inside):
        return None  # "from 71 % to 76 %", "6.2 against 9.8": two values in one clause
    text = s.text[start:end]
    figures = [o for o in inside if o is q or o.kind not in ("number", "count") or (o.value or 0) >= 10]
    cut = [o.model_copy(update={"start": o.start - start, "end": o.end - start}) for o in figures]
    unit = "" if q.kind != "count" else q.unit
    subject = vocabulary.subject(text, s.document.language, cut, unit)
    dates = [o.date.iso() for o in inside if o is not q and o.date is not None]
    if dates:
        subject = replace(subject, periods=frozenset(dates))
    lead = s.folded
    return Mention(
        s,
        q,
        subject,
        changing=cue("state").search(lead) is not None or s.document.kind == "crm",
        attributed=cue("attributed").search(lead) is not None,
    )


def _clause(text: str, q: Quantity) -> tuple[int, int]:
    """The words around a value up to the end of its sentence or bracket, within reach."""
    left = max((m.end() for m in _STOP.finditer(text, 0, q.start)), default=0)
    after = _STOP.search(text, q.end)
    right = after.start() if after else len(text)
    left = max(left, q.start - BEFORE)
    right = min(right, q.end + AFTER)
    while left > 0 and text[left - 1].isalnum():
        left -= 1
    while right < len(text) and text[right].isalnum():
        right += 1
    return left, right


def differ(a: Quantity, b: Quantity) -> bool:
    """Whether two values of one thing cannot both hold: not equal, not rounded, no range that holds the other."""
    if a.date is not None and b.date is not None:
        return a.date.precision == b.date.precision and a.date != b.date
    if a.value is None or b.value is None or a.kind != b.kind or equals(a, b) or not near_size(a, b):
        return False
    if family(a)[0] == "count" and "" in (a.unit, b.unit) and a.unit != b.unit:
        return False
    low_a, high_a, low_b, high_b = a.value, a.high or a.value, b.value, b.high or b.value
    if low_a <= high_b and low_b <= high_a:
        return False
    if (a.approximate or b.approximate) and abs(low_a - low_b) <= max(abs(low_a), abs(low_b)) / 10:
        return False
    return not (_rounds(a, b) or _rounds(b, a))


def _rounds(coarse: Quantity, fine: Quantity) -> bool:
    """Whether one value is the other with fewer digits: 2.4 million and 2.41 million."""
    digits = re.search(r"\d(?:[\d\s\u00a0\u202f.,]*\d)?", coarse.text)
    if coarse.value is None or fine.value is None or not coarse.value or digits is None:
        return False
    figures = re.sub(r"\D", "", digits[0]).lstrip("0")
    shown = len(figures.rstrip("0")) if not re.search(r"[.,]\d{1,2}$", digits[0]) else len(figures)
    if abs(coarse.value - fine.value) > abs(fine.value) / 20:
        return False
    step = Decimal(10) ** (coarse.value.copy_abs().adjusted() - max(1, shown) + 1)
    return abs(coarse.value - fine.value) <= step / 2 and len(fine.value.normalize().as_tuple().digits) > shown


def says_correction(s: Statement) -> bool:
    """Whether a statement speaks of a change itself: the rules for corrections deal with it."""
    return lexicon.has("correction", s.folded)
