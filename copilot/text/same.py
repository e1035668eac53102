"""Whether two quantities say the same."""

from __future__ import annotations

import re
from decimal import Decimal

from copilot.schemas.evidence import PartialDate
from copilot.schemas.facts import Quantity

_FINENESS = {"year": 0, "half": 1, "quarter": 2, "month": 3, "week": 4, "day": 5}
_COUNTED = re.compile(r"--P-?(?P<n>\d+)(?P<unit>[DWMY])")
_HOURS = {("number", "h"), ("duration", "hour")}


def same_value(a: Quantity, b: Quantity) -> bool:
    """Whether `b` proves `a`: same kind of thing, unit, sign and value.

    It is symmetric but for dates, where what proves may be finer: a day proves its month, a month never its
    day. A bare number stands for a count of anything; a ratio of 0.4 is 40 %. The period is not compared.
    """
    if a.kind == "date" or b.kind == "date":
        return _same_date(a, b) if a.kind == b.kind else _length_of(a, b)
    if {a.unit, b.unit} == {"pts", "bps"}:
        a, b = _in_points(a), _in_points(b)
    if a.value is None or b.value is None or (a.high is None) != (b.high is None):
        return False
    if {a.kind, b.kind} == {"ratio", "percent"} and "x" not in (a.unit, b.unit):
        ratio, percent = (a, b) if a.kind == "ratio" else (b, a)
        assert ratio.value is not None
        assert percent.value is not None
        return abs(ratio.value * 100 - percent.value) < Decimal("0.0001")
    if not _same_unit(a, b):
        return False
    if a.high is not None and b.high is not None and not _same_number(a, b, a.high, b.high):
        return False
    return _same_number(a, b, a.value, b.value)


def _in_points(q: Quantity) -> Quantity:
    """Basis points in points."""
    if q.unit != "bps" or q.value is None:
        return q
    high = None if q.high is None else q.high / 100
    return q.model_copy(update={"value": q.value / 100, "high": high, "unit": "pts"})


def _length_of(a: Quantity, b: Quantity) -> bool:
    """« trois semaines » is proved by « dans trois semaines », never the other way round."""
    counted = _COUNTED.fullmatch(_split(b.unit)[0])
    if a.kind != "duration" or counted is None or a.high is not None:
        return False
    return a.value == Decimal(counted["n"]) and a.unit[:1].upper() == counted["unit"] and a.unit != "minute"


def _same_number(a: Quantity, b: Quantity, x: Decimal, y: Decimal) -> bool:
    if x == y:
        return True
    return (a.ambiguous and x * 1000 == y) or (b.ambiguous and y * 1000 == x)


def _same_unit(a: Quantity, b: Quantity) -> bool:
    if {(a.kind, a.unit), (b.kind, b.unit)} <= _HOURS:
        return True
    if {a.kind, b.kind} == {"count", "number"}:
        return "h" not in (a.unit, b.unit)
    if {a.kind, b.kind} == {"money", "rate"}:
        return {a.unit, b.unit} == {a.unit.split("/")[0], f"{b.unit.split('/')[0]}/year"} or (
            {a.unit, b.unit} == {b.unit.split("/")[0], f"{a.unit.split('/')[0]}/year"}
        )
    return a.kind == b.kind and a.unit == b.unit


def _split(unit: str) -> tuple[str, str]:
    parts = unit.split("|")
    return (
        next((part for part in parts if part.startswith("--")), ""),
        next((part for part in parts if part in ("start", "mid", "end")), ""),
    )


def _same_date(a: Quantity, b: Quantity) -> bool:
    (a_open, a_part), (b_open, b_part) = _split(a.unit), _split(b.unit)
    if a.date is None or b.date is None:
        agrees = _same_without_year(a_open, b, b_open) if a.date is None else False
        return agrees and _same_part(a_part, b_part, b)
    if _FINENESS[b.date.precision] < _FINENESS[a.date.precision]:
        return False
    agrees = PartialDate(start=b.date.start, precision=a.date.precision).iso() == a.date.iso()
    return agrees and _same_part(a_part, b_part, b, a.date.precision)


def _same_without_year(a_open: str, b: Quantity, b_open: str) -> bool:
    if b_open and (b_open == a_open or b_open.startswith(f"{a_open}-")):
        return True
    if b.date is None:
        return False
    start = b.date.start
    exact = {
        "day": f"--{start:%m-%d}",
        "month": f"--{start:%m}",
        "quarter": f"--Q{(start.month - 1) // 3 + 1}",
        "half": f"--H{1 if start.month <= 6 else 2}",
        "week": f"--W{start.isocalendar().week:02d}",
        "year": "",
    }[b.date.precision]
    if exact == a_open or (len(a_open) == 4 and exact.startswith(f"{a_open}-")):
        return True
    return b.date.precision in ("day", "month") and a_open in (
        f"--Q{(start.month - 1) // 3 + 1}",
        f"--H{1 if start.month <= 6 else 2}",
    )


def _same_part(a_part: str, b_part: str, b: Quantity, precision: str = "month") -> bool:
    """« fin 2027 » needs « fin 2027 » or a day of its last third."""
    if not a_part or a_part == b_part:
        return True
    if b_part or b.date is None or _FINENESS[b.date.precision] <= _FINENESS[precision]:
        return False
    place = (b.date.start.month - 1) / 11 if precision == "year" else (b.date.start.day - 1) / 30
    return {"start": place < 0.35, "mid": 0.25 < place < 0.75, "end": place > 0.6}[a_part]
