"""What `plan_or_actions` takes, and what of it proves each criterion."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from copilot.schemas.evidence import Language
from copilot.scoring.base import Name, Probability, Strict
from copilot.scoring.quality.lexicon import load, whole
from copilot.scoring.quality.lines import MOST_LINES, Text, main_language
from copilot.scoring.quality.references import FILE, build_names
from copilot.scoring.quality.stance import stance_of
from copilot.text.language import language_of
from copilot.text.normalise import flatten

Environment = Literal["market", "client", "competition", "relationship", "performance"]
ENVIRONMENTS: tuple[Environment, ...] = ("market", "client", "competition", "relationship", "performance")
Criterion = Literal[
    "target", "contributions", "commitment", "measure", "joint_vision", "client_objectives", "client_value",
    "client_owners", "environments", "horizon",
]  # fmt: skip
CORE: tuple[Criterion, ...] = ("target", "contributions", "commitment", "measure")
"""What tells an ABP in the case of S4: the share aimed at, the client's means, its commitment, the result measured."""
OTHERS: tuple[Criterion, ...] = (
    "joint_vision", "client_objectives", "client_value", "client_owners", "environments", "horizon",
)  # fmt: skip
_NEAR = 25
BINDING = ("written", "signed")


class PlanObjective(Strict):
    """One objective of the plan."""

    text: Text = Field(description="the objective as it is written")
    side: Literal["client", "us", "joint"] = Field(
        default="us", description="whose objective it is; 'us' when it is not said"
    )

    @model_validator(mode="before")
    @classmethod
    def _text_alone(cls, data: Any) -> Any:
        return {"text": data} if isinstance(data, str) else data


class PlanAction(Strict):
    """One action of the plan."""

    text: Text = Field(description="the action as it is written")
    owner_us: Name | None = Field(default=None, description="who carries it with us")
    owner_client: Name | None = Field(default=None, description="who carries it at the client; left out: nobody")
    due: str | None = Field(default=None, max_length=60, description="when it is due, as written")

    @model_validator(mode="before")
    @classmethod
    def _text_alone(cls, data: Any) -> Any:
        return {"text": data} if isinstance(data, str) else data


