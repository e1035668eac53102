"""Conversation turns that outlive their connection: a reader may leave and come back.

A turn runs in its own task and remembers its numbered events until it is over; any number of readers
follow it. What is over is in the store.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable

from ag_ui.core import BaseEvent, RunErrorEvent

from copilot.errors import Conflict, CopilotError
from copilot.schemas.evidence import Json

Numbered = tuple[int, Json]
_log = logging.getLogger(__name__)


def wire(event: BaseEvent) -> Json:
    """The event as AG-UI writes it."""
    encoded: Json = event.model_dump(mode="json", by_alias=True, exclude_none=True)
    return encoded


class Turn:
    """One run of the assistant, as it is being written."""

    def __init__(self, last_id: int) -> None:
        self.events: list[Numbered] = []
        self.over = False
        self._last_id = last_id
        self._changed = asyncio.Condition()

    async def add(self, event: Json) -> None:
        """Number the event and wake the readers."""
        async with self._changed:
            self._last_id += 1
            self.events.append((self._last_id, event))
            self._changed.notify_all()

    async def end(self) -> None:
        """Let the readers go once they have read everything."""
        async with self._changed:
            self.over = True
            self._changed.notify_all()

    async def follow(self, after: int = 0) -> AsyncIterator[Numbered]:
        """Every event after that id, as it comes, until the turn is over."""
        position = 0
        while True:
            async with self._changed:
                await self._changed.wait_for(lambda: position < len(self.events) or self.over)
                fresh = self.events[position:]
                position += len(fresh)
                finished = self.over
            for number, event in fresh:
                if number > after:
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

    def start(
        self,
        conversation_id: str,
        last_id: int,
        events: Callable[[], AsyncIterator[BaseEvent]],
        failed: Callable[[Json], None],
    ) -> Turn:
        """Run `events` in a task of its own; `failed` stores the error event of a turn that breaks."""
        if conversation_id in self._running:
            raise Conflict(f"conversation {conversation_id!r} is answering already: wait for its end")
        turn = Turn(last_id)
        self._running[conversation_id] = turn
        task = asyncio.create_task(self._run(conversation_id, turn, events, failed))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return turn

    async def close(self) -> None:
        """Stop what is still running."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _run(
        self,
        conversation_id: str,
        turn: Turn,
        events: Callable[[], AsyncIterator[BaseEvent]],
        failed: Callable[[Json], None],
    ) -> None:
        try:
            async for event in events():
                await turn.add(wire(event))
        except CopilotError as error:
            await self._fail(turn, RunErrorEvent(message=str(error), code=type(error).__name__), failed)
        except Exception:
            _log.exception("a conversation turn broke")
            await self._fail(turn, RunErrorEvent(message="internal error", code="Internal"), failed)
        finally:
            self._running.pop(conversation_id, None)
            await turn.end()

    @staticmethod
    async def _fail(turn: Turn, error: RunErrorEvent, failed: Callable[[Json], None]) -> None:
        event = wire(error)
        await asyncio.to_thread(failed, event)
        await turn.add(event)
