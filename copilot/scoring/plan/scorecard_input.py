"""What the scorecard takes: indicators with targets, or the raw inputs to compute them from."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from copilot.scoring.base import Amount, Name, PositiveAmount, Probability, Strict, duplicates
from copilot.scoring.days import Day, not_after
from copilot.scoring.plan.raw_kpis import FRACTION, STANDARD, RawKpis
from copilot.scoring.rag import Direction, reaches

KEYS = ", ".join(STANDARD)


def _spelled(value: object) -> object:
    """Share of wallet, share-of-wallet and SHARE_OF_WALLET are one key; other names stay as they are."""
    if not isinstance(value, str):
        return value
    folded = "_".join(value.casefold().replace("-", " ").replace("_", " ").split())
    return folded if folded in STANDARD else value.strip()


class KpiInput(Strict):
    """One indicator, its target and where the value comes from."""

    key: Annotated[Name, BeforeValidator(_spelled)] = Field(
        description=f"one of {KEYS}, or any other name for an indicator of your own; unique in the call"
    )
    value: Amount | None = Field(
        default=None,
        description="the value; a fraction for nrr, contribution_margin, share_of_wallet, csat, sla_compliance and "
        "plan_velocity (0.92 is 92 %), points from -100 to 100 for nps; absent: unknown, or computed from raw",
    )
    target: Amount | None = Field(default=None, description="value to reach, same unit; absent: it is not rated")
    previous: Amount | None = Field(default=None, description="value of the period before, same unit, for the trend")
    direction: Direction | None = Field(
        default=None, description="which way is better; needed for an indicator of your own, higher for the others"
    )
    amber_at: Amount | None = Field(
        default=None, description="worst value that is still amber, same unit; absent: from amber_band"
    )
    flat_within: PositiveAmount | None = Field(
        default=None, description="largest change that is flat, same unit; absent: from flat_band"
    )
    unit: Annotated[str, Field(min_length=1, max_length=40)] | None = Field(
        default=None,
        description="of an indicator of your own: fraction (shown as %), EUR, days…; absent: a bare number",
    )
    source: Name | None = Field(default=None, description="where the value comes from: report, survey, person")
    date: Day | None = Field(default=None, description="day the value describes (YYYY-MM-DD), for its age")
    stale_after_days: Annotated[int, Field(ge=1, le=3660)] | None = Field(
        default=None, description="age in days from which this value is stale; absent: that of the call"
    )

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.key in STANDARD:
            self._fits_its_range()
        elif self.direction is None:
            raise ValueError(
                f"direction: say whether higher or lower is better for {self.key!r}; only {KEYS} are known here"
            )
        if self.amber_at is not None:
            if self.target is None:
                raise ValueError(f"amber_at = '{self.amber_at}': give the target too")
            if not reaches(self.target, self.amber_at, self.better):
                raise ValueError(f"amber_at = '{self.amber_at}': better than the target '{self.target}'")
        return self

    def _fits_its_range(self) -> None:
        standard = STANDARD[self.key]
        if self.direction == "lower":
            raise ValueError(f"direction = 'lower': higher is better for {self.key!r}")
        if self.unit not in (None, standard.unit):
            raise ValueError(f"unit = {self.unit!r}: {self.key} is given in {standard.unit}")
        for field in ("value", "target", "previous", "amber_at"):
            number = getattr(self, field)
            if number is not None and not standard.low <= number <= standard.high:
                hint = "0.92 is 92 %" if standard.unit == FRACTION else "a share of promoters less one of detractors"
                raise ValueError(
                    f"{field} = '{number}': {self.key} lies from {standard.low} to {standard.high}, "
                    f"in {standard.unit} ({hint})"
                )

    @property
    def better(self) -> Direction:
        """Which way is better."""
        return self.direction or "higher"


class ScorecardInput(Strict):
    """The indicators of one account on one day."""

    as_of: Day = Field(description="day of the scorecard (YYYY-MM-DD), against which ages are counted")
    kpis: list[KpiInput] = Field(default_factory=list, max_length=200, description="one line per indicator")
    raw: RawKpis | None = Field(
        default=None, description="raw inputs of the standard indicators whose value is to be computed here"
    )
    amber_band: Probability = Field(
        default=Decimal("0.1"), description="amber while the target is missed by at most this part of it; 0.1 is ours"
    )
    flat_band: Probability = Field(
        default=Decimal("0.02"), description="flat while the change is at most this part of previous; 0.02 is ours"
    )
    stale_after_days: Annotated[int, Field(ge=1, le=3660)] = Field(
        default=90, description="age in days from which a value is stale; 90 (a quarter) is our default"
    )

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if twice := duplicates(kpi.key for kpi in self.kpis):
            raise ValueError(f"kpis: {twice[0]!r} stands twice; keep one line per indicator")
        for rank, kpi in enumerate(self.kpis):
            not_after(kpi.date, self.as_of, f"kpis.{rank}.date")
            if kpi.value is not None and getattr(self.raw, kpi.key, None) is not None and kpi.key in STANDARD:
                raise ValueError(f"kpis.{rank}.value = '{kpi.value}': give it or raw.{kpi.key}, not both")
        velocity = self.raw.plan_velocity if self.raw else None
        if velocity is not None:
            not_after(velocity.as_of, self.as_of, "raw.plan_velocity.as_of")
        return self
