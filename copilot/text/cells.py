"""Values of table cells whose unit stands in the column's name."""

from __future__ import annotations

import re

from copilot.schemas.facts import Quantity
from copilot.text.headers import header_unit, names_year
from copilot.text.normalise import flatten
from copilot.text.numbers import parse_number
from copilot.text.quantities import extract_quantities

_BARE = re.compile(r"(?P<sign>[-+])? ?(?P<figures>\d[\d '.,]{0,30}?) ?")
_EACH = re.compile(
    r"(?P<figures>[-+]?\d[\d '.,]{0,30}?) ?(?:(?:/|par |per |a ) ?(?:(?:an|annee|yr|year|y)|(?P<month>mois|month|mo|m))"
    r"|(?:p\.?a\.?|annuels?|yearly))"
)
_IN_BRACKETS = re.compile(r"(?P<before>[€$£]?) ?\((?P<body>[^()\n]{1,40})\) ?(?P<after>[^()\d\n]{0,12})")
_MINUS_AFTER = re.compile(r"(?P<body>[^()\n]{0,40}[\d€$£%]) ?-")
_SCALED = re.compile(r".*\d ?(?:k|m|mds?|bn)")
_SIGNED = frozenset({"money", "rate", "percent", "points", "number", "count", "duration", "rating"})


def extract_cell(cell: str, header: str, language: str = "fr") -> Quantity | None:
    """The value of a table cell; a bare number takes its unit from the column's name (or the row's label).

    "(1 200)" and "1 200-" are negative, as accountants write. Offsets are into the cell. None when the cell
    holds no value, or more text than a value.
    """
    start, end = len(cell) - len(cell.lstrip()), len(cell.rstrip())
    _, flat, offsets = flatten(cell)
    if offsets is not None or len(flat) > 200:
        return _read(cell, header, language)
    negative = _IN_BRACKETS.fullmatch(flat, start, end) or _MINUS_AFTER.fullmatch(flat, start, end)
    if negative is None:
        return _read(cell, header, language)
    parts = (negative.span(name) for name in ("before", "body", "after") if name in negative.re.groupindex)
    inner = "".join(cell[a:b] for a, b in parts).strip()
    value = _read(inner, header, language)
    if value is None or value.end - value.start != len(inner) or value.kind not in _SIGNED or value.value is None:
        return _read(cell, header, language)
    noun = value.kind in ("count", "duration") and not _BARE.fullmatch(flatten(inner)[1])
    if noun or value.value <= 0 or value.high is not None:
        return _read(cell, header, language)
    return value.model_copy(update={"value": -value.value, "start": start, "end": end, "text": cell[start:end]})


def _read(cell: str, header: str, language: str) -> Quantity | None:
    _, flat, offsets = flatten(cell)
    each = _EACH.fullmatch(flat.strip(" \n"))
    if each is not None and offsets is None and header_unit(header, language).kind == "money":
        return _each(cell, each, header, language)
    bare = _BARE.fullmatch(flat.strip(" \n"))
    if bare is None or offsets is not None or names_year(header):
        found = extract_quantities(cell, language)
        return _with_currency(found[0], flat, header, language) if len(found) == 1 else None
    parsed = parse_number(bare["figures"].strip(), _cell_language(bare["figures"], language))
    if parsed is None:
        return None
    value = -parsed[0] if bare["sign"] == "-" else parsed[0]
    named = header_unit(header, language)
    start = len(cell) - len(cell.lstrip())
    end = len(cell.rstrip())
    return Quantity.model_validate(
        {"kind": named.kind, "value": value * named.factor, "unit": named.unit, "ambiguous": parsed[1],
         "period": named.period, "start": start, "end": end, "text": cell[start:end]}
    )  # fmt: skip


def _each(cell: str, each: re.Match[str], header: str, language: str) -> Quantity | None:
    """« 4600000/an » in a column of euros: so many euros a year."""
    value = _read(each["figures"], header, language)
    unit = "month" if each["month"] else "year"
    if value is None or value.kind != "money":
        return None
    start = len(cell) - len(cell.lstrip())
    return value.model_copy(
        update={
            "kind": "rate",
            "unit": f"{value.unit}/{unit}",
            "start": start,
            "end": len(cell.rstrip()),
            "text": cell.strip(),
        }
    )


def _with_currency(value: Quantity, flat: str, header: str, language: str) -> Quantity:
    """« 350 K » in a column of euros: the scale is the cell's, the currency the column's."""
    named = header_unit(header, language)
    update: dict[str, object] = {}
    if value.period is None and value.kind != "date":
        update["period"] = named.period
    if value.kind == "number" and named.kind in ("money", "rate") and _SCALED.fullmatch(flat.strip()):
        update |= {"kind": named.kind, "unit": named.unit}
    return value.model_copy(update=update)


def _cell_language(figures: str, language: str) -> str:
    """A spreadsheet writes 98.125 for a fraction in any language."""
    return "en" if re.fullmatch(r"\d{1,3}\.\d{3}", figures.strip()) else language
