"""What `offer_builder` is given and what it answers (S2, method row 39)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from copilot.scoring.base import ItemInput, MoneyInput, Name, PositiveAmount, Probability, Strict, duplicates


class OfferModule(ItemInput):
    """One module that may be sold."""

    name: Name = Field(description="module name, unique in the call")
    price: PositiveAmount | None = Field(default=None, description="list price for the period of the offer")
    cost: PositiveAmount | None = Field(default=None, description="what it costs us over the same period, all included")
    mandatory: bool = Field(default=False, description="whether every offer holds it, chosen or not")
    sla: Name | None = Field(default=None, description="service level that it comes with, one of sla_tiers if given")


class OfferInput(MoneyInput):
    """The modules, what was chosen, and the margin that must remain."""

    modules: list[OfferModule] = Field(max_length=200, description="every module that may be sold")
    chosen: list[Name] = Field(
        default_factory=list, max_length=200, description="names of the chosen modules; mandatory ones are always in"
    )
    discount: Probability = Field(default=Decimal(0), description="discount on the whole list price, a fraction")
    floor: Annotated[Decimal, Field(ge=-1, lt=1, decimal_places=20)] | None = Field(
        default=None, description="least margin on the net price, a fraction below 1; without it nothing is judged"
    )
    sla_tiers: list[Name] = Field(
        default_factory=list, max_length=20, description="service levels in order, from the lowest to the highest"
    )
    required_sla: Name | None = Field(
        default=None, description="lowest service level that the client accepts, one of sla_tiers"
    )

    @model_validator(mode="after")
    def _known(self) -> Self:
        names = [module.name for module in self.modules]
        for field, given in (("modules", names), ("chosen", self.chosen), ("sla_tiers", self.sla_tiers)):
            if twice := duplicates(given):
                raise ValueError(f"{field}: {twice[0]!r} stands twice")
        for rank, name in enumerate(self.chosen):
            if name not in names:
                raise ValueError(f"chosen.{rank} = {name!r}: not one of the modules")
        levels = [(f"modules.{rank}.sla", module.sla) for rank, module in enumerate(self.modules) if self.sla_tiers]
        for field, level in [*levels, ("required_sla", self.required_sla)]:
            if level is not None and level not in self.sla_tiers:
                raise ValueError(f"{field} = {level!r}: not one of sla_tiers")
        return self


class OfferItem(Strict):
    """One module, at the price after the discount."""

    name: str
    in_offer: bool
    mandatory: bool
    sla: str | None
    price: Decimal | None = Field(description="list price")
    net_price: Decimal | None
    cost: Decimal | None
    margin: Decimal | None = Field(description="net price - cost")
    rate: Decimal | None = Field(description="margin / net price, a fraction; None when it is given away")
    surplus: Decimal | None = Field(
        description="margin - floor * net price: above 0 it lifts the offer to the floor, below 0 it pulls it under; "
        "None without a floor"
    )


class Change(Strict):
    """Modules to take out or in, and what the offer becomes; the fewest, then those of the lowest price."""

    modules: list[str]
    price_change: Decimal = Field(description="of the net price")
    net_price: Decimal
    rate: Decimal | None = Field(description="margin of the changed offer, a fraction")
    smallest_proven: bool


class OfferResult(Strict):
    """The offer, and the smallest changes that bring it to the floor."""

    modules: list[str] = Field(description="what the offer holds, mandatory ones included, in alphabetical order")
    list_price: Decimal
    discount: Decimal
    net_price: Decimal
    cost: Decimal
    margin: Decimal = Field(description="net price - cost")
    rate: Decimal | None = Field(description="margin / net price, a fraction; None when the net price is 0")
    floor: Decimal | None
    holds: bool | None = Field(description="whether the margin reaches the floor; None without a floor")
    max_discount: Decimal | None = Field(
        description="largest discount that keeps the floor, rounded down, a fraction; None when none does"
    )
    least_net_price: Decimal | None = Field(description="lowest net price that keeps the floor at this cost")
    price_gap: Decimal | None = Field(description="what the net price lacks to the floor; 0 when it holds")
    cost_gap: Decimal | None = Field(description="what the cost exceeds for the floor at this price; 0 when it holds")
    drop: Change | None = Field(default=None, description="optional modules to take out; None when no need or no way")
    add: Change | None = Field(default=None, description="optional modules to add; None when no need or no way")
    sla_lowest: str | None = Field(default=None, description="lowest level in the offer; None without sla_tiers")
    sla_highest: str | None = None
    below_required: list[str] = Field(default_factory=list, description="modules under the level that is required")
