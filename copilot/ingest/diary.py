"""Running notes: which lines start with the day on which they were written, and which only with a day to come."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from copilot.ingest.content_date import MONTH, MONTHS, fold, make
from copilot.schemas.evidence import Segment

WEEKDAY = (
    r"(?:(?:lun(?:di)?|mar(?:di)?|mer(?:credi)?|jeu(?:di)?|ven(?:dredi)?|sam(?:edi)?|dim(?:anche)?|mon(?:day)?"
    r"|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs?|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|mo(?:ntag)?"
    r"|di(?:enstag)?|mi(?:ttwoch)?|do(?:nnerstag)?|fr(?:eitag)?|sa(?:mstag)?|so(?:nntag)?)\.?,?\s+)?"
)
_LEAD = rf"^[^\w\d]{{0,4}}(?P<le>(?:le )?{WEEKDAY})"
_NUMERIC = re.compile(rf"{_LEAD}(\d{{1,2}})/(\d{{1,2}})(?:/(\d{{4}}|\d{{2}}))?(?![\d/%])")
_DASHED = re.compile(rf"{_LEAD}(\d{{1,2}})-(\d{{1,2}})-(\d{{4}}|\d{{2}})(?![\d/%-])")
_DOTTED = re.compile(rf"{_LEAD}(\d{{1,2}})\.(\d{{1,2}})(?:\.(\d{{4}}|\d{{2}})|\.)?(?![\d%])")
_ISO = re.compile(rf"{_LEAD}(\d{{4}})[-/.](\d{{2}})[-/.](\d{{2}})(?!\d)")
_NAMED = re.compile(
    rf"{_LEAD}(\d{{1,2}})(?:er|st|nd|rd|th|\.)?[ -]?(?:of )?{MONTH},?(?:[ -]+(\d{{4}}|\d{{2}}(?=\s*[:–—-])))?(?!\d)"
)
_NAMED_FIRST = re.compile(rf"{_LEAD}{MONTH} (\d{{1,2}})(?:st|nd|rd|th)?(?:,? +(\d{{4}}))?(?![\d:h])")
_RARE = frozenset("set ago mag gen mei may mar dic out".split())
"""Months that are other words too: they need a year or a mark after them."""
_MARK = re.compile(r"[\s*_]*(?:\d{1,2}[h:]\d{0,2})?\s*(?:[:–—)\]>|,-]|->|=|$)")
_PART_OF = re.compile(
    r"\s*(?:%|(?:de|des|du|d|of|the|in|out|on|sur|au|aux|par|pour|heures?|jours?|journees?|days?|hours?|temps|time|etp|fte"
    r"|sites?|clients?|personnes?|people|points?|ans?|mois|months?|years?|tours?|supports?|equipes?|tiers|k|m|eur|keur|min|kg|cm|mm|t)\b|j/|h/|k?[€$£])"
)
_DUE = re.compile(
    r"\s*[:–—(-]?\s*(?:deadline|date limite|echeance|au plus tard|prochain\w*|next\b|a venir|a faire|prevu|planned"
    r"|due\b|to do|tbc\b|a confirmer|fin (?:de|du)\b"
    r"|(?:envoy|prepar|appel|rappel|relanc|valid|organis|planifi|sign|livr|finalis|present|verifi|redig|chiffr|propos"
    r"|demand|confirm|fix|lanc|demarr|cal|contact|renvoy|pass|pay)er\b"
    r"|(?:remett|transmett|rend|mett|fai)re\b|(?:revoir|voir|prevoir|obtenir|fournir|recevoir)\b"
    r"|(?:send|submit|prepare|deliver|finalise|finalize|chase)\b)"
)
_PLAN = re.compile(
    r"\b(?:prochaine?s?|etapes?|next|steps?|planning|calendrier|timeline|agenda|jalons?|milestones?|echeanc\w*"
    r"|echeances?|retro-?planning|plan (?:d.actions?|de travail)|actions?|to-?do|a (?:faire|venir|suivre)|upcoming"
    r"|ordre du jour|schedule|roadmap|feuille de route|(?:dates?|rendez-vous) (?:cles?|a retenir|importantes?)"
    r"|key dates|important dates|deadlines?|planification|suites|follow[- ]?ups?|rappels?|termine|zeitplan"
    r"|naechste schritte|nachste schritte|livrables?|deliverables?|phases?|deploiement|rollout|echeancier"
    r"|forecast|previsionnel)\b"
)
_DONE = re.compile(r"\b(?:menees?|realise\w*|passe\w*|effectue\w*|historique|history|log|done|past|journal)\b")
_LONGEST_LABEL = 60
_OPENING = re.compile(
    r"\W{0,4}(?:reunion|point|rdv|rendez-vous|appel|visite|call|meeting|cr|compte-rendu|compte rendu|copil|comite|visio"
    r"|entretien|echange|notes?|update|visit|session|semaine|week|mail|dejeuner)\b\D{0,40}"
)
"""What a heading of running notes may say before its day: « Point téléphonique du 12/03 »."""
_NEAR_FUTURE = dt.timedelta(days=1)
_OUT_OF_ORDER = dt.timedelta(days=15)


class Entry(NamedTuple):
    """A line that starts with a day; `alone` when it says nothing else."""

    day: int
    month: int
    year: str | None
    alone: bool


def find_entry(line: str, *, day_first: bool = True) -> Entry | None:
    """The day that a line starts with: not a fraction, not the number of a section."""
    raw = line[:80]
    folded = fold(raw)
    hit = _ISO.match(folded)
    if hit is not None:
        return _entry(hit, int(hit[4]), int(hit[3]), hit[2], folded)
    for pattern in (_NAMED, _NAMED_FIRST):
        hit = pattern.match(folded)
        if hit is not None:
            day, month = (hit[2], hit[3]) if pattern is _NAMED else (hit[3], hit[2])
            named = raw[hit.start(2) : hit.start(2) + 1].isupper() and month == "may"  # « May 12 », not « may 12 »
            if month in _RARE and not named and hit[4] is None and not _MARK.match(folded, hit.end()):
                return None
            return _entry(hit, int(day), MONTHS[month], hit[4], folded)
    hit = _NUMERIC.match(folded) or _DASHED.match(folded) or _DOTTED.match(folded)
    if hit is None or (hit[4] is None and not _is_day(hit, folded)):
        return None
    day, month = int(hit[2]), int(hit[3])
    if day <= 12 and (month > 12 or not day_first):
        day, month = month, day
    return _entry(hit, day, month, hit[4], folded)


def _heading_entry(text: str, *, day_first: bool) -> Entry | None:
    opening = _OPENING.match(fold(text[:80]))
    return find_entry(text[opening.end() :], day_first=day_first) if opening is not None else None


def _entry(hit: re.Match[str], day: int, month: int, year: str | None, folded: str) -> Entry | None:
    if make(year or "2024", month, day) is None:
        return None
    alone = not re.search(r"\w", folded[hit.end() :])
    return Entry(day, month, year, alone)


def _is_day(hit: re.Match[str], folded: str) -> bool:
    """Whether two numbers without a year are a day: « 12/03 appel », not « 3/4 des volumes » or « 3.2. Marché »."""
    if hit["le"].strip():
        return True
    first, second = hit[2], hit[3]
    if hit.re is _DOTTED:
        return len(first) == len(second) == 2 and not _PART_OF.match(folded, hit.end())
    unpadded = len(first) == len(second) == 1
    if _MARK.match(folded, hit.end()):
        return not unpadded or re.search(r"\w", folded[hit.end() :]) is not None
    if _PART_OF.match(folded, hit.end()) or (first, second) in {("24", "7"), ("7", "7"), ("24", "24")}:
        return False
    return not unpadded or int(first) >= int(second)


def entry_date(
    line: str, written: dt.date | None, year: int | None = None, *, day_first: bool = True
) -> dt.date | None:
    """The day that a line starts with; without a year, the nearest to `written`, else that of `year`."""
    entry = find_entry(line, day_first=day_first)
    return _resolved(entry, written, year) if entry is not None else None


def _resolved(entry: Entry, written: dt.date | None, year: int | None) -> dt.date | None:
    if entry.year:
        return make(entry.year, entry.month, entry.day)
    if written is not None:
        return _nearest(entry, written)
    return make(str(year), entry.month, entry.day) if year is not None else None


def _nearest(entry: Entry, to: dt.date) -> dt.date | None:
    near = [make(str(to.year + shift), entry.month, entry.day) for shift in (-1, 0, 1)]
    return min((day for day in near if day is not None), key=lambda day: abs((day - to).days), default=None)


class Diary(NamedTuple):
    """The entries of running notes by the position of their segment, and the lines that start with a day to come."""

    entries: dict[int, Entry]
    planned: frozenset[int]


def read_diary(segments: Sequence[Segment]) -> Diary:
    """The lines that start with a day, those of a plan and due dates apart."""
    day_first = _is_day_first(segments)
    found: dict[int, Entry] = {}
    due: set[int] = set()
    planned = False
    for at, segment in enumerate(segments):
        if segment.kind in ("row", "quoted", "turn", "comment", "speaker_note") or segment.cells:
            continue
        entry = find_entry(segment.text, day_first=day_first)
        if entry is None and segment.kind in ("heading", "title"):
            entry = _heading_entry(segment.text, day_first=day_first)
        if entry is None:
            planned = _opens_plan(segment) or (planned and not _is_label(segment))
        elif planned or _is_due(segment.text):
            due.add(at)
        else:
            found[at] = entry
    return Diary(_led(segments, _outer(segments, found)), frozenset(due))


def _outer(segments: Sequence[Segment], found: dict[int, Entry]) -> dict[int, Entry]:
    """Without the days below the entries: the items of an entry name days to come more often than not."""
    for outer in (("heading",), ("heading", "paragraph")):
        kept = {at: entry for at, entry in found.items() if segments[at].kind in outer}
        if len(kept) >= 2:
            return kept
    return found


def _led(segments: Sequence[Segment], found: dict[int, Entry]) -> dict[int, Entry]:
    """Without the days that stand alone on their line, unless they stand over what was written on them."""
    alone = [at for at, entry in found.items() if entry.alone and segments[at].kind != "heading"]
    if len(alone) >= 2 and alone[0] <= 2 and all(after - at > 1 for at, after in pairwise(alone)):
        return found
    left_out = set(alone)
    return {at: entry for at, entry in found.items() if at not in left_out}


def _is_label(segment: Segment) -> bool:
    text = segment.text.rstrip()
    return segment.kind in ("heading", "title") or (len(text) <= _LONGEST_LABEL and text.endswith(":"))


def _opens_plan(segment: Segment) -> bool:
    """Whether the lines below name days to come: « Planning », « Prochaines étapes : »."""
    text = fold(segment.text)
    short = len(text) <= _LONGEST_LABEL and segment.kind != "item" and not re.search(r":\s*\S|\d{2}|[.!?]$", text)
    if not short or (not _is_label(segment) and len(text.split()) > 4):
        return False
    return _PLAN.search(text) is not None and _DONE.search(text) is None


def _is_due(text: str) -> bool:
    folded = fold(text[:90])
    hit = re.match(r"\W*(?:le )?[\w./-]+(?: [a-z]{3,9}\.?)?(?: \d{4})?", folded)
    return hit is not None and _DUE.match(folded, hit.end()) is not None


def _is_day_first(segments: Sequence[Segment]) -> bool:
    """Whether 3/4 is the third of April: unless some lines start with a day such as 3/14 and none with 14/3."""
    hits = [hit for s in segments if s.kind != "row" and (hit := _NUMERIC.match(fold(s.text[:40])))]
    pairs = [(int(hit[2]), int(hit[3])) for hit in hits]
    return not any(a <= 12 < b <= 31 for a, b in pairs) or any(12 < a <= 31 and b <= 12 for a, b in pairs)


def said_days(
    segments: Sequence[Segment], diary: Diary, written: dt.date | None, year: int | None
) -> list[dt.date | None]:
    """For each segment the day on which it was said, as far as an entry tells."""
    days = entry_days(diary.entries, written, year)
    sections = sum(1 for at in days if segments[at].kind == "heading")
    said: list[dt.date | None] = []
    current: dt.date | None = None
    below: tuple[str, ...] = ()
    for at, segment in enumerate(segments):
        if segment.kind in ("heading", "title") or at in diary.entries or at in diary.planned:
            current = None
        if at in days and (segment.kind != "heading" or sections >= 2):
            current, below = days[at], _below(segment, diary.entries[at], len(days))
        elif current is not None and segment.kind not in below:
            current = None
        said.append(current)
    return said


def _below(segment: Segment, entry: Entry, entries: int) -> tuple[str, ...]:
    """The kinds of segments that an entry holds for: all of its section, or the items right after its line."""
    if segment.kind == "heading" or entry.alone:
        return ("paragraph", "item", "row")
    return ("item",) if segment.kind == "paragraph" and entries >= 2 else ()


def entry_days(entries: dict[int, Entry], written: dt.date | None, year: int | None) -> dict[int, dt.date]:
    """The day of each entry; the years run on from line to line, and what lies after the note is a plan."""
    return _known(entries, year) if written is None else _before(entries, written)


def _known(entries: dict[int, Entry], year: int | None) -> dict[int, dt.date]:
    found: dict[int, dt.date] = {}
    last: dt.date | None = None
    for at, entry in entries.items():
        day = _resolved(entry, None if year is not None else last, year)
        if day is not None:
            found[at] = last = day
    return found


def _before(entries: dict[int, Entry], written: dt.date) -> dict[int, dt.date]:
    """The days with the newest entry first or last, whichever leaves fewer after the note and less time before it."""
    readings = [_run(entries, order, written) for order in (list(entries)[::-1], list(entries))]
    found = min(readings, key=lambda days: (-len(days), sum((written - day).days for day in days.values())))
    return {at: found[at] for at in entries if at in found}


def _run(entries: dict[int, Entry], order: Sequence[int], written: dt.date) -> dict[int, dt.date]:
    found: dict[int, dt.date] = {}
    newest: dt.date | None = None
    latest = written + _NEAR_FUTURE
    for at in order:
        entry = entries[at]
        day = _resolved(entry, written, None) if newest is None or entry.year else _latest(entry, newest, latest)
        if day is not None and day <= latest:
            found[at] = newest = day
    return found


def _latest(entry: Entry, newest: dt.date, latest: dt.date) -> dt.date | None:
    """The last such day that is not after the entry beside it, nor after the note."""
    limit = min(newest + _OUT_OF_ORDER, latest)
    days = [make(str(newest.year + shift), entry.month, entry.day) for shift in (1, 0, -1)]
    return next((day for day in days if day is not None and day <= limit), None)
