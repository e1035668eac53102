"""What lies beside the text of a PDF's pages: filled-in forms, comments, attached files; and its pictures of pages."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from copilot.ingest.mail import Opener, add_attachment
from copilot.ingest.parts import COMMENT, FORM, Draft, clean, one_line
from copilot.schemas.evidence import Locator

_COMMENTS = ("/Text", "/FreeText", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Square", "/Stamp", "/Ink")
_MOST = 2_000
_LEAST_PICTURE = 300
"""pixels: smaller pictures are logos"""
BROKEN = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, OSError, NotImplementedError)


def add_form(draft: Draft, reader: Any) -> None:
    """Append the fields of a form that were filled in: they are no part of the pages' text."""
    for name, found in list((reader.get_fields() or {}).items())[:_MOST]:
        value = found.get("/V")
        label = one_line(clean(str(found.get("/TU") or name)))
        text = one_line(clean(str(value))) if value is not None else ""
        if found.get("/FT") == "/Btn":
            text = "" if text in ("/Off", "") else "x"
        if text:
            draft.add("paragraph", f"{label}\u00a0: {text.removeprefix('/')}", Locator(part=FORM))


def add_notes(draft: Draft, pages: Iterable[Any]) -> None:
    """Append what people noted on the pages, with their name and day."""
    for number, page in enumerate(pages, start=1):
        for reference in list(page.get("/Annots") or ())[:_MOST]:
            note = reference.get_object()
            if not hasattr(note, "get") or note.get("/Subtype") not in _COMMENTS:
                continue
            text = str(note.get("/Contents") or "")
            author = one_line(clean(str(note.get("/T") or ""))) or None
            said_on = _day(str(note.get("/M") or note.get("/CreationDate") or ""))
            draft.add("comment", text, Locator(page=number, part=COMMENT), author=author, said_on=said_on)


def add_files(draft: Draft, reader: Any, open_attachment: Opener) -> None:
    """Append the files attached to a PDF."""
    for name, contents in list(reader.attachments.items())[:50]:
        for content in contents:
            add_attachment(draft, one_line(clean(name)), content, open_attachment)


def _day(stamp: str) -> dt.date | None:
    hit = re.match(r"(?:D:)?(\d{4})(\d{2})(\d{2})", stamp)
    try:
        return dt.date(int(hit[1]), int(hit[2]), int(hit[3])) if hit else None
    except ValueError:
        return None


def pictures(page: Any) -> Iterator[bytes]:
    """The large pictures of a page, as PNG."""
    import io

    for found in page.images:
        picture = found.image
        if picture is not None and min(picture.size) >= _LEAST_PICTURE:
            out = io.BytesIO()
            picture.convert("L").save(out, "PNG")
            yield out.getvalue()


def has_picture(page: Any) -> bool:
    """Whether a page shows a picture, or draws something that is no text."""
    resources = page.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources is not None else None
    named = objects.get_object().values() if objects is not None else ()
    return any(one.get_object().get("/Subtype") in ("/Image", "/Form") for one in named)


def ranges(numbers: Sequence[int]) -> str:
    """« 1-3, 7 »."""
    parts: list[str] = []
    start = before = None
    for number in [*numbers, None]:
        if before is not None and number == before + 1:
            before = number
            continue
        if start is not None:
            parts.append(str(start) if start == before else f"{start}-{before}")
        start = before = number
    return ", ".join(parts[:20]) + ("…" if len(parts) > 20 else "")
