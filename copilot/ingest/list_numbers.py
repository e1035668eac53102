"""Numbers of lists as letters and Roman numerals."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_FURTHEST, _MOST_LETTERS = 30_000, 40


def in_list(value: int, kind: str) -> str:
    """A number as a list shows it: « 3 », « c », « iii »; the kinds are named as in Word."""
    if kind in ("none", "bullet"):
        return ""
    if not 0 < value < _FURTHEST:
        return str(value)
    match kind:
        case "lowerLetter" | "upperLetter":
            letter = chr(ord("a") + (value - 1) % 26) * min((value - 1) // 26 + 1, _MOST_LETTERS)
            return letter if kind == "lowerLetter" else letter.upper()
        case "lowerRoman" | "upperRoman":
            roman = ""
            for worth, letters in _ROMAN:
                roman += letters * (value // worth)
                value %= worth
            return roman if kind == "lowerRoman" else roman.upper()
        case "decimalZero":
            return f"{value:02d}"
    return str(value)
