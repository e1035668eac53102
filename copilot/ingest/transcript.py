"""Meeting transcripts (.vtt, .srt): who said what, and when. Damaged cues keep their words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from copilot.ingest.encoding import decode
from copilot.ingest.headed import headed_turns
from copilot.ingest.lines import Line, numbered
from copilot.ingest.parts import COMMENT, Draft, one_line
from copilot.ingest.speaker_names import speaker_name
from copilot.ingest.speakers import PREFIX, is_label
from copilot.ingest.talk import add_turns
from copilot.schemas.evidence import Locator

_TIMES = re.compile(
    r"((?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,:]\d{1,3})?)\s*-->\s*((?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,:]\d{1,3})?)"
)
_VOICE = re.compile(r"<v(?:\.[\w.]+)?\s+([^<>]{1,200})>", re.I)
_TAG = re.compile(r"</?[a-z0-9:.][^<>]*>|</>", re.I)
_META = re.compile(r"^(NOTE|STYLE|REGION)\b[ \t]*")
_GAP = 2.0
_MAX_SENTENCES = 3


@dataclass
class _Turn:
    speaker: str | None
    start: float | None
    end: float | None
    text: str


def read_vtt(data: bytes) -> Draft:
    """The draft of a WebVTT transcript; cues of one speaker in a row are one turn of up to three sentences."""
    return _read(data, "text/vtt")


def read_srt(data: bytes) -> Draft:
    """The draft of a SubRip transcript."""
    return _read(data, "application/x-subrip")


def _read(data: bytes, media_type: str) -> Draft:
    draft = Draft(media_type, kind="transcript")
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if not _VOICE.search(text) and (spoken := headed_turns(_said_lines(text))):
        add_turns(draft, spoken)
        return draft
    turns: list[_Turn] = []
    for block in re.split(r"\n[ \t]*\n+", text.strip("\n")):
        lines = [line for line in block.split("\n") if line.strip()]
        if not lines:
            continue
        head = _META.match(lines[0])
        if lines[0].startswith("WEBVTT"):
            _add_note(draft, "\n".join([lines[0].removeprefix("WEBVTT").strip(" -–"), *lines[1:]]))
        elif head:
            _add_note(draft, "\n".join([lines[0][head.end() :], *lines[1:]]))
        else:
            turns.extend(_cue(lines))
    for turn in _merged(turns):
        draft.add("turn", turn.text, Locator(time=_clock(turn.start)), author=turn.speaker)
    return draft


def _said_lines(text: str) -> list[Line]:
    """The lines without the numbers of the cues and the head of the file."""
    return [line for line in numbered(text) if not re.fullmatch(r"\s*\d+\s*|WEBVTT.*", line.text)]


def _add_note(draft: Draft, text: str) -> None:
    draft.add("comment", text, Locator(part=COMMENT))


def _cue(lines: list[str]) -> Iterator[_Turn]:
    at = next((i for i, line in enumerate(lines[:2]) if _TIMES.search(line)), None)
    start = end = None
    if at is not None:
        times = _TIMES.search(lines[at])
        if times is not None:
            start, end = _seconds(times[1]), _seconds(times[2])
        words = lines[at + 1 :]
    else:
        words = lines[1:] if lines[0].strip().isdigit() and len(lines) > 1 else lines
        words = [] if len(words) == 1 and words[0].strip().isdigit() else words
    for speaker, text in _voices("\n".join(words)):
        yield _Turn(speaker, start, end, text)


def _voices(words: str) -> Iterator[tuple[str | None, str]]:
    parts = _VOICE.split(words)
    if parts[0].strip():
        yield _prefixed(parts[0])
    for name, text in zip(parts[1::2], parts[2::2], strict=True):
        plain = _plain(text)
        if plain:
            yield speaker_name(html.unescape(name)), plain


def _prefixed(text: str) -> tuple[str | None, str]:
    plain = _plain(text)
    hit = PREFIX.match(plain)
    return (speaker_name(hit["name"]), hit["text"]) if hit and not is_label(hit["name"]) else (None, plain)


def _plain(text: str) -> str:
    return one_line(html.unescape(_TAG.sub("", text)))


def _merged(turns: list[_Turn]) -> Iterator[_Turn]:
    current: _Turn | None = None
    for turn in turns:
        if not turn.text:
            continue
        if current is not None and _belongs(current, turn):
            current = _Turn(current.speaker, current.start, turn.end, f"{current.text} {turn.text}")
            continue
        if current is not None:
            yield current
        current = turn
    if current is not None:
        yield current


def _belongs(before: _Turn, turn: _Turn) -> bool:
    if before.speaker is None or before.speaker != turn.speaker or before.end is None or turn.start is None:
        return False
    sentences = len(re.findall(r"[.!?…]+(?:\s|$)", f"{before.text} {turn.text}"))
    return -_GAP <= turn.start - before.end <= _GAP and sentences <= _MAX_SENTENCES


def _seconds(stamp: str) -> float:
    stamp = re.sub(r"[,:](\d{3})$", r".\1", stamp)
    total = 0.0
    for part in stamp.split(":"):
        total = total * 60 + float(part.replace(",", "."))
    return total


def _clock(seconds: float | None) -> str | None:
    if seconds is None:
        return None
    whole = int(seconds)
    return f"{whole // 3600:02d}:{whole % 3600 // 60:02d}:{whole % 60:02d}"
