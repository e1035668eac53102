"""Logarithms of many amounts, exact to far more digits than an order needs.

`Decimal.ln` is right to the last digit and costs tens of microseconds; a portfolio has a hundred thousand accounts.
"""

from __future__ import annotations

from decimal import Context, Decimal, localcontext
from functools import cache

PRECISION = 42
_HALF = Decimal("0.5")
_ONE = Decimal(1)
_TERMS = range(13, 0, -2)


@cache
def _whole(number: int) -> Decimal:
    """The logarithm of a whole number; at most 901 of them are ever asked for."""
    return Decimal(number).ln(Context(prec=PRECISION + 6))


def _ln(value: Decimal) -> Decimal:
    """ln(value), wrong by less than 1e-37, for a value above 0 and a context of `PRECISION` digits.

    value = mantissa * 10^power with 100 <= mantissa < 1000; near = the whole number next to the mantissa;
    ln(mantissa / near) = 2 artanh(z) with z = (mantissa - near) / (mantissa + near), so |z| <= 1/400 and the terms
    after z^13 stay below 1e-40.
    """
    power = value.adjusted() - 2
    mantissa = value.scaleb(-power)
    near = int(mantissa + _HALF)
    z = (mantissa - near) / (mantissa + near)
    square = z * z
    series = Decimal(0)
    for term in _TERMS:
        series = series * square + _ONE / term
    return _whole(near) + power * _whole(10) + 2 * z * series


class Logarithms(dict[Decimal, Decimal]):
    """ln(x) of each x above 0 that is asked for; probabilities and margins come back often."""

    def __missing__(self, value: Decimal) -> Decimal:
        with localcontext(prec=PRECISION):
            found = self[value] = _ln(value)
        return found
