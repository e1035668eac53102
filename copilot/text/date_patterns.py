"""Patterns of dates that name their day, month, quarter, week or year, over flat text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copilot.text.date_words import CUE, DAY, FEASTS, LINK, MONTH, NTH, ORD, PART, SEASONS, WD, WEEKDAY, YY, B, M, Y

_YEAR_LINK = (
    r"(?: |-|/| of | de | d'| de l'|, ){0,2}(?:fy ?|exercice ?)?(?P<year>(?:19|20)\d\d|'?\d\d)(?![\d\w%]| ?%|[.,]\d)"
)
_TO = r"(?: ?- ?| ?/ ?| (?:au|a|et|to|and|until|ou|or) )"
_NOT_AFTER_YEAR = (
    r"(?!\w|[.,]\d| ?[€$£%]| ?(?:k|m|md|bn|mio|mille|million|milliard|eur|euro|usd|gbp|chf|pour cent|percent|"
    r"pts?|points|h|heures?|jours?|hours?|days?|mois|months?)(?:[a-z]?)\b|-[a-z]|/[a-z])"
)


def date_patterns() -> Iterator[tuple[re.Pattern[str], str]]:
    """Patterns with the name of their reader, the most specific first."""
    for pattern, name in (*_days(), *_months(), *_quarters(), *_weeks(), *_loose()):
        yield re.compile(pattern), name


def year_patterns() -> Iterator[tuple[re.Pattern[str], str]]:
    """Patterns of years alone, for what nothing else has read."""
    yield re.compile(r"(?<!\w)(?:fy|fiscal year|fiscal|exercice) ?'?(?P<year>\d\d)(?!\w|[.,]\d)"), "fiscal_year"
    yield re.compile(rf"(?<![\w.,/'\-])(?:[cf]y ?)?{Y}[aefbp](?![\w/-])"), "marked_year"
    yield re.compile(rf"(?<!\w)cy ?{Y}(?!\w)"), "plain_year"
    yield (
        re.compile(
            r"(?:(?<![\w.,/'\-])|(?<=\d\d\d\d[-/])|(?<=[cd]')|(?<=l'))(?:fy ?|fiscal year |fiscal |exercice )?"
            rf"{Y}{_NOT_AFTER_YEAR}"
        ),
        "plain_year",
    )


def _days() -> Iterator[tuple[str, str]]:
    month, day = r"(?P<m>0[1-9]|1[0-2])", r"(?P<day>[0-3]\d)"
    yield rf"{B}{Y}-(?P<m>[1-9]|1[0-2])-(?P<day>[1-9]|[12]\d|3[01])(?![\w-])", "iso"
    yield rf"{B}{Y}-{month}-{day}(?!\d|[\w-]*[a-z])", "iso"
    yield rf"{B}{Y}-{month}-{day}(?=t\d\d)", "iso"
    yield rf"{B}{Y}(?P<s>[/.]){month}(?P=s){day}(?![\d/]|\.\d)", "iso"
    yield r"(?<![\w/.])(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<year>(?:19|20)\d\d|\d\d)(?![\d/])", "numeric"
    yield (
        r"(?<![\w/.\-])(?P<a>\d\d)(?P<s>[.\-])(?P<b>\d\d)(?P=s)(?P<year>(?:19|20)\d\d|\d\d)(?![\d\-]|\.\d)",
        "numeric",
    )
    yield r"(?<![\w/.\-])(?P<a>\d{1,2})(?P<s>[.\-])(?P<b>\d{1,2})(?P=s)(?P<year>(?:19|20)\d\d)(?![\d\-])", "numeric"
    first = DAY.replace("<day>", "<first>")
    yield (
        rf"{B}{first}{NTH}{_TO}(?P<second>(?:(?:{WD}) )?{DAY}{NTH}(?:\.? |-)(?:of |de )?{MONTH}(?:{LINK}{YY})?)",
        "days_of_month",
    )
    yield (
        rf"{B}(?P<one>{MONTH} {first}{NTH}) ?(?:-|to|and) ?(?P<second>{DAY}{NTH}(?!\d|[.,:]\d| ?%| ?h\b)(?:,? {Y})?)",
        "month_days",
    )
    yield rf"{B}{WEEKDAY}{DAY}{NTH}(?:\.? |-)(?:of |de )?{MONTH}(?:{LINK}{YY})?", "day_month"
    yield rf"{B}{WEEKDAY}{MONTH} (?:the )?{DAY}(?:st|nd|rd|th)?(?!\d|[.,:]\d| ?%| ?h\b)(?:,? {Y})?", "month_day"


def _months() -> Iterator[tuple[str, str]]:
    yield rf"{B}(?P<one>{M})\b\.? ?[-/] ?(?P<second>{MONTH}{LINK}{YY})", "month_pair"
    yield rf"(?<!\w){PART}{MONTH}{LINK}{YY}", "month_year"
    yield rf"{B}(?P<m>0?[1-9]|1[0-2])/{Y}(?!/)", "month_slash_year"
    yield (
        r"(?<!\w)(?:fy ?|exercice |fiscal year |saison |campagne )(?P<year>(?:20)?\d\d)[-/]"
        r"(?P<following>(?:20)?\d\d)(?![\w/-]|[.,]\d)",
        "fiscal_years",
    )
    yield rf"{B}{Y}[-/](?P<following>\d\d)(?![\w/-]|[.,]\d)", "season_year"
    yield rf"{B}{Y}-(?P<m>0[1-9]|1[0-2])(?![\w-])", "iso"


def _quarters() -> Iterator[tuple[str, str]]:
    tied = rf"(?:{B}|(?<=\bmi-)|(?<=\bmid-))"
    part = rf"(?:(?<!\w){PART})?{tied}"
    yield (
        rf"{B}(?P<letter>[tqhs])(?P<n>[1-4])(?P<gap> ?[-/&+] ?)(?P<letter2>[tqhs])(?P<n2>[1-4])(?!\w)"
        r"(?:(?: |-|/|, )(?P<year>(?:19|20)\d\d|'?\d\d)(?![\d\w%]| ?%|[.,]\d))?",
        "period_pair",
    )
    yield rf"{B}fy ?(?P<year>(?:20)?\d\d)[ -]?[tq](?P<n>[1-4])(?!\w)", "quarter"
    yield rf"{B}fy ?(?P<year>(?:20)?\d\d)[ -]?[hs](?P<n>[12])(?!\w)", "half"
    yield rf"{part}(?:[tq](?P<n>[1-4])|(?P<ord>{ORD}) (?:trimestre|quarter)){_YEAR_LINK}", "quarter"
    yield rf"{B}(?P<n>[1-4])(?:[tq](?P<year>(?:20)?\d\d)|[tq] (?P<year2>20\d\d))(?!\w)", "quarter"
    yield rf"{B}{Y}[ -]?[tq](?P<n>[1-4])(?!\w)", "quarter"
    yield rf"{part}(?:[hs](?P<n>[12])|(?P<ord>{ORD}) (?:semestre|half)){_YEAR_LINK}", "half"
    yield rf"{B}(?P<n>[12])(?:[hs](?P<year>(?:20)?\d\d)|[hs] (?P<year2>20\d\d))(?!\w)", "half"
    yield rf"{B}{Y}[ -]?[hs](?P<n>[12])(?!\w)", "half"
    yield rf"{part}(?P<ord>{ORD}) (?:trimestre|quarter)(?!\w)(?P<n>)(?P<year>)", "quarter"
    yield rf"{part}(?P<ord>{ORD}) (?:semestre|half of the year)(?!\w)(?P<n>)(?P<year>)", "half"


def _weeks() -> Iterator[tuple[str, str]]:
    yield rf"{B}{Y}-?(?P<word>[sw])(?P<n>\d\d)(?:-[1-7])?(?![\w-])", "week"
    yield (
        r"(?<![\w/.])(?P<word>semaine|sem\.?|week|wk|kw|cw|[sw])(?: (?:n° ?)?|(?<=[swk])(?<!ek)(?=\d)"
        r")(?P<n>\d{1,2})(?![\d\w%]|[.,]\d| ?%| ?h\b)(?:(?:[ -]/?|/| of | de )(?P<year>20\d\d)(?!\d))?",
        "week",
    )
    yield (
        rf"(?:(?<!\w){PART})?(?<![\w/.\-])(?P<letter>[tqhs])(?P<n>[1-4])(?![\w\-/.]\w|\w)",
        "bare_period",
    )


def _loose() -> Iterator[tuple[str, str]]:
    seasons = "|".join(SEASONS)
    yield rf"(?<!\w)(?P<season>{seasons}) (?:de |of )?{Y}", "season"
    yield (
        rf"(?<!\w)(?:l'|cet |ce |d'|(?<=\bau )|(?<=\ben )|(?P<cue>next|last|this|the|in|by|before|after|during) )"
        rf"(?P<season>{seasons})(?: (?:prochain|dernier))?(?!\w|-)",
        "season_alone",
    )
    yield rf"(?<!\w)(?P<feast>{'|'.join(FEASTS)})(?!\w|-)(?: (?:de )?{Y})?", "feast"
    yield (
        rf"(?<!\w)(?P<part>fin|mi|debut|courant|end|mid|start|beginning|early|late|ende|mitte|anfang)"
        rf"(?: |-)(?:(?:de|of|the|d'|l'annee|annee|year|l'exercice|fy) ?){{0,3}}{Y}(?![/-]\d)",
        "part_year",
    )
    yield (
        rf"(?:(?P<cue>(?<!\w){CUE}|(?:{WD}|resto|anniv)) )?(?P<body>(?<![\w/.,\-])(?P<a>0?[1-9]"
        rf"|[12]\d|3[01])/(?P<b>0?[1-9]|1[0-2])(?![\w/%]|[.,]\d| ?%))",
        "day_slash_month",
    )
    yield (
        rf"(?<!\w)(?:(?P<cue>en|in|from|through|to|d'ici|avant|depuis|courant|by|until|since|before|during|of|de|"
        rf"jusqu'en|jusqu'a|des|du mois de|au mois de|comite de|pour|entre|between) )?"
        rf"(?P<body>{PART}(?P<month>{M})\b\.?)"
        rf"(?!\w|-\w)",
        "month_alone",
    )
