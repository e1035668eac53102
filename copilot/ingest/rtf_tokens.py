"""Rich text as tokens: controls, characters of any code page, braces. Nothing in it can make the reading slow."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?"  # a control word
    rb"|((?:\\'[0-9a-fA-F]{2})+)"  # characters of the code page
    rb"|\\([^a-zA-Z'])"  # a control symbol
    rb"|([{}])"
    rb"|[\r\n\0]+"
    rb"|([^\\{}\r\n\0]+)"
    rb"|\\"
)
_CHARSETS = {
    0: "cp1252",
    2: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "cp936",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    255: "cp850",
}
SPECIAL = {
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "tab": "\t",
    "line": "\n",
    "lbr": "\n",
}
SYMBOLS = {"~": "\u00a0", "_": "\u2011"}


class Token(NamedTuple):
    """A piece of the file; `number` is the argument of a control word, `raw` the bytes of text."""

    kind: Literal["word", "symbol", "open", "close", "text"]
    name: str = ""
    number: int | None = None
    raw: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    """The tokens of a file; the bytes of `\\bin` are left out."""
    at, end = 0, len(data)
    while at < end:
        hit = _TOKEN.match(data, at)
        if hit is None:  # cannot be: every byte starts one of the alternatives
            return
        at = hit.end()
        word, number, code, symbol, brace, text = hit.groups()
        if word is not None:
            argument = int(number) if number is not None else None
            if word == b"bin":
                at += max(argument or 0, 0)
                continue
            yield Token("word", word.decode("ascii"), argument)
        elif code is not None:
            yield Token("text", raw=bytes.fromhex(code.replace(b"\\'", b"").decode("ascii")))
        elif symbol is not None:
            yield _symbol(symbol)
        elif brace is not None:
            yield Token("open" if brace == b"{" else "close")
        elif text is not None:
            yield Token("text", raw=text)


def _symbol(symbol: bytes) -> Token:
    if symbol in b"\\{}":
        return Token("text", raw=symbol)
    return Token("symbol", symbol.decode("latin-1"))


def code_page(number: int | None) -> str:
    """The codec of `\\ansicpg`, that of western Windows when it is not known."""
    name = {10000: "mac_roman", 65001: "utf-8"}.get(number or 1252, f"cp{number or 1252}")
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name


def charset(number: int | None) -> str | None:
    """The codec of a font's character set, None for that of the document."""
    return _CHARSETS.get(number) if number is not None and number != 1 else None
