"""What the phase tracker says in words: the phase, what is missing, what runs ahead."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from copilot.schemas.evidence import Language
from copilot.scoring.base import Note, ratio
from copilot.scoring.days import written
from copilot.scoring.wording import both, names, number, percent
from copilot.text.catalogue import t

if TYPE_CHECKING:
    from copilot.scoring.plan.phases import PhaseInput, PhaseItem, PhaseResult, ServicePeriod


def findings(given: PhaseInput, items: Sequence[PhaseItem], current: PhaseItem) -> list[Note]:
    """Later criteria met before their time, a refusal, and periods that prove nothing."""
    found = []
    ahead = [item.phase for item in items[items.index(current) + 1 :] if item.met]
    if ahead:

        def values(language: Language) -> dict[str, object]:
            return {
                "phase": t(f"scoring.phase.{current.phase}", language),
                "names": names([t(f"scoring.phase.{phase}", language) for phase in ahead]),
            }

        found.append(both("phases.ahead", values))
    if given.proposal == "refused":
        found.append(both("phases.refused", lambda _: {}))
    idle = sum(period.due == 0 for period in given.service)
    return [*found, both("phases.nothing_due", lambda _: {"n": idle})] if idle else found


def why(result: PhaseResult, given: PhaseInput, current: PhaseItem) -> list[Note]:
    """The phase, and what its exit criterion still lacks."""
    last = max((period for period in given.service if period.due), key=lambda period: period.end, default=None)

    def values(language: Language) -> dict[str, object]:
        return {
            "phase": t(f"scoring.phase.{current.phase}", language),
            "next": t(f"scoring.phase.{result.next_phase or current.phase}", language),
            "met": result.criteria_met,
            "coverage": percent(given.discovery_coverage or Decimal(0), language),
            "needed": percent(given.discovery_needed, language),
            "gap": percent(current.gap, language),
            "status": t(f"scoring.proposal.{given.proposal}", language),
            "target": percent(given.service_target, language),
            "row": result.service_in_a_row,
            "periods": given.service_periods,
            "left": number(current.gap, language),
            "last": _last_service(last, language),
            "planned": sum(not place.opened for place in given.expansions),
            "sites": result.opened_sites,
            "countries": result.opened_countries,
            "units": result.opened_business_units,
        }

    step = "going_on" if result.finished else current.phase
    return [both("phases.current", values), both(f"phases.{step}", values)]


def _last_service(last: ServicePeriod | None, language: Language) -> str:
    if last is None:
        return t("scoring.phases.no_service", language)
    share = percent(ratio(last.met, last.due), language, 2)
    return t("scoring.phases.last_service", language, share=share, day=written(last.end, language))
