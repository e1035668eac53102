"""A text as the sentences it holds, comparable between notes whatever their case, accents, spaces and punctuation."""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Container
from dataclasses import dataclass
from functools import cache

from copilot.text.normalise import fold
from copilot.text.note_kinds import lexicon

SENTENCE = struct.Struct("<QH")
"""A sentence in a signature: a number that stands for it, and how many words it has."""

_BREAK = re.compile(r"(?<=[.!?…»:;])\s+|\n+")
_WORD = re.compile(r"\w+")
_TOLD = re.compile(r"(?<!\w)[-+−±<>≤≥~](?=\d)|\w+|[%‰€$£¥]")
"""What is compared: words, and the signs and units of figures, for -3 % is not 3 %."""
_MOST_COURTESY = 8
_MOST_WORDS = 0xFFFF


@dataclass(frozen=True)
class Piece:
    """A sentence where it stands, in the spelling in which it is compared; empty where it tells nothing."""

    start: int
    end: int
    said: str
    words: int


def pieces(text: str) -> list[Piece]:
    """The sentences of a text, in order; greetings and forwarding lines tell nothing.

    Figures and small words stay, so that « 3 % » and « 4 % », or a sentence and its negation, are never the same.
    """
    found = []
    start = 0
    for stop, after in [*((match.start(), match.end()) for match in _BREAK.finditer(text)), (len(text), len(text))]:
        folded = fold(text[start:stop])
        said = _WORD.findall(folded)
        if said:
            told = "" if _is_courtesy(said) else " ".join(_TOLD.findall(folded))
            found.append(Piece(start, stop, told, len(said)))
        start = after
    return found


def signature(passage: str, heading: str | None = None, kind: str | None = None, unsaid: Container[str] = ()) -> bytes:
    """What a passage says, sentence by sentence, as bytes: two passages that say the same have the same sentences.

    The line that tells where it is from is left out, and the heading that its first segment, of that kind, stands
    under: a copy stands elsewhere. Rows keep theirs: 910 is not the same figure under another year. `unsaid` lines tell
    nothing: who signs a mail.
    """
    said = "\n".join(line for line in _body(passage, heading, kind).split("\n") if line not in unsaid)
    told = {piece.said: piece.words for piece in pieces(said) if piece.said}
    return b"".join(SENTENCE.pack(key(said), min(words, _MOST_WORDS)) for said, words in told.items())


def key(sentence: str) -> int:
    """The number that stands for a sentence."""
    return int.from_bytes(hashlib.blake2b(sentence.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _body(passage: str, heading: str | None, kind: str | None) -> str:
    _, _, body = passage.partition("\n")
    first, _, rest = body.partition("\n")
    if rest and kind != "row" and (kind in ("heading", "title") or (heading and first and heading.startswith(first))):
        return rest
    return body or passage


def _is_courtesy(said: list[str]) -> bool:
    if len(said) > _MOST_COURTESY or any(word[0].isdigit() for word in said):
        return False
    return _courtesies().match(" ".join(said)) is not None


@cache
def _courtesies() -> re.Pattern[str]:
    known = (" ".join(_WORD.findall(fold(name))) for name in lexicon()["courtesies"])
    return re.compile(rf"(?:{'|'.join(sorted(known, reverse=True))})(?!\w)")
