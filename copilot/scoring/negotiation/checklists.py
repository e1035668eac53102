"""The three checklists before a negotiation: process, method, mutual trust (S0 names the keys, the items are ours)."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, model_validator

from copilot.scoring.base import Name, Probability, Strict

Key = Literal["process", "method", "trust"]
KEYS: tuple[Key, ...] = ("process", "method", "trust")
Answer = Literal["yes", "no", "unknown"]
ESSENTIAL = frozenset({"process.decision", "method.mandate", "method.alternative", "trust.promises"})
"""Our choice: without any one of these the meeting would be entered blind, whatever the scores say."""


class ProcessAnswers(Strict):
    """How the negotiation will run."""

    object: Answer = Field(default="unknown", description="object, stakes and result aimed at are written down")
    decision: Answer = Field(default="unknown", description="we know who decides and who signs on their side")
    roles: Answer = Field(default="unknown", description="in our team it is settled who leads, observes and records")
    agenda: Answer = Field(default="unknown", description="an agenda with minutes is shared, the conclusion protected")
    deadlines: Answer = Field(default="unknown", description="the dates that bind each side are known")
    linked: Answer = Field(default="unknown", description="issues stay linked: nothing is settled before the whole")
    suspension: Answer = Field(default="unknown", description="who asks for a break, when and what for, is settled")
    record: Answer = Field(default="unknown", description="who sends the written record, and by when, is settled")


class MethodAnswers(Strict):
    """How we prepared."""

    interests: Answer = Field(default="unknown", description="interests of both sides written, guesses marked to test")
    positions: Answer = Field(default="unknown", description="each issue has its opening, objective and floor")
    mandate: Answer = Field(default="unknown", description="management gave our mandate, in figures")
    alternative: Answer = Field(
        default="unknown", description="our way out (BATNA, MESORE) has a value, theirs a guess"
    )
    criteria: Answer = Field(default="unknown", description="each argument rests on a standard or a fact with a source")
    concessions: Answer = Field(default="unknown", description="each concession has its cost and its counterpart")
    packages: Answer = Field(default="unknown", description="several packages worth the same to us are ready")
    opening: Answer = Field(default="unknown", description="our first offer and its justification are ready")


class TrustAnswers(Strict):
    """What the mutual trust rests on."""

    promises: Answer = Field(default="unknown", description="what we promised last time is kept, and can be shown")
    incidents: Answer = Field(default="unknown", description="open incidents with the client are handled or addressed")
    ambitions: Answer = Field(default="unknown", description="the client's ambitions were checked with the client")
    at_ease: Answer = Field(default="unknown", description="place, moment and people let the client feel at ease")
    calm: Answer = Field(default="unknown", description="sentences that calm are ready; no wording puts pressure")
    disclosure: Answer = Field(default="unknown", description="what we tell, tell if asked, protect, never tell is set")
    mutual: Answer = Field(default="unknown", description="they too shared something useful or took a step")
    frank: Answer = Field(default="unknown", description="one person on each side can speak frankly outside the room")


class ExtraItem(Strict):
    """A line of the reader's own checklist."""

    key: Key = Field(description="the checklist that it belongs to")
    label: Name = Field(description="what has to be true, unique in its checklist")
    answer: Answer = Field(default="unknown", description="yes, no or unknown")


class KeysInput(Strict):
    """The three checklists, each item yes, no or unknown (left out means unknown)."""

    process: ProcessAnswers = Field(default=ProcessAnswers(), description="the process checklist")
    method: MethodAnswers = Field(default=MethodAnswers(), description="the method checklist")
    trust: TrustAnswers = Field(default=TrustAnswers(), description="the mutual trust checklist")
    extra: list[ExtraItem] = Field(
        default_factory=list, max_length=60, description="items of your own, added to the three checklists"
    )
    min_score: Probability = Field(
        default=Decimal("0.5"), description="score that each key needs for ready; our default is 0.5, 0 keeps only > 0"
    )

    @model_validator(mode="after")
    def _extra_is_unique(self) -> Self:
        seen: set[tuple[str, str]] = set()
        for rank, item in enumerate(self.extra):
            if (item.key, item.label) in seen:
                raise ValueError(f"extra.{rank}.label = {item.label!r}: stands twice in {item.key!r}; keep one")
            seen.add((item.key, item.label))
        return self
