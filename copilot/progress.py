"""How long work reports where it is."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int, str], None]
"""stage, done, total, label"""


def silent(stage: str, done: int, total: int, label: str) -> None:
    """Report to nobody."""
