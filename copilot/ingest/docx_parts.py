"""What lies beside the text of a Word document: comments, charts, diagrams, embedded files; and its equations."""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from copilot.ingest.archive import Archive, member, xml
from copilot.ingest.mail import Opener, add_attachment
from copilot.ingest.parts import COMMENT, Draft, one_line
from copilot.ingest.tables import Row, add_rows, row_of
from copilot.ingest.values import number_text
from copilot.schemas.evidence import Locator

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_CHART, _DIAGRAM = "graphique", "diagramme"
_READ = (".docx", ".xlsx", ".pptx", ".pdf", ".xls", ".doc", ".msg", ".eml", ".txt", ".csv")
_MAX_POINTS = 2_000


def add_comments(draft: Draft, archive: Archive, anchors: dict[str, str]) -> None:
    """Append the comments, each under the passage that it is about."""
    root = xml(archive, "word/comments.xml")
    for comment in root.iter(_W + "comment") if root is not None else ():
        draft.heading = one_line(anchors.get(comment.get(_W + "id", ""), "")) or None
        draft.add(
            "comment",
            "\n".join("".join(t.text or "" for t in p.iter(_W + "t")) for p in comment.iter(_W + "p")),
            Locator(part=COMMENT),
            author=comment.get(_W + "author") or None,
            said_on=day(comment.get(_W + "date", "")),
        )
    draft.heading = None


def day(stamp: str) -> dt.date | None:
    """The day of an ISO time."""
    try:
        return dt.date.fromisoformat(stamp[:10])
    except ValueError:
        return None


def add_charts(draft: Draft, archive: Archive, folder: str) -> None:
    """Append the values that charts show, a row a category."""
    names = sorted(name for name in archive.namelist() if name.startswith(f"{folder}chart") and name.endswith(".xml"))
    for number, name in enumerate(names, start=1):
        root = xml(archive, name)
        if root is None:
            continue
        part = f"{_CHART} {number}" if len(names) > 1 else _CHART
        titles = ["".join(t.text or "" for t in title.iter(_A + "t")) for title in root.iter(_C + "title")]
        draft.add("paragraph", next(filter(None, titles), ""), Locator(part=part))
        series = list(root.iter(_C + "ser"))
        categories = next((found for one in series if (found := _points(one, "cat"))), {})
        values = [_points(one, "val") for one in series]
        names_ = [next(iter(_points(one, "tx").values()), "") for one in series]
        rows = [Row(1, ["", *names_], marked=True)]
        for at in sorted({index for one in values for index in one})[:_MAX_POINTS]:
            rows.append(Row(at + 2, [categories.get(at, str(at + 1)), *(_number(one.get(at, "")) for one in values)]))
        if len(rows) > 1:
            add_rows(draft, rows, row_of(part=part))


def _points(series: Element, kind: str) -> dict[int, str]:
    found = series.find(_C + kind)
    points = found.iter(_C + "pt") if found is not None else ()
    return {int(p.get("idx", "0")): p.findtext(_C + "v") or "" for p in points if p.get("idx", "0").isdigit()}


def _number(text: str) -> str:
    try:
        return number_text(float(text))
    except ValueError:
        return text


def add_diagrams(draft: Draft, archive: Archive) -> None:
    """Append the words of SmartArt diagrams."""
    for name in sorted(name for name in archive.namelist() if name.startswith("word/diagrams/data")):
        root = xml(archive, name)
        for paragraph in root.iter(_A + "p") if root is not None else ():
            draft.add("item", "".join(t.text or "" for t in paragraph.iter(_A + "t")), Locator(part=_DIAGRAM))


def add_objects(draft: Draft, archive: Archive, folder: str, open_attachment: Opener) -> None:
    """Append the files embedded in a document, as attachments; those behind charts say what the charts said."""
    behind_charts = set(_behind_charts(archive, folder))
    for name in sorted(name for name in archive.namelist() if name.startswith(folder)):
        if name in behind_charts:
            continue
        if posixpath.splitext(name)[1].lower() not in _READ:
            draft.warn(f"embedded object {posixpath.basename(name)!r} was not read")
        else:
            add_attachment(draft, posixpath.basename(name), member(archive, name) or b"", open_attachment)


def _behind_charts(archive: Archive, folder: str) -> Iterator[str]:
    for name in archive.namelist():
        if "/charts/_rels/" in name:
            root = xml(archive, name)
            for relation in root if root is not None else ():
                yield folder + posixpath.basename(relation.get("Target", ""))


def math_text(node: Element) -> str:
    """An equation on one line: a fraction as « a/b », a power as « a^b », an index as « a_b »."""
    parts = {child.tag.removeprefix(_M): child for child in node}
    if node.tag == _M + "t":
        return node.text or ""
    if node.tag == _M + "f":
        return f"{_inside(parts, 'num')}/{_inside(parts, 'den')}"
    if node.tag == _M + "rad":
        return f"{math_text(parts['deg']) if 'deg' in parts else ''}√{_inside(parts, 'e')}"
    if node.tag in (_M + "sSup", _M + "sSub"):
        mark, which = ("^", "sup") if node.tag == _M + "sSup" else ("_", "sub")
        return f"{math_text(parts['e']) if 'e' in parts else ''}{mark}{_inside(parts, which)}"
    return "".join(math_text(child) for child in node)


def _inside(parts: dict[str, Element], name: str) -> str:
    text = math_text(parts[name]) if name in parts else ""
    return text if len(text) <= 1 or text.replace(",", "").replace(".", "").isalnum() else f"({text})"
