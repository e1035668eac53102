"""The distribution of what the open proposals bring together, in the fields of a result."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

from pydantic import Field

from copilot.scoring.base import PRECISION, Strict
from copilot.scoring.manager.chances import between_amount, between_chance, outward, outward_amounts
from copilot.scoring.manager.law import Law, amount_of

MOST_SUMS = 100
"""A distribution of more different totals is given as a curve only."""
CURVE_PARTS = 20
LEVELS = {"p10": Fraction(1, 10), "p50": Fraction(1, 2), "p90": Fraction(9, 10)}
_PLACES = 12


class SumChance(Strict):
    """One total that the proposals can bring, and its probability."""

    total: Decimal
    probability: Decimal = Field(description="with 12 places, rounded so that they sum to exactly 1")


class CurvePoint(Strict):
    """The chance to bring an amount or more."""

    amount: Decimal
    low: Decimal = Field(description="lower bound of the chance; the chance itself when the method is exact")
    high: Decimal = Field(description="upper bound of the chance; the chance itself when the method is exact")


def quantiles(law: Law) -> dict[str, Decimal | None]:
    """P10, P50 and P90, each with its bounds."""
    found: dict[str, Decimal | None] = {}
    for name, level in LEVELS.items():
        low, high = law.quantile(level)
        found[name] = between_amount(low, high)
        found[f"{name}_low"], found[f"{name}_high"] = outward_amounts(low, high)
    return found


def target_chance(law: Law, target: Decimal | None) -> dict[str, Decimal | None]:
    """The chance to bring the target or more, with its bounds."""
    if target is None:
        return dict.fromkeys(("target", "target_probability", "target_probability_low", "target_probability_high"))
    bounds = law.at_least(target)
    low, high = outward(bounds)
    return {
        "target": target,
        "target_probability": between_chance(bounds),
        "target_probability_low": low,
        "target_probability_high": high,
    }


def distribution(law: Law) -> list[SumChance]:
    """Every total with its chance, rounded by largest remainder so that the chances still sum to 1."""
    if not law.exact or len(law.table.sums) > MOST_SUMS:
        return []
    masses, unit = law.masses(), 10**_PLACES
    units = [int(chance * unit) for _, chance in masses]
    order = sorted(range(len(masses)), key=lambda at: (units[at] - masses[at][1] * unit, at))
    for at in order[: unit - sum(units)]:
        units[at] += 1
    with localcontext(prec=PRECISION):
        return [
            SumChance(total=total, probability=Decimal(count).scaleb(-_PLACES))
            for (total, _), count in zip(masses, units, strict=True)
        ]


def curve(law: Law) -> list[CurvePoint]:
    """The chance to bring each twentieth of the most that the proposals can bring."""
    points = []
    for part in range(CURVE_PARTS + 1):
        amount = amount_of(law.total * part // CURVE_PARTS)
        low, high = outward(law.at_least(amount))
        points.append(CurvePoint(amount=amount, low=low, high=high))
    return points
