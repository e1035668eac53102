"""Quantities as short lines of text, so that many cases fit on a page."""

from __future__ import annotations

import datetime as dt

from copilot.schemas.facts import Quantity
from copilot.text.quantities import extract_quantities

REFERENCE = dt.date(2026, 2, 10)
"""A Tuesday."""


def signature(q: Quantity) -> str:
    """Kind, value and unit; a question mark for what can be read otherwise."""
    if q.kind == "date":
        value = q.date.iso() if q.date else "-"
    else:
        assert q.value is not None
        value = f"{q.value.normalize():f}" + ("" if q.high is None else f"..{q.high.normalize():f}")
    return " ".join(part for part in (q.kind, value, q.unit, "?" if q.ambiguous else "") if part)


def signatures(text: str, language: str, reference: dt.date | None = REFERENCE) -> list[str]:
    """The signatures of all the quantities of a text."""
    return [signature(q) for q in extract_quantities(text, language, reference)]


def cases(table: str) -> list[tuple[str, list[str]]]:
    """The lines « text → signature; signature » of a table; nothing after the arrow: nothing is read."""
    rows = [line.split("→") for line in table.strip().splitlines() if line.strip()]
    return [(text.strip(), [part.strip() for part in wanted.split(";") if part.strip()]) for text, wanted in rows]
