"""Lists as word processors keep them: levels with their numbers, sequences that go on or start anew."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from copilot.ingest.list_numbers import in_list

_LONGEST = 40


@dataclass
class Level:
    """How the items of a level are numbered; in the text « %1 » stands for the number of the first level."""

    kind: str = "bullet"
    text: str = ""
    start: int = 1
    restarts: bool = True
    legal: bool = False
    style: str = ""


@dataclass
class NumberedList:
    """A list: the sequence that it counts in, its levels, where it starts anew."""

    sequence: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


@dataclass
class Numbering:
    """The lists of a document, and how far each sequence has counted."""

    lists: dict[str, NumberedList] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def level_of(self, key: str, style: str) -> int | None:
        """The level that a list links to a paragraph style."""
        levels = self.lists[key].levels if key in self.lists else {}
        return next((at for at, one in levels.items() if style and one.style == style), None)

    def next(self, key: str, level: int) -> str:
        """The number of the next item of a list, empty when it shows none."""
        one = self.lists.get(key)
        if one is None or level not in one.levels:
            return ""
        counts = self._counts.setdefault(one.sequence, {})
        if level in one.starts and (key, level) not in self._begun:
            counts[level] = one.starts[level]
        else:
            counts[level] = counts[level] + 1 if level in counts else one.levels[level].start
        self._begun.add((key, level))
        for deeper in [at for at in counts if at > level and at in one.levels and one.levels[at].restarts]:
            del counts[deeper]
        return _label(one.levels, level, counts)


def _label(levels: dict[int, Level], level: int, counts: dict[int, int]) -> str:
    own = levels[level]
    if own.kind == "bullet":
        return ""

    def number(hit: re.Match[str]) -> str:
        at = int(hit[1]) - 1
        shown = levels.get(at, Level("decimal"))
        kind = "decimal" if own.legal and shown.kind != "none" else shown.kind
        return in_list(counts.get(at, shown.start - 1), kind)  # « 0.1 » before any « 1 », as Word has it

    text = re.sub(r"%([1-9])", number, own.text).strip()[:_LONGEST]
    return text if any(char.isalnum() for char in text) else ""
