"""What the reader of files says, in the language of whoever reads it.

Readers run in processes of their own and speak English; their lines are stored with the note. The catalogue holds each
of their sentences (`ingest.said.*`), so that a line is recognised and shown in French with the same names and numbers.
"""

from __future__ import annotations

import re
from functools import cache

from copilot.schemas.evidence import Language
from copilot.text.catalogue import keys

_PREFIX = "ingest.said."
_GAP = re.compile(r"\\\{(\w+)\\\}")
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_OF_FILE = re.compile(r"(?P<name>[^:]{1,200}\.\w{1,5}): (?P<line>.+)", re.DOTALL)


def in_language(line: str, language: Language) -> str:
    """The line in that language; as it is when it is no sentence of the reader."""
    if language == "en":
        return line
    for pattern, french in _sentences():
        match = pattern.fullmatch(line)
        if match:
            return french.format(**{name: _value(value, language) for name, value in match.groupdict().items()})
    member = _OF_FILE.fullmatch(line)
    return f"{member['name']}\u00a0: {in_language(member['line'], language)}" if member else line


def is_known(line: str) -> bool:
    """Whether the catalogue has the sentence of a line."""
    return any(pattern.fullmatch(line) for pattern, _ in _sentences())


def _value(value: str, language: Language) -> str:
    """A name in the quotes of the language; a sentence inside the sentence in its words."""
    quoted = _QUOTED.fullmatch(value)
    if quoted:
        return f"«\u00a0{quoted[1] if quoted[1] is not None else quoted[2]}\u00a0»"
    return in_language(value, language)


@cache
def _sentences() -> list[tuple[re.Pattern[str], str]]:
    """English patterns with their French texts, the longest first: the most particular one is meant."""
    found = [texts for key, texts in keys().items() if key.startswith(_PREFIX)]
    found.sort(key=lambda texts: -len(_GAP.sub("", re.escape(texts["en"]))))
    return [(re.compile(_GAP.sub(r"(?P<\1>.+?)", re.escape(texts["en"])), re.DOTALL), texts["fr"]) for texts in found]
