"""The minutes of a negotiation, phase by phase, with the conclusion protected (S0, method row 64)."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal, localcontext
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from copilot.schemas.evidence import Language
from copilot.scoring.base import PRECISION, Note, Outcome, Probability, Strict, rounded
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, number
from copilot.text.catalogue import t

Phase = Literal["opening", "diagnosis", "proposals", "bargaining", "conclusion"]
PHASES: tuple[Phase, ...] = ("opening", "diagnosis", "proposals", "bargaining", "conclusion")
Minutes = Annotated[Decimal, Field(gt=0, le=1440, decimal_places=4)]

FORMULA = (
    "minutes of a phase = total_min * share, the shares sum to 1; minutes per issue = minutes of bargaining / "
    "n_issues; latest start of the conclusion = total_min - its minutes"
)
_DAY = 86_400


class Split(Strict):
    """The share of the time that each phase gets; the five shares sum to 1."""

    opening: Probability = Field(description="climate, object and rules of the meeting; a fraction")
    diagnosis: Probability = Field(description="their expectations and constraints; a fraction")
    proposals: Probability = Field(description="linked options of both sides; a fraction")
    bargaining: Probability = Field(description="the negotiation proper: conditional trades, a fraction")
    conclusion: Probability = Field(description="reading each point again and closing; a fraction above 0")

    @model_validator(mode="after")
    def _sum_is_one(self) -> Self:
        with localcontext(prec=PRECISION):
            total = sum((getattr(self, phase) for phase in PHASES), Decimal(0))
        if total != 1:
            raise ValueError(f"split: the five shares sum to {total.normalize():f}; they must sum to 1 (10 % is 0.1)")
        if self.conclusion == 0:
            raise ValueError("split.conclusion = '0': the conclusion keeps time of its own; give it a share above 0")
        return self


OUR_SPLIT = Split(
    opening=Decimal("0.10"),
    diagnosis=Decimal("0.25"),
    proposals=Decimal("0.20"),
    bargaining=Decimal("0.30"),
    conclusion=Decimal("0.15"),
)
"""Our default: the sources only ask for a good start and a conclusion brought in time."""


class AgendaInput(Strict):
    """How long the meeting lasts and what stands on the table."""

    total_min: Minutes = Field(description="length of the meeting in minutes, above 0 and at most 1440")
    n_issues: int | None = Field(
        default=None, ge=0, le=1000, description="number of issues to negotiate; left out when it is not known yet"
    )
    split: Split | None = Field(
        default=None,
        description="share of the time by phase, summing to 1; left out: our default 0.10 opening, 0.25 diagnosis, "
        "0.20 proposals, 0.30 bargaining, 0.15 conclusion",
    )
    start_time: str | None = Field(
        default=None,
        pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$",
        description="local time at which the meeting starts, HH:MM; adds clock times to the agenda",
    )
    min_minutes_per_issue: Minutes = Field(
        default=Decimal(5), description="below this number of bargaining minutes per issue we warn; our default is 5"
    )
    max_total_min: Minutes = Field(
        default=Decimal(120), description="above this length of the meeting we warn; our default is 120 minutes"
    )


class AgendaItem(Strict):
    """One phase and its slot."""

    phase: Phase
    label_fr: str
    label_en: str
    share: Decimal = Field(description="of the total time, a fraction")
    minutes: Decimal
    start_min: Decimal = Field(description="minutes after the start of the meeting")
    end_min: Decimal
    start_clock: str | None = Field(description="HH:MM or HH:MM:SS, with (+1) after midnight; None without a start")
    end_clock: str | None


class AgendaResult(Strict):
    """The time that the issues get and the slot that nobody may eat."""

    total_min: Decimal
    minutes: dict[Phase, Decimal] = Field(description="minutes by phase, in order")
    conclusion_min: Decimal = Field(description="protected minutes of the conclusion")
    conclusion_latest_start_min: Decimal = Field(description="the conclusion starts by then, whatever is still open")
    conclusion_latest_start_clock: str | None
    end_clock: str | None
    minutes_per_issue: Decimal | None = Field(
        description="minutes of the bargaining phase / number of issues; None without a number of issues"
    )
    issues_that_fit: int = Field(description="how many issues the bargaining phase holds at the minimum per issue")
    needed_min: Decimal | None = Field(
        description="length of a meeting that gives each issue the minimum, with this split; None when none does"
    )
    warnings: list[Literal["too_short_per_issue", "too_long"]]


def clock(start: str | None, offset: Decimal) -> str | None:
    """The time of day `offset` minutes after the start; parts of a second are dropped, never added."""
    if start is None:
        return None
    seconds = (int(start[:2]) * 60 + int(start[3:])) * 60 + int(offset * 60)
    days, seconds = divmod(seconds, _DAY)
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    text = f"{hours:02d}:{minutes:02d}" + (f":{left:02d}" if left else "")
    return f"{text} (+{days})" if days else text


def phase_name(phase: Phase, language: Language) -> str:
    """What the phase is called."""
    return t(f"scoring.agenda.phase.{phase}", language)


def slots(given: AgendaInput) -> list[AgendaItem]:
    """The five phases with their slots."""
    split = given.split or OUR_SPLIT
    items, start = [], Decimal(0)
    for phase in PHASES:
        share: Decimal = getattr(split, phase)
        minutes = rounded(given.total_min * share, 6)
        end = given.total_min if phase == PHASES[-1] else min(start + minutes, given.total_min)
        items.append(
            AgendaItem(
                phase=phase,
                label_fr=phase_name(phase, "fr"),
                label_en=phase_name(phase, "en"),
                share=share,
                minutes=end - start,
                start_min=start,
                end_min=end,
                start_clock=clock(given.start_time, start),
                end_clock=clock(given.start_time, end),
            )
        )
        start = end
    return items


def agenda(given: AgendaInput) -> Outcome[AgendaResult]:
    """Minutes by phase, what each issue gets, and the latest start of the conclusion."""
    with localcontext(prec=PRECISION):
        items = slots(given)
        bargaining, conclusion = items[3], items[4]
        needed = None
        if given.n_issues and bargaining.share:
            exact = given.n_issues * given.min_minutes_per_issue / bargaining.share
            needed = exact.quantize(Decimal("0.01"), rounding=ROUND_CEILING)
        result = AgendaResult(
            total_min=given.total_min,
            minutes={item.phase: item.minutes for item in items},
            conclusion_min=conclusion.minutes,
            conclusion_latest_start_min=conclusion.start_min,
            conclusion_latest_start_clock=conclusion.start_clock,
            end_clock=conclusion.end_clock,
            minutes_per_issue=rounded(bargaining.minutes / given.n_issues, 6) if given.n_issues else None,
            issues_that_fit=int(bargaining.minutes // given.min_minutes_per_issue),
            needed_min=needed,
            warnings=_warnings(given, bargaining.minutes),
        )
    findings, why = _findings(result, given), _why(result, given)
    return Outcome(result=result, formula=FORMULA, per_item=list(items), findings=findings, why=why)


def _warnings(given: AgendaInput, bargaining: Decimal) -> list[Literal["too_short_per_issue", "too_long"]]:
    found: list[Literal["too_short_per_issue", "too_long"]] = []
    if given.n_issues and bargaining < given.n_issues * given.min_minutes_per_issue:
        found.append("too_short_per_issue")
    if given.total_min > given.max_total_min:
        found.append("too_long")
    return found


def _findings(result: AgendaResult, given: AgendaInput) -> list[Note]:
    with localcontext(prec=PRECISION):
        longest = result.minutes["bargaining"] / given.total_min * given.max_total_min
        per_meeting = int(longest // given.min_minutes_per_issue)

    def values(language: Language) -> dict[str, object]:
        return {
            "total": number(given.total_min, language),
            "most": number(given.max_total_min, language),
            "n": given.n_issues,
            "each": number(result.minutes_per_issue or Decimal(0), language),
            "least": number(given.min_minutes_per_issue, language),
            "fit": result.issues_that_fit,
            "needed": number(result.needed_min or Decimal(0), language),
            "per_meeting": per_meeting,
        }

    found = []
    if not given.n_issues:
        found.append("agenda.no_issues")
    if "too_short_per_issue" in result.warnings:
        enough = result.needed_min is not None and result.needed_min <= given.max_total_min
        several = "agenda.too_short_split_meeting" if per_meeting else "agenda.too_short_no_time"
        found.append("agenda.too_short" if enough else several)
    if "too_long" in result.warnings:
        found.append("agenda.too_long")
    return [both(code, values) for code in found]


def _why(result: AgendaResult, given: AgendaInput) -> list[Note]:
    def values(language: Language) -> dict[str, object]:
        return {
            "phases": ", ".join(
                f"{phase_name(phase, language).lower()} {number(minutes, language)} min"
                for phase, minutes in result.minutes.items()
            ),
            "total": number(given.total_min, language),
            "bargaining": number(result.minutes["bargaining"], language),
            "each": number(result.minutes_per_issue or Decimal(0), language),
            "n": given.n_issues,
            "fit": result.issues_that_fit,
            "least": number(given.min_minutes_per_issue, language),
            "latest": number(result.conclusion_latest_start_min, language),
            "clock": result.conclusion_latest_start_clock,
            "conclusion": number(result.conclusion_min, language),
        }

    codes = ["agenda.split" if given.split else "agenda.our_split"]
    codes.append("agenda.per_issue" if given.n_issues else "agenda.capacity")
    codes.append("agenda.conclusion_clock" if given.start_time else "agenda.conclusion")
    return [both(code, values) for code in codes]


TOOL = Tool(
    name="agenda",
    version="1",
    source="S0, method row 64; the split, the 5 minutes per issue and the 120 minutes are our defaults",
    function=agenda,
    input=AgendaInput,
    result=AgendaResult,
    example={"total_min": 90, "n_issues": 5, "start_time": "09:30"},
)
