"""Web pages in one file (.mht), as Word, Excel and browsers save them: the page, or the sheets of a workbook."""

from __future__ import annotations

import email
import email.policy
from email.message import Message

from copilot.ingest.encoding import decode, decode_as
from copilot.ingest.html import read_html
from copilot.ingest.parts import Draft, Refused

MEDIA_TYPE = "multipart/related"
_MAX_PARTS = 200


def read_mht(data: bytes) -> Draft:
    """The draft of the page in the file; raises Refused when there is none."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    pages = [part for part in list(message.walk())[:_MAX_PARTS] if part.get_content_type() == "text/html"]
    draft = Draft(MEDIA_TYPE)
    for page in pages:
        inner = read_html(_markup(page))
        draft.title = draft.title or inner.title
        draft.date, draft.author = draft.date or inner.date, draft.author or inner.author
        for warning in inner.warnings:
            draft.warn(warning)
        for segment in inner.segments:
            draft.segments.append(segment.model_copy(update={"ordinal": len(draft.segments)}))
    if not pages:
        raise Refused("truncated", "the file holds no page; save it again")
    return draft


def _markup(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset()
    return (decode_as(raw, charset) if charset else decode(raw)).encode("utf-8", "replace")
