"""Talks whose speakers stand above their words, as Teams, Meet, Otter, Fireflies and Slack write them.

The name and the time share a line, or stand on two; some programs give no time at all. Times above words without a
name go on with whoever spoke. A time counts from the start of the recording where the first ones do, else it is one
of the day.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from copilot.ingest.lines import BULLET, Line
from copilot.ingest.speaker_names import FULL_NAME, company_of, initials, is_first_name, is_person, speaker_name
from copilot.ingest.speakers import ADDRESSES, Turn, is_label
from copilot.ingest.talk_times import is_recording, seconds, shown

_CLOCK = r"\d{1,2}[:h]\d{1,2}(?::\d{1,2})?(?:[.,]\d{1,3})?(?:[ \u00a0\u202f]?[AaPp]\.?[Mm]\.?)?"
_LENGTH = r"(?:\d{1,3} (?:heures?|hours?|hr|minutes?|min|secondes?|seconds?|sec|s)\s*){1,3}"
_TIME = rf"[\[(]?(?:{_LENGTH}(?P<after>{_CLOCK})?|(?P<time>{_CLOCK})(?:\s*(?:-->|[-–])\s*{_CLOCK})?)[\])]?"
_OTHER = _TIME.replace("<time>", "<time2>").replace("<after>", "<after2>")
_ALONE = re.compile(rf"\s*(?::[\w+-]+:\s+)?{_TIME}:?\s*")
_BOTH = re.compile(
    rf"\s*(?:(?P<name>{FULL_NAME})\s*(?:[|•·,–-]\s*)?\s{_TIME}"
    rf"|{_OTHER}\s*(?:[|•·–-]\s*)?\s(?P<name2>{FULL_NAME}))\s*:?\s*"
)
_NAME = re.compile(rf"\s*(?P<name>{FULL_NAME})[ \u00a0]?:?\s*")
_MACHINE = re.compile(
    r"\s*(?:transcribed by|transcri(?:pt|ption) (?:ended|started)|(?:meeting|recording) ended"
    r"|this (?:editable )?transcript|transcrit par"
    r"|(?:la )?(?:transcription|réunion) (?:s’est |s'est |est )?(?:terminée|arrêtée)"
    r"|.{2,60} (?:(?:started|stopped) transcription|a (?:démarré|arrêté|commencé) la transcription))",
    re.I,
)
"""What the program says of itself."""
_SIGNS_OFF = re.compile(
    r"\s*(?:(?:bien )?cordialement|cdlt|bien à (?:vous|toi)|.{0,12}regards|sincerely)\b.{0,20}", re.I
)
_CONTACT = re.compile(r"[\w.]@[\w-]+\.|(?:\+|\b0)\d(?:[ .-]?\d{2}){4}")
_LEAST, _LEAST_NAMED = 3, 4
_PREFACE, _MOST_BEFORE = 12, 0.4
"""Lines above the first speaker that any talk may have, and their share that a long one may have."""


class _Head(NamedTuple):
    """Who begins to speak: the name as written, the time, and the lines that say so."""

    name: str
    time: str | None
    taken: int


@dataclass
class _Speech:
    number: int
    name: str
    time: str | None
    lines: list[Line] = field(default_factory=list)
    first: bool = True
    """whether a name stands above it, and not a time alone"""

    def text(self) -> str:
        return "\n".join(line.text.strip() for line in self.lines)


def headed_turns(lines: Sequence[Line]) -> list[Turn]:
    """The turns of a talk with names above the words; empty when the text is none."""
    filled = [line for line in lines if line.text.strip()]
    if any(_ALONE.fullmatch(line.text) or _BOTH.fullmatch(line.text) for line in filled):
        for head in (_name_first, _time_first):
            speeches = list(_speeches(filled, head))
            if _is_timed_talk(speeches, filled) and (head is _name_first or _mostly_named(speeches)):
                return _turns(speeches, recording=_is_recording(speeches))
    speeches = list(_speeches(filled, _named(filled)))
    return _turns(speeches, recording=False) if _is_named_talk(speeches, filled) else []


_Finder = Callable[[Sequence[Line], int], _Head | None]


def _name_first(lines: Sequence[Line], at: int) -> _Head | None:
    """A name with its time on the line or below it, however often the program tells both."""
    both = None if _ALONE.fullmatch(lines[at].text) else _BOTH.fullmatch(lines[at].text)
    name = (both["name"] or both["name2"]) if both else _name_in(lines[at].text)
    if name is None:
        return None
    time = _time_in(both) if both else None
    taken = 1
    while at + taken < len(lines):
        text = lines[at + taken].text
        again = _BOTH.fullmatch(text)
        found = _ALONE.fullmatch(text) or (again if again and again["name"] == name else None)
        if found is None or (both and taken == 1):
            break
        time = _time_in(found) or time
        taken += 1
    return _Head(name, time, taken) if both or taken > 1 else None


def _time_first(lines: Sequence[Line], at: int) -> _Head | None:
    """A time and the name below it."""
    alone = _ALONE.fullmatch(lines[at].text)
    name = _name_in(lines[at + 1].text) if alone and at + 2 < len(lines) else None
    return _Head(name, _time_in(alone), 2) if alone and name else None


def _named(lines: Sequence[Line]) -> _Finder:
    """Names alone on their lines, where they come back or are known, and words stand below them."""
    written = [name for line in lines if (name := _name_in(line.text)) is not None]
    often = Counter(written)
    people = {name for name in often if _may_speak(name, often[name])}

    def head(lines: Sequence[Line], at: int) -> _Head | None:
        name = _name_in(lines[at].text)
        if name not in people or name is None or at + 1 >= len(lines):
            return None
        return None if _name_in(lines[at + 1].text) in people else _Head(name, None, 1)

    return head


def _may_speak(written: str, often: int) -> bool:
    name = speaker_name(written)
    if often < 2:
        return is_first_name(name.split()[0]) and " " in name
    return is_person(name)


def _name_in(text: str) -> str | None:
    found = _NAME.fullmatch(text) if len(text) <= 90 else None
    return found["name"] if found and not is_label(found["name"]) else None


def _time_in(found: re.Match[str]) -> str | None:
    groups = found.groupdict()
    return next((groups[key] for key in ("time", "after", "time2", "after2") if groups.get(key)), None)


def _speeches(lines: Sequence[Line], head: _Finder) -> Iterator[_Speech]:
    """What stands before the first name (by nobody), then each speech with its lines."""
    current = _Speech(lines[0].number if lines else 0, "", None)
    at = 0
    while at < len(lines):
        number, text = lines[at]
        found = head(lines, at)
        alone = _ALONE.fullmatch(text) if found is None and current.name else None
        if found is not None or alone is not None or (_MACHINE.match(text) and current.name):
            if found and current.lines and current.lines[-1].text.strip() == initials(speaker_name(found.name)):
                current.lines.pop()
            yield current
        if found is not None:
            current = _Speech(number, found.name, found.time)
            at += found.taken
            continue
        if alone is not None:
            current = _Speech(number, current.name, _same_half(_time_in(alone), current.time), first=False)
        elif _MACHINE.match(text) and current.name:
            current = _Speech(number, "", None, [lines[at]])
        else:
            current.lines.append(lines[at])
        at += 1
    yield current


def _same_half(time: str | None, before: str | None) -> str | None:
    """The time, with the half of the day that only the one before it tells."""
    half = re.search(r"[AaPp]\.?[Mm]", before or "")
    return f"{time} {half[0]}" if time and half and not re.search(r"[ap]", time, re.I) else time


def _is_timed_talk(speeches: Sequence[_Speech], lines: Sequence[Line]) -> bool:
    """Whether the names with times take turns; the items of an agenda are named once each."""
    heads = [speech for speech in speeches if speech.name and speech.first]
    names = Counter(speech.name for speech in heads)
    recording = _is_recording(speeches)
    if len(heads) < _LEAST or not _is_begun(speeches, lines) or not _go_forward(heads):
        return False
    back = sum(count for count in names.values() if count >= 2)
    said = sum(bool(speech.lines) for speech in heads)
    if back < 0.5 * len(heads) or said < 0.6 * len(heads):
        return False
    if recording:
        return True
    people = sum(count for name, count in names.items() if " " in name or is_first_name(name))
    return len(names) >= 2 and people >= 0.8 * len(heads) and _addressed(heads) >= 0.2 * len(heads)


def _mostly_named(speeches: Sequence[_Speech]) -> bool:
    """Whether most times have a name below them: subtitles have their words there."""
    return sum(speech.first for speech in speeches[1:]) >= 0.6 * len(speeches[1:])


def _is_named_talk(speeches: Sequence[_Speech], lines: Sequence[Line]) -> bool:
    """Whether names without times head what people say to each other: neither lists by person nor signatures."""
    heads = [speech for speech in speeches if speech.name and speech.first]
    names = Counter(speaker_name(speech.name) for speech in heads)
    again = [name for name, count in names.items() if count >= 2]
    if len(heads) < _LEAST_NAMED or len(again) < 2 or not _is_begun(speeches, lines):
        return False
    if 2 * sum(is_person(name) for name in again) < len(again) or not all(speech.lines for speech in heads):
        return False
    if any(speech.lines and _SIGNS_OFF.fullmatch(speech.lines[-1].text) for speech in speeches):
        return False
    listed = sum(bool(BULLET.match(speech.text()) or _CONTACT.search(speech.text())) for speech in heads)
    return listed <= 0.2 * len(heads) and _addressed(heads) >= 0.5 * len(heads)


def _is_begun(speeches: Sequence[_Speech], lines: Sequence[Line]) -> bool:
    before = len(speeches[0].lines)
    return before <= max(_PREFACE, _MOST_BEFORE * len(lines))


def _addressed(heads: Sequence[_Speech]) -> int:
    return sum(bool(ADDRESSES.search(speech.text())) for speech in heads)


def _is_recording(speeches: Sequence[_Speech]) -> bool:
    return is_recording([speech.time for speech in speeches if speech.time])


def _go_forward(heads: Sequence[_Speech]) -> bool:
    times = [seconds(speech.time) for speech in heads if speech.time]
    back = sum(before > after for before, after in pairwise(times))
    return back <= max(1, 0.1 * len(times))


def _turns(speeches: Sequence[_Speech], *, recording: bool) -> list[Turn]:
    turns: list[Turn] = []
    known: set[str] = set()
    for speech in speeches:
        if not speech.name:
            turns.extend(Turn(line.number, None, line.text.strip()) for line in speech.lines)
            continue
        name = speaker_name(speech.name)
        if company_of(speech.name) and name not in known:
            turns.append(Turn(speech.number, None, speech.name, aside=True))  # it tells whose side they are on
            known.add(name)
        if speech.lines:
            time = shown(speech.time, recording=recording) if speech.time else None
            turns.append(Turn(speech.number, name, speech.text(), time=time))
    return turns