class PlanInput(Strict):
    """What the plan says. Whatever is left out is looked for in `lines`, and is missing when it is not there."""

    target: Text | None = Field(
        default=None, description="the result aimed at with this client, with its figure: share, revenue, volume…"
    )
    contributions: list[Text] = Field(
        default_factory=list, max_length=1_000, description="means that the client brings: people, space, data, money"
    )
    commitment: Literal["none", "verbal", "written", "signed"] | None = Field(
        default=None, description="how far the client is committed; written or signed counts; left out: not stated"
    )
    measures: list[Text] = Field(
        default_factory=list, max_length=500, description="how the result is measured: indicators, reviews, dates"
    )
    vision: Text | None = Field(default=None, description="the vision or ambition of the plan, as it is written")
    vision_is_joint: bool | None = Field(
        default=None, description="whether the client shares it; left out: not known, which does not count"
    )
    objectives: list[PlanObjective] = Field(default_factory=list, max_length=500, description="objectives of the plan")
    client_value: list[Text] = Field(
        default_factory=list, max_length=500, description="what the client gains from the plan, in words"
    )
    actions: list[PlanAction] = Field(default_factory=list, max_length=2_000, description="actions of the plan")
    environments: list[Environment] = Field(
        default_factory=list, max_length=100,
        description="which of the five environments of S4 the plan looks at: market, client, competition, "
        "relationship, performance",
    )  # fmt: skip
    horizon_months: int | None = Field(default=None, ge=0, le=240, description="how far the plan looks, in months")
    lines: list[Text] = Field(
        default_factory=list, max_length=MOST_LINES, description="the plan's own lines, searched for what is left out"
    )
    client: Name | None = Field(default=None, description="name of the client company, to read `lines`")
    us: Name | None = Field(default=None, description="name of our company, to read `lines`")
    language: Language | None = Field(default=None, description="language of `lines`; left out: told line by line")
    min_environments: int = Field(
        default=3, ge=1, le=5, description="how many environments a plan must look at; 3 by default (ours)"
    )
    min_horizon_months: int = Field(
        default=12, ge=1, le=240, description="how far a plan must look; 12 by default: S4 speaks of a year"
    )
    min_client_owner_share: Probability = Field(
        default=Decimal("0.2"),
        description="share of actions that need a client-side owner, 0..1; 0.2 by default (ours)",
    )
    plan_share: Probability = Field(
        default=Decimal("0.7"), description="share of criteria that an ABP meets, 0..1; 0.7 by default (ours)"
    )
    actions_share: Probability = Field(
        default=Decimal("0.3"),
        description="share of criteria up to which it is an action plan, 0..1; 0.3 by default (ours)",
    )

    @field_validator("contributions", "measures", "client_value", "lines", mode="before")
    @classmethod
    def _one_alone(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is said of the plan."""
        said = (
            self.target, self.contributions, self.commitment, self.measures, self.vision, self.objectives,
            self.client_value, self.actions, self.environments, self.lines,
        )  # fmt: skip
        return not any(said) and self.horizon_months is None


@dataclass(frozen=True)
class Proof:
    """What shows that a criterion is met, or would be."""

    met: bool
    by: Literal["stated", "words", "missing"]
    evidence: str | None = None


def proofs(given: PlanInput) -> dict[Criterion, Proof]:
    """For each criterion what the plan states; failing that, what its lines show."""
    stated = _stated(given)
    read: dict[Criterion, str] = {}
    usual = given.language or main_language(given.lines)
    names = build_names([given.client] if given.client else [], [given.us] if given.us else [], [], [], [])
    for line in sorted(set(given.lines)):
        language = given.language or language_of(line, usual)
        for criterion in _in_line(line, language):
            read.setdefault(criterion, line)
        stance = stance_of(line, language, names)
        if stance.verdict in ("client", "mixed"):
            for criterion, key in (("client_objectives", "aims"), ("client_value", "benefits")):
                if _list(language, key).search(flatten(line)[1]):
                    read.setdefault(criterion, line)
    covered = _environments_in(given, usual)
    if "environments" not in stated and len(covered) >= given.min_environments:
        read["environments"] = ", ".join(covered)
    found: dict[Criterion, Proof] = {}
    for criterion in (*CORE, *OTHERS):
        if criterion in stated:
            found[criterion] = stated[criterion]
        elif criterion in read:
            found[criterion] = Proof(True, "words", read[criterion])
        else:
            found[criterion] = Proof(False, "missing")
    return found


def _stated(given: PlanInput) -> dict[Criterion, Proof]:
    """What the fields say; a field left out says nothing."""
    theirs = [o.text for o in given.objectives if o.side != "us"]
    owners = [a.owner_client for a in given.actions if a.owner_client]
    share_met = bool(owners) and Decimal(len(owners)) >= given.min_client_owner_share * len(given.actions)
    environments = [name for name in ENVIRONMENTS if name in given.environments]
    checks: tuple[tuple[Criterion, bool, Callable[[], tuple[bool, str]]], ...] = (
        ("target", given.target is not None, lambda: (bool(re.search(r"\d", given.target or "")), given.target or "")),
        ("contributions", bool(given.contributions), lambda: (True, sorted(given.contributions)[0])),
        ("commitment", given.commitment is not None, lambda: (given.commitment in BINDING, given.commitment or "")),
        ("measure", bool(given.measures), lambda: (True, sorted(given.measures)[0])),
        ("joint_vision", given.vision is not None, lambda: (given.vision_is_joint is True, given.vision or "")),
        ("client_objectives", bool(theirs), lambda: (True, sorted(theirs)[0])),
        ("client_value", bool(given.client_value), lambda: (True, sorted(given.client_value)[0])),
        ("client_owners", bool(owners), lambda: (share_met, ", ".join(sorted(set(owners))))),
        (
            "environments", bool(environments),
            lambda: (len(environments) >= given.min_environments, ", ".join(environments)),
        ),
        (
            "horizon", given.horizon_months is not None,
            lambda: ((given.horizon_months or 0) >= given.min_horizon_months, str(given.horizon_months)),
        ),
    )  # fmt: skip
    found: dict[Criterion, Proof] = {}
    for criterion, is_given, check in checks:
        if is_given:
            met, evidence = check()
            found[criterion] = Proof(met, "stated", evidence)
    return found


@cache
def _list(language: Language, key: str) -> re.Pattern[str]:
    lists = load(FILE)[language]
    return whole(lists["plan"][key] if key in lists["plan"] else lists[key])


def _in_line(line: str, language: Language) -> list[Criterion]:
    flat = flatten(line)[1]
    return [c for c in (*CORE, *OTHERS) if c in load(FILE)[language]["plan"] and _says(flat, language, c)]


def _says(flat: str, language: Language, criterion: Criterion) -> bool:
    """Whether the words of the criterion stand there without a negation just before or in them."""
    denied = whole(load(FILE)[language]["denied"])
    matches = _list(language, criterion).finditer(flat)
    return any(not denied.search(flat, max(0, match.start() - _NEAR), match.end()) for match in matches)


def _environments_in(given: PlanInput, usual: Language) -> list[Environment]:
    flats = [(flatten(line)[1], given.language or language_of(line, usual)) for line in given.lines]
    return [name for name in ENVIRONMENTS if any(_list(language, name).search(flat) for flat, language in flats)]
