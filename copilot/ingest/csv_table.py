"""CSV exports: whatever the delimiter and the code page, with the header's names on each row."""

from __future__ import annotations

import csv
import io
from collections import Counter

from copilot.ingest.encoding import decode
from copilot.ingest.parts import Draft
from copilot.ingest.sheets import MAX_ROWS, add_sheet
from copilot.ingest.tables import Row
from copilot.schemas.evidence import Locator

_DELIMITERS = (";", ",", "\t", "|")
_SAMPLE = 60
_MAX_FIELD = 10 * 1024 * 1024


def read_csv(data: bytes) -> Draft:
    """The draft of a CSV file; `locator.row` is the record number, the header being one."""
    csv.field_size_limit(_MAX_FIELD)
    draft = Draft("text/csv")
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    delimiter = None
    skipped = 0
    first = text.split("\n", 1)[0].strip()
    if first.lower().startswith("sep=") and len(first) == 5:
        delimiter, skipped, text = first[4], 1, text.split("\n", 1)[-1]
    delimiter = delimiter or find_delimiter(text)
    rows = [
        Row(number + skipped, [cell.strip() for cell in cells])
        for number, cells in enumerate(_closed(draft, text, delimiter), start=1)
    ]
    if len(rows) > MAX_ROWS:
        draft.warn(f"only the first {MAX_ROWS} rows were read")
        rows.pop()
    if delimiter is None or max((len(row.cells) for row in rows), default=0) < 2:
        for row in rows:
            draft.add("paragraph", " ".join(row.cells), Locator(row=row.number))
        return draft
    add_sheet(draft, rows, lambda number: Locator(row=number), name=None)
    return draft


def _closed(draft: Draft, text: str, delimiter: str | None) -> list[list[str]]:
    """The records; a quotation mark that nothing closes takes no other lines into its cell."""
    records = _records(text, delimiter, MAX_ROWS + 1)
    if text.count('"') % 2 == 0 or len(records) > MAX_ROWS or not any("\n" in cell for cell in records[-1]):
        return records
    draft.warn(f"a quotation mark is not closed in row {len(records)}: the lines from there on were read one by one")
    before = sum(1 + sum(cell.count("\n") for cell in record) for record in records[:-1])
    lines = text.split("\n")[before:]
    rest = csv.reader(lines, delimiter=delimiter or ";", quoting=csv.QUOTE_NONE, skipinitialspace=True)
    return [*records[:-1], *([cell.strip(' "') for cell in record] for record in rest)][: MAX_ROWS + 1]


def find_delimiter(text: str) -> str | None:
    """The delimiter that cuts the first records most evenly, None when none does."""
    best: tuple[float, int, str | None] = (0.0, 0, None)
    for delimiter in _DELIMITERS:
        widths = [len(cells) for cells in _records(text, delimiter, _SAMPLE) if any(cells)]
        if not widths:
            continue
        width, often = Counter(widths).most_common(1)[0]
        wide = [count for count in widths if count > 1]
        if width == 1 and len(wide) < 0.5 * len(widths):
            continue
        score = (often / len(widths) if width > 1 else 0.5 * len(wide) / len(widths), width)
        if (round(score[0], 1), score[1]) > (round(best[0], 1), best[1]):
            best = (*score, delimiter)
    return best[2]


def _records(text: str, delimiter: str | None, limit: int | None = None) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text), delimiter=delimiter or ";", skipinitialspace=True)
    records: list[list[str]] = []
    try:
        for record in reader:
            records.append(record)
            if limit is not None and len(records) >= limit:
                break
    except csv.Error:
        return [line.split(delimiter or ";") for line in text.split("\n")[: limit or None]]
    return records
