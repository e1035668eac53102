"""Text in drawings of Office files (shapes, diagrams, charts), as it is shown."""

from __future__ import annotations

from typing import Any

from copilot.ingest.changes import Changes
from copilot.ingest.equations import math_text
from copilot.ingest.symbols import pictured

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
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
