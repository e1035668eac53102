"""What `assess_eligibility_euraiqa` takes and answers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Self

from pydantic import Field, model_validator

from copilot.scoring.base import Currency, Name, PositiveAmount, Strict
from copilot.scoring.choosing.criteria import (
    CriteriaWeights,
    CriterionItem,
    Eligibility,
    Evidence,
    Rating,
    Score,
)

NAMES = {
    "c1": "revenue potential",
    "c2": "net profitability",
    "c3": "risk and concentration (inverse: 5 = low risk)",
    "c4": "strategic impact",
    "c5": "cultural alignment and fit",
}
INVERSE = "c3"


def _rating(description: str) -> Any:
    return Field(default_factory=Rating, description=description)


class PotentialParts(Strict):
    """Sub-criteria of the revenue potential."""

    share_of_wallet: Rating = _rating("room to grow in its spend: 5 = large, 0 = none")
    geographic_expansion: Rating = _rating("sites or countries still to open: 5 = many")
    cross_up_sell: Rating = _rating("other offers or higher ranges it could buy: 5 = many")


class ProfitabilityParts(Strict):
    """Sub-criteria of the net profitability; 5 is always good for us."""

    margin: Rating = _rating("margin with it: 5 = high")
    cost_of_service: Rating = _rating("cost to serve it: 5 = low cost")
    project_complexity: Rating = _rating("complexity of its projects: 5 = simple projects")


class RiskParts(Strict):
    """Sub-criteria of the risk, all inverse: 5 is a low risk."""

    dependence: Rating = _rating("dependence on it: inverse, 5 = we depend little on it, 0 = it could sink us")
    contract_duration: Rating = _rating("contract: inverse, 5 = long and firm, 0 = may stop tomorrow")
    churn: Rating = _rating("risk that it leaves: inverse, 5 = very unlikely, 0 = leaving")


class StrategicParts(Strict):
    """Sub-criteria of the strategic impact."""

    reference: Rating = _rating("value as a reference: 5 = opens other accounts")
    co_innovation: Rating = _rating("innovation made with it: 5 = active programme")
    entry_barrier: Rating = _rating("barrier that it raises against our competitors: 5 = high")


class FitParts(Strict):
    """Sub-criteria of the alignment."""

    culture: Rating = _rating("closeness of the two cultures: 5 = very close")
    solution_fit: Rating = _rating("fit of our solution with its trade: 5 = exact")


class PartedRating(Strict):
    """A criterion rated as a whole, or through its sub-criteria; never both. A bare number is read as a rating."""

    rating: Score | None = Field(
        default=None, description="from 0 to 5 as a whole; left out when the sub-criteria are rated, or when unknown"
    )
    evidence: Evidence = Field(
        default_factory=list, description="what the rating as a whole stands on: quotes, figures, document names"
    )
    parts: Strict | None = Field(default=None, description="the sub-criteria")

    @model_validator(mode="before")
    @classmethod
    def _bare_number(cls, value: Any) -> Any:
        return value if isinstance(value, dict | PartedRating) else {"rating": value}

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if self.rating is not None and any(one.rating is not None for one in self.rated_parts().values()):
            raise ValueError(f"rating = '{self.rating}': rate the criterion as a whole or its parts, not both")
        return self

    def rated_parts(self) -> dict[str, Rating]:
        """The sub-criteria by name, rated or not; none when the criterion is rated as a whole."""
        return {} if self.parts is None else {name: getattr(self.parts, name) for name in type(self.parts).model_fields}


class PotentialRating(PartedRating):
    """Criterion 1."""

    parts: PotentialParts | None = Field(default=None, description="or its sub-criteria")


class ProfitabilityRating(PartedRating):
    """Criterion 2."""

    parts: ProfitabilityParts | None = Field(default=None, description="or its sub-criteria")


class RiskRating(PartedRating):
    """Criterion 3, inverse."""

    parts: RiskParts | None = Field(default=None, description="or its sub-criteria, all inverse: 5 = low risk")


class StrategicRating(PartedRating):
    """Criterion 4."""

    parts: StrategicParts | None = Field(default=None, description="or its sub-criteria")


class FitRating(PartedRating):
    """Criterion 5."""

    parts: FitParts | None = Field(default=None, description="or its sub-criteria")


class EuraiqaRatings(Strict):
    """The five criteria of S2."""

    c1: PotentialRating = Field(
        default_factory=PotentialRating,
        description="revenue potential: share of wallet, new places, cross- and up-sell",
    )
    c2: ProfitabilityRating = Field(
        default_factory=ProfitabilityRating, description="net profitability: 5 = very profitable once served"
    )
    c3: RiskRating = Field(
        default_factory=RiskRating, description="risk and concentration, inverse: 5 = low risk, 0 = very high risk"
    )
    c4: StrategicRating = Field(
        default_factory=StrategicRating,
        description="strategic impact: reference, co-innovation, barrier to competitors",
    )
    c5: FitRating = Field(
        default_factory=FitRating, description="cultural alignment, and fit of the solution with its trade"
    )


class EuraiqaInput(Strict):
    """One account, rated on the five criteria of S2, with the figures of its net profitability when they exist."""

    account: Name | None = Field(default=None, description="name of the account, for the record")
    ratings: EuraiqaRatings = Field(description="the five ratings with their evidence")
    weights: CriteriaWeights | None = Field(default=None, description="weights of c1 to c5; our default is 0.2 each")
    threshold: Score | None = Field(
        default=None, description="score from which the account is eligible, 0 to 5; our default is 3.5"
    )
    currency: Currency | None = Field(
        default=None, description="ISO 4217 code of the amounts below; needed as soon as one of them is given"
    )
    revenue: PositiveAmount | None = Field(default=None, description="our revenue with it over a period, whole units")
    direct_costs: PositiveAmount | None = Field(
        default=None, description="direct costs of what was sold, same period; 0 only when there are none"
    )
    cost_to_serve: PositiveAmount | None = Field(
        default=None, description="cost of serving it (visits, logistics, support, projects), same period"
    )

    @model_validator(mode="after")
    def _currency_is_stated(self) -> Self:
        for name in ("revenue", "direct_costs", "cost_to_serve"):
            if getattr(self, name) is not None and self.currency is None:
                raise ValueError(f"currency is missing: say in which currency {name} is (ISO 4217, for instance EUR)")
        return self


class EuraiqaItem(CriterionItem):
    """One criterion with its sub-criteria."""

    inverse: bool = Field(description="true for risk: a high rating is a low risk")
    parts: dict[str, Decimal | None] = Field(description="ratings of its sub-criteria, when it was rated by them")


class EuraiqaResult(Strict):
    """The score, the verdict, and the net profitability when the figures are there."""

    account: str | None
    verdict: Eligibility
    score: Decimal = Field(description="0..5, weighted mean of the rated criteria")
    threshold: Decimal
    rated: int = Field(description="criteria that are rated, of 5")
    coverage: Decimal = Field(description="rated / 5")
    missing: list[str] = Field(description="criteria without a rating")
    without_evidence: list[str] = Field(
        description="criteria rated without evidence, or with an unproved sub-criterion"
    )
    unrated_parts: list[str] = Field(description="sub-criteria left out of a criterion that is rated by its parts")
    score_low: Decimal = Field(description="score if every criterion without a rating got 0")
    score_high: Decimal = Field(description="score if every criterion without a rating got 5")
    risk_rating: Decimal | None = Field(description="inverse: 5 = low risk")
    net_profitability: Decimal | None = Field(
        description="(revenue - direct costs - cost to serve) / revenue, a fraction; null without the three figures"
    )
    net_result: Decimal | None = Field(description="revenue - direct costs - cost to serve, in the currency")
