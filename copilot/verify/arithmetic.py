"""Totals and ratios in prose that no receipt covers: recomputed when their inputs are on the table.

A sum, a mean, a difference, a share or a change is tried only where the sentence says that it is one (« soit », « au
total », "average", "up"), over values that stand in the sentence or in what it cites. The first that gives the
written figure at its written precision yields a receipt; nothing is guessed from values further away.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation, localcontext
from itertools import combinations, permutations
from typing import NamedTuple

from copilot.schemas.evidence import Receipt
from copilot.schemas.facts import Quantity
from copilot.scoring.receipt import make_receipt, plain
from copilot.text.normalise import flatten
from copilot.text.same import same_value
from copilot.verify.attach import Place
from copilot.verify.courses import went_up
from copilot.verify.hedges import JUST_OVER, JUST_UNDER
from copilot.verify.reading import Reading, Value, keys_of

TOOL, VERSION = "arithmetic", "1"
DAYS = "days_between"
_DAYS = {"day": 1, "week": 7, "year": 365}
_BARE = {"count", "number"}
IN_WORDS = Decimal("0.03")
"""How far « deux tiers » or "a quarter" may be from what it says."""
MOST, MOST_DAYS = 12, 40
"""Values, and days, among which pairs are tried."""


class _Step(NamedTuple):
    """One computation of a receipt: plain decimals, or ISO dates."""

    operation: str
    values: list[str]
    texts: list[str]
    unit: str


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
        re.compile(r"(?<!\w)(?:total\w*|somme|soit|ensemble|cumul\w*|au global|together|sums?|altogether|"
                   r"combined|in all|i\.e\.|"
                   r"overall|additionn\w*)(?!\w)"),
        _AMOUNTS, "sum(values)", _sum, False,
    ),
    "mean": _Operation(
        re.compile(r"(?<!\w)(?:moyenn\w*|average|mean)(?!\w)"),
        _AMOUNTS | {"percent", "rating"}, "sum(values) / count(values)", lambda v: _sum(v) / len(v), False,
    ),
    "difference": _Operation(
        re.compile(r"(?<!\w)(?:ecart|difference|soit|de plus|de moins|manque|gap|delta|more|less|hausse|baisse|"
                   r"gain|reste|"
                   r"increase|decrease|left|remain\w*|economi\w*|sav\w*|augment\w*|diminu\w*|progress\w*|"
                   r"recul\w*|up|down|perd\w*|perte|gagn\w*|evit\w*|redui\w*|reduct\w*|ramen\w*|tomb\w*|crois\w*|cru|"
                   r"fell|fall\w*|lost|lose[sd]?|rise[sn]?|rising|rose|grew|grow\w*|drop\w*|cut|later|earlier|"
                   r"plus tard|plus tot|inferieur\w*|superieur\w*|below|above|short|miss\w*|manqu\w*|behind|under|over|"
                   r"still|encore|faster|slower|rapide\w*|lower|higher)(?!\w)"),
        _AMOUNTS | {"percent", "rating"}, "first - second", lambda v: v[0] - v[1], True,
    ),
    "share": _Operation(
        re.compile(r"(?<!\w)(?:part|parts|soit|represent\w*|pese\w*|share|accounts? for|%|pour cent|percent|sur|"
                   r"of|ratio|taux)(?!\w)?"),
        _same_kind("percent", "ratio"), "first / second", lambda v: v[0] / v[1], True,
    ),
    "change": _Operation(
        re.compile(r"(?<!\w)(?:hausse|baisse|progress\w*|recul\w*|croissance|evolution|augment\w*|diminu\w*|"
                   r"growth|grew|up|down|"
                   r"increas\w*|decreas\w*|rise|rose|crois\w*|cru|fell|fall\w*|drop\w*|chang\w*|soit)(?!\w)|[+-]"),
        _same_kind("percent"), "first / second - 1", lambda v: v[0] / v[1] - 1, True,
    ),
}  # fmt: skip


_FORMULAS = {**{name: operation.formula for name, operation in OPERATIONS.items()}, DAYS: "days from first to second"}


def recompute(
    missing: Sequence[Quantity], claim: Reading, places: Sequence[Place], unproved: Sequence[Quantity] = ()
) -> Receipt | None:
    """The receipt of figures that follow from values on the table; None when one of them follows from none.

    Args:
        missing: the figures that no source has.
        claim: the sentence that states them.
        places: the sentences and rows whose values are on the table.
        unproved: other figures of the sentence that are no inputs either.
    """
    steps = [_step_of(quantity, claim, places, (*missing, *unproved)) for quantity in missing]
    if not steps or any(found is None for found in steps):
        return None
    return _receipt([found for found in steps if found is not None])


def _step_of(quantity: Quantity, claim: Reading, places: Sequence[Place], missing: Sequence[Quantity]) -> _Step | None:
    if quantity.value is None or quantity.high is not None:
        return None
    between = _between_dates(quantity, claim, places)
    if between is not None:
        return between
    if quantity.kind == "count" and quantity.unit == "point":
        quantity = quantity.model_copy(update={"kind": "points"})  # « cinq points »
    near = flatten(claim.text[max(0, quantity.start - 80) : quantity.end + 60])[1]
    before = flatten(claim.text[max(0, quantity.start - 28) : quantity.start])[1]
    hedge = 1 if JUST_OVER.search(before) else -1 if JUST_UNDER.search(before) else 0
    for name, operation in OPERATIONS.items():
        if quantity.kind not in operation.gives or not (operation.cue.search(near) or _stepwise(name, quantity, claim)):
            continue
        for inputs in _inputs(quantity, operation, claim, places, missing):
            values = [q.value for q in inputs if q.value is not None]
            told_apart = len(set(values)) > 1 and _gives(operation, values, quantity, hedge)
            if told_apart and not _left_out(quantity, inputs, claim, places) and not _other_way(near, inputs, places):
                return _Step(name, [plain(v) for v in values], [q.text for q in inputs], quantity.unit)
    return None


def _between_dates(quantity: Quantity, claim: Reading, places: Sequence[Place]) -> _Step | None:
    """A length of time between two days that the sentence or its quotes state."""
    length = _DAYS.get(quantity.unit) if quantity.kind == "duration" else None
    if length is None or quantity.value is None:
        return None
    said = [v.quantity for v in claim.values] + [v.quantity for p in places for v in p.reading.values]
    precision = "year" if quantity.unit == "year" else "day"
    days = {q.date.start: q.text for q in said if q.date is not None and q.date.precision == precision}
    for first, second in combinations(sorted(days)[:MOST_DAYS], 2):
        if abs((second - first).days - quantity.value * length) <= quantity.value * (length > _DAYS["week"]):
            return _Step(DAYS, [first.isoformat(), second.isoformat()], [days[first], days[second]], quantity.unit)
    return None


def _stepwise(name: str, quantity: Quantity, claim: Reading) -> bool:
    """Whether a sum or a difference needs no word for it: the sentence states the values that it lies between."""
    others = [v.quantity for v in claim.values if v.quantity.start != quantity.start and v.quantity.kind != "date"]
    if name == "sum":
        return len(others) >= 2 and all({q.kind, quantity.kind} <= _BARE or q.kind == quantity.kind for q in others)
    return name == "difference" and any(q.kind == quantity.kind for q in others)


_UP = re.compile(
    r"(?<!\w)(?:hausse|progress\w*|augment\w*|crois\w*|croit|cru|gagn\w*|grew|grow\w*|rise[sn]?|rose|rising|increas\w*|"
    r"gain\w*|up)(?!\w)"
)
_DOWN = re.compile(
    r"(?<!\w)(?:baiss\w*|recul\w*|diminu\w*|redui\w*|reduct\w*|perd\w*|chut\w*|fell|fall\w*|drop\w*|decreas\w*|"
    r"lost|loses?|declin\w*|down)(?!\w)"
)


def _other_way(near: str, inputs: Sequence[Quantity], places: Sequence[Place]) -> bool:
    """Whether the words say that it rose where the columns say that it fell, or the other way round."""
    up, down = bool(_UP.search(near)), bool(_DOWN.search(near))
    if up == down or len(inputs) != 2:
        return False
    rose = went_up(inputs[0], inputs[1], places)
    return rose is not None and rose != up


def _left_out(quantity: Quantity, inputs: Sequence[Quantity], claim: Reading, places: Sequence[Place]) -> bool:
    """Whether the quotes have a value of this sort that is neither an input nor in the sentence: it may be meant."""
    stated = [v.quantity for v in claim.values if v.quantity is not quantity]
    if all(any(_equal(q, other) for other in stated) for q in inputs):
        return False
    for place in places:
        row = place.reading.is_row
        values = _one_a_cell(place.reading.values).values() if row else place.reading.values
        for value in values:
            other = value.quantity
            if row and not _under_a_word(claim, place.reading, value):
                continue
            alike = (other.kind, other.unit) == (quantity.kind, quantity.unit) or {other.kind, quantity.kind} <= _BARE
            if alike and not any(_equal(other, q) for q in (*inputs, *stated)):
                return True
    return False


def _under_a_word(claim: Reading, row: Reading, value: Value) -> bool:
    """Whether the sentence speaks of the column of a cell: by a word of its name, or by its date."""
    labels = row.labels.split(" | ")
    label = labels[value.clause] if value.clause < len(labels) else ""
    keys = keys_of(label, row.language)
    dates = [v.quantity for v in row.values if v.clause == value.clause and v.quantity.kind == "date"]
    said = [v.quantity for v in claim.values if v.quantity.kind == "date"]
    if dates and said:
        return any(same_value(date, other) for date in dates for other in said)
    return bool(dates) or any(word.among(keys) for word in claim.words if not word.proper)


def _alike(a: Quantity, b: Quantity, wanted: Quantity | None = None) -> bool:
    if wanted is not None and wanted.kind == "points" and {a.kind, b.kind} <= {"percent", "rating", *_BARE}:
        return True  # « de 23 à 18 % »
    if {a.kind, b.kind} <= _BARE | {"rating"} or {a.kind, b.kind} in ({"number", "duration"}, {"number", "money"}):
        return True
    return (a.kind, a.unit) == (b.kind, b.unit)


def _equal(a: Quantity, b: Quantity) -> bool:
    return a.value == b.value and a.kind == b.kind


def replayed(receipt: Receipt) -> bool:
    """Whether a receipt of this module says what its operations give."""
    steps = receipt.inputs.get("steps")
    if not isinstance(steps, list) or not steps:
        return False
    try:
        again = [
            _Step(str(s["operation"]), [str(v) for v in s["values"]], [str(x) for x in s["texts"]], str(s["unit"]))
            for s in steps
            if isinstance(s, dict) and isinstance(s["values"], list) and isinstance(s["texts"], list)
        ]
        return len(again) == len(steps) and _receipt(again) == receipt
    except (KeyError, ValueError, ArithmeticError, IndexError):
        return False


def _computed(step: _Step) -> str:
    if step.operation == DAYS:
        first, second = (dt.date.fromisoformat(value) for value in step.values)
        return str((second - first).days)
    with localcontext() as context:
        context.prec = 28
        return _rounded(OPERATIONS[step.operation].compute([Decimal(value) for value in step.values]))


def _inputs(
    quantity: Quantity, operation: _Operation, claim: Reading, places: Sequence[Place], missing: Sequence[Quantity]
) -> Iterator[tuple[Quantity, ...]]:
    """Values that may be the inputs: those of the sentence first, then those of what it cites."""
    wanted = None if operation.gives <= {"percent", "ratio"} else quantity
    own = [v.quantity for v in claim.values if not any(_equal(v.quantity, other) for other in missing)]
    cited = [list(values) for values in _columns(places)]
    for group in (own, *cited, [q for values in cited for q in values]):
        usable = [q for q in group if q.value is not None and q.high is None and q.kind != "date" and _fits(q, wanted)]
        if operation.pairs:
            yield from (pair for pair in permutations(usable[:MOST], 2) if _alike(*pair, wanted))
        elif len(usable) >= 2:
            yield tuple(usable)


def _columns(places: Sequence[Place]) -> Iterator[list[Quantity]]:
    """The values of each cited sentence and row, and those of one column over the cited rows."""
    columns: dict[int, list[Quantity]] = {}
    for place in places:
        if not place.reading.is_row:
            yield [v.quantity for v in place.reading.values]
            continue
        cells = _one_a_cell(place.reading.values)
        yield [value.quantity for value in cells.values()]
        for clause, value in cells.items():
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
    if wanted.kind in ("points", *_BARE) and quantity.kind in ("percent", "rating", "number"):
        return True  # a difference of percentages is in points
    return (quantity.kind, quantity.unit) == (wanted.kind, wanted.unit)


def _gives(operation: _Operation, values: Sequence[Decimal], quantity: Quantity, hedge: int = 0) -> bool:
    """Whether an operation gives a figure; `hedge` is 1 for « un peu plus de », -1 for « un peu moins de »."""
    assert quantity.value is not None
    try:
        with localcontext() as context:
            context.prec = 28
            result = operation.compute(values)
    except (InvalidOperation, ZeroDivisionError, IndexError):
        return False
    if operation.gives <= {"percent", "ratio"}:
        if not Decimal("-1") <= result <= (Decimal(10) if operation.formula.endswith("- 1") else Decimal(1)):
            return False
        result = result * 100 if quantity.kind == "percent" else result
    half = step(quantity) / 2 if any(char.isdigit() for char in quantity.text) else IN_WORDS * abs(quantity.value)
    if hedge:
        gap = (abs(result) - abs(quantity.value)) * hedge
        return 0 < gap <= abs(quantity.value) / 20
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


def _receipt(steps: Sequence[_Step]) -> Receipt:
    given = {"steps": [step._asdict() for step in steps]}
    formulas = {step.operation: _FORMULAS[step.operation] for step in steps}
    formula = "; ".join(f"{name} = {text}" for name, text in formulas.items())
    return make_receipt(TOOL, VERSION, given, formula, {"values": [_computed(step) for step in steps]})
