"""Planted instructions of a document: the exact words that address an assistant, and the passages they stand in.

One function decides for everyone who shows notes or reads facts from them. It looks through the text of the whole
document, so that an order wrapped over two passages is found too, and by themselves through those passages that the
whole text may read otherwise.
"""

from __future__ import annotations

import hashlib
import re
import threading
import unicodedata
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from copilot.schemas.evidence import Language, ParsedDocument, Segment
from copilot.schemas.facts import SuspiciousPassage
from copilot.text.catalogue import t
from copilot.text.instructions import find_instructions
from copilot.text.normalise import find_quote

QUOTE_SHOWN = 160
_RUN = 8
"""Words in a row that a passage must share with a planted order to hold a part of it."""
_KEPT = 2048
_BOUNDED = re.compile(r"<!--|[A-Za-z0-9+/]{24}")
"""Comments and base64, of which a long text is read only in part."""
_BETWEEN = " \t\r\n*->•\u00a0\u200b"
_FIRST_TAG, _LAST_TAG = 0xE0020, 0xE007E  # characters that no font shows, each standing for a letter

Place = tuple[int, int]


@dataclass(frozen=True)
class Planted:
    """Words that address an assistant: where they stand in the document's text, and in each passage they touch."""

    start: int
    end: int
    reason: str
    quote: str
    pieces: tuple[tuple[int, Place], ...]
    """Index of a passage, and the place in its own text."""


class _Known:
    """What was found in the texts of late, by digest: no text is kept."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._spans: OrderedDict[bytes, tuple[tuple[int, int, str], ...]] = OrderedDict()

    def spans(self, segments: Sequence[Segment]) -> tuple[tuple[int, int, str], ...]:
        """The planted spans of the joined text."""
        key = hashlib.sha256("\x00".join(s.text for s in segments).encode("utf-8", "surrogatepass")).digest()
        with self._lock:
            if key in self._spans:
                self._spans.move_to_end(key)
                return self._spans[key]
        found = _find(segments)
        with self._lock:
            self._spans[key] = found
            while len(self._spans) > _KEPT:
                self._spans.popitem(last=False)
        return found


_KNOWN = _Known()


def planted(document: ParsedDocument) -> tuple[Planted, ...]:
    """The planted instructions of a document, in its order; what the account manager answers is never one."""
    if document.kind == "interview":
        return ()
    segments, text = document.segments, document.text()
    offsets = _offsets(segments)
    return tuple(
        Planted(start, end, reason, text[start:end], tuple(_pieces(segments, offsets, start, end)))
        for start, end, reason in _KNOWN.spans(segments)
    )


def suspicious_passages(document: ParsedDocument, most: int | None = None) -> list[SuspiciousPassage]:
    """The planted instructions as reports show them, each with its first place; `most` cuts the quotes for display."""
    return [
        SuspiciousPassage(
            document=document.name,
            locator=document.segments[found.pieces[0][0]].locator,
            quote=found.quote if most is None else legible(found.quote, most),
            reason=found.reason,
        )
        for found in planted(document)
        if found.pieces
    ]


def planted_places(document: ParsedDocument) -> list[list[Place]]:
    """For each passage of the document, the places in its text that address an assistant."""
    places: list[list[Place]] = [[] for _ in document.segments]
    for found in planted(document):
        for index, place in found.pieces:
            places[index].append(place)
    return places


def overlaps(start: int, end: int, places: Iterable[Place]) -> bool:
    """Whether a stretch of a text shares a character with one of the places."""
    return any(a < end and start < b for a, b in places)


def cites_planted(document: ParsedDocument, quote: str) -> bool:
    """Whether a quote of the document, or the part of it that is searched, holds words of a planted instruction."""
    found = planted(document)
    if not found:
        return False
    place = find_quote(quote, document.text())
    if place is not None:
        return overlaps(*place, [(one.start, one.end) for one in found])
    spaced = " ".join(quote.split())
    return any(run in spaced for one in found for run in _runs(one.quote))


def planted_line(passage: SuspiciousPassage, language: Language) -> str:
    """What a reader of the file is told about the passage, without the file's name."""
    return t("planted.line", language, place=_place(passage, language), quote=legible(passage.quote))


def planted_warning(passage: SuspiciousPassage, language: Language) -> str:
    """What a reader of a draft is told about the passage."""
    return t(
        "warning.instruction",
        language,
        document=legible(passage.document),
        place=_place(passage, language),
        quote=legible(passage.quote),
    )


def _place(passage: SuspiciousPassage, language: Language) -> str:
    places = passage.locator.model_dump(exclude_none=True)
    words = ", ".join(t(f"export.locator.{name}", language, n=value) for name, value in places.items())
    return legible(words) or t("place.document", language)


def legible(quote: str, most: int = QUOTE_SHOWN) -> str:
    """The words on one line, cut, with what is hidden in them made readable and nothing that steers a terminal."""
    shown = "".join(_shown(char) for char in quote)
    line = " ".join(shown.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def _shown(char: str) -> str:
    if _FIRST_TAG <= ord(char) <= _LAST_TAG:
        return chr(ord(char) - 0xE0000)
    if char.isspace():
        return char
    return "" if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn") else char


def _runs(quote: str) -> list[str]:
    words = quote.split()
    size = min(_RUN, len(words))
    return [" ".join(words[at : at + size]) for at in range(len(words) - size + 1)] if words else []


def _offsets(segments: Sequence[Segment]) -> list[int]:
    offsets: list[int] = []
    length = 0
    for segment in segments:
        offsets.append(length)
        length += len(segment.text) + 1
    return offsets


def _pieces(segments: Sequence[Segment], offsets: Sequence[int], start: int, end: int) -> Iterable[tuple[int, Place]]:
    index = max(0, bisect_right(offsets, start) - 1)
    while index < len(segments) and offsets[index] < end:
        first, last = max(start - offsets[index], 0), min(end - offsets[index], len(segments[index].text))
        if first < last:
            yield index, (first, last)
        index += 1


def _read_otherwise(segments: Sequence[Segment]) -> set[int]:
    """Passages that the whole text may read otherwise: wrapped lines, and what it decodes only so much of."""
    found: set[int] = set()
    for index, segment in enumerate(segments):
        if _BOUNDED.search(segment.text):
            found.add(index)
        if segment.text.lstrip(" >")[:1].islower():
            found.update((max(0, index - 1), index))
    return found


def _find(segments: Sequence[Segment]) -> tuple[tuple[int, int, str], ...]:
    text = "\n".join(segment.text for segment in segments)
    found = list(find_instructions(text))
    offsets = _offsets(segments)
    for index in sorted(_read_otherwise(segments)):
        own = find_instructions(segments[index].text)
        found += [(offsets[index] + start, offsets[index] + end, reason) for start, end, reason in own]
    merged: list[tuple[int, int, str]] = []
    for start, end, reason in sorted(found, key=lambda span: (span[0], -span[1])):
        if merged and (start < merged[-1][1] or not text[merged[-1][1] : start].strip(_BETWEEN)):
            first, last, why = merged[-1]
            merged[-1] = (first, max(last, end), why)
        else:
            merged.append((start, end, reason))
    return tuple(merged)
