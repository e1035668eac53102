"""The language of a message: French or English, or no opinion when the text is too short to tell."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from copilot.resources import load_yaml, resource
from copilot.schemas.evidence import Language
from copilot.text.normalise import fold

MIN_CHARACTERS = 20
_SURE = 0.8


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(["fr", "en"])
    return identifier


@cache
def _small_words() -> dict[Language, frozenset[str]]:
    """Words such as « qui » and "of" that only one of the two languages has."""
    lists = load_yaml(resource("knowledge") / "lexicon" / "stopwords.yaml")
    french, english = (frozenset(lists[code].split()) for code in ("fr", "en"))
    return {"fr": french - english, "en": english - french}


def language_of(text: str, default: Language) -> Language:
    """French or English as the text is written; `default` for doubtful text.

    A short text is told by its small words: "who decides" is English.
    """
    if len(text.strip()) < MIN_CHARACTERS:
        return told_by_small_words(text) or default
    code, probability = _identifier().classify(text)
    if float(probability) < _SURE:
        return default
    return "fr" if code == "fr" else "en"


def told_by_small_words(text: str) -> Language | None:
    """The language whose small words a text has, None when it has neither's or both."""
    words = set(re.findall(r"[a-z]{2,}", fold(text)))
    told = [language for language, small in _small_words().items() if words & small]
    return told[0] if len(told) == 1 else None
