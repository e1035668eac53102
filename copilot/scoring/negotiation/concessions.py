"""Concessions at the border: what is asked of each, their order, and the rules that a plan may not break.

How "by cost/value" and "steps decreasing" (method row 66) go together: the order is cost / value of the counterpart,
ascending; equal ratios put the larger cost first. Along that order each cost must be strictly smaller than the one
before. What costs nothing takes nothing from the mandate: it comes first and is no step. A plan that breaks the rule is
refused, or, when the caller asks for it, the concessions that break it are held back.
"""

from __future__ import annotations

import itertools
from decimal import Decimal, localcontext
from typing import Literal, Self

from pydantic import Field, model_validator

from copilot.scoring.base import PRECISION, ItemInput, MoneyInput, Name, PositiveAmount, duplicates
from copilot.scoring.receipt import plain

Ease = Literal["facile", "sous_conditions", "difficile"]
Tactic = Literal["echanger", "dissuader", "reduire"]
EASES: tuple[Ease, ...] = ("facile", "sous_conditions", "difficile")
ZERO = Decimal(0)


class ConcessionInput(ItemInput):
    """Something that we could give, and what we want for it."""

    give: Name = Field(description="what we would give, unique in the call")
    cost: PositiveAmount | None = Field(
        default=None, description="what giving it costs us, 0 or more, in the currency; left out when unknown"
    )
    get: str | None = Field(
        default=None, max_length=300, description="what we get in return; a give without one is refused"
    )
    get_value: PositiveAmount | None = Field(
        default=None, description="what that is worth to us, above 0, in the currency; left out when unknown"
    )
    ease: Ease | None = Field(
        default=None, description="how easily we give it: facile, sous_conditions (with conditions) or difficile"
    )
    get_ease: Ease | None = Field(default=None, description="how easily they can give the counterpart, as we think")
    tactic: Tactic | None = Field(
        default=None,
        description="echanger (trade), dissuader (argue it away) or reduire (give less); left out: our rule",
    )


class ConcessionPlanInput(MoneyInput):
    """The mandate and the concessions that it has to cover."""

    mandate: PositiveAmount | None = Field(
        default=None, description="the most that all concessions together may cost us, in the currency"
    )
    concessions: list[ConcessionInput] = Field(max_length=200, description="the concessions, in any order")
    on_rising_step: Literal["refuse", "hold_back"] = Field(
        default="refuse",
        description="when a concession would cost as much as the one before it, or more: refuse the plan (default), or "
        "hold_back those that break the rule, keeping the plan that obtains most",
    )

    @model_validator(mode="after")
    def _rules_hold(self) -> Self:
        if twice := duplicates(item.give for item in self.concessions):
            raise ValueError(f"concessions: {twice[0]!r} stands twice; merge the lines or tell them apart")
        for rank, item in enumerate(self.concessions):
            if not (item.get or "").strip():
                raise ValueError(f"concessions.{rank}.get: {item.give!r} has no counterpart; every give has a get")
            if item.get_value == 0:
                raise ValueError(
                    f"concessions.{rank}.get_value = '0': the counterpart of {item.give!r} is worth nothing to us; "
                    "ask for something that is"
                )
        with localcontext(prec=PRECISION):
            total = sum((item.cost for item in self.concessions if item.cost is not None), ZERO)
            if self.mandate is not None and total > self.mandate:
                raise ValueError(
                    f"mandate = '{plain(self.mandate)}': the concessions cost {plain(total)} together, "
                    f"{plain(total - self.mandate)} too much; take some out or ask for a larger mandate"
                )
            if self.on_rising_step == "refuse" and not incomplete(self):
                _steps_decrease(in_order(self.concessions))
        return self


Costed = tuple[ConcessionInput, Decimal, Decimal]


def incomplete(given: ConcessionPlanInput) -> list[str]:
    """What the order cannot do without."""
    missing = [] if given.mandate is not None else ["mandate"]
    missing += [] if given.concessions else ["concessions"]
    for item in sorted(given.concessions, key=lambda line: line.give):
        missing += [f"cost of {item.give!r}"] if item.cost is None else []
        missing += [f"get_value of {item.give!r}"] if item.get_value is None else []
    return missing


def in_order(concessions: list[ConcessionInput]) -> list[Costed]:
    """The concessions that have both figures, cheapest for what they obtain first."""
    known = [
        (item, item.cost, item.get_value)
        for item in concessions
        if item.cost is not None and item.get_value is not None
    ]

    def key(line: Costed) -> tuple[Decimal, Decimal, Decimal, int, str]:
        item, cost, value = line
        ease = EASES.index(item.ease) if item.ease else len(EASES)
        return cost / value, -cost, -value, ease, item.give

    with localcontext(prec=PRECISION):
        return sorted(known, key=key)


def _steps_decrease(order: list[Costed]) -> None:
    steps = [line for line in order if line[1] > 0]
    for (before, earlier, _), (item, cost, _) in itertools.pairwise(steps):
        if cost >= earlier:
            raise ValueError(
                f"concessions: by cost/value {item.give!r} (cost {plain(cost)}) follows {before.give!r} "
                f"(cost {plain(earlier)}), but each step must be smaller than the one before; split {item.give!r}, "
                "ask for more in return, or set on_rising_step = 'hold_back'"
            )


def keep(order: list[Costed]) -> list[Costed]:
    """The part of the order with decreasing steps that obtains most, then costs least, then comes first."""
    best: list[tuple[Decimal, Decimal, list[int]]] = []
    steps = [line for line in order if line[1] > 0]
    for rank, (_, cost, value) in enumerate(steps):
        chain = (ZERO, ZERO, list[int]())
        for earlier in range(rank):
            if steps[earlier][1] > cost and best[earlier][:2] > chain[:2]:
                chain = best[earlier]
        best.append((chain[0] + value, chain[1] - cost, [*chain[2], rank]))
    kept: list[int] = max(best, key=lambda line: line[:2])[2] if best else []
    chosen = {steps[rank][0].give for rank in kept}
    return [line for line in order if line[1] == 0 or line[0].give in chosen]
