"""A unit written once for two values: « de 6,54 à 6,74 M€ », « 31 contre 23 % », "from 2.1 to £2.6m"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from copilot.schemas.facts import Quantity
from copilot.text.numbers import parse_number

_LINK = re.compile(
    r" ?(?:,? ?(?:a|to|et|and|contre|vs\.?|versus|puis|then|mais|but|au lieu de|instead of|rather than|"
    r"plutot que|against|"
    r"bis|statt|gegen)|->|=>|→|/) ?(?:de |d'|a |from |to |of |les |the )?"
)
_LENT = frozenset({"money", "percent", "points", "rate", "rating"})
_NEAR = 25
"""How many times larger one of the two figures may be: more, and they are of two kinds."""


def lend_units(found: Sequence[Quantity], flat: str, language: str) -> list[Quantity]:
    """The quantities, where a bare figure takes the unit of the value that it is set against."""
    result = list(found)
    for index, (bare, full) in enumerate(pairwise(found)):
        if bare.kind != "number" or bare.unit or bare.high is not None or full.kind not in _LENT or bare.value is None:
            continue
        if full.value is None or not _LINK.fullmatch(flat, bare.end, full.start):
            continue
        figure = re.search(r"\d[\d .,']*", full.text)
        written = parse_number(figure.group().strip(" .,'"), language) if figure else None
        if written is None or not written[0] or not bare.value or not any(char.isdigit() for char in bare.text):
            continue
        ratio = abs(bare.value / written[0])
        if ratio * _NEAR < 1 or ratio > _NEAR:
            continue
        factor = abs(full.value) / abs(written[0])
        result[index] = bare.model_copy(update={"kind": full.kind, "unit": full.unit, "value": bare.value * factor})
    return result
