"""Mails: the newest message, what it quotes, its signature and the attachments that can be read."""

from __future__ import annotations

import binascii
import datetime as dt
import email
import email.policy
import re
from collections.abc import Callable
from email.errors import HeaderParseError, MessageError
from email.header import Header, decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from copilot.ingest.changes import Changes
from copilot.ingest.detect import detect
from copilot.ingest.encoding import decode, decode_as
from copilot.ingest.html import has_table, html_lines
from copilot.ingest.html_marks import BEGIN, announces_look, pieces_of, unmarked
from copilot.ingest.parts import ATTACHMENT, QUOTED_HEADER, Draft, Refused, clean, one_line
from copilot.ingest.quotes import display_name
from copilot.ingest.thread import add_thread
from copilot.schemas.evidence import Locator

Opener = Callable[[str, bytes], Draft]
"""Reads an attachment; raises Refused."""

_STRIKES = re.compile(r"<(?:s|strike|del)[ >]|line-through", re.I)
_MAX_PARTS = 200
_LONGEST_HEADER = 20_000
_NAMED = re.compile(r"([^\n:;,<>\"\[\]]{2,80}?)\s*<([^<>\s@]+@[^<>\s]+)>")


def read_mail(data: bytes, open_attachment: Opener) -> Draft:
    """The draft of an .eml file."""
    draft = Draft("message/rfc822", kind="mail")
    message = email.message_from_bytes(_as_ascii(data), policy=email.policy.compat32)
    for part in message.walk():
        _decode_raw_headers(part)
    fill_mail(draft, message, open_attachment)
    return draft


def fill_mail(draft: Draft, message: Message, open_attachment: Opener) -> None:
    """Read headers, body and attachments of a message into a draft."""
    draft.title = header(message, "Subject") or None
    draft.author = people(message, "From")[0] if people(message, "From") else None
    draft.recipients = tuple(dict.fromkeys([*people(message, "To"), *people(message, "Cc")]))
    draft.addresses = addresses(message)
    draft.date = sent_on(header(message, "Date"))
    plain, markup, files = _sorted_parts(message)
    add_body(draft, plain, markup)
    for name, content in files:
        add_attachment(draft, name, content, open_attachment)
    if not draft.segments and _is_encrypted(message):
        raise Refused("encrypted", "the mail is encrypted; save its text from the mail program")


def _is_encrypted(message: Message) -> bool:
    kinds = [part.get_content_type() for part in message.walk()]
    return any("pkcs7-mime" in kind or kind in ("multipart/encrypted", "application/pgp-encrypted") for kind in kinds)


def add_body(draft: Draft, plain: str | None, markup: str | None) -> None:
    """Append the body: the plain text if it says everything, else the visible text of the HTML."""
    if plain and plain.strip() and not (markup and _says_more(markup, plain)):
        lines = plain.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    else:
        changes = Changes()
        lines = html_lines(markup or "", changes, marked=True)
        changes.warn(draft)
    told = {number: pieces_of(line) for number, line in enumerate(lines, start=1) if BEGIN in line}
    plainly = [(number, unmarked(line)) for number, line in enumerate(lines, start=1)]
    add_thread(draft, plainly, lambda _, part: Locator(part=part), author=draft.author, answers=told)
    quoted = [s.text for s in draft.segments if s.locator.part == QUOTED_HEADER]
    named = [f"{quote_name(name)} <{address}>" for text in quoted for name, address in _NAMED.findall(text)]
    draft.addresses = tuple(dict.fromkeys([*draft.addresses, *named]))


def _says_more(markup: str, plain: str) -> bool:
    """Whether the HTML keeps a table that the plain text has lost, or the plain text only asks for a better reader."""
    if has_table(markup) or _STRIKES.search(markup) or announces_look(plain):
        return True
    shown = " ".join(html_lines(markup)).split()
    return len(plain.split()) < 0.2 * len(shown) and len(shown) > 30


def add_attachment(draft: Draft, name: str, content: bytes, open_attachment: Opener) -> None:
    """Append the segments of an attachment, or a warning that says why it was not read."""
    try:
        inner = open_attachment(name, content)
    except Refused as refusal:
        draft.warn(f"attachment {name!r} was not read: {refusal.detail}")
        return
    add_draft(draft, name, inner)


def add_draft(draft: Draft, name: str, inner: Draft) -> None:
    """Append what was read from an attachment; an invitation repeats the mail it came with only once."""
    draft.warnings.extend(f"attachment {name!r}: {warning}" for warning in inner.warnings)
    known = {segment.text for segment in draft.segments} if inner.media_type == "text/calendar" else set()
    for segment in inner.segments:
        if segment.text in known:
            continue
        part = f"{ATTACHMENT}: {name}" + (f", {segment.locator.part}" if segment.locator.part else "")
        differs = inner.date if inner.date != draft.date else None
        draft.segments.append(
            segment.model_copy(
                update={
                    "ordinal": len(draft.segments),
                    "locator": segment.locator.model_copy(update={"part": part}),
                    "said_on": segment.said_on or differs,
                    "author": segment.author or (inner.author if inner.kind == "mail" else None),
                    "heading": segment.heading or name,
                }
            )
        )


