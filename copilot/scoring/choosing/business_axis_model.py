"""What `business_axis` takes and answers."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from copilot.scoring.base import (
    Amount,
    ItemInput,
    MarginRate,
    MoneyInput,
    Name,
    PositiveAmount,
    Strict,
    duplicates,
)
from copilot.scoring.choosing.criteria import Evidence

MODIFIER = Decimal("0.1")
"""Our default: a modifier moves the axis by a tenth at most."""
ModifierWeight = Annotated[Decimal, Field(ge=0, le=Decimal("0.5"), decimal_places=6)]


class BusinessAccount(ItemInput):
    """One account of the portfolio; what nobody knows is left out, never set to 0."""

    name: Name = Field(description="account name, unique in the call")
    revenue: Amount | None = Field(default=None, description="our revenue with it now, over one period")
    potential: PositiveAmount | None = Field(
        default=None, description="revenue that we could make with it in the future, over a period of the same length"
    )
    sites: Annotated[int, Field(ge=0, le=1_000_000)] | None = Field(
        default=None, description="number of its sites, branches and subsidiaries; absent = no effect"
    )
    margin: MarginRate | None = Field(
        default=None, description="margin with it, a fraction from -1 to 1; absent = no effect"
    )
    evidence: Evidence = Field(
        default_factory=list,
        description="what the figures stand on: documents, exports, quotes; accounts without any are named",
    )


class BusinessInput(MoneyInput):
    """The accounts of a portfolio, compared with each other."""

    accounts: list[BusinessAccount] = Field(max_length=100_000, description="every account, totals left out")
    reference_revenue: PositiveAmount | None = Field(
        default=None, description="revenue that counts as 1; absent = the largest of the portfolio (our default)"
    )
    reference_potential: PositiveAmount | None = Field(
        default=None, description="potential that counts as 1; absent = the largest of the portfolio (our default)"
    )
    site_weight: ModifierWeight = Field(
        default=MODIFIER, description="what the largest number of sites adds, 0 to 0.5; our default is 0.1"
    )
    margin_weight: ModifierWeight = Field(
        default=MODIFIER, description="what the best margin adds and the worst takes off, 0 to 0.5; our default is 0.1"
    )

    @model_validator(mode="after")
    def _accounts_and_references_are_usable(self) -> Self:
        if twice := duplicates(account.name for account in self.accounts):
            raise ValueError(f"accounts: {twice[0]!r} stands twice; merge the lines or tell them apart")
        for name in ("reference_revenue", "reference_potential"):
            if getattr(self, name) == 0:
                raise ValueError(
                    f"{name} = '0': nothing can be compared with it; give an amount above 0 or leave it out"
                )
        return self


class BusinessItem(Strict):
    """The place of one account on the axis."""

    rank: int
    name: str
    business_axis: Decimal = Field(description="B, 0..1, comparable within this call only")
    base: Decimal = Field(description="the larger of the two next figures")
    revenue_share: Decimal | None = Field(description="revenue / reference revenue, kept in 0..1")
    potential_share: Decimal | None = Field(description="potential / reference potential, kept in 0..1")
    driver: str = Field(description="revenue, potential or both: what makes the base")
    site_effect: Decimal = Field(description="what the number of sites adds")
    margin_effect: Decimal = Field(description="what the margin adds or takes off")
    evidenced: bool = Field(description="whether anything was given that the figures stand on")


class BusinessResult(Strict):
    """The axis over the portfolio."""

    accounts: int = Field(description="accounts that have a place on the axis")
    unplaced: list[str] = Field(description="accounts without revenue and potential")
    first: str
    first_business_axis: Decimal
    reference_revenue: Decimal | None = Field(description="revenue that counts as 1")
    reference_potential: Decimal | None = Field(description="potential that counts as 1")
    average_margin: Decimal | None = Field(description="plain mean of the known margins, which has no effect")
    from_potential: int = Field(description="accounts whose place comes from the potential, not from today's revenue")
