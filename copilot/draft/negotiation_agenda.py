"""How to split the time of a negotiation (method row 64; the split is our default)."""

from __future__ import annotations

from decimal import Decimal

from copilot.schemas.evidence import Language
from copilot.scoring.wording import number
from copilot.text.catalogue import t

SPLIT: tuple[tuple[str, int], ...] = (
    ("opening", 10),
    ("diagnosis", 25),
    ("proposals", 20),
    ("bargaining", 30),
    ("conclusion", 15),
)
"""Percent of the time by phase: our default, the sources only ask for a good start and a timely conclusion."""
MIN_MINUTES_PER_ISSUE = 5
MAX_MINUTES = 120


def agenda(minutes: int, issues: int, language: Language) -> tuple[list[str], list[str]]:
    """The agenda line by line, and what to be warned of: too short per issue, or too long."""
    lines = [t("negotiation.agenda.default", language, total=minutes)]
    lines += [
        t(f"negotiation.agenda.{phase}", language, minutes=number(Decimal(minutes) * share / 100, language, 1))
        for phase, share in SPLIT
    ]
    warnings = []
    if issues and minutes < MIN_MINUTES_PER_ISSUE * issues:
        warnings.append(
            t("negotiation.warning.too_short", language, total=minutes, n=issues, least=MIN_MINUTES_PER_ISSUE)
        )
    if minutes > MAX_MINUTES:
        warnings.append(t("negotiation.warning.too_long", language, total=minutes, most=MAX_MINUTES))
    return lines, warnings
