"""Numbers as people write them in French and in English."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, localcontext

from copilot.schemas.evidence import Language
from copilot.scoring.base import HUNDRED, PRECISION, Note, note

NO_CURRENCY = "XXX"
"""ISO 4217 for amounts whose currency no note gives."""
NBSP = "\u00a0"
_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£"}


def number(value: Decimal, language: Language, places: int = 2) -> str:
    """The number rounded to at most `places` decimals: 1 234,5 or 1,234.5."""
    with localcontext(prec=PRECISION):
        text = format(value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP), ",f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if text == "-0":
        text = "0"
    if language == "en":
        return text
    return text.replace(",", NBSP).replace(".", ",")


def percent(value: Decimal, language: Language, places: int = 1) -> str:
    """A fraction as a percentage: 12,5 % or 12.5%."""
    text = number(value * HUNDRED, language, places)
    return f"{text}{NBSP}%" if language == "fr" else f"{text}%"


def percent_beside(value: Decimal, other: Decimal, language: Language, places: int = 1) -> str:
    """The fraction as a percentage, with as many decimals as it takes to look different from `other` unless it is it.

    9.996 % misses a target of 10 % and must not be written as 10 %.
    """
    while (
        value != other and places < PRECISION and percent(value, language, places) == percent(other, language, places)
    ):
        places += 1
    return percent(value, language, places)


def money(value: Decimal, currency: str, language: Language, places: int = 0) -> str:
    """An amount with its currency: 12 000 € or €12,000; other currencies keep their code."""
    text = number(value, language, places)
    if currency == NO_CURRENCY:
        return text
    if language == "fr":
        return f"{text}{NBSP}{_SYMBOLS.get(currency, currency)}"
    if currency not in _SYMBOLS:
        return f"{currency} {text}"
    return f"-{_SYMBOLS[currency]}{text[1:]}" if text.startswith("-") else f"{_SYMBOLS[currency]}{text}"


def both(code: str, values: Callable[[Language], dict[str, object]]) -> Note:
    """The catalogue's sentence with values that are written differently in each language."""
    return note(code, values("fr"), values("en"))


def names(items: list[str], limit: int = 5) -> str:
    """The first names, and how many more there are."""
    shown = ", ".join(items[:limit])
    return shown if len(items) <= limit else f"{shown} (+{len(items) - limit})"
