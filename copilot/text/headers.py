"""The unit that the name of a column, or the label of a row, gives to the figures of its cells."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from copilot.schemas.evidence import PartialDate
from copilot.schemas.facts import QuantityKind
from copilot.text import units
from copilot.text.normalise import flatten
from copilot.text.quantities import extract_quantities

_CURRENCY = r"€|us\$|\$|£|(?:euros?|eur|usd|dollars?|gbp|pounds?|chf)(?![a-z])"
_MONEY = re.compile(
    rf"(?P<cur2>{_CURRENCY}) ?(?:(?P<after>k|mm|m|mn|bn|mds?|millions?|thousands?|milliers?)(?![a-z])|"
    r"(?P<zeros>'?000s?)(?!\d))"
    r"|(?P<kilo>(?<![a-z])[km])e(?![a-z])"
    r"|(?:(?<![a-z])(?P<scale>k|m|mio\.?|tsd\.?|mds?|bn|millions?|milliers?|thousands?)(?: d'| de | of )? ?)?"
    rf"(?:(?<![a-z])|(?<=(?<![a-z])[km]))(?P<cur>{_CURRENCY})"
)
_THOUSANDS = re.compile(
    r"[(\[]'?000s?[)\]]|(?<!\d)'?000s(?!\w)|(?<![a-z])(?:in thousands|en milliers)(?![a-z])|[(\[]k[)\]]"
)
_PERCENT = re.compile(r"%|(?<![a-z])(?:pour ?cents?|per ?cent|pct|taux de|rate)(?![a-z])")
_POINTS = re.compile(r"(?<![a-z])(?:pts?|points?)(?![a-z])")
_BASIS_POINTS = re.compile(r"(?<![a-z])(?:bps|basis points|points de base)(?![a-z])")
_RATING = re.compile(r"(?:/|(?<![a-z])sur|(?<![a-z])out of) ?(5|10|20|100)(?!\d)")
_NPS = re.compile(r"(?<![a-z])(?:nps|net promoter score)(?![a-z])")
_DURATION = re.compile(
    rf"[(\[/ ](?:en |in )?(?P<unit>{'|'.join(sorted(units.DURATIONS, key=len, reverse=True))})(?=[)\] /]|$)"
)
_SYMBOL = "|".join(sorted(units.SYMBOLS, key=len, reverse=True))
_MEASURE = re.compile(rf"[(\[](?:en |in )?(?P<a>{_SYMBOL})[)\]]|\b(?:en|in) (?P<b>{_SYMBOL})$|\b(?P<c>ETP|FTEs?)\b")
_COUNT_OF = re.compile(
    r"(?:(?:nombre|nb|nbre|qte|quantite|total|effectif|number|no\.?|#|count)\.? ?(?:total )?(?:de |d'|des |of )?)"
)
_NOUN = re.compile(r"[a-z]{3,}")
_YEAR = re.compile(r"(?:annee|year|exercice|fy|fiscal year|an|jahr|millesime)s?")


@dataclass(frozen=True)
class HeaderUnit:
    """What the figures of a column are counted in, and the period that its name gives them."""

    kind: QuantityKind
    unit: str = ""
    factor: Decimal = Decimal(1)
    period: PartialDate | None = None


@lru_cache(maxsize=4096)
def header_unit(header: str, language: str) -> HeaderUnit:
    """The unit and the period that a column's name gives."""
    original, flat, _ = flatten(header)
    unit = _money(flat) or _share(flat) or _measured(original.replace("²", "2").replace("³", "3"), flat, language)
    if unit.kind in ("count", "number") and _THOUSANDS.search(flat):
        unit = replace(unit, factor=Decimal(1000))
    dates = [q.date for q in extract_quantities(header, language) if q.kind == "date"]
    return replace(unit, period=dates[0]) if len(dates) == 1 else unit


def names_year(header: str) -> bool:
    """Whether the figures of a column are years."""
    return _YEAR.fullmatch(flatten(header)[1].strip()) is not None


def _money(flat: str) -> HeaderUnit | None:
    money = _MONEY.search(flat)
    if money is None:
        return None
    scale = money["scale"] or money["kilo"] or money["after"]
    factor = Decimal(1000) if money["zeros"] else units.multiplier(scale) if scale else Decimal(1)
    currency = "EUR" if money["kilo"] else units.CURRENCIES[money["cur"] or money["cur2"]]
    per = units.PER.match(flat, money.end())
    if per:
        return HeaderUnit("rate", f"{currency}/{units.PERIODS[per['per'] or per['an'] or 'year']}", factor)
    return HeaderUnit("money", currency, factor)


def _share(flat: str) -> HeaderUnit | None:
    if _BASIS_POINTS.search(flat):
        return HeaderUnit("points", "bps")
    if _PERCENT.search(flat):
        return HeaderUnit("percent", "%")
    if _POINTS.search(flat):
        return HeaderUnit("points", "pts")
    if _NPS.search(flat):
        return HeaderUnit("rating", "NPS")
    rating = _RATING.search(flat)
    return HeaderUnit("rating", f"/{rating.group(1)}") if rating else None


def _measured(original: str, flat: str, language: str) -> HeaderUnit:
    measure = _MEASURE.search(original)
    if measure:
        return HeaderUnit("count", units.symbol(measure["a"] or measure["b"] or measure["c"]))
    duration = _DURATION.search(f" {flat}")
    if duration:
        return HeaderUnit("duration", units.DURATIONS[duration["unit"]])
    counted = _COUNT_OF.match(flat)
    noun = _NOUN.match(flat, counted.end() if counted else 0)
    if noun and noun.group() not in units.NOT_NOUNS and noun.group().endswith(("s", "x")):
        return HeaderUnit("count", units.singular(noun.group(), language))
    return HeaderUnit("number")
