"""Answers that somebody writes into the message that they quote: whose they are, where the mail tells.

« [AR] oui », "Anne: yes" inside a quoted message is said by whoever answers it. Where a message only announces its
answers (« mes réponses en rouge ») and the colour is lost, nobody is named for what follows a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from copilot.ingest.content_date import fold
from copilot.ingest.html_marks import Piece
from copilot.ingest.quotes import Envelope, Passage
from copilot.ingest.signature import signs_off
from copilot.ingest.speaker_names import initials, speaker_name

_SIGNED = re.compile(
    r"^\W{0,4}(?:\[(?P<in>[^\[\]\n]{2,40})\]|(?P<name>[^\W\d_][\w.'’ -]{0,38}?)[ \u00a0]?(?::|>{1,2}))"
    r"[ \u00a0:–-]*(?=\S)"
)
_ANNOUNCED = re.compile(
    r"(?:reponses?|commentaires?|remarques?|retours?|precisions?|answers?|comments?|repl(?:y|ies)|responses?|feedback"
    r"|je (?:te |vous )?reponds?|answered|replied|commented)\b.{0,40}?"
    r"\b(?:en (?:rouge|bleu|vert|violet|orange|gras|couleur|italique|surbrillance|majuscules)|surligne\w*"
    r"|dans (?:le corps d[ue]|ton|votre) |in (?:red|blue|green|purple|orange|bold|colou?r|italics?|caps|the body)"
    r"|in-?line|highlighted|within your)"
)
_BELOW = re.compile(
    r"\b(?:reponses?|commentaires?|answers?|comments?|repl(?:y|ies))\b.{0,20}\b(?:ci-dessous|plus bas|dessous|below)\b"
)
_SHORT = 25
"""Words of a message that says nothing but where its answers stand."""


def answered(
    found: Sequence[Passage], author: str | None, marked: Mapping[int, Sequence[Piece]] | None = None
) -> list[Passage]:
    """The thread with the answers inside quoted messages as passages of their own.

    `author` wrote the newest message; `marked` are the lines of which a part looks like an answer.
    """
    passages: list[Passage] = []
    thread = _Thread(author, marked or {}, [Envelope(author)] if author else [])
    lost = False
    for at, passage in enumerate(found):
        if passage.kind == "quoted":
            passages += _split(passage, thread, lost=lost and not marked)
            lost = False
        else:
            passages.append(passage)
        if passage.kind == "header" and passage.envelope.author:
            thread.writers.append(passage.envelope)
        elif passage.kind != "header" and _announces(passage):
            thread.answers = passage.envelope if passage.kind == "quoted" else Envelope(author)
            lost |= passage.kind == "own" and not _interleaved(found[at:])
    return passages


@dataclass
class _Thread:
    """Who wrote the newest message, the parts of lines that look like answers, who wrote so far, who answers."""

    author: str | None
    marked: Mapping[int, Sequence[Piece]]
    writers: list[Envelope]
    answers: Envelope | None = None


def _announces(passage: Passage) -> bool:
    said = fold(" ".join(text for _, text, _ in passage.lines))
    below = len(said.split()) <= _SHORT and _BELOW.search(said)
    return bool(below or _ANNOUNCED.search(said))


def _interleaved(after: Sequence[Passage]) -> bool:
    """Whether the newest message goes on between what it quotes: its answers stand there."""
    kinds = [passage.kind for passage in after]
    return "own" in kinds[kinds.index("quoted") :] if "quoted" in kinds else False


def _split(passage: Passage, thread: _Thread, *, lost: bool) -> Iterator[Passage]:
    """The passage, cut where somebody else answers in it; the look of answers may be `lost`."""
    own = _names(passage.envelope.author) if passage.envelope.author else set()
    later = [writer for writer in thread.writers if writer.author != passage.envelope.author]
    current = Passage(passage.kind, passage.envelope, passage.depth)
    asked = False
    for line, answer in _pieces(passage, thread):
        text = line[1].strip()
        writer = thread.answers if answer else _writer(text, later)
        kind, envelope = passage.kind, passage.envelope
        if writer is not None:
            kind, envelope = ("own", Envelope()) if writer.author == thread.author else ("quoted", writer)
        elif not text:
            kind, envelope = current.kind, current.envelope
        elif lost and asked and not (text.endswith("?") or text.strip(" ,.") in own or signs_off(text)):
            envelope = Envelope()
        asked = (asked or text.endswith("?")) and not signs_off(text)
        if (kind, envelope) != (current.kind, current.envelope):
            if current.lines:
                yield current
            current = Passage(kind, envelope, passage.depth)
        current.lines.append(line)
    yield current


def _pieces(passage: Passage, thread: _Thread) -> Iterator[tuple[tuple[int, str, str], bool]]:
    """The lines, cut where an answer begins or ends in one."""
    for line in passage.lines:
        pieces = thread.marked.get(line[0], ()) if thread.answers is not None and line[1].strip() else ()
        if not any(piece.answer for piece in pieces):
            yield line, False
            continue
        for piece in pieces:
            yield (line[0], piece.text, piece.text), piece.answer


def _writer(text: str, later: Sequence[Envelope]) -> Envelope | None:
    """Who signs a line at its start, among those who wrote after the message that it stands in."""
    signed = _SIGNED.match(text)
    if signed is None:
        return None
    name = (signed["in"] or signed["name"]).strip()
    return next((writer for writer in later if writer.author and name in _names(writer.author)), None)


def _names(author: str) -> set[str]:
    """How somebody signs: the whole name, the first name, the initials."""
    said = speaker_name(author)
    return {author, said, said.split(" ")[0], initials(said) if " " in said else said}
