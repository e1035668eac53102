"""Parts and multiples said in words: « la moitié », « une usine sur trois », "two thirds", "doubled", 4:1."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from copilot.schemas.facts import QuantityKind
from copilot.text.scan import Scan
from copilot.text.spelled import SMALL, small_number

_N = rf"(?:\d{{1,3}}|{SMALL})"
_NOT_MEASURED = (
    r"(?![\w/]|[.,]\d| ?[%€$£]|-[a-z]| (?:millions?|thousand|billion|milliards?|mille|cents?|pour cent|percent|days?"
    r"|weeks?|months?|years?|hours?|minutes?|jours?|semaines?|mois|ans?|heures?)(?![a-z]))"
)
_PARTS_FR = {
    "tiers": 3, "quart": 4, "quarts": 4, "cinquieme": 5, "sixieme": 6, "septieme": 7, "huitieme": 8, "neuvieme": 9,
    "dixieme": 10, "centieme": 100,
}  # fmt: skip
_PARTS_EN = {"third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10, "hundredth": 100}
_FOLD = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "hundred": 100,
}
_MULTIPLES = {"doubl": "2", "tripl": "3", "trebl": "3", "quadrupl": "4", "halv": "0.5"}
_OF_TIME = {
    **dict.fromkeys(("heure", "hour"), "hour"), **dict.fromkeys(("journee", "day"), "day"), "week": "week",
    "month": "month", **dict.fromkeys(("annee", "year", "an"), "year"),
}  # fmt: skip
_CHANGE_BY = r"(?:by|than|about|around|over|under|nearly|almost|only|roughly|just|least|most|up|down|in)"
_READERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "quarters",
        re.compile(r"(?<![\w-])(?P<n>un|trois|a|three)[ -](?:quarts?|quarters?) (?:d'heure|of an hour)(?!\w)"),
    ),
    (
        "time",
        re.compile(
            r"(?<![\w-])(?:half an? |une? demi-|1/2 )(?P<time>hour|day|week|month|year|heure|journee|annee)(?!\w)"
        ),
    ),
    ("time_and_half", re.compile(r"(?<![\w-])an? (?P<time>hour|day|week|month|year) and a half(?!\w)")),
    ("fortnight", re.compile(r"(?<![\w-])(?:a|one) fortnight(?!\w)")),
    (
        "of",
        re.compile(
            rf"(?<![\w.,'/-])(?P<a>{_N}) (?:(?:sur|out of|in|in every|out of every) )(?P<b>{SMALL}){_NOT_MEASURED}"
        ),
    ),
    (
        "one_of",
        re.compile(
            rf"(?:(?<![\w.,'/-])|(?<=d')|(?<=qu'))(?P<a>une?|one|1|{_N}(?= (?:fois|times) )) [a-z]{{2,24}}"
            rf"(?: [a-z]{{3,24}})? (?:(?:sur|out of|in|in every) )(?P<b>{_N}){_NOT_MEASURED}"
        ),
    ),
    ("colon", re.compile(r"(?<![\w.,:/])(?P<a>\d{1,3}):(?P<b>[1-9])(?![\w:/]|[.,]\d| ?[%€$£])")),
    ("half", re.compile(r"(?<![\w-])(?:la moitie|(?:de|par|une) moitie(?= |[.,;:)]|$))(?![\w-])")),
    (
        "half",
        re.compile(
            r"(?<!first )(?<!second )(?<!other )(?<!last )(?<!latter )(?<!next )(?<![\w-])(?:half (?=of |the |our "
            r"|its |their |your |these |those |all )|(?<=\bby )half(?![\w-])|(?<=\bin )half(?![\w-]))"
        ),
    ),
    (
        "part",
        re.compile(
            rf"(?<![\w-])(?P<n>{_N}|une?|les deux|le|one|a)(?P<dash>[ -])"
            rf"(?P<part>{'|'.join(sorted((*_PARTS_FR, *(p + 's?' for p in _PARTS_EN)), key=len, reverse=True))})"
            rf"(?![a-z-])(?P<of> (?:des?|du|of) | d'(?!heure))?"
        ),
    ),
    ("fold", re.compile(rf"(?<![\w-])(?P<n>{'|'.join(_FOLD)})-?fold(?!\w)")),
    ("twice", re.compile(r"(?<![\w-])twice(?= (?:the|as|its|our|their|more)(?!\w))")),
    (
        "multiple",
        re.compile(
            r"(?<![\w-])(?P<stem>doubl|tripl|quadrupl)(?:e|ee|es|ees|er|ement|ed|ing)(?![\w-])"
            r"|(?<![\w-])(?P<stem2>trebl|halv)(?:ed|ing)(?![\w-])"
        ),
    ),
    (
        "by",
        re.compile(
            rf"(?<!\w)(?P<how>multipl|divi)(?:iee?s?|ier|ied|ying|see?s?|ser|ded|ding) (?:par|by) "
            rf"(?P<n>\d{{1,4}}(?:[.,]\d{{1,2}})?|{SMALL}){_NOT_MEASURED}"
        ),
    ),
    ("x", re.compile(r"(?<![\w.,)%-])(?<!\d )[x×] ?(?P<n>\d{1,4}(?:[.,]\d{1,2})?)(?![\w%]|[.,]\d| ?[€$£%]| \d)")),
)
_NEEDED: dict[str, tuple[str, ...]] = {
    "quarters": ("quart",), "time": ("half a", "demi-", "1/2 "), "time_and_half": (" and a half",),
    "fortnight": ("fortnight",),
    "of": (" sur ", " out of ", " in "), "one_of": (" sur ", " out of ", " in "), "colon": (":",),
    "half": ("moitie", "half"), "part": (*_PARTS_FR, *_PARTS_EN), "fold": ("fold",), "twice": ("twice",),
    "multiple": tuple(_MULTIPLES), "by": ("multipl", "divi"), "x": ("x", "×"),
}  # fmt: skip
"""What a text must hold for a pattern to be tried."""
Share = tuple[QuantityKind, str, Decimal, int, int]


def read_shares(scan: Scan) -> None:
    """Adds the parts and multiples of a text."""
    for name, pattern in _READERS:
        if not any(word in scan.flat for word in _NEEDED[name]):
            continue
        for match in pattern.finditer(scan.flat):
            for kind, unit, value, start, end in _read(name, match, scan):
                if scan.free(start, end):
                    scan.add(scan.quantity(kind, start, end, value=value, unit=unit))


def _read(name: str, match: re.Match[str], scan: Scan) -> Iterator[Share]:
    start, end = match.span()
    match name:
        case "quarters":
            value = Decimal("0.75") if match["n"] in ("trois", "three") else Decimal("0.25")
            yield "duration", "hour", value, start, end
        case "time":
            yield "duration", _OF_TIME[match["time"]], Decimal("0.5"), start, end
        case "time_and_half":
            yield "duration", _OF_TIME[match["time"]], Decimal("1.5"), start, end
        case "fortnight":
            yield "duration", "week", Decimal(2), start, end
        case "half":
            yield "ratio", "", Decimal("0.5"), start, end - (scan.flat[end - 1] == " ")
        case "fold":
            yield "ratio", "x", Decimal(_FOLD[match["n"]]), start, end
        case "twice":
            yield "ratio", "x", Decimal(2), start, end
        case "of" | "one_of" | "colon":
            yield from _one_of(match, scan, name)
        case "part":
            yield from _part(match, scan)
        case "multiple":
            if _says_multiple(match, scan):
                yield "ratio", "x", Decimal(_MULTIPLES[match["stem"] or match["stem2"]]), start, end
        case _:
            yield from _by(match)


def _one_of(match: re.Match[str], scan: Scan, name: str) -> Iterator[Share]:
    a, b = small_number(match["a"]), small_number(match["b"])
    if a is None or not b or (name != "colon" and not a < b):
        return
    if " in " in match.group() and (scan.language != "en" or match["b"].isdecimal() != match["a"].isdecimal()):
        return
    if name == "of" and match["b"].isdecimal():
        return
    yield "ratio", "", (Decimal(a) / b).quantize(Decimal("0.000001")).normalize(), match.start(), match.end()


def _part(match: re.Match[str], scan: Scan) -> Iterator[Share]:
    said, part = match["n"], match["part"]
    base = _PARTS_FR.get(part) or _PARTS_EN[part.removesuffix("s")]
    single = said in ("un", "une", "le", "one", "a", "1")
    count = 1 if single else small_number(said.removeprefix("les ")) or 0
    before = scan.flat[max(0, match.start() - 10) : match.start()]
    tied = match["of"] is not None and not scan.flat.startswith(("confiance", "payant"), match.end())
    if part in ("quarter", "quarters") and not (tied or match["dash"] == "-"):
        return
    if single and not (tied or match["dash"] == "-" or (said in ("un", "a", "one") and _by_how_much(before))):
        return
    if not 0 < count < base or (said.isdecimal() and part == "tiers" and not tied):
        return
    end = match.end("part")
    yield "ratio", "", (Decimal(count) / base).quantize(Decimal("0.000001")).normalize(), match.start(), end


def _by_how_much(before: str) -> bool:
    if re.search(r"(?<![a-z])(?:celui|celle|ceux|aupres|acces|part) d'$", before):
        return False  # « celui d'un tiers » is somebody else's
    return re.search(r"(?:(?<![a-z])d'|(?<![a-z])(?:by|than) )$", before) is not None


def _says_multiple(match: re.Match[str], scan: Scan) -> bool:
    """« a doublé », "has doubled"; never the adjective « double »."""
    word = scan.original[match.start() : match.end()].lower()
    return word.endswith(("é", "ée", "és", "ées", "er", "ed", "ing", "ement"))


def _by(match: re.Match[str]) -> Iterator[Share]:
    text = match["n"].replace(",", ".")
    spelled = None if text[0].isdigit() else small_number(text)
    value = Decimal(text) if spelled is None and text[0].isdigit() else Decimal(spelled or 0)
    if not value:
        return
    divided = match.re.groupindex.get("how") and match["how"] == "divi"
    if divided:
        value = (1 / value).quantize(Decimal("0.000001")).normalize()
    start = match.start() if match.group()[0] in "x×" else match.start("n")
    yield "ratio", "x", value, start, match.end()
