"""What the readers of a reporting table share: rows before their cells are read, and the lines that are none."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from copilot.scoring.manager.reporting_columns import ROLES
from copilot.text.normalise import fold

Layout = Literal["pipe", "tab", "semicolon", "comma", "lines", "rows"]
Reason = Literal["not_a_row", "too_few_cells", "too_many_cells", "before_header"]
WIDTH = len(ROLES)
AFTER_DATE = " \t\u00a0.,;:|–—-"
"""What may stand between a date and the cell after it."""
_CAPTION = re.compile(r"(?:tableau|table|figure|fig\.|source|note|nb) ?(?:n° ?)?\d*\.? ?[-:.]")


@dataclass(frozen=True)
class Left:
    """A line that is in no row, and why."""

    line: int
    text: str
    reason: Reason


@dataclass
class Raw:
    """A row before its cells are read."""

    line: int
    cells: list[str]
    repaired: bool = False


@dataclass
class Split:
    """What a text or a list of rows holds."""

    layout: Layout
    rows: list[Raw] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    header: list[str] | None = None


def is_caption(line: str) -> bool:
    """Whether a line names a table or a source."""
    return _CAPTION.match(fold(line)) is not None


def runs_on(line: str) -> bool:
    """Whether a line goes on with the sentence above rather than start something else."""
    first = line.lstrip()[:1]
    return bool(first) and not first.isupper() and not is_caption(line)
