"""What lies beside the text of a Word document: comments, charts, diagrams, embedded files."""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from copilot.ingest.archive import Archive, member
from copilot.ingest.changes import Changes
from copilot.ingest.charts import CHART, add_chart
from copilot.ingest.docx_text import Reader, style_of, texts
from copilot.ingest.drawing import A, shown
from copilot.ingest.mail import Opener, add_attachment
from copilot.ingest.ole_objects import embedded_file
from copilot.ingest.ooxml import part_of
from copilot.ingest.parts import COMMENT, RESOLVED, Draft, one_line
from copilot.schemas.evidence import Locator

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_DIAGRAM = "diagramme"
_READ = (".docx", ".xlsx", ".pptx", ".pdf", ".xls", ".doc", ".msg", ".eml", ".txt", ".csv")


def add_comments(reader: Reader, archive: Archive) -> None:
    """Append the comments, each under the passage that it is about."""
    draft = reader.draft
    closed = _closed_threads(part_of(draft, archive, "word/commentsExtended.xml"))
    root = part_of(draft, archive, "word/comments.xml")
    for comment in root.iter(_W + "comment") if root is not None else ():
        draft.heading = one_line(reader.anchors.get(comment.get(_W + "id", ""), "")) or None
        lines = [texts(reader, p, style_of(reader, p.find(_W + "pPr")), shaded=False) for p in comment.iter(_W + "p")]
        author, said_on = comment.get(_W + "author") or None, day(comment.get(_W + "date", ""))
        keys = {paragraph.get(_W14 + "paraId", "") for paragraph in comment.iter(_W + "p")}
        place = Locator(part=RESOLVED if keys & closed else COMMENT)
        for hidden in (False, True):
            text = "\n".join(pair[hidden] for pair in lines)
            draft.add("comment", text, place, author=author, said_on=said_on, hidden=hidden)
    draft.heading = None


def _closed_threads(root: Element | None) -> set[str]:
    """The keys of the paragraphs of comments whose thread is resolved."""
    entries = list(root.iter(_W15 + "commentEx")) if root is not None else []
    closed = {entry.get(_W15 + "paraId", "") for entry in entries if entry.get(_W15 + "done") in ("1", "true")}
    closed |= {entry.get(_W15 + "paraId", "") for entry in entries if entry.get(_W15 + "paraIdParent") in closed}
    return closed - {""}


def day(stamp: str) -> dt.date | None:
    """The day of an ISO time."""
    try:
        return dt.date.fromisoformat(stamp[:10])
    except ValueError:
        return None


def add_charts(draft: Draft, archive: Archive, folder: str, changes: Changes) -> None:
    """Append the values that charts show, a row a category."""
    names = [name for name in archive.namelist() if name.startswith(f"{folder}chart") and name.endswith(".xml")]
    for number, name in enumerate(sorted(names, key=_in_order), start=1):
        root = part_of(draft, archive, name)
        if root is not None:
            add_chart(draft, root, Locator(part=f"{CHART} {number}" if len(names) > 1 else CHART), changes)


def _in_order(name: str) -> tuple[str, int]:
    """The order of numbered parts: the tenth comes after the second."""
    stem = name.rsplit(".", 1)[0]
    kind = stem.rstrip("0123456789")
    return kind, int(stem[len(kind) :] or 0)


def add_diagrams(draft: Draft, archive: Archive, changes: Changes) -> None:
    """Append the words of SmartArt diagrams."""
    names = [name for name in archive.namelist() if name.startswith("word/diagrams/data")]
    for name in sorted(names, key=_in_order):
        root = part_of(draft, archive, name)
        for paragraph in root.iter(A + "p") if root is not None else ():
            draft.add("item", shown(paragraph, changes), Locator(part=_DIAGRAM))


def add_objects(draft: Draft, archive: Archive, folder: str, open_attachment: Opener) -> None:
    """Append the files embedded in a document, as attachments; those behind charts say what the charts said."""
    behind_charts = set(_behind_charts(draft, archive, folder))
    for name in sorted(name for name in archive.namelist() if name.startswith(folder)):
        if name in behind_charts:
            continue
        short, data = posixpath.basename(name), member(archive, name) or b""
        found = (short, data) if posixpath.splitext(name)[1].lower() in _READ else embedded_file(short, data)
        if found is None:
            draft.warn(f"embedded object {short!r} was not read")
        else:
            add_attachment(draft, *found, open_attachment)


def _behind_charts(draft: Draft, archive: Archive, folder: str) -> Iterator[str]:
    for name in archive.namelist():
        if "/charts/_rels/" in name:
            root = part_of(draft, archive, name)
            for relation in root if root is not None else ():
                yield folder + posixpath.basename(relation.get("Target", ""))
