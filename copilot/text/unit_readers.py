"""Which unit stands after a number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from copilot.schemas.facts import QuantityKind
from copilot.text import units
from copilot.text.numbers import Number
from copilot.text.scan import Scan

_OF = re.compile(r" ?(?:d'|de |of )")
_WHOLE_RATIO = re.compile(r"\d{1,2} (?:sur|out of) ")
_MARK = re.compile(
    r"(?<![a-z])(?:notes?|notee?s?|score|scored|rated|rating|satisfaction|csat)"
    r"(?: (?:de|of|is|est|at|a|client))? ?[:=]? ?$"
)
_SCALE_LETTERS = frozenset({"k", "K", "M", "Md", "Mds", "bn"})


@dataclass(frozen=True)
class Unit:
    """What a number counts: (value + extra) times factor, where its words end, and the whole that it is a part of."""

    kind: QuantityKind
    unit: str
    end: int
    factor: Decimal = Decimal(1)
    extra: Decimal = Decimal(0)
    ratio_of: Decimal | None = None
    scaled: bool = False

    def value(self, number: Decimal) -> Decimal:
        """The value of a number in this unit."""
        if self.ratio_of:
            return (number / self.ratio_of).quantize(Decimal("0.000001")).normalize()
        return (number + self.extra) * self.factor


def unit_after(scan: Scan, atom: Number, currency: str | None) -> Unit | None:
    """The unit after a number, as long as its words belong to nothing else."""
    unit = _read_unit(scan, atom, currency)
    if unit is None or scan.free(atom.end, unit.end):
        return unit
    return Unit("money", currency, atom.end) if currency else None


def _read_unit(scan: Scan, atom: Number, currency: str | None) -> Unit | None:
    flat = scan.flat
    joined = _OF.match(flat, atom.end) if atom.collective else None
    end = joined.end() if joined else atom.end
    if currency:
        scale = units.SCALE.match(flat, end)
        if scale:
            factor = units.multiplier(scale["long"] or scale["short"])
            return _per(flat, Unit("money", currency, scale.end(), factor, _half(scale), scaled=True))
        return _per(flat, Unit("money", currency, end))
    money = units.MONEY.match(flat, end)
    if money and not (money["kilo"] and atom.in_words):  # « quelqu'un me dit »
        return _money(flat, money)
    for reader in (_percent_or_points, _times, _duration, _rating, _measure, _scaled):
        unit = reader(scan, atom, end)
        if unit:
            return unit
    return count_after(scan, atom, end)


def _half(match: re.Match[str]) -> Decimal:
    return Decimal("0.5") if match["half"] else Decimal(0)


def _money(flat: str, match: re.Match[str]) -> Unit:
    symbol = match["cur"] or match["cur2"] or match["cur3"] or match["cur4"]
    scale = match["long"] or match["short"] or match["kilo"] or match["after"]
    factor = units.multiplier(scale) if scale else Decimal(1)
    unit = Unit("money", units.CURRENCIES[symbol], match.end(), factor, _half(match), scaled=bool(scale))
    return _per(flat, unit)


def _per(flat: str, unit: Unit) -> Unit:
    match = units.PER.match(flat, unit.end)
    if not match:
        return unit
    period = units.PERIODS[match["per"] or match["an"] or "year"]
    return Unit("rate", f"{unit.unit}/{period}", match.end(), unit.factor, unit.extra, scaled=unit.scaled)


def _percent_or_points(scan: Scan, atom: Number, end: int) -> Unit | None:
    match = units.POINTS.match(scan.flat, end)
    if match:
        bare = match.group().strip() in ("points", "point")
        if match["bps"] or not (atom.in_words and bare and _agenda(scan, atom)):
            return Unit("points", "bps" if match["bps"] else "pts", match.end())
    match = units.PERCENT.match(scan.flat, end)
    return Unit("percent", "%", match.end()) if match else None


def _agenda(scan: Scan, atom: Number) -> bool:
    """Whether « deux points » are matters to discuss: no rise, fall or gap is said before."""
    before = scan.flat[max(0, atom.start - 40) : atom.start]
    return re.search(r"(?:de |d'|by |up |down |plus |moins |gagn|perd|[+-] ?)$", before) is None or not re.search(
        r"(?:baiss|recul|hauss|progress|gain|gagn|perd|pert|ecart|chut|augment|fell|rose|lost|gained|down|up|drop|increas"
        r"|decreas)", before
    )  # fmt: skip


def _times(scan: Scan, atom: Number, end: int) -> Unit | None:
    match = units.TIMES.match(scan.flat, end)
    if match is None or (atom.in_words and atom.value == 1):
        return None
    return Unit("ratio", "x", match.end())


def _duration(scan: Scan, atom: Number, end: int) -> Unit | None:
    match = units.DURATION.match(scan.flat, end)
    if not match or (atom.in_words and atom.value == 1 and match["unit"] == "journee" and not match["demi"]):
        return None
    unit, length = units.LONG_DURATIONS.get(match["unit"]) or (units.DURATIONS[match["unit"]], 1)
    factor = Decimal(length) / (2 if match["demi"] else 1)
    stop = match.end() - (1 if match.group().endswith(".") else 0)
    return Unit("duration", unit, stop, factor, _half(match))


def _rating(scan: Scan, atom: Number, end: int) -> Unit | None:
    rating = units.RATING.match(scan.flat, end)
    if rating and atom.value <= int(rating["base"]):
        whole = atom.in_words or _WHOLE_RATIO.match(scan.flat, atom.start, rating.end())
        marked = _MARK.search(scan.flat, max(0, atom.start - 40), atom.start)
        if "/" in rating.group() or atom.value % 1 or marked or not whole:
            return Unit("rating", f"/{rating['base']}", rating.end())
    ratio = units.RATIO.match(scan.flat, end)
    if ratio is None or atom.value % 1 or not atom.value < int(ratio["base"]) < 1900:
        return None
    if "in" in ratio.group() and scan.language != "en":
        return None
    return Unit("ratio", "", ratio.end(), ratio_of=Decimal(ratio["base"]))


def _measure(scan: Scan, atom: Number, end: int) -> Unit | None:
    """A unit of measure in its own capitals: « 3 To » are terabytes, "3 to 5" is a range."""
    text = (
        scan.original[end : end + 12].replace("\u00a0", " ").replace("\u202f", " ").replace("²", "2").replace("³", "3")
    )
    match = units.MEASURE.match(text)
    if match is None or atom.in_words:
        return None
    return Unit("count", units.symbol(match["symbol"]), end + match.end())


def _scaled(scan: Scan, atom: Number, end: int) -> Unit | None:
    """« 3,115 millions » without a currency; a lone lower-case m or b is too little to go by.

    But "1.2m users" are millions in English.
    """
    match = units.SCALE.match(scan.flat, end)
    if not match:
        return None
    letters = scan.original[match.start("short") : match.end("short")] if match["short"] else ""
    tied = letters == "m" and scan.language == "en" and match.start("short") == end
    if letters and letters not in _SCALE_LETTERS and not tied:
        return None
    factor = units.multiplier(match["long"] or match["short"])
    after = Number(match.end(), match.end(), Decimal(0), in_words=False)
    joined = (
        _OF.match(scan.flat, match.end())
        if match["long"] and match["long"].startswith("mil") and match["long"] != "mille"
        else None
    )
    count = count_after(scan, after, joined.end() if joined else match.end())
    if count and count.unit and count.kind == "count":
        return Unit("count", count.unit, count.end, factor, _half(match), scaled=True)
    if tied:
        return None
    return Unit("number", "", match.end(), factor, _half(match), scaled=True)


def count_after(scan: Scan, atom: Number, end: int) -> Unit | None:
    """The noun that a number counts."""
    match = units.NOUN.match(scan.flat, end)
    if not match or (match.start("noun") == atom.end and match["noun"] not in ("x",)):
        return None
    noun = match["noun"]
    capital = scan.original[match.start("noun")].isupper() and scan.language != "de"
    if noun in units.NOT_NOUNS or capital or not scan.free(*match.span("noun")):
        return None
    if atom.in_words and atom.value < 1000 and not noun.endswith(("s", "x")):
        return None
    duration = units.DURATIONS.get(noun)
    if duration:
        return Unit("duration", duration, match.end())
    return Unit("count", units.singular(noun, scan.language), match.end())
