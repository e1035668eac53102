"""Sourced tables of reference values: the shape of a table in knowledge/benchmarks, and how a value is looked up."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from copilot.resources import load_yaml, resource
from copilot.scoring.base import Currency, Name, PositiveAmount, Strict

Years = Annotated[Decimal, Field(ge=0, le=80, decimal_places=6)]


class BothLanguages(Strict):
    """A text in French and in English."""

    fr: Name
    en: Name


class Band(Strict):
    """The range of values for a range of keys, `start` included and `end` not."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    label: Name
    start: Years = Field(alias="from")
    end: Years | None = Field(default=None, alias="to")
    low: PositiveAmount
    high: PositiveAmount

    def holds(self, key: Decimal) -> bool:
        """Whether the key lies in the band."""
        return self.start <= key and (self.end is None or key < self.end)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.low > self.high or (self.end is not None and self.end <= self.start):
            raise ValueError(f"rows: the band {self.label!r} ends before it starts")
        return self


class Variable(Strict):
    """What comes on top, as a fraction of the value."""

    low: Annotated[Decimal, Field(ge=0, le=10)]
    high: Annotated[Decimal, Field(ge=0, le=10)]

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.low > self.high:
            raise ValueError(f"variable: low = '{self.low}' is above high = '{self.high}'")
        return self


class Benchmark(Strict):
    """A table that names its source, its year and what it holds for."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,80}$")]
    year: Annotated[int, Field(ge=1990, le=2200)]
    unit: Currency
    source: Name
    source_detail: BothLanguages
    subject: BothLanguages
    scope: BothLanguages
    rows: Annotated[list[Band], Field(min_length=1, max_length=200)]
    variable: Variable | None = None

    @model_validator(mode="after")
    def _bands_join(self) -> Self:
        for one, two in zip(self.rows, self.rows[1:], strict=False):
            if one.end != two.start:
                raise ValueError(f"rows: the band {two.label!r} must start where {one.label!r} ends")
        return self

    def band(self, key: Decimal) -> Band | None:
        """The band of that key; None outside the table."""
        return next((band for band in self.rows if band.holds(key)), None)


@cache
def benchmarks() -> dict[str, Benchmark]:
    """Every table of knowledge/benchmarks by its id, which is also the name of its file."""
    found = {}
    for path in sorted((resource("knowledge") / "benchmarks").glob("*.yaml")):
        table = Benchmark.model_validate(load_yaml(path))
        if table.id != path.stem:
            raise ValueError(f"{path.name}: its id is {table.id!r}; it must be the name of the file")
        found[table.id] = table
    return found
