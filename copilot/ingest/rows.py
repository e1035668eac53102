"""A row of a table while it is read."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """A row of a table: where it stands (1-based) and its cells; `marked` when the format calls it a header."""

    number: int
    cells: list[str]
    marked: bool = False
