"""The diagnostic interview of an account."""

from __future__ import annotations

from fastapi import APIRouter

from api.deps import CallerDeps, CurrentAccount, WantedLanguage
from api.errors import problem_responses
from api.schemas import AnswersIn
from copilot import pipeline
from copilot.schemas.interview import Interview

router = APIRouter(prefix="/accounts/{slug}/interview", tags=["interviews"])


@router.get(
    "",
    operation_id="getInterview",
    summary="Questions and coverage",
    responses=problem_responses(404, 422),
)
def get(deps: CallerDeps, account: CurrentAccount, language: WantedLanguage) -> Interview:
    """What is known, what is missing, and what to ask whom."""
    return pipeline.interview(deps, account.slug, language)


@router.post(
    "/answers",
    operation_id="answerQuestions",
    summary="Answer questions",
    responses=problem_responses(404, 413, 422),
)
def answer(deps: CallerDeps, account: CurrentAccount, body: AnswersIn, language: WantedLanguage) -> Interview:
    """Store the answers and return the interview after them; an unknown id refuses them all."""
    return pipeline.apply_answers(deps, account.slug, body.answers, language)
