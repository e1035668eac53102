"""Text that a document says twice: the copy is told from the original, the complete one of two is kept."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from copilot.ingest.parts import REPEATED
from copilot.schemas.evidence import Segment

_KINDS = ("paragraph", "item", "heading", "title", "comment")
_LEAST_WORDS = 8
"""A passage this long that stands twice word for word is a copy; shorter ones repeat by chance."""
_LEAST_TOGETHER, _LEAST_PASSAGES = 60, 3
"""words and passages in a row that make it a copy, not a habit of the writer"""
_ALIKE = 92
_MOST_COMPARED = 400
_NEAR = 6


def repeated(segments: Sequence[Segment], ignored: set[int]) -> dict[int, str]:
    """The places of passages that are copies, with the mark for each."""
    texts = {i: _plain(s.text) for i, s in enumerate(segments) if i not in ignored and _may_repeat(s)}
    pairs = _pairs(texts)
    copies: dict[int, str] = {}
    for run in _runs(pairs):
        words = sum(len(texts[after].split()) for _, after in run)
        if len(run) < _LEAST_PASSAGES or words < _LEAST_TOGETHER:
            continue
        for before, after in [*run, *_between(run, texts)]:
            copies[before if _is_cut(segments, before, after) else after] = REPEATED
    return copies


def _may_repeat(segment: Segment) -> bool:
    return segment.kind in _KINDS and not segment.cells and not segment.hidden and segment.said_on is None


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()


def _pairs(texts: dict[int, str]) -> list[tuple[int, int]]:
    """Passages and where they first stood, word for word or nearly."""
    first: dict[str, int] = {}
    found: list[tuple[int, int]] = []
    long = {i: text for i, text in texts.items() if text.count(" ") + 1 >= _LEAST_WORDS}
    for at, text in long.items():
        if text in first:
            found.append((first[text], at))
        else:
            first[text] = at
    if not found or len(long) > _MOST_COMPARED:
        return found
    paired = {after for _, after in found}
    for at, text in long.items():
        if at in paired or first.get(text) != at:
            continue
        best = max(_near(at, found, long), key=lambda i: fuzz.ratio(long[i], text), default=None)
        if best is not None and fuzz.ratio(long[best], text) >= _ALIKE:
            found.append((best, at))
    return sorted(found, key=lambda pair: pair[1])


def _near(at: int, found: Sequence[tuple[int, int]], long: dict[int, str]) -> set[int]:
    """Where a changed passage may have its original: beside those of its neighbours."""
    originals = [before for before, after in found if 0 < abs(at - after) <= _NEAR]
    return {i for before in originals for i in range(before - _NEAR, before + _NEAR + 1) if i in long and i < at}


def _runs(pairs: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Pairs whose originals and copies follow each other in the same order."""
    runs: list[list[tuple[int, int]]] = []
    for before, after in pairs:
        last = runs[-1][-1] if runs else None
        if last is not None and last[0] < before < last[0] + 3 * _NEAR and after < last[1] + 3 * _NEAR:
            runs[-1].append((before, after))
        else:
            runs.append([(before, after)])
    return runs


def _between(run: Sequence[tuple[int, int]], texts: dict[int, str]) -> list[tuple[int, int]]:
    """The short passages, headings above all, that stand between the same ones in both copies."""
    paired = {after for _, after in run}
    originals = {texts[i]: i for i in range(run[0][0] - 1, run[-1][0] + 1) if i in texts}
    inside = [i for i in range(run[0][1] - 1, run[-1][1] + 1) if i in texts and i not in paired]
    return [(originals[texts[i]], i) for i in inside if texts[i] in originals and originals[texts[i]] < run[0][1]]


def _is_cut(segments: Sequence[Segment], before: int, after: int) -> bool:
    """Whether the first copy announces a list that only the second one has."""
    if not segments[before].text.rstrip().endswith(":"):
        return False
    following = [segments[i + 1].kind == "item" if i + 1 < len(segments) else False for i in (before, after)]
    return following == [False, True]
