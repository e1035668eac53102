"""Lines of a laid-out page to paragraphs, headings, items and tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from copilot.ingest.hyphens import joined as joined_lines
from copilot.ingest.parts import clean, one_line
from copilot.ingest.tables import Row
from copilot.schemas.evidence import SegmentKind

_GAP = re.compile(r" {3,}")
_BULLET = re.compile(r"^\s*(?:[-–—•▪◦‣●■\uf0b7*]|\(?[a-z][.)]|\(?[ivx]+[.)]|\d{1,2}[.)])\s+\S")
_ARTICLE = re.compile(
    r"^\s*(?:(?:art(?:icle)?|annexe|section|clause|schedule|chapter|chapitre|titre|part)\b\.?\s*[\dA-Z]"
    r"|\d{1,2}(?:\.\d{1,2})+\.?\s)",
    re.I,
)
_HEADING = re.compile(
    r"^\s*(?:(?:art(?:icle)?|annexe|section|clause|schedule|chapter|chapitre)\b\.?\s*[\dA-Z]+|[IVX]{1,5}\."
    r"|\d{1,2}(?:\.\d{1,2})*[.)]?)\s*[-–—:.]?\s*[A-ZÀ-ÖØ-Þ]",
    re.I,
)
_SOFT = re.compile("\u00ad(?=\\s*$)")
"""A soft hyphen that shows, at the end of a line; elsewhere it does not."""
_ENDED = (".", ":", ";", "!", "?")


class Text(NamedTuple):
    """A paragraph, item or heading."""

    kind: SegmentKind
    text: str


class Table(NamedTuple):
    """A table, its rows numbered from 1."""

    rows: list[Row]


class _Piece(NamedTuple):
    start: int
    text: str


def layout_blocks(
    lines: Sequence[str], vocabulary: Mapping[str, int] | None = None, *, first: bool = False
) -> Iterator[Text | Table]:
    """The blocks of a page in reading order; `vocabulary` counts the document's words, to undo hyphenation."""
    at = 0
    prose: list[str] = []
    words = vocabulary if vocabulary is not None else Counter[str]()
    while at < len(lines):
        end = _table_end(lines, at)
        if end is None:
            prose.append(lines[at])
            at += 1
            continue
        yield from _paragraphs(prose, words, first=first)
        first, prose = first and not any(line.strip() for line in prose), []
        yield from _tabular(lines[at:end], words)
        at = end
    yield from _paragraphs(prose, words, first=first)


def _pieces(line: str) -> list[_Piece]:
    found: list[_Piece] = []
    at = len(line) - len(line.lstrip())
    while at < len(line):
        gap = _GAP.search(line, at)
        end = gap.start() if gap else len(line)
        found.append(_Piece(at, line[at:end]))
        at = gap.end() if gap else len(line)
    return found


def _table_end(lines: Sequence[str], at: int) -> int | None:
    """The end of the table that starts here: two or more lines of several pieces, at most two blank lines between."""
    if len(_pieces(lines[at])) < 2:
        return None
    end, rows, at_blank = at, 0, 0
    for index in range(at, len(lines)):
        if not lines[index].strip():
            at_blank += 1
            if at_blank > 2:
                break
            continue
        count = len(_pieces(lines[index]))
        if count < 2 and not _is_lone_cell(lines, index, at_blank):
            break
        at_blank = 0
        rows += count >= 2
        end = index + 1 if count >= 2 else end
    return end if rows >= 2 else None


def _is_lone_cell(lines: Sequence[str], index: int, blanks: int) -> bool:
    """A line with one piece between two rows: a wrapped cell, or a row with one cell filled."""
    indent = len(lines[index]) - len(lines[index].lstrip())
    following = next((line for line in lines[index + 1 : index + 3] if line.strip()), "")
    return len(_pieces(following)) >= 2 and len(lines[index].strip()) < 60 and (indent > 4 or blanks <= 1)


