"""One spelling for text that only looks different, and the exact place of a quote in the original."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

_QUOTES = {**dict.fromkeys("’‘‛ʼ′`´", "'"), **dict.fromkeys("“”„‟«»″", '"')}
_DASHES = dict.fromkeys("‐‑‒–—―−﹣－", "-")
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e")
_LIGATURES = {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"}
_EMPHASIS = re.compile(r"\*\*|__|~~|(?<!\w)[*_](?=\w)|(?<=[^\s*_])[*_](?![\w*_])")
_LINE_END_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010][ \t\u00a0]{0,4}\r?\n[ \t\u00a0]{0,20}(?=[^\W\d_])")
_TOKEN_BREAK = re.compile(r"\d{3}(?!\d)")


class Characters(dict[int, str]):
    """A table for `str.translate` that asks what becomes of a character when it is first met."""

    def __init__(self, becomes: Callable[[str], str]) -> None:
        super().__init__()
        self._becomes = becomes

    def __missing__(self, code: int) -> str:
        self[code] = text = self._becomes(chr(code))
        return text


def bare(char: str) -> str:
    """A character without its accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))


def _folded(char: str) -> str:
    return "".join(
        _LIGATURES.get(c) or _QUOTES.get(c) or _DASHES.get(c) or c for c in bare(char).lower() if c not in _INVISIBLE
    )


_FOLDED = Characters(_folded)


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """The text in lower case, without accents, with plain quotes, dashes and single spaces: for comparing only."""
    return " ".join(text.translate(_FOLDED).split())


def _flat_char(char: str) -> str:
    if char in "\n\r":
        return "\n"
    if char.isspace():
        return " "
    plain = _QUOTES.get(char) or _DASHES.get(char)
    if plain:
        return plain
    if char in _INVISIBLE:
        return char
    base = unicodedata.normalize("NFKD", char).lower()
    return base[0] if base and base[0].isprintable() and (len(base) == 1 or not base[1].isalnum()) else char.lower()[:1]


_FLAT = Characters(_flat_char)


@lru_cache(maxsize=16384)
def flatten(text: str) -> tuple[str, str, list[int] | None]:
    """The text composed, its flat form of the same length, and the offsets into the original.

    The flat form is lower case, without accents, with plain quotes, dashes and spaces: what patterns are
    written for. Offsets are None when the composed text is the original, which is nearly always.
    """
    if unicodedata.is_normalized("NFC", text) and not _INVISIBLE.intersection(text):
        return text, text.translate(_FLAT), None
    chars: list[str] = []
    offsets: list[int] = []
    for start, end in _clusters(text):
        composed = unicodedata.normalize("NFC", text[start:end])
        kept = [c for c in composed if c not in _INVISIBLE]
        chars.extend(kept)
        offsets.extend([start] * len(kept))
    offsets.append(len(text))
    joined = "".join(chars)
    return joined, joined.translate(_FLAT), offsets


def _clusters(text: str) -> list[tuple[int, int]]:
    """Characters with the combining marks that follow them."""
    clusters: list[tuple[int, int]] = []
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or not unicodedata.combining(text[index]):
            clusters.append((start, index))
            start = index
    return clusters if text else []


@dataclass(frozen=True)
class Canonical:
    """A text in the spelling that quotes are compared in, with the way back to the original."""

    text: str
    starts: list[int] = field(repr=False)
    ends: list[int] = field(repr=False)

    def find(self, needle: str, start: int = 0) -> tuple[int, int] | None:
        """The first place of a canonical needle that does not cut a word or a number."""
        while needle and (at := self.text.find(needle, start)) >= 0:
            if _stands_alone(self.text, at, at + len(needle)):
                return self.starts[at], self.ends[at + len(needle) - 1]
            start = at + 1
        return None


def canonical(text: str, keep_hyphen: bool = False) -> Canonical:
    """The text as quotes are compared; words cut at a line end are joined, with or without their hyphen."""
    skipped = {index for match in _EMPHASIS.finditer(text) for index in range(*match.span())}
    for match in _LINE_END_HYPHEN.finditer(text):
        skipped.update(range(match.start() + int(keep_hyphen), match.end()))
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        if start in skipped or text[start] in _INVISIBLE:
            continue
        for char in unicodedata.normalize("NFKC", text[start:end]):
            plain = " " if char.isspace() else _QUOTES.get(char) or _DASHES.get(char) or char
            if plain == " " and chars and chars[-1] == " ":
                ends[-1] = end
                continue
            chars.append(plain)
            starts.append(start)
            ends.append(end)
    return Canonical("".join(chars), starts, ends)


@lru_cache(maxsize=4096)
def needles(quote: str) -> tuple[str, ...]:
    """The spellings under which a quote is looked up."""
    return tuple(dict.fromkeys(canonical(quote, keep).text.strip() for keep in (False, True)))


def find_quote(quote: str, text: str) -> tuple[int, int] | None:
    """Where the quote stands in the text, as offsets of the original; None when it does not.

    Spaces, quotation marks, dashes, emphasis marks, invisible characters and line-end hyphenation may differ;
    letters, case and digits may not, and neither a word nor a number is cut: "2 %" is not in "12 %".
    """
    wanted = needles(quote)
    for keep in (False, True) if _LINE_END_HYPHEN.search(text) else (False,):
        haystack = canonical(text, keep)
        for needle in wanted:
            found = haystack.find(needle)
            if found:
                return found
    return None


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 8) : start], text[end : end + 8]
    return not (_cuts_left(text[start:end], before) or _cuts_right(text[start:end], after))


def _cuts_left(needle: str, before: str) -> bool:
    if not before or not needle[0].isalnum():
        return False
    if before[-1].isalnum():
        return True
    if not needle[0].isdigit():
        return False
    if re.search(r"\d[.,]$|(?:^|[\s(:;>=])-$", before):
        return True
    return bool(re.search(r"(?<!\d)\d{1,3}(?: \d{3})? $", before) and _TOKEN_BREAK.match(needle))


def _cuts_right(needle: str, after: str) -> bool:
    if not after or not needle[-1].isalnum():
        return False
    if after[0].isalnum():
        return True
    if not needle[-1].isdigit():
        return False
    if re.match(r"[.,]\d", after):
        return True
    grouped = re.match(r" \d{3}(?!\d)", after)
    return bool(grouped and re.search(r"(?<!\d)\d{1,3}$", needle))
