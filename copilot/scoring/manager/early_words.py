"""What the early warning says: where the period stands, and questions to look for a solution together.

S3: the talk warns and looks for a solution; it does not judge. No sentence here speaks of the person.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from copilot.schemas.evidence import Language
from copilot.scoring.base import Note
from copilot.scoring.manager.chances import chance_words
from copilot.scoring.rag import Rag, in_words
from copilot.scoring.wording import both, money, percent

MOST_NAMED = 3
"""So many proposals get a question of their own."""
Weighed = tuple[str, Decimal, Decimal, Decimal, Decimal, Decimal, Decimal]
"""Name, amount, probability, and the bounds of the chance once it is won and once it is lost."""


@dataclass(frozen=True)
class Situation:
    """Where the period stands."""

    currency: str
    low: Decimal
    high: Decimal
    rag: Rag
    achieved: Decimal
    objective: Decimal
    gap: Decimal
    open_total: Decimal
    short: Decimal
    deals: int
    first: list[Weighed]
    green: Decimal
    amber: Decimal
    ours: bool

    def values(self, language: Language) -> dict[str, object]:
        """The figures as they are written."""
        amounts = {
            name: money(getattr(self, name), self.currency, language)
            for name in ("achieved", "objective", "gap", "open_total", "short")
        }
        return {
            **amounts,
            "chance": chance_words(self.low, self.high, language),
            "n": self.deals,
            "colour": in_words(self.rag, language),
            "green": percent(self.green, language),
            "amber": percent(self.amber, language),
        }

    def about(self, deal: Weighed, language: Language) -> dict[str, object]:
        """The figures of one proposal as they are written."""
        name, amount, chance, won_low, won_high, lost_low, lost_high = deal
        return {
            "name": name,
            "amount": money(amount, self.currency, language),
            "probability": percent(chance, language),
            "won": chance_words(won_low, won_high, language),
            "lost": chance_words(lost_low, lost_high, language),
        }


def why_of(now: Situation) -> list[Note]:
    """What drives the chance, and what would change it."""
    if now.gap == 0:
        return [both("early.reached", now.values)]
    codes = ["early.status", "early.rag_ours" if now.ours else "early.rag_chosen"]
    if now.short > 0:
        codes.append("early.out_of_reach")
    notes = [both(code, now.values) for code in codes]
    if now.first:
        notes.append(both("early.matters", lambda language: now.about(now.first[0], language)))
    return notes


def questions_of(now: Situation) -> list[Note]:
    """Questions for the talk; which ones depends on the figures."""
    if now.gap == 0:
        return [both("early.q_next", now.values)]
    notes = [] if now.rag == "green" else [both("early.q_gap", now.values)]
    if now.short > 0:
        notes.append(both("early.q_beyond", now.values))
    code = "early.q_secure" if now.rag == "green" else "early.q_deal"
    for deal in now.first[:MOST_NAMED]:
        notes.append(both(code, lambda language, deal=deal: now.about(deal, language)))  # type: ignore[misc]
    if now.rag != "green":
        notes += [both(code, now.values) for code in ("early.q_reporting", "early.q_support")]
    return notes
