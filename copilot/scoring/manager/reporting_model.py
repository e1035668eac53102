"""What the reader of reporting tables takes and gives (S3, method rows 56 and 61)."""

from __future__ import annotations

import datetime as dt
from typing import Self

from pydantic import Field, model_validator

from copilot.schemas.evidence import Language
from copilot.scoring.base import Strict
from copilot.scoring.days import Day
from copilot.scoring.manager.functions import FunctionGroup
from copilot.scoring.manager.reporting_columns import DayOrder, DayProblem, Role, roles_of
from copilot.scoring.manager.reporting_rows import Layout, Reason

MOST_TEXT = 100_000
MOST_ROWS = 5_000


class ReportingInput(Strict):
    """A reporting table, as a text or as rows."""

    text: str | None = Field(
        default=None,
        max_length=MOST_TEXT,
        description="the table as text: cells parted by |, tab, semicolon or comma, or lines that start with a date",
    )
    header: list[str] | None = Field(
        default=None,
        max_length=30,
        description="with `rows`: the names of the columns, French or English, in any order; left out when the first "
        "row holds them, or when the order is date, company, person, function, action, result",
    )
    rows: list[list[str | None]] | None = Field(
        default=None, max_length=MOST_ROWS, description="instead of `text`: the rows, each a list of cells"
    )
    language: Language = Field(default="fr", description="language that dates are written in; decides doubtful words")
    as_of: Day | None = Field(
        default=None, description="day of the report; gives a date without a year its year, left out when unknown"
    )
    day_order: DayOrder = Field(
        default="auto",
        description="order of a date in figures: day_first (03/04 is 3 April), month_first, or auto: what the table "
        "itself shows, else day first and marked as doubtful",
    )

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if self.text is not None and self.rows is not None:
            raise ValueError("text: give the text or the rows, not both")
        if self.header is not None and self.rows is None:
            raise ValueError("header: only with `rows`; in a text the header stands above its table")
        if self.header is not None and roles_of(self.header) is None:
            raise ValueError(
                f"header = {', '.join(self.header)[:80]!r}: fewer than three columns are known, or neither date nor "
                "company; name them date, société, interlocuteur, fonction, action, résultat, or in English"
            )
        return self


class ReportingRow(Strict):
    """One action that was done, and what came of it."""

    line: int = Field(description="line of the text, or rank of the row, from 1")
    date: dt.date | None = Field(description="null when it is not a known day")
    date_text: str = Field(description="the date as written")
    date_ambiguous: bool = Field(description="day and month may be the other way round, or the year is a guess")
    company: str | None
    contact: str | None
    function: str | None
    function_group: FunctionGroup | None = Field(description="null when no function is written")
    action: str | None
    result: str | None
    repaired: bool = Field(description="whether the row was put together from several lines or filled from above")


class Unread(Strict):
    """Something that could not be read."""

    line: int
    text: str
    cell: Role | None = Field(description="the cell that is in doubt, in a row that is kept; null for a whole line")
    reason: Reason | DayProblem


class FunctionCount(Strict):
    """How many actions met a group of functions."""

    group: FunctionGroup
    rows: int


class ReportingResult(Strict):
    """What the table holds, and what of it could not be read."""

    rows: int
    layout: Layout
    columns: dict[Role, str] = Field(description="role -> header as written; empty when the order was assumed")
    first_date: dt.date | None
    last_date: dt.date | None
    companies: int
    functions: list[FunctionCount] = Field(description="most met first")
    unread: list[Unread] = Field(description="every line or date that could not be read")
