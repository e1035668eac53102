from __future__ import annotations

import asyncio
import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from copilot import pipeline
from copilot.assistant.service import run_turn
from copilot.deps import Deps
from copilot.schemas.account import Account
from copilot.schemas.evidence import Language
from copilot.settings import Settings
from tests.fakes.fixtures import fake_llm, llm_settings

__all__ = ["fake_llm", "llm_settings"]

MINUTES = """# Compte rendu du comité du 12 mars 2026

Le contrat de maintenance se termine le 30 septembre 2026, avec un préavis de trois mois.
Nadia Ferrand (directrice des achats) demande 4 % de baisse sur le forfait.
Deux livraisons ont été en retard en mars.
Le concurrent Altivar a présenté une offre à 180 000 €.
"""
NOW = dt.datetime(2026, 3, 20, 9, 0, tzinfo=dt.UTC)


@dataclass
class Chat:
    """One conversation through the public door."""

    deps: Deps
    account: Account
    conversation: str
    language: Language = "fr"
    turns: list[list[dict[str, Any]]] = field(default_factory=list)

    def say(self, text: str) -> str:
        """The stored answer to a message; its events are in `events`."""

        async def play() -> list[dict[str, Any]]:
            stream = run_turn(self.deps, self.account, self.conversation, text, self.language)
            return [event.model_dump(mode="json", by_alias=True) async for event in stream]

        self.turns.append(asyncio.run(play()))
        return self.text

    @property
    def events(self) -> list[dict[str, Any]]:
        return self.turns[-1]

    @property
    def types(self) -> list[str]:
        return [event["type"] for event in self.events]

    @property
    def text(self) -> str:
        return "".join(event["delta"] for event in self.events if event["type"] == "TEXT_MESSAGE_CONTENT")

    @property
    def tools(self) -> list[str]:
        return [event["toolCallName"] for event in self.events if event["type"] == "TOOL_CALL_START"]

    def custom(self, name: str) -> Any:
        return next(
            (event["value"] for event in self.events if event["type"] == "CUSTOM" and event["name"] == name), None
        )

    @property
    def messages(self) -> list[Any]:
        return self.deps.store.messages(self.deps.workspace, self.conversation)

    @property
    def state(self) -> dict[str, Any]:
        state: dict[str, Any] = self.messages[-1].payload["state"]
        return state


OpenChat = Callable[..., Chat]


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deps]:
    """Store and index, opened once: the embedding model takes seconds to load."""
    deps = pipeline.open_deps(Settings(data_dir=tmp_path_factory.mktemp("assistant")))
    yield Deps(deps.settings, deps.store, deps.searcher, deps.workspace, now=lambda: NOW)
    pipeline.close(deps)


@pytest.fixture
def open_chat(shared: Deps) -> OpenChat:
    """A conversation about a new account with one note."""

    def build(settings: Settings | None = None, note: str = MINUTES) -> Chat:
        deps = replace(shared, settings=settings or shared.settings)
        account = pipeline.get_or_create_account(deps, f"norden-{uuid.uuid4().hex[:12]}", "Norden")
        report = pipeline.ingest_bytes(deps, account.slug, "comite.md", note.encode())
        assert report.status == "stored", report
        return Chat(deps, account, deps.store.create_conversation(deps.workspace, account.id, "fr", NOW).id)

    return build


@pytest.fixture
def chat(open_chat: OpenChat) -> Chat:
    return open_chat()
