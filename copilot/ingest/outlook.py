"""Mails, appointments and contacts saved by Outlook (.msg), with the mails and files attached to them."""

from __future__ import annotations

import email
import email.policy
import re

from copilot.ingest.compound import CompoundFile
from copilot.ingest.encoding import decode
from copilot.ingest.mail import Opener, add_attachment, add_body, add_draft, addresses, header, people, sent_on
from copilot.ingest.outlook_items import add_item
from copilot.ingest.outlook_properties import Properties
from copilot.ingest.parts import Draft, Refused
from copilot.ingest.quotes import display_name

_SUBJECT, _SENDER, _TO, _CC, _BODY, _HTML, _HEADERS = "0037", "0C1A", "0E04", "0E03", "1000", "1013", "007D"
_RICH, _CLASS = "1009", "001A"
_FILE_NAME, _LONG_NAME, _SHOWN_NAME, _CONTENT = "3704", "3707", "3001", "3701"
_SENT = (0x0039, 0x0E06)
_MAX_NESTING = 3
_ENCRYPTED = ("ipm.note.smime", "ipm.note.secure")


def read_msg(data: bytes, open_attachment: Opener) -> Draft:
    """The draft of a .msg file; raises Refused (empty, encrypted)."""
    return _message(CompoundFile(data), "", open_attachment, 0)


def _message(compound: CompoundFile, root: str, open_attachment: Opener, depth: int) -> Draft:
    """The mail in a storage of the file: the file itself, or a mail attached to it."""
    draft = Draft("application/vnd.ms-outlook", kind="mail")
    item = Properties(compound, root)
    draft.title = item.text(_SUBJECT) or None
    draft.author = display_name(item.text(_SENDER))
    names = f"{item.text(_TO)};{item.text(_CC)}".split(";")
    draft.recipients = tuple(filter(None, (display_name(name) for name in names)))
    sent = item.moment(*_SENT)
    draft.date = sent.date() if sent else None
    _use_headers(draft, item.text(_HEADERS, line=False))
    add_item(draft, item)
    add_body(draft, *_bodies(compound, root))
    _add_attachments(draft, compound, root, open_attachment, depth)
    if not draft.segments and item.text(_CLASS).lower() in _ENCRYPTED:
        raise Refused("encrypted", "the mail is encrypted; save its text from Outlook")
    if not draft.segments:
        raise Refused("empty", "the mail holds no text")
    return draft


def _bodies(compound: CompoundFile, root: str) -> tuple[str | None, str | None]:
    """The plain text and the HTML; where only rich text is kept, what it was made from."""
    item = Properties(compound, root)
    plain = item.text(_BODY, line=False) or None
    html = compound.read(f"{root}__substg1.0_{_HTML}0102")
    markup = decode(html) if html else item.text(_HTML, line=False)
    packed = compound.read(f"{root}__substg1.0_{_RICH}0102")
    if markup or packed is None:
        return plain, markup or None
    from copilot.ingest.rtf import read_rtf
    from copilot.ingest.rtf_mail import html_of, unpacked

    try:
        rich = unpacked(packed)
    except Refused:
        return plain, None
    made_from = html_of(rich)
    if made_from is None and plain is None:
        plain = "\n".join(segment.text for segment in read_rtf(rich).segments if not segment.hidden) or None
    return plain, made_from


def _add_attachments(draft: Draft, compound: CompoundFile, root: str, open_attachment: Opener, depth: int) -> None:
    known: set[tuple[str, bytes]] = set()
    inside = [name[len(root) :] for name in compound.names() if name.startswith(f"{root}__attach")]
    for folder in sorted({name.split("/")[0] + "/" for name in inside}):
        place = root + folder
        file = Properties(compound, place)
        name = file.text(_LONG_NAME) or file.text(_FILE_NAME)
        content = compound.read(f"{place}__substg1.0_{_CONTENT}0102")
        nested = f"{place}__substg1.0_{_CONTENT}000D/"
        if content and (name, content) in known:
            continue
        if content:
            known.add((name, content))
            add_attachment(draft, name or "attachment", content, open_attachment)
        elif any(stream.startswith(f"{nested}__") for stream in compound.names()):
            name = name or file.text(_SHOWN_NAME) or "message"
            _add_mail(draft, compound, nested, name, open_attachment, depth)


def _add_mail(draft: Draft, compound: CompoundFile, root: str, name: str, open_attachment: Opener, depth: int) -> None:
    name = name if name.lower().endswith(".msg") else f"{name}.msg"
    if depth + 1 >= _MAX_NESTING:
        draft.warn(f"attachment {name!r} was not read: it is attached too deep")
        return
    try:
        add_draft(draft, name, _message(compound, root, open_attachment, depth + 1))
    except Refused as refusal:
        draft.warn(f"attachment {name!r} was not read: {refusal.detail}")


def _use_headers(draft: Draft, headers: str) -> None:
    """The internet headers know the sender's own time zone and the full names."""
    if not re.search(r"^(from|date):", headers, re.I | re.M):
        return
    message = email.message_from_string(headers, policy=email.policy.compat32)
    draft.date = sent_on(header(message, "Date")) or draft.date
    draft.author = draft.author or next(iter(people(message, "From")), None)
    draft.addresses = addresses(message)
    if not draft.recipients:
        draft.recipients = tuple(dict.fromkeys([*people(message, "To"), *people(message, "Cc")]))
