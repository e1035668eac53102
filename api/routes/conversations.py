"""Conversations with the assistant, streamed as AG-UI events over SSE.

Each event has a number (`id:`), growing through the conversation. A reader that lost the stream asks
for what came after the last number it saw; a turn under way is followed to its end.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path, Query
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from api.deps import CallerDeps, CurrentAccount, RunningTurns, WantedLanguage
from api.errors import problem_responses
from api.schemas import ConversationIn, ConversationList, ConversationOut, MessageIn, MessageList, MessageOut
from api.turns import Turn, numbered
from copilot.deps import Deps
from copilot.errors import NotFound
from copilot.schemas.account import Account
from copilot.schemas.evidence import Json
from copilot.store.records import Conversation

router = APIRouter(tags=["conversations"])
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {"description": "AG-UI events, one a message, `id` grows", "content": {"text/event-stream": {}}}
}

ConversationId = Annotated[str, Path(max_length=64, description="id of the conversation")]


def conversation_of(deps: CallerDeps, conversation: ConversationId) -> Conversation:
    """The conversation of the path, in the caller's workspace."""
    return deps.store.conversation(deps.workspace, conversation)


CurrentConversation = Annotated[Conversation, Depends(conversation_of)]


def _account_with(deps: Deps, account_id: str) -> Account:
    for account in deps.store.accounts(deps.workspace):
        if account.id == account_id:
            return account
    raise NotFound(f"the account {account_id!r} of this conversation was deleted")


def last_event_id_of(deps: Deps, conversation_id: str) -> int:
    """The number of the newest stored event; 0 before the first."""
    return max((number for number, _ in deps.store.events(deps.workspace, conversation_id, 0)), default=0)


@router.get(
    "/accounts/{slug}/conversations",
    operation_id="listConversations",
    summary="Conversations about an account",
    responses=problem_responses(404, 422),
)
def list_conversations(deps: CallerDeps, account: CurrentAccount) -> ConversationList:
    """Newest first."""
    found = [ConversationOut.model_validate(item) for item in deps.store.conversations(deps.workspace, account.id)]
    return ConversationList(conversations=sorted(found, key=lambda item: item.created_at, reverse=True))


@router.post(
    "/accounts/{slug}/conversations",
    operation_id="createConversation",
    summary="Open a conversation",
    status_code=201,
    responses=problem_responses(404, 413, 422),
)
def create(
    deps: CallerDeps, account: CurrentAccount, language: WantedLanguage, body: ConversationIn | None = None
) -> ConversationOut:
    """An empty conversation about the account."""
    wanted = (body.language if body else None) or language
    return ConversationOut.model_validate(
        deps.store.create_conversation(deps.workspace, account.id, wanted, deps.now())
    )


@router.get(
    "/conversations/{conversation}/messages",
    operation_id="listMessages",
    summary="Messages in order",
    responses=problem_responses(404, 422),
)
def messages(deps: CallerDeps, conversation: CurrentConversation, turns: RunningTurns) -> MessageList:
    """What was said, and where to resume the stream."""
    found = deps.store.messages(deps.workspace, conversation.id)
    return MessageList(
        messages=[MessageOut.model_validate(message) for message in found],
        last_event_id=turns.resume_after(conversation.id, last_event_id_of(deps, conversation.id)),
        running=turns.running(conversation.id) is not None,
    )


async def begin_turn(
    deps: CallerDeps,
    conversation: CurrentConversation,
    turns: RunningTurns,
    body: MessageIn,
) -> Turn:
    """Start the assistant on the message; everything that can be refused is refused before the first byte."""
    from copilot.assistant.service import run_turn

    account = await run_in_threadpool(_account_with, deps, conversation.account_id)
    language = body.language or conversation.language
    return turns.start(conversation.id, run_turn(deps, account, conversation.id, body.text, language))


def _sent(number: int, event: Json) -> ServerSentEvent:
    return ServerSentEvent(data=numbered(number, event), id=str(number))


@router.post(
    "/conversations/{conversation}/messages",
    operation_id="sendMessage",
    summary="Say something and stream the answer",
    response_class=EventSourceResponse,
    responses={**_STREAM, **problem_responses(404, 409, 413, 422)},
)
async def send(turn: Annotated[Turn, Depends(begin_turn)]) -> AsyncIterator[ServerSentEvent]:
    """AG-UI events from RUN_STARTED to RUN_FINISHED or RUN_ERROR; the turn goes on if the reader leaves."""
    async for number, event in turn.follow():
        yield _sent(number, event)


@router.get(
    "/conversations/{conversation}/events",
    operation_id="resumeEvents",
    summary="Events after a number",
    response_class=EventSourceResponse,
    responses={**_STREAM, **problem_responses(404, 422)},
)
async def resume(
    deps: CallerDeps,
    conversation: CurrentConversation,
    turns: RunningTurns,
    after: Annotated[int, Query(ge=0, le=2**53, description="last number seen")] = 0,
    last_event_id: Annotated[str | None, Header(description="the same, as browsers send it", max_length=20)] = None,
) -> AsyncIterator[ServerSentEvent]:
    """Stored events after that number, then those of the turn under way, if there is one."""
    seen = int(last_event_id) if last_event_id and last_event_id.isascii() and last_event_id.isdigit() else after
    running = turns.running(conversation.id)
    for number, event in await run_in_threadpool(deps.store.events, deps.workspace, conversation.id, seen):
        seen = number
        yield _sent(number, event)
    if running is not None:
        async for number, event in running.follow(seen):
            yield _sent(number, event)
