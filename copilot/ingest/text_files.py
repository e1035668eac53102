"""Plain text and Markdown notes; the locator is the line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from copilot.ingest.changes import Changes
from copilot.ingest.content_date import find_dates
from copilot.ingest.encoding import decode
from copilot.ingest.lines import Line, blocks, numbered
from copilot.ingest.parts import COMMENT, TABLE, Draft, clean
from copilot.ingest.quotes import has_quotes
from copilot.ingest.tables import Row, add_rows
from copilot.ingest.talk import add_turns, talk_turns
from copilot.ingest.text_tables import find_tables
from copilot.ingest.thread import add_thread
from copilot.schemas.evidence import Locator

_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.+?)\s*#*\s*$")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_STRUCK = re.compile(r"(?<![~\w])~~(?=[^\s~])([^~]{1,2000}?)(?<=\S)~~(?![~\w])")
_MARKUP = re.compile(r"^ {0,3}#{1,6}\s+|\*\*|__|\\(?=[\[\]()])")
_GAP = re.compile(r"(?<=\S)  +")
_FENCE = re.compile(r"^\s*(```|~~~)")


def read_txt(data: bytes) -> Draft:
    """The draft of a plain text: notes, a pasted mail thread, or a pasted transcript."""
    draft = Draft("text/plain")
    lines = numbered(_text(data))
    turns = talk_turns(lines)
    if turns:
        draft.date = max((turn.said_on for turn in turns if turn.said_on), default=None)
        add_turns(draft, turns)
        return draft
    if has_quotes([line.text for line in lines]):
        add_thread(draft, lines, lambda line, part: Locator(line=line, part=part), author=None, keep_marks=True)
        if draft.segments and draft.segments[0].kind == "comment" and "\n" in draft.segments[0].text:
            draft.kind = "mail"
            own = any(segment.author is None for segment in draft.segments)
            draft.author = None if own else draft.segments[0].author  # what nobody is named for would be theirs
            draft.date = draft.segments[0].said_on
        return draft
    _add_blocks(draft, lines)
    return draft


def read_md(data: bytes) -> Draft:
    """The draft of a Markdown note; emphasis marks stay in the text."""
    draft = Draft("text/markdown")
    lines = _after_front_matter(draft, _unstruck(draft, numbered(_text(data))))
    turns = talk_turns([Line(line.number, _MARKUP.sub("", line.text)) for line in lines])
    if turns:
        add_turns(draft, turns)
        return draft
    table = 0
    at = 0
    while at < len(lines):
        line = lines[at]
        heading = _HEADING.match(line.text)
        if heading:
            first = heading[1] == "#" and draft.title is None
            draft.add("title" if first else "heading", heading[2], Locator(line=line.number))
            draft.title = draft.title or clean(heading[2])
            at += 1
        elif _is_table_start(lines, at):
            table += 1
            at = _add_table(draft, lines, at, table)
        else:
            at = _add_prose(draft, lines, at)
    return draft


def _unstruck(draft: Draft, lines: Sequence[Line]) -> list[Line]:
    """The lines without what is struck out (~~so~~, over the lines of a paragraph too), outside of code."""
    changes = Changes()
    found: list[Line] = []
    for run in _paragraphs(lines):
        text = "\n".join(line.text for line in run)
        struck = _STRUCK.findall(text) if not _FENCE.match(run[0].text) else []
        for one in struck:
            changes.strike(one)
            changes.end()
        if not struck:
            found += run
            continue
        left = _STRUCK.sub(lambda hit: "\n" * hit[0].count("\n"), text).split("\n")
        found += [Line(line.number, _GAP.sub(" ", rest)) for line, rest in zip(run, left, strict=True)]
    changes.warn(draft)
    return found


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines up to each blank one; code between fences, blank lines in it too, is one piece."""
    run: list[Line] = []
    fenced = False
    for line in lines:
        fence = bool(_FENCE.match(line.text))
        if run and ((fence and not fenced) or not (fenced or run[-1].text.strip())):
            yield run
            run = []
        run.append(line)
        if fence and fenced:
            yield run
            run = []
        fenced = fenced != fence
    if run:
        yield run


