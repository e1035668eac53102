"""Mails saved by Outlook (.msg)."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import re
import struct

from copilot.ingest.compound import CompoundFile
from copilot.ingest.encoding import decode
from copilot.ingest.mail import Opener, add_attachment, add_body, addresses, header, people, sent_on
from copilot.ingest.parts import Draft, Refused, clean, one_line
from copilot.ingest.quotes import display_name

_SUBJECT, _SENDER, _TO, _CC, _BODY, _HTML, _HEADERS = "0037", "0C1A", "0E04", "0E03", "1000", "1013", "007D"
_FILE_NAME, _LONG_NAME, _CONTENT = "3704", "3707", "3701"
_SENT = (0x0039, 0x0E06)
_EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)


def read_msg(data: bytes, open_attachment: Opener) -> Draft:
    """The draft of a .msg file."""
    compound = CompoundFile(data)
    draft = Draft("application/vnd.ms-outlook", kind="mail")
    draft.title = _text(compound, "", _SUBJECT) or None
    draft.author = display_name(_text(compound, "", _SENDER))
    names = f"{_text(compound, '', _TO)};{_text(compound, '', _CC)}".split(";")
    draft.recipients = tuple(filter(None, (display_name(name) for name in names)))
    draft.date = _sent(compound)
    _use_headers(draft, _text(compound, "", _HEADERS, line=False))
    html = compound.read(f"__substg1.0_{_HTML}0102")
    markup = decode(html) if html else _text(compound, "", f"{_HTML}", line=False)
    add_body(draft, _text(compound, "", _BODY, line=False) or None, markup)
    folders = sorted({name.split("/")[0] + "/" for name in compound.names() if name.startswith("__attach")})
    for folder in folders:
        name = _text(compound, folder, _LONG_NAME) or _text(compound, folder, _FILE_NAME) or "attachment"
        content = compound.read(f"{folder}__substg1.0_{_CONTENT}0102")
        if content:
            add_attachment(draft, name, content, open_attachment)
    if not draft.segments:
        raise Refused("empty", "the mail holds no text")
    return draft


def _text(compound: CompoundFile, folder: str, key: str, *, line: bool = True) -> str:
    wide = compound.read(f"{folder}__substg1.0_{key}001F")
    narrow = compound.read(f"{folder}__substg1.0_{key}001E") if wide is None else None
    text = wide.decode("utf-16-le", "replace") if wide is not None else decode(narrow) if narrow else ""
    text = text.replace("\0", "")
    return one_line(clean(text)) if line else text


def _sent(compound: CompoundFile) -> dt.date | None:
    """The day sent, from the fixed-size properties (16 bytes each after a head of 32)."""
    raw = compound.read("__properties_version1.0") or b""
    for wanted in _SENT:
        for at in range(32, len(raw) - 15, 16):
            kind, key = struct.unpack_from("<HH", raw, at)
            if key == wanted and kind == 0x0040:
                ticks = struct.unpack_from("<Q", raw, at + 8)[0]
                return (_EPOCH + dt.timedelta(microseconds=min(ticks, 3 * 10**18) // 10)).date() if ticks else None
    return None


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
