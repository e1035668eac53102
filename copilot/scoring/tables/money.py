"""What a table says of its amounts: their unit and their one currency."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from copilot.errors import BadInput
from copilot.scoring.tables.assign import Assigned
from copilot.scoring.tables.cells import NumberStyle, Unit, read_unit
from copilot.scoring.tables.convert import MONEY_OR_RATE
from copilot.scoring.tables.fields import RowList
from copilot.scoring.tables.grid import Grid
from copilot.text.normalise import fold

_UNITS = {"1": 1, "k": 1_000, "m": 1_000_000, "md": 1_000_000_000, "bn": 1_000_000_000}


@dataclass(frozen=True)
class Wishes:
    """What the caller says about a table."""

    currency: str | None = None
    unit: str | None = None
    numbers: NumberStyle | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    hidden: bool = False
    """Whether hidden rows count too."""

    def scale(self) -> Decimal | None:
        """The number that stands for the unit.

        Raises:
            BadInput: it is no unit.
        """
        if self.unit is None:
            return None
        key = fold(self.unit).rstrip("€$£ ").removesuffix("eur").strip() or "1"
        if key not in _UNITS:
            raise BadInput(f"unit = {self.unit!r}: use one of {', '.join(_UNITS)}")
        return Decimal(_UNITS[key])


def units_of(rows: RowList, grid: Grid, found: Assigned, wishes: Wishes) -> dict[str, Unit]:
    """The unit of each column of amounts: its header's, else another amount's, else the title's, else as said.

    Raises:
        BadInput: the unit that was said is not the one that stands in the table.
    """
    amounts = [slot.name for slot in rows.slots if slot.kind == "amount" and slot.name in found.columns]
    own = {name: read_unit(grid.header[found.columns[name]]) for name in amounts}
    shared = next((unit for unit in own.values() if unit.known), read_unit(grid.title))
    said = wishes.scale()
    units = {}
    for name in amounts:
        unit = own[name] if own[name].known else shared
        if said is not None and unit.scale not in (1, said):
            raise BadInput(
                f"unit = {wishes.unit!r}: {grid.header[found.columns[name]]!r} of {grid.name!r} says it counts in "
                f"{unit.scale}; leave the unit out, or correct the table"
            )
        units[name] = unit if said is None else Unit(unit.currency, said, known=True)
    return units


def currency_of(rows: RowList, grid: Grid, found: Assigned, wishes: Wishes) -> str | None:
    """The one currency of the amounts, None when nothing says it.

    Raises:
        BadInput: there are two, or the one that was said is another.
    """
    places: dict[str, str] = {}
    for text, is_code in _spoken(rows, grid, found):
        stated = _stated(text, is_code=is_code)
        if stated:
            places.setdefault(stated, text)
    if not places and (stated := read_unit(grid.title).currency):
        places[stated] = grid.title
    if len(places) > 1:
        (first, here), (second, there), *_ = places.items()
        raise BadInput(
            f"{grid.name!r}: amounts in {first} ({here[:40]!r}) and in {second} ({there[:40]!r}); "
            "one currency per call: convert first, or give a table for each"
        )
    found_here = next(iter(places), None)
    if found_here and wishes.currency and found_here != wishes.currency:
        raise BadInput(
            f"currency = {wishes.currency!r}: {grid.name!r} says {found_here} ({places[found_here][:40]!r}); "
            "leave the currency out, or correct the table"
        )
    return found_here or wishes.currency


def _spoken(rows: RowList, grid: Grid, found: Assigned) -> Iterator[tuple[str, bool]]:
    """The texts that may state a currency, and whether they are nothing but its code."""
    for slot in rows.slots:
        index = found.columns.get(slot.name)
        if index is None:
            continue
        if slot.name == "currency":
            yield from ((text, True) for text in grid.column(index))
        elif slot.kind == "amount" or slot.name in MONEY_OR_RATE:
            yield grid.header[index], False
            yield from ((text, False) for text in grid.column(index))


def _stated(text: str, *, is_code: bool) -> str | None:
    code = text.strip().upper()
    if is_code and len(code) == 3 and code.isascii() and code.isalpha():
        return code
    return read_unit(text).currency


def one_currency(stated: Mapping[str, str | None], wishes: Wishes) -> str:
    """The currency of all tables that were read: `stated` is what each says of itself.

    Raises:
        BadInput: nothing says it, or two tables say two.
    """
    known = {currency: name for name, currency in stated.items() if currency}
    if len(known) > 1:
        (first, here), (second, there), *_ = known.items()
        raise BadInput(f"{here!r} is in {first} and {there!r} in {second}; one currency per call: convert first")
    found = next(iter(known), wishes.currency)
    if found is None:
        raise BadInput(
            f"{next(iter(stated))!r} does not say its currency: give it (currency = EUR), or write it in a header, "
            "for example 'CA 2025 (k€)'"
        )
    if wishes.currency and found != wishes.currency:
        raise BadInput(f"currency = {wishes.currency!r}: {known[found]!r} says {found}")
    return found


def unit_hint(grid: Grid, wishes: Wishes) -> str:
    """The title, with the unit that was said when the table states none."""
    scale = wishes.scale()
    words = {Decimal(1_000): "milliers", Decimal(1_000_000): "millions", Decimal(1_000_000_000): "milliards"}
    stated = any(read_unit(text).known for text in (*grid.header, grid.title))
    return grid.title if scale is None or stated else f"{words.get(scale, '')} {grid.title}"
