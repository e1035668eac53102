"""Share of satisfied answers (S2 names it; method row 36 gives the rule)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from copilot.schemas.evidence import Language
from copilot.scoring.base import Note, Outcome, Strict, ratio
from copilot.scoring.plan.answers import FEW_ANSWERS, Count, SmallSample, few_answers
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, number, percent

FORMULA = "CSAT = answers of 4 or 5 / all answers, on a scale from 1 to 5"
SATISFIED, UNHAPPY = 4, 2


class CsatInput(Strict):
    """The answers to a satisfaction question from 1 to 5, one by one or counted."""

    scores: list[Annotated[int, Field(ge=1, le=5)]] | None = Field(
        default=None, max_length=100_000, description="every answer, a whole number from 1 to 5; or give the counts"
    )
    satisfied: Count | None = Field(default=None, description="number of answers of 4 or 5; 0 when there is none")
    responses: Count | None = Field(default=None, description="number of all answers, satisfied or not")
    small_sample: SmallSample = Field(
        default=FEW_ANSWERS, description="warn below this many answers; 30 is our default"
    )

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if self.scores is not None and (self.satisfied is not None or self.responses is not None):
            raise ValueError("scores: give the scores or satisfied and responses, not both")
        if self.satisfied is not None and self.responses is not None and self.satisfied > self.responses:
            raise ValueError(f"satisfied = '{self.satisfied}': more than responses = '{self.responses}'")
        return self


class CsatScore(Strict):
    """How often one mark was given."""

    score: int
    answers: int
    share: Decimal = Field(description="of all answers, a fraction")


class CsatResult(Strict):
    """How many are satisfied."""

    csat: Decimal = Field(description="a fraction from 0 to 1")
    satisfied: int = Field(description="answers of 4 or 5")
    responses: int = Field(description="all answers")
    unhappy: int | None = Field(description="answers of 1 or 2; None when only counts were given")


def csat(given: CsatInput) -> Outcome[CsatResult]:
    """The share of answers of 4 or 5."""
    scores = given.scores
    satisfied, responses = given.satisfied, given.responses
    if scores is not None:
        satisfied, responses = sum(score >= SATISFIED for score in scores), len(scores)
    missing = [name for name, count in (("satisfied", satisfied), ("responses", responses)) if count is None]
    if responses == 0:
        missing = ["answers"]
    if missing or satisfied is None or not responses:
        return Outcome(result=None, formula=FORMULA, missing=missing)
    whole = Decimal(responses)
    result = CsatResult(
        csat=ratio(Decimal(satisfied), whole),
        satisfied=satisfied,
        responses=responses,
        unhappy=None if scores is None else sum(score <= UNHAPPY for score in scores),
    )
    items = [
        CsatScore(score=score, answers=scores.count(score), share=ratio(Decimal(scores.count(score)), whole))
        for score in range(5, 0, -1)
    ] if scores else []  # fmt: skip
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(items),
        findings=few_answers("csat.few", responses, given.small_sample, Decimal(1)),
        why=_why(result),
    )


def _why(result: CsatResult) -> list[Note]:
    def values(language: Language) -> dict[str, object]:
        return {
            "csat": percent(result.csat, language),
            "satisfied": number(Decimal(result.satisfied), language),
            "n": number(Decimal(result.responses), language),
            "others": number(Decimal(result.responses - result.satisfied), language),
            "unhappy": number(Decimal(result.unhappy or 0), language),
            "points": number(ratio(Decimal(100), Decimal(result.responses)), language, 1),
        }

    lever = "csat.call_unhappy" if result.unhappy else "csat.win_others"
    if result.satisfied == result.responses:
        lever = "csat.all"
    return [both("csat.share", values), both(lever, values)]


TOOL = Tool(
    name="csat",
    version="1",
    source="S2 names the indicator, method row 36; the warning below 30 answers is ours",
    function=csat,
    input=CsatInput,
    result=CsatResult,
    example={"scores": [5, 4, 4, 3, 5, 2, 4, 5]},
)
