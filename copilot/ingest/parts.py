"""What the readers hand over: a draft document that collects segments, and the places they carry."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from copilot.errors import BadInput
from copilot.schemas.evidence import DocumentKind, Locator, Segment, SegmentKind

ATTACHMENT = "pièce jointe"
BOILERPLATE = "mention légale"
COMMENT = "commentaire"
FOOTER = "pied de page"
FOOTNOTE = "note de bas de page"
FORM = "formulaire"
HEADER = "en-tête"
OCR = "texte reconnu (OCR)"
QUOTED = "message cité"
QUOTED_HEADER = "en-tête du message cité"
REPEATED = "répétition"
RESOLVED = f"{COMMENT}, résolu"
"""A comment whose thread its readers have closed."""
SIGNATURE = "signature"
MAX_SEGMENTS = 60_000
"""A file with more pieces is no note."""
TABLE = "tableau"
TEXT_BOX = "zone de texte"

_C1 = {code: bytes([code]).decode("cp1252", "replace").replace("\ufffd", "") for code in range(0x80, 0xA0)}
_CONTROL = {code: None for code in range(0x20) if code not in (0x09, 0x0A)} | {0x7F: None, 0xFFFC: None, 0xAD: None}
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]")

_PAGE_NUMBER = re.compile(r"\W*(?:(?:page|seite|p\.)\s*)?\d*\s*(?:(?:[/|]|sur|of|von|de)\s*)?\d*\W*", re.I)


class Refused(BadInput):
    """A file that cannot be read, before its name is known; `reason` is a stable short code."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


def clean(text: str) -> str:
    """The text without controls and invisible characters, accents composed; nothing a reader sees changes."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text.translate(_C1)))
        text = text.encode("utf-8", "ignore").decode("utf-8")
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROL).strip()


def one_line(text: str) -> str:
    """The text with every run of blanks and breaks as one space; no-break spaces stay."""
    return re.sub(r"[ \t\n\r\f\v]+", " ", text).strip()


def is_page_number(text: str) -> bool:
    """Whether the head or foot of a page says which page it is and nothing else."""
    return _PAGE_NUMBER.fullmatch(one_line(text)) is not None


def word_set(words: str) -> frozenset[str]:
    """The words of a list written as one string."""
    return frozenset(words.split())


def is_unsaid(part: str | None) -> bool:
    """Whether a named part is kept for the reader only: it is neither evidence nor searched."""
    return part is not None and part.endswith((BOILERPLATE, REPEATED))


@dataclass
class Draft:
    """A document while it is read; `heading` is the one that the next segments stand under."""

    media_type: str
    kind: DocumentKind | None = None
    title: str | None = None
    author: str | None = None
    recipients: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    date: dt.date | None = None
    heading: str | None = None
    columns: tuple[str, ...] = ()
    month_first: bool = False
    """whether a table of it had days that can only have the month first"""
    segments: list[Segment] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def add(
        self,
        kind: SegmentKind,
        text: str,
        place: Locator,
        *,
        header: Sequence[str] = (),
        cells: Sequence[str] = (),
        author: str | None = None,
        said_on: dt.date | None = None,
        hidden: bool = False,
    ) -> None:
        """Append a segment unless its text is blank; a title or heading becomes the current heading."""
        if _INVISIBLE.search(text):
            self.warn("invisible or direction-changing characters were removed")
        text = clean(text)
        if not text:
            return
        if len(self.segments) >= MAX_SEGMENTS:
            raise Refused("too_large", "the file holds far more text than a note; give the part that matters")
        above = None if kind == "title" else self.heading
        self.segments.append(
            Segment(
                ordinal=len(self.segments),
                kind=kind,
                text=text,
                locator=place,
                heading=above,
                header=tuple(header),
                cells=tuple(cells),
                author=author,
                said_on=said_on,
                hidden=hidden,
            )
        )
        if kind in ("title", "heading") and not hidden and not cells:
            self.heading = one_line(text)

    def warn(self, warning: str) -> None:
        """Note a warning once."""
        if warning not in self.warnings:
            self.warnings.append(warning)
