"""A unit written once for two values: « de 6,54 à 6,74 M€ », « 31 contre 23 % », "from 2.1 to £2.6m"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from copilot.schemas.facts import Quantity
from copilot.text.numbers import parse_number

_LINK = re.compile(
    r" ?(?:,? ?(?:a|to|et|and|contre|vs\.?|versus|puis|then|mais|but|au lieu de|instead of|rather than|"
    r"plutot que|against|"
    r"bis|statt|gegen)|->|=>|→|/) ?(?:de |d'|a |from |to |of |les |the )?"
)
_AGAINST = re.compile(
    r" ?,? ?(?:contre|vs\.?|versus|against|au lieu de|instead of|rather than|plutot que|compared (?:with|to)|to|a|puis|"
    r"then) ?(?:about |environ |pres de |only |seulement )?"
)
_LENT = frozenset({"money", "percent", "points", "rate", "rating"})
_LENT_ON = _LENT | {"duration"}
_NEAR, _FAR = 25, 40
"""How many times larger one of the two figures may be: more, and they are of two kinds."""


_ON = re.compile(r"[^\d%€$£]{1,40}")
_NOT_AN_AMOUNT = re.compile(
    r"(?<!\w)(?:indice|coef\w*|ratio|note|score|taux|index|rate|version|v|x|n°|no\.?|art\w*|page|lot|rang|rank|point|§)"
    r" ?:? ?$"
)
_SCALED = re.compile(r"\d ?(?:[kM](?:d|rd)? ?[€£$]|M ?EUR|[mM]illion|bn|[kKmM](?!\w))|[€£$] ?\d[\d.,]* ?(?:[kKmM]|bn)")
_NOUN = re.compile(
    r" ?(?!(?:chez|en|pour|dans|au|aux|at|in|for|last|l'an|avant|auparavant|today|aujourd'hui)\b)[a-z%€$£/]"
)
_WRITTEN = re.compile(r"\d{1,3}[.,]\d{1,3}|\d{1,2} \d{3}")


def _lend_on(found: list[Quantity], flat: str, language: str) -> list[Quantity]:
    """« 5,34 M€ dont location 4,1 ; AGV 0,45 »: decimals that follow an amount in millions are in its unit."""
    lender: Quantity | None = None
    end = 0
    for index, quantity in enumerate(found):
        if quantity.kind == "date":
            end = max(end, quantity.end) if lender is not None and quantity.start - end <= _FAR else end
            continue
        if quantity.kind == "money" and _SCALED.search(quantity.text):
            lender, end = quantity, quantity.end
            continue
        bare = quantity.kind == "number" and not quantity.unit and _WRITTEN.fullmatch(quantity.text)
        between = flat[end : quantity.start]
        if lender is None or not bare or not _ON.fullmatch(between) or _NOT_AN_AMOUNT.search(between):
            lender = None
            continue
        after = flat[quantity.end : quantity.end + 2]
        factor = _factor(lender, quantity, _figure(lender, language)) if not _NOUN.match(after) else None
        if factor is None or quantity.value is None:
            lender = None
            continue
        end = quantity.end
        found[index] = quantity.model_copy(
            update={"kind": "money", "unit": lender.unit, "value": quantity.value * factor}
        )
    return found


def _figure(quantity: Quantity, language: str) -> Decimal | None:
    """The figure of a value as it is written: 5.34 of « 5,34 M€ »."""
    figure = re.search(r"\d[\d .,']*", quantity.text)
    parsed = parse_number(figure.group().strip(" .,'"), language) if figure else None
    return parsed[0] if parsed else None


def _factor(lender: Quantity, bare: Quantity, written: Decimal | None) -> Decimal | None:
    """What a bare figure is multiplied by to be of the lender's size; None when the two are not of one order."""
    if not written or not bare.value or lender.value is None:
        return None
    return abs(lender.value / written) if 1 <= abs(bare.value / written) * _NEAR <= _NEAR**2 else None


def lend_units(found: Sequence[Quantity], flat: str, language: str) -> list[Quantity]:
    """The quantities, where a bare figure takes the unit of the value that it is set against."""
    result = list(found)
    for index, (bare, full) in enumerate(pairwise(found)):
        if bare.kind != "number" or bare.unit or bare.high is not None or full.kind not in _LENT or bare.value is None:
            continue
        if full.value is None or not _LINK.fullmatch(flat, bare.end, full.start):
            continue
        factor = _factor(full, bare, _figure(full, language))
        if factor is None or not any(char.isdigit() for char in bare.text):
            continue
        result[index] = bare.model_copy(update={"kind": full.kind, "unit": full.unit, "value": bare.value * factor})
    for index, (full, bare) in enumerate(pairwise(result)):
        lends = full.kind in _LENT_ON and full.high is None and bare.kind == "number" and not bare.unit
        against = _AGAINST.fullmatch(flat, full.end, bare.start) and not _NOUN.match(flat, bare.end)
        if lends and against and bare.high is None:
            result[index + 1] = _in_the_unit_of(full, bare, language)
    return _lend_on(result, flat, language)


def _in_the_unit_of(full: Quantity, bare: Quantity, language: str) -> Quantity:
    """« 10 jours contre 21 »: the second figure in the unit of the first, when the two are of one order."""
    written = _figure(full, language)
    in_words = full.value if full.kind in ("percent", "points", "rating", "duration") else None
    factor = _factor(full, bare, in_words if written is None else written)
    if factor is None or bare.value is None:
        return bare
    return bare.model_copy(update={"kind": full.kind, "unit": full.unit, "value": bare.value * factor})
