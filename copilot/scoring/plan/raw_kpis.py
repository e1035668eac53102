"""The indicators of the sources computed from raw inputs, by the very tools that compute them alone."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, localcontext
from typing import Any, NamedTuple, Self

from pydantic import Field, model_validator

from copilot.scoring.base import HUNDRED, PRECISION, Note, Outcome, Strict
from copilot.scoring.plan.csat import CsatInput, csat
from copilot.scoring.plan.margin import ContributionInput, contribution_margin
from copilot.scoring.plan.nps import NpsInput, nps
from copilot.scoring.plan.retention import RetentionInput, nrr
from copilot.scoring.plan.sla import SlaInput, sla_compliance
from copilot.scoring.plan.velocity import VelocityInput, plan_velocity
from copilot.scoring.plan.wallet import WalletInput, share_of_wallet

FRACTION, POINTS = "fraction", "points"


class RawKpis(Strict):
    """Raw inputs, one per indicator, exactly as the tool of that name takes them."""

    nrr: RetentionInput | None = Field(default=None, description="as the tool nrr takes them")
    contribution_margin: ContributionInput | None = Field(default=None, description="as the tool contribution_margin")
    share_of_wallet: WalletInput | None = Field(default=None, description="as the tool share_of_wallet")
    nps: NpsInput | None = Field(default=None, description="as the tool nps")
    csat: CsatInput | None = Field(default=None, description="as the tool csat")
    sla_compliance: SlaInput | None = Field(default=None, description="as the tool sla_compliance")
    plan_velocity: VelocityInput | None = Field(default=None, description="as the tool plan_velocity")

    @model_validator(mode="after")
    def _one_currency(self) -> Self:
        held = {name: getattr(getattr(self, name), "currency", None) for name in type(self).model_fields}
        known = {name: currency for name, currency in held.items() if currency is not None}
        first = next(iter(known.values()), None)
        for name, currency in known.items():
            if currency != first:
                raise ValueError(f"raw.{name}.currency = {currency!r}: others are in {first!r}; convert first")
        return self


class Standard(NamedTuple):
    """One indicator that the sources name: its tool, its range, and its exact value as a fraction of two results."""

    function: Callable[[Any], Outcome[Any]]
    parts: Callable[[Any, Any], tuple[Decimal, Decimal]]
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(1)
    unit: str = FRACTION


STANDARD: dict[str, Standard] = {
    "nrr": Standard(nrr, lambda _, r: (r.end, r.start), high=Decimal(10)),
    "contribution_margin": Standard(contribution_margin, lambda _, r: (r.contribution, r.revenue), low=Decimal(-10)),
    "share_of_wallet": Standard(share_of_wallet, lambda g, _: (g.our_sales, g.client_spend)),
    "nps": Standard(
        nps, lambda _, r: (HUNDRED * (r.promoters - r.detractors), Decimal(r.responses)), -HUNDRED, HUNDRED, POINTS
    ),
    "csat": Standard(csat, lambda _, r: (Decimal(r.satisfied), Decimal(r.responses))),
    "sla_compliance": Standard(sla_compliance, lambda _, r: (r.met, r.due)),
    "plan_velocity": Standard(plan_velocity, lambda _, r: (Decimal(r.on_time), Decimal(r.due))),
}
"""In the order of the sources; nrr may be far above 1, a margin far below 0, the others stay in their range."""


class Computed(NamedTuple):
    """A value from raw inputs, or what they lack, with the warnings of its tool."""

    value: Decimal | None
    missing: list[str]
    findings: list[Note]


def compute(raw: RawKpis | None) -> dict[str, Computed]:
    """The indicators whose raw inputs are given; values are exact, so that a status never turns on a rounding."""
    found = {}
    for key, standard in STANDARD.items():
        given = getattr(raw, key, None)
        if given is None:
            continue
        outcome = standard.function(given)
        value = None
        if outcome.result is not None:
            part, whole = standard.parts(given, outcome.result)
            with localcontext(prec=PRECISION):
                value = part / whole
        found[key] = Computed(value, outcome.missing, outcome.findings)
    return found
