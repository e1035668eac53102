"""Dates counted from the date of the text: « hier », « la semaine prochaine », "in three weeks"."""

from __future__ import annotations

import datetime as dt
import re

from copilot.schemas.evidence import PartialDate
from copilot.text.date_words import DAY, NTH, SPANS, WD, WEEKDAYS, M
from copilot.text.found_dates import DateContext, FoundDate, Reader, Readings, Written, place, shifted, with_part
from copilot.text.spelled import SMALL, small_number

_SPAN_FR = r"semaine|mois|trimestre|semestre|annee|an|exercice"
_SPAN_EN = r"week|month|quarter|half-year|half|year|woche|monat|quartal|jahr"
_PART = r"fin|mi|debut|end|mid|middle|start|beginning|early|late|ende|mitte|anfang"
_OF = r"(?: |-)(?:(?:de|du|of|the|d'|la|le|l') ?){0,3}"
_OPTIONAL_PART = rf"(?:(?:la |the )?(?P<part>{_PART}){_OF})?"
_N = rf"(?P<n>\d{{1,3}}|{SMALL})"
_N_OR_A = rf"(?P<n>\d{{1,3}}|{SMALL}|an?)"
_COUNTED_FR = r"(?P<unit>ans?|annees?|mois|semaines?|jours?|j)(?!\w)(?! et demie?\b)"
_COUNTED_EN = r"(?P<unit>years?|months?|weeks?|days?)(?![\w-])"
_NAMED = {
    "avant-hier": -2, "the day before yesterday": -2, "hier": -1, "yesterday": -1, "gestern": -1, "aujourd'hui": 0,
    "today": 0, "heute": 0, "demain": 1, "tomorrow": 1, "apres-demain": 2, "the day after tomorrow": 2,
}  # fmt: skip
_DOUBTFUL = 10
"""Days by which the nearest day must be nearer than the next one that could be meant."""
_PAYMENT = re.compile(r"(?:jours?|days?|nets?|j)(?:,| a| le)? $")
_ELAPSED = re.compile(
    rf"(?:\d|%|(?<![a-z]){SMALL}(?![a-z])|(?<![a-z])(?:[a-z]{{2,}}ed|fell|rose|grew|went|lost|won|cut|twice|times|once)(?![a-z]))[^.;,:\n()]{{0,30}}$"
)


def _named(match: re.Match[str], context: DateContext) -> Readings:
    if context.reference is None:
        return None
    return FoundDate(*match.span(), shifted(context.reference, "day", _NAMED[match.group()]))


def _weekday(match: re.Match[str], context: DateContext) -> Readings:
    reference = context.reference
    if reference is None:
        return None
    words = match.group().split()
    past = words[0] in ("last", "letzten") or words[-1] in ("dernier", "passe")
    gap = (WEEKDAYS[match["wd"] or match["wd2"]] - reference.weekday()) % 7
    days = (gap or 7) - (7 if past and gap else 14 if past else 0)
    return FoundDate(
        *match.span(), PartialDate(start=reference + dt.timedelta(days)), ambiguous=not past and gap > 3
    )  # fmt: skip


def _weekday_of_month(match: re.Match[str], context: DateContext) -> Readings:
    """« jeudi 12 »: the nearest twelfth that is a Thursday, among the months around the reference."""
    if context.reference is None:
        return None
    wanted, day, reference = WEEKDAYS[match["wd"]], int(match["day"]), context.reference
    found = []
    for step in (0, 1, -1, 2):
        month = shifted(reference, "month", step).start
        try:
            date = month.replace(day=day)
        except ValueError:
            continue
        if date.weekday() == wanted:
            found.append((abs((date - reference).days), date))
    found.sort()
    if not found:
        return None
    doubtful = len(found) > 1 and found[1][0] - found[0][0] < _DOUBTFUL
    return FoundDate(*match.span(), PartialDate(start=found[0][1]), ambiguous=doubtful)


def _stretch(match: re.Match[str], context: DateContext) -> Readings:
    """« la semaine prochaine », "end of next quarter", « fin du mois »."""
    groups = match.groupdict()
    if context.reference is None:
        return None
    if "now" in groups and _PAYMENT.search(context.flat[max(0, match.start() - 12) : match.start()]):
        return None
    step = -1 if groups.get("past") else 1 if groups.get("next") else 0
    part = groups.get("part")
    date = shifted(context.reference, SPANS[match["unit"]], step)
    return FoundDate(*match.span(), date, with_part("", part), approximate=bool(part))


def _year_end(match: re.Match[str], context: DateContext) -> Readings:
    """« la fin de l'année »: of the year of the reference."""
    reference = context.reference
    return place(Written(reference.year, 1, 1, "year", part="end"), match.span(), context) if reference else None


def _counted(match: re.Match[str], context: DateContext, sign: int, ambiguous: bool = False) -> Readings:
    number, unit = small_number(match["n"]), SPANS[match["unit"]]
    if number is None:
        return None
    code = f"--P{sign * number}{unit[0].upper()}"
    date = shifted(context.reference, unit, sign * number) if context.reference else None
    return FoundDate(*match.span(), date, code, approximate=unit != "day", ambiguous=ambiguous)


def _ahead(match: re.Match[str], context: DateContext) -> Readings:
    return _counted(match, context, 1)


