"""Dates a document and what is said in it: which of its lines may tell the day, and which entries have their own."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from copilot.ingest.byline import byline_date
from copilot.ingest.content_date import fold
from copilot.ingest.detect import Format
from copilot.ingest.diary import Diary, entry_days, find_entry, read_diary, said_days
from copilot.ingest.own_date import Head, own_date
from copilot.ingest.parts import COMMENT, FOOTER, HEADER, QUOTED, QUOTED_HEADER, Draft, is_unsaid, one_line
from copilot.schemas.evidence import DocumentKind, Segment

SHEETS: tuple[Format, ...] = ("csv", "xlsx", "xls", "ods", "sheetxml", "sheethtml", "sheetmht")
_ASIDE = (HEADER, FOOTER, QUOTED, QUOTED_HEADER)
_FIRST_LINES, _TOP_LINES, _LABELLED_LINES, _LAST_LINES, _FIRST_ROWS = 6, 3, 20, 6, 4
_LONGEST_LINE, _PAGE_LINES = 400, 60
_PAGES: tuple[Format, ...] = ("html", "mht", "txt", "md", "pdf")
_LONGEST_TEXT = 100_000
_DATE_LABEL = re.compile(r"\W*(?:dates?\b|meeting date|call date|quand\b|when\b|datum\b|le\b)[^:]{0,30}:?\s*")


def first_lines(draft: Draft, most: int = _FIRST_LINES) -> list[str]:
    """The first lines that the note itself says."""
    return [one_line(segment.text)[:_LONGEST_LINE] for segment in _shown(draft)[:most]]


def document_date(found: Format, name: str, title: str | None, draft: Draft, kind: DocumentKind) -> dt.date | None:
    """The day that a document speaks from."""
    diary = read_diary(draft.segments)
    entries = {at: entry for at, entry in diary.entries.items() if at > 0}
    lines = _date_lines(found, draft, diary, running=len(entries) >= 2)
    if len(entries) >= 2 and title and find_entry(title) is not None:
        # Running notes: the date of their first entry is not theirs, that of the newest may be.
        title = None
    year = year_of(name, title)
    text = "\n".join(segment.text for segment in draft.segments)[:_LONGEST_TEXT]
    labelled, contract = _labelled(found, draft), kind == "contract"
    date = own_date(Head(title, name, lines, labelled, text, year, contract=contract, month_first=draft.month_first))
    if date is None and found in _PAGES:
        date = byline_date((s.text for s in _shown(draft)[:_PAGE_LINES]), text)
    if date is None and len(entries) >= 2 and year is None:
        date = max(entry_days(diary.entries, None, None).values(), default=None)
    return date


def dated(segments: Sequence[Segment], written: dt.date | None, year: int | None) -> tuple[Segment, ...]:
    """The segments with the day of their entry, or of the dated heading above them, where it is not the note's."""
    days = said_days(segments, read_diary(segments), written, year)
    marked: list[Segment] = []
    for segment, day in zip(segments, days, strict=True):
        said_on = segment.said_on or day
        differs = said_on is not None and said_on != written
        marked.append(segment.model_copy(update={"said_on": said_on}) if differs else segment)
    return tuple(marked)


def year_of(name: str, title: str | None) -> int | None:
    """The only year that the file name or the title gives."""
    years = set(re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", f"{name} {title or ''}"))
    return int(years.pop()) if len(years) == 1 else None


def _shown(draft: Draft) -> list[Segment]:
    said = [segment for segment in draft.segments if not is_unsaid(segment.locator.part)]
    return [s for s in said if not s.hidden and s.locator.part not in _ASIDE and s.kind != "row"]


def _date_lines(found: Format, draft: Draft, diary: Diary, *, running: bool) -> list[str]:
    """The lines that may date the document: its first ones, its page header, the titles of its sheets."""
    left_out = diary.planned | set(diary.entries) if running else diary.planned
    kept = [segment for at, segment in enumerate(draft.segments) if at not in left_out]
    seen = [segment for segment in kept if not segment.hidden]
    if found in SHEETS:
        return [segment.text for segment in seen if segment.kind == "heading" and not segment.cells]
    if found in ("pptx", "ppt", "odp"):
        return [segment.text for segment in seen if segment.locator.slide == 1 and segment.kind != "comment"]
    if found in ("vtt", "srt"):
        return [segment.text for segment in seen if segment.kind == "comment" and segment.locator.part == COMMENT]
    left = {segment.ordinal for segment in kept}
    top = [s for s in _shown(draft)[:_FIRST_LINES] if s.ordinal in left]
    first = [one_line(s.text)[:_LONGEST_LINE] for at, s in enumerate(top) if at < _TOP_LINES or not _is_lone(s)]
    margins = [segment.text for segment in seen if segment.locator.part == HEADER]
    return [*first, *margins]


def _is_lone(segment: Segment) -> bool:
    """Whether a line is a day and nothing else: at the top it dates the note, below it may be a due date."""
    entry = find_entry(segment.text)
    return entry is not None and entry.alone


def _labelled(found: Format, draft: Draft) -> list[str]:
    """The lines in which « Date : » is looked for: of the head with its table, and « Fait à Lyon, le » at the end."""
    if found in SHEETS:
        return []
    seen = [s for s in draft.segments if not s.hidden and s.locator.part not in _ASIDE[1:] and s.kind != "turn"]
    lines: list[str] = []
    for segment in seen[:_LABELLED_LINES]:
        lines += _cell_lines(segment) if segment.cells else [one_line(segment.text)[:_LONGEST_LINE]]
    return [*lines, *(one_line(s.text)[:_LONGEST_LINE] for s in seen[-_LAST_LINES:] if not s.cells)]


def _cell_lines(segment: Segment) -> list[str]:
    """« Date : 12/03/2025 » for a cell beside its label, or in a table of one label a column."""
    lines = list(segment.cells) if len(segment.cells) <= _FIRST_ROWS else []
    for label, cell in zip(segment.cells, segment.cells[1:], strict=False):
        if _DATE_LABEL.fullmatch(fold(label)):
            lines.append(f"Date : {cell}")
    return lines
