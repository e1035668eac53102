"""Charts as pictures: SVG and PNG from a Vega-Lite specification, without network or system fonts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html import escape
from types import ModuleType

from copilot.charts.frame import Spec
from copilot.charts.registry import chart_of
from copilot.errors import BadInput, UnknownTool
from copilot.schemas.evidence import Language, Receipt
from copilot.scoring.base import ToolResult
from copilot.scoring.registry import run_tool

VEGA_LITE = "6.4"
_ROOT = re.compile(r"<svg [^>]*>")
_SAID = re.compile(r'(<path aria-label="([^"]*)"[^>]*)/>')
"""A mark that says what it stands for; texts cannot look like one, their `<` is escaped."""


@cache
def _renderer() -> ModuleType:
    # Loading it takes a second: only those who draw pay for it.
    import vl_convert

    return vl_convert


def svg(spec: Spec) -> str:
    """The chart as SVG, the same text for the same specification.

    It says what it shows to those who do not see it, and whole names where a pointer rests on a bar.
    """
    drawn: str = _renderer().vegalite_to_svg(spec, vl_version=VEGA_LITE, allowed_base_urls=[])
    about = escape(str(spec.get("description", "")))
    titled = _SAID.sub(r"\1><title>\2</title></path>", drawn)
    return _ROOT.sub(
        lambda found: f'{found[0][:-1]} role="img" aria-label="{about}"><desc>{about}</desc>', titled, count=1
    )


def png(spec: Spec, scale: float = 2.0) -> bytes:
    """The chart as a PNG picture, `scale` pixels a point."""
    drawn: bytes = _renderer().vegalite_to_png(spec, vl_version=VEGA_LITE, scale=scale, allowed_base_urls=[])
    return drawn


@dataclass(frozen=True)
class Picture:
    """A drawn chart for a document."""

    png: bytes
    alt: str
    """What it shows, in words."""


def picture_of(receipt: Receipt, language: Language) -> Picture | None:
    """The chart of a computation; None when it has none, or when its tool would answer otherwise today."""
    result = _again(receipt)
    spec = chart_of(result, language) if result else None
    return Picture(png(spec), spec["description"]) if spec else None


def _again(receipt: Receipt) -> ToolResult | None:
    """The result of the same computation, only if it is the same down to its digest."""
    try:
        result = run_tool(receipt.tool, receipt.inputs)
    except (BadInput, UnknownTool):
        return None
    return result if result.receipt.sha256 == receipt.sha256 else None
