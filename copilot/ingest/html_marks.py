"""Answers that a mail says to tell by their look (« mes réponses en rouge », "my comments in bold"), marked as such."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterator
from typing import NamedTuple

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from copilot.ingest.content_date import fold

BEGIN, END = "\ue000", "\ue001"
"""Around the words of an answer, until the lines are told apart."""
_ANNOUNCED = re.compile(
    r"\b(?:reponses?|reponds?|commentaires?|remarques?|retours?|precisions?|answers?|answered|comments?|repl(?:y|ies|ied)"
    r"|responses?|feedback)\b[^.!?]{0,40}?\b(?:en|in) (?:(?P<color>rouge|red|bleu|blue|vert|green|violet|purple|orange)"
    r"|(?P<bold>gras|bold)|(?P<slanted>italiques?|italics?))\b"
)
_HUES = {
    "rouge": (345, 375), "red": (345, 375), "orange": (15, 50), "vert": (75, 170), "green": (75, 170),
    "bleu": (175, 260), "blue": (175, 260), "violet": (260, 330), "purple": (260, 330),
}  # fmt: skip
_NAMED = {"red": 0xFF0000, "blue": 0x0000FF, "green": 0x008000, "purple": 0x800080, "orange": 0xFFA500}
_COLOR = re.compile(r"(?<![-\w])color\s*:\s*(#[0-9a-f]{3,6}|rgb\([\d ,]+\)|[a-z]+)", re.I)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)|(?<![-\w])font\s*:\s*bold", re.I)
_SLANTED = re.compile(r"font-style\s*:\s*italic", re.I)
_FADED = 0.35


class Piece(NamedTuple):
    """A part of a line, and whether it is an answer."""

    text: str
    answer: bool


def announces_look(text: str) -> bool:
    """Whether a mail says by which look its answers are told."""
    return _ANNOUNCED.search(fold(text)) is not None


def mark_answers(soup: BeautifulSoup) -> None:
    """Put marks around what looks as the mail says that its answers do."""
    hit = _ANNOUNCED.search(fold(soup.get_text(" ")))
    if hit is None:
        return
    for text in list(soup.find_all(string=True)):
        if type(text) is NavigableString and text.strip() and any(_looks(tag, hit) for tag in text.parents):
            text.replace_with(NavigableString(f"{BEGIN}{text}{END}"))


def pieces_of(line: str) -> list[Piece]:
    """A line cut at its marks, without them."""
    parts = re.split(f"({BEGIN}|{END})", line.replace(END + BEGIN, "").replace(f"{END} {BEGIN}", " "))
    found: list[Piece] = []
    answer = False
    for part in parts:
        if part in (BEGIN, END):
            answer = part == BEGIN
        elif part.strip(" \u00a0>"):
            found.append(Piece(part.strip(" \u00a0>"), answer))
    return found


def unmarked(line: str) -> str:
    """A line without marks."""
    return line.replace(BEGIN, "").replace(END, "")


def _looks(tag: Tag, wanted: re.Match[str]) -> bool:
    style = str(tag.get("style") or "")
    if wanted["bold"]:
        return tag.name in ("b", "strong") or _BOLD.search(style) is not None
    if wanted["slanted"]:
        return tag.name in ("i", "em") or _SLANTED.search(style) is not None
    low, high = _HUES[wanted["color"]]
    return any(low <= hue <= high or low <= hue + 360 <= high for hue in _hues(tag, style))


def _hues(tag: Tag, style: str) -> Iterator[float]:
    """The hue of the colour that a tag gives its text; none for black, white and grey."""
    hit = _COLOR.search(style)
    written = (hit[1] if hit else str(tag.get("color") or "")).lower()
    digits = re.fullmatch(r"#?([0-9a-f]{6}|[0-9a-f]{3})", written)
    figures = [int(figure) for figure in re.findall(r"\d+", written)] if written.startswith("rgb") else []
    if digits:
        figures = [int(part * (2 if len(part) == 1 else 1), 16) for part in re.findall(_each(digits[1]), digits[1])]
    elif written in _NAMED:
        figures = list(_NAMED[written].to_bytes(3))
    if len(figures) >= 3 and max(figures) < 256:
        hue, saturation, value = colorsys.rgb_to_hsv(*(figure / 255 for figure in figures[:3]))
        if saturation >= _FADED and value >= _FADED:
            yield hue * 360


def _each(digits: str) -> str:
    return "." if len(digits) == 3 else ".."
