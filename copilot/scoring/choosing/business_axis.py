"""How much business each account is or may be worth: the axis of the large account (S1, method row 7)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext
from typing import NamedTuple

from copilot.scoring.base import PRECISION, Outcome, rounded
from copilot.scoring.choosing.business_axis_model import BusinessAccount, BusinessInput, BusinessItem, BusinessResult
from copilot.scoring.choosing.business_axis_why import findings, reasons
from copilot.scoring.choosing.criteria import proved
from copilot.scoring.tool import Tool

FORMULA = (
    "base = max(revenue / reference revenue, potential / reference potential), each kept in 0..1; "
    "B = base + site_weight * (sites - 1) / (max sites - 1) + margin_weight * position of the margin between the "
    "lowest (-1), the average (0) and the highest (1) of the portfolio, kept in 0..1"
)


class Scale(NamedTuple):
    """What the accounts are compared with."""

    revenue: Decimal | None
    potential: Decimal | None
    sites: int
    lowest: Decimal
    average: Decimal | None
    highest: Decimal


class Placed(NamedTuple):
    """The place of one account, before its rank is known."""

    name: str
    business_axis: Decimal
    base: Decimal
    revenue_share: Decimal | None
    potential_share: Decimal | None
    driver: str
    site_effect: Decimal
    margin_effect: Decimal
    evidenced: bool


def _largest(values: Sequence[Decimal | None]) -> Decimal | None:
    found = max((value for value in values if value is not None), default=Decimal(0))
    return found if found > 0 else None


def _scale(given: BusinessInput) -> Scale:
    margins = [account.margin for account in given.accounts if account.margin is not None]
    return Scale(
        revenue=given.reference_revenue or _largest([account.revenue for account in given.accounts]),
        potential=given.reference_potential or _largest([account.potential for account in given.accounts]),
        sites=max((account.sites or 0 for account in given.accounts), default=0),
        lowest=min(margins, default=Decimal(0)),
        average=sum(margins, Decimal(0)) / len(margins) if margins else None,
        highest=max(margins, default=Decimal(0)),
    )


def _kept(value: Decimal) -> Decimal:
    return min(max(value, Decimal(0)), Decimal(1))


def _share(value: Decimal | None, reference: Decimal | None) -> Decimal | None:
    if value is None:
        return None
    return Decimal(0) if reference is None else _kept(value / reference)


def _margin_position(margin: Decimal | None, scale: Scale) -> Decimal:
    """From -1 at the lowest margin through 0 at the average to 1 at the highest."""
    if margin is None or scale.average is None or margin == scale.average:
        return Decimal(0)
    end = scale.highest if margin > scale.average else scale.lowest
    return (margin - scale.average) / abs(end - scale.average)


def _driver(now: Decimal | None, later: Decimal | None) -> str:
    """Which of the two figures makes the base."""
    if now == later:
        return "both"
    return "revenue" if later is None or (now is not None and now > later) else "potential"


def _placed(account: BusinessAccount, scale: Scale, given: BusinessInput) -> Placed | None:
    now, later = _share(account.revenue, scale.revenue), _share(account.potential, scale.potential)
    if now is None and later is None:
        return None
    base = max(share for share in (now, later) if share is not None)
    sites = Decimal(max(account.sites or 1, 1) - 1) / (scale.sites - 1) if scale.sites > 1 else Decimal(0)
    by_sites = given.site_weight * sites
    by_margin = given.margin_weight * _margin_position(account.margin, scale)
    return Placed(
        name=account.name,
        business_axis=rounded(_kept(base + by_sites + by_margin), 6),
        base=rounded(base, 6),
        revenue_share=None if now is None else rounded(now, 6),
        potential_share=None if later is None else rounded(later, 6),
        driver=_driver(now, later),
        site_effect=rounded(by_sites, 6),
        margin_effect=rounded(by_margin, 6),
        evidenced=proved(account.evidence),
    )


def business_axis(given: BusinessInput) -> Outcome[BusinessResult]:
    """The place of each account between no business and the most of this portfolio, highest first."""
    with localcontext(prec=PRECISION):
        scale = _scale(given)
        places = [(account.name, _placed(account, scale, given)) for account in given.accounts]
    unplaced = sorted(name for name, place in places if place is None)
    rows = sorted(
        (place for _, place in places if place is not None), key=lambda row: (-row.business_axis, -row.base, row.name)
    )
    notes = findings(given.accounts, unplaced)
    if not rows or (scale.revenue is None and scale.potential is None):
        missing = ["accounts with a revenue or a potential above 0"]
        return Outcome(result=None, formula=FORMULA, findings=notes, missing=missing)
    items = [BusinessItem(rank=rank, **row._asdict()) for rank, row in enumerate(rows, start=1)]
    result = BusinessResult(
        accounts=len(items),
        unplaced=unplaced,
        first=items[0].name,
        first_business_axis=items[0].business_axis,
        reference_revenue=scale.revenue,
        reference_potential=scale.potential,
        average_margin=None if scale.average is None else rounded(scale.average, 6),
        from_potential=sum(1 for item in items if item.driver == "potential"),
    )
    why = reasons(given, result, items)
    return Outcome(result=result, formula=FORMULA, per_item=list(items), findings=notes, why=why)


TOOL = Tool(
    name="business_axis",
    version="1",
    source="S1, method row 7; the effect of sites and margin, and the largest of the portfolio as reference, are ours",
    function=business_axis,
    input=BusinessInput,
    result=BusinessResult,
    example={
        "currency": "EUR",
        "accounts": [
            {
                "name": "Alpha",
                "revenue": 1200000,
                "potential": 1500000,
                "sites": 12,
                "margin": 0.18,
                "evidence": ["2025 ledger"],
            },
            {
                "name": "Beta",
                "revenue": 400000,
                "potential": 2500000,
                "sites": 3,
                "margin": 0.25,
                "evidence": ["2025 ledger", "call of 4 May"],
            },
            {"name": "Gamma", "revenue": 300000, "sites": 1, "margin": 0.3, "evidence": ["2025 ledger"]},
        ],
    },
)
