"""Budget requests of a launch: what each asks, the share it promises and what the client commits to (row 29)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext
from typing import Literal

from pydantic import Field

from copilot.scoring.base import PRECISION, ItemInput, MarginRate, Name, PositiveAmount, Probability, ratio

Commitment = Literal["none", "verbal", "written", "signed"]
LEVELS: tuple[Commitment, ...] = ("none", "verbal", "written", "signed")
"""From weakest to strongest."""


class BudgetRequest(ItemInput):
    """One account's request."""

    id: Name = Field(description="name of the request, usually the client's, unique in the call")
    amount: PositiveAmount | None = Field(
        default=None, description="budget that it asks for, in the currency of the call; left out when unknown"
    )
    share: Probability | None = Field(
        default=None,
        description="cumulative share of the category at this client that it promises over the horizon, a fraction "
        "(0.12 is 12 %); left out when unknown",
    )
    category_sales: PositiveAmount | None = Field(
        default=None, description="sales of the whole category at this client over the same horizon, ours included"
    )
    commitment: Commitment | None = Field(
        default=None,
        description="what the client has committed to: none, verbal, written (mail, minutes) or signed (contract); "
        "left out when unknown. A plain yes does not say which, so it is not accepted",
    )
    client_means: bool | None = Field(
        default=None,
        description="whether the client brings means of its own (space, staff, promotions, data…): false makes the "
        "request not eligible for a budget, left out is unknown and lets it pass with a warning",
    )
    margin: MarginRate | None = Field(
        default=None,
        description="our margin on the expected sales, a fraction; only the allocation with the objective `margin` "
        "needs it",
    )


def expected_sales(request: BudgetRequest) -> Decimal | None:
    """Our sales that the request promises: share * category sales; None when one of them is unknown."""
    if request.share is None or request.category_sales is None:
        return None
    with localcontext(prec=PRECISION):
        return request.share * request.category_sales


def weighted_share(requests: Sequence[BudgetRequest]) -> Decimal | None:
    """sum(share * category sales) / sum(category sales) of those that state both; None when there is nothing."""
    with localcontext(prec=PRECISION):
        known = [(sales, r.category_sales) for r in requests if (sales := expected_sales(r)) is not None]
        total = sum((category or Decimal(0) for _, category in known), Decimal(0))
        return ratio(sum((sales for sales, _ in known), Decimal(0)), total) if total else None


def mean_share(requests: Sequence[BudgetRequest]) -> Decimal | None:
    """The plain mean of the shares that are stated, which answers nothing; None when there is none."""
    shares = [request.share for request in requests if request.share is not None]
    return ratio(sum(shares, Decimal(0)), Decimal(len(shares))) if shares else None
