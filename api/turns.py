"""Conversation turns that outlive their connection: a reader may leave and come back.

A turn runs in its own task and remembers its numbered events until it is over; any number of readers
follow it. What is over is in the store.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

from ag_ui.core import BaseEvent, RunErrorEvent

from copilot.errors import Conflict, CopilotError
from copilot.schemas.evidence import Json

Numbered = tuple[int, Json]
_log = logging.getLogger(__name__)


def wire(event: BaseEvent) -> Json:
    """The event as it is stored."""
    encoded: Json = event.model_dump(mode="json", by_alias=True)
    return encoded


def numbered(number: int, event: Json) -> Json:
    """The event as it is sent, live or from the store: what is empty is left out, its number is in."""
    return {name: value for name, value in event.items() if value is not None} | {"metadata": {"sequence": number}}


class Turn:
    """One run of the assistant, as it is being written."""

    def __init__(self) -> None:
        self.events: list[Numbered] = []
        self.over = False
        self._changed = asyncio.Condition()

    @property
    def before(self) -> int | None:
        """The number to resume after in order to see the whole turn; None before its first event."""
        return self.events[0][0] - 1 if self.events else None

    async def add(self, event: Json, number: int | None = None) -> None:
        """Keep the event and wake the readers; one that could not be stored gets the next number."""
        async with self._changed:
            if number is None:
                number = self.events[-1][0] + 1 if self.events else 0
            self.events.append((number, event))
            self._changed.notify_all()

    async def end(self) -> None:
        """Let the readers go once they have read everything."""
        async with self._changed:
            self.over = True
            self._changed.notify_all()

    async def follow(self, after: int = 0) -> AsyncIterator[Numbered]:
        """Every event after that number, as it comes, until the turn is over."""
        position = 0
        while True:
            async with self._changed:
                while position == len(self.events) and not self.over:
                    await self._changed.wait()
                fresh = self.events[position:]
                position += len(fresh)
                finished = self.over
            for number, event in fresh:
                if number > after or number == 0:
                    yield number, event
            if finished and position == len(self.events):
                return


class Turns:
    """The turns under way, at most one a conversation."""

    def __init__(self) -> None:
        self._running: dict[str, Turn] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def running(self, conversation_id: str) -> Turn | None:
        """The turn being written in that conversation, if there is one."""
        return self._running.get(conversation_id)

    def resume_after(self, conversation_id: str, last: int) -> int:
        """Where a reader who knows the finished turns only should resume; `last` is the newest event's number."""
        turn = self._running.get(conversation_id)
        return last if turn is None or turn.before is None else turn.before

    def start(self, conversation_id: str, events: AsyncIterator[BaseEvent]) -> Turn:
        """Follow `events` in a task of its own."""
        if conversation_id in self._running:
            raise Conflict(f"conversation {conversation_id!r} is answering already: wait for its end")
        turn = Turn()
        self._running[conversation_id] = turn
        task = asyncio.create_task(self._run(conversation_id, turn, events))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return turn

    async def close(self) -> None:
        """Stop what is still running."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _run(self, conversation_id: str, turn: Turn, events: AsyncIterator[BaseEvent]) -> None:
        try:
            async for event in events:
                await turn.add(wire(event), (event.metadata or {}).get("sequence"))
        except Exception as error:
            _log.exception("a conversation turn broke")
            expected = isinstance(error, CopilotError)
            line = str(error) if expected else "internal error"
            await turn.add(wire(RunErrorEvent(message=line, code=type(error).__name__ if expected else "Internal")))
        finally:
            self._running.pop(conversation_id, None)
            await turn.end()
