"""The seven questions and their parts (S4, method row 23), from knowledge/questions/seven_questions.yaml."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from copilot.resources import load_yaml, resource
from copilot.schemas.evidence import Language
from copilot.schemas.interview import Environment
from copilot.schemas.plan import SectionKey


class Part(BaseModel):
    """One part of a question: what it asks, whom, and which words show that a fact answers it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    environment: Environment
    section: SectionKey
    evidence: list[SectionKey] = Field(description="sections whose facts can answer it")
    fr: str
    en: str
    ask: dict[Language, list[str]]
    cues: dict[str, list[str]] = Field(description="folded word stems by language of the note")

    def text(self, language: Language) -> str:
        """The question as it is asked."""
        return self.fr if language == "fr" else self.en

    def answered_by(self, folded: str) -> bool:
        """Whether folded text holds one of the part's stems, in any language."""
        return _cues(tuple(stem for stems in self.cues.values() for stem in stems)).search(folded) is not None


@cache
def _cues(stems: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(s) for s in sorted(set(stems), key=len, reverse=True)) + ")")


class Block(BaseModel):
    """One of the seven questions."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: Literal["Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q7"]
    title: dict[Language, str]
    parts: list[Part]
    environment: Environment


@cache
def bank() -> tuple[Block, ...]:
    """The seven questions, in order."""
    raw = load_yaml(resource("knowledge") / "questions" / "seven_questions.yaml")
    return tuple(Block.model_validate(item) for item in raw["questions"])
