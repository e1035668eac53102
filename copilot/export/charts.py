"""Charts as pictures: SVG and PNG from a Vega-Lite specification, without network or system fonts."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from types import ModuleType

from copilot.charts.frame import Spec

VEGA_LITE = "6.4"
_ROOT = re.compile(r"<svg [^>]*>")


@cache
def _renderer() -> ModuleType:
    # Loading it takes a second: only those who draw pay for it.
    import vl_convert

    return vl_convert


def svg(spec: Spec) -> str:
    """The chart as SVG, with its description for those who do not see it; the same specification, the same text."""
    drawn: str = _renderer().vegalite_to_svg(spec, vl_version=VEGA_LITE, allowed_base_urls=[])
    about = escape(str(spec.get("description", "")))
    return _ROOT.sub(
        lambda found: f'{found[0][:-1]} role="img" aria-label="{about}"><desc>{about}</desc>', drawn, count=1
    )


def png(spec: Spec, scale: float = 2.0) -> bytes:
    """The chart as a PNG picture, `scale` pixels a point."""
    drawn: bytes = _renderer().vegalite_to_png(spec, vl_version=VEGA_LITE, scale=scale, allowed_base_urls=[])
    return drawn
