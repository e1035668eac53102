"""Colours read in light and in dark, also for those who see them differently."""

from __future__ import annotations

from dataclasses import asdict
from itertools import combinations

import pytest

from copilot.charts.look import PALETTES, Theme
from tests.charts.samples import THEMES

Colour = tuple[float, float, float]
# Machado, Oliveira and Fernandes (2009), full severity, on linear RGB.
SEEN = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
}


def linear(colour: str) -> Colour:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return red, green, blue


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(colour: Colour) -> Colour:
    red, green, blue = (max(0.0, part) for part in colour)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    a, b, c = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * b - 16, 500 * (a - b), 200 * (b - c)


def distance(one: str, other: str, kind: str) -> float:
    points = [
        lab(tuple(sum(m * v for m, v in zip(row, linear(c), strict=True)) for row in SEEN[kind]))  # type: ignore[arg-type]
        for c in (one, other)
    ]
    return sum((p - q) ** 2 for p, q in zip(*points, strict=True)) ** 0.5


@pytest.mark.parametrize("theme", THEMES)
def test_everything_that_means_something_reads_on_its_background(theme: Theme) -> None:
    palette = asdict(PALETTES[theme])
    for name in ("ink", "muted", "accent", "good", "watch", "bad"):
        assert contrast(palette[name], palette["background"]) >= 4.5, name
    assert contrast(palette["other"], palette["background"]) >= 3
    # Texts stand on the soft surface too.
    assert contrast(palette["ink"], palette["soft"]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("kind", SEEN)
def test_states_differ_for_every_eye(theme: Theme, kind: str) -> None:
    palette = asdict(PALETTES[theme])
    for one, other in combinations(("good", "watch", "bad", "other"), 2):
        assert distance(palette[one], palette[other], kind) > 18, (one, other)
