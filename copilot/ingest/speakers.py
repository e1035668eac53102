"""Recognises a transcript pasted as text: « Name: words » or « Name  0:12 » and the words below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from copilot.ingest.lines import Line
from copilot.ingest.parts import word_set

NAME = r"[A-ZÀ-ÖØ-Þ][\w.'’&-]*(?: (?:[A-ZÀ-ÖØ-Þ(][\w.'’&)-]*|de|du|la|le|von|van|der|di|d’|d')){0,4}"
_TIME = r"(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?)"
_SAID = re.compile(
    rf"^\s*(?:{_TIME}\s*[-–—]?\s*)?(?P<name>{NAME})(?:\s*[(\[]?{_TIME}[)\]]?)?[ \u00a0\u202f]?:\s+(?P<text>\S.*)$"
)
_ALONE = re.compile(rf"^\s*(?P<name>{NAME})\s{{1,}}{_TIME}\s*$")
PREFIX = re.compile(rf"^(?P<name>{NAME})[ \u00a0\u202f]?:\s+(?P<text>\S.*)$", re.DOTALL)
_MIN_TURNS = 6
_LABELS = word_set(
    "date lieu objet titre présents participants absents excusés excusé ordre action actions décision "
    "décisions risque note nb subject attendees present apologies location place agenda decision "
    "decisions risk next client contact budget question réponse answer points marge idée rappel suite "
    "from to cc sent de à envoyé"
)


def speaker_turns(lines: Sequence[Line]) -> list[tuple[int, str | None, str]]:
    """Line, speaker and words of each turn; empty when the text is not a transcript."""
    filled = [line for line in lines if line.text.strip()]
    turns: list[tuple[int, str | None, str]] = []
    loose = 0
    pending: tuple[int, str] | None = None
    for line in filled:
        alone, said = _ALONE.match(line.text), _SAID.match(line.text)
        if alone:
            pending = (line.number, alone["name"])
        elif said and said["name"].lower() not in _LABELS:
            turns.append((line.number, said["name"], said["text"].strip()))
            pending = None
        elif pending:
            turns.append((pending[0], pending[1], line.text.strip()))
            pending = None
        else:
            loose += 1
            turns.append((line.number, None, line.text.strip()))
    speakers = Counter(speaker for _, speaker, _ in turns if speaker)
    spoken = sum(speakers.values())
    repeated = sum(count for count in speakers.values() if count >= 2)
    if spoken < _MIN_TURNS or len([n for n in speakers.values() if n >= 2]) < 2:
        return []
    return turns if repeated >= 0.7 * spoken and loose <= 0.4 * len(turns) else []
