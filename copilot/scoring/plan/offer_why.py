"""What `offer_builder` says: what the margin hangs on, and what would bring it to the floor."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal

from copilot.schemas.evidence import Language
from copilot.scoring.base import Note
from copilot.scoring.plan.offer_model import Change, OfferInput, OfferItem, OfferResult
from copilot.scoring.wording import both, money, names, percent, percent_beside


def findings(result: OfferResult, items: Sequence[OfferItem], given: OfferInput) -> list[Note]:
    """The floor missed, modules sold below cost, service levels that do not fit."""
    inside = [item for item in items if item.in_offer]
    groups = {
        "offer.below_cost": [item.name for item in inside if (item.margin or Decimal(0)) < 0],
        "offer.not_proposed": [item.name for item in items if not item.in_offer and item.margin is None],
        "offer.below_required": result.below_required,
        "offer.no_level": [item.name for item in inside if item.sla is None] if given.sla_tiers else [],
    }
    found = [] if result.holds is not False else [both("offer.under_floor", lambda lang: _figures(result, given, lang))]
    if given.floor is None:
        found.append(both("offer.no_floor", lambda _: {}))
    found += [_named(code, group, given.required_sla) for code, group in groups.items() if group]
    if result.sla_lowest != result.sla_highest:
        levels = {"low": result.sla_lowest, "high": result.sla_highest}
        found.append(both("offer.mixed_levels", lambda _: dict(levels)))
    return found


def _named(code: str, group: list[str], level: str | None) -> Note:
    return both(code, lambda _: {"names": names(group), "level": level})


def _down(discount: Decimal) -> Decimal:
    """Rounded down to what is shown: the discount that is read must keep the floor."""
    return discount.quantize(Decimal("0.0001"), rounding=ROUND_FLOOR)


def _figures(result: OfferResult, given: OfferInput, lang: Language) -> dict[str, object]:
    floor = result.floor or Decimal(0)
    rate = result.rate or Decimal(0)
    return {
        "modules": names(result.modules),
        "list": money(result.list_price, given.currency, lang, 2),
        "discount": percent(result.discount, lang, 2),
        "net": money(result.net_price, given.currency, lang, 2),
        "cost": money(result.cost, given.currency, lang, 2),
        "margin": money(result.margin, given.currency, lang, 2),
        "rate": percent(rate, lang) if result.floor is None else percent_beside(rate, floor, lang),
        "floor": percent(floor, lang),
        "max_discount": percent(_down(result.max_discount or Decimal(0)), lang, 2),
        "least": money(result.least_net_price or Decimal(0), given.currency, lang, 2),
        "price_gap": money(result.price_gap or Decimal(0), given.currency, lang, 2),
        "cost_gap": money(result.cost_gap or Decimal(0), given.currency, lang, 2),
    }


def _price_codes(result: OfferResult) -> list[str]:
    codes = ["offer.price" if result.discount else "offer.price_no_discount"]
    codes.append("offer.margin_none" if result.rate is None else "offer.margin")
    if result.holds and result.max_discount is not None:
        codes.append("offer.room" if _down(result.max_discount) > result.discount else "offer.no_room")
    if result.holds is False:
        if result.max_discount is not None:
            codes.append("offer.lower_discount")
        codes.append("offer.raise_price")
    return codes


def why(result: OfferResult, items: Sequence[OfferItem], given: OfferInput) -> list[Note]:
    """Price, margin, what pulls it down most, and each way to the floor."""
    notes = [both(code, lambda lang: _figures(result, given, lang)) for code in _price_codes(result)]
    if result.holds is False:
        for code, change in (("offer.drop", result.drop), ("offer.add", result.add)):
            notes.append(_change(code, change, given))
    weak = min(
        (item for item in items if item.in_offer),
        key=lambda item: (item.surplus if item.surplus is not None else item.margin or Decimal(0), item.name),
    )
    if len(result.modules) > 1 and weak.rate is not None:
        notes.append(_weakest(weak, given))
    return notes


def _weakest(weak: OfferItem, given: OfferInput) -> Note:
    def values(lang: Language) -> dict[str, object]:
        return {
            "name": weak.name,
            "rate": percent(weak.rate or Decimal(0), lang),
            "margin": money(weak.margin or Decimal(0), given.currency, lang, 2),
            "surplus": money(abs(weak.surplus or Decimal(0)), given.currency, lang, 2),
        }

    return both("offer.pulls" if weak.surplus is not None and weak.surplus < 0 else "offer.weakest", values)


def _change(code: str, change: Change | None, given: OfferInput) -> Note:
    if change is None:
        return both(f"{code}_none", lambda _: {})

    def values(lang: Language) -> dict[str, object]:
        return {
            "names": names(change.modules),
            "net": money(change.net_price, given.currency, lang, 2),
            "rate": percent_beside(change.rate or Decimal(0), given.floor or Decimal(0), lang),
        }

    return both(code, values)