def header(message: Message, name: str) -> str:
    """The decoded value of a header, empty when it is not there."""
    return one_line(clean(decoded_header(str(message.get(name, ""))[:_LONGEST_HEADER])))


def people(message: Message, name: str) -> list[str]:
    """The display names (or addresses) of a header that names people."""
    raw = [str(value)[:_LONGEST_HEADER] for value in message.get_all(name, [])[:_MAX_PARTS]]
    found: list[str] = []
    for shown, address in getaddresses(raw):
        shown = one_line(clean(decoded_header(shown)))
        person = display_name(shown) if re.search(r"[^\W\d_]", shown) else None
        person = person or address.strip() or shown
        if person:
            found.append(person)
    if not found and any(value.strip() for value in raw):
        person = display_name(header(message, name))
        found = [person] if person else []
    return found


def quote_name(name: str) -> str:
    """A display name as it stands before an address."""
    name = one_line(name).strip(" \"'")
    return f'"{name}"' if re.search(r"[,;:()@.]", name) else name


def addresses(message: Message) -> tuple[str, ...]:
    """« Name <address> » of everyone on the mail."""
    raw = [str(value)[:_LONGEST_HEADER] for name in ("From", "To", "Cc") for value in message.get_all(name, [])]
    pairs = [(one_line(clean(decoded_header(shown))), address) for shown, address in getaddresses(raw)]
    return tuple(dict.fromkeys(f"{quote_name(name)} <{address}>".strip() for name, address in pairs if "@" in address))


def sent_on(value: str) -> dt.date | None:
    """The day in the sender's time zone."""
    try:
        return parsedate_to_datetime(value).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _decode_raw_headers(part: Message) -> None:
    """Headers whose bytes are not ASCII, as old programs write them, become text."""
    for name in {name for name, value in part.items() if isinstance(value, Header)}:
        values = part.get_all(name, [])
        del part[name]
        for value in values:
            part[name] = decoded_header(value) if isinstance(value, Header) else value


def _as_ascii(data: bytes) -> bytes:
    """The bytes for the parser: wide encodings as UTF-8, no mark in front."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:200]:
        return decode(data).lstrip("\ufeff").encode("utf-8", "replace")
    return data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")


def decoded_header(value: str | Header) -> str:
    """The value of a header as people read it."""
    value = re.sub(r"\r?\n[ \t]+", " ", value) if isinstance(value, str) else value
    try:
        chunks = decode_header(value)
    except (HeaderParseError, binascii.Error, ValueError):
        return str(value)
    text = ""
    for chunk, charset in chunks:
        if isinstance(chunk, str):
            text += chunk.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        else:
            text += _charset(chunk, charset)
    return text


def _charset(data: bytes, charset: str | None) -> str:
    return decode_as(data, charset) if charset else decode(data)


def _sorted_parts(message: Message) -> tuple[str | None, str | None, list[tuple[str, bytes]]]:
    """The plain text, the HTML and the attachments of a message."""
    plain: list[str] = []
    markup: list[str] = []
    files: list[tuple[str, bytes]] = []
    for part in _leaves(message, 0):
        kind = part.get_content_type()
        name = one_line(clean(decoded_header(part.get_filename() or "")))
        inline = "attachment" not in str(part.get("Content-Disposition", "")).lower()
        payload = part.get_payload()
        if kind == "message/rfc822" and isinstance(payload, list):
            for inner in payload:
                if isinstance(inner, Message):
                    files.append((name or f"{header(inner, 'Subject') or 'message'}.eml", inner.as_bytes()))
        elif inline and kind in ("text/plain", "text/html") and not (name and markup + plain):
            (plain if kind == "text/plain" else markup).append(_body_text(part))
        elif kind == "text/calendar":
            invitation = (name or "invitation.ics", _payload(part))
            files += [invitation] if invitation[1] not in [content for _, content in files] else []
        elif (inline and part.get_content_maintype() in ("image", "audio", "video")) or "signature" in kind:
            continue
        elif name or not inline:
            content = _payload(part)
            files.append((name or _named_by_content(content), content))
    unique = list(dict.fromkeys(files))
    return "\n".join(plain) if plain else None, "\n".join(markup) if markup else None, unique[:_MAX_PARTS]


def _named_by_content(content: bytes) -> str:
    """A name for an attachment that comes without one."""
    try:
        return f"attachment.{detect('', content)}"
    except Refused:
        return "attachment"


def _leaves(message: Message, depth: int) -> list[Message]:
    payload = message.get_payload()
    if not isinstance(payload, list) or message.get_content_type() == "message/rfc822" or depth > 10:
        return [message]
    return [leaf for part in payload if isinstance(part, Message) for leaf in _leaves(part, depth + 1)]


def _payload(part: Message) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except (MessageError, binascii.Error, ValueError, AssertionError):
        return b""
    return payload if isinstance(payload, bytes) else b""


def _body_text(part: Message) -> str:
    try:
        text = _charset(_payload(part), part.get_content_charset())
    except (LookupError, ValueError):
        text = decode(_payload(part))
    if part.get_content_type() == "text/plain" and str(part.get_param("format", "")).lower() == "flowed":
        text = re.sub(r"(?m)^(?!-- $)(.*\S) \r?\n(?=[^>\s])", r"\1 ", text)
    return text
