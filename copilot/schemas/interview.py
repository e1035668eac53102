"""The diagnostic interview: seven questions over five environments (S4, method rows 23 and 24)."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from copilot.schemas.evidence import Citation, Claim

Environment = Literal["market", "client", "competition", "relationship", "performance"]
AnswerState = Literal["answered", "partial", "unknown", "not_applicable", "open"]
QuestionOrigin = Literal["method", "notes", "contradiction"]
"""Asked by the seven questions, raised by something in the notes, or by two sources that disagree."""


class Question(BaseModel):
    """One thing to ask, with what is known already."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(description="stable for the same gap: 'q4.approach', 'stakeholder:lantier'")
    topic: str = Field(description="environment or section key, with the subject after a colon if there is one")
    environment: Environment
    text: str
    why: str = Field(default="", description="what in the notes raises it")
    ask: list[str] = Field(default_factory=list, description="who could tell: names or functions")
    origin: QuestionOrigin = "method"
    status: AnswerState = "open"
    known: list[Claim] = Field(default_factory=list, description="what the notes say already, to be confirmed")
    answer: str | None = None
    source: list[Citation] = Field(default_factory=list)


class Answer(BaseModel):
    """What someone answered, versioned: a new answer never erases the old one."""

    model_config = ConfigDict(extra="forbid")

    question_id: str
    text: str
    state: AnswerState
    given_by: str
    given_at: dt.datetime
    version: int = 1


class BlockCoverage(BaseModel):
    """How much of one of the seven questions is answered."""

    question: str = Field(description="Q1..Q7")
    title: str
    answered: list[str] = Field(description="ids of the parts that have evidence")
    missing: list[str]
    coverage: float = Field(ge=0, le=1, description="answered parts / parts")


class Coverage(BaseModel):
    """Row 23: coverage per question, and per environment (row 24); overall is the mean over questions."""

    blocks: list[BlockCoverage]
    environments: dict[Environment, float]
    overall: float = Field(ge=0, le=1)
    readiness: Literal["go", "not_yet"]
    readiness_reasons: list[str]


class Interview(BaseModel):
    """The state of the interview of one account; rebuilt from the store at every turn."""

    account: str
    language: str
    questions: list[Question]
    coverage: Coverage
