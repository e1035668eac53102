from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from copilot.retrieve.embed import Embedder, Vectors, open_embedder
from copilot.retrieve.keyword import words
from copilot.retrieve.search import Searcher
from copilot.schemas.account import Account
from copilot.settings import Settings
from copilot.store.repository import Store
from tests.store.conftest import account, migrated, settings, store

__all__ = ["account", "migrated", "settings", "store"]


class WordEmbedder:
    """Vectors from the words of a text: fast, and near when words are shared."""

    dim = 64

    def __init__(self, name: str = "words-1") -> None:
        self.name = name
        self.embedded = 0

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded += len(texts)
        return np.stack([self.query(text) for text in texts]) if texts else np.zeros((0, self.dim), np.float32)

    def query(self, text: str) -> Vectors:
        vector = np.full(self.dim, 0.01, np.float32)
        for word in words(text):
            vector[sum(map(ord, word)) % self.dim] += 1
        return np.asarray(vector / np.linalg.norm(vector), np.float32)


@pytest.fixture
def searcher(settings: Settings, store: Store) -> Iterator[Searcher]:
    opened = Searcher(settings, store, WordEmbedder())
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def model() -> Embedder:
    return open_embedder(Settings(resource_dir=Path(__file__).parents[2] / "var", embedding_base_url=None))


@pytest.fixture
def bilingual(settings: Settings, store: Store, account: Account, model: Embedder) -> Iterator[Searcher]:
    opened = Searcher(settings, store, model)
    yield opened
    opened.close()
