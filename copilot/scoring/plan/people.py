"""Persons in the inputs of the steering tools: one spelling for comparing, the first given one for showing."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Annotated

from pydantic import StringConstraints

from copilot.text.normalise import fold

Person = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
"""A person's name, as it is written everywhere else in the call."""


def spellings(names: Iterable[str]) -> dict[str, str]:
    """The folded name of everybody with the spelling to show: the first in alphabetical order."""
    shown: dict[str, str] = {}
    for name in sorted(names):
        shown.setdefault(fold(name), name)
    return shown


def closest(name: str, known: Iterable[str]) -> str | None:
    """The known name that this one is probably a slip for, both folded; None when nothing is near."""
    return next(iter(difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.8)), None)
