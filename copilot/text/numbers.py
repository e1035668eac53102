"""Numbers written in figures: French, English, German and Swiss grouping."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

FIGURES = re.compile(
    # "1 200 , 50 €": a space before the comma is a scanner's, where an amount or a share follows.
    r"(?<![\d])(?<!\d[.,])(?:\d{1,3}(?:[ ']\d{3}){0,4} , ?\d{1,2}"
    r"(?= ?(?:%|[km]?(?:€|£|\$)|[km]?(?:eur|chf|usd|gbp)\b|euros?\b))"
    r"|\d{1,3}(?:[ ']\d{3})+(?:[.,]\d{1,12})?|\d{1,3}(?:[.,]\d{3})+(?:[.,]"
    r"\d{1,12})?|\d{1,18}(?:[.,]\d{1,12})?)(?!\d)(?![.,]\d)"
)
"""A number in figures, in a flat text."""


@dataclass(frozen=True)
class Number:
    """A number at its place in a flat text; « une dizaine » is a collective, joined to its noun by « de »."""

    start: int
    end: int
    value: Decimal
    ambiguous: bool = False
    in_words: bool = False
    plain_year: bool = False
    approximate: bool = False
    collective: bool = False


def parse_number(text: str, language: str = "fr") -> tuple[Decimal, bool] | None:
    """The value of figures and whether they could be read otherwise: "1,840" is 1.84 in French, 1840 in English."""
    compact = re.sub(r"[\s']", "", text)
    spaced = compact != text.strip()
    separators = [c for c in compact if c in ".,"]
    ambiguous = False
    if len(set(separators)) == 2:
        decimal = separators[-1]
        compact = compact.replace("," if decimal == "." else ".", "").replace(decimal, ".")
    elif len(separators) > 1:
        compact = compact.replace(separators[0], "")
    elif separators and not spaced and re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", compact):
        grouping = _groups(separators[0], language)
        ambiguous = not (separators[0] == "," and language == "en")
        compact = compact.replace(separators[0], "" if grouping else ".")
    else:
        compact = compact.replace(",", ".")
    try:
        return Decimal(compact), ambiguous
    except InvalidOperation:
        return None


def _groups(separator: str, language: str) -> bool:
    """Whether a lone separator before three digits groups thousands."""
    return separator == "," if language == "en" else separator == "." and language in ("fr", "de", "it", "es", "nl")


def figures(flat: str, language: str) -> list[Number]:
    """All numbers in figures of a flat text."""
    found = []
    for match in FIGURES.finditer(flat):
        parsed = parse_number(match.group(), language)
        if parsed:
            text = match.group()
            year = len(text) == 4 and text.isdigit() and 1900 <= int(text) < 2100
            found.append(Number(match.start(), match.end(), parsed[0], parsed[1], plain_year=year))
    return found
