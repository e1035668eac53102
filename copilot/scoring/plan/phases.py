"""In which of the four phases an account stands, and what is missing for the next (S2; method row 37)."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from copilot.scoring.base import PRECISION, Name, Outcome, PositiveAmount, Probability, Strict, duplicates
from copilot.scoring.days import Day, not_after
from copilot.scoring.plan.phases_why import findings, why
from copilot.scoring.plan.sla import Kept, kept_of
from copilot.scoring.tool import Tool

Phase = Literal["discovery", "proposal", "execution", "expansion"]
PHASES: tuple[Phase, ...] = ("discovery", "proposal", "execution", "expansion")
ProposalStatus = Literal["none", "drafted", "sent", "accepted", "refused"]
FORMULA = (
    "exit criteria: discovery coverage >= discovery_needed; proposal accepted; service met / due >= service_target in "
    "each of the last service_periods periods; expansion opened on >= 1 site, country or business unit. "
    "current phase = first whose criterion is not met, else expansion"
)


class ServicePeriod(Strict):
    """What was due and kept in one period."""

    end: Day = Field(description="last day of the period (YYYY-MM-DD), unique; it gives the order")
    met: PositiveAmount = Field(description="service commitments kept")
    due: PositiveAmount = Field(description="service commitments due; a period with 0 proves nothing and is left out")

    @model_validator(mode="after")
    def _possible(self) -> Self:
        kept_of(self.met, self.due)
        return self


class Expansion(Strict):
    """One place where the account may grow."""

    name: Name = Field(description="site, country or business unit, unique within its kind")
    kind: Literal["site", "country", "business_unit"] = Field(description="what it is")
    opened: bool = Field(description="whether business has started there, rather than being planned")


class PhaseInput(Strict):
    """What is known of the account; absent means that it has not happened, except for the discovery."""

    as_of: Day = Field(description="day of the assessment (YYYY-MM-DD)")
    discovery_coverage: Probability | None = Field(
        default=None, description="answered parts of the seven questions / all parts, a fraction; needed"
    )
    proposal: ProposalStatus = Field(default="none", description="how far the value proposition is with the client")
    service: list[ServicePeriod] = Field(default_factory=list, max_length=1000, description="service, period by period")
    expansions: list[Expansion] = Field(default_factory=list, max_length=10_000, description="places to grow into")
    discovery_needed: Probability = Field(
        default=Decimal("0.8"), description="coverage that ends the discovery, a fraction; 0.8 is our default"
    )
    service_target: Probability = Field(
        default=Decimal("0.95"), description="share kept that counts as met, a fraction; 0.95 is our default"
    )
    service_periods: Annotated[int, Field(ge=1, le=100)] = Field(
        default=3, description="last periods in a row that must be met; 3 is our default"
    )

    @model_validator(mode="after")
    def _possible(self) -> Self:
        for rank, period in enumerate(self.service):
            not_after(period.end, self.as_of, f"service.{rank}.end")
        if twice := duplicates(str(period.end) for period in self.service):
            raise ValueError(f"service: the period ending {twice[0]} stands twice; merge the lines")
        if twice := duplicates(f"{place.kind} {place.name}" for place in self.expansions):
            raise ValueError(f"expansions: {twice[0]!r} stands twice; merge the lines or tell them apart")
        return self


class PhaseItem(Strict):
    """One phase and its exit criterion."""

    phase: Phase
    met: bool
    current: bool
    required: Decimal = Field(description="coverage; 1 accepted proposal; periods in a row; 1 expansion")
    actual: Decimal = Field(description="what there is, in the same unit")
    gap: Decimal = Field(description="required - actual, 0 when met")


class PhaseResult(Strict):
    """Where the account stands."""

    current_phase: Phase
    next_phase: Phase | None = Field(description="None in expansion, the last one, which goes on")
    criteria_met: int = Field(description="0 to 4, in whatever order")
    finished: bool = Field(description="whether all four criteria are met; the expansion then goes on")
    missing_for_next: str | None = Field(
        description="criterion of the current phase that is not met: discovery_coverage, accepted_proposal, "
        "service_periods or opened_expansion; None when finished"
    )
    service_in_a_row: int = Field(description="last periods in a row at the service target")
    opened_sites: int
    opened_countries: int
    opened_business_units: int


CRITERIA: dict[Phase, str] = {
    "discovery": "discovery_coverage",
    "proposal": "accepted_proposal",
    "execution": "service_periods",
    "expansion": "opened_expansion",
}


def _in_a_row(given: PhaseInput) -> int:
    """The last periods in a row that are at the target; periods with nothing due neither help nor break."""
    count = 0
    for period in sorted(given.service, key=lambda item: item.end, reverse=True):
        if period.due == 0:
            continue
        if not Kept(period.met, period.due).reaches(given.service_target):
            break
        count += 1
    return count


def _items(given: PhaseInput, coverage: Decimal) -> list[PhaseItem]:
    amounts: dict[Phase, tuple[Decimal, Decimal]] = {
        "discovery": (given.discovery_needed, coverage),
        "proposal": (Decimal(1), Decimal(given.proposal == "accepted")),
        "execution": (Decimal(given.service_periods), Decimal(_in_a_row(given))),
        "expansion": (Decimal(1), Decimal(sum(place.opened for place in given.expansions))),
    }
    current = next((phase for phase in PHASES if amounts[phase][1] < amounts[phase][0]), "expansion")
    with localcontext(prec=PRECISION):
        return [
            PhaseItem(
                phase=phase,
                met=actual >= required,
                current=phase == current,
                required=required,
                actual=actual,
                gap=max(required - actual, Decimal(0)),
            )
            for phase, (required, actual) in amounts.items()
        ]


def phase_tracker(given: PhaseInput) -> Outcome[PhaseResult]:
    """The current phase, its exit criterion, and what the account still lacks for the next one."""
    if given.discovery_coverage is None:
        return Outcome(result=None, formula=FORMULA, missing=["discovery_coverage"])
    items = _items(given, given.discovery_coverage)
    current = next(item for item in items if item.current)
    rank = PHASES.index(current.phase)
    opened = [place.kind for place in given.expansions if place.opened]
    result = PhaseResult(
        current_phase=current.phase,
        next_phase=PHASES[rank + 1] if rank + 1 < len(PHASES) else None,
        criteria_met=sum(item.met for item in items),
        finished=all(item.met for item in items),
        missing_for_next=None if current.met else CRITERIA[current.phase],
        service_in_a_row=int(items[2].actual),
        opened_sites=opened.count("site"),
        opened_countries=opened.count("country"),
        opened_business_units=opened.count("business_unit"),
    )
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(items),
        findings=findings(given, items, current),
        why=why(result, given, current),
    )


TOOL = Tool(
    name="phase_tracker",
    version="1",
    source="S2 names the four phases, method row 37; the exit criteria and their limits are ours",
    function=phase_tracker,
    input=PhaseInput,
    result=PhaseResult,
    example={
        "as_of": "2026-03-31",
        "discovery_coverage": 0.85,
        "proposal": "accepted",
        "service": [
            {"end": "2026-01-31", "met": 46, "due": 50},
            {"end": "2026-02-28", "met": 48, "due": 50},
            {"end": "2026-03-31", "met": 49, "due": 50},
        ],
        "expansions": [{"name": "Lyon", "kind": "site", "opened": False}],
    },
)
