"""The public sets that evaluations read, where they lie, and the simplest check to compare with."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from copilot.ingest.read import read
from copilot.schemas.evidence import SourceDocument

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
    """A source text as a document, read as the product reads a file of plain text."""
    data = text.encode()
    parsed = read("source.txt", data)
    digest = hashlib.sha256(data).hexdigest()
    given = dict(parsed) | {"language": language}
    return SourceDocument(**given, id="1", sha256=digest, added_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))


def numbers_occur(row: Row, claim: str) -> bool:
    """Baseline: every number of the claim occurs in the source."""
    known = set(_NUMBER.findall(row["source"]))
    return all(number in known for number in _NUMBER.findall(claim))
