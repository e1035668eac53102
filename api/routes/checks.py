"""Any text against the notes of an account, sentence by sentence; nothing is stored."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from api.deps import CallerDeps, CurrentAccount, WantedLanguage
from api.errors import problem_responses
from api.schemas import CheckIn, CheckOut
from copilot import pipeline

router = APIRouter(prefix="/accounts/{slug}/checks", tags=["verify"])
_QUOTE = {
    "document": "minutes.md",
    "quote": "Le contrat-cadre se termine le 30 juin 2027.",
    "locator": {"line": 3},
    "date": "2026-03-12",
}
_EXAMPLE: dict[str, Any] = {
    "assessments": [
        {
            "text": "Le contrat-cadre se termine le 31 décembre 2027.",
            "language": "fr",
            "verdict": "contradicted",
            "score": "0.812",
            "fragments": [
                {
                    "kind": "value",
                    "text": "31 décembre 2027",
                    "start": 31,
                    "end": 47,
                    "verdict": "contradicted",
                    "code": "quantity_unsupported",
                    "reason": "Valeur absente des passages cités : 31 décembre 2027.",
                    "instead": "30 juin 2027",
                    "evidence": _QUOTE,
                }
            ],
            "citations": [_QUOTE],
            "repair": "Le contrat-cadre se termine le 30 juin 2027.",
        }
    ],
    "counts": {"supported": 0, "unsupported": 0, "contradicted": 1},
}


@router.post(
    "",
    operation_id="checkText",
    summary="Check any text against the account's documents",
    responses={200: {"content": {"application/json": {"example": _EXAMPLE}}}, **problem_responses(404, 413, 422)},
)
def check(deps: CallerDeps, account: CurrentAccount, language: WantedLanguage, body: CheckIn) -> CheckOut:
    """Each sentence with its verdict, what is wrong in it, where the notes say otherwise, and the smallest repair."""
    return CheckOut.of(pipeline.check(deps, account.slug, body.text, body.language or language))
