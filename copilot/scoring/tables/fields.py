"""What the inputs of a tool want to be filled with: the kinds of their fields, read from the models themselves."""

from __future__ import annotations

import datetime as dt
import types
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

Kind = Literal["text", "amount", "fraction", "number", "whole", "day", "flag", "choice", "texts", "choices", "other"]
NUMERIC: frozenset[Kind] = frozenset({"amount", "fraction", "number", "whole"})
_AMOUNT_BOUND = Decimal("1e15")


@dataclass(frozen=True)
class Slot:
    """One field that a cell can fill."""

    name: str
    kind: Kind
    required: bool
    choices: tuple[str, ...] = ()
    places: int | None = None
    """Most decimals that it takes."""
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True)
class RowList:
    """A list in the inputs of a tool, which the rows of a table can fill."""

    name: str
    required: bool
    slots: tuple[Slot, ...]
    plain: bool = False
    """Whether its items are bare values of one column."""

    @property
    def key(self) -> Slot | None:
        """The field that tells one row from another: the first text that every row needs."""
        return next((slot for slot in self.slots if slot.kind == "text" and slot.required), None)

    def slot(self, name: str) -> Slot | None:
        """The field of that name."""
        return next((slot for slot in self.slots if slot.name == name), None)


@dataclass(frozen=True)
class Wanted:
    """The inputs of a tool, as a table sees them."""

    scalars: tuple[Slot, ...]
    lists: tuple[RowList, ...]
    money: bool
    """Whether amounts need a currency."""

    def scalar(self, name: str) -> Slot | None:
        """The single value of that name."""
        return next((slot for slot in self.scalars if slot.name == name), None)


@cache
def wanted(model: type[BaseModel]) -> Wanted:
    """What the input model of a tool can take from a table."""
    scalars: list[Slot] = []
    lists: list[RowList] = []
    for name, info in model.model_fields.items():
        base, bounds = unwrap(info.annotation, list(info.metadata))
        items = items_of(base)
        if items is None:
            scalars.append(slot_of(name, info.is_required(), base, bounds))
        else:
            lists.append(_row_list(name, info.is_required(), *items))
    return Wanted(tuple(scalars), tuple(lists), "currency" in model.model_fields)


def items_of(base: Any) -> tuple[Any, list[Any]] | None:
    """The type of the items of a list with their bounds, None for what is no list."""
    if get_origin(base) is not list:
        return None
    return unwrap(get_args(base)[0], [])


def _row_list(name: str, required: bool, item: Any, bounds: list[Any]) -> RowList:
    if isinstance(item, type) and issubclass(item, BaseModel):
        slots = tuple(_row_slot(field, info) for field, info in item.model_fields.items())
        return RowList(name, required, slots)
    return RowList(name, required, (slot_of(name, True, item, bounds),), plain=True)


def _row_slot(name: str, info: FieldInfo) -> Slot:
    base, bounds = unwrap(info.annotation, list(info.metadata))
    inner = items_of(base)
    if inner is not None:
        item = slot_of(name, info.is_required(), *inner)
        kinds: dict[Kind, Kind] = {"text": "texts", "choice": "choices"}
        return Slot(name, kinds.get(item.kind, "other"), info.is_required(), item.choices)
    return slot_of(name, info.is_required(), base, bounds)


def unwrap(annotation: Any, metadata: list[Any]) -> tuple[Any, list[Any]]:
    """The type under `X | None` and `Annotated`, with all its bounds."""
    found = list(metadata)
    base = annotation
    while True:
        if get_origin(base) is Annotated:
            base, *more = get_args(base)
            for one in more:
                found += one.metadata if isinstance(one, FieldInfo) else [one]
        elif get_origin(base) in (Union, types.UnionType):
            others = [part for part in get_args(base) if part is not types.NoneType]
            if len(others) != 1:
                return base, found
            base = others[0]
        else:
            return base, found


def slot_of(name: str, required: bool, base: Any, bounds: list[Any]) -> Slot:
    """A field of an unwrapped type with its bounds."""
    low, high = _bound(bounds, "ge", "gt"), _bound(bounds, "le", "lt")
    places = next((one.decimal_places for one in bounds if getattr(one, "decimal_places", None) is not None), None)
    choices = tuple(str(one) for one in get_args(base)) if get_origin(base) is Literal else ()
    return Slot(name, _kind(base, low, high), required, choices, places, low, high)


def _bound(bounds: list[Any], *names: str) -> Decimal | None:
    found = (getattr(one, name, None) for one in bounds for name in names)
    return next((Decimal(str(value)) for value in found if isinstance(value, int | float | Decimal)), None)


def _kind(base: Any, low: Decimal | None, high: Decimal | None) -> Kind:
    if get_origin(base) is Literal:
        return "choice"
    if base is Decimal:
        if high is not None and high >= _AMOUNT_BOUND:
            return "amount"
        return "fraction" if high is not None and high <= 1 and low is not None else "number"
    kinds: dict[Any, Kind] = {str: "text", int: "whole", bool: "flag", dt.date: "day"}
    return kinds.get(base, "other")
