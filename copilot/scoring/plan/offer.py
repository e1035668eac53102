"""A modular offer: price, margin and service level of the modules chosen, against a margin floor (S2, row 39)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING
from fractions import Fraction

from copilot.scoring.base import Outcome
from copilot.scoring.plan import offer_floor
from copilot.scoring.plan.offer_floor import Priced, priced, rate, rounded_to, sums
from copilot.scoring.plan.offer_model import OfferInput, OfferItem, OfferResult
from copilot.scoring.plan.offer_why import findings, why
from copilot.scoring.tool import Tool

FORMULA = (
    "net = sum(price) * (1 - discount); margin = net - sum(cost); rate = margin / net; holds when margin >= floor * "
    "net; max discount = 1 - sum(cost) / ((1 - floor) * sum(price))"
)


def _items(given: OfferInput, inside: set[str]) -> list[OfferItem]:
    known = {module.name: module for module in priced(given.modules, given.discount)}
    floor = None if given.floor is None else Fraction(given.floor)
    items = []
    for module in sorted(given.modules, key=lambda m: m.name):
        both = known.get(module.name)
        items.append(
            OfferItem(
                name=module.name,
                in_offer=module.name in inside,
                mandatory=module.mandatory,
                sla=module.sla,
                price=module.price,
                net_price=None if both is None else rounded_to(both.net),
                cost=module.cost,
                margin=None if both is None else rounded_to(both.net - both.cost),
                rate=None if both is None else rate(both.net, both.cost),
                surplus=None if both is None or floor is None else rounded_to(both.surplus(floor)),
            )
        )
    return items


def _levels(given: OfferInput, inside: set[str]) -> dict[str, object]:
    """The service levels of the offer, in the order of the tiers."""
    order = {level: rank for rank, level in enumerate(given.sla_tiers)}
    held = {module.name: order[module.sla] for module in given.modules if module.name in inside and module.sla in order}
    least = order.get(given.required_sla or "", 0)
    return {
        "sla_lowest": given.sla_tiers[min(held.values())] if held else None,
        "sla_highest": given.sla_tiers[max(held.values())] if held else None,
        "below_required": sorted(name for name, rank in held.items() if rank < least),
    }


def _judged(given: OfferInput, offer: Sequence[Priced], others: Sequence[Priced]) -> dict[str, object]:
    """Whether the floor holds, and each single way to make it hold."""
    if given.floor is None:
        return dict.fromkeys(("holds", "max_discount", "least_net_price", "price_gap", "cost_gap"))
    floor, total = Fraction(given.floor), sums(offer)
    least = offer_floor.least_net(total.cost, floor)
    price_gap, cost_gap = offer_floor.gaps(total, floor)
    holds = total.net >= least
    return {
        "holds": holds,
        "max_discount": offer_floor.max_discount(total, floor),
        "least_net_price": rounded_to(least, 2, ROUND_CEILING),
        "price_gap": price_gap,
        "cost_gap": cost_gap,
        "drop": None if holds else offer_floor.drop(offer, floor),
        "add": None if holds else offer_floor.add(offer, others, floor),
    }


def offer_builder(given: OfferInput) -> Outcome[OfferResult]:
    """The price, margin and service level of the modules chosen, and the smallest change that keeps the floor."""
    inside = {module.name for module in given.modules if module.mandatory or module.name in given.chosen}
    items = _items(given, inside)
    missing = [] if inside else ["chosen"]
    for item in items:
        missing += [f"{item.name}: {f}" for f in ("price", "cost") if item.in_offer and getattr(item, f) is None]
    if missing:
        return Outcome(result=None, formula=FORMULA, missing=missing)
    known = priced(given.modules, given.discount)
    offer = [module for module in known if module.name in inside]
    total = sums(offer)
    result = OfferResult.model_validate(
        {
            "modules": sorted(inside),
            "list_price": rounded_to(total.list_price),
            "discount": given.discount,
            "net_price": rounded_to(total.net),
            "cost": rounded_to(total.cost),
            "margin": rounded_to(total.net - total.cost),
            "rate": rate(total.net, total.cost),
            "floor": given.floor,
            **_judged(given, offer, [module for module in known if module.name not in inside]),
            **_levels(given, inside),
        }
    )
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(items),
        findings=findings(result, items, given),
        why=why(result, items, given),
    )


TOOL = Tool(
    name="offer_builder",
    version="1",
    source="S2, method row 39; the floor and the service levels are the user's, the sources give none",
    function=offer_builder,
    input=OfferInput,
    result=OfferResult,
    example={
        "currency": "EUR",
        "modules": [
            {"name": "Hotline", "price": 300, "cost": 240, "sla": "silver"},
            {"name": "Maintenance", "price": 1000, "cost": 620, "mandatory": True, "sla": "gold"},
            {"name": "Training", "price": 200, "cost": 80, "sla": "silver"},
        ],
        "chosen": ["Hotline"],
        "discount": 0.05,
        "floor": 0.33,
        "sla_tiers": ["silver", "gold"],
        "required_sla": "silver",
    },
)
