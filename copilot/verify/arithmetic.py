"""Totals and ratios in prose that no receipt covers: recomputed when their inputs are on the table.

A sum, a mean, a difference, a share or a change is tried only where the sentence says that it is one (« soit », « au
total », "average", "up"), over values that stand in the sentence or in what it cites. The first that gives the
written figure at its written precision yields a receipt; nothing is guessed from values further away.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation, localcontext
from itertools import permutations
from typing import NamedTuple

from copilot.schemas.evidence import Receipt
from copilot.schemas.facts import Quantity
from copilot.scoring.receipt import make_receipt, plain
from copilot.text.normalise import flatten
from copilot.verify.attach import Place
from copilot.verify.reading import Reading, Value

TOOL, VERSION = "arithmetic", "1"
_BARE = {"count", "number"}
MOST = 12
"""Values among which pairs are tried."""


class _Operation(NamedTuple):
    cue: re.Pattern[str]
    gives: frozenset[str]
    formula: str
    compute: Callable[[Sequence[Decimal]], Decimal]
    pairs: bool


def _sum(values: Sequence[Decimal]) -> Decimal:
    return sum(values, Decimal(0))


def _same_kind(*kinds: str) -> frozenset[str]:
    return frozenset(kinds)


_AMOUNTS = _same_kind("money", "count", "number", "duration", "rate", "points")
OPERATIONS: Mapping[str, _Operation] = {
    "sum": _Operation(
        re.compile(r"(?<!\w)(?:total\w*|somme|soit|ensemble|cumul\w*|au global|together|sums?|altogether|combined|in all|i\.e\.|"
                   r"overall|additionn\w*)(?!\w)"),
        _AMOUNTS, "sum(values)", _sum, False,
    ),
    "mean": _Operation(
        re.compile(r"(?<!\w)(?:moyenn\w*|average|mean)(?!\w)"),
        _AMOUNTS | {"percent", "rating"}, "sum(values) / count(values)", lambda v: _sum(v) / len(v), False,
    ),
    "difference": _Operation(
        re.compile(r"(?<!\w)(?:ecart|difference|soit|de plus|de moins|manque|gap|delta|more|less|hausse|baisse|gain|reste|"
                   r"increase|decrease|left|remain\w*|economi\w*|sav\w*|augment\w*|diminu\w*|progress\w*|recul\w*|up|down)(?!\w)"),
        _AMOUNTS | {"percent", "rating"}, "first - second", lambda v: v[0] - v[1], True,
    ),
    "share": _Operation(
        re.compile(r"(?<!\w)(?:part|parts|soit|represent\w*|pese\w*|share|accounts? for|%|pour cent|percent|sur|of|ratio|taux)(?!\w)?"),
        _same_kind("percent", "ratio"), "first / second", lambda v: v[0] / v[1], True,
    ),
    "change": _Operation(
        re.compile(r"(?<!\w)(?:hausse|baisse|progress\w*|recul\w*|croissance|evolution|augment\w*|diminu\w*|growth|grew|up|down|"
                   r"increas\w*|decreas\w*|rise|rose|fell|fall\w*|drop\w*|chang\w*|soit)(?!\w)|[+-]"),
        _same_kind("percent"), "first / second - 1", lambda v: v[0] / v[1] - 1, True,
    ),
}  # fmt: skip


def recompute(quantity: Quantity, claim: Reading, places: Sequence[Place]) -> Receipt | None:
    """The receipt of a figure that follows from values on the table; None when it follows from none."""
    if quantity.value is None or quantity.high is not None:
        return None
    near = flatten(claim.text[max(0, quantity.start - 80) : quantity.end + 60])[1]
    for name, operation in OPERATIONS.items():
        if quantity.kind not in operation.gives or not (operation.cue.search(near) or _stepwise(name, quantity, claim)):
            continue
        for inputs in _inputs(quantity, operation, claim, places):
            values = [q.value for q in inputs if q.value is not None]
            if (
                len(set(values)) > 1
                and _gives(operation, values, quantity)
                and not _left_out(quantity, inputs, claim, places)
            ):
                return _receipt(name, inputs, quantity)
    return None


def _stepwise(name: str, quantity: Quantity, claim: Reading) -> bool:
    """Whether a difference needs no word for it: the sentence states one of the two values that it lies between."""
    return name == "difference" and any(
        v.quantity.kind == quantity.kind and v.quantity is not quantity for v in claim.values
    )


def _left_out(quantity: Quantity, inputs: Sequence[Quantity], claim: Reading, places: Sequence[Place]) -> bool:
    """Whether the quotes have a value of this kind that is neither an input nor in the sentence: it may be meant."""
    stated = [v.quantity for v in claim.values if v.quantity is not quantity]
    for place in places:
        for value in place.reading.values:
            other = value.quantity
            if other.kind == quantity.kind and not any(_equal(other, q) for q in (*inputs, *stated)):
                return True
    return False


def _alike(a: Quantity, b: Quantity) -> bool:
    return (a.kind, a.unit) == (b.kind, b.unit) or {a.kind, b.kind} <= _BARE


def _equal(a: Quantity, b: Quantity) -> bool:
    return a.value == b.value and a.kind == b.kind


def replayed(receipt: Receipt) -> bool:
    """Whether a receipt of this module says what its operation gives."""
    operation = OPERATIONS.get(str(receipt.inputs.get("operation")))
    values = receipt.inputs.get("values")
    if operation is None or receipt.formula != operation.formula or not isinstance(values, list):
        return False
    try:
        numbers = [Decimal(str(value)) for value in values]
        with localcontext() as context:
            context.prec = 28
            return isinstance(receipt.result, dict) and receipt.result.get("value") == _rounded(
                operation.compute(numbers)
            )
    except (ArithmeticError, IndexError):
        return False


def _inputs(
    quantity: Quantity, operation: _Operation, claim: Reading, places: Sequence[Place]
) -> Iterator[tuple[Quantity, ...]]:
    """Values that may be the inputs: those of the sentence first, then those of what it cites."""
    wanted = None if operation.gives <= {"percent", "ratio"} else quantity
    own = [v.quantity for v in claim.values if v.quantity is not quantity]
    cited = [list(values) for values in _columns(places)]
    for group in (own, *cited, [q for values in cited for q in values]):
        usable = [q for q in group if q.value is not None and q.high is None and q.kind != "date" and _fits(q, wanted)]
        if operation.pairs:
            yield from (pair for pair in permutations(usable[:MOST], 2) if _alike(*pair))
        elif len(usable) >= 2:
            yield tuple(usable)


def _columns(places: Sequence[Place]) -> Iterator[list[Quantity]]:
    """The values of one column over the cited rows, and those of each cited sentence."""
    columns: dict[int, list[Quantity]] = {}
    for place in places:
        if not place.reading.is_row:
            yield [v.quantity for v in place.reading.values]
            continue
        for clause, value in _one_a_cell(place.reading.values).items():
            columns.setdefault(clause, []).append(value.quantity)
    yield from columns.values()


def _one_a_cell(values: Sequence[Value]) -> dict[int, Value]:
    """The value of each cell with the most said of it."""
    best: dict[int, Value] = {}
    for value in values:
        held = best.get(value.clause)
        if value.quantity.kind != "date" and (held is None or held.quantity.kind == "number"):
            best[value.clause] = value
    return best


def _fits(quantity: Quantity, wanted: Quantity | None) -> bool:
    if wanted is None:  # shares and changes are taken of amounts, not of other shares
        return quantity.kind in _AMOUNTS - {"points"}
    if wanted.kind in _BARE and quantity.kind in _BARE:
        return True
    if wanted.kind in ("points", *_BARE) and quantity.kind in ("percent", "rating"):
        return True  # a difference of percentages is in points
    return (quantity.kind, quantity.unit) == (wanted.kind, wanted.unit)


def _gives(operation: _Operation, values: Sequence[Decimal], quantity: Quantity) -> bool:
    assert quantity.value is not None
    try:
        with localcontext() as context:
            context.prec = 28
            result = operation.compute(values)
    except (InvalidOperation, ZeroDivisionError, IndexError):
        return False
    if operation.gives <= {"percent", "ratio"}:
        if not Decimal("-1") <= result <= Decimal(10):
            return False
        result = result * 100 if quantity.kind == "percent" else result
    half = step(quantity) / 2
    return min(abs(result - quantity.value), abs(-result - quantity.value)) <= half


_FIGURE = re.compile(r"\d[\d '\u00a0\u202f]*(?:[.,](?P<decimals>\d+))?")


def step(quantity: Quantity) -> Decimal:
    """What one unit of the last written digit is worth; figures are taken as written in French or English."""
    match = _FIGURE.search(quantity.text)
    if match is None or quantity.value is None:
        return Decimal(0)
    written = re.sub(r"\D", "", match.group())
    if not int(written or 0):
        return Decimal(1)
    digits = abs(quantity.value) / int(written)
    return digits if digits else Decimal(0)


def _rounded(value: Decimal) -> str:
    return plain(value.quantize(Decimal("0.000001")))


def _receipt(name: str, inputs: Sequence[Quantity], quantity: Quantity) -> Receipt:
    operation = OPERATIONS[name]
    values = [q.value for q in inputs if q.value is not None]
    with localcontext() as context:
        context.prec = 28
        result = operation.compute(values)
    given = {
        "operation": name,
        "values": [plain(v) for v in values],
        "texts": [q.text for q in inputs],
        "unit": quantity.unit,
    }
    return make_receipt(TOOL, VERSION, given, operation.formula, {"value": _rounded(result)})
