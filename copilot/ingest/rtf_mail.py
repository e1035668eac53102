"""Mail bodies that Outlook keeps as rich text: unpacked, and given back as the HTML they were made from."""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace

from copilot.ingest.parts import Refused
from copilot.ingest.rtf_tokens import SPECIAL, SYMBOLS, charset, code_page, tokens

_START = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain"
    b"\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_RING = 4096
_MOST = 20 * 1024 * 1024
_SKIPPED = ("fonttbl", "colortbl", "stylesheet", "info", "mhtmltag", "pict", "object", "pntext", "listtext")


def unpacked(data: bytes) -> bytes:
    """The rich text inside a PidTagRtfCompressed value ([MS-OXRTFCP]); raises Refused when it is damaged."""
    if len(data) < 16:
        raise Refused("truncated", "the body of the mail is damaged")
    size, kind = struct.unpack_from("<II", data, 4)
    if kind == 0x414C454D:  # « MELA »: not packed
        return data[16 : 16 + size]
    ring = bytearray(_START.ljust(_RING, b"\0"))
    write, at, found = len(_START), 16, bytearray()

    def put(value: int) -> None:
        nonlocal write
        ring[write] = value
        found.append(value)
        write = (write + 1) % _RING

    while at < len(data) and len(found) < min(size, _MOST):
        control = data[at]
        at += 1
        for bit in range(8):
            if not control >> bit & 1:
                if at >= len(data):
                    break
                put(data[at])
                at += 1
                continue
            start, length = divmod(int.from_bytes(data[at : at + 2], "big"), 16)
            at += 2
            if start == write or at > len(data):
                return bytes(found[:size])
            for step in range(length + 2):  # a reference may reach into what it writes itself
                put(ring[(start + step) % _RING])
    return bytes(found[:size])


@dataclass
class _Group:
    into: str = ""
    silent: bool = False
    font: int = -1
    fallback: int = 1


def html_of(data: bytes) -> str | None:
    """The HTML that a rich text was made from ([MS-OXRTFEX]), None when it was not made from HTML."""
    if b"\\fromhtml" not in data[:4000]:
        return None
    group, stack, found = _Group(), list[_Group](), list[str]()
    fonts: dict[int, str | None] = {}
    codec, starred, skip = "cp1252", False, 0
    for token in tokens(data):
        shown = group.into == "html" or (not group.into and not group.silent)
        if token.kind == "open":
            stack.append(group)
            group, skip = replace(group), 0
        elif token.kind == "close":
            group, skip = stack.pop() if stack else _Group(), 0
        elif token.kind == "text":
            raw, skip = token.raw[skip:], max(0, skip - len(token.raw))
            found += [raw.decode(fonts.get(group.font) or codec, "ignore")] if shown else []
        elif token.kind == "symbol":
            if token.name == "*":
                starred = True
                continue
            found += [SYMBOLS.get(token.name, "")] if shown else []
        elif token.name == "u" and token.number is not None:
            found += [chr(token.number % 65536)] if shown else []
            skip = group.fallback
        elif token.name == "ansicpg":
            codec = code_page(token.number)
        elif token.name in SPECIAL or token.name == "par":
            found += [SPECIAL.get(token.name, "\n")] if shown else []
        elif token.name == "fcharset":
            fonts[group.font] = charset(token.number)
        else:
            _apply(group, token.name, token.number, starred=starred)
        starred = False
    return "".join(found).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _apply(group: _Group, name: str, number: int | None, *, starred: bool) -> None:
    if name == "htmltag" and starred:
        group.into = "html"
    elif name in _SKIPPED or (starred and name != "htmltag"):
        group.into = group.into or "skip"
    elif name == "htmlrtf":
        group.silent = number != 0
    elif name == "f":
        group.font = number or 0
    elif name == "uc":
        group.fallback = 1 if number is None else max(0, min(number, 10))
