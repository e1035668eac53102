"""Amounts, dates and numbers written out in the ways that people write them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

_FR = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit "
    "dix-neuf"
).split()
_FR_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante"}
_FR_SWISS = _FR_TENS | {7: "septante", 8: "huitante", 9: "nonante"}
_EN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_EN_TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()
FR_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
EN_MONTHS = "January February March April May June July August September October November December".split()


def french_words(value: int, *, swiss: bool = False) -> str:
    """A whole number below a million in French words."""
    thousands, rest = divmod(value, 1000)
    words = []
    if thousands:
        words += ["mille"] if thousands == 1 else [_fr_below_thousand(thousands, swiss, last=False), "mille"]
    if rest or not thousands:
        words.append(_fr_below_thousand(rest, swiss, last=True))
    return " ".join(words)


def _fr_below_thousand(value: int, swiss: bool, *, last: bool) -> str:
    hundreds, rest = divmod(value, 100)
    words = (
        [] if not hundreds else ["cent"] if hundreds == 1 else [_FR[hundreds], "cent" if rest or not last else "cents"]
    )
    if rest or not hundreds:
        words.append(_fr_below_hundred(rest, swiss, last=last))
    return " ".join(words)


def _fr_below_hundred(value: int, swiss: bool, *, last: bool) -> str:
    if value < 20:
        return _FR[value]
    tens, unit = divmod(value, 10)
    if not swiss and tens in (7, 9):
        base, unit = ("soixante" if tens == 7 else "quatre-vingt"), unit + 10
    elif not swiss and tens == 8:
        base = "quatre-vingt"
    else:
        base = _FR_SWISS[tens]
    if not unit:
        return "quatre-vingts" if base == "quatre-vingt" and last else base
    if unit in (1, 11) and base != "quatre-vingt":
        return f"{base} et {_FR[unit]}"
    return f"{base}-{_FR[unit]}"


def english_words(value: int, *, joined: str = " and ") -> str:
    """A whole number below a million in English words."""
    thousands, rest = divmod(value, 1000)
    words = f"{_en_below_thousand(thousands, joined)} thousand" if thousands else ""
    if rest or not thousands:
        link = "" if not words else joined if rest < 100 else " "
        words += link + _en_below_thousand(rest, joined)
    return words


def _en_below_thousand(value: int, joined: str) -> str:
    hundreds, rest = divmod(value, 100)
    words = f"{_EN[hundreds]} hundred" if hundreds else ""
    if rest or not hundreds:
        words += (joined if words else "") + _en_below_hundred(rest)
    return words


def _en_below_hundred(value: int) -> str:
    if value < 20:
        return _EN[value]
    tens, unit = divmod(value, 10)
    return f"{_EN_TENS[tens]}-{_EN[unit]}" if unit else _EN_TENS[tens]


def grouped(value: Decimal, group: str, mark: str) -> str:
    """A decimal with its thousands grouped and its decimal mark."""
    whole, _, fraction = f"{value:,f}".partition(".")
    return whole.replace(",", group) + (mark + fraction if fraction else "")


def french_amounts(value: Decimal) -> list[str]:
    """One amount of euros in the ways that French notes write it."""
    figures = [grouped(value, space, ",") for space in (" ", "\u00a0", "\u202f", "'", "’")]
    thousands, millions = value / 1000, value / 1_000_000
    texts = [f"{f}{unit}" for f in figures for unit in (" €", "€", "\u00a0€", "\u202f€", " EUR", " euros")]
    texts += [f"€ {figures[1]}", f"€{figures[0]}", f"EUR {figures[2]}"]
    for scaled, units in (
        (thousands, ("k€", " k€", " K€", "\u00a0k€", " kEUR", " milliers d'euros")),
        (millions, ("M€", " M€", "\u202fM€", " MEUR", " millions d'euros", " millions d’euros", " Mio €")),
        (millions / 1000, (" Md€", " Mds €", " milliards d'euros")),
    ):
        texts += [f"{grouped(scaled.normalize(), ' ', ',')}{unit}" for unit in units]
    return [*texts, *(f"({text})" for text in texts[:6])]


def english_amounts(value: Decimal) -> list[str]:
    """One amount of euros in the ways that English notes write it."""
    figures = grouped(value, ",", ".")
    thousands, millions = (
        grouped((value / 1000).normalize(), ",", "."),
        grouped((value / 1_000_000).normalize(), ",", "."),
    )
    billions = grouped((value / 1_000_000_000).normalize(), ",", ".")
    texts = [f"€{figures}", f"€ {figures}", f"EUR {figures}", f"EUR{figures}", f"{figures} EUR", f"{figures} euros"]
    texts += [f"€{thousands}k", f"€{thousands}K", f"{thousands}k EUR", f"€{thousands} thousand"]
    texts += [f"€{millions}m", f"€{millions}M", f"€{millions} million", f"EUR {millions}m", f"{millions} million euros"]
    texts += [f"€{billions}bn", f"€{billions} billion", f"{billions} billion euros"]
    return [*texts, *(f"({text})" for text in texts)]


def french_days(day: dt.date) -> list[str]:
    """One day in the notations of French notes."""
    first = "1er" if day.day == 1 else str(day.day)
    month = FR_MONTHS[day.month - 1]
    return [
        f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}", f"{day:%d.%m.%Y}", f"{day:%d-%m-%Y}", f"{day:%d/%m/%y}",
        f"{day:%Y-%m-%d}", f"{day:%Y/%m/%d}", f"{first} {month} {day.year}", f"{day:%d} {month} {day.year}",
        f"{first}\u00a0{month}\u00a0{day.year}", f"{first} {month.upper()} {day.year}",
        f"le {first} {month} {day.year}",
    ]  # fmt: skip


def english_days(day: dt.date) -> list[str]:
    """One day in the notations of English notes that tell the day from the month."""
    nth = {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10 if day.day not in (11, 12, 13) else 0, "th")
    month = EN_MONTHS[day.month - 1]
    return [
        f"{day:%Y-%m-%d}", f"{day:%Y/%m/%d}", f"{day.day} {month} {day.year}", f"{month} {day.day}, {day.year}",
        f"{month} {day.day}{nth}, {day.year}", f"{day.day}{nth} {month} {day.year}",
        f"{day.day}{nth} of {month} {day.year}",
        f"{month[:3]} {day.day}, {day.year}", f"{day.day}-{month[:3]}-{day.year}", f"{day.day} {month[:3]} {day.year}",
        f"{month} {day.day} {day.year}", f"on {month.upper()} {day.day}, {day.year}",
    ]  # fmt: skip
