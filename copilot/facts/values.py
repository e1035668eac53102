"""Comparing values: which quantities measure alike, and what stands around one in its sentence."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from copilot.facts.statements import Statement
from copilot.facts.terms import terms
from copilot.schemas.facts import Quantity
from copilot.text.normalise import fold
from copilot.text.same import same_value

_DAYS = frozenset({"day", "week", "month"})
COMPARABLE = frozenset({"money", "rate", "percent", "points", "count", "date", "rating", "duration", "ratio", "number"})


def family(q: Quantity) -> tuple[str, str]:
    """What a quantity measures: two of one family can replace or contradict each other."""
    if q.kind == "date":
        return "date", ""
    if q.kind in ("percent", "points"):
        return "percent", ""
    if q.kind in ("money", "rate"):
        return q.kind, q.unit
    return ("count" if q.kind == "number" else q.kind), q.unit


def alike(a: Quantity, b: Quantity) -> bool:
    """Same family; a count whose noun is left out ("214 au lieu de 260") is like any count."""
    fa, fb = family(a), family(b)
    if a.date is not None and b.date is not None:
        return (a.date.precision in _DAYS) == (b.date.precision in _DAYS)
    if fa == fb:
        return True
    if "number" in (a.kind, b.kind) and {fa[0], fb[0]} <= {"count", "percent", "money"}:
        bare = a if a.kind == "number" else b
        return not bare.unit
    return fa[0] == fb[0] == "count" and ("" in (fa[1], fb[1]))


def precise(q: Quantity) -> bool:
    """Precise enough to be replaced or disputed: a bare year or a small bare number in figures is not."""
    if q.kind == "date":
        return q.date is not None and (q.date.precision in ("day", "week", "month", "quarter") or " " in q.text.strip())
    if q.kind == "number":
        return q.value is not None and (abs(q.value) >= 10 or q.value % 1 != 0 or q.text.strip().isalpha())
    return q.kind in COMPARABLE


def equals(a: Quantity, b: Quantity) -> bool:
    """Same value; one that is said without its unit ("not 6.9") equals the one that has it."""
    if same_value(a, b):
        return True
    if a.kind == b.kind == "count" and a.value == b.value and a.value is not None and a.value >= 50:
        return True  # a large count named with another word: "340 seats", "340 named users"
    if (
        a.value is None
        or b.value is None
        or "number" not in (a.kind, b.kind)
        or {a.kind, b.kind} & {"date", "duration"}
    ):
        return False
    bare, full = (a, b) if a.kind == "number" else (b, a)
    if bare.value is None or full.value is None or bare.unit:
        return False
    scaled = [full.value, full.value / 1000, full.value / 1_000_000] if full.kind in ("money", "rate") else [full.value]
    return any(abs(bare.value) == abs(v) for v in scaled)


def near_size(a: Quantity, b: Quantity) -> bool:
    """Of the same order: what measures one thing rarely differs by more than a factor of two.

    A bare number beside an amount is read in the amount's unit ("6.74 million… not 6.9").
    """
    if a.value is None or b.value is None:
        return True
    kinds = {a.kind, b.kind}
    scales = (
        (1, 1000, 1_000_000)
        if ("number" in kinds and kinds & {"money", "rate"}) or a.kind == b.kind == "number"
        else (1,)
    )
    low, high = sorted((abs(a.value), abs(b.value)))
    return low > 0 and any(Decimal("0.5") <= low * scale / high <= 2 for scale in scales)


def column_of(statement: Statement, q: Quantity) -> str:
    """Header of the cell that a quantity of a row stands in."""
    at = 0
    for cell, name in zip(statement.segment.cells, statement.segment.header, strict=False):
        place = statement.text.find(cell, at)
        if place >= 0:
            if place <= q.start < place + max(1, len(cell)):
                return name
            at = place + len(cell)
    return ""


def around(statement: Statement, q: Quantity, width: int = 70) -> frozenset[str]:
    """Terms near a quantity; for a row, of its first cell, its header and the table's heading."""
    language = statement.document.language
    if statement.segment.kind == "row":
        return terms(statement.folded, language) | terms(statement.context, language)
    near = statement.text[max(0, q.start - width) : q.end + width]
    return terms(fold(near), language)


def when(statement: Statement) -> dt.date:
    """When it was said; what has no date counts as oldest."""
    return statement.said_on or statement.document.date or dt.date.min


def has_value(statement: Statement, q: Quantity) -> bool:
    """Whether the statement states that value; a date only when it is as precise."""
    return any(_identical(q, other) for other in statement.quantities)


def _identical(a: Quantity, b: Quantity) -> bool:
    if a.date is not None or b.date is not None:
        return a.date == b.date
    return equals(a, b)
