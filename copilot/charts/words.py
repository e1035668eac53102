"""Texts on charts: names that fit, amounts in short, lines that wrap. What notes say stays data."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext

from copilot.schemas.evidence import Language
from copilot.scoring.base import PRECISION, ToolResult
from copilot.scoring.wording import NBSP, NO_CURRENCY, money

NAME_WIDTH = 162
"""Pixels of a name beside its row, at the size of texts."""
TEXT_SIZE = 12
TITLE_SIZE = 17
TITLE_NAME_WIDTH = 300
LONGEST = 4_000
"""Pixels of a whole name, where a pointer shows it: no more than anybody reads."""
_WIDTHS = {
    char: width
    for width, chars in {
        222: "ijl'’‘",
        278: " !,./:;I[]\\ft|\u00a0\u202f",
        333: "r()-`“”",
        389: "*",
        500: "cksvxyzJ",
        584: "+<=>~",
        611: "FTZ",
        667: "ABEKPSVXY&",
        722: "CDHNRUw",
        778: "GOQ",
        833: "Mm",
        889: "%",
        944: "W",
        1000: "…œ—Œ",
        1015: "@",
    }.items()
    for char in chars
}
"""Thousandths of the size, as in the typeface; the other Latin characters are 556."""
_PLAIN_WIDTH, _WIDE, _BOLD = 556, 1000, 1.08
_SHORT_FROM = Decimal(10_000)
_SHORT_BESIDE_SHORT = Decimal(1_000)
_NEXT = 1000
_STEPS: tuple[tuple[int, str, str], ...] = ((3, "k", "k"), (6, "M", "m"), (9, "Md", "bn"))
"""Power of ten, its letters in French and in English."""
_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£"}
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_JOINERS = {"\u200c", "\u200d"}
"""Unseen, but scripts and emoji need them."""


def clean(text: str) -> str:
    """The text on one line, without control, direction or unassigned characters, which a picture cannot hold."""
    line = re.sub(r"[\s\x85]", lambda found: found[0] if found[0] in "\u00a0\u202f" else " ", text)
    shown = "".join(char for char in line if char in _JOINERS or unicodedata.category(char) not in _UNSEEN)
    return re.sub(r" {2,}", " ", shown).strip()


def width(text: str, size: float = TEXT_SIZE, *, bold: bool = False) -> float:
    """How many pixels wide the text is in the typeface of the charts, about."""
    total = sum(map(_thousandths, text))
    return total * size / 1000 * (_BOLD if bold else 1)


def _thousandths(char: str) -> int:
    if unicodedata.combining(char) or char in _JOINERS:
        return 0
    if unicodedata.east_asian_width(char) in "WF":
        return _WIDE
    base = unicodedata.normalize("NFD", char)[0]
    return _WIDTHS.get(base, 722 if base.isupper() else _PLAIN_WIDTH)


def cut(text: str, most: float = NAME_WIDTH, size: float = TEXT_SIZE, *, bold: bool = False) -> str:
    """The text, or its beginning up to a word's end when one is near, with an ellipsis."""
    text = clean(text)
    if width(text, size, bold=bold) <= most:
        return text
    kept = _first(text, most - width("…", size, bold=bold), size, bold)
    space = max(kept.rfind(" "), kept.rfind("-"))
    if space >= len(kept) * 2 // 3:
        kept = kept[:space]
    return kept.rstrip(" ,;:-–·(" + NBSP) + "…"


def headline(name: str) -> str:
    """The name where it stands in a title."""
    return cut(name, TITLE_NAME_WIDTH, TITLE_SIZE, bold=True) or "–"


def _first(text: str, most: float, size: float, bold: bool) -> str:
    """As much of the beginning as fits."""
    used = 0.0
    for end, char in enumerate(text):
        used += width(char, size, bold=bold)
        if used > most:
            return text[:end]
    return text


def labels(names: Sequence[str], most: float = NAME_WIDTH, size: float = TEXT_SIZE) -> list[str]:
    """The names cut to fit; those that would look the same keep their ends too."""
    texts = [cut(name, most, size) or "–" for name in names]
    times = Counter(texts)
    return [_middle(name, most, size) if times[text] > 1 else text for name, text in zip(names, texts, strict=True)]


def _middle(name: str, most: float, size: float) -> str:
    """The beginning and the end of a name that is too long."""
    whole = clean(name)
    if width(whole, size) <= most:
        return whole or "–"
    half = (most - width("…", size)) / 2
    return f"{_first(whole, half, size, False).rstrip()}…{_first(whole[::-1], half, size, False)[::-1].lstrip()}"


def wrap(text: str, most: float, size: float, *, bold: bool = False, lines: int = 3) -> list[str]:
    """The text in lines that fit; what is beyond the last one is cut."""
    out = [""]
    for word in clean(text).split(" "):
        longer = f"{out[-1]} {word}".strip()
        if not out[-1] or width(longer, size, bold=bold) <= most:
            out[-1] = longer
        else:
            out.append(word)
    if len(out) > lines:
        out = [*out[: lines - 1], " ".join(out[lines - 1 :])]
    return [cut(line, most, size, bold=bold) for line in out]


def short_money(value: Decimal, currency: str, language: Language, among: Iterable[Decimal] = ()) -> str:
    """An amount in three digits: 4 200 €, 264 k€, 1,25 M€; €4,200, €264k, €1.25m.

    `among` are the amounts that it stands beside: 4 200 € is 4,2 k€ beside 264 k€.
    """
    short = any(abs(other) >= _SHORT_FROM for other in among)
    if abs(value) < (_SHORT_BESIDE_SHORT if short else _SHORT_FROM):
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


def amounts(result: ToolResult, language: Language, beside: Iterable[object]) -> Callable[[object], str]:
    """How the amounts of a chart are written, given all that stand beside each other."""
    currency = currency_of(result)
    largest = max((abs(decimal(value)) for value in beside), default=Decimal(0))
    return lambda value: short_money(decimal(value), currency, language, [largest])


def currency_of(result: ToolResult) -> str:
    """The currency of the call, which the receipt keeps."""
    return str(result.receipt.inputs.get("currency", NO_CURRENCY))


def decimal(value: object) -> Decimal:
    """A number of a result; results write Decimals as text."""
    return Decimal(str(value))


def short_scale(largest: Decimal, currency: str, language: Language) -> tuple[float, str]:
    """By what the amounts on an axis are divided, and the unit that is left: 1000 and k€."""
    symbol = "" if currency == NO_CURRENCY else _SYMBOLS.get(currency, currency)
    power, letters = 0, ("", "")
    for step, french, english in _STEPS:
        if abs(largest) >= Decimal(2).scaleb(step):
            power, letters = step, (french, english)
    if language == "fr":
        gap = NBSP if letters[0] and len(symbol) > 1 else ""
        return float(10**power), f"{letters[0]}{gap}{symbol}"
    return float(10**power), f"{symbol}{letters[1]}"
