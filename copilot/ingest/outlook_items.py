"""What Outlook saves beside mails: appointments (when, where, who is invited) and contacts, as lines of text."""

from __future__ import annotations

import datetime as dt

from copilot.ingest.invitation import span
from copilot.ingest.outlook_properties import Properties, is_kind
from copilot.ingest.parts import Draft
from copilot.ingest.quotes import display_name
from copilot.schemas.evidence import Locator

_TITLE, _CLASS, _NAME, _OWNER = "0037", "001A", "3001", "0042"
_MEETINGS = bytes.fromhex("0220060000000000c000000000000046")
_CONTACTS = bytes.fromhex("0420060000000000c000000000000046")
_PLACE, _START, _END, _MAIL = 0x8208, 0x820D, 0x820E, 0x8083
_PLAIN_START, _PLAIN_END, _ANSWER, _KIND = 0x0060, 0x0061, 0x5FFF, 0x0C15
_ANSWERS = {1: "organisateur", 2: "provisoire", 3: "accepté", 4: "refusé"}
_ROOM = 3
_CONTACT = (
    ("Nom", _NAME),
    ("Société", "3A16"),
    ("Fonction", "3A17"),
    ("Service", "3A18"),
    ("Téléphone", "3A08"),
    ("Mobile", "3A1C"),
    ("Ville", "3A27"),
    ("Pays", "3A26"),
)
_MOST = 200


def add_item(draft: Draft, item: Properties) -> bool:
    """Append what an appointment or a contact says in its fields; whether the item is one, and no mail."""
    found = item.text(_CLASS)
    if is_kind(found, "appointment", "schedule"):
        _add_meeting(draft, item)
    elif is_kind(found, "contact"):
        draft.kind = "note"
        _add_lines(draft, item, [(label, item.text(key)) for label, key in _CONTACT])
    else:
        return False
    return True


def _add_meeting(draft: Draft, item: Properties) -> None:
    start, end = _days(
        item.moment(item.named(_MEETINGS, _START), _PLAIN_START), item.moment(item.named(_MEETINGS, _END), _PLAIN_END)
    )
    invited = item.inside("__recip")
    names = [name for one in invited if one.number(_KIND) != _ROOM and (name := _named(one))]
    draft.kind = "note" if not is_kind(item.text(_CLASS), "schedule") else "mail"
    draft.add("title", draft.title or "", Locator())
    if draft.kind == "note":
        draft.date = start.date() if start else draft.date
    _add_lines(
        draft,
        item,
        [
            ("Date", span(start, end) + (" UTC" if start and start.hour + start.minute else "")),
            ("Lieu", item.text(f"{item.named(_MEETINGS, _PLACE):04X}")),
            ("Organisateur", display_name(item.text(_OWNER)) or draft.author or ""),
            ("Invités", ", ".join(names[:_MOST])),
        ],
    )


def _days(start: dt.datetime | None, end: dt.datetime | None) -> tuple[dt.datetime | None, dt.datetime | None]:
    """The first and the last day of a meeting that lasts whole days, else its times.

    A day begins when it does where the meeting was made: some hours before or after that of UTC.
    """
    if start is None or end is None or end <= start or (end - start) % dt.timedelta(days=1):
        return start, end
    first = (start + dt.timedelta(hours=12)).replace(hour=0, minute=0)
    return first, first + (end - start) - dt.timedelta(days=1)


def _named(recipient: Properties) -> str:
    name = display_name(recipient.text(_NAME)) or ""
    answer = _ANSWERS.get(recipient.number(_ANSWER) or 0)
    return f"{name} ({answer})" if name and answer else name


def _add_lines(draft: Draft, item: Properties, fields: list[tuple[str, str]]) -> None:
    mail = item.text(f"{item.named(_CONTACTS, _MAIL):04X}")
    for label, value in [*fields, ("E-mail", mail)]:
        if value.strip():
            draft.add("paragraph", f"{label}\u00a0: {value}", Locator())
