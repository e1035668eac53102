"""The units that may follow a number, over flat text."""

from __future__ import annotations

import re
from decimal import Decimal

from copilot.text.wordlist import word_list, word_set

CURRENCIES = {
    **dict.fromkeys(("€", "eur", "euro", "euros", "e"), "EUR"),
    **dict.fromkeys(("$", "us$", "usd", "dollar", "dollars", "us dollars"), "USD"),
    **dict.fromkeys(("£", "gbp", "pound", "pounds", "livres sterling", "livre sterling"), "GBP"),
    **dict.fromkeys(("chf", "francs suisses", "swiss francs"), "CHF"),
}
MULTIPLIERS = {
    **dict.fromkeys(("k", "tsd", "mille", "millier", "milliers", "thousand", "thousands", "tausend"), 10**3),
    **dict.fromkeys(("m", "mm", "mn", "mln", "mio", "million", "millions", "millionen"), 10**6),
    **dict.fromkeys(
        ("md", "mds", "mrd", "mld", "bn", "b", "g", "milliard", "milliards", "billion", "billions", "milliarden"), 10**9
    ),
}
PERIODS = {
    **dict.fromkeys(("h", "heure", "heures", "hour", "hours", "hr", "hrs", "stunde", "stunden"), "h"),
    **dict.fromkeys(("j", "jour", "jours", "day", "days", "tag", "jh"), "day"),
    **dict.fromkeys(("semaine", "week", "woche"), "week"),
    **dict.fromkeys(("mois", "month", "monat"), "month"),
    **dict.fromkeys(("trimestre", "quarter"), "quarter"),
    **dict.fromkeys(("an", "ans", "annee", "year", "yr", "jahr", "annum", "a"), "year"),
}
DURATIONS = {
    **dict.fromkeys(("an", "ans", "annee", "annees", "year", "years", "yr", "yrs", "jahr", "jahre", "jahren"), "year"),
    **dict.fromkeys(("mois", "month", "months", "mth", "mths", "monat", "monate", "monaten"), "month"),
    **dict.fromkeys(("semaine", "semaines", "sem", "week", "weeks", "wk", "wks", "woche", "wochen"), "week"),
    **dict.fromkeys(("jour", "jours", "journee", "journees", "j", "jrs", "day", "days", "tag", "tage", "tagen"), "day"),
    **dict.fromkeys(("heure", "heures", "h", "hour", "hours", "hr", "hrs", "stunde", "stunden", "std"), "hour"),
    **dict.fromkeys(("minute", "minutes", "min", "mins", "mn", "minuten"), "minute"),
    **dict.fromkeys(("seconde", "secondes", "second", "seconds", "sec", "secs", "sekunden"), "second"),
}
LONG_DURATIONS = {
    **dict.fromkeys(("trimestre", "trimestres", "quarter", "quarters", "quartal", "quartale"), ("month", 3)),
    **dict.fromkeys(("semestre", "semestres", "half-year", "half-years"), ("month", 6)),
    **dict.fromkeys(("fortnight", "fortnights"), ("week", 2)),
}
"""Stretches of time that are counted in a smaller unit."""
SYMBOLS = (
    "m2 m3 kWh MWh GWh kW MW GW kWc MWc kVA MVA Hz kHz MHz GHz km cm mm kg tonnes t To Go Mo TB GB MB Gbit Mbit ETP "
    "FTE FTEs bar ha".split()
)
"""Units of measure as they are written, capitals included."""


