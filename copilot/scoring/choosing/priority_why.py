"""Why an account comes first, and what would put the second one in its place."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from copilot.schemas.evidence import Language
from copilot.scoring.base import Note, rounded
from copilot.scoring.wording import both, money, number, percent
from copilot.text.catalogue import t

FACTORS = ("potential", "probability", "margin")
THIN = Decimal("0.9")
"""The order is called fragile when losing a tenth of the first probability is enough to swap (our default)."""
_FAR = Decimal(200)
_LARGEST = Decimal("1e15")


class Ranked(NamedTuple):
    """A complete account; the logarithm of its index is None when the index is 0."""

    name: str
    potential: Decimal
    probability: Decimal
    margin: Decimal
    value: Decimal
    log: Decimal | None

    def factor(self, rank: int) -> Decimal:
        """The potential, the probability or the margin."""
        return (self.potential, self.probability, self.margin)[rank]


class Swaps(NamedTuple):
    """The value of one factor, of the first or of the second account, at which the two tie."""

    swap_probability_of_first: Decimal | None = None
    swap_probability_of_second: Decimal | None = None
    swap_potential_of_first: Decimal | None = None
    swap_potential_of_second: Decimal | None = None
    swap_margin_of_first: Decimal | None = None
    swap_margin_of_second: Decimal | None = None


def swaps(rows: list[Ranked], weights: tuple[Decimal, Decimal, Decimal]) -> Swaps:
    """What would make the first two accounts tie, all else equal."""
    if len(rows) < 2 or rows[0].log is None or rows[1].log is None:
        return Swaps()
    first, second, gap = rows[0], rows[1], rows[0].log - rows[1].log
    found: dict[str, Decimal | None] = {}
    limits = (_LARGEST, Decimal(1), Decimal(1))
    for rank, (factor, weight, limit, places) in enumerate(zip(FACTORS, weights, limits, (2, 4, 4), strict=True)):
        if weight == 0:
            continue
        near = gap / weight < _FAR  # beyond, the factor would have to vanish
        down = first.factor(rank) * (-gap / weight).exp() if near else Decimal(0)
        up = second.factor(rank) * (gap / weight).exp() if near else None
        found[f"swap_{factor}_of_first"] = rounded(down, places)
        found[f"swap_{factor}_of_second"] = rounded(up, places) if up is not None and up <= limit else None
    return Swaps(**found)


def reasons(
    rows: list[Ranked],
    index: Decimal,
    weights: tuple[Decimal, Decimal, Decimal],
    found: Swaps,
    currency: str,
    *,
    chosen: bool,
) -> list[Note]:
    """What drives the first place, what would change it, and what to check before using it."""
    first = rows[0]

    def drivers(language: Language) -> dict[str, object]:
        shown = {factor: _shown(first, rank, currency, language) for rank, factor in enumerate(FACTORS)}
        value = money(first.value, currency, language)
        return {"name": first.name, "index": number(index, language), "value": value, **shown}

    if first.log is None:
        return [both("priority.none_positive", drivers)]
    why = [both("priority.first", drivers)]
    if len(rows) > 1 and rows[1].log is not None:
        why += _against_second(first, rows[1], weights, currency)
        why += _swap_notes(first, rows[1], found, currency)
    return why if chosen else [*why, both("priority.default_weights", lambda _: {})]


def _shown(row: Ranked, rank: int, currency: str, language: Language) -> str:
    value = row.factor(rank)
    return money(value, currency, language) if rank == 0 else percent(value, language)


def _against_second(
    first: Ranked, second: Ranked, weights: tuple[Decimal, Decimal, Decimal], currency: str
) -> list[Note]:
    """Which factor puts the first account ahead of the second, and which one speaks against it."""
    if first.log == second.log:
        return [both("priority.tie", lambda _: {"first": first.name, "second": second.name})]
    gains = [
        (weight * (first.factor(rank).ln() - second.factor(rank).ln()) if weight else Decimal(0), -rank)
        for rank, weight in enumerate(weights)
    ]
    best, worst = -max(gains)[1], -min(gains)[1]

    def values(language: Language) -> dict[str, object]:
        return {
            "first": first.name,
            "second": second.name,
            "factor": t(f"scoring.priority.by_{FACTORS[best]}", language),
            "a": _shown(first, best, currency, language),
            "b": _shown(second, best, currency, language),
            "other": t(f"scoring.priority.despite_{FACTORS[worst]}", language),
            "c": _shown(first, worst, currency, language),
            "d": _shown(second, worst, currency, language),
        }

    return [both("priority.ahead_despite" if min(gains)[0] < 0 else "priority.ahead", values)]


def _swap_notes(first: Ranked, second: Ranked, found: Swaps, currency: str) -> list[Note]:
    pair = {"first": first.name, "second": second.name}

    def of(value: Decimal, in_money: bool, language: Language) -> dict[str, object]:
        return {**pair, "p": money(value, currency, language) if in_money else percent(value, language, 2)}

    notes = []
    for code, value in (
        ("priority.swap_down", found.swap_probability_of_first),
        ("priority.swap_up", found.swap_probability_of_second),
        ("priority.swap_potential", found.swap_potential_of_first),
        ("priority.swap_margin", found.swap_margin_of_first),
    ):
        if value is not None:
            in_money = code == "priority.swap_potential"
            notes.append(both(code, lambda language, v=value, m=in_money: of(v, m, language)))  # type: ignore[misc]
    down = found.swap_probability_of_first
    if down is not None and first.probability * THIN < down < first.probability:
        drop = 1 - down / first.probability
        notes.append(both("priority.fragile", lambda language: {**pair, "drop": percent(drop, language, 2)}))
    return notes
