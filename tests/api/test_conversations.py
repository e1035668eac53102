from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from ag_ui.core import BaseEvent, RunFinishedEvent, RunStartedEvent, TextMessageContentEvent
from fastapi.testclient import TestClient
from httpx2 import Response

from api.turns import Turns
from copilot.deps import Deps
from copilot.errors import BadInput, Conflict
from copilot.schemas.account import Account
from tests.api.problems import assert_problem

Event = tuple[int, dict[str, Any]]


def _events(answer: Response) -> list[Event]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/event-stream")
    events = []
    for block in answer.text.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if fields:
            events.append((int(fields["id"]), json.loads(fields["data"])))
    return events


def _open(client: TestClient, account: Account) -> str:
    answer = client.post(f"/v1/accounts/{account.slug}/conversations", json={"language": "fr"})
    assert answer.status_code == 201
    conversation: str = answer.json()["id"]
    return conversation


def _say(client: TestClient, conversation: str, text: str) -> list[Event]:
    return _events(client.post(f"/v1/conversations/{conversation}/messages", json={"text": text}))


def test_turn_starts_speaks_and_finishes_in_order(client: TestClient, noted: Account) -> None:
    conversation = _open(client, noted)
    events = _say(client, conversation, "Quand se termine le contrat-cadre ?")
    kinds = [event["type"] for _, event in events]
    assert kinds[0] == "RUN_STARTED"
    assert kinds[-1] == "RUN_FINISHED"
    assert kinds.index("TEXT_MESSAGE_START") < kinds.index("TEXT_MESSAGE_CONTENT") < kinds.index("TEXT_MESSAGE_END")
    numbers = [number for number, _ in events]
    assert numbers == sorted(set(numbers))
    assert all(event["metadata"] == {"sequence": number} for number, event in events)
    text = "".join(event.get("delta", "") for _, event in events if event["type"] == "TEXT_MESSAGE_CONTENT")
    assert "30 juin 2027" in text


def test_finished_turn_is_stored_with_its_citations(client: TestClient, noted: Account) -> None:
    conversation = _open(client, noted)
    events = _say(client, conversation, "Quand se termine le contrat-cadre ?")
    stored = client.get(f"/v1/conversations/{conversation}/messages").json()
    assert [message["role"] for message in stored["messages"]] == ["user", "assistant"]
    assert stored["messages"][1]["payload"]["citations"][0]["document"] == "minutes.md"
    assert (stored["last_event_id"], stored["running"]) == (events[-1][0], False)


def test_lost_stream_resumes_after_the_last_number(client: TestClient, noted: Account) -> None:
    conversation = _open(client, noted)
    events = _say(client, conversation, "Qui décide du renouvellement ?")
    seen = events[2][0]
    base = f"/v1/conversations/{conversation}/events"
    assert _events(client.get(base, params={"after": seen})) == events[3:]
    assert _events(client.get(base, headers={"Last-Event-ID": str(seen)})) == events[3:]
    assert client.get(base, params={"after": events[-1][0]}).text.strip() == ""
    assert _events(client.get(base)) == events


def test_numbers_grow_through_the_conversation(client: TestClient, noted: Account) -> None:
    conversation = _open(client, noted)
    first = _say(client, conversation, "Bonjour")
    second = _say(client, conversation, "Qui décide ?")
    assert second[0][0] > first[-1][0]
    listed = client.get(f"/v1/accounts/{noted.slug}/conversations").json()["conversations"]
    assert [item["id"] for item in listed] == [conversation]


def test_bad_requests_are_refused_before_the_stream(client: TestClient, account: Account) -> None:
    conversation = _open(client, account)
    base = f"/v1/conversations/{conversation}"
    assert_problem(client.post(f"{base}/messages", json={"text": ""}), 422, "bad-input")
    assert_problem(client.post("/v1/conversations/unknown/messages", json={"text": "a"}), 404, "not-found")
    assert_problem(client.get("/v1/conversations/unknown/events"), 404, "not-found")
    assert_problem(client.get(f"{base}/events", params={"after": -1}), 422, "bad-input")


def test_second_message_while_one_is_answered_is_a_conflict(client: TestClient, account: Account) -> None:
    conversation = _open(client, account)
    turns: Turns = client.app.state.turns  # type: ignore[attr-defined]
    turns._running[conversation] = object()  # type: ignore[assignment]
    try:
        answer = client.post(f"/v1/conversations/{conversation}/messages", json={"text": "Encore"})
        assert_problem(answer, 409, "conflict")
    finally:
        del turns._running[conversation]


def _numbered(number: int, event: BaseEvent) -> BaseEvent:
    return event.model_copy(update={"metadata": {"sequence": number}})


async def _script(gate: asyncio.Event) -> AsyncIterator[BaseEvent]:
    yield _numbered(11, RunStartedEvent(thread_id="t", run_id="r"))
    yield _numbered(12, TextMessageContentEvent(message_id="m", delta="Bon"))
    await gate.wait()
    yield _numbered(13, TextMessageContentEvent(message_id="m", delta="jour"))
    yield _numbered(14, RunFinishedEvent(thread_id="t", run_id="r"))


def test_reader_who_leaves_finds_the_rest_of_the_turn() -> None:
    async def scenario() -> list[int]:
        turns, gate = Turns(), asyncio.Event()
        turn = turns.start("c", _script(gate))
        async for number, _ in turn.follow():
            if number == 12:
                break
        assert turns.resume_after("c", 12) == 10
        with pytest.raises(Conflict):
            turns.start("c", _script(gate))
        gate.set()
        rest = [number async for number, _ in turn.follow(after=12)]
        assert turns.running("c") is None
        assert turns.resume_after("c", 14) == 14
        return rest

    assert asyncio.run(scenario()) == [13, 14]


def test_turn_that_breaks_ends_with_an_error_event() -> None:
    async def broken() -> AsyncIterator[BaseEvent]:
        yield _numbered(1, RunStartedEvent(thread_id="t", run_id="r"))
        raise BadInput("the account is gone")

    async def scenario() -> list[dict[str, Any]]:
        return [event async for _, event in Turns().start("c", broken()).follow()]

    last = asyncio.run(scenario())[-1]
    assert (last["type"], last["message"]) == ("RUN_ERROR", "the account is gone")


def test_cause_of_an_unexpected_break_stays_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    async def broken() -> AsyncIterator[BaseEvent]:
        raise ZeroDivisionError("secret")
        yield

    async def scenario() -> list[dict[str, Any]]:
        return [event async for _, event in Turns().start("c", broken()).follow()]

    events = asyncio.run(scenario())
    assert [event["type"] for event in events] == ["RUN_ERROR"]
    assert "secret" not in json.dumps(events)
    assert "secret" in caplog.text


def test_closing_stops_what_is_running() -> None:
    async def scenario() -> bool:
        turns = Turns()
        turn = turns.start("c", _script(asyncio.Event()))
        await asyncio.sleep(0)
        await turns.close()
        return turn.over and turns.running("c") is None

    assert asyncio.run(scenario())


def test_conversation_of_a_deleted_account_is_gone(client: TestClient, account: Account, deps: Deps) -> None:
    conversation = _open(client, account)
    deps.store.delete_account("default", account.slug)
    assert_problem(client.get(f"/v1/conversations/{conversation}/messages"), 404, "not-found")
