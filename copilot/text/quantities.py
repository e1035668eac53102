"""Quantities of business notes as exact decimals with units: amounts, percents, durations, counts, dates…"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from copilot.schemas.facts import Quantity
from copilot.text import units
from copilot.text.clocks import read_clocks
from copilot.text.dates import find_dates
from copilot.text.identifiers import mark_addresses, mark_identifiers
from copilot.text.lent_units import lend_units
from copilot.text.normalise import flatten
from copilot.text.numbers import Number, figures
from copilot.text.periods import with_periods
from copilot.text.ranges import currency_before, read_range
from copilot.text.same import same_value
from copilot.text.scan import Scan
from copilot.text.shares import read_shares
from copilot.text.spelled import ALONE_ONLY_WITH_UNIT, with_half, words
from copilot.text.unit_readers import Unit, unit_after

__all__ = ["extract_quantities", "same_value"]

_APPROXIMATE = re.compile(
    r"(?:~|≈|≃|<|>|≥|≤|(?<![a-z])(?:environ|env\.|quelques?|presque|pres de|autour de|de l'ordre "
    r"de|aux alentours de|plus de|moins de|plus d'|moins d'|"
    r"au moins|au plus|jusqu'a|about|around|roughly|approximately|approx\.?|circa|ca\.|nearly|"
    r"almost|some|over|under|more than|less than|"
    r"at least|at most|up to|below|above|rund|etwa|uber)) ?(?:de |d'|a )?$"
)
_MINUS_WORD = re.compile(r"(?<![a-z])(?<!au )(?<!du )(?<!le )(?<!en )(?:moins|minus|negative) $")
_SAYS_VALUE = re.compile(r"(?:[:=(|]|(?<![a-z])(?:de|est|etait|a|of|at|by|is|was)) ?$")
_NPS = re.compile(
    r"(?<![a-z])(?:nps|net promoter score)(?: (?:de|of|a|at|is|est|est de|score))? ?[:=]? ?(?P<sign>[+-])? ?(?=\d)"
)
_SMALL_DIGITS = re.compile("[²³¹¼-¾⁰-₉⅐-↉①-⓿❶-➓]")
_WORD_LANGUAGES = {"fr": "fr", "en": "en", "de": "de"}


def extract_quantities(text: str, language: str = "fr", reference: dt.date | None = None) -> list[Quantity]:
    """The quantities of a text, sorted, without overlap, each at its exact place.

    Args:
        text: any text; its figures in references, addresses and numbered labels are not quantities.
        language: decides how "1,840" and "03/04" are read, and in which language numbers in words are.
        reference: date of the text; dates without a year and relative dates are resolved against it.
    """
    return list(_extracted(text, language, reference))


@lru_cache(maxsize=8192)
def _extracted(text: str, language: str, reference: dt.date | None) -> tuple[Quantity, ...]:
    """The same, kept: a sentence is read by the facts, the writer and the verifier in turn."""
    original, flat, offsets = flatten(text)
    flat = _without_small_digits(original, flat)
    scan = Scan(original, flat, language, bytearray(len(flat)))
    mark_addresses(flat, scan.taken)
    for date in find_dates(original, flat, language, reference, scan.taken):
        scan.found.append(
            scan.quantity("date", date.start, date.end, date=date.date, unit=date.unit, approximate=date.approximate,
                          ambiguous=date.ambiguous)
        )  # fmt: skip
    mark_identifiers(original, flat, scan.taken)
    read_shares(scan)
    read_clocks(scan)
    _numbers(scan)
    found = lend_units(sorted(scan.found, key=lambda quantity: quantity.start), flat, language)
    found = with_periods(found, flat)
    return tuple(found if offsets is None else (_moved(quantity, text, offsets) for quantity in found))


def _without_small_digits(original: str, flat: str) -> str:
    """The flat text where a footnote mark or a vulgar fraction is no digit: « 1 200² » is not 12 002."""
    if not _SMALL_DIGITS.search(original):
        return flat
    chars = list(flat)
    for match in _SMALL_DIGITS.finditer(original):
        at = match.start()
        if chars[at].isdecimal() and unicodedata.decimal(original[at], None) is None:
            chars[at] = original[at]
    return "".join(chars)


def _moved(quantity: Quantity, text: str, offsets: list[int]) -> Quantity:
    start, last, end = offsets[quantity.start], offsets[quantity.end - 1], quantity.end
    while end < len(offsets) - 1 and offsets[end] == last:  # a mark on the last character
        end += 1
    end = offsets[end]
    return quantity.model_copy(update={"start": start, "end": end, "text": text[start:end]})


def _numbers(scan: Scan) -> None:
    spelled: Iterable[Number] = ()
    known = _WORD_LANGUAGES.get(scan.language)
    spelled = words(scan.flat, known) if known else [*words(scan.flat, "fr"), *words(scan.flat, "en")]
    written = [with_half(scan.flat, number) for number in figures(scan.flat, scan.language)]
    atoms = sorted(
        (atom for atom in [*written, *spelled] if scan.free(atom.start, atom.end)),
        key=lambda atom: (atom.start, -atom.end),
    )
    index = 0
    while index < len(atoms):
        atom = atoms[index]
        following = atoms[index + 1] if index + 1 < len(atoms) else None
        index += 1
        if not scan.free(atom.start, atom.end):
            continue
        if following is not None and _range(scan, atom, following):
            index += 1
            continue
        _single(scan, atom)


def _range(scan: Scan, low: Number, high: Number) -> bool:
    """Reads « 3 à 6 mois »: two numbers that share the unit of the second."""
    if high.start - low.end > 24:
        return False
    before = scan.flat[max(0, low.start - 48) : low.start]
    return read_range(
        scan, low, high, currency_before(scan, low.start), currency_before(scan, high.start),
        approximate=bool(_APPROXIMATE.search(before)),
    )  # fmt: skip


def _single(scan: Scan, atom: Number) -> None:
    flat = scan.flat
    bracket = flat[max(0, atom.start - 1) : atom.start] == "(" and flat[atom.end : atom.end + 1] == ")"
    prefix = currency_before(scan, atom.start - 1 if bracket else atom.start)
    if bracket and prefix:
        scale = units.SCALE.match(flat, atom.end + 1)
        factor = units.multiplier(scale["long"] or scale["short"]) if scale else 1
        end = scale.end() if scale else atom.end + 1
        scan.add(scan.quantity("money", prefix[1], end, value=-atom.value * factor, unit=prefix[0]))
        return
    unit = unit_after(scan, atom, prefix[0] if prefix else None)
    if atom.in_words and flat[atom.start : atom.end] in ALONE_ONLY_WITH_UNIT and not _firm(unit):
        return
    if unit is None or (atom.in_words and unit.kind == "count" and unit.unit == ""):
        unit = Unit("number", "", atom.end)
    start = prefix[1] if prefix else atom.start
    negative, start = _sign(scan, start, atom, unit)
    kind, symbol, end = unit.kind, unit.unit, unit.end
    nps = _NPS.search(flat, max(0, start - 30), atom.start + 1)
    if nps and nps.end() == atom.start and kind in ("number", "count"):
        kind, symbol, end = "rating", "NPS", atom.end
    value = unit.value(atom.value)
    before = flat[max(0, start - 24) : start]
    scan.add(
        scan.quantity(kind, start, end, value=-value if negative else value, unit=symbol,
                      approximate=atom.approximate or bool(_APPROXIMATE.search(before)), ambiguous=atom.ambiguous)
    )  # fmt: skip


def _firm(unit: Unit | None) -> bool:
    """Whether « un », « une », "one", « neuf » before this unit is a number."""
    return unit is not None and unit.kind not in ("count", "number")


def _sign(scan: Scan, start: int, atom: Number, unit: Unit) -> tuple[bool, int]:
    """Whether the number is negative, and where it starts with its sign."""
    flat, original = scan.flat, scan.original
    said = _MINUS_WORD.search(flat, max(0, start - 12), start)
    if said and scan.free(said.start(), start):
        return True, said.start()
    if flat[start : atom.start].rstrip().endswith("-"):
        return True, start
    at = start - 1
    if at >= 1 and flat[at] == " " and flat[at - 1] in "-+" and _spaced_sign(scan, at - 1, unit):
        at -= 1
    if at < 0 or flat[at] not in "-+" or not scan.free(at, start):
        return False, start
    before = flat[at - 1] if at else "\n"
    if before.isalnum() or before in ")%€$£":
        return False, start
    bullet = before == "\n" and unit.kind in ("count", "number", "duration") and original[at] != "\u2212"
    if bullet:
        return False, start
    return flat[at] == "-", at


def _spaced_sign(scan: Scan, at: int, unit: Unit) -> bool:
    """Whether a dash with a space after it is a sign: a minus sign always, another only where a value is due."""
    if scan.original[at] == "\u2212":
        return True
    valued = unit.kind in ("money", "percent", "points", "rate")
    return valued and _SAYS_VALUE.search(scan.flat, max(0, at - 8), at) is not None
