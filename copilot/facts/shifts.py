"""What changes or disagrees that is not a value: who does what, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass

from copilot.facts.statements import Statement
from copilot.schemas.plan import ConflictKind


@dataclass(frozen=True)
class Shift:
    """A newer statement after which older ones no longer hold."""

    kind: ConflictKind
    old: Statement
    new: Statement
    before: str
    after: str
    outdated: tuple[Statement, ...]
    implied: bool = False


@dataclass(frozen=True)
class Clash:
    """Two statements that cannot both hold, and nothing that settles it."""

    kind: ConflictKind
    a: Statement
    b: Statement
    topic: str
    a_says: str
    b_says: str
