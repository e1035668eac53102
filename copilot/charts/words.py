"""Texts on charts: names that fit, amounts in short, lines that wrap. What notes say stays data."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext

from copilot.schemas.evidence import Language
from copilot.scoring.base import PRECISION, ToolResult
from copilot.scoring.wording import NBSP, NO_CURRENCY, money

NAME_CHARACTERS = 26
TITLE_CHARACTERS = 72
TEXT_CHARACTERS = 104
_SHORT_FROM = Decimal(10_000)
_NEXT = 1000
_STEPS: tuple[tuple[int, str, str], ...] = ((3, "k", "k"), (6, "M", "m"), (9, "Md", "bn"))
"""Power of ten, its letters in French and in English."""
_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£"}
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_KEPT = {"\u200c", "\u200d"}
"""Joiners that scripts and emoji need."""


def clean(text: str) -> str:
    """The text on one line, without control, direction or unassigned characters, which a picture cannot hold."""
    seen = ("".join(" " if char in "\t\r\n\v\f\x85\u2028\u2029" else char for char in text)).strip()
    shown = "".join(char for char in seen if char in _KEPT or unicodedata.category(char) not in _UNSEEN)
    return re.sub(r" {2,}", " ", shown).strip()


def width(text: str) -> int:
    """How many average characters wide the text is; East Asian ones count double."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def cut(text: str, most: int = NAME_CHARACTERS) -> str:
    """The text, or its beginning up to a word's end when one is near, with an ellipsis."""
    text = clean(text)
    if width(text) <= most:
        return text
    kept = _first(text, most - 1)
    space = max(kept.rfind(" "), kept.rfind("-"))
    if space >= len(kept) * 2 // 3:
        kept = kept[:space]
    return kept.rstrip(" ,;:-–(" + NBSP) + "…"


def _first(text: str, most: int) -> str:
    """As much of the beginning as fits."""
    used = 0
    for end, char in enumerate(text):
        used += width(char)
        if used > most:
            return text[:end]
    return text


def labels(names: Sequence[str], most: int = NAME_CHARACTERS) -> list[str]:
    """The names cut to fit; those that would look the same keep their ends too."""
    texts = [cut(name, most) or "–" for name in names]
    times = Counter(texts)
    return [_middle(name, most) if times[text] > 1 else text for name, text in zip(names, texts, strict=True)]


def _middle(name: str, most: int) -> str:
    """The beginning and the end of a name that is too long."""
    whole = clean(name)
    if width(whole) <= most:
        return whole or "–"
    half = (most - 1) // 2
    return f"{_first(whole, half).rstrip()}…{_first(whole[::-1], half)[::-1].lstrip()}"


def wrap(text: str, most: int = TITLE_CHARACTERS, lines: int = 3) -> list[str]:
    """The text in lines that fit; what is beyond the last one is cut."""
    words = clean(text).split(" ")
    out: list[str] = [""]
    for word in words:
        longer = f"{out[-1]} {word}".strip()
        if width(longer) <= most or not out[-1]:
            out[-1] = longer
        else:
            out.append(word)
    if len(out) > lines:
        out = [*out[: lines - 1], " ".join(out[lines - 1 :])]
    return [cut(line, most) for line in out]


def short_money(value: Decimal, currency: str, language: Language) -> str:
    """An amount in three digits: 4 200 €, 264 k€, 1,25 M€; €4,200, €264k, €1.25m."""
    if abs(value) < _SHORT_FROM:
        return money(value, currency, language, 0 if abs(value) >= 100 else 2)
    scaled, places, french, english = _scaled(value)
    plain = money(scaled, NO_CURRENCY, language, places)
    if language == "fr":
        amount = f"{plain}{NBSP}{french}"
        if currency == NO_CURRENCY:
            return amount
        return f"{amount}{_SYMBOLS[currency]}" if currency in _SYMBOLS else f"{amount}{NBSP}{currency}"
    amount = f"{plain}{english}"
    if currency == NO_CURRENCY:
        return amount
    if currency not in _SYMBOLS:
        return f"{currency}{NBSP}{amount}"
    return f"-{_SYMBOLS[currency]}{amount[1:]}" if amount.startswith("-") else f"{_SYMBOLS[currency]}{amount}"


def _scaled(value: Decimal) -> tuple[Decimal, int, str, str]:
    """The amount in thousands, millions or milliards with its decimals and the letters of the two languages."""
    with localcontext(prec=PRECISION):
        for power, french, english in _STEPS:
            scaled = value.scaleb(-power)
            places = max(0, 3 - len(str(int(abs(scaled)))))
            scaled = scaled.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
            if abs(scaled) < _NEXT or power == _STEPS[-1][0]:
                return scaled, places, french, english
    raise AssertionError("the last step always answers")


def currency_of(result: ToolResult) -> str:
    """The currency of the call, which the receipt keeps."""
    return str(result.receipt.inputs.get("currency", NO_CURRENCY))


def decimal(value: object) -> Decimal:
    """A number of a result; results write Decimals as text."""
    return Decimal(str(value))
