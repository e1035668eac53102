"""What the satisfaction tools share: counts of answers, and the warning about few of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from copilot.scoring.base import HUNDRED, Note, ratio
from copilot.scoring.wording import both, number

Count = Annotated[int, Field(ge=0, le=1_000_000_000)]
SmallSample = Annotated[int, Field(ge=1, le=1_000_000)]
FEW_ANSWERS = 30
"""Below this many answers a share is shaky (ours; the sources name no sample size)."""


def few_answers(code: str, answers: int, limit: int, weight: Decimal) -> list[Note]:
    """A warning below the limit, with how many points (out of 100) one answer can move the figure.

    Args:
        code: the catalogue's sentence.
        answers: how many there are, at least one.
        limit: below which to warn.
        weight: how many times an answer counts when it goes from one end to the other.
    """
    if answers >= limit:
        return []
    moved = ratio(weight * HUNDRED, Decimal(answers))
    return [both(code, lambda lang: {"n": number(Decimal(answers), lang), "limit": limit, "p": number(moved, lang, 1)})]
