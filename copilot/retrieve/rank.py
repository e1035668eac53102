"""How the two legs become one ranking, and when nothing is worth showing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from copilot.retrieve.word_index import Scores, Words

CANDIDATES = 400
"""Nearest passages asked of the index; all others count as far as the last of them."""
SAMPLE = 128
"""Passages whose vectors are kept to know how far away passages of the account are at all."""

_WORDS_SHARE = 0.5
_OWN_LANGUAGE = (0.8, 1.0)
_OTHER_LANGUAGE = (0.2, 0.5)
_NO_LANGUAGE = (0.2, 1.0)
"""Least and most of the words' share that is left, by how many of the query's words the passages' language knows."""
_NEIGHBOURS = (0.2, 0.4)
"""What the passages beside it count, in a note of up to `_SHORT` passages and in one of `_LONG`: a talk says over
minutes what a mail says in a sentence."""
_SHORT, _LONG = 10, 30

_FLOOR = 0.86
_WORD_BONUS = 0.12
_OTHER_BONUS = 0.025
"""The embedded model puts a passage that answers in another language so much farther away."""
_GAP = 1.5
_RANK = 20
_USUAL_GAP = 0.018
_WORDS_ALONE = 0.3
_STANDS_OUT = 2.5


@dataclass(frozen=True)
class Near:
    """How near each passage is to the query: of the nearest as found, of all others as the last of them."""

    cosines: Scores
    lowest: float
    """Where the scale of the account's cosines begins."""


def fuse(near: Near | None, words: Words, same: NDArray[np.bool_] | None, follows: NDArray[np.bool_]) -> Scores:
    """One score a passage, 0..1: the mean of both legs, each stretched to 0..1, then helped by its neighbours.

    The words count less in passages of another language than the query's, and less the fewer of them it knows: there
    their silence says nothing. `same` tells which passages are in the query's language; None: the query has none that
    can be told, a name perhaps. `follows` tells which passages follow the one before in the same note: an answer
    seldom stands alone.
    """
    mixed = _stretch(words.scores, float(np.min(words.scores, initial=0.0)))
    if near is not None:
        share = _WORDS_SHARE * _left(words.known, same)
        mixed = np.asarray((1 - share) * _stretch(near.cosines, near.lowest) + share * mixed, np.float32)
    return _with_neighbours(mixed, follows)


def _left(known: Scores, same: NDArray[np.bool_] | None) -> Scores:
    """What is left of the words' share in each passage."""
    if same is None:
        return np.clip(known**2, *_NO_LANGUAGE)
    return np.where(same, np.clip(known, *_OWN_LANGUAGE), np.clip(known**2, *_OTHER_LANGUAGE))


def _stretch(scores: Scores, low: float) -> Scores:
    high = float(np.max(scores, initial=low))
    if high <= low:
        return np.full_like(scores, 1.0 if high > 0 else 0.0)
    return np.asarray((scores - low) / (high - low), np.float32)


def _with_neighbours(scores: Scores, follows: NDArray[np.bool_]) -> Scores:
    """A passage without a neighbour on one side stands for it itself, so that single passages lose nothing."""
    if not len(scores):
        return scores
    note = np.cumsum(~follows) - 1
    length = np.bincount(note)[note]
    least, most = _NEIGHBOURS
    weight = least + (most - least) * np.clip((length - _SHORT) / (_LONG - _SHORT), 0, 1)
    before = np.where(follows, np.roll(scores, 1), scores)
    after = np.where(np.roll(follows, -1), np.roll(scores, -1), scores)
    helped = (1 - weight) * scores + weight * (before + after) / 2
    # The best keeps its height: a mean with neighbours would press all scores together.
    return np.asarray(helped * (float(scores.max()) / max(float(helped.max()), 1e-9)), np.float32)


def nearness(hits: Sequence[tuple[int, float]], size: int, sample: Scores) -> Near:
    """The nearest passages as (place, cosine) spread over all `size` of the account.

    `sample` are cosines of passages taken anywhere, which say where the scale begins when only some were asked for.
    """
    last = min((cosine for _, cosine in hits), default=0.0)
    cosines = np.full(size, last, np.float32)
    for place, cosine in hits:
        cosines[place] = cosine
    return Near(cosines, min(last, float(np.min(sample, initial=last))))


def is_relevant(near: Near | None, coverage: Scores, same: NDArray[np.bool_] | None, calibrated: bool) -> bool:
    """Whether anything found is about the query at all.

    `same` tells which passages are in the query's language, None when that cannot be told. `calibrated`: the cosines
    come from the embedded model, whose scale is known. It puts even unrelated texts near 0.8, so two more things must
    speak: the words that the same passage shares with the query, and how far the best stands out from the twentieth
    after it. `evals/README.md` says how often each kind of mistake is made. Other models are judged by how far the
    best stands out.
    """
    words = float(np.max(coverage, initial=0.0))
    if near is None or not len(near.cosines):
        return words >= _WORDS_ALONE
    cosines = near.cosines
    if calibrated:
        other = 0.0 if same is None else _OTHER_BONUS * ~same
        return float((cosines + _WORD_BONUS * coverage + other).max()) + _GAP * _gap(cosines) >= _FLOOR
    spread = float(cosines.std())
    best = float(cosines.max() - cosines.mean())
    return words >= _WORDS_ALONE or (spread > 0 and best / spread >= _STANDS_OUT)


def _gap(cosines: Scores) -> float:
    """By how much the best is nearer than the twentieth after it; what is usual where there are not that many."""
    if len(cosines) <= _RANK:
        return _USUAL_GAP
    return float(cosines.max()) - float(-np.partition(-cosines, _RANK)[_RANK])
