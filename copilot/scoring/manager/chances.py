"""Chances and amounts that are known exactly or by bounds, as results hold them and as people read them."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from fractions import Fraction
from math import ceil, floor
from typing import Literal

from copilot.schemas.evidence import Language
from copilot.scoring.base import PRECISION
from copilot.scoring.manager.law import Bounds
from copilot.scoring.wording import money, percent
from copilot.text.catalogue import t

Method = Literal["exact", "bounded"]
"""Whether the figures are exact, or lie for certain between two bounds."""
PLACES = 6
FAR_APART = Fraction(1, 20)
"""Bounds further apart, in chance or as a share of an amount, are not summed up in one number (ours)."""
_FEWEST_PLACES = 2
_CENTS = Decimal("0.01")
_FEWEST_DIGITS = 2


def rounded_chance(chance: Fraction, places: int = PLACES) -> Decimal:
    """The chance rounded half-even, without an error on the way."""
    return _decimal(round(chance * 10**places), places)


def outward(bounds: Bounds) -> tuple[Decimal, Decimal]:
    """The bounds with six places, rounded away from each other; an exact chance is rounded once."""
    if bounds[0] == bounds[1]:
        return rounded_chance(bounds[0]), rounded_chance(bounds[0])
    unit = 10**PLACES
    return _decimal(floor(bounds[0] * unit), PLACES), _decimal(ceil(bounds[1] * unit), PLACES)


def between_chance(bounds: Bounds) -> Decimal | None:
    """The chance when it is exact; else the roundest number between the bounds, or None where they lie far apart."""
    if bounds[0] == bounds[1]:
        return rounded_chance(bounds[0])
    if bounds[1] - bounds[0] > FAR_APART:
        return None
    middle = (bounds[0] + bounds[1]) / 2
    for places in range(_FEWEST_PLACES, PLACES):
        shown = rounded_chance(middle, places)
        if bounds[0] <= shown <= bounds[1]:
            return shown
    return rounded_chance(middle)


def outward_amounts(low: Decimal, high: Decimal) -> tuple[Decimal, Decimal]:
    """Bounds of an amount rounded to cents, away from each other; an exact amount stays as it is."""
    if low == high:
        return low, high
    with localcontext(prec=PRECISION):
        return low.quantize(_CENTS, ROUND_FLOOR), high.quantize(_CENTS, ROUND_CEILING)


def between_amount(low: Decimal, high: Decimal) -> Decimal | None:
    """The amount when it is exact; else the roundest number between the bounds, or None where they lie far apart."""
    if low == high:
        return low
    with localcontext(prec=PRECISION):
        if (high - low) * FAR_APART.denominator > high * FAR_APART.numerator:
            return None
        middle = (low + high) / 2
        for exponent in range(high.adjusted() - _FEWEST_DIGITS + 1, -PLACES, -1):
            unit = Decimal(1).scaleb(exponent)
            shown = (middle / unit).to_integral_value() * unit
            if low <= shown <= high:
                return shown
    return low


def _decimal(count: int, places: int) -> Decimal:
    with localcontext(prec=PRECISION):
        return Decimal(count).scaleb(-places)


def chance_words(low: Decimal, high: Decimal, language: Language) -> str:
    """A chance as a percentage, or as two when the bounds read differently; never 100 % for what is nearly sure."""
    first, last = _one_chance(low, language), _one_chance(high, language)
    return first if first == last else t("scoring.chance.between", language, low=first, high=last)


def _one_chance(chance: Decimal, language: Language) -> str:
    nearly, hardly = Decimal("0.9995"), Decimal("0.0005")
    if nearly <= chance < 1:
        return t("scoring.chance.nearly_sure", language, value=percent(Decimal("0.999"), language))
    if 0 < chance < hardly:
        return t("scoring.chance.hardly", language, value=percent(Decimal("0.001"), language))
    return percent(chance, language)


def amount_words(low: Decimal, high: Decimal, currency: str, language: Language) -> str:
    """An amount, or two when the bounds read differently."""
    first, last = money(low, currency, language), money(high, currency, language)
    return first if first == last else t("scoring.chance.between", language, low=first, high=last)
