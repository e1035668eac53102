"""The rows of a reporting table written as lines that start with a date, with no delimiter that all rows share.

The handbook's own table (S3) is one: its cells end with full stops, its rows are separated by empty lines, and one of
its cells runs on over the next line. A cell a line works too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from copilot.scoring.manager.reporting_columns import DayReader, role_of
from copilot.scoring.manager.reporting_rows import AFTER_DATE, WIDTH, Left, Raw, Split, is_caption, runs_on
from copilot.text.normalise import fold

_MOST_LINES = 2 * WIDTH
"""A row of more lines is none."""
_TITLE = r"(?:MM?|Mr|Mrs|Ms|Mmes?|Mlle|Miss|Dr|Pr|Prof|Me|Monsieur|Madame)"
_BEFORE_TITLE = re.compile(rf"\s+(?={_TITLE}\b\.?\s)")
_ENDS_IN_TITLE = re.compile(rf"(?:^|\s){_TITLE}$")
_TITLE_AND_INITIAL = re.compile(rf"(?:^|.*\s){_TITLE}\.?\s[A-Z]")
_OF = re.compile(r"(?:d|l)'|(?:de|du|des|la|le|of|the)$")


class LineReader:
    """Rows as lines that start with a date, their cells separated by whatever separates them."""

    def __init__(self, days: DayReader) -> None:
        self.days = days

    def split(self, lines: Sequence[str]) -> Split:
        """The rows, and the lines that are in none."""
        found, gap = Split("lines"), False
        pieces: list[tuple[int, str]] = []
        for number, line in enumerate(lines, start=1):
            text = " ".join(line.split())
            if not text:
                gap = True
                continue
            if self.days.starts(text):
                self._close(found, pieces)
                pieces = [(number, text)]
            elif pieces and self._continues(pieces, text, gap):
                pieces.append((number, text))
            elif not found.rows and not pieces and (header := _header_of(text)) is not None:
                found.header = found.header or header
            else:
                found.left.append(Left(number, text, "not_a_row"))
            gap = False
        self._close(found, pieces)
        found.left.sort(key=lambda left: left.line)
        return found

    def _continues(self, pieces: list[tuple[int, str]], text: str, gap: bool) -> bool:
        """An unfinished row takes every line but a caption; a finished one only what runs on directly below."""
        if is_caption(text) or len(pieces) >= _MOST_LINES:
            return False
        if self._cells(pieces) is None:
            return True
        return not gap and runs_on(text)

    def _close(self, found: Split, pieces: list[tuple[int, str]]) -> None:
        if not pieces:
            return
        cells = self._cells(pieces)
        if cells is None:
            found.left += [Left(number, text, "too_few_cells") for number, text in pieces]
        else:
            found.rows.append(Raw(pieces[0][0], cells, repaired=len(pieces) > 1))

    def _cells(self, pieces: list[tuple[int, str]]) -> list[str] | None:
        """The six cells of a row, or None when no separator makes six."""
        text = " ".join(text for _, text in pieces)
        date = self.days.leading(text)
        if date is None:
            return None
        head, rest = text[: date.end].strip(), text[date.end :].strip(AFTER_DATE)
        below = [text.strip(AFTER_DATE) for _, text in pieces[1:]]
        if len(below) >= WIDTH - 1 and not self._beside(pieces[0][1]):
            return [head, *below[: WIDTH - 2], " ".join(below[WIDTH - 2 :])]
        for split in _SEPARATORS:
            cells = _five(split(rest))
            if cells is not None:
                return [head, *cells]
        return None

    def _beside(self, first: str) -> bool:
        date = self.days.leading(first)
        return date is not None and bool(first[date.end :].strip(AFTER_DATE))


def _header_of(text: str) -> list[str] | None:
    """The columns that a header line without delimiters names, empty unless it names all six; None for other lines."""
    words = [word for word in re.split(r"[\s.,;|/]+", fold(text)) if word and not _OF.match(word)]
    found = dict.fromkeys(role for word in words if (role := role_of(word)))
    if not words or len(words) > 2 * WIDTH or 2 * sum(1 for word in words if role_of(word)) < len(words):
        return None
    return list(found) if len(found) == WIDTH and next(iter(found)) == "date" else []


def _sentences(text: str) -> list[str]:
    """Cells that end with full stops; the one after Mr. or Mme. ends no cell."""
    cells: list[str] = []
    for piece in re.split(r"\.\s+", text):
        if cells and _ENDS_IN_TITLE.search(cells[-1]):
            cells[-1] = f"{cells[-1]}. {piece}"
        else:
            cells.append(piece)
    return [cell.strip(" .") for cell in cells]


def _by(pattern: str) -> Callable[[str], list[str]]:
    return lambda text: [cell.strip() for cell in re.split(pattern, text)]


_SEPARATORS: tuple[Callable[[str], list[str]], ...] = (
    _by(r"\s*[|\t]\s*"), _by(r"\s*;\s*"), _by(r"\s+[–—-]\s+"), _sentences, _by(r"\s*,\s+"), _by(r"\s+/\s+"),
)  # fmt: skip


def _five(cells: list[str]) -> list[str] | None:
    """The five cells after the date, a company and a person parted or an initial and a surname joined where needed."""
    if len(cells) == WIDTH - 2 and _BEFORE_TITLE.search(cells[0]):
        cells = [*_BEFORE_TITLE.split(cells[0], maxsplit=1), *cells[1:]]
    if len(cells) == WIDTH:
        place = next((at for at, cell in enumerate(cells[:2]) if _TITLE_AND_INITIAL.fullmatch(cell)), None)
        if place is not None:
            cells = [*cells[:place], f"{cells[place]}. {cells[place + 1]}", *cells[place + 2 :]]
    if len(cells) > WIDTH - 1:
        cells = [*cells[: WIDTH - 2], ", ".join(cells[WIDTH - 2 :])]
    return cells if len(cells) == WIDTH - 1 and all(cells[:2]) else None
