"""What puts an account high on the business axis, and what the axis does not see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from copilot.schemas.evidence import Language
from copilot.scoring.base import Note
from copilot.scoring.choosing.business_axis_model import (
    MODIFIER,
    BusinessAccount,
    BusinessInput,
    BusinessItem,
    BusinessResult,
)
from copilot.scoring.choosing.criteria import proved
from copilot.scoring.wording import both, money, names, number, percent


def findings(accounts: Sequence[BusinessAccount], unplaced: list[str]) -> list[Note]:
    """The accounts whose place is missing, half known or unproved, and what the axis is not."""
    known = [one for one in accounts if one.revenue is not None or one.potential is not None]
    groups = {
        "business.unplaced": unplaced,
        "business.no_potential": [one.name for one in known if one.potential is None],
        "business.no_revenue": [one.name for one in known if one.revenue is None],
        "business.negative_revenue": [one.name for one in known if one.revenue is not None and one.revenue < 0],
        "business.no_modifier": [one.name for one in known if one.sites is None or one.margin is None],
        "business.unevidenced": [one.name for one in known if not proved(one.evidence)],
    }
    found = [_group(code, sorted(group)) for code, group in groups.items() if group]
    if len(known) == 1:
        found.append(both("business.alone", lambda _: {"name": known[0].name}))
    return [*found, both("business.not_key", lambda _: {})]


def _group(code: str, group: list[str]) -> Note:
    return both(code, lambda _: {"names": names(group), "n": len(group)})


def reasons(given: BusinessInput, result: BusinessResult, items: list[BusinessItem]) -> list[Note]:
    """What makes the first place, what the figures are compared with, and which potentials to check first."""
    first = items[0]

    def place(language: Language) -> dict[str, object]:
        return {
            "name": first.name,
            "axis": number(first.business_axis, language),
            "revenue": percent(first.revenue_share or Decimal(0), language),
            "potential": percent(first.potential_share or Decimal(0), language),
            "base": number(first.base, language),
            "sites": number(first.site_effect, language),
            "margin": number(first.margin_effect, language),
        }

    why = [both(f"business.first_{first.driver}", place)]
    if first.site_effect or first.margin_effect:
        why.append(both("business.modifiers", place))
    why += [
        both(code, _reference(amount, given.currency))
        for code, amount in (
            ("business.reference_revenue", result.reference_revenue),
            ("business.reference_potential", result.reference_potential),
        )
        if amount is not None
    ]
    bets = [item.name for item in items if item.driver == "potential"]
    if bets:
        why.append(_group("business.from_potential", bets))
    moved = any(item.site_effect or item.margin_effect for item in items)
    if moved and MODIFIER in (given.site_weight, given.margin_weight):
        why.append(both("business.default_modifiers", lambda language: {"most": number(MODIFIER, language)}))
    return why


def _reference(amount: Decimal, currency: str) -> Callable[[Language], dict[str, object]]:
    return lambda language: {"amount": money(amount, currency, language)}
