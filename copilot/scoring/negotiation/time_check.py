"""Where a negotiation should be at this minute, and what to cut so that the conclusion keeps its time (row 64)."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal, localcontext
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from copilot.schemas.evidence import Language
from copilot.scoring.base import PRECISION, Note, Outcome, Strict
from copilot.scoring.negotiation.agenda import PHASES, AgendaInput, AgendaItem, Phase, clock, phase_name, slots
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, number

FORMULA = (
    "planned phase: start <= elapsed < end; late = elapsed - end of the phase in progress, ahead = its start - "
    "elapsed; time before the conclusion = latest start of the conclusion - elapsed; "
    "what does not fit is cut from the phases before the conclusion, in proportion to their planned minutes left"
)
Status = Literal["on_time", "late", "ahead", "over", "phase_unknown"]
ZERO = Decimal(0)
_CENT = Decimal("0.01")


class TimeCheckInput(AgendaInput):
    """The agenda of the meeting, and how far it is."""

    elapsed_min: Annotated[Decimal, Field(ge=0, le=2880, decimal_places=4)] = Field(
        description="minutes since the meeting started, 0 to 2880"
    )
    phase: Phase | None = Field(
        default=None,
        description="the phase that the meeting is really in now; left out: only where it should be is said",
    )
    issues_settled: int = Field(
        default=0, ge=0, le=1000, description="how many of the n_issues are settled already; default 0"
    )

    @model_validator(mode="after")
    def _settled_fit(self) -> Self:
        if self.n_issues is not None and self.issues_settled > self.n_issues:
            raise ValueError(f"issues_settled = '{self.issues_settled}': above n_issues = '{self.n_issues}'")
        return self


class TimeCheckItem(Strict):
    """A phase that still has time, and what it gets from now on."""

    phase: Phase
    label_fr: str
    label_en: str
    planned_left_min: Decimal = Field(description="what the agenda still gives it")
    proposed_min: Decimal = Field(description="what it gets so that the conclusion starts in time")
    cut_min: Decimal
    end_min: Decimal = Field(description="minutes after the start of the meeting at which it ends at the latest")
    end_clock: str | None


class TimeCheckResult(Strict):
    """How the meeting stands against its agenda."""

    planned_phase: Literal["opening", "diagnosis", "proposals", "bargaining", "conclusion", "over"] = Field(
        description="where the agenda has the meeting at this minute"
    )
    planned_phase_left_min: Decimal
    phase: Phase | None
    status: Status
    late_min: Decimal = Field(description="minutes past the end of the phase in progress; 0 when in time")
    ahead_min: Decimal = Field(description="minutes before the planned start of the phase in progress; 0 when not")
    remaining_min: Decimal = Field(description="until the end of the meeting, never below 0")
    until_conclusion_min: Decimal = Field(description="until the latest start of the conclusion, never below 0")
    conclusion_latest_start_min: Decimal
    conclusion_latest_start_clock: str | None
    conclusion_left_min: Decimal = Field(description="what is still left of the protected minutes")
    conclude_now: bool = Field(description="the conclusion has to start now, whatever is still open")
    cut_min: Decimal = Field(description="minutes to take out of the phases before the conclusion")
    spare_min: Decimal = Field(description="minutes before the conclusion that no phase claims")
    issues_left: int | None
    issues_that_fit: int = Field(description="how many issues the bargaining and spare minutes left hold")
    issues_to_carry: int | None = Field(description="issues that no longer fit: carry them to a next meeting")


def _planned(items: list[AgendaItem], elapsed: Decimal) -> AgendaItem | None:
    """The phase whose slot holds this minute; the last minute belongs to the conclusion."""
    inside = [item for item in items if item.start_min <= elapsed < item.end_min]
    if inside:
        return inside[0]
    return items[-1] if elapsed == items[-1].end_min else None


def _left(items: list[AgendaItem], elapsed: Decimal, phase: Phase | None) -> list[tuple[AgendaItem, Decimal]]:
    """The phases from the one in progress on, with the minutes that the agenda still gives them."""
    planned = _planned(items, elapsed)
    current = phase or (planned.phase if planned else PHASES[-1])
    rest = items[PHASES.index(current) :]
    first = rest[0]
    own = min(max(first.end_min - elapsed, ZERO), first.minutes)
    return [(first, own), *((item, item.minutes) for item in rest[1:])]


def _replan(given: TimeCheckInput, items: list[AgendaItem], room: Decimal) -> list[TimeCheckItem]:
    """The remaining phases, cut in proportion where they do not fit; the conclusion keeps what is left of it."""
    left = _left(items, given.elapsed_min, given.phase)
    before = [(item, minutes) for item, minutes in left if item.phase != PHASES[-1]]
    wanted = sum((minutes for _, minutes in before), ZERO)
    share = Decimal(1) if wanted <= room else room / wanted
    found, at = [], given.elapsed_min
    for item, minutes in left:
        if item.phase == PHASES[-1]:
            kept = min(minutes, max(given.total_min - given.elapsed_min, ZERO))
        else:
            # Rounded down, so that the cut phases never reach into the conclusion.
            kept = minutes if share == 1 else (minutes * share).quantize(_CENT, rounding=ROUND_FLOOR)
        at += kept
        found.append(
            TimeCheckItem(
                phase=item.phase,
                label_fr=item.label_fr,
                label_en=item.label_en,
                planned_left_min=minutes,
                proposed_min=kept,
                cut_min=minutes - kept,
                end_min=at,
                end_clock=clock(given.start_time, at),
            )
        )
    return found


def _status(given: TimeCheckInput, slot: AgendaItem | None) -> tuple[Status, Decimal, Decimal]:
    """How the phase in progress stands: its status, minutes late, minutes ahead."""
    elapsed = given.elapsed_min
    late = max(elapsed - (slot.end_min if slot else given.total_min), ZERO)
    ahead = max(slot.start_min - elapsed, ZERO) if slot else ZERO
    if elapsed > given.total_min:
        return "over", late, ahead
    if slot is None:
        return "phase_unknown", late, ahead
    return ("late" if late else "ahead" if ahead else "on_time"), late, ahead


def time_check(given: TimeCheckInput) -> Outcome[TimeCheckResult]:
    """How the meeting stands at this minute, and what to cut."""
    with localcontext(prec=PRECISION):
        items = slots(given)
        elapsed, conclusion = given.elapsed_min, items[-1]
        slot = next((item for item in items if item.phase == given.phase), None)
        planned = _planned(items, elapsed)
        status, late, ahead = _status(given, slot)
        room = max(conclusion.start_min - elapsed, ZERO)
        plan = _replan(given, items, room)
        before = [item for item in plan if item.phase != PHASES[-1]]
        spare = max(room - sum((item.planned_left_min for item in before), ZERO), ZERO)
        bargaining = sum((item.proposed_min for item in plan if item.phase == "bargaining"), spare)
        fit = int(bargaining // given.min_minutes_per_issue)
        issues_left = None if given.n_issues is None else given.n_issues - given.issues_settled
        remaining = max(given.total_min - elapsed, ZERO)
        result = TimeCheckResult(
            planned_phase=planned.phase if planned else "over",
            planned_phase_left_min=planned.end_min - elapsed if planned else ZERO,
            phase=given.phase,
            status=status,
            late_min=late,
            ahead_min=ahead,
            remaining_min=remaining,
            until_conclusion_min=room,
            conclusion_latest_start_min=conclusion.start_min,
            conclusion_latest_start_clock=conclusion.start_clock,
            conclusion_left_min=min(conclusion.minutes, remaining),
            conclude_now=elapsed >= conclusion.start_min and given.phase != PHASES[-1],
            cut_min=sum((item.cut_min for item in before), ZERO),
            spare_min=spare,
            issues_left=issues_left,
            issues_that_fit=fit,
            issues_to_carry=None if issues_left is None else max(issues_left - fit, 0),
        )
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(plan),
        findings=_findings(result, given, plan),
        why=_why(result, given, plan),
    )


def _values(
    result: TimeCheckResult, given: TimeCheckInput, plan: list[TimeCheckItem], language: Language
) -> dict[str, object]:
    cuts = [item for item in plan if item.phase != PHASES[-1] and item.cut_min > 0]
    return {
        "elapsed": number(given.elapsed_min, language),
        "total": number(given.total_min, language),
        "planned": "" if result.planned_phase == "over" else phase_name(result.planned_phase, language).lower(),
        "phase": phase_name(given.phase, language).lower() if given.phase else "",
        "late": number(result.late_min, language),
        "ahead": number(result.ahead_min, language),
        "left": number(result.planned_phase_left_min, language),
        "room": number(result.until_conclusion_min, language),
        "latest": number(result.conclusion_latest_start_min, language)
        + (f" ({result.conclusion_latest_start_clock})" if result.conclusion_latest_start_clock else ""),
        "conclusion": number(result.conclusion_left_min, language),
        "cut": number(result.cut_min, language),
        "spare": number(result.spare_min, language),
        "cuts": ", ".join(
            f"{phase_name(item.phase, language).lower()} {number(item.planned_left_min, language)} → "
            f"{number(item.proposed_min, language)}"
            for item in cuts
        ),
        "fit": result.issues_that_fit,
        "least": number(given.min_minutes_per_issue, language),
        "issues": result.issues_left,
        "carry": result.issues_to_carry,
    }


def _findings(result: TimeCheckResult, given: TimeCheckInput, plan: list[TimeCheckItem]) -> list[Note]:
    codes = []
    if result.status == "over":
        codes.append("time_check.over")
    elif result.conclude_now:
        codes.append("time_check.conclude_now")
    elif result.cut_min > 0:
        codes.append("time_check.cut")
    if result.issues_to_carry:
        codes.append("time_check.carry")
    return [both(code, lambda language: _values(result, given, plan, language)) for code in codes]


def _why(result: TimeCheckResult, given: TimeCheckInput, plan: list[TimeCheckItem]) -> list[Note]:
    codes = ["time_check.planned_over" if result.planned_phase == "over" else "time_check.planned"]
    if given.phase is not None and result.status != "over":
        codes.append(f"time_check.{result.status}")
    if result.status != "over":
        codes.append("time_check.protected")
    if result.spare_min > 0:
        codes.append("time_check.spare")
    if given.split is None:
        codes.append("time_check.our_split")
    return [both(code, lambda language: _values(result, given, plan, language)) for code in codes]


TOOL = Tool(
    name="time_check",
    version="1",
    source="S0, method row 64; the split, the minutes per issue and the cut in proportion are our defaults",
    function=time_check,
    input=TimeCheckInput,
    result=TimeCheckResult,
    example={"total_min": 90, "n_issues": 5, "elapsed_min": 40, "phase": "diagnosis", "start_time": "09:30"},
)
