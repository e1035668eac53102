"""Text in drawings of Office files (shapes, diagrams, charts), as it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from copilot.ingest.changes import Changes
from copilot.ingest.equations import math_text
from copilot.ingest.list_numbers import in_list
from copilot.ingest.symbols import pictured

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_NUMBERED = (
    ("alphaLc", "lowerLetter"), ("alphaUc", "upperLetter"), ("romanLc", "lowerRoman"), ("romanUc", "upperRoman"),
)  # fmt: skip
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def shown(node: Any, changes: Changes) -> str:
    """The text of a paragraph without what is struck out, which is noted; the number of a slide is no text."""
    text = ""
    for child in node:
        if child.tag in (A + "r", A + "fld"):
            text += _run(child, changes)
        elif child.tag == A + "br":
            text += " "
        elif child.tag == _M + "oMath":
            text += math_text(child)
        elif child.tag == _MC + "AlternateContent":
            text += "".join(shown(choice, changes) for choice in list(child)[:1])
        elif child.tag not in (A + "pPr", A + "endParaRPr"):
            text += shown(child, changes)
    return text


def list_texts(body: Any, changes: Changes) -> Iterator[tuple[str, bool]]:
    """The paragraphs of a shape with the numbers that its lists show, and whether each is an item of a list."""
    counts: dict[str, int] = {}
    for paragraph in body.iter(A + "p"):
        properties, text = paragraph.find(A + "pPr"), shown(paragraph, changes)
        if properties is None or not text.strip():
            yield text, False
            counts = counts if not text.strip() else {}
            continue
        level, auto = properties.get("lvl", "0"), properties.find(A + "buAutoNum")
        counts = {at: count for at, count in counts.items() if at < level or (at == level and auto is not None)}
        if auto is None:
            yield text, properties.find(A + "buChar") is not None
            continue
        start = auto.get("startAt", "1")
        counts[level] = counts[level] + 1 if level in counts else int(start) if start.isdigit() else 1
        yield f"{_label(counts[level], auto.get('type', ''))} {text}", True


def _label(value: int, kind: str) -> str:
    """The number of an item: « arabicPeriod » is 1., « alphaLcParenR » is a)."""
    shape = next((known for name, known in _NUMBERED if kind.startswith(name)), "decimal")
    number = in_list(value, shape)
    if kind.endswith("ParenBoth"):
        return f"({number})"
    return f"{number})" if kind.endswith("ParenR") else f"{number}." if kind.endswith("Period") else number


def _run(run: Any, changes: Changes) -> str:
    if run.get("type") == "slidenum":
        return ""
    properties, said = run.find(A + "rPr"), run.findtext(A + "t") or ""
    if properties is not None:
        pictures = properties.find(A + "sym")
        said = pictured(pictures.get("typeface", ""), said) if pictures is not None else said
    if properties is not None and properties.get("strike") in ("sngStrike", "dblStrike"):
        changes.strike(said)
        return ""
    changes.end()
    return said