def _ago(match: re.Match[str], context: DateContext) -> Readings:
    return _counted(match, context, -1)


def _in(match: re.Match[str], context: DateContext) -> Readings:
    """ "in three weeks": from now, unless it is how long something took."""
    if match["time"]:
        return _counted(match, context, 1)
    if match["n"] in ("a", "an") or _ELAPSED.search(context.flat[max(0, match.start() - 60) : match.start()]):
        return None
    return _counted(match, context, 1, ambiguous=True)


def _day_of_month(match: re.Match[str], context: DateContext) -> Readings:
    """« le 3 du mois »: of the month of the reference."""
    step = 1 if match["next"] or match["next2"] else -1 if match["past"] else 0
    day, reference = int(match["day"]), context.reference
    code = f"--P{step}M-{day:02d}"
    if reference is None:
        return FoundDate(*match.span("body"), None, code)
    month = shifted(reference, "month", step).start
    return FoundDate(*match.span("body"), PartialDate(start=month.replace(day=day)), code)


def _compiled(pattern: str, reader: Reader, needed: str) -> tuple[re.Pattern[str], Reader, tuple[str, ...]]:
    return re.compile(pattern), reader, tuple(needed.split("|"))


RELATIVE: tuple[tuple[re.Pattern[str], Reader, tuple[str, ...]], ...] = (
    _compiled(
        r"(?<!\w)(?:le |the )(?P<body>(?P<day>[12]\d|3[01]|0?[1-9])(?:er|st|nd|rd|th)? (?:du|de ce|of the|of this|of) "
        r"(?:mois|(?P<next2>next )?month)(?: (?:(?P<next>prochain|suivant)|(?P<past>dernier|passe)))?)(?!\w)",
        _day_of_month,
        "mois|month",
    ),
    _compiled(
        rf"(?<!\w){_OPTIONAL_PART}(?:la |le |l'|au |du )?(?P<unit>{_SPAN_FR}) (?:(?P<past>derniere?|passee?|"
        rf"precedente?|ecoulee?)|(?P<next>prochaine?|suivante?))(?!\w)",
        _stretch,
        "dernier|passe|precedent|ecoule|prochain|suivant",
    ),
    _compiled(
        rf"(?<!\w){_OPTIONAL_PART}(?:(?P<past>last|letzte[nrs]?|previous)|(?P<next>next|nachste[nrs]?)|this|the current"
        rf"|current) (?P<unit>{_SPAN_EN})(?![\w-])",
        _stretch,
        "last |next |this |current |previous |letzte|nachste",
    ),
    _compiled(
        rf"(?<!\w)(?:(?P<part>{_PART})(?: |-)(?:de |d')?)?(?:ce|cet|cette) (?P<unit>{_SPAN_FR})(?:-ci)?(?!\w|-)",
        _stretch,
        "ce |cet |cette ",
    ),
    _compiled(
        rf"(?<!\w)(?P<now>)(?:la |the )?(?P<part>{_PART})(?: |-)(?:du |de la |de l'|of the )"
        rf"(?P<unit>{_SPAN_FR}|{_SPAN_EN})(?![\w-])"
        rf"(?! (?:de |of |d')?(?:{M}|\d))",
        _stretch,
        "du |de la |de l'|of the ",
    ),
    _compiled(
        r"(?<!\w)(?:la |the )?(?:fin de l'annee|fin d'annee|end of the year|year[- ]end|jahresende)(?!\w)",
        _year_end,
        "fin d|end|ende",
    ),
    _compiled(rf"(?<!\w)(?:{'|'.join(sorted(_NAMED, key=len, reverse=True))})(?!\w|-)", _named, "|".join(_NAMED)),
    _compiled(
        rf"(?<!\w)(?:(?P<wd>{WD}) (?:dernier|prochain|passe)|(?:last|next|letzten|nachsten) (?P<wd2>{WD}))(?!\w)",
        _weekday,
        "dernier|prochain|passe|last |next |letzten|nachsten",
    ),
    _compiled(
        rf"(?<!\w)(?P<wd>{WD}),? (?:le |the )?{DAY}{NTH}(?![\w%€$£/])"
        rf"(?![ -]?(?:{M}|h\b|[ap]m\b|[%€$£k])|[.,:h-]\d| ?[-–/] ?\d)",
        _weekday_of_month,
        "|".join(WEEKDAYS),
    ),
    _compiled(rf"(?<!\w)(?:dans|d'ici)(?: environ| a peu pres)? {_N} {_COUNTED_FR}", _ahead, "dans |d'ici "),
    _compiled(
        rf"(?<!\w)il y a(?: environ| pres de| plus de| moins de)? {_N} {_COUNTED_FR}(?! (?:de|d'))", _ago, "il y a "
    ),
    _compiled(rf"(?<!\w){_N_OR_A} {_COUNTED_EN} from (?:now|today)(?!\w)", _ahead, "from "),
    _compiled(rf"(?<!\w){_N_OR_A} {_COUNTED_EN} ago(?!\w)", _ago, " ago"),
    _compiled(
        rf"(?<!\w)in(?: about| around| roughly)? {_N_OR_A} {_COUNTED_EN}(?P<time>'?s? time(?!\w))?(?! and)", _in, "in "
    ),
)
