"""Talks, whatever program wrote them down, as turns: each with its speaker, and its day and time where told."""

from __future__ import annotations

from collections.abc import Sequence

from copilot.ingest.chat import chat_turns
from copilot.ingest.headed import headed_turns
from copilot.ingest.lines import Line
from copilot.ingest.parts import Draft
from copilot.ingest.speakers import Turn, speaker_turns
from copilot.schemas.evidence import Locator, SegmentKind


def talk_turns(lines: Sequence[Line]) -> list[Turn]:
    """The turns of a chat or a transcript; empty when the text is none."""
    return chat_turns(lines) or headed_turns(lines) or speaker_turns(lines)


def add_turns(draft: Draft, turns: Sequence[Turn], places: Sequence[Locator] | None = None) -> None:
    """Make a transcript of a draft; `places` are those of the numbers of the turns, which are lines without them."""
    draft.kind = "transcript"
    for turn in turns:
        kind: SegmentKind = "turn" if turn.speaker else "comment" if turn.aside else "paragraph"
        place = places[turn.number] if places is not None else Locator(line=turn.number)
        place = place.model_copy(update={"time": turn.time})
        draft.add(kind, turn.text, place, author=turn.speaker, said_on=turn.said_on)


def use_turns(draft: Draft) -> None:
    """Make turns of the paragraphs of a meeting transcript saved as a document."""
    pieces = [(s.locator, text) for s in draft.segments if not s.hidden for text in s.text.split("\n")]
    turns = talk_turns([Line(at, text) for at, (_, text) in enumerate(pieces)])
    if not turns:
        return
    hidden = [segment for segment in draft.segments if segment.hidden]
    draft.heading, draft.segments = None, []
    add_turns(draft, turns, [place for place, _ in pieces])
    for segment in hidden:
        draft.add(segment.kind, segment.text, segment.locator, hidden=True)
