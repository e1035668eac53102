"""One turn of a conversation: what an engine is given and what it leaves behind."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from ag_ui.core import BaseEvent

from copilot.assistant import events
from copilot.assistant.intents import Intent
from copilot.assistant.tools import Toolbox
from copilot.errors import CopilotError
from copilot.schemas.evidence import Citation, Claim, Json, Language
from copilot.store.records import Message

Value = TypeVar("Value")


@dataclass
class Turn:
    """Input and outcome of one turn; the outcome is what gets stored."""

    run_id: str
    text: str
    language: Language
    intent: Intent
    history: Sequence[Message]
    box: Toolbox
    lines: list[str] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    verdict: Json = field(default_factory=dict)
    engine: str = "guided"
    calls: int = 0

    @property
    def answer(self) -> str:
        """The whole text of the answer."""
        return "\n".join(self.lines)

    @property
    def message_id(self) -> str:
        """The id of the answer in the stream."""
        return f"{self.run_id}-answer"

    def start_over(self) -> None:
        """Forgets what the other engine wanted to say; what its tools found and wrote stays."""
        self.engine = "guided"
        self.lines, self.claims, self.citations = [], [], []

    def next_call(self) -> str:
        """An id for a tool call."""
        self.calls += 1
        return f"{self.run_id}-call-{self.calls}"

    def cite(self, claims: Sequence[Claim], more: Sequence[Citation] = ()) -> None:
        """Adds claims, their citations and those of typed parts to what the answer rests on."""
        self.claims += claims
        known = {(one.document, one.quote) for one in self.citations}
        for citation in (*(one for claim in claims for one in claim.citations), *more):
            if (citation.document, citation.quote) not in known:
                known.add((citation.document, citation.quote))
                self.citations.append(citation)

    def closing_events(self) -> list[BaseEvent]:
        """The answer as events, its citations first."""
        cited = [events.citations(self.claims, self.citations)] if self.citations else []
        return [*cited, *events.text_message(self.message_id, self.answer)]

    def payload(self) -> Json:
        """What is stored with the answer."""
        return {
            "run_id": self.run_id,
            "engine": self.engine,
            "language": self.language,
            "state": self.box.state.model_dump(mode="json"),
            "claims": [claim.model_dump(mode="json") for claim in self.claims],
            "citations": [citation.model_dump(mode="json") for citation in self.citations],
        }


async def use(
    turn: Turn, name: str, arguments: Json, work: Callable[[], Value], short: Callable[[Value], Any], out: list[Value]
) -> AsyncIterator[BaseEvent]:
    """The events of one tool call made by code; its value is appended to `out`.

    A failure the user can act on still closes the call with a result before it is raised.
    """
    call = turn.next_call()
    for event in events.tool_call(call, name, arguments):
        yield event
    try:
        value = await asyncio.to_thread(work)
    except CopilotError as error:
        yield events.tool_result(call, json.dumps({"error": str(error)}, ensure_ascii=False))
        raise
    out.append(value)
    yield events.tool_result(call, json.dumps(short(value), ensure_ascii=False, default=str))
    for event in turn.box.drain():
        yield event
