"""Quantities of business notes as exact decimals with units: amounts, percents, durations, counts, dates…"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from copilot.schemas.facts import Quantity, QuantityKind
from copilot.text import units
from copilot.text.dates import find_dates
from copilot.text.identifiers import mark_addresses, mark_identifiers
from copilot.text.normalise import flatten
from copilot.text.numbers import ALONE_ONLY_WITH_UNIT, Number, figures, words
from copilot.text.same import same_value

__all__ = ["extract_quantities", "same_value"]

_APPROXIMATE = re.compile(
    r"(?:~|≈|≃|<|>|≥|≤|(?<![a-z])(?:environ|env\.|quelques?|presque|pres de|autour de|de l'ordre "
    r"de|aux alentours de|plus de|moins de|plus d'|moins d'|"
    r"au moins|au plus|jusqu'a|about|around|roughly|approximately|approx\.?|circa|ca\.|nearly|"
    r"almost|some|over|under|more than|less than|"
    r"at least|at most|up to|below|above|rund|etwa|uber)) ?(?:de |d'|a )?$"
)
_MINUS_WORD = re.compile(r"(?<![a-z])(?<!au )(?<!du )(?<!le )(?<!en )(?:moins|minus|negative) $")
_RANGE = re.compile(r" ?- ?| (?:a|to|et|and|ou|or|bis) ")
_CLOCK = re.compile(
    r"(?<![\w.,/:])(?:(?P<h12>1[0-2]|0?[1-9])(?:[:.](?P<m12>[0-5]\d))? ?(?P<half>am|pm|a\.m\.|p\.m\.)(?![a-z])"
    r"|(?P<h>[01]?\d|2[0-4])(?: ?h ?(?P<m>[0-5]\d)(?![\d%€]|[.,]\d)|h(?![a-z0-9])| ?heures? "
    r"(?P<m3>[0-5]\d)(?!\d| ?%)|:(?P<m2>[0-5]\d)(?![\d:])))"
)
_CLOCK_LINK = re.compile(r" ?- ?| ?(?:a|et|to|and|until) ?")
_NPS = re.compile(
    r"(?<![a-z])(?:nps|net promoter score)(?: (?:de|of|a|at|is|est|est de|score))? ?[:=]? ?(?P<sign>[+-])? ?(?=\d)"
)
_CHANGE = re.compile(r"(?:pass|mont|baiss|hauss|recul|augment|progress|chut|rédui|redui|rise|rose|rais|fell|"
r"fall|went|go|increas|decreas|drop|grew|grow|cut|improv|reduc|evol|amelior|descend|remont)")  # fmt: skip
_WORD_LANGUAGES = {"fr": "fr", "en": "en", "de": "de"}


@dataclass(frozen=True)
class _Unit:
    kind: QuantityKind
    unit: str
    end: int
    factor: Decimal = Decimal(1)
    ratio_of: Decimal | None = None


@dataclass
class _Scan:
    original: str
    flat: str
    language: str
    taken: bytearray
    found: list[Quantity] = field(default_factory=list)

    def free(self, start: int, end: int) -> bool:
        return self.taken.find(1, start, end) < 0

    def add(self, quantity: Quantity) -> None:
        self.found.append(quantity)
        self.taken[quantity.start : quantity.end] = b"\1" * (quantity.end - quantity.start)

    def quantity(self, kind: QuantityKind, start: int, end: int, **values: object) -> Quantity:
        return Quantity.model_validate(
            {"kind": kind, "start": start, "end": end, "text": self.original[start:end], **values}
        )


def extract_quantities(text: str, language: str = "fr", reference: dt.date | None = None) -> list[Quantity]:
    """The quantities of a text, sorted, without overlap, each at its exact place.

    Args:
        text: any text; its figures in references, addresses and numbered labels are not quantities.
        language: decides how "1,840" and "03/04" are read, and in which language numbers in words are.
        reference: date of the text; dates without a year and relative dates are resolved against it.
    """
    original, flat, offsets = flatten(text)
    scan = _Scan(original, flat, language, bytearray(len(flat)))
    mark_addresses(flat, scan.taken)
    for date in find_dates(original, flat, language, reference, scan.taken):
        scan.found.append(
            scan.quantity("date", date.start, date.end, date=date.date, unit=date.unit, approximate=date.approximate,
                          ambiguous=date.ambiguous)
        )  # fmt: skip
    mark_identifiers(original, flat, scan.taken)
    _clocks(scan)
    _numbers(scan)
    found = sorted(scan.found, key=lambda quantity: quantity.start)
    if offsets is None:
        return found
    return [_moved(quantity, text, offsets) for quantity in found]


def _moved(quantity: Quantity, text: str, offsets: list[int]) -> Quantity:
    start, end = offsets[quantity.start], offsets[quantity.end]
    return quantity.model_copy(update={"start": start, "end": end, "text": text[start:end]})


def _clocks(scan: _Scan) -> None:
    matches = [match for match in _CLOCK.finditer(scan.flat) if scan.free(*match.span())]
    index = 0
    while index < len(matches):
        match = matches[index]
        end, high = match.end(), None
        if index + 1 < len(matches):
            following = matches[index + 1]
            link = _CLOCK_LINK.fullmatch(scan.flat, end, following.start())
            if link and following.start() - end <= 7:
                end, high = following.end(), _clock_value(following)
                index += 1
        scan.add(scan.quantity("number", match.start(), end, value=_clock_value(match), high=high, unit="h"))
        index += 1


def _clock_value(match: re.Match[str]) -> Decimal:
    hours = int(match["h"] or match["h12"])
    if match["half"]:
        hours = hours % 12 + (12 if match["half"].startswith("p") else 0)
    minutes = int(match["m"] or match["m2"] or match["m3"] or match["m12"] or 0)
    return Decimal(hours) + Decimal(minutes) / 60


def _numbers(scan: _Scan) -> None:
    spelled: Iterable[Number] = ()
    known = _WORD_LANGUAGES.get(scan.language)
    spelled = words(scan.flat, known) if known else [*words(scan.flat, "fr"), *words(scan.flat, "en")]
    atoms = sorted(
        (atom for atom in [*figures(scan.flat, scan.language), *spelled] if scan.free(atom.start, atom.end)),
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


def _range(scan: _Scan, low: Number, high: Number) -> bool:
    """Reads « 3 à 6 mois »: two numbers that share the unit of the second."""
    flat = scan.flat
    if high.start < low.end:
        return False
    prefix = _currency_before(scan, low.start)
    low_end = low.end
    if prefix:
        scale = units.SCALE.match(flat, low.end)
        low_end = scale.end() if scale else low.end
    high_prefix = _currency_before(scan, high.start)
    link_end = high_prefix[1] if high_prefix else high.start
    link = _RANGE.fullmatch(flat, low_end, link_end)
    if link is None or link_end - low_end > 6:
        return False
    word = link.group().strip()
    before = flat[max(0, low.start - 48) : low.start]
    if word in ("et", "and", "ou", "or") and not re.search(r"(?<![a-z])(?:entre|between) (?:[€$£] ?)?$", before):
        return False
    if word in ("a", "to") and _CHANGE.search(before) and re.search(r"(?<![a-z])(?:de|from) ?$", before):
        return False
    unit = _unit_after(scan, high, high_prefix[0] if high_prefix else None)
    if unit is None and word != "a" and word != "to" and not before.rstrip().endswith(("entre", "between")):
        return False
    if low.value > high.value:
        return False
    kind, symbol, end, factor = (
        (unit.kind, unit.unit, unit.end, unit.factor) if unit else ("number", "", high.end, Decimal(1))
    )
    if kind in ("rating", "ratio"):
        return False
    low_factor = factor
    if prefix and low_end > low.end:
        low_factor = units.multiplier(flat[low.end : low_end].strip())
    start = prefix[1] if prefix else low.start
    if prefix and kind == "number":
        kind, symbol = "money", prefix[0]
    scan.add(
        scan.quantity(kind, start, end, value=low.value * low_factor, high=high.value * factor, unit=symbol,
                      approximate=bool(_APPROXIMATE.search(before)), ambiguous=low.ambiguous or high.ambiguous)
    )  # fmt: skip
    return True


def _single(scan: _Scan, atom: Number) -> None:
    flat = scan.flat
    prefix = _currency_before(scan, atom.start)
    unit = _unit_after(scan, atom, prefix[0] if prefix else None)
    if atom.in_words and flat[atom.start : atom.end] in ALONE_ONLY_WITH_UNIT and not _firm(unit):
        return
    if unit is None or (atom.in_words and unit.kind == "count" and unit.unit == ""):
        unit = _Unit("number", "", atom.end)
    start = prefix[1] if prefix else atom.start
    negative, start = _sign(scan, start, atom, unit)
    nps = _NPS.search(flat, max(0, start - 30), atom.start + 1)
    kind, symbol = unit.kind, unit.unit
    if nps and nps.end() == atom.start and kind in ("number", "count"):
        kind, symbol = "rating", "NPS"
        unit = replace(unit, end=atom.end)
    value = atom.value * unit.factor
    if unit.ratio_of is not None:
        value = (atom.value / unit.ratio_of).quantize(Decimal("0.000001")).normalize() if unit.ratio_of else value
    before = flat[max(0, start - 24) : start]
    scan.add(
        scan.quantity(kind, start, unit.end, value=-value if negative else value, unit=symbol,
                      approximate=bool(_APPROXIMATE.search(before)) or "aine" in flat[atom.start : atom.end],
                      ambiguous=atom.ambiguous)
    )  # fmt: skip


def _firm(unit: _Unit | None) -> bool:
    """Whether « un », « une », "one", « neuf » before this unit is a number."""
    return unit is not None and unit.kind not in ("count", "number")


def _currency_before(scan: _Scan, start: int) -> tuple[str, int] | None:
    match = units.PREFIX.search(scan.flat, max(0, start - 10), start)
    if not match or match.end() != start or not scan.free(match.start(), start):
        return None
    return units.CURRENCIES[match.group(1) or match.group(2)], match.start()


def _sign(scan: _Scan, start: int, atom: Number, unit: _Unit) -> tuple[bool, int]:
    """Whether the number is negative, and where it starts with its sign."""
    flat, original = scan.flat, scan.original
    said = _MINUS_WORD.search(flat, max(0, start - 12), start)
    if said and scan.free(said.start(), start):
        return True, said.start()
    if flat[start : atom.start].rstrip().endswith("-"):
        return True, start
    at = start - 1
    if at >= 0 and original[at] == " " and at >= 1 and original[at - 1] == "\u2212":
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


def _unit_after(scan: _Scan, atom: Number, currency: str | None) -> _Unit | None:
    """The unit after a number, as long as its words belong to nothing else."""
    unit = _read_unit(scan, atom, currency)
    if unit is None or scan.free(atom.end, unit.end):
        return unit
    return _Unit("money", currency, atom.end) if currency else None


def _read_unit(scan: _Scan, atom: Number, currency: str | None) -> _Unit | None:
    flat, end = scan.flat, atom.end
    if currency:
        scale = units.SCALE.match(flat, end)
        if scale:
            return _per(flat, "money", currency, scale.end(), units.multiplier(scale["long"] or scale["short"]))
        return _per(flat, "money", currency, end, Decimal(1))
    money = units.MONEY.match(flat, end)
    if money:
        return _money(flat, money)
    for reader in (_percent_or_points, _duration, _rating, _scaled):
        unit = reader(scan, atom)
        if unit:
            return unit
    return _count(scan, atom)


def _money(flat: str, match: re.Match[str]) -> _Unit:
    symbol = match["cur"] or match["cur2"] or match["cur3"] or match["cur4"]
    scale = match["long"] or match["short"] or match["kilo"] or match["after"]
    factor = units.multiplier(scale) if scale else Decimal(1)
    return _per(flat, "money", units.CURRENCIES[symbol], match.end(), factor)


def _per(flat: str, kind: QuantityKind, symbol: str, end: int, factor: Decimal) -> _Unit:
    match = units.PER.match(flat, end)
    if not match:
        return _Unit(kind, symbol, end, factor)
    period = units.PERIODS[match["slash"] or match["per"] or match["an"]]
    return _Unit("rate", f"{symbol}/{period}", match.end(), factor)


def _percent_or_points(scan: _Scan, atom: Number) -> _Unit | None:
    match = units.POINTS.match(scan.flat, atom.end)
    if match and not (match["bps"] is None and atom.in_words and match.group().strip() in ("points", "point")):
        return _Unit("points", "bps" if match["bps"] else "pts", match.end())
    match = match or units.PERCENT.match(scan.flat, atom.end)
    if match is None:
        return None
    if "p" in match.group().strip()[:1] and "point" in match.group():
        return _Unit("points", "pts", match.end())
    return _Unit("percent", "%", match.end())


def _duration(scan: _Scan, atom: Number) -> _Unit | None:
    match = units.DURATION.match(scan.flat, atom.end)
    if not match:
        return None
    end = match.end() - (1 if match.group().endswith(".") else 0)
    return _Unit("duration", units.DURATIONS[match["unit"]], end)


def _rating(scan: _Scan, atom: Number) -> _Unit | None:
    rating = units.RATING.match(scan.flat, atom.end)
    if rating and atom.value <= int(rating["base"]):
        slash = "/" in rating.group()
        if (
            slash
            or atom.value % 1
            or not re.search(r"(?<!\w)\d{1,2} (?:sur|out of) ", scan.flat[atom.start : rating.end()])
        ):
            return _Unit("rating", f"/{rating['base']}", rating.end())
    ratio = units.RATIO.match(scan.flat, atom.end)
    if ratio is None or atom.value % 1 or not atom.value < int(ratio["base"]) < 1900:
        return None
    if "in" in ratio.group() and scan.language != "en":
        return None
    return _Unit("ratio", "", ratio.end(), ratio_of=Decimal(ratio["base"]))


def _scaled(scan: _Scan, atom: Number) -> _Unit | None:
    """« 3,115 millions » without a currency; a lone lower-case m or b is too little to go by."""
    match = units.SCALE.match(scan.flat, atom.end)
    if not match:
        return None
    if match["short"]:
        letter = scan.original[match.start("short") : match.end("short")]
        if letter not in ("k", "K", "M", "Md", "Mds", "bn"):
            return None
    factor = units.multiplier(match["long"] or match["short"])
    scaled = Number(match.end(), match.end(), Decimal(0))
    count = _count(scan, scaled)
    end = count.end if count else match.end()
    return _Unit("count", count.unit, end, factor) if count and count.unit else _Unit("number", "", match.end(), factor)


def _count(scan: _Scan, atom: Number) -> _Unit | None:
    joined = (
        re.compile(r" ?(?:d'|de |of )").match(scan.flat, atom.end)
        if "aine" in scan.flat[atom.start : atom.end]
        else None
    )
    start = joined.end() if joined else atom.end
    match = units.NOUN.match(scan.flat, start)
    if not match or (match.start("noun") == atom.end and match["noun"] not in ("x",)):
        return None
    noun = match["noun"]
    capital = scan.original[match.start("noun")].isupper() and scan.language != "de"
    if noun in units.NOT_NOUNS or capital or not scan.free(match.start("noun"), match.end("noun")):
        return None
    if atom.in_words and atom.value < 1000 and not noun.endswith(("s", "x")):
        return None
    duration = units.DURATIONS.get(noun)
    if duration:
        return _Unit("duration", duration, match.end())
    return _Unit("count", units.singular(noun, scan.language), match.end())
