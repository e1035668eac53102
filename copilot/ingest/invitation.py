"""Calendar invitations (.ics): what the meeting is, when, where, who is invited, and its text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from copilot.ingest.encoding import decode
from copilot.ingest.lines import blocks, numbered
from copilot.ingest.mail import quote_name
from copilot.ingest.parts import COMMENT, Draft, clean, one_line
from copilot.ingest.quotes import display_name
from copilot.schemas.evidence import Locator

_MAX_EVENTS = 500
_VALUE = r"(?:\"[^\"]*\"|[^\";:]*)"
_PROPERTY = re.compile(rf"([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+={_VALUE})*):(.*)", re.S)
_PARAMETER = re.compile(r";([A-Za-z0-9-]+)=(\"[^\"]*\"|[^\";:]*)")
_ESCAPES = {"n": "\n", "N": "\n"}
_STATUS = {"CANCELLED": "annulé", "TENTATIVE": "provisoire"}
_ANSWERS = {"ACCEPTED": "accepté", "DECLINED": "refusé", "TENTATIVE": "provisoire", "DELEGATED": "délégué"}


class _Property(NamedTuple):
    name: str
    parameters: dict[str, str]
    value: str

    def text(self) -> str:
        """The value with its escapes undone."""
        return re.sub(r"\\(.)", lambda hit: _ESCAPES.get(hit[1], hit[1]), self.value)


def read_ics(data: bytes) -> Draft:
    """The draft of a calendar file: one meeting, or the meetings of a calendar one after another."""
    draft = Draft("text/calendar")
    events = list(_events(decode(data)))
    if len(events) > _MAX_EVENTS:
        draft.warn(f"only the first {_MAX_EVENTS} of {len(events)} meetings were read")
    for number, event in enumerate(events[:_MAX_EVENTS], start=1):
        _read_event(draft, event, number, alone=len(events) == 1)
    return draft


def _events(text: str) -> Iterator[list[_Property]]:
    """The properties of each meeting; those of alarms and time zones inside are left out."""
    lines = re.sub(r"\r?\n[ \t]", "", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    event: list[_Property] | None = None
    inside = 0
    for line in lines:
        hit = _PROPERTY.match(line)
        if hit is None:
            continue
        name, value = hit[1].upper(), hit[3]
        if name == "BEGIN":
            if event is None and value.strip().upper() in ("VEVENT", "VTODO", "VJOURNAL"):
                event = []
            elif event is not None:
                inside += 1
        elif name == "END":
            if event is not None and inside == 0:
                yield event
                event = None
            inside = max(0, inside - 1)
        elif event is not None and inside == 0:
            parameters = {key.upper(): shown.strip('"') for key, shown in _PARAMETER.findall(hit[2])}
            event.append(_Property(name, parameters, value))
    if event:
        yield event


def _read_event(draft: Draft, event: list[_Property], number: int, *, alone: bool) -> None:
    first = {one.name: one for one in reversed(event)}
    part = None if alone else f"rendez-vous {number}"
    place = Locator(part=part)
    start, end = _moment(first.get("DTSTART")), _moment(first.get("DTEND"))
    said_on = None if alone or start is None else start.date()
    organizer = _person(first["ORGANIZER"]) if "ORGANIZER" in first else None
    title = one_line(clean(first["SUMMARY"].text())) if "SUMMARY" in first else ""
    if alone:
        draft.title, draft.author = title or None, organizer
        draft.date = start.date() if start is not None else None
    draft.heading = None
    draft.add("title" if alone else "heading", title, place, said_on=said_on)
    invited = [one for one in event if one.name == "ATTENDEE"]
    names = [name + (f" ({answer})" if (answer := _answer(one)) else "") for one in invited if (name := _person(one))]
    draft.recipients = tuple(dict.fromkeys([*draft.recipients, *filter(None, map(_person, invited))]))[:200]
    pairs = [one for one in event if one.name in ("ATTENDEE", "ORGANIZER")]
    draft.addresses = tuple(dict.fromkeys([*draft.addresses, *filter(None, map(_address, pairs))]))[:200]
    when = span(start, end) + (" UTC" if start and first["DTSTART"].value.strip().endswith("Z") else "")
    status = _STATUS.get(first["STATUS"].value.strip().upper()) if "STATUS" in first else None
    lines = [
        f"Date\u00a0: {when}" if when else "",
        f"Lieu\u00a0: {one_line(clean(first['LOCATION'].text()))}" if "LOCATION" in first else "",
        f"Organisateur\u00a0: {organizer}" if organizer else "",
        f"Invités\u00a0: {', '.join(names)}" if names else "",
        f"Répétition\u00a0: {first['RRULE'].value}" if "RRULE" in first else "",
        f"Statut\u00a0: {status}" if status else "",
    ]
    for line in lines:
        draft.add("paragraph", line, place, said_on=said_on)
    text = clean(first["DESCRIPTION"].text()) if "DESCRIPTION" in first else ""
    for block in blocks(numbered(text)):
        draft.add(block.kind, block.text, place, said_on=said_on, author=None if alone else organizer)
    for comment in (one for one in event if one.name == "COMMENT"):
        draft.add("comment", comment.text(), Locator(part=part or COMMENT), said_on=said_on)


def _moment(found: _Property | None) -> dt.datetime | None:
    """The time on the clock of the place that is named; UTC times stay UTC."""
    hit = re.match(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2}))?", found.value.strip()) if found else None
    try:
        return dt.datetime(*(int(group) for group in hit.groups("0"))) if hit else None  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return None


def span(start: dt.datetime | None, end: dt.datetime | None) -> str:
    """« 12/03/2026 10:00 - 11:00 », or the days from one to the other."""
    if start is None:
        return ""
    shown = _shown(start)
    if end is None or end <= start:
        return shown
    if end.date() == start.date():
        return f"{shown} - {end:%H:%M}"
    return f"{shown} au {_shown(end)}"


def _shown(moment: dt.datetime) -> str:
    return f"{moment:%d/%m/%Y}" if moment.time() == dt.time() else f"{moment:%d/%m/%Y %H:%M}"


def _person(found: _Property) -> str | None:
    name = display_name(one_line(clean(found.parameters.get("CN", ""))))
    return name or re.sub(r"(?i)^mailto:", "", found.value).strip() or None


def _address(found: _Property) -> str | None:
    address = re.sub(r"(?i)^mailto:", "", found.value).strip()
    if "@" not in address:
        return None
    return f"{quote_name(found.parameters.get('CN', ''))} <{address}>".strip()


def _answer(found: _Property) -> str | None:
    return _ANSWERS.get(found.parameters.get("PARTSTAT", "").upper())
