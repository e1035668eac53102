"""Numbers written in figures (French, English, German, Swiss grouping) and in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from copilot.text.wordlist import word_list

FIGURES = re.compile(
    r"(?<![\d])(?<!\d[.,])(?:\d{1,3}(?:[ ']\d{3})+(?:[.,]\d{1,12})?|\d{1,3}(?:[.,]\d{3})+(?:[.,]"
    r"\d{1,12})?|\d{1,18}(?:[.,]\d{1,12})?)(?!\d)(?![.,]\d)"
)
"""A number in figures, in a flat text."""


@dataclass(frozen=True)
class Number:
    """A number at its place in a flat text."""

    start: int
    end: int
    value: Decimal
    ambiguous: bool = False
    in_words: bool = False
    plain_year: bool = False


def parse_number(text: str, language: str = "fr") -> tuple[Decimal, bool] | None:
    """The value of figures and whether they could be read otherwise: "1,840" is 1.84 in French, 1840 in English."""
    compact = re.sub(r"[\s']", "", text)
    spaced = compact != text.strip()
    separators = [c for c in compact if c in ".,"]
    ambiguous = False
    if len(set(separators)) == 2:
        decimal = separators[-1]
        compact = compact.replace("," if decimal == "." else ".", "").replace(decimal, ".")
    elif len(separators) > 1:
        compact = compact.replace(separators[0], "")
    elif separators and not spaced and re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", compact):
        grouping = _groups(separators[0], language)
        ambiguous = not (separators[0] == "," and language == "en")
        compact = compact.replace(separators[0], "" if grouping else ".")
    else:
        compact = compact.replace(",", ".")
    try:
        return Decimal(compact), ambiguous
    except InvalidOperation:
        return None


def _groups(separator: str, language: str) -> bool:
    """Whether a lone separator before three digits groups thousands."""
    return separator == "," if language == "en" else separator == "." and language in ("fr", "de", "it", "es", "nl")


def figures(flat: str, language: str) -> list[Number]:
    """All numbers in figures of a flat text."""
    found = []
    for match in FIGURES.finditer(flat):
        parsed = parse_number(match.group(), language)
        if parsed:
            text = match.group()
            year = len(text) == 4 and text.isdigit() and 1900 <= int(text) < 2100
            found.append(Number(match.start(), match.end(), parsed[0], parsed[1], plain_year=year))
    return found


_FR_UNITS = word_list("zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize")
_EN_UNITS = word_list(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_DE_UNITS = word_list("null eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf")
_FR = {word: value for value, word in enumerate(_FR_UNITS)} | {
    "une": 1, "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
    "septante": 70, "huitante": 80, "nonante": 90, "cent": 100, "cents": 100, "mille": 1000, "million": 10**6,
    "millions": 10**6, "milliard": 10**9, "milliards": 10**9,
}  # fmt: skip
_EN = {word: value for value, word in enumerate(_EN_UNITS)} | {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9,
}  # fmt: skip
_DE = {word: value for value, word in enumerate(_DE_UNITS)} | {"zwanzig": 20, "dreissig": 30, "hundert": 100}
_WORDS = {"fr": _FR, "en": _EN, "de": _DE}
_NEVER_FIRST = frozenset(
    {"million", "millions", "milliard", "milliards", "billion", "vingts", "cents", "hundred", "thousand"}
)
ALONE_ONLY_WITH_UNIT = frozenset({"un", "une", "one", "neuf", "eins", "acht", "zero", "null"})
"""Words that are more often something else: a number only before a unit."""
COLLECTIVES = {
    "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40,
    "cinquantaine": 50, "soixantaine": 60, "centaine": 100, "millier": 1000, "dozen": 12,
}  # fmt: skip
_COLLECTIVE = re.compile(rf"(?<![a-z])(?:une?|a|half a)? ?({'|'.join(COLLECTIVES)})(?![a-z])")
_PATTERNS = {
    language: re.compile(
        rf"(?<![a-z'\-])(?:{'|'.join(sorted(words, key=len, reverse=True))})"
        rf"(?:(?: |-)(?:(?:et|and)(?: |-))?(?:{'|'.join(sorted(words, key=len, reverse=True))}))*(?![a-z]|-[a-z])"
    )
    for language, words in _WORDS.items()
}
_TOKEN = re.compile(r"[a-z]+")


def words(flat: str, language: str) -> list[Number]:
    """All numbers in words of a flat text; « six cent trente » is one number, « deux, trois » are two."""
    known = _WORDS.get(language)
    if known is None:
        return []
    found: list[Number] = []
    for match in _PATTERNS[language].finditer(flat):
        if flat[max(0, match.start() - 5) : match.start()] == "pour " and match.group().startswith("cent"):
            continue
        found.extend(_read(flat, match.start(), match.end(), known))
    for match in _COLLECTIVE.finditer(flat):
        half = match.group().startswith("half")
        value = Decimal(COLLECTIVES[match.group(1)]) / (2 if half else 1)
        found.append(Number(match.start(), match.end(), value, in_words=True))
    return found


def _read(flat: str, start: int, end: int, known: dict[str, int]) -> list[Number]:
    found: list[Number] = []
    total = current = 0
    scale = 10**12
    first = last = -1
    for token in _TOKEN.finditer(flat, start, end):
        if token.group() in ("et", "and"):
            continue
        value = known[token.group()]
        joined = _join(total, current, scale, value) if first >= 0 else None
        if joined is None:
            if first >= 0:
                found.append(Number(first, last, Decimal(total + current), in_words=True))
            first = -1
            if token.group() in _NEVER_FIRST:
                continue
            first, total, current, scale = token.start(), 0, value, 10**12
            if value >= 1000:
                total, current, scale = value, 0, value
        else:
            total, current, scale = joined
        last = token.end()
    if first >= 0:
        found.append(Number(first, last, Decimal(total + current), in_words=True))
    return found


def _join(total: int, current: int, scale: int, value: int) -> tuple[int, int, int] | None:
    """The state after one more word, or None when the word starts another number."""
    if value >= 1000:
        return (total + current * value, 0, value) if current > 0 and value < scale else None
    if value == 100:
        return (
            (total, current * 100, scale)
            if 1 < current < 10 or (total and not current)
            else _hundred(total, current, scale)
        )
    tail = current % 100
    if value == 20 and tail == 4:
        return total, current - 4 + 80, scale
    if current == 0 or tail == 0:
        return total, current + value, scale
    limit = {10: range(7, 10), 60: range(1, 20), 80: range(1, 20)}.get(tail, range(1, 10))
    fits = (tail % 10 == 0 and value in limit) or (tail in (70, 90) and value < 10) or (tail in (70, 90) and value == 0)
    return (total, current + value, scale) if fits else None


def _hundred(total: int, current: int, scale: int) -> tuple[int, int, int] | None:
    return (total, 100, scale) if current == 1 else None
