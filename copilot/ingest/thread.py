"""A mail thread as segments: the message, what it quotes with its own author and date, the signature."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from copilot.ingest.html_marks import Piece
from copilot.ingest.inline_answers import answered
from copilot.ingest.lines import Line, blocks
from copilot.ingest.parts import QUOTED, QUOTED_HEADER, SIGNATURE, TABLE, Draft, one_line
from copilot.ingest.quotes import Passage, passages
from copilot.ingest.signature import is_remark, signature_span
from copilot.ingest.tables import add_rows
from copilot.ingest.text_tables import find_tables
from copilot.schemas.evidence import Locator, SegmentKind

_MOST_SIGNATURES = 3
Place = Callable[[int, str | None], Locator]


def add_thread(
    draft: Draft,
    lines: Sequence[tuple[int, str]],
    place: Place,
    *,
    author: str | None,
    keep_marks: bool = False,
    answers: Mapping[int, Sequence[Piece]] | None = None,
) -> None:
    """Append a thread; `place` gives the locator of a line and a named part, `author` wrote the newest message.

    `answers` are the lines of which a part looks as the mail says that its answers do.
    """
    found = answered(passages(lines), author, answers or {})
    last_own = max((i for i, passage in enumerate(found) if passage.kind == "own"), default=-1)
    for index, passage in enumerate(found):
        if passage.kind == "header":
            _add_header(draft, passage, place)
        else:
            below = found[index + 1 : index + 2]
            ends = index == last_own or passage.kind == "quoted" or any(after.kind == "header" for after in below)
            _add_passage(draft, passage, place, author, ends=ends, keep=keep_marks)


def _add_header(draft: Draft, passage: Passage, place: Place) -> None:
    text = "\n".join(one_line(text) for _, text, _ in passage.lines if text.strip(" _=-"))
    author, said_on = passage.envelope
    draft.add("comment", text, place(passage.lines[0][0], QUOTED_HEADER), author=author, said_on=said_on)


def _add_passage(draft: Draft, passage: Passage, place: Place, author: str | None, *, ends: bool, keep: bool) -> None:
    quoted = passage.kind == "quoted"
    by = passage.envelope.author if quoted else author
    said_on = passage.envelope.said_on if quoted else None
    texts = [text for _, text, _ in passage.lines]
    raws = {number: raw for number, _, raw in passage.lines} if keep and quoted else {}
    lines = [Line(number, text) for number, text, _ in passage.lines]
    first = 0
    for _ in range(_MOST_SIGNATURES):  # a postscript goes on below a signature
        if keep and first < len(texts) and is_remark(texts[first]):
            _add_said(draft, lines[first:], place, None, None, {}, quoted=False)
            return
        cut, end = signature_span(texts[first:], by) if ends else (len(lines), len(lines))
        _add_said(draft, lines[first : first + cut], place, by, said_on, raws, quoted=quoted)
        for block in blocks(lines[first + cut : first + end]):
            draft.add("comment", block.text, place(block.number, SIGNATURE), author=by, said_on=said_on)
        first += end
    _add_said(draft, lines[first:], place, by, said_on, raws, quoted=quoted)


def _add_said(
    draft: Draft,
    body: Sequence[Line],
    place: Place,
    by: str | None,
    said_on: dt.date | None,
    raws: dict[int, str],
    *,
    quoted: bool,
) -> None:
    """Append what a message says, with the tables that lost their grid in it."""
    at = 0
    for table in [] if quoted else list(find_tables(body)):
        _add_blocks(draft, body[at : table.start], place, by, said_on)
        numbers = [row.number for row in table.rows]
        where = {
            number: place(number, TABLE).model_copy(update={"row": i}) for i, number in enumerate(numbers, start=1)
        }
        add_rows(draft, table.rows, where.__getitem__, author=by, said_on=said_on)
        at = table.end
    _add_blocks(draft, body[at:], place, by, said_on, marks=raws, quoted=quoted)


def _add_blocks(
    draft: Draft,
    lines: Sequence[Line],
    place: Place,
    author: str | None,
    said_on: dt.date | None,
    *,
    marks: dict[int, str] | None = None,
    quoted: bool = False,
) -> None:
    """Append paragraphs and items; `marks` are the lines as they stand, whose marks of quoting are kept."""
    for block in blocks(lines):
        kind: SegmentKind = "quoted" if quoted else block.kind
        text = block.text
        if marks:
            mark = marks[block.number]
            text = mark[: len(mark) - len(mark.lstrip(" >"))].strip() + " " + text
        draft.add(kind, text, place(block.number, QUOTED if quoted else None), author=author, said_on=said_on)
