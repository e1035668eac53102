"""Amounts and percentages as they stand in the cells of people's tables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from copilot.text.normalise import fold

NumberStyle = Literal["comma", "dot"]
"""Which sign separates the decimals."""

_CURRENCIES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR",
    "$": "USD", "usd": "USD", "us$": "USD", "dollars": "USD",
    "£": "GBP", "gbp": "GBP", "chf": "CHF", "cad": "CAD", "jpy": "JPY", "¥": "JPY", "pln": "PLN", "sek": "SEK",
}  # fmt: skip
_SCALES = {
    "k": Decimal(1_000), "'000": Decimal(1_000), "000": Decimal(1_000), "000s": Decimal(1_000),
    "thousand": Decimal(1_000), "thousands": Decimal(1_000), "milliers": Decimal(1_000), "mille": Decimal(1_000),
    "m": Decimal(1_000_000), "mn": Decimal(1_000_000), "mio": Decimal(1_000_000), "mios": Decimal(1_000_000),
    "million": Decimal(1_000_000), "millions": Decimal(1_000_000),
    "md": Decimal(1_000_000_000), "mds": Decimal(1_000_000_000), "bn": Decimal(1_000_000_000),
    "milliard": Decimal(1_000_000_000), "milliards": Decimal(1_000_000_000),
}  # fmt: skip
_CURRENCY = "|".join(sorted((re.escape(word) for word in _CURRENCIES), key=len, reverse=True))
_SCALE = "|".join(sorted((re.escape(word) for word in _SCALES), key=len, reverse=True))
_CELL = re.compile(
    rf"""^(?:~|≈|env\.?\ |environ\ |ca\.?\ |approx\.?\ |about\ )?
    (?P<open>\()?(?P<minus>-)?\ ?
    (?P<before>(?:(?:{_CURRENCY})\ ?)?(?:(?:{_SCALE})(?=\ ))?)\ ?
    (?P<minus2>-)?
    (?P<number>\d[\d.,'\ ]*)
    \ ?(?P<after>(?:(?:{_SCALE})\b)?\ ?(?:(?:{_CURRENCY})(?:\ ?(?:ht|ttc|hors\ taxes?))?)?|%|pct|pts)
    (?:\ ?(?:ht|excl\.?\ vat|p\.?a\.?|/\ ?an|/\ ?yr|/\ ?year))?
    \)?\ ?\**$""",
    re.VERBOSE,
)
_UNIT = re.compile(
    rf"(?<![a-z0-9])(?:(?P<scale>{_SCALE})[\ .]?(?P<currency>{_CURRENCY})|(?P<currency2>{_CURRENCY})\ ?"
    rf"(?P<scale2>{_SCALE})?|\(?(?P<scale3>'000s?|thousands|milliers|millions))(?![a-z0-9])"
)


@dataclass(frozen=True)
class Cell:
    """The value of one cell, in whole units when the cell itself says its scale."""

    value: Decimal
    percent: bool = False
    currency: str | None = None
    scaled: bool = False


@dataclass(frozen=True)
class Unit:
    """What a header or a title says about the amounts under it."""

    currency: str | None = None
    scale: Decimal = Decimal(1)
    known: bool = False


def read_unit(text: str | None) -> Unit:
    """The currency and scale that a header or title states: "k€ HT", "CA 2025 (M€)", "USD '000"."""
    for match in _UNIT.finditer(fold(text or "")):
        currency = match["currency"] or match["currency2"]
        scale = match["scale"] or match["scale2"] or match["scale3"]
        return Unit(_CURRENCIES.get(currency or ""), _SCALES.get(scale or "", Decimal(1)), known=True)
    return Unit()


def number_style(cells: Iterable[str]) -> NumberStyle:
    """Whether a column writes its decimals with a comma or a dot; a lone "1,234" counts as thousands."""
    for cell in cells:
        digits = re.sub(r"[^\d.,]", "", cell)
        comma, dot = digits.rfind(","), digits.rfind(".")
        if comma >= 0 and dot >= 0:
            return "comma" if comma > dot else "dot"
        if digits.count(".") > 1 or (comma >= 0 and digits.count(",") == 1 and len(digits) - comma - 1 != 3):
            return "comma"
        if digits.count(",") > 1 or (dot >= 0 and len(digits) - dot - 1 != 3):
            return "dot"
    return "dot"


def read_cell(text: str | None, style: NumberStyle = "dot") -> Cell | None:
    """The value of a cell, or None when it is not one number: "3 115 000 €", "65 %", "(1,934)", "£1.2m"."""
    match = _CELL.match(fold(text or ""))
    if match is None:
        return None
    digits = match["number"].replace(" ", "").replace("'", "")
    thousands, decimal = (".", ",") if style == "comma" else (",", ".")
    try:
        value = Decimal(digits.replace(thousands, "").replace(decimal, ".").rstrip("."))
    except InvalidOperation:
        return None
    marks = f"{match['before']} {match['after']}"
    percent = "%" in marks or "pct" in marks or "pts" in marks
    scale = re.search(rf"(?<![a-z0-9])(?:{_SCALE})(?![a-z0-9])", marks)
    glued = re.search(rf"(?<![a-z0-9])({_SCALE})\ ?(?:{_CURRENCY})", marks)
    word = glued[1] if glued else scale[0] if scale else ""
    currency = re.search(_CURRENCY, marks.replace(word, " ", 1) if word else marks)
    value *= _SCALES.get(word, Decimal(1))
    if match["minus"] or match["minus2"] or match["open"]:
        value = -value
    return Cell(value, percent, _CURRENCIES[currency[0]] if currency else None, bool(word))
