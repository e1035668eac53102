"""Bytes to text, for the encodings that office exports really have."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WESTERN = ("cp1252", "iso8859_15", "mac_roman", "cp850")
_EXPECTED = set(
    "àâäáãåæçéèêëíìîïñóòôöõøœúùûüýÿßÀÂÄÁÃÅÆÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØŒÚÙÛÜÝŸ€£«»“”„’‘–—…•°²³×½¼·§©®±µ¿¡ªº\u00a0\u202f"
)
_RARE = set("ãåæøõñýÿÃÅÆØÕÑÝŸ¿¡ªº×§±µ³¼·©®")
_ENOUGH = 0.6
_ONE_BYTE = re.compile(r"iso8859|cp125|cp850|cp437|latin|mac|koi8|ascii")


def decode(data: bytes) -> str:
    """The text of `data`: by its mark, as UTF-8, as UTF-16, else as the code page that reads best."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, "replace").lstrip("\ufeff")
    wide = _wide_name(data)
    if wide:
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _mostly_utf8(data) or _western(data) or _guessed(data)


def decode_as(data: bytes, declared: str) -> str:
    """The text in the encoding it declares; where that is one byte per letter and the bytes are UTF-8, as UTF-8.

    Text that is not in the encoding it declares, or declares none that is known, is read by its bytes.
    """
    try:
        name = codecs.lookup(declared).name
        single = bool(_ONE_BYTE.match(name))
        if not single or not _is_utf8(data):
            return data.decode("cp1252" if name in ("iso8859-1", "ascii") else name)
    except (UnicodeDecodeError, LookupError, ValueError):
        pass
    return decode(data)


def _is_utf8(data: bytes) -> bool:
    """Whether bytes beyond ASCII are all UTF-8, which those of another encoding hardly ever are."""
    try:
        return not data.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


def is_binary(data: bytes) -> bool:
    """Whether the bytes are no text in any encoding read here."""
    head = data[:65536]
    if any(head.startswith(mark) for mark, _ in _BOMS) or _wide_name(data):
        return False
    controls = sum(head.count(code) for code in range(0x20) if code not in (0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1B))
    return b"\0" in head or controls > len(head) // 50


def _wide_name(data: bytes) -> str | None:
    """UTF-16 without a mark: every second byte is zero in western text."""
    head = data[:4096]
    if len(head) < 8 or b"\0" not in head:
        return None
    half = len(head) // 2
    if head[1::2].count(0) > 0.8 * half and head[0::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if head[0::2].count(0) > 0.8 * half and head[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def _mostly_utf8(data: bytes) -> str | None:
    """UTF-8 with a few stray bytes: those are read as cp1252, the rest stays UTF-8."""
    text = data.decode("utf-8", "surrogateescape")
    stray = len(re.findall("[\udc80-\udcff]", text))
    good = sum(1 for char in text if ord(char) > 0x7F) - stray
    if good < 5 * stray:
        return None
    return re.sub("[\udc80-\udcff]", lambda hit: bytes([ord(hit[0]) - 0xDC00]).decode("cp1252", "replace"), text)


def _western(data: bytes) -> str | None:
    best, best_share = None, _ENOUGH
    for name in _WESTERN:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        share = _share_expected(text)
        if share > best_share + 1e-9:
            best, best_share = text, share
    return best


def _share_expected(text: str) -> float:
    high = [char for char in text if ord(char) > 0x7F]
    if not high:
        return 1.0
    points = sum(0.7 if char in _RARE else 1.0 for char in high if char in _EXPECTED)
    # An accent between a lower-case and an upper-case letter is the mark of a wrong code page.
    odd = len(re.findall(r"[a-z][À-ÖØ-Þ][a-z]", text))
    return (points - odd) / len(high)


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000]).best()
    return data.decode(best.encoding if best else "cp1252", "replace")
