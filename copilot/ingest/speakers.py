"""Recognises a transcript pasted as text whose lines are « Name: words »."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from copilot.ingest.lines import Line
from copilot.ingest.parts import word_set
from copilot.ingest.speaker_names import FULL_NAME, NAME, is_first_name, is_person, speaker_name
from copilot.ingest.talk_times import is_recording, shown

_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_SAID = re.compile(
    rf"^\s*(?:[\[(]?(?P<time>{_CLOCK})[\])]?\s*[-–—]?\s*)?(?P<name>{FULL_NAME}|{NAME})"
    rf"(?:\s*[(\[]?(?P<time2>{_CLOCK})[)\]]?)?[ \u00a0\u202f]?:\s+(?P<text>\S.*)$"
)
_TIME_ALONE = re.compile(rf"\s*[\[(]?(?P<time>{_CLOCK})[\])]?\s*")
PREFIX = re.compile(rf"^(?P<name>{FULL_NAME}|{NAME})[ \u00a0\u202f]?:\s+(?P<text>\S.*)$", re.DOTALL)
_MIN_TURNS, _MOST_ABOVE, _PREFACE = 6, 2, 6
"""Turns of a talk of any length; lines above a short one; lines above a longer one that say nothing against it."""
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
ADDRESSES = re.compile(
    r"\?|(?<!\w)(?:je|j['’]|tu|on|nous|vous|i|we|you|ok|oui|non|yes|no|merci|thanks|d['’]accord|ich|wir|sie)(?!\w)",
    re.I,
)
"""What people say to each other, and no list of who does what."""
_MOST_LABELS, _FEWEST_WORDS, _ENDED = 0.25, 4.0, 0.3
"""Share of labels among the names, words a turn and share of ended sentences, at which lines are a form, no talk."""


class Turn(NamedTuple):
    """What somebody said: the line it starts on, its day and time where the text tells them.

    What nobody says is the text around the talk; an aside is what the talk tells of a speaker.
    """

    number: int
    speaker: str | None
    text: str
    said_on: dt.date | None = None
    time: str | None = None
    aside: bool = False


def speaker_turns(lines: Sequence[Line]) -> list[Turn]:
    """The turns of a transcript; empty when the text is none."""
    filled = [line for line in lines if line.text.strip()]
    found = _Found(Counter(said["name"] for line in filled if (said := _SAID.match(line.text))))
    for line in filled:
        found.take(line)
    speakers = Counter(turn.speaker for turn in found.turns if turn.speaker)
    spoken = sum(speakers.values())
    if 2 <= spoken < _MIN_TURNS and found.loose == 0 and len(found.before) <= _MOST_ABOVE and len(speakers) >= 2:
        addressed = sum(bool(ADDRESSES.search(turn.text)) for turn in found.turns if turn.speaker)
        named = all(is_first_name(name.split()[0]) for name in speakers)
        return found.timed() if named and addressed >= 0.5 * spoken else []
    if spoken < _MIN_TURNS or len([n for n in speakers.values() if n >= 2]) < 2:
        return []
    if len(found.labels) > _MOST_LABELS * len(speakers.keys() | found.labels) or not _talks(found.turns):
        return []
    repeated = sum(count for count in speakers.values() if count >= 2)
    loose = found.loose + max(0, len(found.before) - _PREFACE)
    return found.timed() if repeated >= 0.7 * spoken and loose <= 0.4 * len(found.turns) else []


@dataclass
class _Found:
    """What the lines of a text say, should it be a talk."""

    often: Counter[str]
    """how many lines each name stands before"""
    before: list[Line] = field(default_factory=list)
    """what stands above the first who speaks"""
    turns: list[Turn] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    loose: int = 0
    """lines that nobody is named for"""
    time: str | None = None
    last: Line | None = None

    def take(self, line: Line) -> None:
        """Add a line that is not blank."""
        said, alone = _SAID.match(line.text), _TIME_ALONE.fullmatch(line.text)
        if alone:
            self.time = alone["time"]
        elif said and not is_label(said["name"]) and (self.turns or self._speaks(said["name"])):
            time = said["time"] or said["time2"] or self.time
            self.turns.append(Turn(line.number, speaker_name(said["name"]), said["text"].strip(), time=time))
        else:
            self.labels |= {said["name"]} if said and self.turns else set()
            self._take_loose(line, labelled=said is not None)
        self.last = line

    def _speaks(self, name: str) -> bool:
        """Whether the first name of a text is somebody's: « Réunion : point Norvia » stands above many a talk."""
        return self.often[name] >= 2 or is_person(speaker_name(name))

    def _take_loose(self, line: Line, *, labelled: bool) -> None:
        if not self.turns:
            self.before.append(line)
            return
        before = self.turns[-1] if self.turns else None
        if before is not None and before.speaker and not labelled and _goes_on(self.last, line):
            self.turns[-1] = before._replace(text=f"{before.text} {line.text.strip()}")
        else:
            self.loose += 1
            self.turns.append(Turn(line.number, None, line.text.strip()))

    def timed(self) -> list[Turn]:
        """All of it in its order, the times as they are shown."""
        recording = is_recording([turn.time for turn in self.turns if turn.time])
        return [Turn(line.number, None, line.text.strip()) for line in self.before] + [
            turn._replace(time=shown(turn.time, recording=recording) if turn.time else None) for turn in self.turns
        ]


def _goes_on(last: Line | None, line: Line) -> bool:
    """Whether a line without a name is the rest of the sentence on the line above it."""
    if last is None:
        return False
    begins = line.text.strip()[:1].islower()
    return line.number == last.number + 1 and (
        begins or not last.text.rstrip(' "»').endswith((".", "!", "?", "…", ":"))
    )


def is_label(name: str) -> bool:
    """Whether what stands before a colon names a field of a form (« Montant », "Next steps") and nobody."""
    return name.lower() in _LABELS or name.split()[0].lower() in _LABELS


def _talks(turns: Sequence[Turn]) -> bool:
    """Whether what follows the names are sentences, not the values of a form."""
    said = [turn.text for turn in turns if turn.speaker]
    words = sum(len(text.split()) for text in said)
    ended = sum(text.rstrip(' "»').endswith((".", "!", "?", "…")) for text in said)
    return words >= _FEWEST_WORDS * len(said) or ended >= _ENDED * len(said)
