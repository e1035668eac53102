"""What the quality tools share about lines of text: their input types and their language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator, Field

from copilot.schemas.evidence import Language
from copilot.text.language import language_of

MOST_LINES = 5_000
_SHOWN = 60


def _not_blank(text: str) -> str:
    if not any(char.isalnum() for char in text):
        raise ValueError("holds no word; leave the line out or write it")
    return text


Text = Annotated[str, Field(min_length=1, max_length=2_000), AfterValidator(_not_blank)]
"""One line or sentence."""


def main_language(texts: Iterable[str]) -> Language:
    """The language that most of the text is in; French when it is too short to tell."""
    return language_of(" ".join(texts)[:20_000], "fr")


def short(text: str) -> str:
    """The beginning of a line, for naming it in a sentence."""
    one = " ".join(text.split())
    return one if len(one) <= _SHOWN else f"{one[: _SHOWN - 1].rstrip()}…"
