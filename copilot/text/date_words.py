"""Words and fragments that patterns of dates are made of, over flat text."""

from __future__ import annotations

MONTHS: dict[str, int] = {}
for _number, _names in enumerate(
    (
        "janvier janv january jan januar", "fevrier fevr fev february feb februar", "mars march mar marz",
        "avril avr april apr", "mai may", "juin june jun juni", "juillet juil july jul juli",
        "aout august aug", "septembre september sept sep", "octobre october oktober oct okt",
        "novembre november nov", "decembre december dezember dec dez",
    ),
    start=1,
):  # fmt: skip
    MONTHS.update(dict.fromkeys(_names.split(), _number))
M = "|".join(sorted(MONTHS, key=len, reverse=True))
MONTH = rf"(?P<month>{M})\b\.?"
Y = r"(?P<year>(?:19|20)\d\d)(?!\d)"
LINK = r"(?:(?:,? |,? de |,? of |[-/])(?='?\d\d\d\d|'\d\d)|[-/])"
"""Between a month and its year; two figures alone are a year only after a dash, a slash or an apostrophe."""
YY = r"(?P<year>(?:19|20)\d\d|'?\d\d)(?![\d:,.]\d|\d| ?%| ?h\b|\w)"
DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])"
NTH = r"(?:er|st|nd|rd|th|e)?"
B = r"(?<![\w/.\-])"
_PART_WORDS = r"fin|mi|debut|courant|end|mid|middle|start|beginning|early|late|ende|mitte|anfang"
PART = (
    rf"(?:(?P<part>{_PART_WORDS})(?: |-)"
    r"(?:(?:de|du|of|the|d'|le mois de|mois de|month of) ?){0,2})?"
)
PARTS = {
    **dict.fromkeys(("fin", "end", "late", "ende"), "end"),
    **dict.fromkeys(("mi", "mid", "middle", "mitte"), "mid"),
    **dict.fromkeys(("debut", "start", "beginning", "early", "anfang"), "start"),
}
WEEKDAYS = {
    name: day
    for day, names in enumerate(
        ("lundi monday montag", "mardi tuesday dienstag", "mercredi wednesday mittwoch", "jeudi thursday donnerstag",
         "vendredi friday freitag", "samedi saturday samstag", "dimanche sunday sonntag")
    )
    for name in names.split()
}  # fmt: skip
WD = "|".join(WEEKDAYS)
WEEKDAY = rf"(?:(?:{WD}|mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|jeu|ven|sam|dim)\b(?:\.,|[.,])? )?"
ORDINALS = {
    "premier": 1, "1er": 1, "first": 1, "1st": 1, "deuxieme": 2, "second": 2, "2e": 2, "2eme": 2, "2nd": 2,
    "troisieme": 3, "third": 3, "3e": 3, "3eme": 3, "3rd": 3, "quatrieme": 4, "fourth": 4, "4e": 4, "4eme": 4,
    "4th": 4, "last": 4, "dernier": 4,
}  # fmt: skip
ORD = "|".join(sorted(ORDINALS, key=len, reverse=True))
SEASONS = {
    **dict.fromkeys(("hiver", "winter"), 1), **dict.fromkeys(("printemps", "spring"), 4),
    **dict.fromkeys(("ete", "summer"), 7), **dict.fromkeys(("automne", "autumn", "fall"), 10),
}  # fmt: skip
FEASTS = {**dict.fromkeys(("noel", "christmas"), (12, 25)), "halloween": (10, 31)}
CUE = (
    r"(?:le|au|du|on|by|until|before|after|since|from|avant|apres|depuis|jusqu'au|d'ici|des|"
    r"vom|bis|am|copil|reunion|rdv|demarrage|demarree?|echeance)"
)
SPANS = {
    **dict.fromkeys(("jour", "jours", "j", "day", "days", "tag", "tage", "tagen"), "day"),
    **dict.fromkeys(("semaine", "semaines", "week", "weeks", "woche", "wochen"), "week"),
    **dict.fromkeys(("mois", "month", "months", "monat", "monate", "monaten"), "month"),
    **dict.fromkeys(("trimestre", "trimestres", "quarter", "quarters", "quartal"), "quarter"),
    **dict.fromkeys(("semestre", "semestres", "half", "half-year"), "half"),
    **dict.fromkeys(("an", "ans", "annee", "annees", "exercice", "year", "years", "jahr", "jahre", "jahren"), "year"),
}
"""The stretches of the calendar that relative dates are counted in."""
