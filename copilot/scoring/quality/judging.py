"""Phrases that judge a person in a review talk, with a factual line (S3: the talk does not judge; method row 58)."""

from __future__ import annotations

from copilot.scoring.base import Outcome
from copilot.scoring.quality.wording_models import PeopleInput, WordingResult, lint
from copilot.scoring.tool import Tool

FILE = "judging"


def judging_wording(given: PeopleInput) -> Outcome[WordingResult]:
    """Labels, presumed motives, generalisations, comparisons, blame and threats about a person."""
    return lint(given, "judging", FILE, given.people)


TOOL = Tool(
    name="judging_wording",
    version="1",
    source="S3, method row 58; the word lists and the factual lines are ours",
    function=judging_wording,
    input=PeopleInput,
    result=WordingResult,
    example={"text": "Tu as réalisé 150 k€ pour un objectif de 260 k€. Tu n’es pas motivé."},
)
