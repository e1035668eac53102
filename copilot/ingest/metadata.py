"""What can be said about a whole document: its kind, title, author, date and language."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from copilot.ingest.boilerplate import set_apart
from copilot.ingest.content_date import content_date, entry_date, fold, has_entry_date
from copilot.ingest.detect import Format
from copilot.ingest.parts import COMMENT, FOOTER, HEADER, QUOTED, QUOTED_HEADER, Draft, is_unsaid, one_line
from copilot.schemas.evidence import DocumentKind, ParsedDocument, Segment

_LANGUAGES = ["fr", "en", "de", "es", "it", "nl"]
_DEFAULT_LANGUAGE = "fr"
_MIN_LANGUAGE_TEXT = 20
_LANGUAGE_SAMPLE = 20_000
_FIRST_LINES = 6
_LONGEST_FIRST_LINE = 400
_LONGEST_TITLE = 160

_MINUTES = re.compile(
    r"compte[- ]?rendu|\bcr\b|\bpv\b|proces[- ]verbal|releve de decisions|minutes|meeting notes"
    r"|meeting record|notes of (?:the )?meeting"
    r"|protokoll|besprechungsnotiz|acta de|verbale|notulen|call notes|debrief"
)
_CONTRACT = re.compile(
    r"\bcontrat\b|contrat-cadre|\bavenant\b|convention de|conditions generales|accord[- ]cadre"
    r"|protocole d.accord|\bcontract\b|\bagreement\b"
    r"|\bamendment\b|\baddendum\b|terms and conditions|statement of work|\bsow\b|\bmsa\b|\bnda\b"
    r"|\bvertrag\b|rahmenvertrag|\bcontrato\b|\bcontratto\b"
)
_BETWEEN = re.compile(
    r"\bentre\b.{3,200}\bet\b.{3,200}(?:ci-apres|date d.effet|il a ete convenu|sas\b|sa\b|sarl\b)"
    r"|\bby and between\b|\bbetween\b.{3,200}(?:hereinafter|\(the .supplier)"
)
_ABOUT = re.compile(
    r"cadrage|consultation|compte[- ]?rendu|reunion|meeting|preparation|prep\b|bilan|synthese|mail\b"
    r"|renouvellement du contrat|renewal of"
)
_CRM = (
    r"probab|\bproba\b|win ?%|likelihood",
    r"etape|stage|phase|statut|status|pipeline",
    r"propri|owner|responsable|commercial|sales ?(?:rep|agent)|agent|vendeur|account manager",
    r"echeance|close|cloture|closing|engage_date|expected|due",
    r"montant|amount|valeur|value|ca prev|revenue|deal",
    r"opportunit|opp\b|affaire|deal|nature|next step|prochaine etape|activite|activity",
    r"\baccounts?\b|compte client|lead",
)
_WRITER = re.compile(
    r"(?i:r[ée]dacteur|r[ée]dactrice|r[ée]dig[ée]e? par|auteure?|author|prepared by|written by"
    r"|minutes(?: taken)? by|notes by|verfasser)"
    r"\s?[:—–-]?\s*((?:(?:[A-ZÀ-Þ][a-zà-ÿ]?\.|[A-ZÀ-Þ][\w'’-]+)\s?){1,4})"
)


SHEETS: tuple[Format, ...] = ("csv", "xlsx", "xls", "ods")


def finish(name: str, found: Format, draft: Draft) -> ParsedDocument:
    """The parsed document: the draft with its kind, title, author, date and language decided."""
    kind = draft.kind or _kind(found, name, draft.title or _title(found, draft), _first_lines(draft), draft)
    draft.segments = set_apart(draft.segments, kind)
    first = _first_lines(draft)
    title = draft.title or _title(found, draft)
    text = "\n".join(segment.text for segment in draft.segments)
    date = draft.date
    if date is None and kind != "crm":
        date = _content_date(found, name, title, first, draft)
    author = draft.author or _author(found, first)
    return ParsedDocument(
        name=name,
        media_type=draft.media_type,
        kind=kind,
        title=title,
        author=author,
        recipients=draft.recipients,
        addresses=draft.addresses,
        date=date,
        language=language_of(text),
        segments=tuple(
            _dated(draft.segments, date, _year(name, title)) if kind in ("note", "minutes") else draft.segments
        ),
        warnings=tuple(draft.warnings),
    )


def _content_date(found: Format, name: str, title: str | None, first: list[str], draft: Draft) -> dt.date | None:
    lines = _date_lines(found, draft, first)
    entries = [line for segment in draft.segments[1:] if has_entry_date(line := segment.text) and segment.kind != "row"]
    if len(entries) >= 2:
        # Running notes: the date of their first entry is not theirs, that of the newest may be.
        lines = [line for line in lines if not has_entry_date(line)]
        title = None if title and has_entry_date(title) else title
    text = "\n".join(segment.text for segment in draft.segments)[:100_000]
    date = content_date(title, lines, name, text)
    if date is None and len(entries) >= 2 and _year(name, title) is None:
        dated = [entry_date(line, None) for line in entries]
        date = max((day for day in dated if day is not None), default=None)
    return date


def language_of(text: str) -> str:
    """The ISO 639-1 code of most of the text, among the languages read here."""
    sample = text[:_LANGUAGE_SAMPLE]
    if len(sample.strip()) < _MIN_LANGUAGE_TEXT:
        return _DEFAULT_LANGUAGE
    return str(_identifier()(sample)[0])


@cache
def _identifier() -> Callable[[str], Any]:
    import py3langid

    py3langid.set_languages(_LANGUAGES)
    classify: Callable[[str], Any] = py3langid.classify
    return classify


def _first_lines(draft: Draft) -> list[str]:
    aside = (HEADER, FOOTER, QUOTED, QUOTED_HEADER)
    said = [s for s in draft.segments if not is_unsaid(s.locator.part)]
    shown = [s for s in said if not s.hidden and s.locator.part not in aside and s.kind != "row"]
    return [one_line(segment.text)[:_LONGEST_FIRST_LINE] for segment in shown[:_FIRST_LINES]]


def _date_lines(found: Format, draft: Draft, first: list[str]) -> list[str]:
    """The lines that may date the document: its first ones, its page header, the titles of its sheets."""
    seen = [segment for segment in draft.segments if not segment.hidden]
    if found in SHEETS:
        return [segment.text for segment in seen if segment.kind == "heading" and not segment.cells]
    if found in ("pptx", "ppt", "odp"):
        return [segment.text for segment in seen if segment.locator.slide == 1 and segment.kind != "comment"]
    if found in ("vtt", "srt"):
        return [segment.text for segment in seen if segment.kind == "comment" and segment.locator.part == COMMENT]
    rows = [segment.text for segment in seen[:4] if segment.kind == "row"]
    margins = [segment.text for segment in seen if segment.locator.part == HEADER]
    return [*first, *rows, *margins]


def _title(found: Format, draft: Draft) -> str | None:
    if found in SHEETS:
        return None
    for kind in ("title", "heading"):
        for segment in draft.segments[:8]:
            if (
                segment.kind == kind
                and not segment.hidden
                and not segment.cells
                and len(segment.text) <= _LONGEST_TITLE
            ):
                return one_line(segment.text)
    if found in ("vtt", "srt"):
        notes = [segment for segment in draft.segments if segment.kind == "comment"]
        return one_line(notes[0].text)[:_LONGEST_TITLE] if notes and "{" not in notes[0].text else None
    shown = [
        segment
        for segment in draft.segments
        if not segment.hidden and segment.kind not in ("comment", "turn", "row", "quoted")
    ]
    said = [segment.ordinal for segment in draft.segments if not is_unsaid(segment.locator.part)]
    if (
        shown
        and shown[0].ordinal in said[:2]
        and len(shown[0].text) <= _LONGEST_TITLE
        and not shown[0].text.endswith((".", ","))
    ):
        return one_line(shown[0].text)
    return None


def _kind(found: Format, name: str, title: str | None, first: list[str], draft: Draft) -> DocumentKind:
    fixed: dict[Format, DocumentKind] = {
        "eml": "mail",
        "msg": "mail",
        "vtt": "transcript",
        "srt": "transcript",
        "pptx": "deck",
        "ppt": "deck",
        "odp": "deck",
    }
    if found in fixed:
        return fixed[found]
    if found in SHEETS:
        return "crm" if _is_crm(found, name, draft) else "sheet"
    stem = re.sub(r"[_\W]+", " ", fold(name.rsplit(".", 1)[0]))
    top = f"{stem} {fold(title or '')}"
    opening = fold(" ".join(first[:3]))
    if _CONTRACT.search(top) and not _ABOUT.search(top):
        return "contract"
    if _MINUTES.search(top) or _MINUTES.search(fold(" ".join(first[:2]))):
        return "minutes"
    if _BETWEEN.search(opening) and _CONTRACT.search(opening):
        return "contract"
    return "note"


def _is_crm(found: Format, name: str, draft: Draft) -> bool:
    if re.search(r"(?:^|[\W_])crm(?:[\W_]|$)|salesforce|hubspot|pipedrive|pipeline", name.lower()):
        return True
    columns = (
        {column for segment in draft.segments for column in segment.header} if found == "csv" else set(draft.columns)
    )
    folded = [fold(column) for column in columns]
    hits = [bool(any(re.search(cue, column) for column in folded)) for cue in _CRM]
    return hits[0] + hits[1] + hits[2] >= 2 and sum(hits) >= 3


def _author(found: Format, first: list[str]) -> str | None:
    if found in (*SHEETS, "vtt", "srt"):
        return None
    for line in first:
        hit = _WRITER.search(line)
        if hit:
            return hit[1].strip().rstrip(".") or None
    return None


def _year(name: str, title: str | None) -> int | None:
    """The only year that the file name or the title gives."""
    years = set(re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", f"{name} {title or ''}"))
    return int(years.pop()) if len(years) == 1 else None


def _dated(segments: list[Segment], written: dt.date | None, year: int | None) -> list[Segment]:
    """The segments with the date that their entry, or the dated heading above them, starts with."""
    entries = [entry_date(segment.text, written, year) if segment.kind != "row" else None for segment in segments]
    sections = sum(1 for segment, date in zip(segments, entries, strict=True) if date and segment.kind == "heading")
    dated: list[Segment] = []
    section: dt.date | None = None
    for segment, date in zip(segments, entries, strict=True):
        if segment.kind == "heading":
            section = date if sections >= 2 else None
        said_on = segment.said_on or date or section
        differs = said_on is not None and said_on != written
        dated.append(segment.model_copy(update={"said_on": said_on}) if differs else segment)
    return dated
