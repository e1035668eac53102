"""The optional reranking model: it orders what was found, and its failure costs nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from copilot.retrieve.search import Searcher
from copilot.schemas.account import Account
from copilot.settings import Settings
from copilot.store.repository import Store
from tests.fakes.openai_server import FakeOpenAI
from tests.retrieve.conftest import WordEmbedder
from tests.store.samples import put

NOTES = [
    "La remise est négociée chaque année avec la direction des achats, et la remise dépend des volumes.",
    "La remise dépend aussi des volumes de l’an passé.",
    "Remise : 3 %.",
]


@pytest.fixture
def noted(store: Store, account: Account) -> Account:
    for at, text in enumerate(NOTES):
        put(store, account.id, f"note{at}.txt", text)
    return account


@pytest.fixture
def endpoint() -> Iterator[FakeOpenAI]:
    with FakeOpenAI() as server:
        yield server


def searcher(tmp_path: Path, store: Store, url: str | None) -> Searcher:
    return Searcher(Settings(data_dir=tmp_path, rerank_base_url=url, rerank_model="judge"), store, WordEmbedder())


def test_the_model_orders_what_was_found(tmp_path: Path, store: Store, noted: Account, endpoint: FakeOpenAI) -> None:
    plain = searcher(tmp_path, store, None).search("default", noted.id, "la remise dépend des volumes")
    found = searcher(tmp_path, store, endpoint.url).search("default", noted.id, "la remise dépend des volumes")
    assert {one.id for one in found} == {one.id for one in plain}
    assert [len(one.text) for one in found] == sorted(len(one.text) for one in found)  # what the fake model prefers
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    (request,) = endpoint.requests
    assert (request.body["model"], request.body["query"]) == ("judge", "la remise dépend des volumes")
    assert set(request.body["documents"]) == {one.text for one in plain}


def test_an_endpoint_that_is_down_changes_nothing(tmp_path: Path, store: Store, noted: Account) -> None:
    plain = searcher(tmp_path, store, None).search("default", noted.id, "remise")
    assert searcher(tmp_path, store, "http://127.0.0.1:9/v1").search("default", noted.id, "remise") == plain


def test_nothing_is_asked_when_nothing_is_found(
    tmp_path: Path, store: Store, account: Account, endpoint: FakeOpenAI
) -> None:
    assert searcher(tmp_path, store, endpoint.url).search("default", account.id, "remise") == []
    assert endpoint.requests == []
