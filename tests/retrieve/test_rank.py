from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from copilot.retrieve.rank import Near, fuse, is_relevant, nearness
from copilot.retrieve.word_index import Words

ALONE = np.zeros(3, np.bool_)


def _words(scores: list[float], known: list[float] | None = None) -> Words:
    size = len(scores)
    return Words(np.array(scores, np.float32), np.zeros(size, np.float32), np.array(known or [1.0] * size, np.float32))


def _near(*cosines: float) -> Near:
    return Near(np.array(cosines, np.float32), min(cosines))


def _same(*same: bool) -> NDArray[np.bool_]:
    return np.array(same, np.bool_)


def test_both_legs_count_half_each_stretched() -> None:
    scores = fuse(_near(0.9, 0.8, 0.85), _words([0, 2, 1]), _same(True, True, True), ALONE)
    assert scores == pytest.approx([0.5, 0.5, 0.5], abs=1e-6)


def test_words_alone_rank_when_there_are_no_vectors() -> None:
    assert fuse(None, _words([0, 2, 1]), None, ALONE) == pytest.approx([0, 1, 0.5])


def test_silence_of_the_words_says_little_in_another_language() -> None:
    near, words = _near(0.9, 0.8, 0.7), _words([0, 2, 0], [0, 1, 1])
    strange = fuse(near, words, _same(False, True, True), ALONE)
    own = fuse(near, words, _same(True, True, True), ALONE)
    assert strange[0] > strange[1]
    assert own[1] > own[0]


def test_neighbours_of_the_same_note_help() -> None:
    words = _words([2, 1.9, 0, 0, 1.9])
    together = fuse(None, words, None, np.array([False, True, True, False, False]))
    assert together[2] > together[3] == 0
    assert together[1] < together[4]


def test_the_best_keeps_its_height() -> None:
    scores = fuse(None, _words([0, 3, 0]), None, np.array([False, True, True]))
    assert scores.max() == pytest.approx(1)


@given(st.lists(st.tuples(st.floats(0, 20, width=32), st.floats(-1, 1, width=32), st.booleans()), max_size=40))
def test_scores_stay_between_0_and_1(rows: list[tuple[float, float, bool]]) -> None:
    follows = np.array([at > 0 and row[2] for at, row in enumerate(rows)], np.bool_)
    near = Near(np.array([row[1] for row in rows], np.float32), min((row[1] for row in rows), default=0.0))
    scores = fuse(near, _words([row[0] for row in rows]), None, follows)
    assert len(scores) == len(rows)
    assert all(-1e-6 <= score <= 1 + 1e-6 for score in scores)


def test_passages_not_asked_for_count_as_the_last_found() -> None:
    near = nearness([(2, 0.9), (0, 0.85)], 4, np.array([0.7, 0.8], np.float32))
    assert near.cosines == pytest.approx([0.85, 0.85, 0.9, 0.85])
    assert near.lowest == pytest.approx(0.7)


def test_the_best_must_stand_out_of_many() -> None:
    nothing = np.zeros(60, np.float32)
    flat = Near(np.full(60, 0.83, np.float32), 0.83)
    peak = Near(np.where(np.arange(60) == 7, 0.85, 0.8).astype(np.float32), 0.8)
    assert not is_relevant(flat, nothing, None, calibrated=True)
    assert is_relevant(peak, nothing, None, calibrated=True)


def test_shared_words_count_where_the_passage_is_near() -> None:
    near = Near(np.array([0.82, 0.70], np.float32), 0.70)
    assert is_relevant(near, np.array([0.5, 0], np.float32), None, calibrated=True)
    assert not is_relevant(near, np.array([0, 0.5], np.float32), None, calibrated=True)


def test_passages_in_another_language_may_be_farther_away() -> None:
    near, nothing = Near(np.array([0.82, 0.70], np.float32), 0.70), np.zeros(2, np.float32)
    assert is_relevant(near, nothing, np.array([False, True]), calibrated=True)
    assert not is_relevant(near, nothing, np.array([True, True]), calibrated=True)
