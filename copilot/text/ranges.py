"""Two numbers that are the ends of one: « 3 à 6 mois », "between £3m and £5m", « 10-12 % »."""

from __future__ import annotations

import re
from decimal import Decimal

from copilot.text import units
from copilot.text.numbers import Number
from copilot.text.scan import Scan
from copilot.text.unit_readers import Unit, unit_after

_RANGE = re.compile(r" ?- ?| (?:a|to|et|and|ou|or|bis) ")
_BETWEEN = re.compile(r"(?<![a-z])(?:entre|between) (?:[€$£] ?)?$")
_FROM = re.compile(r"(?<![a-z])(?:de|d'|from) ?(?:[€$£] ?)?$")
_CHANGE = re.compile(
    r"(?:pass|mont|baiss|hauss|recul|augment|progress|chut|rédui|redui|rise|rose|rais|fell|fall|went|go|increas|"
    r"decreas|drop|grew|grow|cut|improv|reduc|evol|amelior|descend|remont)"
)
_OR = ("ou", "or")
_AND = ("et", "and")
_TO = ("a", "to")


def read_range(
    scan: Scan, low: Number, high: Number, low_currency: tuple[str, int] | None, high_currency: tuple[str, int] | None,
    approximate: bool,
) -> bool:  # fmt: skip
    """Adds the range of two numbers; whether they are one."""
    if high.start < low.end or low.value < 0:
        return False
    start = low_currency[1] if low_currency else low.start
    before = scan.flat[max(0, start - 48) : start]
    own = unit_after(scan, low, low_currency[0] if low_currency else None)
    if own and high_currency and high_currency[1] < own.end:
        high_currency = None  # « 12 k€-15 k€ »: the currency is the first one's
    link_end = high_currency[1] if high_currency else high.start
    word, shared = _link(scan, low, own, link_end)
    if word is None:
        return False
    symbol = high_currency[0] if high_currency else low_currency[0] if low_currency else None
    unit = unit_after(scan, high, symbol)
    if not _meant(word, before, unit, shared=shared, same_currency=low_currency is not None):
        return False
    ends = _ends(low, high, own, unit, shared=shared, currency=low_currency)
    if ends is None:
        return False
    lowest, highest, result = ends
    scan.add(
        scan.quantity(result.kind, start, result.end, value=lowest, high=highest, unit=result.unit,
                      approximate=approximate, ambiguous=low.ambiguous or high.ambiguous)
    )  # fmt: skip
    return True


def _link(scan: Scan, low: Number, own: Unit | None, end: int) -> tuple[str | None, bool]:
    """The word between the two, and whether the first has no unit of its own."""
    for start, shared in ((low.end, True), *(((own.end, False),) if own and own.kind != "count" else ())):
        if start < end <= start + 6:
            match = _RANGE.fullmatch(scan.flat, start, end)
            if match:
                return match.group().strip(), shared
    return None, False


def _meant(word: str, before: str, unit: Unit | None, *, shared: bool, same_currency: bool) -> bool:
    """Whether the words say one range, not two values."""
    between = _BETWEEN.search(before) is not None
    started = _FROM.search(before) is not None
    if word in _AND and not between:
        return False
    if word in _OR and not between and (unit is None or unit.kind not in ("duration", "percent", "money", "ratio")):
        return False
    if word in _TO and started and _CHANGE.search(before):
        return False
    if not shared and started and word in _TO and not same_currency:
        return False  # « de 78 % à 85 % » tells a change more often than a span
    return unit is not None or word in _TO or between


def _ends(
    low: Number, high: Number, own: Unit | None, unit: Unit | None, *, shared: bool, currency: tuple[str, int] | None
) -> tuple[Decimal, Decimal, Unit] | None:
    """The two values in the unit that they share, or None when they share none."""
    result = unit or Unit("number", "", high.end)
    if result.kind == "rating" or (result.kind == "ratio" and result.unit != "x"):
        return None
    highest = result.value(high.value)
    if shared:
        lowest = result.value(low.value) if own is None or not own.scaled else own.value(low.value)
    elif own is not None and (_alike(own, result) or (own.kind == "number" and own.scaled and result.kind == "money")):
        lowest = own.value(low.value)
    elif own is not None and currency and own.scaled and unit is not None and not unit.scaled and unit.kind == "money":
        lowest = own.value(low.value)  # "£3m-5": too little is said
    else:
        return None
    if lowest > highest and currency and not shared:
        return None
    return (lowest, highest, result) if lowest <= highest else None


def _alike(one: Unit, two: Unit) -> bool:
    if one.kind == "money" and two.kind == "rate":
        return two.unit.startswith(f"{one.unit}/")
    return (one.kind, one.unit) == (two.kind, two.unit)


def currency_before(scan: Scan, start: int) -> tuple[str, int] | None:
    """The currency right before a number, and where it starts."""
    match = units.PREFIX.search(scan.flat, max(0, start - 10), start)
    if not match or match.end() != start or not scan.free(match.start(), start):
        return None
    return units.CURRENCIES[match.group(1) or match.group(2)], match.start()
