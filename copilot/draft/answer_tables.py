"""The row that a superlative asks for: "which site has the lowest availability", « notre client le mieux margé »."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, cast

from copilot.draft.asked import Asked, acronyms, both, in_full, lexicon, names
from copilot.schemas.facts import Fact
from copilot.text.normalise import fold
from copilot.text.quantities import extract_quantities

_FEWEST_ROWS = 2
_NUMBER = re.compile(r"[-+]?\d[\d\s.,]*")
Direction = Literal["most", "least"]
Table = tuple[str, str | None, tuple[str, ...]]
"""A table by its note, its heading and the names of its columns."""


@dataclass(frozen=True)
class _Column:
    """A column of a table that the question may mean."""

    rows: Sequence[tuple[Fact, Decimal]]
    named: int
    """Words of the question that its name holds."""
    about: int
    """Words of the question that the table's heading, its first column's name or its note's name hold."""
    newest: str


def extreme(facts: Sequence[Fact], asked: Asked) -> Fact | None:
    """The row with the highest or lowest value of the column that the question names; None when it names none.

    Rows that sum up or compare (totals, means) and what was replaced are no candidates. Among columns that fit
    equally well, the one of the latest year counts.
    """
    direction = _direction(asked)
    if direction is None:
        return None
    tables: dict[Table, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.cells and fact.header and not fact.superseded:
            tables[table_of(fact)].append(fact)
    found = [c for (_, _, header), rows in tables.items() for c in _columns(header, rows, asked)]
    if not found:
        return None
    best = max(found, key=lambda c: (c.named + c.about, c.named, c.newest, len(c.rows)))
    value = (max if direction == "most" else min)(v for _, v in best.rows)
    winners = [fact for fact, v in best.rows if v == value]
    return winners[0] if len(winners) == 1 else None


def _direction(asked: Asked) -> Direction | None:
    """« le mieux » is the highest, except of what is better low: a cost, a delay, a rate of faults.

    The biggest after another one, or but for it, is not the biggest.
    """
    if names("but for").search(asked.text):
        return None
    good, bad = bool(names("best").search(asked.text)), bool(names("worst").search(asked.text))
    if good or bad:
        low_is_good = bool(names("better low").search(asked.text))
        return "most" if good != low_is_good else "least"
    # « la plus faible » holds « la plus ».
    least = bool(names("least").search(asked.text))
    most = bool(names("most").search(names("least").sub(" ", asked.text)))
    if most == least:
        return None
    return "most" if most else "least"


def _columns(header: Sequence[str], rows: Sequence[Fact], asked: Asked) -> list[_Column]:
    first = rows[0]
    about = len(asked.terms & both(fold(" ".join([header[0], first.heading or "", first.document.replace("_", " ")]))))
    columns = []
    for at, name in enumerate(header):
        stems = both(in_full(name)) | acronyms(name)
        named = len((asked.terms & stems) | asked.named_otherwise(stems))
        values = [(row, v) for row in rows if len(row.cells) > at and (v := _value(row.cells[at])) is not None]
        values = [(row, v) for row, v in values if not is_sum(row)]
        if at and named and len(values) >= _FEWEST_ROWS and len(values) * 2 > len(rows):
            year = re.search(r"\d{2,4}", name)
            columns.append(_Column(values, named, about, year[0] if year else ""))
    return columns


def table_of(fact: Fact) -> Table:
    """The table that a row stands in."""
    return fact.document, fact.heading, tuple(fact.header)


def is_sum(fact: Fact) -> bool:
    """Whether the fact is the row of a table that sums up or compares the others."""
    sums = cast("Sequence[str]", lexicon()["sums"])
    return bool(fact.cells) and any(word in sums for word in re.findall(r"\w+", fold(fact.cells[0])))


def _value(cell: str) -> Decimal | None:
    """The one value of a cell; a cell that says more than a value has none."""
    if not _NUMBER.match(cell.strip()):
        return None
    found = [q for q in extract_quantities(cell, "fr") if q.value is not None]
    return found[0].value if len(found) == 1 else None
