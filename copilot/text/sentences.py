"""Sentences of notes: bullets and lines end them, abbreviations, decimals and initials do not."""

from __future__ import annotations

import re

from copilot.text.wordlist import word_set

_ABBREVIATIONS = word_set(
    "m mm mme mlle me dr pr prof mr mrs ms st ste resp dir env art p pp etc no nos vs inc ltd co corp e.g i.e "
    "ex cf réf ref tél tel max min approx av bd chap éd fig fév févr janv avr juil sept oct nov déc jan feb "
    "mar apr jun jul aug sep dec éq maint adj comm dép dépt est ca al ing soc sté tjrs qté nb vol hrs hr incl "
    "excl ext int bzw z.b d.h mio tsd mrd nr str usw"
)
_FINAL_TOO = frozenset({"etc", "inc", "ltd", "co", "corp", "p.m", "a.m"})
_END = re.compile(r"(?<![.!?…])[.!?…]++(?:[ \u00a0\u202f]?»|[\"”’')\]])*(?=\s)|\n+|(?<=\s)[•◦▪‣●■]\s")
_BULLET = re.compile(r"(?:[-–—*•◦▪‣●■>+]|\d{1,2}[.)]|\|)[ \t\u00a0]+|[#>]{1,6}[ \t]*")
_GERMAN_MONTH = re.compile(
    r"(?:Januar|Februar|März|Maerz|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jan|Feb|Mrz|Apr|Jun|Jul|Aug"
    r"|Sept|Sep|Okt|Nov|Dez)\b"
)
_OPENERS = "\"«“‘'([-–—*•"


def split_sentences(text: str, language: str = "fr") -> list[tuple[int, int]]:
    """Where each sentence stands, without surrounding spaces and bullet characters."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if match.group()[0] in ".!?…" and not _ends(text, match, start):
            continue
        bullet = match.group()[0] in "•◦▪‣●■"
        _add(spans, text, start, match.start() if bullet or match.group()[0] == "\n" else match.end())
        start = match.end()
    _add(spans, text, start, len(text))
    return spans


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    bullet = _BULLET.match(text, start, end)
    if bullet:
        start = bullet.end()
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end and any(char.isalnum() for char in text[start : min(end, start + 200)]):
        spans.append((start, end))


def _ends(text: str, match: re.Match[str], start: int) -> bool:
    """Whether a full stop ends the sentence."""
    mark = match.group().rstrip("\"»”’')] \u00a0\u202f")
    after = text[match.end() : match.end() + 24].lstrip()
    following = after[:1]
    if mark != ".":
        return not (mark in ("…", "...", "..") and following.islower()) and not (
            following in ("»", "”", "!", "?", ":", ";") or (mark in ("!", "?") and following.islower())
        )
    word = re.split(r"[\s(«\"'’/]", text[max(start, match.start() - 14) : match.start()])[-1]
    if len(word) == 1 and word.isalpha() and word.isupper():
        return False
    if re.fullmatch(r"(?:[A-Za-zÀ-ÿ]\.)+[A-Za-zÀ-ÿ]", word) and word.lower() not in _FINAL_TOO:
        return False
    lowered = word.lower()
    if lowered in _ABBREVIATIONS:
        return lowered in _FINAL_TOO and (following.isupper() or following in _OPENERS)
    if word.isdigit() and len(word) <= 2 and _GERMAN_MONTH.match(after):
        return False  # "am 12. März"
    if word.isdigit() and len(word) <= 2 and not text[start : match.start() - len(word)].strip(" \t-*#>"):
        return False
    return not following.islower()
