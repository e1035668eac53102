"""What a message wants, decided by code: commands in French and English, an answer, or a question to the notes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from copilot.schemas.evidence import Language
from copilot.schemas.plan import SECTION_KEYS, SectionKey
from copilot.text.catalogue import t
from copilot.text.normalise import fold

Kind = Literal["help", "next", "skip", "unknown", "correct", "open", "draft", "score", "answer", "ask"]
_LANGUAGES: tuple[Language, ...] = get_args(Language)
_WHOLE: tuple[Kind, ...] = ("help", "next", "open", "skip", "unknown")
_LONG_ANSWER_WORDS = 14


@dataclass(frozen=True)
class Intent:
    """What to do, with its argument, and the language of the command's own words if it has any."""

    kind: Kind
    argument: str = ""
    section: SectionKey | None = None
    language: Language | None = None


@cache
def _pattern(key: str, language: Language, form: str) -> re.Pattern[str]:
    return re.compile(form.replace("WORDS", f"(?:{t(f'words.{key}', language)})"), re.DOTALL)


def understand(text: str, *, pending: bool) -> Intent:
    """The intent of a message; `pending` says whether an interview question waits for its answer."""
    folded = fold(text).strip()
    bare = re.sub(r"(?:\s*(?:[.!?…,;:]|s'il (?:te|vous) plait|stp|svp|please|merci|thanks|thank you))+\s*$", "", folded)
    for language in _LANGUAGES:
        for kind in _WHOLE:
            if (kind != "unknown" or pending) and _pattern(kind, language, "WORDS").fullmatch(bare):
                return Intent(kind, language=language)
    return _command(text, folded, bare) or Intent("answer" if pending and not asks(text) else "ask")


def asks(text: str) -> bool:
    """Whether a message reads as a question, not as an answer to one."""
    folded = fold(text).strip()
    if folded.endswith("?"):
        return True
    if len(folded.split()) > _LONG_ANSWER_WORDS:
        return False
    return any(
        _pattern("interrogative", language, r"WORDS(?:\b|(?<=')).*").fullmatch(folded) for language in _LANGUAGES
    )


def _command(text: str, folded: str, bare: str) -> Intent | None:
    for language in _LANGUAGES:
        drafted = _pattern("draft", language, r"WORDS\b\s*(?P<what>.*)").fullmatch(bare)
        if drafted:
            section = section_of(drafted["what"])
            if section or _pattern("draft_noun", language, r".*\bWORDS\b.*").fullmatch(bare):
                return Intent("draft", drafted["what"], section, language)
        if _pattern("score", language, r"WORDS\b(?:\s*|\s+[\w-]+\s*|\s+[\w-]+\s*\{.*)").fullmatch(folded):
            return Intent("score", text.strip().partition(" ")[2].strip(), language=language)
        if _pattern("correct", language, r"WORDS(?:\s*[:,-].*|)").fullmatch(folded):
            return Intent("correct", text.partition(":")[2].strip(), language=language)
    return None


def section_of(words: str) -> SectionKey | None:
    """The section that words such as « les risques » name, if they name one and nothing else."""
    whole = re.sub(r"^(?:section|partie|rubrique|part)\s+|\s+(?:section|part)$", "", fold(words)).strip(" «»\"'.")
    bare = re.sub(r"^(?:(?:des|de la|du|de|les|le|la|of|the|on|about)\s+|de l'|l')+", "", whole)
    return _section_named({whole, bare})


def _section_named(wanted: set[str]) -> SectionKey | None:
    """A key or a title before a synonym: one section's title may be a word of another's list."""
    for key in SECTION_KEYS:
        titles = {fold(t(f"section.{key}", language)) for language in _LANGUAGES}
        if wanted & {key, key.replace("_", " "), *titles}:
            return key
    for key in SECTION_KEYS:
        for language in _LANGUAGES:
            if any(_pattern(f"section.{key}", language, "WORDS").fullmatch(one) for one in wanted):
                return key
    return None
