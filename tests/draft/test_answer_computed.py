"""Results of scoring tools that a question names."""

from __future__ import annotations

import pytest

from copilot.draft.answer_computed import computed_for
from copilot.schemas.evidence import Claim, Receipt


def claim(tool: str) -> Claim:
    receipt = Receipt(tool=tool, version="1", inputs={}, formula="", result={}, sha256="0" * 64)
    return Claim(id=tool, text=f"{tool} : 12", status="computed", receipt=receipt)


RESULTS = [claim("weighted_pipeline"), claim("share_of_wallet"), claim("nrr")]


@pytest.mark.parametrize(
    ("question", "tool"),
    [
        ("pipe pondéré", "weighted_pipeline"),
        ("Share of wallet at Verrier?", "share_of_wallet"),
        ("quel est le NRR", "nrr"),
        ("c'est quoi notre part de portefeuille ?", "share_of_wallet"),
    ],
)
def test_the_result_that_the_question_names(question: str, tool: str) -> None:
    found = computed_for(RESULTS, question, {"verrier"})
    assert found is not None
    assert found.id == tool


@pytest.mark.parametrize(
    "question", ["combien de capteurs", "why did the share of wallet of the Leeds dairy fall last winter?", ""]
)
def test_a_question_about_something_else_is_not_answered_by_a_result(question: str) -> None:
    assert computed_for(RESULTS, question) is None


def test_a_result_that_is_not_there_is_not_invented() -> None:
    assert computed_for([claim("nrr")], "pipe pondéré") is None
