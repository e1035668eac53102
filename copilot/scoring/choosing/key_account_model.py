"""What `assess_key_account` takes and answers."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from copilot.scoring.base import Name, Strict
from copilot.scoring.choosing.criteria import CriteriaWeights, Eligibility, Rating, Score, Sign

NAMES = {
    "c1": "significant revenue",
    "c2": "medium- or long-term potential",
    "c3": "influence in its sector",
    "c4": "complexity of handling",
    "c5": "strategic importance",
}
REVENUE, COMPLEXITY = "c1", "c4"
SIGNS = {
    "commercial_reference": ("c5",),
    "market_leader": ("c3", "c5"),
    "prescriber": ("c3", "c5"),
}
"""Which criteria a sign may speak for: S0 lists the three as measures of importance; two of them are influence too."""
Need = Literal["high", "moderate", "low", "unknown"]


class KeyAccountRatings(Strict):
    """The five criteria of S0."""

    c1: Rating = Field(default_factory=Rating, description="significant revenue with us, today")
    c2: Rating = Field(default_factory=Rating, description="strong potential in the medium or long term")
    c3: Rating = Field(default_factory=Rating, description="notable influence in its sector")
    c4: Rating = Field(
        default_factory=Rating, description="complexity of handling: 5 = very complex; a need, not a merit"
    )
    c5: Rating = Field(default_factory=Rating, description="strategic importance in our client portfolio")


class KeyAccountInput(Strict):
    """One account, rated on the five criteria, with three signs that may speak for a higher rating."""

    account: Name | None = Field(default=None, description="name of the account, for the record")
    ratings: KeyAccountRatings = Field(description="the five ratings with their evidence")
    weights: CriteriaWeights | None = Field(default=None, description="weights of c1 to c5; our default is 0.2 each")
    threshold: Score | None = Field(
        default=None, description="score from which the account is eligible, 0 to 5; our default is 3.5"
    )
    commercial_reference: Sign = Field(
        default_factory=Sign, description="whether we can show it to others as a commercial reference"
    )
    market_leader: Sign = Field(default_factory=Sign, description="whether it leads its own market")
    prescriber: Sign = Field(default_factory=Sign, description="whether it recommends suppliers to other buyers")


class Suggestion(Strict):
    """A rating to look at again because of proved signs; the score does not follow it by itself."""

    criterion: str = Field(description="c3 or c5")
    rating: Decimal | None = Field(description="as given")
    signs: list[str] = Field(description="the proved signs that speak for a higher rating")


class KeyAccountResult(Strict):
    """The score, the verdict, and what is not a merit or not settled."""

    account: str | None
    verdict: Eligibility
    score: Decimal = Field(description="0..5, weighted mean of the rated criteria")
    threshold: Decimal
    rated: int = Field(description="criteria that are rated, of 5")
    coverage: Decimal = Field(description="rated / 5")
    missing: list[str] = Field(description="criteria without a rating")
    without_evidence: list[str] = Field(description="criteria rated without evidence")
    score_low: Decimal = Field(description="score if every criterion without a rating got 0")
    score_high: Decimal = Field(description="score if every criterion without a rating got 5")
    complexity: Decimal | None = Field(description="rating of c4: a need for dedicated handling, not a merit")
    dedicated_handling: Need = Field(
        description="need for dedicated handling: high from 4, moderate from 2, low below (our bands)"
    )
    score_without_complexity: Decimal | None = Field(description="the same mean without c4")
    verdict_without_complexity: Eligibility | None = Field(description="what that score alone would say")
    score_without_revenue: Decimal | None = Field(description="the same mean without c1 (S1 does not judge by revenue)")
    verdict_without_revenue: Eligibility | None = Field(description="what that score alone would say")
    suggestions: list[Suggestion] = Field(description="ratings to look at again, never applied by the tool")
    score_if_suggestions: Decimal | None = Field(
        description="score if each suggested rating rose by one point, at most to 5 (our what-if)"
    )
