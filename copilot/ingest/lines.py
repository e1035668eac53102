"""Plain lines to paragraphs: what was wrapped is joined, what was a line stays one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from copilot.ingest.hyphens import is_cut, joined, vocabulary
from copilot.schemas.evidence import SegmentKind

BULLET = re.compile(r"^\s*(?:[-–—*•▪◦‣·o➢✓→]|->|=>|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+(?=\S)")
_STRONG_END = (".", ":", ";", "!", "?", "…", "»")
_CAPITALS = re.compile(r"[^a-zà-öø-ÿ]*[A-ZÀ-ÖØ-Þ]{3}[^a-zà-öø-ÿ]*")
_RULE = re.compile(r"\s*([=~_*#-])\1{2,}\s*")


class Line(NamedTuple):
    """A line of a file and its number, from 1."""

    number: int
    text: str


class Block(NamedTuple):
    """A paragraph, item or heading and the number of its first line."""

    number: int
    kind: SegmentKind
    text: str


def numbered(text: str) -> list[Line]:
    """The lines of a text, numbered from 1."""
    return [Line(number, line) for number, line in enumerate(text.split("\n"), start=1)]


def is_wrapped(lines: Sequence[Line]) -> bool:
    """Whether the text was cut to a fixed width, as mail programs do."""
    lengths = [len(line.text.rstrip()) for line in lines if line.text.strip()]
    return len(lengths) >= 3 and max(lengths) <= 100 and sum(1 for n in lengths if n >= 55) >= 0.25 * len(lengths)


def blocks(lines: Sequence[Line]) -> Iterator[Block]:
    """Each non-empty line as a block, with its indented or wrapped continuation lines."""
    wrapped = is_wrapped(lines)
    words = vocabulary(line.text for line in lines) if any(is_cut(line.text) for line in lines) else Counter[str]()
    start, kind, parts, last = 0, "paragraph", [""], ""
    open_block = False
    for index, line in enumerate(lines):
        text = line.text.expandtabs(4).rstrip()
        if not text.strip() or _RULE.fullmatch(text):
            if open_block:
                underlined = bool(text.strip()) and len(parts) == 1 and text.strip()[0] in "=-~"
                yield _block(start, "heading" if underlined and kind == "paragraph" else kind, parts, words)
            open_block = False
            continue
        if open_block and _continues(last, text, wrapped):
            parts.append(text.strip())
        else:
            if open_block:
                yield _block(start, kind, parts, words)
            item = BULLET.match(text)
            start, parts, open_block = line.number, [text.strip()], True
            kind = "item" if item else "paragraph"
            if not item and _is_heading(text.strip(), lines[index + 1].text if index + 1 < len(lines) else ""):
                kind = "heading"
        last = text
    if open_block:
        yield _block(start, kind, parts, words)


def _block(number: int, kind: str, parts: list[str], words: Mapping[str, int]) -> Block:
    text = parts[0]
    for part in parts[1:]:
        text = joined(text, part, words)
    named: SegmentKind = "heading" if kind == "heading" else "item" if kind == "item" else "paragraph"
    return Block(number, named, text)


def _continues(last: str, text: str, wrapped: bool) -> bool:
    if BULLET.match(text):
        return text.lstrip().startswith("->") and text.startswith(("  ", "\t"))
    if text.startswith("  "):
        return True
    if not wrapped or len(last) < 50:
        return False
    return text[0].islower() or not last.endswith(_STRONG_END)


def _is_heading(text: str, following: str) -> bool:
    if len(text) > 90 or text.endswith((".", ",", ";")):
        return False
    if _CAPITALS.fullmatch(text) and len(text) >= 4:
        return True
    return text.endswith(":") and len(text) <= 60 and bool(BULLET.match(following))
