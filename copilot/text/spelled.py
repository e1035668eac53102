"""Numbers written in words, French (of France, Belgium and Switzerland), English and some German."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from copilot.text.numbers import Number
from copilot.text.wordlist import word_list

_FR_UNITS = word_list("zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize")
_EN_UNITS = word_list(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_DE_UNITS = word_list("null eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf")
_FR = {word: value for value, word in enumerate(_FR_UNITS)} | {
    "une": 1, "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
    "septante": 70, "huitante": 80, "octante": 80, "nonante": 90, "cent": 100, "cents": 100, "mille": 1000,
    "million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9,
}  # fmt: skip
_EN = {word: value for value, word in enumerate(_EN_UNITS)} | {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "a": 1, "oh": 0,
}  # fmt: skip
_DE = {word: value for value, word in enumerate(_DE_UNITS)} | {"zwanzig": 20, "dreissig": 30, "hundert": 100}
_WORDS = {"fr": _FR, "en": _EN, "de": _DE}
_NEVER_ALONE = frozenset({"a", "oh"})
_NEVER_FIRST = frozenset(
    {"million", "millions", "milliard", "milliards", "billion", "vingts", "cents", "hundred", "thousand"}
)
ALONE_ONLY_WITH_UNIT = frozenset({"un", "une", "one", "neuf", "eins", "acht", "zero", "null"})
"""Words that are more often something else: a number only before a unit."""
COLLECTIVES = {
    "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40,
    "cinquantaine": 50, "soixantaine": 60, "centaine": 100, "millier": 1000, "dozen": 12,
}  # fmt: skip
_SCALES = {
    "hundred": 100, "thousand": 1000, "mille": 1000, "million": 10**6, "millions": 10**6, "milliard": 10**9,
    "milliards": 10**9, "billion": 10**9, "dozen": 12,
}  # fmt: skip


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_LOW = _any({w for known in (_FR, _EN) for w, value in known.items() if 0 < value < 100} - {"a", "oh", "vingts"})
SMALL = rf"(?:{_LOW}|quatre-vingts?)(?:[ -](?:et[ -])?(?:{_LOW})){{0,2}}"
"""A pattern of numbers below a hundred in words."""
_COLLECTIVE = re.compile(
    rf"(?<![a-z])(?<!la )(?<!sous )(?<!several )(?<!few )(?<!many )"
    rf"(?:(?:(?P<half>half a|une demi)[ -]|(?P<n>une?|a|{_LOW}|\d{{1,3}}) )?(?P<word>{_any(COLLECTIVES)})"
    rf"|(?P<many>{_LOW}|\d{{1,3}}) (?P<words>{_any(COLLECTIVES)})s)(?![a-z])"
)
_HALF_OF = re.compile(r"(?<![a-z])(?:half a |un demi[ -])(?P<scale>million|milliard|billion|thousand|hundred)(?![a-z])")
_AND_HALF = re.compile(rf" (?:et demie?|and a half)(?![a-z])(?: (?P<scale>{_any(_SCALES)})(?![a-z]))?")
_VULGAR = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
_UNIT_NEXT = r"years?|months?|weeks?|days?|hours?|minutes?|fold|point"
_PATTERNS = {
    language: re.compile(
        rf"(?<![a-z\-])(?<!l')(?<!quelqu')(?:{'a (?=hundred|thousand|million|billion)|' if language == 'en' else ''}"
        rf"(?:{_any(words.keys() - _NEVER_ALONE)})(?![a-z]))"
        rf"(?:(?: |-|(?<=a ))(?:(?:et|and)(?: |-))?(?:{_any(words.keys() - _NEVER_ALONE)})(?![a-z]))*"
        rf"(?!-(?!(?:{_UNIT_NEXT})\b)[a-z])"
    )
    for language, words in _WORDS.items()
}
_DECIMALS = {
    language: re.compile(rf" {mark} (?P<tail>(?:{_any(words)})(?:[ -](?:{_any(words)}))*)(?![a-z])")
    for language, mark, words in (("fr", "virgule", _FR.keys()), ("en", "point", _EN.keys() - {"a"}))
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
        for number in _read(flat, match.start(), match.end(), known):
            if not found or number.start >= found[-1].end:
                found.append(with_half(flat, _with_decimals(flat, number, language)))
    found.extend(_collective(match) for match in _COLLECTIVE.finditer(flat))
    for match in _HALF_OF.finditer(flat):
        found.append(Number(*match.span(), Decimal(_SCALES[match["scale"]]) / 2, in_words=True))
    return found


def small_number(text: str) -> int | None:
    """The value of a number below a thousand, in figures or in words of either language."""
    if text.isdecimal():
        return int(text)
    if text in ("a", "an"):
        return 1
    for language in ("fr", "en"):
        found = words(text, language)
        if len(found) == 1 and found[0].end == len(text):
            return int(found[0].value)
    return None


def with_half(flat: str, number: Number) -> Number:
    """The number with the half that follows it: "two and a half", "one and a half million", "2½"."""
    vulgar = _VULGAR.get(flat[number.end : number.end + 1])
    if vulgar:
        return replace(number, end=number.end + 1, value=number.value + vulgar)
    match = _AND_HALF.match(flat, number.end)
    if match is None:
        return number
    last = _SCALES.get(flat[number.start : number.end].split(" ")[-1], 1)
    value = (number.value + Decimal(last) / 2) * _SCALES.get(match["scale"] or "", 1)
    return replace(number, end=match.end(), value=value)


def _collective(match: re.Match[str]) -> Number:
    count = small_number(match["n"] or match["many"] or "a") or 1
    word = match["word"] or match["words"]
    value = Decimal(COLLECTIVES[word] * count) / (2 if match["half"] else 1)
    return Number(*match.span(), value, in_words=True, approximate=word != "dozen", collective=True)


def _with_decimals(flat: str, number: Number, language: str) -> Number:
    """« deux virgule cinq », "two point two five", with the scale that may follow."""
    pattern = _DECIMALS.get(language)
    match = pattern.match(flat, number.end) if pattern and number.value < 1000 else None
    if match is None:
        return number
    known = _WORDS[language]
    digits, group, scale, end = "", 0, 1, number.end
    for token in _TOKEN.finditer(flat, *match.span("tail")):
        value = known[token.group()]
        end = token.end()
        if value >= 1000:
            scale = value
            break
        if value < 10 and not group:
            digits += str(value)
        elif value < 10:
            digits, group = f"{digits}{group + value}", 0
        else:
            group += value
    digits += str(group) if group else ""
    return replace(number, end=end, value=(number.value + Decimal(f"0.{digits}")) * scale)


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
        return (total, current * 100, scale) if 0 < current < 100 else (total, 100, scale) if total else None
    tail = current % 100
    if value == 20 and tail == 4:
        return total, current - 4 + 80, scale
    if not value:
        return None
    if tail == 0:
        return (total, current + value, scale) if current or total else None
    limit = {10: range(7, 10), 60: range(1, 20), 80: range(1, 20)}.get(tail, range(1, 10))
    return (total, current + value, scale) if tail in range(10, 100, 10) and value in limit else None
