"""Whether computed sentences say what their receipt computed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from pydantic import JsonValue

from copilot.schemas.evidence import Receipt
from copilot.schemas.facts import Quantity
from copilot.scoring.receipt import is_intact
from copilot.text.numbers import parse_number
from copilot.text.quantities import extract_quantities, same_value

_FIGURES = re.compile(r"\d[\d '\u00a0\u202f.,]*")
_NUMERIC = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_SCALES = {
    "money": (1, 1000, 1_000_000), "rate": (1, 1000), "percent": (1, 100), "points": (1, 100), "ratio": (1,),
    "number": (1, 100), "rating": (1,),
}  # fmt: skip
_MOST = 5000


def intact(receipt: Receipt) -> bool:
    """Whether the digest recomputes from the receipt's own content."""
    try:
        return is_intact(receipt)
    except (TypeError, ValueError):
        return False


def receipt_supports(quantity: Quantity, receipt: Receipt, language: str) -> bool:
    """Whether a quantity of the text is in the receipt, rounded as the text writes it."""
    if quantity.kind == "date" or quantity.value is None:
        return any(_says(quantity, text, language) for text in _strings(receipt))
    step = _step(quantity, language)
    for number in _numbers(receipt):
        for scale in _SCALES.get(quantity.kind, (1,)):
            scaled = number * scale
            if abs(scaled - quantity.value) <= step / 2 or (
                scaled < 0 < quantity.value and abs(-scaled - quantity.value) <= step / 2
            ):
                return True
    return any(_says(quantity, text, language) for text in _strings(receipt))


def _step(quantity: Quantity, language: str) -> Decimal:
    """What one unit of the last written digit is worth."""
    match = _FIGURES.search(quantity.text)
    parsed = parse_number(match.group().strip(" .,"), language) if match else None
    assert quantity.value is not None
    if match is None or parsed is None or not parsed[0]:
        return Decimal(0)
    written = parsed[0]
    exponent = written.as_tuple().exponent
    unit = Decimal(1).scaleb(exponent if isinstance(exponent, int) and exponent < 0 else 0)
    return abs(quantity.value / written) * unit


def _says(quantity: Quantity, text: str, language: str) -> bool:
    return any(same_value(quantity, other) for other in extract_quantities(text, language))


def _leaves(value: JsonValue, budget: list[int]) -> Iterator[JsonValue]:
    budget[0] -= 1
    if budget[0] < 0:
        return
    if isinstance(value, dict):
        for item in value.values():
            yield from _leaves(item, budget)
        yield len(value)
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item, budget)
        yield len(value)
    else:
        yield value


def _values(receipt: Receipt) -> Iterator[JsonValue]:
    yield from _leaves([receipt.inputs, receipt.result], [_MOST])


def _numbers(receipt: Receipt) -> Iterator[Decimal]:
    for value in _values(receipt):
        if isinstance(value, bool) or value is None:
            continue
        if isinstance(value, int | float):
            yield Decimal(str(value))
        elif isinstance(value, str) and _NUMERIC.fullmatch(value):
            try:
                yield Decimal(value)
            except InvalidOperation:
                continue
    yield from (Decimal(n) for n in _NUMERIC.findall(receipt.formula)[:50])


def _strings(receipt: Receipt) -> Iterator[str]:
    for value in _values(receipt):
        if isinstance(value, str) and not _NUMERIC.fullmatch(value):
            yield value[:500]
        elif isinstance(value, str | int) and not isinstance(value, bool):
            yield str(value)
