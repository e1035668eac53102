"""Ratings with evidence against weighted criteria: what the two eligibility grids have in common.

The score is the mean of the rated criteria, weighted. A verdict is given only when at least four fifths of the
criteria are rated and every rating stands on evidence; otherwise the score is shown and the verdict waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal, localcontext
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from copilot.scoring.base import PRECISION, Probability, Strict, ratio, rounded

Score = Annotated[Decimal, Field(ge=0, le=5, decimal_places=20)]
Evidence = Annotated[list[Annotated[str, Field(max_length=2000)]], Field(max_length=50)]
Eligibility = Literal["eligible", "not_eligible", "insufficient_evidence"]

CODES = ("c1", "c2", "c3", "c4", "c5")
BEST = Decimal(5)
THRESHOLD = Decimal("3.5")
"""Our default: the sources name the criteria but no threshold."""
LEAST_COVERAGE = Decimal("0.8")
_PLACES = 12
"""Scores are compared at twelve decimals, so that thirds that sum to the threshold meet it."""
_TOLERANCE = Decimal("0.001")
_HUNDREDTH = Decimal("0.01")


def proved(evidence: Sequence[str]) -> bool:
    """Whether at least one piece of evidence says something; blank text proves nothing."""
    return any(text.strip() for text in evidence)


class Rating(Strict):
    """A rating and what it stands on; a bare number is read as a rating without evidence."""

    rating: Score | None = Field(
        default=None, description="from 0 (not at all) to 5 (fully), halves allowed; null or left out when unknown"
    )
    evidence: Evidence = Field(
        default_factory=list,
        description="quotes, figures or document names that the rating stands on; without any, no verdict is given",
    )

    @model_validator(mode="before")
    @classmethod
    def _bare_number(cls, value: Any) -> Any:
        return value if isinstance(value, dict | Rating) else {"rating": value}


class Sign(Strict):
    """A yes-or-no sign and what it stands on; a bare true or false is read as a sign without evidence."""

    present: bool | None = Field(default=None, description="true, false, or null when unknown")
    evidence: Evidence = Field(
        default_factory=list, description="quotes, figures or document names that show it; without any it is not used"
    )

    @model_validator(mode="before")
    @classmethod
    def _bare_answer(cls, value: Any) -> Any:
        return value if isinstance(value, dict | Sign) else {"present": value}

    def shown(self) -> bool:
        """Whether it is there and proved."""
        return self.present is True and proved(self.evidence)

    def claimed(self) -> bool:
        """Whether it is said to be there, without proof."""
        return self.present is True and not proved(self.evidence)


class CriteriaWeights(Strict):
    """Weights of the five criteria; their sum is 1."""

    c1: Probability = Field(description="weight of the first criterion, 0 to 1")
    c2: Probability = Field(description="weight of the second criterion, 0 to 1")
    c3: Probability = Field(description="weight of the third criterion, 0 to 1")
    c4: Probability = Field(description="weight of the fourth criterion, 0 to 1")
    c5: Probability = Field(description="weight of the fifth criterion, 0 to 1")

    @model_validator(mode="after")
    def _sum_is_one(self) -> Self:
        total = self.c1 + self.c2 + self.c3 + self.c4 + self.c5
        if abs(total - 1) > _TOLERANCE:
            raise ValueError(f"the weights sum to {total}; they must sum to 1")
        return self


class Criterion(NamedTuple):
    """One criterion as judged."""

    code: str
    name: str
    weight: Decimal
    rating: Decimal | None
    evidence: int
    proved: bool


class CriterionItem(Strict):
    """One criterion, its part in the score, and what it would have to be for the score to meet the threshold."""

    code: str = Field(description="c1 to c5")
    name: str = Field(description="what it judges, in plain English")
    weight: Decimal
    rating: Decimal | None = Field(description="0..5; null when nobody rated it")
    contribution: Decimal | None = Field(description="points it brings to the score; null when it is not rated")
    evidence: int = Field(description="number of pieces of evidence")
    tipping_rating: Decimal | None = Field(
        description="lowest rating with which the score meets the threshold, all else equal, rounded up to a "
        "hundredth; null when no rating from 0 to 5 tips the score"
    )


class Assessment(NamedTuple):
    """What the ratings say together."""

    score: Decimal
    rated: int
    coverage: Decimal
    verdict: Eligibility
    missing: list[str]
    unproved: list[str]
    low: Decimal
    high: Decimal


def criteria_of(names: dict[str, str], ratings: dict[str, Rating], weights: CriteriaWeights | None) -> list[Criterion]:
    """The five criteria in their order; equal weights are our default."""
    equal = Decimal(1) / len(names)
    return [
        Criterion(
            code=code,
            name=name,
            weight=equal if weights is None else getattr(weights, code),
            rating=ratings[code].rating,
            evidence=sum(1 for text in ratings[code].evidence if text.strip()),
            proved=proved(ratings[code].evidence),
        )
        for code, name in names.items()
    ]


def mean(criteria: Sequence[Criterion], without: str | None = None) -> Decimal | None:
    """The weighted mean of the rated criteria; None when they have no weight together."""
    rows = [(row.weight, row.rating) for row in criteria if row.rating is not None and row.code != without]
    with localcontext(prec=PRECISION):
        weight = sum((one for one, _ in rows), Decimal(0))
        return rounded(sum((one * rating for one, rating in rows), Decimal(0)) / weight, _PLACES) if weight else None


def judged(score: Decimal, threshold: Decimal) -> Eligibility:
    """The verdict of a score that stands on enough evidence."""
    return "eligible" if score >= threshold else "not_eligible"


def assess(criteria: Sequence[Criterion], threshold: Decimal) -> Assessment | None:
    """The score and the verdict; None when nothing that has a weight is rated."""
    score = mean(criteria)
    if score is None:
        return None
    missing = [row.code for row in criteria if row.rating is None]
    unproved = [row.code for row in criteria if row.rating is not None and not row.proved]
    rated = len(criteria) - len(missing)
    coverage = ratio(Decimal(rated), Decimal(len(criteria)))
    enough = coverage >= LEAST_COVERAGE and not unproved
    with localcontext(prec=PRECISION):
        whole = sum((row.weight for row in criteria), Decimal(0))
        sure = sum((row.weight * row.rating for row in criteria if row.rating is not None), Decimal(0))
        open_points = sum((row.weight * BEST for row in criteria if row.rating is None), Decimal(0))
        low, high = rounded(sure / whole, _PLACES), rounded((sure + open_points) / whole, _PLACES)
    return Assessment(
        score=score,
        rated=rated,
        coverage=coverage,
        verdict=judged(score, threshold) if enough else "insufficient_evidence",
        missing=missing,
        unproved=unproved,
        low=low,
        high=high,
    )


def _tipping(criteria: Sequence[Criterion], one: Criterion, threshold: Decimal) -> Decimal | None:
    """The lowest rating of one criterion with which the score meets the threshold; None when 0 to 5 does not hold it.

    Rounded up, so that the rating that is shown is always enough.
    """
    others = [row for row in criteria if row.rating is not None and row.code != one.code]
    if one.weight == 0:
        return None
    weight = sum((row.weight for row in others), one.weight)
    points = sum((row.weight * (row.rating or Decimal(0)) for row in others), Decimal(0))
    found = (threshold * weight - points) / one.weight
    found = rounded(found, _PLACES)
    return found.quantize(_HUNDREDTH, rounding=ROUND_CEILING) if 0 <= found <= BEST else None


def items_of(criteria: Sequence[Criterion], threshold: Decimal) -> list[CriterionItem]:
    """One line for each criterion."""
    with localcontext(prec=PRECISION):
        weight = sum((row.weight for row in criteria if row.rating is not None), Decimal(0))
        return [
            CriterionItem(
                code=row.code,
                name=row.name,
                weight=rounded(row.weight, 6),
                rating=None if row.rating is None else rounded(row.rating, 6),
                contribution=None if row.rating is None or not weight else rounded(row.weight * row.rating / weight, 6),
                evidence=row.evidence,
                tipping_rating=_tipping(criteria, row, threshold),
            )
            for row in criteria
        ]


def lacking(found: Assessment | None, criteria: Sequence[Criterion]) -> list[str]:
    """What would complete the assessment, as paths of the input."""
    missing = [row.code for row in criteria if row.rating is None] if found is None else found.missing
    unproved = [] if found is None else found.unproved
    return [f"ratings.{code}.rating" for code in missing] + [f"ratings.{code}.evidence" for code in unproved]
