"""The answer to one question about an account."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from copilot.schemas.evidence import Citation, Claim, Language


class Reply(BaseModel):
    """What `abp ask --json` prints: nothing in `text` stands outside `claims`, unless the copilot abstains.

    When it abstains, `text` may end with the question to ask, or with what the notes leave open, which `claims` proves.
    """

    model_config = ConfigDict(extra="forbid")

    text: str
    abstained: bool
    claims: list[Claim] = Field(default_factory=list)
    citations: list[Citation] = Field(default_factory=list)
    language: Language
    mode: Literal["embedded", "llm"]
