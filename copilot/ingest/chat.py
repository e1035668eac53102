"""Chats pasted or exported as text: WhatsApp, Teams, Slack and their like; a message is a turn with its day and time.

A header names who wrote and when, before the words (« [12/03/2026, 09:14] Anne: … ») or on lines of its own. The order
of day and month is the one in which the days of the whole chat make sense.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from copilot.ingest.lines import Line
from copilot.ingest.speaker_names import NAME
from copilot.ingest.speakers import Turn

_DAY = r"(?P<day>\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4})"
_TIME = r"(?P<time>\d{1,2}[:h]\d{2}(?::\d{2})?(?:[ \u00a0\u202f]?[AaPp]\.?[Mm]\.?)?)"
_WHEN = rf"{_DAY}(?:,| à| at)?[ \u00a0\u202f]+{_TIME}"
_WHO = r"(?P<name>[^:\n\[\]<>]{1,60}?)"
_SAID = re.compile(rf"^\u200e?\s*(?:\[{_WHEN}\]|{_WHEN.replace('day', 'day2').replace('time', 'time2')} [-–])\s+")
_WORDS = re.compile(rf"^{_WHO}[ \u00a0]?:(?:\s+(?P<text>.*))?$")
_BEFORE = re.compile(rf"^\s*\[(?:{_DAY},?\s+)?{_TIME}\]\s+(?P<name>{NAME})\s*$")
_AFTER = re.compile(rf"^\s*(?P<name>{NAME})\s+\[?(?:{_DAY}(?:,| à| at)?\s+)?{_TIME}\]?\s*$")
_PLAIN = re.compile(
    rf"^\s*\[?(?P<day>\d{{1,4}}[/.-]\d{{1,2}}(?:[/.-]\d{{2,4}})?)(?:,| à| at|T)?[ \u00a0\u202f]*{_TIME}\]?[ \u00a0]+"
    r"(?P<name>[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,2})(?: \([^()]{1,30}\))?[ \u00a0]?[:>][ \u00a0]+(?P<text>.+)$"
)
"""« 12/02 08:50 anne > bon » and "2026-02-12 09:02 anne: fine": without brackets or a dash."""
_FROM = re.compile(rf"^\s*{_TIME}\s+(?:From|De|Von)\s+(?P<name>{NAME})\s+(?:to|à|An)\s+[^:]{{1,40}}:\s*(?P<text>.*)$")
"""A line of a saved chat of Zoom: « 09:14:22 From Anne Roy to Everyone: fine »."""
_ALONE = re.compile(rf"^\s*{_WHEN}\s*$")
_NAME = re.compile(rf"^\s*(?P<name>{NAME})\s*$")
_NOTHING = re.compile(
    r"^\u200e?[<\[]?(?:(?:media|image|video|audio|sticker|document|gif|photo|vidéo|médias?|pièce jointe|attached)\b"
    r"[^>\]]{0,30}?(?:omitted|omise?s?|absente?s?|non inclus)|(?:this|you deleted this) message(?: was deleted)?"
    r"|(?:ce message a été|vous avez) supprimé(?: ce message)?)[>\].]*\s*$",
    re.I,
)
_EDITED = re.compile(r"\s*<(?:this message was edited|ce message a été modifié)>\s*$", re.I)
_LEAST, _SHARE = 3, 0.15
"""Headers, and their share of the lines, from which a text is a chat."""


@dataclass
class _Message:
    number: int
    name: str
    day: str
    time: str
    lines: list[str] = field(default_factory=list)
    plain: bool = False


def chat_turns(lines: Sequence[Line]) -> list[Turn]:
    """The messages of a chat in its order; empty when the text is none."""
    filled = [line for line in lines if line.text.strip()]
    messages = list(_messages(filled))
    headed = [message for message in messages if message.name]
    if any(message.plain for message in headed) and not _talk(headed):
        return []
    dated = sum(bool(message.day) for message in headed)
    sure = dated or any(message.plain for message in headed)
    if len(headed) < _LEAST or len(headed) < _SHARE * len(filled) or not sure:
        return []
    order = _order([message.day for message in headed if message.day], any("m" in m.time.lower() for m in headed))
    turns = [Turn(line.number, None, line.text.strip()) for line in filled if line.number < messages[0].number]
    day: dt.date | None = None
    for message in messages:
        day = _date(message.day, order) or day
        text = _EDITED.sub("", "\n".join(message.lines).strip())
        if message.name and text and not _NOTHING.match(text):
            clock = _clock(message.time)
            if message.day and _date(message.day, order) is None and clock is not None:
                clock = f"{message.day} {clock}"
            turns.append(Turn(message.number, message.name, text, day, clock))
    return turns


def _messages(lines: Sequence[Line]) -> Iterator[_Message]:
    """Messages with their lines; a system message has no name."""
    current: _Message | None = None
    at = 0
    while at < len(lines):
        head, taken = _header(lines, at)
        if head is None:
            if current is not None:
                current.lines.append(lines[at].text.strip())
            at += 1
            continue
        if current is not None:
            yield current
        current = head
        at += taken
    if current is not None:
        yield current


def _header(lines: Sequence[Line], at: int) -> tuple[_Message | None, int]:
    """The message that starts at a line, and how many lines its header takes."""
    number, text = lines[at]
    said = _SAID.match(text)
    if said:
        words = _WORDS.match(text[said.end() :])
        day, time = said["day"] or said["day2"], said["time"] or said["time2"]
        if words is None:
            return _Message(number, "", day, time), 1
        first = [words["text"]] if words["text"] else []
        return _Message(number, words["name"].strip(" ~\u200e\u202f\u00a0"), day, time, first), 1
    plain = _PLAIN.match(text)
    if plain:
        return _Message(number, plain["name"], plain["day"], plain["time"], [plain["text"]], plain=True), 1
    zoom = _FROM.match(text)
    if zoom:
        return _Message(number, zoom["name"].strip(), "", zoom["time"], [zoom["text"]], plain=True), 1
    own = _BEFORE.match(text) or _AFTER.match(text)
    if own:
        return _Message(number, own["name"].strip(), own["day"] or "", own["time"]), 1
    when = _ALONE.match(lines[at + 1].text) if at + 1 < len(lines) else None
    name = _NAME.match(text) if when else None
    if when and name:
        return _Message(number, name["name"].strip(), when["day"], when["time"]), 2
    return None, 0


def _talk(headed: Sequence[_Message]) -> bool:
    """Whether names come back and take turns: the entries of a diary do not."""
    names = Counter(message.name for message in headed)
    return len(names) >= 2 and sum(count for count in names.values() if count >= 2) >= 0.6 * len(headed)


def _order(days: Sequence[str], twelve_hours: bool) -> str:
    """« dmy » or "mdy": the order that all days allow, then the one in which they go forward, then the clock's."""
    figures = [tuple(int(figure) for figure in re.findall(r"\d+", day)) for day in days]
    if any(figure[0] > 12 for figure in figures if figure[0] < 1000):
        return "dmy"
    if any(figure[1] > 12 for figure in figures if figure[0] < 1000):
        return "mdy"
    forward = {order: _goes_forward(days, order) for order in ("dmy", "mdy")}
    if forward["dmy"] != forward["mdy"]:
        return "dmy" if forward["dmy"] else "mdy"
    return "mdy" if twelve_hours else "dmy"


def _goes_forward(days: Sequence[str], order: str) -> bool:
    read = [day for text in days if (day := _date(text, order)) is not None]
    return all(a <= b for a, b in pairwise(read))


def _date(text: str, order: str) -> dt.date | None:
    if not text:
        return None
    figures = [int(figure) for figure in re.findall(r"\d+", text)]
    if len(figures) < 3:
        return None  # a day without its year
    first, second, third = figures
    if first > 999:
        year, month, day = first, second, third
    else:
        day, month = (first, second) if order == "dmy" else (second, first)
        year = third if third > 99 else 2000 + third
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _clock(time: str) -> str | None:
    """Hours and minutes of the day."""
    found = re.match(r"(\d{1,2})[:h](\d{2})", time)
    if found is None:
        return None
    hour = int(found[1])
    half = re.search(r"[ap]", time.lower())
    if half:
        hour = hour % 12 + (12 if half[0] == "p" else 0)
    return f"{hour:02d}:{found[2]}"
