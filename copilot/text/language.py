"""The language of a message: French or English, or no opinion when the text is too short to tell."""

from __future__ import annotations

from functools import cache
from typing import Any

from copilot.schemas.evidence import Language

MIN_CHARACTERS = 20
_SURE = 0.8


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(["fr", "en"])
    return identifier


def language_of(text: str, default: Language) -> Language:
    """French or English as the text is written; `default` for short or doubtful text."""
    if len(text.strip()) < MIN_CHARACTERS:
        return default
    code, probability = _identifier().classify(text)
    if float(probability) < _SURE:
        return default
    return "fr" if code == "fr" else "en"
