"""How the negotiation tools write amounts, and warn about named things."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from copilot.schemas.evidence import Language
from copilot.scoring.base import Note, note
from copilot.scoring.wording import money, names

_WHOLE_FROM = 1000


def amount(value: Decimal, currency: str, language: Language) -> str:
    """Whole units from 1,000 on; below, up to two decimals, because unit prices are negotiated too."""
    return money(value, currency, language, 0 if abs(value) >= _WHOLE_FROM else 2)


def about(groups: Mapping[str, list[str]]) -> list[Note]:
    """One sentence for each code that concerns somebody, with their names and their number."""
    values: dict[str, dict[str, object]] = {
        code: {"names": names(group), "n": len(group)} for code, group in groups.items() if group
    }
    return [note(code, given, given) for code, given in values.items()]
