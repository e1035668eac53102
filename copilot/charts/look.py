"""How charts look: language, colours that hold in light and in dark, one typeface.

Every colour of a text reads at 4.5:1 or better on its background and every colour of a bar at 3:1 (WCAG AA), states
also differ for those who do not tell red from green, and no meaning rests on colour alone: each group has a word, a
shape or a dash too. The backgrounds are those of the page's cards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from copilot.schemas.evidence import Language

Theme = Literal["light", "dark"]

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
"""The first is bundled with the renderer, the others have the same widths: the picture is the same everywhere."""


@dataclass(frozen=True)
class Palette:
    """The colours of a theme by what they mean."""

    background: str
    ink: str
    muted: str
    line: str
    """Grid and axes: decoration, never the only carrier of a meaning."""
    accent: str
    """What the title speaks of."""
    soft: str
    """The accent as a large surface."""
    other: str
    """Bars that stand beside it; too pale for texts."""
    good: str
    watch: str
    bad: str


PALETTES: dict[Theme, Palette] = {
    "light": Palette(
        background="#ffffff",
        ink="#1a222d",
        muted="#56606d",
        line="#dedbd2",
        accent="#0f5b63",
        soft="#d5e8e8",
        other="#868e97",
        good="#0f5b63",
        watch="#b45309",
        bad="#96202c",
    ),
    "dark": Palette(
        background="#1c2127",
        ink="#e7e9ec",
        muted="#a6b0bb",
        line="#3d4650",
        accent="#75c9d0",
        soft="#1f4347",
        other="#7d8792",
        good="#75c9d0",
        watch="#f0c274",
        bad="#f08080",
    ),
}


@dataclass(frozen=True)
class Look:
    """For whom a chart is drawn."""

    language: Language
    theme: Theme = "light"

    @property
    def palette(self) -> Palette:
        """The colours of the theme."""
        return PALETTES[self.theme]
