"""The language of a message, short ones included."""

from __future__ import annotations

import pytest

from copilot.schemas.evidence import Language
from copilot.text.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("who decides?", "en"),
        ("what's the price", "en"),
        ("price of Nordvik?", "en"),
        ("qui décide ?", "fr"),
        ("prix de Nordvik ?", "fr"),
        ("cb de capteurs", "fr"),
        ("What is the notice period of the contract?", "en"),
        ("Quel est le préavis prévu au contrat ?", "fr"),
    ],
)
def test_small_words_tell_the_language_of_a_short_text(text: str, language: Language) -> None:
    assert language_of(text, "fr") == language
    assert language_of(text, "en") == language


@pytest.mark.parametrize("text", ["", "ok", "NPS", "Nordvik", "the qui"])
def test_a_text_that_tells_nothing_keeps_the_default(text: str) -> None:
    assert language_of(text, "fr") == "fr"
    assert language_of(text, "en") == "en"
