"""Persons in the inputs of the steering tools: one spelling for comparing, the first given one for showing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import StringConstraints
from rapidfuzz import fuzz, process

from copilot.text.normalise import fold

Person = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
"""A person's name, as it is written everywhere else in the call."""


NEAR = 80
"""Likeness, out of 100, from which a name may be a slip for another (ours)."""
MOST_SLIPS = 100
"""With more unknown names than that, the list of people is wrong rather than the names."""


def spellings(names: Iterable[str]) -> dict[str, str]:
    """The folded name of everybody with the spelling to show: the first in alphabetical order."""
    shown: dict[str, str] = {}
    for name in sorted(names):
        shown.setdefault(fold(name), name)
    return shown


def slips(names: Iterable[str], known: Iterable[str]) -> dict[str, str]:
    """The known name that each name is probably a slip for, all folded; names without a near one are left out."""
    wanted, choices = sorted(set(names)), sorted(known)
    if len(wanted) > MOST_SLIPS:
        return {}
    near = {name: process.extractOne(name, choices, scorer=fuzz.ratio, score_cutoff=NEAR) for name in wanted}
    return {name: match[0] for name, match in near.items() if match is not None}
