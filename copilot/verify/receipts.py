"""Whether computed sentences say what their receipt computed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Literal

from pydantic import JsonValue

from copilot.errors import BadInput, UnknownTool
from copilot.schemas.evidence import Receipt
from copilot.schemas.facts import Quantity
from copilot.scoring.receipt import canonical_json, is_intact, plain, to_json
from copilot.scoring.registry import REGISTRY, run_tool
from copilot.text.quantities import extract_quantities, same_value
from copilot.verify import arithmetic
from copilot.verify.sources import Source

_NUMERIC = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_SCALES = {
    "money": (1, 1000, 1_000_000), "rate": (1, 1000), "percent": (1, 100), "points": (1, 100), "ratio": (1,),
    "number": (1, 100), "rating": (1,),
}  # fmt: skip
_MOST = 5000
_NAMES = frozenset({"name", "label", "period", "perimeter", "currency", "unit", "status", "lose", "operation", "texts"})
_INPUT_SCALES = (
    Decimal(1),
    Decimal("0.001"),
    Decimal("0.000001"),
    Decimal(100),
    Decimal("0.01"),
    Decimal("0.000000001"),
)
"""A ratio of 0.45 may stand as 45 %, an amount of 3 115 000 as 3 115 k€."""


def intact(receipt: Receipt) -> bool:
    """Whether the digest recomputes from the receipt's own content."""
    try:
        return is_intact(receipt)
    except (TypeError, ValueError):
        return False


Flaw = Literal["receipt_altered", "receipt_unknown", "receipt_differs", "receipt_inputs"]


def flaw(receipt: Receipt, sources: Iterable[Source]) -> tuple[Flaw, str] | None:
    """What is wrong with a receipt, with the value in question; None when it proves what it says.

    A receipt holds when its digest is that of its content, its tool computes the same from its inputs today, and its
    inputs stand in the documents that the claim cites. A digest alone proves nothing: anybody can compute one.
    """
    if not intact(receipt):
        return "receipt_altered", ""
    if receipt.tool != arithmetic.TOOL and receipt.tool not in REGISTRY:
        return "receipt_unknown", receipt.tool
    if not (arithmetic.replayed(receipt) if receipt.tool == arithmetic.TOOL else _recomputed(receipt)):
        return "receipt_differs", receipt.tool
    known = list(sources)
    missing = _unsupported_input(receipt, known) if known else None
    return ("receipt_inputs", missing) if missing is not None else None


@lru_cache(maxsize=512)
def _rerun(tool: str, inputs: str) -> tuple[str, str] | None:
    try:
        again = run_tool(tool, json.loads(inputs)).receipt
    except (BadInput, UnknownTool):
        return None
    return again.formula, canonical_json(again.result)


def _recomputed(receipt: Receipt) -> bool:
    return _rerun(receipt.tool, canonical_json(receipt.inputs)) == (receipt.formula, canonical_json(receipt.result))


def _unsupported_input(receipt: Receipt, sources: Sequence[Source]) -> str | None:
    """The first number among the inputs that no cited document has, at any scale; defaults of the tool are its own."""
    own = _defaults(receipt.tool)
    for name, value in receipt.inputs.items():
        for number in _given_numbers(name, value):
            if number and own.get(name) != number and not any(_stands(number, source) for source in sources):
                return plain(number)
    return None


def _given_numbers(name: str, value: JsonValue) -> Iterator[Decimal]:
    """The numbers among inputs; what only names something may look like one (« 2025 »)."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _given_numbers(key, item)
    elif isinstance(value, list):
        for item in value:
            yield from _given_numbers(name, item)
    elif name not in _NAMES and (number := _number(value)) is not None:
        yield number


def _stands(number: Decimal, source: Source) -> bool:
    return any(abs(number) * scale in source.numbers for scale in _INPUT_SCALES)


def _number(leaf: JsonValue) -> Decimal | None:
    if isinstance(leaf, bool) or not isinstance(leaf, str | int | float):
        return None
    text = str(leaf)
    return Decimal(text) if _NUMERIC.fullmatch(text) else None


def _defaults(tool: str) -> dict[str, Decimal]:
    if tool not in REGISTRY:
        return {}
    fields = REGISTRY[tool].input.model_fields
    found = {
        name: _number(to_json(field.default))
        for name, field in fields.items()
        if isinstance(field.default, int | Decimal)
    }
    return {name: number for name, number in found.items() if number is not None}


def receipt_supports(quantity: Quantity, receipt: Receipt, language: str) -> bool:
    """Whether a quantity of the text is in the receipt, rounded as the text writes it."""
    if quantity.kind == "date" or quantity.value is None:
        return any(_says(quantity, text, language) for text in _strings(receipt))
    step = arithmetic.step(quantity)
    for number in _numbers(receipt):
        for scale in _SCALES.get(quantity.kind, (1,)):
            scaled = number * scale
            if abs(scaled - quantity.value) <= step / 2 or (
                scaled < 0 < quantity.value and abs(-scaled - quantity.value) <= step / 2
            ):
                return True
    return any(_says(quantity, text, language) for text in _strings(receipt))


def _says(quantity: Quantity, text: str, language: str) -> bool:
    return any(same_value(quantity, other) for other in extract_quantities(text, language))


def _leaves(value: JsonValue, budget: list[int]) -> Iterator[JsonValue]:
    """The values inside a JSON value, and how many items each list and mapping has."""
    budget[0] -= 1
    if budget[0] < 0:
        return
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
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
