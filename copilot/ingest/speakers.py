"""Recognises a transcript pasted as text: « Name: words » or « Name  0:12 » and the words below."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from copilot.ingest.content_date import fold
from copilot.ingest.lines import Line
from copilot.ingest.parts import word_set
from copilot.text.names import first_names

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
    "from to cc sent de à envoyé montant échéance étape statut priorité responsable décideur société secteur "
    "probabilité concurrent concurrents besoin besoins offre prix volume commentaire commentaires source sources "
    "amount deadline stage status owner decider company sector probability competitor need offer price comment "
    "task tâche qui quoi quand what who when why budget délai livraison paiement résultat objectif cible contexte "
    "result target goal context issue problème cause conséquence type nom name email tél téléphone phone adresse"
)
_ADDRESSES = re.compile(
    r"\?|(?<!\w)(?:je|j['’]|tu|on|nous|vous|i|we|you|ok|oui|non|yes|no|merci|thanks|d['’]accord|ich|wir|sie)(?!\w)",
    re.I,
)
"""What people say to each other, and no list of who does what."""
_MOST_LABELS, _FEWEST_WORDS, _ENDED = 0.25, 4.0, 0.3
"""Share of labels among the names, words a turn and share of ended sentences, at which lines are a form, no talk."""


class Turn(NamedTuple):
    """What somebody said: the line it starts on, its day and time where the text tells them."""

    number: int
    speaker: str | None
    text: str
    said_on: dt.date | None = None
    time: str | None = None


def speaker_turns(lines: Sequence[Line]) -> list[Turn]:
    """The turns of a transcript; empty when the text is none."""
    filled = [line for line in lines if line.text.strip()]
    turns: list[Turn] = []
    labels: set[str] = set()
    loose = 0
    pending: tuple[int, str] | None = None
    for line in filled:
        alone, said = _ALONE.match(line.text), _SAID.match(line.text)
        if alone:
            pending = (line.number, alone["name"])
        elif said and not is_label(said["name"]):
            turns.append(Turn(line.number, said["name"], said["text"].strip()))
            pending = None
        elif pending:
            turns.append(Turn(pending[0], pending[1], line.text.strip()))
            pending = None
        else:
            labels |= {said["name"]} if said else set()
            loose += 1
            turns.append(Turn(line.number, None, line.text.strip()))
    speakers = Counter(turn.speaker for turn in turns if turn.speaker)
    spoken = sum(speakers.values())
    repeated = sum(count for count in speakers.values() if count >= 2)
    if 2 <= spoken < _MIN_TURNS and loose == 0 and len(speakers) >= 2:
        addressed = sum(bool(_ADDRESSES.search(turn.text)) for turn in turns)
        named = all(_is_first_name(name.split()[0]) for name in speakers)
        return turns if named and addressed >= 0.5 * spoken else []
    if spoken < _MIN_TURNS or len([n for n in speakers.values() if n >= 2]) < 2:
        return []
    if len(labels) > _MOST_LABELS * len(speakers.keys() | labels) or not _talks(turns):
        return []
    return turns if repeated >= 0.7 * spoken and loose <= 0.4 * len(turns) else []


def _is_first_name(word: str) -> bool:
    return fold(word.split("-")[0]).rstrip(".") in first_names()


def is_label(name: str) -> bool:
    """Whether what stands before a colon names a field of a form (« Montant », "Next steps") and nobody."""
    return name.lower() in _LABELS or name.split()[0].lower() in _LABELS


def _talks(turns: Sequence[Turn]) -> bool:
    """Whether what follows the names are sentences, not the values of a form."""
    said = [turn.text for turn in turns if turn.speaker]
    words = sum(len(text.split()) for text in said)
    ended = sum(text.rstrip(' "»').endswith((".", "!", "?", "…")) for text in said)
    return words >= _FEWEST_WORDS * len(said) or ended >= _ENDED * len(said)
