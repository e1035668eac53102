"""Takes a mail thread apart: who wrote which lines, and when, down the levels of quoting.

Three things open an earlier message: « Le 12 févr. 2026 à 09:41, X a écrit : » and its sisters, a block of
headers (De / Envoyé / À / Objet, From / Sent / To / Subject…), and a line such as « -----Message d'origine----- ».
The author and date so found hold for the lines quoted as deep or deeper, until the next opening.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from copilot.ingest.content_date import find_dates

_MARKS = re.compile(r"^\s{0,3}((?:>\s?)+)")
_WROTE = (
    r"(?:a|à) [ée]crit|wrote|writes|schrieb(?: .{0,80})?|ha scritto|escribi[óo]|schreef(?: .{0,80})?|napisa[łl]"
    r"|skrev(?: .{0,80})?"
)
_INTRO = re.compile(
    rf"^[\s*_–—-]*(?:Le|On|Am|Il(?: giorno)?|In data|El|Op|Em|Den|W dniu)\b.{{5,400}}?\b(?:{_WROTE})\s*:?[\s*_–—-]*$",
    re.I,
)
_BARE_INTRO = re.compile(
    r"^(?:\d{4}-\d{2}-\d{2} \d{1,2}:\d{2}.{0,200}<[^<>\s]+@[^<>\s]+>\s*:"
    r"|\d{1,2}:\d{2}.{0,200}<[^<>\s]+@[^<>\s]+>\s*:)$"
)
_INTRO_START = re.compile(r"^[\s*_–—-]*(?:Le|On|Am|Il|In data|El|Op|Em|Den|W dniu)\b.*(?:\d|@)", re.I)
_DIVIDER = re.compile(
    r"^\s*(?:[-_=*]{2,}\s*(?:message d.origine|message (?:transf[ée]r[ée]|original)|d[ée]but du message .{0,20}"
    r"|original message|original appointment|forwarded (?:message|by.{0,60})|urspr[üu]ngliche nachricht"
    r"|weitergeleitete nachricht"
    r"|messaggio originale|messaggio inoltrato|mensaje original|mensaje reenviado|oorspronkelijk bericht"
    r"|oprindelig besked"
    r"|rendez-vous d.origine)\s*[-_=*]{2,}|d[ée]but du message (?:transf[ée]r[ée]|r[ée]exp[ée]di[ée])\s*:"
    r"|begin forwarded message\s*:)\s*$",
    re.I,
)
_FIELD = {
    "from": "de|from|von|da|van|fra|exp[ée]diteur|absender|remitente",
    "date": "envoy[ée](?: le)?|date|sent|gesendet|datum|inviato|data|enviado(?: el)?|fecha|verzonden|sendt|dato",
    "to": "[àa]|to|an|para|aan|til|destinataires?",
    "cc": "cc|copie(?: [àa])?|kopie|cci|bcc|ccn",
    "subject": "objet|subject|betreff|oggetto|asunto|onderwerp|emne|sujet",
    "other": "importance|pi[èe]ces? jointes?|attachments?|r[ée]pondre [àa]|reply-to|priorit[ée]|sensitivity|anlagen?",
}
_HEADER = re.compile(
    r"^[\s*_]*(?:"
    + "|".join(f"(?P<{key}>{names})" for key, names in _FIELD.items())
    + r")[*_]*[ \u00a0\u202f]?:[*_]*(?P<rest>.*)$",
    re.I,
)
_RULER = re.compile(r"^\s*[_=-]{8,}\s*$")
_TWELVE_HOURS = re.compile(r"\d\s*[ap]\.?m\b", re.I)
_BEFORE_NAME = re.compile(
    r"\d{1,2}[:h.]\d{2}(?::\d{2})?(?:\s*[ap]\.?m\b\.?)?(?:\s*\(?(?:(?-i:[A-Z]{3,5})|[+-]\d{4}|(?:GMT"
    r"|UTC)[+-]?[\d:]*)\b\)?)?"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\b\d{4}\b",
    re.I,
)


class Envelope(NamedTuple):
    """Who wrote a message and when, as far as the thread says."""

    author: str | None = None
    said_on: dt.date | None = None


@dataclass
class Passage:
    """Lines in a row from one message; `header` lines open an earlier message."""

    kind: Literal["own", "quoted", "header"]
    envelope: Envelope
    depth: int
    lines: list[tuple[int, str, str]] = field(default_factory=list)
    """line number, text without quote marks, text as it stands"""


class _Line(NamedTuple):
    number: int
    depth: int
    text: str
    raw: str


def has_quotes(lines: Sequence[str]) -> bool:
    """Whether a plain text holds an opening of an earlier message."""
    split = [_split(number, line) for number, line in enumerate(lines)]
    return any(_opening(split, at) is not None for at in range(len(split)))


def passages(lines: Sequence[tuple[int, str]]) -> list[Passage]:
    """The thread as passages, in the order of the text."""
    split = [_split(number, line) for number, line in lines]
    envelopes: dict[int, Envelope] = {}
    found: list[Passage] = []
    at = 0
    while at < len(split):
        line = split[at]
        opening = _opening(split, at)
        if opening is not None:
            end, envelope = opening
            below = _depth_after(split, end, line.depth)
            # Answers may stand between the quotes of a message: it ends only where another opens around it.
            envelopes = {depth: known for depth, known in envelopes.items() if depth < below} | {below: envelope}
            found.append(Passage("header", envelope, below, [(x.number, x.text, x.raw) for x in split[at:end]]))
            at = end
            continue
        _append(found, line, envelopes)
        at += 1
    return found


def _append(found: list[Passage], line: _Line, envelopes: dict[int, Envelope]) -> None:
    if not line.text.strip() and found and found[-1].kind != "header":
        found[-1].lines.append((line.number, "", ""))
        return
    known = [depth for depth in envelopes if depth <= line.depth]
    envelope = envelopes[max(known)] if known else Envelope()
    if known and line.depth > max(known) + 1:
        envelope = Envelope()  # quoted deeper than any message that is named
    kind: Literal["own", "quoted"] = "quoted" if line.depth or known else "own"
    last = found[-1] if found else None
    if last is None or (last.kind, last.envelope, last.depth) != (kind, envelope, line.depth):
        found.append(Passage(kind, envelope, line.depth))
    found[-1].lines.append((line.number, line.text, line.raw))


def _split(number: int, line: str) -> _Line:
    marks = _MARKS.match(line)
    if marks is None:
        return _Line(number, 0, line, line)
    return _Line(number, marks[1].count(">"), line[marks.end() :], line)


def _depth_after(split: list[_Line], end: int, depth: int) -> int:
    for line in split[end : end + 4]:
        if line.text.strip():
            return line.depth if line.depth > depth else depth
    return depth


def _opening(split: list[_Line], at: int) -> tuple[int, Envelope] | None:
    """Where the header of an earlier message ends and whom it names, if one starts at this line."""
    line = split[at]
    if _DIVIDER.match(line.text) or _RULER.match(line.text):
        after = at + 1
        while after < len(split) and not split[after].text.strip() and after < at + 3:
            after += 1
        block = _header_block(split, after)
        if block is not None:
            return block
        return (at + 1, Envelope()) if _DIVIDER.match(line.text) else None
    return _header_block(split, at) or _intro(split, at)


def _intro(split: list[_Line], at: int) -> tuple[int, Envelope] | None:
    first = split[at]
    if not (_INTRO_START.match(first.text) or _BARE_INTRO.match(first.text.strip())):
        return None
    text = ""
    for end in range(at, min(at + 3, len(split))):
        line = split[end]
        if line.depth != first.depth or not line.text.strip():
            return None
        text = f"{text} {line.text.strip()}".strip()
        if _INTRO.match(text) or _BARE_INTRO.match(text):
            return end + 1, _named(text)
    return None


def _named(text: str) -> Envelope:
    dates = find_dates(text, day_first=not _TWELVE_HOURS.search(text))
    body = re.sub(rf"\s*\b(?:{_WROTE})\s*:?[\s*_–—-]*$", "", text, flags=re.I).strip(" :")
    german = re.search(r"\bschrieb\s+(.+?)\s*:?$|\bschreef\s+(.+?)\s*:?$|\bskrev\s+(.+?)\s*:?$", text, re.I)
    if german:
        body = f"00:00 {next(group for group in german.groups() if group)}"
    date_part = re.split(r'[<"]', body, maxsplit=1)[0]
    ends = [hit.end() for hit in _BEFORE_NAME.finditer(date_part)]
    author = display_name(body[ends[-1] :].lstrip(" ,\u00a0\u202f")) if ends else None
    return Envelope(author, dates[0].date if dates else None)


def _header_block(split: list[_Line], at: int) -> tuple[int, Envelope] | None:
    if at >= len(split):
        return None
    start = split[at]
    first = _HEADER.match(start.text)
    if first is None or first["from"] is None:
        return None
    values: dict[str, str] = {}
    key, end = "", at
    for end in range(at, min(at + 14, len(split))):
        line = split[end]
        if line.depth != start.depth or not line.text.strip():
            break
        hit = _HEADER.match(line.text)
        if hit is not None and hit.lastgroup == "rest":
            key = next(name for name in _FIELD if hit[name] is not None)
            if key in values and key == "from":
                break
            values[key] = hit["rest"].strip(" *_\u00a0")
        elif key in ("from", "to", "cc") and re.search(r"[@;<>]", line.text):
            values[key] = f"{values[key]} {line.text.strip()}"
        elif key == "subject" and len(values) >= 3:
            break
        else:
            return None
    else:
        end += 1
    if len(values.keys() & {"date", "to", "subject"}) < 2:
        return None
    dates = find_dates(values.get("date", ""), day_first=not _TWELVE_HOURS.search(values.get("date", "")))
    return end, Envelope(display_name(values["from"]), dates[0].date if dates else None)


def display_name(text: str) -> str | None:
    """The person in « "Dupont, Marie" <m.dupont@x.fr> », else the address."""
    text = re.sub(r"<mailto:[^>]*>|\[mailto:[^\]]*\]", "", text).strip(" ,;:*_\u00a0")
    name = re.sub(r"[<\[(]\s*[^<>\[\]()\s]*@[^<>\[\]()]*[>\])]?", "", text).strip(" \"',;:*_\u00a0<")
    if not re.search(r"[^\W\d_]", name):
        address = re.search(r"[\w.+-]+@[\w.-]+", text)
        return address[0] if address else name[:120] or None
    last_first = re.fullmatch(r"([^,\d]{2,40}),\s*([^,\d]{2,40})", name)
    return f"{last_first[2].strip()} {last_first[1].strip()}" if last_first else name[:120]
