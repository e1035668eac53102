"""A text as an assistant would read it: layout and disguises taken off, with the way back to the original."""

from __future__ import annotations

import base64
import binascii
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from copilot.text.normalise import flatten

_DECODED_BYTES = 4096
_SHORTEST_WRAPPED = 20
_WRAP = re.compile(r"(?<=[^\n.!?:;|])\n[ >]{0,6}(?=[a-zà-öø-ÿœ])")
_PADDING = re.compile(r"[ *`~\t]{2,}|[*`~]")
_LOOKALIKES = str.maketrans(
    "авсԁеԛнһіјкмопрԛсѕтуѵхѡзαβεηικμνορτυχγωℓɡɑ",
    "abcdeqhhijkmonpqcstyvxw3abenikmvoptuxywlga",
)
_MIXED_WORD = re.compile(
    r"[a-z][\u0370-\u03ff\u0400-\u04ff\u0500-\u052f]|[\u0370-\u03ff\u0400-\u04ff\u0500-\u052f][a-z]"
)
_DIGIT_IN_WORD = re.compile(r"[013457]{1,2}(?=[a-z]{2})")
_DIGITS = str.maketrans("013457", "oieast")
_SPACED = re.compile(r"(?<![^\W_])(?:[^\W_][ ._-]{1,3}){7,400}[^\W_](?![^\W_])")
_SPACED_ORDER = re.compile(
    r"(?:ignor|disregard|forget|oubli)[a-z]{0,30}(?:instruction|consigne|prompt|regle|rule)|systemprompt|promptsysteme"
)
_BLOB = re.compile(r"(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{24,8000}={0,2}(?![A-Za-z0-9+/=])")
_TAGS = re.compile("[\U000e0020-\U000e007e]{8,}")
_MARKDOWN_COMMENT = re.compile(r"^\[(?://|comment)\]: ?(?:#|<>) ?[(\"'][^\n]*", re.MULTILINE)
_LONGEST_COMMENT = 4000


@dataclass(frozen=True)
class View:
    """A text to look through: as written, and flat; both of one length."""

    text: str
    flat: str
    _offsets: list[int] | None = None
    _ends: list[int] = field(default_factory=list)
    _shifts: list[int] = field(default_factory=list)

    def original(self, at: int) -> int:
        """The place in the original of a place in the view."""
        if self._ends:
            after = bisect_right(self._ends, at)
            at += self._shifts[after - 1] if after else 0
        return at if self._offsets is None else self._offsets[at]


def plain(text: str) -> View:
    """The text without emphasis, padding and line wraps."""
    composed, flat, offsets = flatten(text)
    if "\n" in composed:
        composed, flat = _unwrap(composed, flat)
    if not _PADDING.search(flat):
        return View(composed, flat, offsets)
    kept: list[tuple[int, int]] = []
    ends: list[int] = []
    shifts: list[int] = []
    last = length = 0
    for match in _PADDING.finditer(flat):
        stop = match.start() + (" " in match.group() or "\t" in match.group())
        kept.append((last, stop))
        length += stop - last
        last = match.end()
        ends.append(length)
        shifts.append(last - length)
    kept.append((last, len(flat)))
    # The one character kept of a padding may be a star; it stands for a space.
    squeezed = [_space(flat[a:b]) for a, b in kept[:-1]] + [flat[last:]]
    written = [_space(composed[a:b]) for a, b in kept[:-1]] + [composed[last:]]
    return View("".join(written), "".join(squeezed), offsets, ends, shifts)


def _space(piece: str) -> str:
    return f"{piece[:-1]} " if piece and piece[-1] in "*`~\t" else piece


def _unwrap(composed: str, flat: str) -> tuple[str, str]:
    """Lines that go on in lower case joined with spaces; lists of short lines are left alone."""
    written: list[str] = []
    plain_pieces: list[str] = []
    last = 0
    for match in _WRAP.finditer(composed):
        start, end = match.span()
        if start - composed.rfind("\n", max(0, start - _SHORTEST_WRAPPED), start) < _SHORTEST_WRAPPED:
            continue
        written += [composed[last:start], " " * (end - start)]
        plain_pieces += [flat[last:start], " " * (end - start)]
        last = end
    return "".join([*written, composed[last:]]), "".join([*plain_pieces, flat[last:]])


def undisguised(view: View) -> View | None:
    """The view with look-alike letters and digits read as the letters they stand for; None when there are none."""
    flat = view.flat
    if _MIXED_WORD.search(flat):
        flat = flat.translate(_LOOKALIKES)
    if any(flat[match.start() - 1 : match.start()].isalpha() for match in _DIGIT_IN_WORD.finditer(flat)):
        flat = _DIGIT_IN_WORD.sub(lambda match: match.group().translate(_DIGITS), flat)
    if flat == view.flat:
        return None
    return View(view.text, flat, view._offsets, view._ends, view._shifts)


def spaced_orders(flat: str) -> Iterator[tuple[int, int]]:
    """Places where "i g n o r e  a l l…" is spelled letter by letter."""
    for match in _SPACED.finditer(flat):
        if _SPACED_ORDER.search(re.sub(r"[ ._-]", "", match.group())):
            yield match.span()


def decoded(text: str) -> Iterator[tuple[int, int, str]]:
    """Places that hold a readable text in base64, or in characters that are never shown, and that text."""
    left = _DECODED_BYTES
    for match in _BLOB.finditer(text):
        if left <= 0:
            break
        blob = match.group().rstrip("=")[: left * 4 // 3 // 4 * 4]
        left -= len(blob) * 3 // 4
        try:
            content = base64.b64decode(blob + "=" * (-len(blob) % 4)).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            continue
        if content.isprintable() or content.replace("\n", " ").isprintable():
            yield match.start(), match.end(), content
    for match in _TAGS.finditer(text):
        yield match.start(), match.end(), "".join(chr(ord(char) - 0xE0000) for char in match.group()[:_DECODED_BYTES])


def comments(flat: str) -> Iterator[tuple[int, int]]:
    """Comments of HTML and Markdown, which a reader does not see."""
    start = flat.find("<!--")
    while start >= 0:
        end = flat.find("-->", start + 4)
        if end < 0:
            break
        if end - start <= _LONGEST_COMMENT:
            yield start, end + 3
        start = flat.find("<!--", end)
    if "]: " in flat or "]:#" in flat:
        for match in _MARKDOWN_COMMENT.finditer(flat):
            yield match.span()
