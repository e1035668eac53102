"""Whether a plan is written for the client and with it: contributions and joint sessions (S4; method row 28)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from copilot.scoring.base import Name, Outcome, Probability, Strict, duplicates, ratio
from copilot.scoring.quality import coconstruction_why
from copilot.scoring.quality.lines import Text
from copilot.scoring.quality.references import build_names
from copilot.scoring.tool import Tool
from copilot.text.normalise import fold

FORMULA = (
    "co_constructed when a contribution of the client is evidenced, a joint session was held at most fresh_days before "
    "as_of and, where objectives are given, objectives with a client contribution / objectives >= min_objective_share; "
    "not_co_constructed when there is neither a contribution nor a session held; partly otherwise"
)
Status = Literal["evidenced", "stated", "promised", "ours"]


class Contribution(Strict):
    """Something the client brings to the plan."""

    what: Text = Field(description="what the client brings: people, data, shelf space, budget, a test site…")
    by_whom: Name | None = Field(default=None, description="who at the client brings it; left out: not known")
    when: dt.date | None = Field(
        default=None, description="when it was or will be brought (ISO date); after as_of it is a promise"
    )
    evidence: list[Text] = Field(
        default_factory=list, max_length=100, description="what shows it: quotes or note ids; empty: not evidenced"
    )
    firm: bool = Field(default=False, description="whether the client is bound by it, rather than considering it")
    objectives: list[Name] = Field(
        default_factory=list, max_length=500, description="the objectives it serves, named as in `objectives`"
    )

    @field_validator("evidence", "objectives", mode="before")
    @classmethod
    def _one_alone(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value


class JointSession(Strict):
    """One working session with the client on the plan."""

    date: dt.date = Field(description="when (ISO date)")
    what: Text | None = Field(default=None, description="what was worked on")
    client_people: list[Name] = Field(default_factory=list, max_length=100, description="who came from the client")

    @model_validator(mode="before")
    @classmethod
    def _date_alone(cls, data: Any) -> Any:
        return {"date": data} if isinstance(data, str | dt.date) else data


class CoConstructionInput(Strict):
    """What the client has brought and when the plan was worked on together."""

    as_of: dt.date = Field(description="the day on which the question is asked (ISO date)")
    contributions: list[Contribution] | None = Field(
        default=None,
        max_length=1_000,
        description="what the client brings; an empty list means nothing, left out unknown",
    )
    joint_sessions: list[JointSession] | None = Field(
        default=None, max_length=1_000,
        description="sessions held or planned with the client on the plan, or their dates; an empty list means none, "
        "left out unknown",
    )  # fmt: skip
    objectives: list[Name] | None = Field(
        default=None, max_length=500, description="names of the plan's objectives, unique; left out: no share is told"
    )
    our_people: list[Name] = Field(
        default_factory=list, max_length=500, description="people of ours, whose contributions are not the client's"
    )
    fresh_days: int = Field(
        default=90, ge=1, le=3_650, description="how old the last session may be, in days; 90 by default (ours)"
    )
    min_objective_share: Probability = Field(
        default=Decimal("0.5"),
        description="share of objectives that must have a client contribution, 0..1; 0.5 by default (ours)",
    )

    @model_validator(mode="after")
    def _references_exist(self) -> Self:
        known = [fold(name) for name in self.objectives or []]
        if twice := duplicates(known):
            raise ValueError(f"objectives: {twice[0]!r} stands twice; merge the lines or tell them apart")
        for rank, one in enumerate(self.contributions or []):
            for name in one.objectives if self.objectives is not None else []:
                if fold(name) not in known:
                    raise ValueError(
                        f"contributions.{rank}.objectives = {name!r}: no such objective; name it as in objectives"
                    )
        return self


class ContributionItem(Strict):
    """One contribution and what it is worth as evidence."""

    what: str
    by_whom: str | None
    when: dt.date | None
    firm: bool
    status: Status = Field(
        description="evidenced, stated (without evidence), promised (after as_of), ours (brought by one of us)"
    )
    objectives: list[str]


class CoConstructionResult(Strict):
    """Whether the plan is written with the client."""

    verdict: Literal["co_constructed", "partly", "not_co_constructed"]
    contributions: int = Field(description="contributions of the client, promised ones included")
    evidenced: int = Field(description="of these, brought already and evidenced")
    firm: int = Field(description="of these, those that bind the client")
    promised: int = Field(description="of these, those that are still to come")
    sessions: int = Field(description="joint sessions held up to as_of")
    last_session: str | None = Field(description="date of the last session held")
    last_session_age_days: int | None
    next_session: str | None = Field(description="date of the next session planned")
    objectives: int | None = Field(description="None when the objectives were not given")
    objectives_with_contribution: int | None
    objective_share: Decimal | None = Field(description="objectives with a client contribution / objectives")
    evidenced_objective_share: Decimal | None = Field(description="the same with evidenced contributions only")
    objectives_without: list[str] = Field(description="objectives without any client contribution")


def co_construction(given: CoConstructionInput) -> Outcome[CoConstructionResult]:
    """What the client brings, how fresh the last joint session is, and how many objectives it carries."""
    items = _items(given)
    theirs = [item for item in items if item.status != "ours"]
    held = sorted(s for s in _days(given) if s <= given.as_of)
    unknown = [name for name in ("contributions", "joint_sessions") if getattr(given, name) is None]
    if unknown and not theirs and not held:  # what is not told could be all that there is
        return Outcome(result=None, formula=FORMULA, missing=unknown)
    planned = sorted(s for s in _days(given) if s > given.as_of)
    carried, proved = (_carried(group) for group in (theirs, [i for i in theirs if i.status == "evidenced"]))
    names = sorted(given.objectives or [], key=fold)
    count = len(names)
    with_contribution = sum(fold(name) in carried for name in names)
    age = (given.as_of - held[-1]).days if held else None
    result = CoConstructionResult(
        verdict=_verdict(given, theirs, age, with_contribution, count),
        contributions=len(theirs),
        evidenced=sum(item.status == "evidenced" for item in theirs),
        firm=sum(item.firm for item in theirs),
        promised=sum(item.status == "promised" for item in theirs),
        sessions=len(held),
        last_session=held[-1].isoformat() if held else None,
        last_session_age_days=age,
        next_session=planned[0].isoformat() if planned else None,
        objectives=None if given.objectives is None else count,
        objectives_with_contribution=None if given.objectives is None else with_contribution,
        objective_share=ratio(Decimal(with_contribution), Decimal(count)) if count else None,
        evidenced_objective_share=(
            ratio(Decimal(sum(fold(name) in proved for name in names)), Decimal(count)) if count else None
        ),
        objectives_without=[name for name in names if fold(name) not in carried],
    )
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(items),
        findings=coconstruction_why.findings(given, result, items),
        why=coconstruction_why.why(given, result),
    )


def _days(given: CoConstructionInput) -> list[dt.date]:
    """The days of the sessions; a session that is given twice counts once."""
    return [day for day, _ in {(s.date, fold(s.what or "")) for s in given.joint_sessions or []}]


def _items(given: CoConstructionInput) -> list[ContributionItem]:
    ours = build_names([], [], [], given.our_people, []).us
    kept: dict[str, ContributionItem] = {}
    for one in given.contributions or []:
        status: Status = "evidenced" if one.evidence else "stated"
        if one.when and one.when > given.as_of:
            status = "promised"
        if one.by_whom and ours.search(fold(one.by_whom)):
            status = "ours"
        item = ContributionItem(
            what=one.what, by_whom=one.by_whom, when=one.when, firm=one.firm, status=status,
            objectives=sorted(one.objectives, key=fold),
        )  # fmt: skip
        kept.setdefault(item.model_dump_json(), item)
    return sorted(kept.values(), key=lambda item: (fold(item.what), item.model_dump_json()))


def _carried(items: list[ContributionItem]) -> set[str]:
    return {fold(name) for item in items for name in item.objectives}


def _verdict(
    given: CoConstructionInput, theirs: list[ContributionItem], age: int | None, carried: int, count: int
) -> Literal["co_constructed", "partly", "not_co_constructed"]:
    if not theirs and age is None:
        return "not_co_constructed"
    proved = any(item.status == "evidenced" for item in theirs)
    enough = not count or Decimal(carried) >= given.min_objective_share * count
    return "co_constructed" if proved and age is not None and age <= given.fresh_days and enough else "partly"


TOOL = Tool(
    name="co_construction",
    version="1",
    source="S4, method row 28; freshness of sessions and share of objectives are our own defaults",
    function=co_construction,
    input=CoConstructionInput,
    result=CoConstructionResult,
    example={
        "as_of": "2026-03-31",
        "objectives": ["ruptures", "box goûter"],
        "contributions": [
            {
                "what": "liste des 140 magasins de la box",
                "by_whom": "Jean-Noël Ricaud",
                "when": "2026-02-13",
                "evidence": ["tournée de janvier, tableau"],
                "firm": True,
                "objectives": ["box goûter"],
            }
        ],
        "joint_sessions": ["2026-01-08", "2026-03-24"],
    },
)