def _any(words: dict[str, object]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_END = r"(?![a-z0-9])"
_CUR = (
    r"us\$|€|\$|£|(?:euros?|eur|usd|us dollars?|dollars?|gbp|pounds?|livres? sterling|chf|francs suisses|swiss francs)"
    + _END
)
_HALF = r"(?P<half> et demie?(?![a-z])| and a half(?![a-z]))?"
_LONG = (
    r"mille|milliers?|thousands?|tausend|tsd\.?|millionen|millions?|mio\.?|mln|milliarden|milliards?|mrd\.?|billions?"
)
_SHORT = r"mds?|mrd|mld|mn|mm|bn|k|m|b|g"
MONEY = re.compile(
    rf"(?:[.,]--?)? ?(?:(?P<long>{_LONG}){_HALF}(?: d'| de | of )? ?(?P<cur>{_CUR})"
    rf"|(?P<short>{_SHORT})(?: d'| de )? ?(?P<cur2>{_CUR})"
    rf"|(?P<kilo>k|m)(?P<cur3>e){_END}"
    rf"|(?:d'|de |of )?(?P<cur4>{_CUR})(?: ?(?P<after>k|m|bn|mds?){_END})?)"
)
"""What makes a number an amount, after it."""
SCALE = re.compile(rf" ?(?:(?P<long>(?:{_LONG})){_END}{_HALF}|(?P<short>(?:{_SHORT})){_END})")
PREFIX = re.compile(r"(?:(us\$|€|\$|£)|(?<![a-z])(eur|euros?|usd|gbp|chf)) ?[-+]? ?$")
"""A currency before a number."""
_PERIOD = _any(dict(PERIODS))
PER = re.compile(
    rf"(?: (?:ht|ttc))?(?:(?: ?/ ?| ?(?:par|per|pro|de l'|l'|a l') ?)(?P<per>{_PERIOD})(?:-homme|/homme)?"
    rf"| an? (?P<an>hour|day|week|month|quarter|year)){_END}"
    r"|(?: (?:ht|ttc))? ?,? p\.a\.?(?![a-z])"
)
POINTS = re.compile(
    r" ?(?:(?P<bps>bps|basis points?|points? de base)|points? de (?:pourcentage|%)|percentage "
    r"points?|% ?(?:points?|pts?)|points?|pts?|pp|ppts?|punkte?n?)(?![a-z])"
)
PERCENT = re.compile(r" ?(?:%|(?:pour ?cents?|per ?cent|pct|prozent)(?![a-z]))")
DURATION = re.compile(
    rf"(?: ?-?(?:(?:derniers?|dernieres?|prochains?|prochaines?|premiers?|premieres?|full|last|next|consecutive|petits?"
    rf"|petites?|bons?|bonnes?|short|good) )?)(?P<demi>demi-)?(?P<unit>{_any({**DURATIONS, **LONG_DURATIONS})})"
    rf"(?![a-z]|'[a-z]{{2}}|-(?:homme|personne))\.?(?P<half> et demie?(?![a-z])| and a half(?![a-z]))?"
)
TIMES = re.compile(r"x(?!\w| ?\d)| ?-?(?:fois|times)(?![a-z])|-?fold(?![a-z])")
"""What makes a number a multiple, after it."""
MEASURE = re.compile(rf" ?(?P<symbol>{'|'.join(sorted(SYMBOLS, key=len, reverse=True))})(?![\w'’])")
"""A unit of measure, in a text whose capitals are kept."""
RATING = re.compile(r" ?(?:/|sur|out of|von) ?(?P<base>5|10|20|100)(?![\d/]|[.,]\d| ?%)")
RATIO = re.compile(
    r" ?(?:/|sur|out of|in) ?(?P<base>\d{1,6})(?![\d/]|[.,]\d| ?[%€$£]| (?:days?|weeks?|months?|years?|hours?|minutes?"
    r"|million|thousand|billion)(?![a-z]))"
)
_SKIPPED = word_list(
    "nouveaux nouvelles nouvel autres premiers premieres derniers dernieres petits petites gros grosses grands "
    "grandes principaux principales seuls seules bons bonnes meilleurs new other more additional main major "
    "key first last remaining extra further different large small big whole full"
)
NOUN = re.compile(rf" ?(?:(?:{'|'.join(_SKIPPED)}) ){{0,2}}(?P<noun>[a-z][a-z]+(?:-[a-z]+){{0,3}})")
NOT_NOUNS = word_set(
    "de des du la le les et ou en au aux par sur pour dont vs contre avec sans sous dans depuis entre vers "
    "chez est sont ete etait sera seront soit qui que quoi se sa son ses ce cet cette ces il elle ils elles on "
    "nous vous je tu a as ont avait mais donc or ni car si plus moins tres bien pas ne apres avant jusqu puis "
    "alors aussi comme environ hors ht ttc max min mini maxi minimum maximum of in on at to and the is are was "
    "were be been being by for from with without within under over than then that this these those it its as "
    "or not no but if so up down off per out into after before until since about around only also vs. will "
    "would should can could may might must has have had do does did who which when where while because via etc "
    "und der die das den dem von zu im am mit fur ist sind auf nos vos leur leurs notre votre our your their "
    "his her my me them us we he she they i you y lors selon deja encore toujours chaque tout tous toute "
    "toutes fait faut peut doit va vont non oui yes now today here there each every respectivement "
    "respectively below above vers year-on-year"
)
_INVARIABLE = word_set(
    "mois fois temps poids prix bus access process business gas bras cas corps cours pays repas avis"
)


def singular(noun: str, language: str = "fr") -> str:
    """The noun in the singular, folded: "capteurs" gives "capteur", "companies" "company"."""
    if len(noun) <= 3 or noun in _INVARIABLE or noun.endswith("ss"):
        return noun
    if noun.endswith("ies") and language == "en":
        return noun[:-3] + "y"
    if language == "en" and noun.endswith(("ches", "shes", "sses", "xes")):
        return noun[:-2]
    if noun.endswith("eaux"):
        return noun[:-1]
    if noun.endswith("aux"):
        return noun[:-3] + "al"
    return noun[:-1] if noun.endswith("s") else noun


def multiplier(word: str) -> Decimal:
    """What a multiplier word multiplies by."""
    return Decimal(MULTIPLIERS[word.rstrip(".")])


def symbol(text: str) -> str:
    """The unit of a measure as written: "MWh" gives "mwh", "FTEs" "fte", "tonnes" "t"."""
    return "t" if text == "tonnes" else text.lower().removesuffix("s")
