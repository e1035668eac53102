"""The smallest change that makes a sentence hold: a value or a word replaced by the quotes' own, a clause cut."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copilot.schemas.facts import Quantity
from copilot.verify.attach import Evidence, Place, attach, evenly
from copilot.verify.fragments import Problem
from copilot.verify.reading import Reading
from copilot.verify.same import same

_SHORT = 3


def replaced(text: str, problem: Problem) -> str:
    """The sentence with what the quotes say in the place of what they do not."""
    return text[: problem.start] + problem.instead + text[problem.end :]


def cut(text: str, problems: Sequence[Problem]) -> str | None:
    """The sentence without the parts that nothing carries; None when too little is left to be a sentence."""
    shorter = text
    for problem in sorted(problems, key=lambda p: -p.start):
        shorter = shorter[: problem.start].rstrip(" ,;:") + " " + shorter[problem.end :].lstrip(" ,;")
    shorter = re.sub(r"\s+([.,;])", r"\1", " ".join(shorter.split())).strip(" ,;:")
    if len(shorter.split()) < _SHORT or shorter == text:
        return None
    return shorter if shorter.endswith((".", "!", "?")) or not text.rstrip().endswith(".") else f"{shorter}."


def replacement(text: str, missing: Sequence[Quantity], claim: Reading, places: Sequence[Place]) -> str | None:
    """The sentence with a value that no quote has replaced by the one that its words have there."""
    if len(missing) != 1:
        return None
    value = next((v for v in claim.values if v.quantity.start == missing[0].start), None)
    if value is None:
        return None
    rival = attach(value, claim, Evidence(places, evenly), same).rival
    if rival is None or not rival.value.quantity.text:
        return None
    return text[: missing[0].start] + rival.value.quantity.text + text[missing[0].end :]