def _tabular(lines: Sequence[str], words: Mapping[str, int]) -> Iterator[Text | Table]:
    filled = [_pieces(line) for line in lines if line.strip()]
    if _is_two_columns(filled):
        for side in (0, 1):
            column = [pieces[side].text if side < len(pieces) else "" for pieces in filled]
            yield from _paragraphs(column, words, first=False)
        return
    columns = _columns(filled)
    if len(columns) < 2:
        for pieces in filled:
            yield Text("paragraph", one_line(" ".join(piece.text for piece in pieces)))
        return
    rows: list[list[str]] = []
    for pieces in filled:
        cells = _cells(pieces, columns)
        if rows and not cells[0] and _is_continuation(cells, rows[-1]):
            rows[-1] = [one_line(joined_lines(above, cell, words)) for above, cell in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(cells)
    yield Table([Row(number, cells) for number, cells in enumerate(rows, start=1)])


def _is_two_columns(rows: Sequence[Sequence[_Piece]]) -> bool:
    """A page set in two columns of prose, not a table."""
    if len(rows) < 8 or any(len(pieces) > 2 for pieces in rows):
        return False
    left = [pieces[0].text for pieces in rows]
    right = [pieces[1].text for pieces in rows if len(pieces) > 1]
    if not right or min(sum(map(len, side)) / len(side) for side in (left, right)) < 30:
        return False
    return sum(1 for text in left[1:] if text[:1].islower()) >= 0.25 * len(left)


def _columns(rows: Sequence[Sequence[_Piece]]) -> list[tuple[int, int]]:
    """The stretches of the line that some cell covers, cut where no cell stands."""
    width = max(piece.start + len(piece.text) for pieces in rows for piece in pieces)
    covered = [False] * (width + 1)
    most = max(len(pieces) for pieces in rows)
    for pieces in rows:
        if len(pieces) < 2 and most > 2 and len(pieces[0].text) > 40:
            continue  # a line across the table
        for piece in pieces:
            covered[piece.start : piece.start + len(piece.text)] = [True] * len(piece.text)
    columns: list[tuple[int, int]] = []
    start: int | None = None
    for at, filled in enumerate(covered):
        if filled and start is None:
            start = at
        elif not filled and start is not None and not any(covered[at : at + 2]):
            columns.append((start, at))
            start = None
    if start is not None:
        columns.append((start, width))
    return columns


def _cells(pieces: Sequence[_Piece], columns: Sequence[tuple[int, int]]) -> list[str]:
    cells = [""] * len(columns)
    for piece in pieces:
        middle = piece.start + len(piece.text) / 2
        at = min(range(len(columns)), key=lambda i: _distance(middle, piece.start, columns[i]))
        cells[at] = one_line(f"{cells[at]} {clean(piece.text)}")
    return cells


def _distance(middle: float, start: int, column: tuple[int, int]) -> float:
    if column[0] <= start < column[1]:
        return 0.0
    return min(abs(middle - column[0]), abs(middle - column[1])) + 1


def _is_continuation(cells: Sequence[str], above: Sequence[str]) -> bool:
    filled = [(cell, over) for cell, over in zip(cells, above, strict=True) if cell]
    return all(cell[0].islower() and over for cell, over in filled)


def _paragraphs(lines: Sequence[str], words: Mapping[str, int], *, first: bool) -> Iterator[Text]:
    texts = [one_line(clean(_SOFT.sub("‐", line))) for line in lines]
    width = max((len(text) for text in texts), default=0)
    joined: list[str] = []
    title = first
    for index, text in enumerate(texts):
        if not text:
            yield from _finished(joined, words, title=title)
            title, joined = title and not joined, []
            continue
        if joined and not _goes_on(joined[-1], text, width):
            yield from _finished(joined, words, title=title)
            title, joined = False, []
        joined.append(text)
        following = next(iter(texts[index + 1 : index + 2]), "")
        if len(joined) == 1 and _is_heading(text, following, width):
            yield Text("title" if title else "heading", text)
            title, joined = False, []
    yield from _finished(joined, words, title=title)


def _goes_on(last: str, text: str, width: int) -> bool:
    if _BULLET.match(text):
        return False
    if text[0].islower():
        return True
    if _ARTICLE.match(text):
        return False
    if last.endswith(_ENDED):
        return len(last) >= 0.85 * width and len(last) > 60 and not last.endswith((":", ";"))
    return len(last) >= 0.6 * width and len(last) > 40


def _is_heading(text: str, following: str, width: int) -> bool:
    if len(text) > 90 or text.endswith((".", ";", ",")) or (following and following[0].islower()):
        return False
    letters = [char for char in text if char.isalpha()]
    capitals = len(letters) > 3 and all(char.isupper() for char in letters)
    return capitals or (bool(_HEADING.match(text)) and len(text) < max(40, 0.75 * width) and not _BULLET.match(text))


def _finished(parts: Sequence[str], words: Mapping[str, int], *, title: bool) -> Iterator[Text]:
    if not parts:
        return
    text = parts[0]
    for part in parts[1:]:
        text = joined_lines(text, part, words)
    if title and len(parts) == 1 and len(text) <= 120 and not text.endswith("."):
        yield Text("title", text)
        return
    kind: SegmentKind = "item" if _BULLET.match(text) else "paragraph"
    for piece in _articles(text):
        yield Text(kind, piece)


def _articles(text: str) -> list[str]:
    """« 3.2 … recommandée. 3.4 En cas de … » as two: contracts are quoted by clause."""
    start = re.match(r"(\d{1,2})\.\d{1,2}\s", text)
    if start is None:
        return [text]
    return re.split(rf"(?<=[.;:])\s+(?={start[1]}\.\d{{1,2}}\s+[A-ZÀ-ÖØ-Þ])", text)
