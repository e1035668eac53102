"""How long a period is for a level of experience, and when the next review falls (S3, method row 59)."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from copilot.schemas.evidence import Language
from copilot.scoring.base import Note, Outcome, Strict
from copilot.scoring.days import Day, written
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both
from copilot.text.catalogue import t
from copilot.text.normalise import fold

FORMULA = "next review = last review + days of the level"
Level = Literal["debutant", "confirme", "senior"]
_ALSO: dict[str, Level] = {
    "debutante": "debutant", "beginner": "debutant", "junior": "debutant",
    "confirmee": "confirme", "confirmed": "confirme", "experienced": "confirme", "intermediate": "confirme",
}  # fmt: skip
_SATURDAY = 5
Length = Annotated[int, Field(ge=1, le=366)]


def _level(value: object) -> object:
    """The level in either language, with or without accents."""
    folded = fold(value) if isinstance(value, str) else value
    return _ALSO.get(folded, folded) if isinstance(folded, str) else folded


class PeriodLengths(Strict):
    """Days between two reviews, by level; S3 gives only a week for a beginner and several months for a senior."""

    debutant: Length = Field(default=7, description="days for a beginner, 1 to 366; our default is 7")
    confirme: Length = Field(default=30, description="days for a confirmed salesperson, 1 to 366; our default is 30")
    senior: Length = Field(default=90, description="days for a senior, 1 to 366; our default is 90")


class ReviewInput(Strict):
    """The level of experience, and the last review."""

    level: Annotated[Level | None, BeforeValidator(_level)] = Field(
        default=None, description="debutant (beginner), confirme (confirmed) or senior; left out when unknown"
    )
    last: Day | None = Field(default=None, description="day of the last review; left out when there was none")
    as_of: Day | None = Field(default=None, description="today; left out, nothing is said about lateness")
    lengths: PeriodLengths = Field(default=PeriodLengths(), description="our default lengths, to be changed here")


class ReviewResult(Strict):
    """The period and the next review."""

    level: Level
    days: int = Field(description="length of the period")
    next_date: dt.date | None = Field(description="last review + days; null when there was no review yet")
    days_left: int | None = Field(description="from as_of to the next review; negative when it is late")
    late: bool | None = Field(description="whether the next review lies before as_of; null when that is not known")


def review_period(given: ReviewInput) -> Outcome[ReviewResult]:
    """The length of the period for a level, and the day of the next review."""
    if given.level is None:
        return Outcome(result=None, formula=FORMULA, missing=["level"])
    days: int = getattr(given.lengths, given.level)
    next_date = given.last + dt.timedelta(days=days) if given.last else None
    left = (next_date - given.as_of).days if next_date and given.as_of else None
    result = ReviewResult(
        level=given.level,
        days=days,
        next_date=next_date,
        days_left=left,
        late=None if left is None else left < 0,
    )
    return Outcome(result=result, formula=FORMULA, findings=_findings(given, result), why=_why(given, result))


def _findings(given: ReviewInput, result: ReviewResult) -> list[Note]:
    found = []
    if result.next_date is None:
        found.append(both("review.no_last", lambda _: {}))
    elif result.next_date.weekday() >= _SATURDAY:
        day = result.next_date
        found.append(both("review.weekend", lambda language: {"day": written(day, language)}))
    if given.last and given.as_of and given.last > given.as_of:
        last = given.last
        found.append(both("review.last_ahead", lambda language: {"last": written(last, language)}))
    return found


def _why(given: ReviewInput, result: ReviewResult) -> list[Note]:
    def values(language: Language) -> dict[str, object]:
        return {
            "level": t(f"scoring.level.{result.level}", language),
            "days": result.days,
            "last": written(given.last, language) if given.last else "",
            "next": written(result.next_date, language) if result.next_date else "",
            "late": -(result.days_left or 0),
            "left": result.days_left,
        }

    ours = given.lengths == PeriodLengths()
    codes = ["review.length_ours" if ours else "review.length_chosen"]
    if result.next_date is not None:
        codes.append("review.next")
    if result.late is not None:
        codes.append("review.late" if result.late else "review.left")
    return [both(code, values) for code in codes]


TOOL = Tool(
    name="review_period",
    version="1",
    source="S3, method row 59; 7, 30 and 90 days are our own default within the range of the source",
    function=review_period,
    input=ReviewInput,
    result=ReviewResult,
    example={"level": "confirme", "last": "2026-03-02", "as_of": "2026-03-20"},
)
