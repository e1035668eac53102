"""Answers that somebody writes into the message that they quote: whose they are, where the mail tells.

« [AR] oui », "Anne: yes" inside a quoted message is said by whoever answers it. Where a message only announces its
answers (« mes réponses en rouge ») and the colour is lost, nobody is named for what follows a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from copilot.ingest.content_date import fold
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


def answered(found: Sequence[Passage], author: str | None) -> list[Passage]:
    """The thread with the answers inside quoted messages as passages of their own; `author` wrote the newest one."""
    passages: list[Passage] = []
    writers: list[Envelope] = [Envelope(author)] if author else []
    unmarked = False
    for at, passage in enumerate(found):
        if passage.kind != "quoted":
            writers += [passage.envelope] if passage.kind == "header" and passage.envelope.author else []
            unmarked |= passage.kind == "own" and _announces(passage) and not _interleaved(found[at:])
            passages.append(passage)
            continue
        passages += _split(passage, writers, author, unmarked=unmarked)
        unmarked = False
    return passages


def _announces(passage: Passage) -> bool:
    said = fold(" ".join(text for _, text, _ in passage.lines))
    below = len(said.split()) <= _SHORT and _BELOW.search(said)
    return bool(below or _ANNOUNCED.search(said))


def _interleaved(after: Sequence[Passage]) -> bool:
    """Whether the newest message goes on between what it quotes: its answers stand there."""
    kinds = [passage.kind for passage in after]
    return "own" in kinds[kinds.index("quoted") :] if "quoted" in kinds else False


def _split(passage: Passage, writers: Sequence[Envelope], author: str | None, *, unmarked: bool) -> Iterator[Passage]:
    later = [writer for writer in writers if writer.author != passage.envelope.author]
    current = Passage(passage.kind, passage.envelope, passage.depth)
    asked = False
    own = _names(passage.envelope.author) if passage.envelope.author else set()
    for line in passage.lines:
        text = line[1].strip()
        writer = _writer(text, later)
        kind, envelope = passage.kind, passage.envelope
        if writer is not None:
            kind, envelope = ("own", Envelope()) if writer.author == author else ("quoted", writer)
        elif not text:
            kind, envelope = current.kind, current.envelope
        elif unmarked and asked and not (text.endswith("?") or text.strip(" ,.") in own or signs_off(text)):
            envelope = Envelope()
        asked = (asked or text.endswith("?")) and not signs_off(text)
        if (kind, envelope) != (current.kind, current.envelope):
            if current.lines:
                yield current
            current = Passage(kind, envelope, passage.depth)
        current.lines.append(line)
    yield current


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
