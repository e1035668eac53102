"""Where a conversation stands, read from its stored messages: nothing is remembered by the process."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from copilot.schemas.evidence import Json
from copilot.schemas.interview import Interview, Question
from copilot.store.records import Message


class ConversationState(BaseModel):
    """What the next turn needs to know of the turns before; stored with every answer of the assistant."""

    model_config = ConfigDict(extra="forbid")

    pending: str | None = Field(default=None, description="id of the question that waits for an answer")
    pending_text: str = Field(default="", description="its words, so that a reminder needs no look at the notes")
    last_answered: str | None = Field(default=None, description="id of the question that a correction is about")
    skipped: list[str] = Field(default_factory=list, description="put off by the user, oldest first")
    answered: list[str] = Field(default_factory=list, description="answered in this conversation")


def read_state(messages: Sequence[Message]) -> ConversationState:
    """The state that the newest finished turn left."""
    for message in reversed(messages):
        if message.role == "assistant" and "state" in message.payload:
            return ConversationState.model_validate(message.payload["state"])
    return ConversationState()


def find(interview: Interview, question_id: str | None) -> Question | None:
    """The question of that id, if it still exists: a new note may have closed it."""
    return next((question for question in interview.questions if question.id == question_id), None)


def open_questions(interview: Interview) -> list[Question]:
    """Questions without an answer, in the interview's order; half-answered ones after the others."""
    wanted = [question for question in interview.questions if question.status == "open"]
    return wanted + [question for question in interview.questions if question.status == "partial"]


def choose_next(interview: Interview, state: ConversationState) -> Question | None:
    """The question to ask now: the first open one, then those put off, oldest first.

    A question answered in this conversation is not asked again, even if the answer was partial.
    """
    left = [question for question in open_questions(interview) if question.id not in state.answered]
    fresh = [question for question in left if question.id not in state.skipped]
    if fresh:
        return fresh[0]
    put_off = sorted(left, key=lambda question: state.skipped.index(question.id))
    return put_off[0] if put_off else None


def progress_of(interview: Interview, state: ConversationState) -> Json:
    """The interview's progress as the page shows it."""
    done = sum(question.status in ("answered", "unknown", "not_applicable") for question in interview.questions)
    return {
        "answered": done,
        "open": len(interview.questions) - done,
        "total": len(interview.questions),
        "coverage": round(interview.coverage.overall, 4),
        "readiness": interview.coverage.readiness,
        "current_question": state.pending,
    }
