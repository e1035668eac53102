"""Documents of other formats that a Word document takes in (« altChunk »), read where they stand."""

from __future__ import annotations

import posixpath

from copilot.ingest.archive import Archive, member
from copilot.ingest.mail import Opener
from copilot.ingest.ooxml import targets
from copilot.ingest.parts import Draft, Refused
from copilot.schemas.evidence import Locator


def add_chunk(draft: Draft, archive: Archive, main: str, key: str, place: Locator, open_file: Opener) -> None:
    """Append what a part says that Word shows as paragraphs of the document."""
    path = dict(targets(archive, main)).get(key, "")
    data = member(archive, path)
    if data is None:
        return
    name = posixpath.basename(path)
    try:
        inner = open_file(name, data)
    except Refused as refusal:
        draft.warn(f"attachment {name!r} was not read: {refusal.detail}")
        return
    for warning in inner.warnings:
        draft.warn(warning)
    above = draft.heading
    for one in inner.segments:
        kind = "heading" if one.kind == "title" else one.kind
        at = place.model_copy(update={"row": one.locator.row})
        draft.add(
            kind, one.text, at, header=one.header, cells=one.cells, author=one.author, said_on=one.said_on,
            hidden=one.hidden,
        )  # fmt: skip
    draft.heading = above
