"""The public sets that evaluations read, where they lie, and the simplest check to compare with."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from copilot.schemas.evidence import Locator, Segment, SourceDocument

_PUBLISHED = re.compile(r"PUBLISHED DATETIME: (\d{4}-\d\d-\d\d)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
Row = dict[str, Any]


def data_dir() -> Path:
    """Where the public sets lie."""
    return Path(os.environ.get("ABP_EVAL_DATA", "../shared/data")) / "public"  # noqa: TID251


def rows(path: Path) -> Iterator[Row]:
    """The rows of a JSON lines file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def document(text: str, language: str) -> SourceDocument:
    """A source text as a document, a line a segment."""
    lines = [line for line in text.split("\n") if line.strip()]
    segments = tuple(
        Segment(ordinal=i, kind="paragraph", text=line, locator=Locator(line=i + 1)) for i, line in enumerate(lines)
    )
    published = _PUBLISHED.search(text)
    return SourceDocument(
        date=dt.date.fromisoformat(published.group(1)) if published else None,
        name="source.txt", media_type="text/plain", kind="note", language=language, segments=segments, id="1",
        sha256="0" * 64, added_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    )  # fmt: skip


def numbers_occur(row: Row, claim: str) -> bool:
    """Baseline: every number of the claim occurs in the source."""
    known = set(_NUMBER.findall(row["source"]))
    return all(number in known for number in _NUMBER.findall(claim))
