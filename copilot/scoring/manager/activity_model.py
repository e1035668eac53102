"""What the analysis of actions takes and gives (S3, method row 54)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from copilot.scoring.base import Name, Strict
from copilot.text.normalise import fold

Success = Literal["yes", "no", "unknown"]
_SAID: dict[object, str] = {True: "yes", False: "no", None: "unknown", "oui": "yes", "non": "no", "inconnu": "unknown"}
END_MARKS = " .;,:!"


def _said(value: object) -> object:
    """Yes and no as other tables say them: true and false, oui and non."""
    key = fold(value) if isinstance(value, str) else value
    return _SAID.get(key, key) if isinstance(key, str | bool | None) else value


def _blank_is_none(value: object) -> object:
    return None if isinstance(value, str) and not value.strip(END_MARKS) else value


Text = Annotated[Name | None, BeforeValidator(_blank_is_none)]
LongText = Annotated[Annotated[str, Field(max_length=4_000)] | None, BeforeValidator(_blank_is_none)]


class Action(Strict):
    """One action that was done."""

    type: Annotated[Name, Field(pattern=r"\w")] = Field(description="what was done: visit, call, negotiation…")
    result: LongText = Field(default=None, description="what came of it, in words; not interpreted")
    success: Annotated[Success, BeforeValidator(_said)] = Field(
        default="unknown", description="whether it reached its aim: yes, no, or unknown when nobody says"
    )
    failure_reason: Text = Field(default=None, description="why it failed, where `success` is no")
    person: Text = Field(default=None, description="who did it, on our side; left out when it does not matter")


class ActivityInput(Strict):
    """The actions of a period, of one person or of a team."""

    actions: list[Action] = Field(max_length=50_000, description="every action done in the period, one line each")
    per_person: bool = Field(
        default=False,
        description="also each person's own counts, in alphabetical order and without a rank; off by default",
    )


class TypeCount(Strict):
    """The actions of one type."""

    type: str
    actions: int
    succeeded: int
    failed: int
    unknown: int = Field(description="actions whose result nobody says")
    success_rate: Decimal | None = Field(description="succeeded / (succeeded + failed); null when no result is known")


class ReasonCount(Strict):
    """The failures for one reason."""

    reason: str
    failures: int
    share: Decimal = Field(description="of all failures, a fraction")


class PersonCount(Strict):
    """One person's own actions; no rate, so that people with different work are not compared."""

    person: str
    actions: int
    succeeded: int
    failed: int
    unknown: int


class ActivityResult(Strict):
    """Numbers of actions and reasons for failure."""

    actions: int
    known: int = Field(description="actions whose result is known")
    succeeded: int
    failed: int
    unknown: int
    success_rate: Decimal | None = Field(description="succeeded / known, a fraction; null when no result is known")
    failure_reasons: list[ReasonCount] = Field(description="most frequent first, then by name")
    failures_without_reason: int
    people: list[PersonCount] | None = Field(description="by name, without a rank; null unless asked for")
    actions_without_person: int