def _text(data: bytes) -> str:
    return decode(data).replace("\r\n", "\n").replace("\r", "\n")


def _after_front_matter(draft: Draft, lines: list[Line]) -> list[Line]:
    if not lines or lines[0].text.strip() != "---":
        return lines
    end = next((i for i, line in enumerate(lines[1:40], start=1) if line.text.strip() in ("---", "...")), None)
    if end is None or not all(re.match(r"\s*(?:[\w -]+:|- |#|$)", line.text) for line in lines[1:end]):
        return lines
    for line in lines[1:end]:
        draft.add("comment", line.text, Locator(line=line.number, part=COMMENT))
        key, _, value = line.text.partition(":")
        value = value.strip().strip("\"'")
        if key.strip().lower() in ("title", "titre"):
            draft.title = value or None
        elif key.strip().lower() in ("author", "auteur", "by"):
            draft.author = value or None
        elif key.strip().lower() in ("date", "created"):
            draft.date = next((found.date for found in find_dates(value)), None)
    return lines[end + 1 :]


def _is_table_start(lines: Sequence[Line], at: int) -> bool:
    return "|" in lines[at].text and at + 1 < len(lines) and bool(_TABLE_RULE.match(lines[at + 1].text))


def _add_table(draft: Draft, lines: Sequence[Line], at: int, table: int) -> int:
    end = at
    rows: list[Row] = []
    while end < len(lines) and "|" in lines[end].text:
        if not _TABLE_RULE.match(lines[end].text):
            text = lines[end].text.strip().removeprefix("|").removesuffix("|")
            cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", text)]
            rows.append(Row(lines[end].number, cells, marked=end == at))
        end += 1
    part = f"{TABLE} {table}"
    add_rows(draft, rows, _places(rows, part))
    return end


def _places(rows: Sequence[Row], part: str) -> Callable[[int], Locator]:
    """Where each row stands, by its line."""
    return {r.number: Locator(line=r.number, row=at, part=part) for at, r in enumerate(rows, start=1)}.__getitem__


def _add_prose(draft: Draft, lines: Sequence[Line], at: int) -> int:
    """Everything up to the next heading or table."""
    end = at
    fenced = False
    while end < len(lines):
        if _FENCE.match(lines[end].text):
            fenced = not fenced
        if not fenced and end > at and (_HEADING.match(lines[end].text) or _is_table_start(lines, end)):
            break
        end += 1
    _add_blocks(draft, [Line(line.number, re.sub(r"^\s{0,3}(?:>\s?)+", "", line.text)) for line in lines[at:end]])
    return end


def _add_blocks(draft: Draft, lines: Sequence[Line]) -> None:
    """Append paragraphs and items, and the tables that lost their grid among them."""
    at = 0
    for run in find_tables(lines):
        _add_prose_blocks(draft, lines[at : run.start])
        _add_text_table(draft, run.rows)
        at = run.end
    _add_prose_blocks(draft, lines[at:])


def _add_text_table(draft: Draft, rows: Sequence[Row]) -> None:
    """Append a table found in a text; its rows stand where their lines stand."""
    add_rows(draft, rows, _places(rows, TABLE))


def _add_prose_blocks(draft: Draft, lines: Sequence[Line]) -> None:
    """Append paragraphs and items; a line that announces a list is the heading of that list only."""
    above, announced = draft.heading, False
    for block in blocks(lines):
        kind = "paragraph" if block.kind == "heading" and block.text.startswith(("**", "__", "```")) else block.kind
        if announced and kind != "item":
            draft.heading, announced = above, False
        draft.add(kind, block.text, Locator(line=block.number))
        if kind == "heading" and block.text.endswith(":"):
            announced = True
        elif kind == "heading":
            above = draft.heading
