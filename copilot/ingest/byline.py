"""The day that an article was published: « Publié le », "By Jo Roy on March 2, 2017", « LYON, le 12 mars 2026 – »."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from copilot.ingest.content_date import find_dates, fold, is_day_first

_SAYS = re.compile(
    r"(?:^|[|•(–—]|\s{2,})\W{0,4}(?:(?:first |originally |article )?(?:published|posted)|publie(?:e|s)?"
    r"|mis en ligne|paru|parution)\b[^;!?|]{0,30}$"
)
_CHANGED = re.compile(r"(?:^|[|•(–—])\W{0,4}(?:last )?(?:updated|modified|edited|mis a jour|modifie)\b[^;!?|]{0,30}$")
_BY = re.compile(r"^\W{0,4}(?:by|par) [\w.'’@ -]{3,60}?,?\s*(?:\||[-–—•]|on|le)\s*(?:[a-z]{2,9}\.?,? )?$")
_BY_CLOSE = re.compile(r"^\W{0,4}(?:by|par) [\w.'’@ -]{3,60}?,?\s*$")
_PLACE = re.compile(r"^[^\W\d_][\w.'’ -]{2,40}(?:, ?[\w.'’ -]{2,30}){0,2},? ?\(?(?:le )?$")
_DASH = re.compile(r"^\)?\s*[–—-]{1,2}\s+\S")
_LONGEST = 300
_HEAD = 80
"""Characters of a line within which its date must begin."""


def byline_date(lines: Iterable[str], text: str) -> dt.date | None:
    """The day of the first line that tells when the text was published, else when it was changed; None without one."""
    day_first = is_day_first(text)
    changed: dt.date | None = None
    for line in lines:
        short = line[:_LONGEST]
        folded = fold(short)
        for found in find_dates(short, day_first=day_first)[:2]:
            if found.start > _HEAD:
                break
            before, after = folded[: found.start], folded[found.end :]
            if _SAYS.search(before) or _BY.match(before) or (_BY_CLOSE.match(before) and len(after) < 40):
                return found.date
            if _PLACE.match(before) and short[:2] != short[:2].lower() and _DASH.match(after):
                return found.date
            if changed is None and _CHANGED.search(before):
                changed = found.date
    return changed
