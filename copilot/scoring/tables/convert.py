"""The cells of a table as the values that a field takes, and what could not be read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from copilot.scoring.base import HUNDRED
from copilot.scoring.tables.calendar_days import read_days
from copilot.scoring.tables.cells import Cell, NumberStyle, Unit, read_unit
from copilot.scoring.tables.fields import Slot
from copilot.scoring.tables.lexicon import choice_of, flag_of
from copilot.scoring.tables.numbers import decimals, read_column
from copilot.text.normalise import fold

_RATE_HEADER = re.compile(r"%|\bpct\b|\btaux\b|\brate\b|\bpercent\w*|\bproba\w*|\blikelihood\b|\bchances?\b")
MONEY_OR_RATE = frozenset({"margin"})
"""Rates that people also write as amounts, to be divided by the revenue of the same row."""
_LIST = re.compile(r"\s*[;|\n]\s*|\s+/\s+")
_MOST_WORDS = 3
"""Of each part between commas in a list: longer ones are the clauses of a sentence."""


@dataclass
class Values:
    """One column as values, by row; what is None was empty or unreadable."""

    values: list[Any]
    unread: list[int] = field(default_factory=list)
    """Rows whose cell holds something that is no value of the field."""
    doubtful: str | None = None
    scale: Decimal = Decimal(1)
    mixed_unit: bool = False
    """Whether cells that state a currency stand under a header that states thousands or millions."""
    as_money: bool = False
    """Whether a column of rates holds amounts."""
    ambiguous: bool = False
    """Whether a column of rates may hold percentages or amounts."""


def values_of(slot: Slot, header: str, texts: Sequence[str], unit: Unit, style: NumberStyle | None) -> Values:
    """The cells under `header` as values of the field; amounts are in whole units by `unit`."""
    match slot.kind:
        case "amount" | "number" | "whole" | "fraction":
            return _numbers(slot, header, texts, unit, style)
        case "day":
            days = read_days(texts)
            found = Values([day.isoformat() if day else None for day in days.days], doubtful=days.doubtful)
        case "flag":
            found = Values([flag_of(text) for text in texts])
        case "choice":
            found = Values([choice_of(text, slot.choices) for text in texts])
        case "texts":
            found = Values([parts_of(text) or None for text in texts])
        case "choices":
            found = Values(
                [[c for part in parts_of(text) if (c := choice_of(part, slot.choices))] or None for text in texts]
            )
        case _:
            found = Values([text or None for text in texts])
    found.unread = [rank for rank, text in enumerate(texts) if text and found.values[rank] is None]
    return found


def parts_of(text: str) -> list[str]:
    """The items of a list in a cell: Paul ; Anna, or Paul, Anna."""
    parts = [part for part in _LIST.split(text.strip()) if part]
    if "," in text and not _LIST.search(text):
        by_comma = [part.strip() for part in text.split(",") if part.strip()]
        if all(len(part.split()) <= _MOST_WORDS for part in by_comma):
            return by_comma
    return parts


def _numbers(slot: Slot, header: str, texts: Sequence[str], unit: Unit, style: NumberStyle | None) -> Values:
    column = read_column(texts, style)
    found = Values([], doubtful=column.doubtful)
    cells = column.cells
    found.unread = [rank for rank, text in enumerate(texts) if text and cells[rank] is None]
    if slot.kind == "fraction":
        _fractions(found, header, cells, may_be_money=slot.name in MONEY_OR_RATE)
    elif slot.kind == "amount":
        found.scale = unit.scale
        found.values = [_amount(cell, unit) for cell in cells]
        found.unread += [rank for rank, cell in enumerate(cells) if cell is not None and found.values[rank] is None]
        bare = unit.scale != 1 and any(cell is not None and cell.currency and not cell.scaled for cell in cells)
        found.mixed_unit = bare
    else:
        found.values = [None if cell is None else _plain(cell) for cell in cells]
    if slot.kind == "whole":
        for rank, value in enumerate(found.values):
            if value is not None and value != value.to_integral_value():
                found.values[rank] = None
                found.unread.append(rank)
        found.values = [None if value is None else int(value) for value in found.values]
    else:
        found.values = [None if value is None else decimals(value, slot.places) for value in found.values]
    found.unread.sort()
    return found


def _amount(cell: Cell | None, unit: Unit) -> Decimal | None:
    if cell is None or cell.percent:
        return None
    return cell.value if cell.scaled or cell.currency else cell.value * unit.scale


def _plain(cell: Cell) -> Decimal:
    return cell.value / HUNDRED if cell.percent else cell.value


def _fractions(found: Values, header: str, cells: Sequence[Cell | None], *, may_be_money: bool) -> None:
    """Rates: 65 %, 65 under a header that says it is a rate, or 0.65; above 1 a rate can only be in percent."""
    known = [cell for cell in cells if cell is not None]
    found.values = [None] * len(cells)
    if may_be_money and (any(cell.scaled or cell.currency for cell in known) or read_unit(header).known):
        found.as_money = True
        return
    bare = [abs(cell.value) for cell in known if not cell.percent]
    says_rate = not may_be_money or _RATE_HEADER.search(fold(header)) is not None
    marked = len(bare) < len(known)
    if bare and max(bare) > 1 and not says_rate and not marked:
        found.as_money = max(bare) > HUNDRED
        found.ambiguous = not found.as_money
        return
    hundredths = says_rate and bare and max(bare) > 1
    for rank, cell in enumerate(cells):
        if cell is not None:
            in_percent = cell.percent or hundredths or (marked and abs(cell.value) > 1)
            found.values[rank] = cell.value / HUNDRED if in_percent else cell.value
