"""The tables of any file that is read, with every digit; opened in the reader process like every other file."""

from __future__ import annotations

from dataclasses import dataclass

from copilot.ingest.read import read
from copilot.scoring.tables.grid import Grid, grids_of


@dataclass(frozen=True)
class TableFile:
    """A file as tables."""

    name: str
    grids: tuple[Grid, ...]
    warnings: tuple[str, ...]
    """What the reader could not take: rows over the limit, formulas without a value."""


def read_tables(name: str, data: bytes) -> TableFile:
    """The tables in a file, in reading order; raises UnreadableFile."""
    document = read(name, data, exact=True)
    return TableFile(name, tuple(grids_of(document)), document.warnings)
