"""Net promoter score of a client's answers (S2 names it; method row 36 gives the rule)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from copilot.schemas.evidence import Language
from copilot.scoring.base import HUNDRED, Note, Outcome, Strict, ratio
from copilot.scoring.plan.answers import FEW_ANSWERS, Count, SmallSample, few_answers
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, number, percent

FORMULA = "NPS = 100 * (promoters - detractors) / answers; promoters gave 9-10, passives 7-8, detractors 0-6"
PROMOTER, PASSIVE = 9, 7
BOTH_ENDS = Decimal(2)


class NpsInput(Strict):
    """The answers to "how likely are you to recommend us, from 0 to 10", one by one or counted."""

    scores: list[Annotated[int, Field(ge=0, le=10)]] | None = Field(
        default=None, max_length=100_000, description="every answer, a whole number from 0 to 10; or give the counts"
    )
    promoters: Count | None = Field(default=None, description="number of answers of 9 or 10; 0 when there is none")
    passives: Count | None = Field(default=None, description="number of answers of 7 or 8; 0 when there is none")
    detractors: Count | None = Field(default=None, description="number of answers from 0 to 6; 0 when there is none")
    small_sample: SmallSample = Field(
        default=FEW_ANSWERS, description="warn below this many answers; 30 is our default"
    )

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if self.scores is not None and any(n is not None for n in (self.promoters, self.passives, self.detractors)):
            raise ValueError("scores: give the scores or the three counts, not both")
        return self


class NpsGroup(Strict):
    """One of the three groups of answers."""

    group: str = Field(description="promoters, passives or detractors")
    answers: int
    share: Decimal = Field(description="of all answers, a fraction")


class NpsResult(Strict):
    """The score and what it is made of."""

    nps: Decimal = Field(description="points, from -100 to 100")
    responses: int = Field(description="number of answers")
    promoters: int
    passives: int
    detractors: int
    points_per_convert: Decimal = Field(description="points gained when one detractor becomes a promoter")


def _counts(given: NpsInput) -> dict[str, int | None]:
    if given.scores is None:
        return {"promoters": given.promoters, "passives": given.passives, "detractors": given.detractors}
    return {
        "promoters": sum(score >= PROMOTER for score in given.scores),
        "passives": sum(PASSIVE <= score < PROMOTER for score in given.scores),
        "detractors": sum(score < PASSIVE for score in given.scores),
    }


def nps(given: NpsInput) -> Outcome[NpsResult]:
    """The share of promoters minus the share of detractors, in points."""
    counts = _counts(given)
    missing = [name for name, count in counts.items() if count is None]
    known = {name: count or 0 for name, count in counts.items()}
    answers = sum(known.values())
    if missing or not answers:
        return Outcome(result=None, formula=FORMULA, missing=missing or ["answers"])
    whole = Decimal(answers)
    result = NpsResult(
        nps=ratio(HUNDRED * (known["promoters"] - known["detractors"]), whole),
        responses=answers,
        points_per_convert=ratio(HUNDRED * BOTH_ENDS, whole),
        **known,
    )
    items = [NpsGroup(group=name, answers=count, share=ratio(Decimal(count), whole)) for name, count in known.items()]
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(items),
        findings=few_answers("nps.few", answers, given.small_sample, BOTH_ENDS),
        why=_why(result),
    )


def _why(result: NpsResult) -> list[Note]:
    def values(language: Language) -> dict[str, object]:
        whole = Decimal(result.responses)
        return {
            "nps": number(result.nps, language, 1),
            "n": number(whole, language),
            "promoters": number(Decimal(result.promoters), language),
            "passives": number(Decimal(result.passives), language),
            "detractors": number(Decimal(result.detractors), language),
            "liked": percent(ratio(Decimal(result.promoters), whole), language),
            "disliked": percent(ratio(Decimal(result.detractors), whole), language),
            "points": number(result.points_per_convert, language, 1),
            "half": number(ratio(HUNDRED, whole), language, 1),
        }

    lever = "nps.call_detractors" if result.detractors else "nps.win_passives" if result.passives else "nps.all"
    return [both("nps.score", values), both(lever, values)]


TOOL = Tool(
    name="nps",
    version="1",
    source="S2 names the indicator, method row 36; the warning below 30 answers is ours",
    function=nps,
    input=NpsInput,
    result=NpsResult,
    example={"promoters": 18, "passives": 10, "detractors": 12},
)
