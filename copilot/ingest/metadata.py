"""What can be said about a whole document: its kind, title, author, date and language."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from copilot.ingest.boilerplate import set_apart
from copilot.ingest.content_date import fold
from copilot.ingest.dating import SHEETS, dated, document_date, first_lines, year_of
from copilot.ingest.detect import Format
from copilot.ingest.parts import Draft, is_unsaid, one_line
from copilot.schemas.evidence import DocumentKind, ParsedDocument
from copilot.text.language import told_by_small_words

_LANGUAGES = ["fr", "en", "de", "es", "it", "nl"]
_DEFAULT_LANGUAGE = "fr"
_SHORT_TEXT, _SURELY_OTHER, _SURELY_ENGLISH = 40, 8.0, 3.0
"""Characters below which a text is French unless its small words or these differences of scores say otherwise."""
_LANGUAGE_SAMPLE = 20_000
_LONGEST_TITLE = 160

_MINUTES = re.compile(
    r"compte[- ]?rendu|\bcr\b|\bpv\b|proces[- ]verbal|releve de decisions|minutes|meeting notes"
    r"|meeting record|notes of (?:the )?meeting"
    r"|protokoll|besprechungsnotiz|acta de|verbale|notulen|call notes|debrief"
)
_CONTRACT = re.compile(
    r"\bcontrat\b|contrat-cadre|\bavenant\b|convention (?:de|unique|annuelle|recapitulative)"
    r"|conditions generales|accord[- ]cadre|protocole d.accord|\bcontract\b|\bagreement\b"
    r"|\bamendment\b|\baddendum\b|terms and conditions|statement of work|\bsow\b|\bmsa\b|\bnda\b"
    r"|\bvertrag\b|rahmenvertrag|\bcontrato\b|\bcontratto\b"
)
_BETWEEN = re.compile(
    r"\bentre\b.{3,200}\bet\b.{3,200}(?:ci-apres|date d.effet|il a ete convenu|sas\b|sa\b|sarl\b)"
    r"|\bby and between\b|\bbetween\b.{3,200}(?:hereinafter|\(the .supplier)"
)
_ABOUT = re.compile(
    r"cadrage|consultation|compte[- ]?rendu|reunion|meeting|preparation|prep\b|bilan|synthese|mail\b"
    r"|renouvellement du contrat|renewal of|\bpoint\b|visite|\bappel\b|\bcall\b|\bnotes\b"
    r"|(?:contrat|contract|convention|avenant) (?:signe|actuel|en cours|renouvel|reconduit|perdu|gagne|signed|won|lost)"
)
_LONE: tuple[Format, ...] = ("csv", "sheethtml")
"""Exports of one table."""
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


def finish(name: str, found: Format, draft: Draft) -> ParsedDocument:
    """The parsed document: the draft with its kind, title, author, date and language decided."""
    kind = draft.kind or _kind(found, name, draft.title or _title(found, draft), first_lines(draft), draft)
    draft.segments = set_apart(draft.segments, kind)
    first = first_lines(draft)
    title = draft.title or _title(found, draft)
    text = "\n".join(segment.text for segment in draft.segments)
    date = draft.date
    if date is None and kind != "crm":
        date = document_date(found, name, title, draft, kind)
    # Who saved the words of a meeting did not say them.
    author = None if kind == "transcript" else draft.author or _author(found, first)
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
            dated(draft.segments, date, year_of(name, title)) if kind in ("note", "minutes") else draft.segments
        ),
        warnings=tuple(draft.warnings),
    )


def language_of(text: str) -> str:
    """The ISO 639-1 code of most of the text, among the languages read here."""
    sample = text[:_LANGUAGE_SAMPLE].strip()
    ranked = [(str(language), float(score)) for language, score in _identifier()(sample)]
    first, score = ranked[0]
    if len(sample) >= _SHORT_TEXT:
        return first
    scores = dict(ranked)
    if first not in ("fr", "en") and score - max(scores["fr"], scores["en"]) >= _SURELY_OTHER:
        return first
    told = told_by_small_words(sample)
    return told or ("en" if scores["en"] - scores["fr"] >= _SURELY_ENGLISH else _DEFAULT_LANGUAGE)


@cache
def _identifier() -> Callable[[str], Any]:
    import py3langid

    py3langid.set_languages(_LANGUAGES)
    rank: Callable[[str], Any] = py3langid.rank
    return rank


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
    columns = {column for segment in draft.segments for column in segment.header} if found in _LONE else set()
    columns |= set(draft.columns)
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
