"""Times of day and lengths written as such: « 8h30 », "9:15 pm", « entre 22h et 4h »."""

from __future__ import annotations

import re
from decimal import Decimal

from copilot.text.scan import Scan

_CLOCK = re.compile(
    r"(?:(?<![\w.,/:])|(?<=\dt))(?:(?P<h12>1[0-2]|0?[1-9])(?:[:.](?P<m12>[0-5]\d))? ?"
    r"(?P<half>am|pm|a\.m\.|p\.m\.)(?![a-z])"
    r"|(?P<h>[01]?\d|2[0-4])(?: ?h ?(?P<m>[0-5]\d)(?![\d%€]|[.,]\d)|h(?![a-z0-9])| ?heures? "
    r"(?P<m3>[0-5]\d)(?!\d| ?%)|:(?P<m2>[0-5]\d)(?![\d:])))"
)
_LINK = re.compile(r" ?- ?| ?(?:a|et|to|and|until) ?")


def read_clocks(scan: Scan) -> None:
    """Adds the times of a text, two that are linked as one range."""
    matches = [match for match in _CLOCK.finditer(scan.flat) if scan.free(*match.span())]
    index = 0
    while index < len(matches):
        match = matches[index]
        end, high = match.end(), None
        if index + 1 < len(matches):
            following = matches[index + 1]
            if following.start() - end <= 7 and _LINK.fullmatch(scan.flat, end, following.start()):
                end, high = following.end(), _value(following)
                index += 1
        scan.add(scan.quantity("number", match.start(), end, value=_value(match), high=high, unit="h"))
        index += 1


def _value(match: re.Match[str]) -> Decimal:
    hours = int(match["h"] or match["h12"])
    if match["half"]:
        hours = hours % 12 + (12 if match["half"].startswith("p") else 0)
    minutes = int(match["m"] or match["m2"] or match["m3"] or match["m12"] or 0)
    return Decimal(hours) + Decimal(minutes) / 60
