"""What a note takes over word for word from an older one: minutes in a forwarded mail, a mail quoted whole.

A copy is no second source, and its date is not the day on which the thing was said.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from copilot.facts.statements import Statement, words
from copilot.text.said_again import key, pieces

_KINDS = frozenset({"paragraph", "item", "turn", "quoted", "speaker_note", "comment"})
"""Not rows: the same figures under another year, or in the next export, are no copy."""
_LEAST_WORDS = 8
_LEAST_TOGETHER, _LEAST_STATEMENTS = 60, 3
"""Words and statements in a row that make it a copy; a sentence alone may be said again on purpose."""
_HOLDERS = 8
"""Notes that are remembered for one sentence, the oldest ones: what every note says tells no copy."""
_Age = tuple[dt.date, bool, str]


def without_copies(statements: Sequence[Statement]) -> list[Statement]:
    """The statements without those that their notes took over from older notes of the account."""
    said = {s.id: {key(p.said) for p in pieces(s.text) if p.said} for s in statements if s.segment.kind in _KINDS}
    holders = _holders(statements, said)
    copied: set[str] = set()
    runs: dict[str, list[Statement]] = {}
    note = ""
    for s in statements:
        if s.document.id != note:
            copied |= _long_enough(runs.values())
            runs, note = {}, s.document.id
        if s.id not in said or not said[s.id]:
            continue
        originals = _originals(s, said[s.id], holders)
        if originals and s.segment.kind == "quoted" and words(s.text) >= _LEAST_WORDS:
            copied.add(s.id)
        copied |= _long_enough(run for original, run in runs.items() if original not in originals)
        runs = {original: [*runs.get(original, []), s] for original in originals}
    copied |= _long_enough(runs.values())
    return [s for s in statements if s.id not in copied]


def _age(s: Statement) -> _Age:
    """What puts notes in order: by date, undated ones last; of the same day, mails last: they forward."""
    return s.document.date or dt.date.max, s.document.kind == "mail", s.document.name


def _holders(statements: Sequence[Statement], said: dict[str, set[int]]) -> dict[int, dict[str, _Age]]:
    """The oldest notes that hold each sentence, quoted mails aside."""
    found: dict[int, dict[str, _Age]] = defaultdict(dict)
    for s in sorted((s for s in statements if s.segment.kind != "quoted"), key=_age):
        for one in said.get(s.id, ()):
            if len(found[one]) < _HOLDERS:
                found[one][s.document.id] = _age(s)
    return found


def _originals(s: Statement, said: set[int], holders: dict[int, dict[str, _Age]]) -> set[str]:
    """Older notes that hold every sentence of a statement."""
    notes = set.intersection(*({note for note, age in holders.get(one, {}).items() if age < _age(s)} for one in said))
    return notes - {s.document.id}


def _long_enough(runs: Iterable[Sequence[Statement]]) -> set[str]:
    return {
        s.id
        for run in runs
        if len(run) >= _LEAST_STATEMENTS and sum(words(s.text) for s in run) >= _LEAST_TOGETHER
        for s in run
    }
