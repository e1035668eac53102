"""Red, amber, green and trends: one rule for every indicator (ours; the sources name no thresholds)."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Literal

from copilot.schemas.evidence import Language
from copilot.scoring.base import PRECISION
from copilot.text.catalogue import t

Rag = Literal["green", "amber", "red", "unrated"]
"""`unrated`: there is no value or no target, so nothing to compare."""
Direction = Literal["higher", "lower"]
"""Which way is better."""
Trend = Literal["up", "flat", "down"]
Movement = Literal["better", "same", "worse"]


def amber_limit(target: Decimal, direction: Direction, band: Decimal) -> Decimal:
    """The worst value that is still amber: the target missed by at most `band` of its size."""
    with localcontext(prec=PRECISION):
        room = band * abs(target)
        return target - room if direction == "higher" else target + room


def reaches(value: Decimal, limit: Decimal, direction: Direction) -> bool:
    """Whether the value is as good as the limit, or better."""
    return value >= limit if direction == "higher" else value <= limit


def rate(value: Decimal | None, target: Decimal | None, amber: Decimal | None, direction: Direction = "higher") -> Rag:
    """Green at the target or better, amber at `amber` or better, red beyond; both limits count as reached."""
    if value is None or target is None:
        return "unrated"
    if reaches(value, target, direction):
        return "green"
    return "amber" if amber is not None and reaches(value, amber, direction) else "red"


def trend(value: Decimal, previous: Decimal, tolerance: Decimal) -> Trend:
    """Where the value went; a change of at most `tolerance` is flat."""
    with localcontext(prec=PRECISION):
        change = value - previous
    if abs(change) <= tolerance:
        return "flat"
    return "up" if change > 0 else "down"


def movement(where: Trend, direction: Direction) -> Movement:
    """Whether that trend is good news."""
    if where == "flat":
        return "same"
    return "better" if (where == "up") == (direction == "higher") else "worse"


def in_words(code: Rag | Trend | Movement, language: Language) -> str:
    """The word for a status, a trend or a movement."""
    return t(f"scoring.rag.{code}", language)
