"""What `client_orientation` takes: the lines of a plan, the names of both sides, the weights."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from copilot.schemas.evidence import Language
from copilot.scoring.base import PRECISION, Name, Probability, Strict, duplicates
from copilot.scoring.quality.lines import MOST_LINES, Text
from copilot.scoring.quality.stance import Verdict
from copilot.text.normalise import fold

Part = Literal["objectives", "actions", "sentences"]
PARTS: tuple[Part, ...] = ("objectives", "actions", "sentences")


class _PlainLine(Strict):
    """A line that may also be given as its text alone."""

    text: Text = Field(description="the line as it is written")

    @model_validator(mode="before")
    @classmethod
    def _text_alone(cls, data: Any) -> Any:
        return {"text": data} if isinstance(data, str) else data


class ObjectiveLine(_PlainLine):
    """One objective of the plan."""

    evidenced_client_objective: bool | None = Field(
        default=None,
        description="whether an objective of the client's own that this one serves is known and evidenced; "
        "left out: yes when `evidence` names something",
    )
    evidence: list[Text] = Field(
        default_factory=list, max_length=100, description="what shows the client's objective: quotes or note ids"
    )

    @property
    def is_evidenced(self) -> bool:
        """Whether it stands on an evidenced objective of the client."""
        given = self.evidenced_client_objective
        return bool(self.evidence) if given is None else given


class ActionLine(_PlainLine):
    """One action of the plan."""

    owner_client: Name | None = Field(default=None, description="who carries it at the client; left out: nobody")
    client_benefit: Text | bool | None = Field(
        default=None, description="what the client gains from it, in words (or true); left out: nothing is stated"
    )


class SentenceLine(_PlainLine):
    """One sentence of the plan."""

    verdict: Verdict | None = Field(
        default=None,
        description="a person's own judgement, which replaces the tool's: client, internal, mixed, neutral",
    )


class Weights(Strict):
    """What each part weighs in the score; they sum to 1."""

    objectives: Probability = Field(default=Decimal("0.4"), description="share of objectives; 0.4 by default (ours)")
    actions: Probability = Field(default=Decimal("0.3"), description="share of actions; 0.3 by default (ours)")
    sentences: Probability = Field(default=Decimal("0.3"), description="share of sentences; 0.3 by default (ours)")

    @model_validator(mode="after")
    def _sum_to_one(self) -> Self:
        with localcontext(prec=PRECISION):
            total = self.objectives + self.actions + self.sentences
        if total != 1:
            raise ValueError(f"the weights sum to {total}, they must sum to 1")
        return self


class OrientationInput(Strict):
    """The lines of a plan. Each list may be left out; its part is then left out of the score."""

    objectives: list[ObjectiveLine] = Field(default_factory=list, max_length=500, description="objectives of the plan")
    actions: list[ActionLine] = Field(default_factory=list, max_length=2_000, description="actions of the plan")
    sentences: list[SentenceLine] = Field(
        default_factory=list, max_length=MOST_LINES, description="sentences to judge, one by one"
    )
    text: str | None = Field(
        default=None, max_length=500_000, description="free text of the plan; its sentences join `sentences`"
    )
    client: Name | None = Field(default=None, description="name of the client company, to know who acts in a line")
    us: Name | None = Field(default=None, description="name of our company")
    client_people: list[Name] = Field(default_factory=list, max_length=500, description="people at the client")
    our_people: list[Name] = Field(default_factory=list, max_length=500, description="people of ours")
    others: list[Name] = Field(default_factory=list, max_length=500, description="competitors and other third parties")
    language: Language | None = Field(default=None, description="language of all lines; left out: told line by line")
    weights: Weights = Field(default_factory=Weights, description="what each part weighs")
    threshold: Probability = Field(
        default=Decimal("0.5"), description="from which score the plan is client-oriented, 0..1; 0.5 by default (ours)"
    )
    count_neutral: bool = Field(
        default=True,
        description="whether sentences that serve neither side (market facts, dates) stand in the share of sentences",
    )
    mixed_weight: Probability = Field(
        default=Decimal("0.5"), description="what a sentence that serves both counts, 0..1; 0.5 by default (ours)"
    )

    @model_validator(mode="after")
    def _objectives_stand_once(self) -> Self:
        if twice := duplicates(fold(line.text) for line in self.objectives):
            raise ValueError(f"objectives: {twice[0]!r} stands twice; merge the lines or tell them apart")
        return self
