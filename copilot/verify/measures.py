"""What a value is a measure of: how often it comes round, and of how many it is a part."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from copilot.schemas.facts import Quantity
from copilot.text.normalise import flatten
from copilot.verify.attach import Hold, Place
from copilot.verify.reading import Reading, Value

Same = Callable[[Quantity, Quantity], bool]

_UNITS = {
    "day": "jours?|journee|days?|daily|quotidien(?:ne)?s?|journali\\w+|tag",
    "week": "semaines?|weeks?|weekly|hebdo(?:madaire)?s?|wks?|woche",
    "month": "mois|months?|monthly|mensuel(?:le)?s?|mensualite|monat",
    "quarter": "trimestres?|quarters?|quarterly|trimestriel(?:le)?s?|quartal",
    "half": "semestres?|half[- ]year|semestriel(?:le)?s?|half-yearly",
    "year": "ans?|annees?|years?|yearly|annual(?:ly)?|annuel(?:le)?s?|annuite|jahr",
}
_RHYTHM = re.compile(
    r"(?:(?:par|chaque|l'|a|per|each|every|pro|/) ?|(?<!\w))(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _UNITS.items())
    + r")(?!\w)"
)
_EACH = re.compile(r"(?:(?<!\w)(?:par|chaque|a|per|each|every|pro) |/ ?|l')$")
_ADJECTIVE = re.compile(r"(?:ly|el|elle|els|elles|ien|ienne|aire|aires|hebdo|ual|annual|yearly)$")
_OVER = re.compile(
    r"(?<!\w)(?:(?P<year>year[- ]on[- ]year|yoy|y/y|sur un an|d'une annee sur l'autre|a/a|en glissement annuel)|"
    r"(?P<quarter>quarter[- ]on[- ]quarter|qoq|q/q|sur (?:un|le) trimestre|d'un trimestre sur l'autre)|"
    r"(?P<month>month[- ]on[- ]month|mom|m/m|sur un mois|d'un mois sur l'autre))(?!\w)"
)
_CLAUSE = re.compile(r"[,;.:|()\n](?!\d)|(?<!\w)(?:et|and|mais|but|puis|then|contre|versus)(?!\w)")
_PART = re.compile(
    r"[ \w]{0,14}?(?:(?<!\w)(?:des|sur(?: les| nos| leurs| un total de)?|of(?: the| our| their| its)?|"
    r"out of(?: the| our| their)?|"
    r"parmi (?:les|nos)|von)|/) ?$"
)


def rhythm(text: str, quantity: Quantity) -> str | None:
    """How often a value comes round (« par mois », "monthly") or over what it is compared (« sur un an »)."""
    _, flat, offsets = flatten(text)
    if offsets is not None or (quantity.kind in ("date", "duration") and not quantity.unit):
        return None
    before = _CLAUSE.split(flat[max(0, quantity.start - 48) : quantity.start])[-1]
    after = _CLAUSE.split(flat[quantity.end : quantity.end + 40])[0]
    over = _OVER.search(after) or _OVER.search(before)
    if over:
        return f"over a {over.lastgroup}"
    for part in (after, before):
        for match in _RHYTHM.finditer(part):
            if _EACH.search(part, 0, match.start(match.lastgroup or 0)) or _ADJECTIVE.search(match.group()):
                return match.lastgroup
    return None


def other_rhythm(claim: Reading, value: Value, held: Hold) -> str | None:
    """What the notes write of a value whose rhythm the claim changes; None where one of them states none."""
    ours = rhythm(claim.text, value.quantity)
    reading, quantity = held.place.reading, held.value.quantity
    theirs = rhythm(reading.text, quantity)
    if ours is None or theirs is None or ours == theirs:
        return None
    end = _CLAUSE.search(reading.text, quantity.end, quantity.end + 24)
    return reading.text[quantity.start : end.start() if end else quantity.end + 12].strip()


_STRETCH = re.compile(
    r"(?<!\w)(?:sur|over|pour|for|pendant|during)? ?(?:les |the |une duree de )?"
    r"(?:[2-9]|[1-9]\d|deux|trois|quatre|cinq|six|two|three|four|five|six)[ -](?:ans|annees|years?)(?!\w)"
)


def other_stretch(wanted: Quantity, known: Quantity, context: str) -> bool:
    """Whether an amount over several years (« 5,2 M€, sur 4 ans ») is given as one a year."""
    yearly = wanted.kind == "rate" and wanted.unit.endswith("/year") and known.kind == "money"
    return yearly and _STRETCH.search(flatten(context)[1]) is not None


def part_as_whole(claim: Reading, places: Sequence[Place], same: Same) -> Value | None:
    """A count that the claim gives for all, of which the notes have a part only: « trois des huit sites »."""
    for value in claim.values:
        if value.quantity.kind not in ("count", "number"):
            continue
        wholes = [p for place in places if (p := _part_of(place.reading, value, same)) is not None]
        stated = [v.quantity for v in claim.values if v is not value]
        if wholes and not any(same(other, part) for other in stated for part in wholes):
            return value
    return None


def _part_of(reading: Reading, value: Value, same: Same) -> Quantity | None:
    """The part that a sentence has of the value, where it says of it what the claim says of the whole."""
    _, flat, offsets = flatten(reading.text)
    if offsets is not None or reading.is_row:
        return None
    for whole in reading.values:
        if not same(value.quantity, whole.quantity):
            continue
        for part in reading.values:
            one, all_ = part.quantity, whole.quantity
            if (
                one.end <= all_.start
                and one.kind in ("count", "number")
                and _PART.fullmatch(flat[one.end : all_.start])
            ):
                return one
    return None
