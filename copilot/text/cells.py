"""Values of table cells whose unit stands in the column's name."""

from __future__ import annotations

import re
from decimal import Decimal

from copilot.schemas.facts import Quantity
from copilot.text import units
from copilot.text.normalise import flatten
from copilot.text.numbers import parse_number
from copilot.text.quantities import extract_quantities

_BARE = re.compile(r"(?P<sign>[-+])? ?(?P<figures>\d[\d '.,]{0,30}?) ?")
_MONEY = re.compile(
    r"(?P<cur2>€|\$|£)(?P<after>k|m|bn)(?![a-z])|(?P<kilo>(?<![a-z])k)e(?![a-z])"
    r"|(?<![a-z])(?P<scale>k|m|mio\.?|tsd\.?|mds?|bn|millions?(?: d'| de | of )?|milliers?(?: d'| de )?)? ?"
    r"(?P<cur>€|eur|euros?|\$|usd|£|gbp|chf)(?![a-z])"
)
_PERCENT = re.compile(r"%|(?<![a-z])(?:pour ?cents?|per ?cent|pct|taux de|rate)(?![a-z])")
_POINTS = re.compile(r"(?<![a-z])(?:pts?|points?)(?![a-z])")
_DURATION = re.compile(
    rf"[(\[/ ](?:en |in )?(?P<unit>{'|'.join(sorted(units.DURATIONS, key=len, reverse=True))})(?=[)\] /]|$)"
)
_RATING = re.compile(r"/ ?(5|10|20|100)(?!\d)")
_NOUN = re.compile(r"[a-z]{3,}")


def extract_cell(cell: str, header: str, language: str = "fr") -> Quantity | None:
    """The value of a table cell; a bare number takes its unit from the column's name (or the row's label).

    Offsets are into the cell. None when the cell holds no value, or more text than a value.
    """
    _, flat, offsets = flatten(cell)
    bare = _BARE.fullmatch(flat.strip(" \n"))
    if bare is None or offsets is not None:
        found = extract_quantities(cell, language)
        return found[0] if len(found) == 1 else None
    parsed = parse_number(bare["figures"].strip(), _cell_language(bare["figures"], language))
    if parsed is None:
        return None
    value = -parsed[0] if bare["sign"] == "-" else parsed[0]
    kind, unit, factor = _header_unit(header, language)
    start = len(cell) - len(cell.lstrip())
    end = len(cell.rstrip())
    return Quantity.model_validate(
        {"kind": kind, "value": value * factor, "unit": unit, "ambiguous": parsed[1], "start": start, "end": end,
         "text": cell[start:end]}
    )  # fmt: skip


def _cell_language(figures: str, language: str) -> str:
    """A spreadsheet writes 98.125 for a fraction in any language."""
    return "en" if re.fullmatch(r"\d{1,3}\.\d{3}", figures.strip()) else language


def _header_unit(header: str, language: str) -> tuple[str, str, Decimal]:
    _, flat, _ = flatten(header)
    money = _MONEY.search(flat)
    if money:
        scale = (money["scale"] or money["kilo"] or money["after"] or "").split(" ")[0].rstrip("'")
        factor = units.multiplier(scale.removesuffix(" d")) if scale else Decimal(1)
        currency = "EUR" if money["kilo"] else units.CURRENCIES[money["cur"] or money["cur2"]]
        per = units.PER.match(flat, money.end())
        if per:
            return "rate", f"{currency}/{units.PERIODS[per['slash'] or per['per'] or per['an']]}", factor
        return "money", currency, factor
    if _PERCENT.search(flat):
        return "percent", "%", Decimal(1)
    if _POINTS.search(flat):
        return "points", "pts", Decimal(1)
    rating = _RATING.search(flat)
    if rating:
        return "rating", f"/{rating.group(1)}", Decimal(1)
    duration = _DURATION.search(f" {flat}")
    if duration:
        return "duration", units.DURATIONS[duration["unit"]], Decimal(1)
    noun = _NOUN.match(flat)
    if noun and noun.group() not in units.NOT_NOUNS and noun.group().endswith(("s", "x")):
        return "count", units.singular(noun.group(), language), Decimal(1)
    return "number", "", Decimal(1)
