"""Characters of the picture fonts of Windows (Wingdings, Symbol) as the ones of Unicode that look like them."""

from __future__ import annotations

CHECKED, UNCHECKED = "☒", "☐"
_WINGDINGS = {
    0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: UNCHECKED, 0x70: UNCHECKED, 0x71: UNCHECKED, 0x72: UNCHECKED, 0x75: "◆",
    0x76: "❖", 0x78: CHECKED, 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: UNCHECKED, 0xAB: "★", 0xD8: "➢", 0xDF: "←",
    0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE7: "←", 0xE8: "→", 0xE9: "↑", 0xEA: "↓", 0xEB: "↖", 0xEC: "↗", 0xED: "↙",
    0xEE: "↘", 0xEF: "⇦", 0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩", 0xF3: "⇔", 0xFB: "✗", 0xFC: "✓", 0xFD: CHECKED,
    0xFE: "☑", 0x4A: "☺", 0x4B: "😐", 0x4C: "☹", 0x43: "👍", 0x44: "👎", 0x28: "☎", 0x2A: "✉",
}  # fmt: skip
_WINGDINGS_2 = {
    0x4F: "✗", 0x50: "✓", 0x51: CHECKED, 0x52: "☑", 0x53: CHECKED, 0x54: CHECKED, 0xA2: "■", 0xA3: UNCHECKED,
}  # fmt: skip
_WINGDINGS_3 = {
    0x21: "←", 0x22: "↑", 0x23: "→", 0x24: "↓", 0x66: "←", 0x67: "→", 0x68: "↑", 0x69: "↓", 0x70: "▲", 0x71: "▼",
    0x7D: "▶", 0x75: "▶", 0x74: "◀",
}  # fmt: skip
_WEBDINGS = {0x61: "✓", 0x72: "✗", 0x63: UNCHECKED, 0x67: "■", 0x34: "▶", 0x33: "◀", 0x35: "▲", 0x36: "▼"}
_GREEK = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"
_SYMBOL = {
    0xA0: "€", 0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±",
    0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xD2: "®", 0xD3: "©",
    0xD4: "™", 0xD6: "√", 0xDB: "⇔", 0xDC: "⇐", 0xDD: "⇑", 0xDE: "⇒", 0xDF: "⇓", 0xE2: "®", 0xE3: "©", 0xE4: "™",
    0xE5: "∑", 0xC5: "⊕", 0xCE: "∈", 0xC6: "∅", 0x22: "∀", 0x24: "∃", 0x2D: "−", 0x40: "≅", 0x7E: "∼",
}  # fmt: skip
_SYMBOL |= {0x41 + at: letter for at, letter in enumerate(_GREEK)}
_SYMBOL |= {0x61 + at: letter for at, letter in enumerate("αβχδεφγηιϕκλμνοπθρστυϖωξψζ")}
_SYMBOL |= {code: chr(code) for code in range(0x20, 0x40) if chr(code) not in '"$-'}
_FONTS = {
    "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "wingdings 3": _WINGDINGS_3, "webdings": _WEBDINGS,
    "symbol": _SYMBOL,
}  # fmt: skip
_PRIVATE = 0xF000


def symbol(font: str, code: int) -> str:
    """The character that a code of a font looks like; empty when it is a picture that none looks like."""
    low = code - _PRIVATE if _PRIVATE <= code < _PRIVATE + 0x100 else code
    known = _FONTS.get(font.strip().lower())
    if known is not None:
        return known.get(low, "")
    return chr(code) if 0x20 <= code < 0xD800 else ""


def pictured(font: str, text: str) -> str:
    """A text set in a picture font as what is seen; letters that look like nothing known stay."""
    if font.strip().lower() not in _FONTS:
        return text
    return "".join(symbol(font, ord(c)) or ("" if _PRIVATE <= ord(c) < _PRIVATE + 0x100 else c) for c in text)
