"""The times beside the turns of a talk: from the start of a recording, or of the day."""

from __future__ import annotations

import re
from collections.abc import Sequence


def is_recording(times: Sequence[str]) -> bool:
    """Whether times count from a start: they tell no half of the day, and the first one is of no working hour."""
    if not times or any(re.search(r"[aph]", time, re.I) for time in times):
        return False
    return int(_figures(times[0])[0]) == 0 or any(int(_figures(time)[0]) > 23 for time in times)


def seconds(time: str) -> float:
    """What a time counts, its first figure being the hour; only good for comparing times written alike."""
    hour, minute, second = (int(figure) for figure in [*_figures(time), "0", "0"][:3])
    half = re.search(r"[ap]", time.lower())
    hour = hour % 12 + (12 if half[0] == "p" else 0) if half else hour
    return hour * 3600 + minute * 60 + second


def shown(time: str, *, recording: bool) -> str:
    """Hours, minutes and seconds from the start of a recording, or the hour and minute of the day."""
    figures = _figures(time)
    if not recording:
        whole = int(seconds(time)) // 60
        return f"{whole // 60:02d}:{whole % 60:02d}"
    if len(re.findall(r"[:h]", time)) == 1:
        figures = ["0", *figures]
    hour, minute, second = (int(figure) for figure in [*figures, "0"][:3])
    hour, minute = hour + minute // 60, minute % 60
    return f"{hour:02d}:{minute:02d}:{second:02d}"


def _figures(time: str) -> list[str]:
    return re.findall(r"\d+", time)
