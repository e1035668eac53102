"""Spreadsheet values as a person reads them in the cell."""

from __future__ import annotations

import datetime as dt
import operator
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

_MAX_DECIMALS = 10
_LITERAL = re.compile(r'"([^"]*)"|\[\$([^\]-]*)[^\]]*\]|\\(.)')
_DIGITS = re.compile(r"[#0?][#0?,. ]*")
_PERIOD = re.compile(r"(?:m{2,5}[^a-z]*)?y{2,4}|y{2,4}[^a-z]*m{1,5}|m[^a-z]*y{2,4}")
"""A format of dates that shows the month or the year only."""
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_FRACTION = re.compile(r"[#?0] ?/ ?[#?0\d]")
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_HOLDS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne,
}  # fmt: skip


def cell_text(value: Any, number_format: str = "General") -> str:
    """The text of a cell: no 1940.0, percentages and units as formatted, dates in ISO form."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.date) and _PERIOD.fullmatch(_shown_date(number_format)):
        return f"{value:%Y-%m}" if "m" in _shown_date(number_format) else f"{value:%Y}"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return value.isoformat("minutes")
    if isinstance(value, dt.timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    if isinstance(value, int | float):
        return _formatted(value, number_format or "General")
    return str(value)


def _shown_date(number_format: str) -> str:
    """The letters of a date's format that stand for its parts, with what stands between them."""
    shown = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|;.*|_.', "", number_format.lower())
    return shown.replace("a", "y") if "aa" in shown else shown.strip()


def exact_text(value: Any, number_format: str = "General") -> str:
    """The text of a cell whose number loses no digit: what the cell holds, not what its format shows of it.

    A format may hide thousands (`#,##0,`) or decimals; the unit that it shows is kept, and the number fits the unit.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return cell_text(value, number_format)
    # Spreadsheets themselves keep fifteen digits: what a binary float has beyond them is noise.
    number = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
    if not number.is_finite():
        return str(value)
    section = _section(number, number_format or "General")
    bare = _LITERAL.sub("", section)
    digits = _DIGITS.search(bare)
    if digits is None or _FRACTION.search(bare):
        return _whole_text(number)
    number = number.scaleb(_thousands(digits[0].rstrip(" ")))
    percent = "%" in bare
    before, after = _units(section)
    return f"{before}{_whole_text(number * 100 if percent else number)}{' %' if percent else ''}{after}"


def _whole_text(number: Decimal) -> str:
    """Every digit; three decimals get a zero more, so that nobody takes the point for a mark of thousands."""
    text = format(number, "f")
    text = (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text


def number_text(value: float) -> str:
    """The shortest usual way to write a number."""
    number = Decimal(str(value))
    return _plain(number) if number.is_finite() else str(value)


def _formatted(value: float, number_format: str) -> str:
    number = Decimal(str(value))
    if not number.is_finite():
        return str(value)
    section = _section(number, number_format)
    bare = _LITERAL.sub("", section)
    digits = _DIGITS.search(bare)
    if digits is None or _FRACTION.search(bare):
        return _wordless(number, section) if digits is None else _plain(number)
    number = abs(number) if _says_sign(number, section, number_format) else number
    shown = digits[0].rstrip(" ")
    percent = "%" in bare
    number = number.scaleb(_thousands(shown) + (2 if percent else 0))
    whole, _, decimals = shown.rstrip(",").partition(".")
    number = number.quantize(Decimal(1).scaleb(-len(decimals)), rounding=ROUND_HALF_UP)
    before, after = _units(section)
    text = _padded(_plain(number), whole) if not decimals and not percent else _plain(number)
    return f"{before}{text}{' %' if percent else ''}{after}"


def _wordless(number: Decimal, section: str) -> str:
    """A number in a format without digits: its words (« n.c. ») where it has some, nothing where it is empty."""
    words = _words(section)
    return words or ("" if not section.strip() else _plain(number))


def _thousands(digits: str) -> int:
    """The power of ten that the commas at the end of a pattern divide by, below zero: « #,##0,, » shows millions."""
    return -3 * (len(digits) - len(digits.rstrip(",")))


def _padded(text: str, pattern: str) -> str:
    """A code with its leading zeros (« 00000 »); numbers have none."""
    return text.zfill(len(pattern)) if len(pattern) > 1 and not pattern.strip("0") and text.isdigit() else text


def _section(number: Decimal, number_format: str) -> str:
    """The part of a format that shows the number: the one whose condition holds, or the one of its sign."""
    sections = _sections(number_format)
    conditions = [_CONDITION.search(section) for section in sections]
    for section, condition in zip(sections, conditions, strict=True):
        if any(conditions) and (condition is None or _HOLDS[condition[1]](number, Decimal(condition[2]))):
            return section.replace(condition[0], "") if condition else section
    if any(conditions):
        return "General"
    if number == 0 and len(sections) > 2:
        return sections[2]
    return sections[1] if number < 0 and len(sections) > 1 and sections[1] else sections[0]


def _sections(number_format: str) -> list[str]:
    """The parts of a format between its semicolons; one that is empty shows nothing."""
    marked = _QUOTED.sub(lambda hit: hit[0].replace(";", "\0"), number_format)
    return [section.replace("\0", ";") for section in marked.split(";")]


def _words(section: str) -> str:
    """The words that a part of a format writes beside the digits."""
    return " ".join(part for part in _units(section) if any(char.isalpha() for char in part)).strip()


def _says_sign(number: Decimal, section: str, number_format: str) -> bool:
    """Whether the part for numbers below zero says so in words of its own: « perte 3 »."""
    return number < 0 and bool(_words(section)) and _words(section) != _words(_sections(number_format)[0])


def _units(pattern: str) -> tuple[str, str]:
    """The literal text before and after the digits of a number format."""
    marked = _LITERAL.sub(lambda hit: f"\1{hit[1] or hit[2] or hit[3] or ''}\2", re.sub(r"_.|\*.", "", pattern))
    inside = re.search(r"[#0?]", re.sub("\1[^\2]*\2", lambda hit: "x" * len(hit[0]), marked))
    at = inside.start() if inside else 0
    before, after = (_literal(part) for part in (marked[:at], marked[at:]))
    return (before if before in ("$", "£", "€") else f"{before} " if before else ""), f" {after}" if after else ""


def _literal(pattern: str) -> str:
    words = re.findall("\1([^\2]*)\2|([€£$])", pattern)
    return "".join(quoted or symbol for quoted, symbol in words).strip(" ()-+")


def _plain(number: Decimal) -> str:
    number = round(number, _MAX_DECIMALS)
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
