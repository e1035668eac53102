"""The numbers of a column: which sign separates the decimals, what each cell is worth, what stays in doubt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from copilot.scoring.tables.cells import Cell, NumberStyle, read_cell
from copilot.text.normalise import fold

_LIKE_A_NUMBER = re.compile(r"[(~≈\s+\-−€$£]*\d[\d\s.,'’\u00a0\u202f]*\D{0,12}$")
_GROUPED = re.compile(r"\d[ '’]\d{3}(?!\d)")
_WITH_WORD = re.compile(
    r"^(?P<number>[-+]?\d[\d.,' ]*?)\s*(?:mois|months?|jours?|days?|ans?|years?|semaines?|weeks?|h|heures?|hours?|j|jh"
    r"|sites?|contacts?)\.?$"
)


def style_of(text: str) -> NumberStyle | None:
    """The style that one number can only have, or None: "1,234" may be either."""
    digits = re.sub(r"[^\d.,]", "", text)
    comma, dot = digits.rfind(","), digits.rfind(".")
    if comma < 0 and dot < 0:
        return None
    if comma >= 0 and dot >= 0:
        return "comma" if comma > dot else "dot"
    sign = "," if comma >= 0 else "."
    decimal: NumberStyle = "comma" if sign == "," else "dot"
    thousands: NumberStyle = "dot" if sign == "," else "comma"
    if digits.count(sign) > 1:
        return thousands
    before, _, after = digits.partition(sign)
    is_decimal = len(after) != 3 or len(before) > 3 or before in ("", "0") or _GROUPED.search(fold(text))
    return decimal if is_decimal else None


@dataclass(frozen=True)
class NumberColumn:
    """The cells of one column as numbers."""

    cells: tuple[Cell | None, ...]
    doubtful: str | None
    """A cell whose sign could be read in two ways, when nothing in the table decides."""


def default_style(columns: Sequence[Sequence[str]]) -> NumberStyle | None:
    """The style that most numbers of a table can only have."""
    found = [style for column in columns for text in column if _LIKE_A_NUMBER.match(text) and (style := style_of(text))]
    if not found:
        return None
    return "comma" if found.count("comma") > found.count("dot") else "dot"


def _is_number(text: str) -> bool:
    return read_number(text, "comma") is not None or read_number(text, "dot") is not None


def read_column(texts: Sequence[str], fallback: NumberStyle | None) -> NumberColumn:
    """The numbers of a column; a cell that could be read in two ways follows the column, then the table."""
    own = default_style([texts]) or fallback
    doubtful = None
    cells: list[Cell | None] = []
    for text in texts:
        style = style_of(text)
        if style is None and re.search(r"[.,]", text) and own is None and _is_number(text):
            doubtful = doubtful or text
        cells.append(read_number(text, style or own or "dot"))
    return NumberColumn(tuple(cells), doubtful)


def read_number(text: str, style: NumberStyle) -> Cell | None:
    """The value of a cell; a plus sign, and a word that counts (3 mois), are no obstacle."""
    folded = fold(text).strip()
    cell = read_cell(folded.removeprefix("+").lstrip(), style)
    if cell is None and (match := _WITH_WORD.match(folded)):
        cell = read_cell(match["number"].removeprefix("+"), style)
    return cell


def decimals(value: Decimal, places: int | None) -> Decimal:
    """The value with at most that many decimals: spreadsheets hold tails that nobody wrote."""
    exponent = value.as_tuple().exponent
    if places is None or not isinstance(exponent, int) or -exponent <= places:
        return value
    return value.quantize(Decimal(1).scaleb(-places))
