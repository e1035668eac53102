"""Figures as they are written in French and English."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import format_decimal

from copilot.schemas.evidence import Language

_SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$", "CHF": "CHF"}
_LOCALES = {"fr": "fr_FR", "en": "en_GB"}


def percent(ratio: Decimal, language: Language, places: int = 1) -> str:
    """A fraction as a percentage: 0.961 is 96,1 %."""
    value = (ratio * 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = format_decimal(value, locale=_LOCALES[language])
    return f"{text}\u00a0%" if language == "fr" else f"{text}%"


def money(amount: Decimal, currency: str, language: Language) -> str:
    """An amount in whole units with its currency: 2 596 850 €; cents are kept below a thousand."""
    whole = amount == amount.to_integral_value() or abs(amount) >= 1000
    pattern = "#,##0" if whole else "#,##0.00"
    text = format_decimal(abs(amount), format=pattern, locale=_LOCALES[language])
    sign = "-" if amount < 0 else ""
    symbol = _SYMBOLS.get(currency, currency if currency != "XXX" else "")
    if language == "fr" or len(symbol) != 1:
        return f"{sign}{text}\u00a0{symbol}".rstrip("\u00a0")
    return f"{sign}{symbol}{text}"


def number(value: Decimal, language: Language, places: int = 0) -> str:
    """A plain number."""
    return format_decimal(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP), locale=_LOCALES[language])
