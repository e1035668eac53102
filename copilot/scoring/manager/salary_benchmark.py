"""What a sourced table says about pay for so many years of experience (S0, method row 49)."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Self

from pydantic import Field, model_validator

from copilot.schemas.evidence import Language
from copilot.scoring.base import PRECISION, Note, Outcome, Strict
from copilot.scoring.days import Day
from copilot.scoring.manager.benchmarks import Band, Benchmark, Years, benchmarks
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, money, percent

FORMULA = "band with from <= years < to; total_low = low * (1 + variable_low); total_high = high * (1 + variable_high)"
DEFAULT_TABLE = "salary_kam_france_2025"
OLD_AFTER = 2
"""A table is called old from so many years on (ours)."""


class SalaryInput(Strict):
    """Years of experience, and which table to look them up in."""

    years: Years | None = Field(
        default=None, description="years of experience, 0 to 80, fractions allowed; left out when unknown"
    )
    benchmark: str = Field(
        default=DEFAULT_TABLE, max_length=80, description=f"id of the table; {DEFAULT_TABLE!r} when left out"
    )
    as_of: Day | None = Field(default=None, description="today; left out, nothing is said about the table's age")

    @model_validator(mode="after")
    def _table_is_known(self) -> Self:
        if self.benchmark not in benchmarks():
            known = ", ".join(benchmarks())
            raise ValueError(f"benchmark = {self.benchmark[:80]!r}: there is no such table; known tables: {known}")
        return self


class SalaryResult(Strict):
    """The band of the table, with and without the variable part."""

    band: str = Field(description="years of experience of the band, as in the source")
    currency: str
    fixed_low: Decimal = Field(description="gross a year")
    fixed_high: Decimal
    variable_low: Decimal | None = Field(description="fraction of the fixed pay; null when the table gives none")
    variable_high: Decimal | None
    total_low: Decimal | None = Field(description="lowest fixed pay with the lowest variable part; null without one")
    total_high: Decimal | None = Field(description="highest fixed pay with the highest variable part")
    benchmark: str
    source: str
    year: int
    scope_fr: str = Field(description="what the table holds for, in French")
    scope_en: str = Field(description="the same in English")


def salary_benchmark(given: SalaryInput) -> Outcome[SalaryResult]:
    """The pay that a sourced table gives for so many years of experience."""
    if given.years is None:
        return Outcome(result=None, formula=FORMULA, missing=["years"])
    table = benchmarks()[given.benchmark]
    band = table.band(given.years)
    if band is None:
        missing = [f"a band for {given.years} years in {table.id}"]
        return Outcome(result=None, formula=FORMULA, missing=missing)
    low, high = _totals(table, band)
    result = SalaryResult(
        band=band.label,
        currency=table.unit,
        fixed_low=band.low,
        fixed_high=band.high,
        variable_low=table.variable.low if table.variable else None,
        variable_high=table.variable.high if table.variable else None,
        total_low=low,
        total_high=high,
        benchmark=table.id,
        source=table.source,
        year=table.year,
        scope_fr=table.scope.fr,
        scope_en=table.scope.en,
    )
    return Outcome(result=result, formula=FORMULA, findings=_findings(given, table), why=_why(result, table))


def _totals(table: Benchmark, band: Band) -> tuple[Decimal, Decimal] | tuple[None, None]:
    if table.variable is None:
        return None, None
    with localcontext(prec=PRECISION):
        return band.low * (1 + table.variable.low), band.high * (1 + table.variable.high)


def _findings(given: SalaryInput, table: Benchmark) -> list[Note]:
    found = [both("salary.scope", lambda language: {"scope": getattr(table.scope, language), "year": table.year})]
    if given.as_of is not None and given.as_of.year - table.year >= OLD_AFTER:
        age = given.as_of.year - table.year
        found.append(both("salary.old", lambda _: {"year": table.year, "age": age, "limit": OLD_AFTER}))
    return found


def _why(result: SalaryResult, table: Benchmark) -> list[Note]:
    def values(language: Language) -> dict[str, object]:
        amounts = {
            name: money(getattr(result, name) or Decimal(0), result.currency, language)
            for name in ("fixed_low", "fixed_high", "total_low", "total_high")
        }
        return {
            **amounts,
            "band": result.band,
            "subject": getattr(table.subject, language),
            "variable_low": percent(result.variable_low or Decimal(0), language),
            "variable_high": percent(result.variable_high or Decimal(0), language),
            "source": table.source,
            "detail": getattr(table.source_detail, language),
        }

    codes = ["salary.fixed"] if result.total_low is None else ["salary.fixed", "salary.total"]
    return [both(code, values) for code in [*codes, "salary.source"]]


TOOL = Tool(
    name="salary_benchmark",
    version="1",
    source="S0, method row 49 (Michael Page 2025, via S0); the total range is our own computation from its figures",
    function=salary_benchmark,
    input=SalaryInput,
    result=SalaryResult,
    example={"years": 2},
)
