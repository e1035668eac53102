"""Patterns of dates over flat text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copilot.text.date_words import CUE, DAY, LINK, MONTH, ORD, PART, SEASONS, WD, YY, B, Y


def date_patterns() -> Iterator[tuple[re.Pattern[str], str]]:
    """Patterns with the name of their reader, the most specific first."""
    c = re.compile
    weekday = rf"(?:(?:{WD}|mon|tue|wed|thu|fri|sat|sun|lun|mer|jeu|ven)\b[.,]? )?"
    yield c(rf"{B}{Y}-(?P<m>0[1-9]|1[0-2])-(?P<day>[0-3]\d)(?!\d|[\w-]*[a-z])"), "iso"
    yield c(rf"{B}{Y}-(?P<m>0[1-9]|1[0-2])-(?P<day>[0-3]\d)(?=t\d\d)"), "iso"
    yield c(rf"{B}{Y}/(?P<m>0[1-9]|1[0-2])/(?P<day>[0-3]\d)(?![\d/])"), "iso"
    yield c(r"(?<![\w/.])(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<year>(?:19|20)\d\d|\d\d)(?![\d/])"), "numeric"
    yield (
        c(r"(?<![\w/.\-])(?P<a>\d\d)(?P<s>[.\-])(?P<b>\d\d)(?P=s)(?P<year>(?:19|20)\d\d|\d\d)(?![\d\-]|\.\d)"),
        "numeric",
    )
    yield c(r"(?<![\w/.\-])(?P<a>\d{1,2})\.(?P<b>\d{1,2})\.(?P<year>(?:19|20)\d\d)(?!\d)"), "numeric"
    yield (
        c(rf"{B}{weekday}{DAY}(?:er|st|nd|rd|th|e)?(?:\.? |-)(?:of |de )?{MONTH}(?:{LINK}{YY})?"),
        "day_month",
    )
    yield c(rf"{B}{weekday}{MONTH} (?:the )?{DAY}(?:st|nd|rd|th)?(?!\d|[.,:]\d| ?%| ?h\b)(?:,? {Y})?"), "month_day"
    yield c(rf"(?<!\w){PART}{MONTH}{LINK}{YY}"), "month_year"
    yield (
        c(rf"{B}(?P<month>)(?P<m>0[1-9]|1[0-2])/(?P<day>)?{Y}(?!/)"),
        "month_slash_year",
    )
    yield c(rf"{B}{Y}[-/](?P<following>\d\d)(?![\w/-]|[.,]\d)"), "season_year"
    yield c(rf"{B}{Y}-(?P<m>0[1-9]|1[0-2])(?![\w-])"), "iso"
    yield (
        c(
            rf"{B}(?:[tq](?P<n>[1-4])|(?P<ord>{ORD}) (?:trimestre|quarter))(?: |-|/| of | de | d'|"
            rf" de l'|, ){{0,2}}(?:fy ?|exercice ?)?(?P<year>(?:19|20)\d\d|'?\d\d)(?![\d\w%]| ?%|[.,]"
            rf"\d)"
        ),
        "quarter",
    )
    yield c(rf"{B}(?P<n>[1-4])[tq](?P<year>(?:20)?\d\d)(?!\w)"), "quarter"
    yield c(rf"{B}{Y}[ -]?[tq](?P<n>[1-4])(?!\w)"), "quarter"
    yield (
        c(
            rf"{B}(?:[hs](?P<n>[12])|(?P<ord>{ORD}) (?:semestre|half))(?: |-|/| of | de | d'| de l'|"
            rf", ){{0,2}}(?:fy ?|exercice ?)?(?P<year>(?:19|20)\d\d|'?\d\d)(?![\d\w%]| ?%|[.,]\d)"
        ),
        "half",
    )
    yield c(rf"{B}{Y}[ -]?[hs](?P<n>[12])(?!\w)"), "half"
    yield c(rf"{B}(?P<ord>{ORD}) (?:trimestre|quarter)(?!\w)(?P<n>)(?P<year>)"), "quarter"
    yield c(rf"{B}(?P<ord>{ORD}) (?:semestre|half of the year)(?!\w)(?P<n>)(?P<year>)"), "half"
    yield (
        c(
            r"(?<![\w/.])(?P<word>semaine|sem\.?|week|wk|kw|[sw])(?: (?:n° ?)?|(?<=[swk])(?<!ek)(?=\d)"
            r")(?P<n>\d{1,2})(?![\d\w%]|[.,]\d| ?%| ?h\b)(?:[ -]/?(?P<year>20\d\d)(?!\d))?"
        ),
        "week",
    )
    yield c(r"(?<![\w/.\-])(?P<letter>[tqhs])(?P<n>[1-4])(?![\w\-/.]\w|\w)"), "bare_period"
    yield (
        c(r"(?<!\w)(?:la |the )?(?:fin de l'annee|fin d'annee|end of the year|year[- ]end|jahresende)(?!\w)"),
        "year_end",
    )
    yield c(rf"(?<!\w)(?P<season>{'|'.join(SEASONS)}) (?:de |of )?{Y}"), "season"
    yield (
        c(
            rf"(?<!\w)(?P<part>fin|mi|debut|courant|end|mid|start|beginning|early|late|ende|mitte|anfang)"
            rf"(?: |-)(?:(?:de|of|the|d'|l'annee|year|l'exercice|fy) ?){{0,3}}{Y}(?![/-]\d)"
        ),
        "part_year",
    )
    yield (
        c(
            rf"(?:(?P<cue>(?<!\w){CUE}|(?:{WD}|resto|anniv)) )?(?P<body>(?<![\w/.,\-])(?P<a>0?[1-9]"
            rf"|[12]\d|3[01])/(?P<b>0?[1-9]|1[0-2])(?![\w/%]|[.,]\d| ?%))"
        ),
        "day_slash_month",
    )
    yield (
        c(
            rf"(?<!\w)(?:(?P<cue>en|in|from|through|to|d'ici|avant|depuis|courant|by|until|since|before|during|of|de|"
            rf"jusqu'en|jusqu'a|des|du mois de|au mois de|comite de|pour) )?(?P<body>{PART}{MONTH})"
            rf"(?!\w|-\w)"
        ),
        "month_alone",
    )
    yield (
        c(
            r"(?<!\w)(?:avant-hier|apres-demain|the day after tomorrow|hier|demain|aujourd'hui|yesterday|"
            r"tomorrow|today|gestern|heute)(?!\w|-)"
        ),
        "relative",
    )
    yield (
        c(rf"(?<!\w)(?:(?P<wd>{WD}) (?:dernier|prochain|passe)|(?:last|next|letzten|nachsten) (?P<wd2>{WD}))(?!\w)"),
        "relative_weekday",
    )
    yield (
        c(
            r"(?<!\w)(?:(?:la |le |l'|au |du )?(?P<unit>semaine|mois|trimestre|annee|an) (?:(?P<past>derniere?|"
            r"passee?)|(?P<next>prochaine?|suivante?))"
            r"|(?:(?P<past2>last|letzte[nrs]?)|(?P<next2>next|nachste[nrs]?)|this) (?P<unit2>week|month|"
            r"quarter|year|woche|monat|jahr)"
            r"|cette (?P<unit3>semaine|annee))(?!\w)"
        ),
        "relative_period",
    )
    yield (
        c(
            rf"(?:(?<![\w.,/'\-])|(?<=\d\d\d\d[-/])|(?<=[cd]')|(?<=l'))(?:fy ?|exercice )?{Y}(?!\w|"
            rf"[.,]\d| ?[€$£%]| ?(?:k|m|md|bn|mio|mille|million|milliard|eur|euro|usd|gbp|chf|pour cent|"
            rf"percent|pts?|points|h|heures?|jours?|hours?|days?|mois|months?)(?:[a-z]?)\b|-[a-z]|/[a-z]"
            rf")"
        ),
        "plain_year",
    )
    yield (
        c(r"(?<!\w)fy ?(?P<year>\d\d)(?!\w|[.,]\d)"),
        "fiscal_year",
    )
