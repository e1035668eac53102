"""Wordings that put a client under negative pressure, with a calmer line (S0: key 2 of negotiation; method row 63)."""

from __future__ import annotations

from copilot.scoring.base import Outcome
from copilot.scoring.quality.wording_models import WordingInput, WordingResult, lint
from copilot.scoring.tool import Tool

FILE = "pressure"


def pressure_wording(given: WordingInput) -> Outcome[WordingResult]:
    """Ultimatums, threats, guilt, false urgency and belittling words in what we write or plan to say."""
    return lint(given, "pressure", FILE, [])


TOOL = Tool(
    name="pressure_wording",
    version="1",
    source="S0, method row 63; the word lists and the calmer lines are ours",
    function=pressure_wording,
    input=WordingInput,
    result=WordingResult,
    example={"text": "L’offre est valable jusqu’au 30 juin. C’est à prendre ou à laisser."},
)
