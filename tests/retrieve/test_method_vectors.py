"""The vectors of the method's passages: made once, used only for the texts and the model that they were made of."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from copilot.retrieve.embed import Vectors
from copilot.retrieve.method import MethodLibrary
from copilot.retrieve.method_vectors import FILE, build, load


class Fixed:
    """An embedder that counts."""

    dim = 2

    def __init__(self, name: str = "fixed") -> None:
        self.name = name
        self.given = 0

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.given += len(texts)
        return np.array([[1.0, float(len(text))] for text in texts], np.float32)

    def query(self, text: str) -> Vectors:
        return np.array([1.0, 0.0], np.float32)


def test_they_are_made_once(tmp_path: Path) -> None:
    embedder = Fixed()
    assert build(tmp_path, ["a", "bb"], embedder)
    assert not build(tmp_path, ["a", "bb"], embedder)
    assert embedder.given == 2
    stored = load(tmp_path, ["a", "bb"], "fixed")
    assert stored is not None
    assert stored.tolist() == [[1.0, 1.0], [1.0, 2.0]]


def test_other_texts_or_another_model_need_others(tmp_path: Path) -> None:
    build(tmp_path, ["a"], Fixed())
    assert load(tmp_path, ["b"], "fixed") is None
    assert load(tmp_path, ["a"], "other") is None
    assert build(tmp_path, ["b"], Fixed())
    assert load(tmp_path, ["b"], "fixed") is not None


def test_a_file_that_is_broken_or_absent_is_made_again(tmp_path: Path) -> None:
    assert load(tmp_path / "none", ["a"], "fixed") is None
    (tmp_path / FILE).write_bytes(b"PK\x03\x04 broken")
    assert load(tmp_path, ["a"], "fixed") is None
    assert build(tmp_path, ["a"], Fixed())


@pytest.mark.parametrize(("cosines", "found"), [(None, []), ([0.9, 0.8], ["one.md"]), ([0.8, 0.8], [])])
def test_a_passage_without_the_words_is_found_when_its_meaning_is_near(
    tmp_path: Path, cosines: list[float] | None, found: list[str]
) -> None:
    (tmp_path / "one.md").write_text("---\nlanguage: en\n---\n# Giving ground\nTrade each concession.\n", "utf-8")
    (tmp_path / "two.md").write_text("---\nlanguage: en\n---\n# Owners\nEvery action has an owner.\n", "utf-8")
    near = None if cosines is None else np.array(cosines, np.float32)
    hits = MethodLibrary.load(tmp_path).search("what should I offer last", [], 5, None, near)
    assert [hit.document for hit in hits] == found


def test_words_about_something_else_are_not_shown(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("---\nlanguage: en\n---\n# Capital\nCapital employed counts.\n", "utf-8")
    library = MethodLibrary.load(tmp_path)
    assert library.search("capital of Peru", [], 5, None)
    assert library.search("capital of Peru", [], 5, None, np.array([0.79], np.float32)) == []
