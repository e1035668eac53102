from __future__ import annotations

import asyncio
import inspect
import re

import pytest
from ag_ui.core import EventType

from copilot.assistant import events, service
from copilot.assistant.agent import TOOLS
from copilot.assistant.events import CUSTOM_NAMES
from copilot.errors import CopilotError, NotFound
from copilot.text.catalogue import keys
from tests.assistant.conftest import Chat, OpenChat


def test_turn_is_a_closed_well_formed_sequence(chat: Chat) -> None:
    chat.say("question suivante")
    assert chat.types[0] == "RUN_STARTED"
    assert chat.types[-1] == "RUN_FINISHED"
    assert [one for one in chat.types if one.startswith("TEXT_MESSAGE")][:1] == ["TEXT_MESSAGE_START"]
    assert chat.types[-2] == "TEXT_MESSAGE_END"
    documented = inspect.getdoc(events) or ""
    for kind in set(chat.types):
        stem, _, last = kind.rpartition("_")
        assert kind in documented or f"{stem}_START/" in documented, (kind, last)


def test_documented_events_exist_and_custom_names_are_documented() -> None:
    documented = inspect.getdoc(events) or ""
    for name in re.findall(r"^([A-Z_]+)(?=\s)", documented, re.MULTILINE):
        assert name in EventType.__members__, name
    assert all(re.search(rf"\b{name}\b", documented) for name in CUSTOM_NAMES)


def test_events_are_stored_with_the_numbers_they_carry(chat: Chat) -> None:
    chat.say("Bonjour")
    chat.say("question suivante")
    stored = chat.deps.store.events(chat.deps.workspace, chat.conversation, 0)
    sent = [event for turn in chat.turns for event in turn]
    assert [number for number, _ in stored] == [event["metadata"]["sequence"] for event in sent]
    assert [body["type"] for _, body in stored] == [event["type"] for event in sent]
    middle = stored[3][0]
    assert chat.deps.store.events(chat.deps.workspace, chat.conversation, middle) == stored[4:]


def test_turn_is_stored_before_it_is_reported_finished(chat: Chat) -> None:
    async def play() -> None:
        async for event in service.run_turn(chat.deps, chat.account, chat.conversation, "Bonjour", "fr"):
            if event.type == EventType.TEXT_MESSAGE_END:
                assert [one.role for one in chat.messages][:1] == ["user"]
            if event.type == EventType.RUN_FINISHED:
                assert [one.role for one in chat.messages] == ["user", "assistant"]

    asyncio.run(play())


def test_client_that_leaves_does_not_lose_the_turn(chat: Chat) -> None:
    async def leave() -> None:
        stream = service.run_turn(chat.deps, chat.account, chat.conversation, "question suivante", "fr")
        async for _ in stream:
            break
        await stream.aclose()  # type: ignore[attr-defined]
        await asyncio.gather(*service._running)

    asyncio.run(leave())
    assert [one.role for one in chat.messages] == ["user", "assistant"]
    assert chat.deps.store.events(chat.deps.workspace, chat.conversation, 0)[-1][1]["type"] == "RUN_FINISHED"


@pytest.mark.parametrize("text", ["", "   \n", "x" * (service.MAX_CHARACTERS + 1)])
def test_unusable_message_ends_as_one_plain_line(chat: Chat, text: str) -> None:
    chat.say(text)
    assert chat.types == ["RUN_STARTED", "RUN_ERROR"]
    assert "\n" not in chat.events[-1]["message"]


def test_failure_keeps_the_users_message_and_hides_the_details(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.say("question suivante")
    pending = chat.state["pending"]
    chat.deps.store.delete_document(chat.deps.workspace, chat.account.id, "comite.md")
    chat.say("score nothing {}")
    assert chat.types[-1] == "RUN_ERROR"
    assert chat.messages[-1].role == "user"
    assert chat.messages[-1].text == "score nothing {}"
    chat.say("plus tard")
    assert chat.types[-1] == "RUN_FINISHED"
    assert pending in chat.state["skipped"]


def test_unknown_conversation_is_refused_with_an_event(chat: Chat) -> None:
    chat.conversation = "nowhere"
    chat.say("Bonjour")
    assert chat.types == ["RUN_ERROR"]
    assert "nowhere" in chat.events[0]["message"]
    with pytest.raises(NotFound):
        chat.deps.store.messages(chat.deps.workspace, "nowhere")


def test_every_tool_and_every_argument_is_described() -> None:
    for tool in TOOLS:
        schema = tool.tool_call_schema.model_json_schema()
        assert schema.get("description"), tool.name
        for name, one in schema.get("properties", {}).items():
            assert one.get("description"), (tool.name, name)
            assert one["type"] == "string", (tool.name, name)
        assert not {"account", "workspace", "slug", "text", "answer", "runtime"} & set(schema.get("properties", {}))


def test_every_sentence_exists_in_both_languages() -> None:
    mine = {key: texts for key, texts in keys().items() if key.startswith(("assistant.", "words."))}
    assert len(mine) > 50
    for key, texts in mine.items():
        assert set(texts) == {"fr", "en"}, key
        assert sorted(re.findall(r"\{\w+\}", texts["fr"])) == sorted(re.findall(r"\{\w+\}", texts["en"])), key
    assert issubclass(NotFound, CopilotError)
