"""Passages of notes that address an assistant instead of a reader: shown, never followed, proof of nothing.

A sentence is flagged when its marks weigh two: one that people never write to each other ("ignore all previous
instructions", « consigne destinée au système d'analyse »), or two that they rarely combine. Orders between
colleagues (« indique le montant dans ton mail ») and clauses of a tender ("state your price in your response")
carry no such weight: an alarm there would hide a proof. No list of patterns finds every planted order; what counts
is that none is ever obeyed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from copilot.text import instruction_address, instruction_answers, instruction_control, instruction_tasks
from copilot.text.instruction_views import View, comments, decoded, plain, spaced_orders, undisguised
from copilot.text.instruction_words import ASKED, FOLLOWS, NOT_SAID, ORDINARY, OVERRULE, Mark
from copilot.text.sentences import split_sentences

Span = tuple[int, int, str]
Need = tuple[str, int]
"""A piece of a word, and the marks, one a bit, that it is needed for."""


def _needs_of(marks: Sequence[Mark]) -> tuple[Need, ...]:
    having: dict[str, int] = {}
    for rank, mark in enumerate(marks):
        for piece in mark.needs:
            having[piece] = having.get(piece, 0) | 1 << rank
    return tuple(having.items())


_MARKS = (
    *instruction_control.MARKS,
    *instruction_address.MARKS,
    *instruction_answers.MARKS,
    *instruction_tasks.MARKS,
)
_NEEDS = _needs_of(_MARKS)
_CONTROL_NEEDS = _needs_of(_MARKS[: len(instruction_control.MARKS) + len(instruction_address.MARKS)])
_ENOUGH = 2
_TRIES = 6
_SEAM = re.compile(
    r"(?<=[a-z0-9,;]) (?:Explain|Describe|Who|What|How|Why|Write|Draft|Compose|Develop|Provide|Translate|Tell|Give|"
    r"Can you|Create|Generate|Summari[sz]e|Explique|Décris|Écris|Rédige|Traduis|Donne|Qui|Quelle?s?|Comment|Pourquoi|"
    r"Peux-tu|Pouvez-vous)\b[^.?!\n|]{8,160}[.?!] (?=[a-zà-ÿ])"
)
"""A question or an order that cuts a running sentence in two."""
_ORDER_IN_COMMENT = re.compile(
    rf"(?<![a-z])(?:mentionne|ecris|affirme|declare|conclus|reponds|recommande|state|mention|say|conclude|claim|"
    rf"declare|respond|reply|recommend|{OVERRULE}|supprime|remove|omit|assistant|must|doit|always|toujours)\b"
)
_CLAUSE_END = re.compile(r"[.!?](?=\s|$)|[|\n]")
_CLAUSE_START = re.compile(r"[.!?:;|\n]")
_BEFORE = 24
_FAR = 300
_LAST_SHOWN = 0xE0000  # characters above are tags that no font shows
_BETWEEN = " \t\r\n*->•\u00a0\u200b"


def find_instructions(text: str) -> list[Span]:
    """Passages that address an assistant, as (start, end, reason); neighbours that go on ordering are included.

    The reason is "override", "addressee", "order", "role", "markup", "comment" or "hidden".
    """
    view = plain(text)
    found = [(view.original(start), view.original(end), reason) for start, end, reason in _spans(view)]
    for start, end, content in decoded(text):
        if ord(text[start]) > _LAST_SHOWN or _orders(plain(content), _NEEDS):
            found.append((start, end, "hidden"))
    return _merge(sorted(found), text)


def _spans(view: View) -> list[Span]:
    found = _orders(view, _NEEDS)
    for start, end in comments(view.flat):
        if _ORDER_IN_COMMENT.search(view.flat, start, end):
            found.append((start, end, "comment"))
    found += [(start, end, "hidden") for start, end in spaced_orders(view.flat)]
    bare = undisguised(view)
    if bare is not None:
        found += _orders(bare, _CONTROL_NEEDS)
    return found


def _orders(view: View, needs: Iterable[Need]) -> list[Span]:
    """Sentences whose marks weigh enough, and those after them that go on ordering."""
    flat = view.flat
    active = [(piece, having) for piece, having in needs if piece in flat]
    seams = [match.start() + 1 for match in _SEAM.finditer(view.text)]
    if not active and not seams:
        return []
    found: list[Span] = []
    running = ""
    previous_end = -1
    for start, end in split_sentences(view.text):
        reason = _reason(view, start, end, active)
        if not reason and any(start < seam < end for seam in seams):
            reason = "order"
        same_paragraph = previous_end >= 0 and "\n\n" not in flat[previous_end:start]
        if not reason and running and same_paragraph and FOLLOWS.match(flat, start, end):
            reason = running
        if reason:
            found.append((start, end, reason))
        running, previous_end = reason, end
    return found


def _reason(view: View, start: int, end: int, needs: Iterable[Need]) -> str:
    """The reason of the first mark when the marks of a sentence weigh enough."""
    begin = max(0, start - 1)
    window = view.flat[begin:end]
    wanted = 0
    for piece, having in needs:
        if piece in window:
            wanted |= having
    weight, reason, rank = 0, "", 0
    while wanted >> rank:
        mark = _MARKS[rank]
        if wanted >> rank & 1 and _counts(mark, view.text[begin:end], window):
            weight += mark.weight
            reason = reason or mark.reason
            if weight >= _ENOUGH:
                return reason
        rank += 1
    return ""


def _counts(mark: Mark, text: str, window: str) -> bool:
    """Whether the mark stands in the sentence, as an order where it is one, and outside the talk of business."""
    for match, _ in zip(mark.pattern.finditer(window), range(_TRIES), strict=False):
        start = match.start()
        if mark.orders and not _opens(text, window, start):
            continue
        if mark.soft and ORDINARY.search(NOT_SAID.sub('""', _clause(text, window, start, match.end()))):
            continue
        return True
    return False


def _opens(text: str, flat: str, at: int) -> bool:
    """Whether the verb at that place opens a clause: it is an order, not the report of one."""
    if text[at].isupper():
        return True
    before = flat[max(0, at - _BEFORE) : at].rstrip(" \"'([#>")
    return not before or not before[-1].isalnum() or bool(ASKED.search(before))


def _clause(text: str, flat: str, start: int, end: int) -> str:
    """The clause around a match; an order that opens with a capital in the middle of a sentence starts its own."""
    if not text[start].isupper():
        starts = [m.end() for m in _CLAUSE_START.finditer(flat, max(0, start - _FAR), start)]
        start = starts[-1] if starts else max(0, start - _FAR)
    stop = _CLAUSE_END.search(flat, end, end + _FAR)
    return flat[start : stop.start() if stop else end + _FAR]


def _merge(spans: list[Span], text: str) -> list[Span]:
    merged: list[Span] = []
    for start, end, reason in spans:
        if merged and (start < merged[-1][1] or not text[merged[-1][1] : start].strip(_BETWEEN)):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]), merged[-1][2])
        else:
            merged.append((start, end, reason))
    return merged
