"""One turn of a conversation, from the user's message to its stored answer.

The turn runs in a task of its own: a client that goes away does not stop it, and finds the rest in the store.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Sequence

import structlog
from ag_ui.core import BaseEvent

from copilot.assistant import events, guided
from copilot.assistant.intents import understand
from copilot.assistant.state import read_state
from copilot.assistant.tools import Toolbox
from copilot.assistant.turn import Turn
from copilot.deps import Deps
from copilot.errors import BadInput, CopilotError
from copilot.llm import ModelProblem
from copilot.schemas.account import Account
from copilot.schemas.evidence import Language
from copilot.text.catalogue import t
from copilot.text.language import language_of

log = structlog.get_logger(__name__)

MAX_CHARACTERS = 8000
_FOR_MODEL = frozenset({"ask", "answer"})
"""Intents that a model handles better than code; commands are code's even when there is a model."""
_running: set[asyncio.Task[None]] = set()


async def run_turn(
    deps: Deps, account: Account, conversation_id: str, text: str, language: Language
) -> AsyncIterator[BaseEvent]:
    """The events of a turn, each stored before it is given; see `copilot.assistant.events` for the set.

    Args:
        deps: who asks, store, index, clock.
        account: the account that the conversation is about.
        conversation_id: an existing conversation of that account.
        text: the user's message.
        language: the conversation's language, used when the message does not tell its own.
    """
    queue: asyncio.Queue[BaseEvent | None] = asyncio.Queue()
    task = asyncio.create_task(_Runner(deps, account, conversation_id, queue).run(text, language))
    _running.add(task)
    task.add_done_callback(_running.discard)
    while (event := await queue.get()) is not None:
        yield event


class _Runner:
    def __init__(
        self, deps: Deps, account: Account, conversation_id: str, queue: asyncio.Queue[BaseEvent | None]
    ) -> None:
        self.deps = deps
        self.account = account
        self.conversation_id = conversation_id
        self.queue = queue
        self.run_id = uuid.uuid4().hex

    async def run(self, text: str, language: Language) -> None:
        """Plays the turn into the queue; whatever happens, the last event says how it ended."""
        spoken = language
        try:
            await self.send([events.run_started(self.conversation_id, self.run_id)])
            spoken = understand(text, pending=False).language or language_of(text, language)
            turn = await self.begin(text, spoken)
            await self.play(turn)
            await self.finish(turn)
        except CopilotError as error:
            log.warning("turn failed", run=self.run_id, error=str(error))
            await self.fail(str(error), type(error).__name__)
        except Exception:
            log.exception("turn failed", run=self.run_id)
            await self.fail(t("assistant.failed", spoken), "InternalError")
        finally:
            self.queue.put_nowait(None)

    async def begin(self, text: str, language: Language) -> Turn:
        """The turn, its message stored first: nothing that the user wrote is lost, whatever comes after."""
        if not text.strip():
            raise BadInput(t("assistant.empty", language))
        if len(text) > MAX_CHARACTERS:
            raise BadInput(t("assistant.too_long", language, n=MAX_CHARACTERS))
        store, workspace = self.deps.store, self.deps.workspace
        history = await asyncio.to_thread(store.messages, workspace, self.conversation_id)
        payload = {"run_id": self.run_id, "language": language}
        await asyncio.to_thread(
            store.append_message, workspace, self.conversation_id, "user", text, payload, self.deps.now()
        )
        state = read_state(history)
        box = Toolbox(self.deps, self.account, self.run_id, language, text, state)
        intent = understand(text, pending=state.pending is not None)
        return Turn(run_id=self.run_id, text=text, language=language, intent=intent, history=history, box=box)

    async def play(self, turn: Turn) -> None:
        """The engine's events, then the answer."""
        if self.deps.settings.has_llm and turn.intent.kind in _FOR_MODEL:
            await self.with_model(turn)
        else:
            async for event in guided.run(turn):
                await self.send([event])
        await self.send(turn.closing_events())

    async def with_model(self, turn: Turn) -> None:
        """The model's answer, or one line that says why not and the guided answer."""
        from copilot.assistant import agent

        try:
            async for event in agent.run(turn):
                await self.send([event])
            return
        except ModelProblem as problem:
            log.warning("model failed, answering without it", run=self.run_id, error=str(problem))
            reason: str = problem.reason
        except agent.WrongAnswer as wrong:
            log.warning("model answer not shown", run=self.run_id, reason=wrong.reason)
            reason = wrong.reason
        turn.start_over()
        turn.lines.append(
            t("assistant.model_failed", turn.language, reason=t(f"assistant.reason.{reason}", turn.language))
        )
        async for event in guided.run(turn):
            await self.send([event])

    async def finish(self, turn: Turn) -> None:
        """Stores the finished turn, then says that it is finished."""
        stored = await asyncio.to_thread(
            self.deps.store.append_message, self.deps.workspace, self.conversation_id, "assistant", turn.answer,
            turn.payload(), self.deps.now(),
        )  # fmt: skip
        await self.send([events.run_finished(self.conversation_id, self.run_id, stored.id, turn.engine)])

    async def fail(self, line: str, code: str) -> None:
        """Says how the turn failed; if even the store fails, the client is told all the same."""
        event = events.run_error(line, code)
        try:
            await self.send([event])
        except Exception:
            log.exception("event not stored", run=self.run_id)
            self.queue.put_nowait(event)

    async def send(self, batch: Sequence[BaseEvent]) -> None:
        """Stores events and hands them on, numbered."""
        bodies = [event.model_dump(mode="json", by_alias=True) for event in batch]
        numbers = await asyncio.to_thread(
            self.deps.store.append_events, self.deps.workspace, self.conversation_id, self.run_id, bodies
        )
        for event, number in zip(batch, numbers, strict=True):
            self.queue.put_nowait(event.model_copy(update={"metadata": {"sequence": number}}))
