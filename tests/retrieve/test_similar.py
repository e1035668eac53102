"""Cosines of a question with texts, each text embedded once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from copilot.deps import Recent
from copilot.retrieve.embed import Vectors
from copilot.retrieve.similar import similarity


class Counting:
    """An embedder of two dimensions that remembers what it was given."""

    name = "counting"
    dim = 2

    def __init__(self) -> None:
        self.given: list[str] = []

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.given.extend(texts)
        return np.array([[1.0, 0.0] if "a" in text else [0.0, 1.0] for text in texts], np.float32)

    def query(self, text: str) -> Vectors:
        return np.array([1.0, 0.0], np.float32)


def test_each_text_is_embedded_once() -> None:
    embedder = Counting()
    similar = similarity(embedder, Recent(10))
    assert list(similar("?", ["a", "b", "a"])) == [1.0, 0.0, 1.0]
    assert list(similar("?", ["b", "ac"])) == [0.0, 1.0]
    assert embedder.given == ["a", "b", "ac"]
    assert list(similar("?", [])) == []


def test_the_cache_keeps_the_last_few() -> None:
    embedder = Counting()
    similar = similarity(embedder, Recent(2))
    for text in ("a", "b", "c", "a"):
        similar("?", [text])
    assert embedder.given == ["a", "b", "c", "a"]
