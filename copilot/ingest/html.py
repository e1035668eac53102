"""HTML pages and mail bodies: the text that a reader sees, block by block. Nothing is ever loaded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from bs4 import BeautifulSoup
from bs4.element import Comment, Declaration, Doctype, NavigableString, PageElement, ProcessingInstruction, Tag

from copilot.ingest.changes import Changes
from copilot.ingest.encoding import decode, decode_as
from copilot.ingest.html_asides import take_asides
from copilot.ingest.html_lists import NUMBERED, is_word_item, label_of, number_items, waiting, word_label
from copilot.ingest.html_look import Look, is_struck, style_sheet, take_hidden
from copilot.ingest.html_marks import mark_answers
from copilot.ingest.page_head import published, written_by
from copilot.ingest.parts import BOILERPLATE, FOOTER, TABLE, Draft, clean, one_line
from copilot.ingest.tables import Row, add_rows, joined, row_of
from copilot.ingest.talk import use_turns
from copilot.schemas.evidence import Locator, SegmentKind

_DROPPED = {
    "script",
    "style",
    "noscript",
    "template",
    "head",
    "svg",
    "iframe",
    "object",
    "embed",
    "canvas",
    "audio",
    "video",
    "nav",
    "button",
    "datalist",
    "map",
}
_FIELDS = {"input", "select", "textarea"}
_UNTYPED = {"hidden", "password", "submit", "button", "reset", "file", "image"}
_BLOCKS = {
    "p",
    "div",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "aside",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "li",
    "pre",
    "blockquote",
    "figure",
    "figcaption",
    "address",
    "center",
    "body",
    "html",
    "form",
    "fieldset",
    "details",
    "summary",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "td",
    "th",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
}
_MAX_DEPTH = 150
_LONG_TERM = 90
_LONG_CELL, _MANY_LONG, _LONGEST_CELL = 400, 0.34, 4000
"""Characters of a long cell, and the share of such cells and the length from which a table lays out a page."""


class Piece(NamedTuple):
    """A block of text, or a table; `depth` counts the block quotes around it."""

    kind: SegmentKind
    text: str
    depth: int = 0
    hidden: bool = False
    table: tuple[Row, ...] = ()


def read_html(data: bytes) -> Draft:
    """The draft of a web page."""
    markup = _decoded(data)
    draft = Draft("text/html")
    soup = BeautifulSoup(markup, "html.parser")
    changes = Changes()
    take_back(soup, changes)
    if soup.title and soup.title.string:
        draft.title = one_line(clean(soup.title.string)) or None
    draft.date, draft.author = published(soup), written_by(soup)
    asides = take_asides(soup)
    add_pieces(draft, pieces(soup))
    use_turns(draft)
    for aside in asides:
        _add_aside(draft, aside)
    changes.warn(draft)
    return draft


def take_back(soup: Tag, changes: Changes) -> None:
    """Take struck-out text out of a page, and note it."""
    sheet = style_sheet(soup)
    for tag in soup.find_all(lambda tag: is_struck(tag, sheet)):
        if tag.decomposed:
            continue
        changes.strike(tag.get_text(" "))
        changes.end()
        tag.replace_with(" ")


def _add_aside(draft: Draft, aside: Tag) -> None:
    before = len(draft.segments)
    draft.heading = None
    add_pieces(draft, pieces(aside))
    draft.segments[before:] = [
        segment.model_copy(
            update={"kind": "comment", "heading": None, "locator": Locator(part=f"{FOOTER}, {BOILERPLATE}")}
        )
        for segment in draft.segments[before:]
    ]


def add_pieces(draft: Draft, found: Iterator[Piece]) -> None:
    """Append pieces to a draft, tables as rows."""
    tables = 0
    paragraphs = 0
    for piece in found:
        if piece.table:
            tables += 1
            part = f"{TABLE} {tables}"
            hidden = frozenset(row.number for row in piece.table) if piece.hidden else frozenset[int]()
            add_rows(draft, piece.table, row_of(part=part), hidden=hidden)
        else:
            paragraphs += 1
            draft.add(piece.kind, piece.text, Locator(part=f"§ {paragraphs}"), hidden=piece.hidden)


def html_lines(markup: str, changes: Changes | None = None, *, marked: bool = False) -> list[str]:
    """The lines of a mail body: block quotes as '>' marks, rows of tables with bars between the cells.

    Struck-out text is left out; `changes` notes it. Answers told by their look are between marks if `marked`.
    """
    lines: list[str] = []
    soup = BeautifulSoup(markup, "html.parser")
    take_back(soup, changes or Changes())
    if marked:
        mark_answers(soup)
    for piece in pieces(soup):
        if piece.hidden:
            continue
        mark = "> " * piece.depth
        rows = [joined([one_line(cell) for cell in row.cells]) for row in piece.table]
        bullet = "- " if piece.kind == "item" else ""
        texts = (
            rows
            if piece.table
            else [(bullet if not NUMBERED.match(line) else "") + line for line in piece.text.split("\n")]
        )
        lines.extend(mark + text for text in texts)
        lines.append(mark.strip())
    return lines


def has_table(markup: str) -> bool:
    """Whether a mail body holds a table of data that is seen."""
    if markup.lower().count("<td") + markup.lower().count("<th") < 4:
        return False
    return any(piece.table and not piece.hidden for piece in pieces(BeautifulSoup(markup, "html.parser")))


def pieces(node: Tag) -> Iterator[Piece]:
    """The visible blocks below `node`, in order."""
    buffer: list[str] = []
    page = next((tag for tag in node.parents if isinstance(tag, BeautifulSoup)), node)
    for piece in _walk(node, buffer, "paragraph", _Around(style_sheet(page)), level=0):
        if piece.table or piece.text.strip():
            yield piece
    yield from _flush(buffer, "paragraph", 0, hidden=False)


class _Around(NamedTuple):
    """What holds for the text at a place of the page."""

    sheet: dict[str, str]
    look: Look = Look()
    depth: int = 0


def _walk(node: Tag, buffer: list[str], kind: SegmentKind, around: _Around, *, level: int) -> Iterator[Piece]:
    for child in node.children:
        if isinstance(child, Comment | Declaration | Doctype | ProcessingInstruction):
            continue
        if isinstance(child, NavigableString):
            buffer.append(str(child) if node.name == "pre" else one_line_keep_ends(str(child)))
        elif isinstance(child, Tag) and child.name in _FIELDS:
            buffer.append(f" {_filled_in(child)} ")
        elif isinstance(child, Tag) and child.name not in _DROPPED:
            yield from _walk_tag(child, buffer, kind, around, level=level + 1)


def _walk_tag(tag: Tag, buffer: list[str], kind: SegmentKind, around: _Around, *, level: int) -> Iterator[Piece]:
    if level > _MAX_DEPTH:
        buffer.append(tag.get_text(" "))
        return
    if tag.name == "br":
        buffer.append("\n")
        return
    if (label := word_label(tag)) is not None:
        buffer.append(label)
        return
    look = around.look.inside(tag, around.sheet)
    hidden, depth = around.look.hidden, around.depth
    if tag.name not in _BLOCKS and look.hidden == hidden:
        yield from _walk(tag, buffer, kind, around._replace(look=look), level=level)
        return
    yield from _flush(buffer, kind, depth, hidden=hidden)
    # Gmail frames the quotes of a message and the answers between them alike.
    framed = "gmail_quote" in (tag.get("class") or []) and tag.find("blockquote") is None
    quoted = tag.name == "blockquote" or framed
    inner = _Around(around.sheet, look, depth + 1 if quoted else depth)
    if (tag.name == "table" and _is_data(tag)) or (tag.name == "dl" and _is_terms(tag)):
        yield from _table(tag, inner)
        return
    own = _kind(tag, kind)
    if tag.name == "ol":
        number_items(tag)
    elif tag.name == "li":
        buffer.append(label_of(tag))
    yield from _walk(tag, buffer, own, inner, level=level)
    yield from _flush(buffer, own, inner.depth, hidden=look.hidden)
    if tag.name == "li":
        buffer.clear()


def _table(tag: Tag, around: _Around) -> Iterator[Piece]:
    """The rows of a table or of a list of terms, and what is hidden in them."""
    taken = "" if around.look.gone else take_hidden(tag, around.look, around.sheet)
    rows = tuple(_rows(tag) if tag.name == "table" else _terms(tag))
    yield Piece("row", "", around.depth, around.look.gone, rows)
    yield Piece("paragraph", one_line(clean(taken)), around.depth, hidden=True)


def _kind(tag: Tag, kind: SegmentKind) -> SegmentKind:
    if tag.name in ("h1", "h2", "h3", "h4", "h5", "h6"):
        return "heading"
    if tag.name in ("li", "dd") or is_word_item(tag):
        return "item"
    return kind if tag.name in ("p", "div") else "paragraph"


def _flush(buffer: list[str], kind: SegmentKind, depth: int, *, hidden: bool) -> Iterator[Piece]:
    if labels := waiting(buffer):
        buffer[:] = labels
        return
    text = "\n".join(line.strip(" \t") for line in "".join(buffer).split("\n"))
    buffer.clear()
    for block in re.split(r"\n{2,}", text.strip("\n")):
        if block.strip():
            yield Piece(kind, re.sub(r"[ \t]+", " ", block).strip(), depth, hidden)


def one_line_keep_ends(text: str) -> str:
    """The text with runs of blanks as one, those at its ends too."""
    return re.sub(r"[ \t\n\r\f]+", " ", text)


def _filled_in(field: Tag) -> str:
    """What a form says in a field: the words typed, the choice made, a box ticked or not."""
    kind = str(field.get("type") or "text").lower()
    if field.name == "textarea":
        return one_line_keep_ends(field.get_text())
    if field.name == "select":
        return ", ".join(one_line(o.get_text(" ")) for o in field.find_all("option") if o.has_attr("selected"))
    if kind in ("checkbox", "radio"):
        return "☒" if field.has_attr("checked") else "☐"
    return "" if kind in _UNTYPED else one_line(str(field.get("value") or ""))


def _is_terms(tag: Tag) -> bool:
    """Whether a list gives each of its terms an answer of one line: « Client : Dupond »."""
    names = [child.name for child in tag.children if isinstance(child, Tag)]
    lone = all(after == "dd" for name, after in pairwise([*names, "dt"]) if name == "dt")
    short = all(len(term.get_text(" ")) <= _LONG_TERM for term in tag.find_all("dt"))
    return bool(names) and names[0] == "dt" and set(names) <= {"dt", "dd"} and lone and short


def _terms(tag: Tag) -> Iterator[Row]:
    term, said, at = "", "", 0
    for child in [*tag.find_all(["dt", "dd"], recursive=False), None]:
        if child is None or child.name == "dt":
            if term and said:
                at += 1
                yield Row(at, [term, said])
            term, said = one_line(clean(child.get_text(" "))) if child is not None else "", ""
        else:
            said = f"{said} {one_line(clean(child.get_text(' ')))}".strip()


def _is_data(table: Tag) -> bool:
    """A table of data, not one that lays out the page."""
    if table.find("table") is not None:
        return False
    rows = [_row_cells(row) for row in table.find_all("tr")]
    wide = [row for row in rows if len(row) > 1]
    lengths = [len(_said_in(cell)) for row in rows for cell in row]
    long = sum(length > _LONG_CELL for length in lengths)
    return len(wide) >= 2 and max(lengths, default=0) <= _LONGEST_CELL and long <= _MANY_LONG * len(lengths)


def _row_cells(row: Tag) -> list[Tag]:
    """The cells of a row; a cell that nothing closes holds the next ones of its row, and no other row's."""
    return [tag for tag in _inside(row) if isinstance(tag, Tag) and tag.name in ("td", "th")]


def _said_in(cell: Tag) -> str:
    """The text of a cell without that of cells and rows that it only holds because nothing closed it."""
    pieces: list[str] = []
    for node in _inside(cell, "td", "th"):
        if isinstance(node, NavigableString) and not isinstance(node, Comment | Declaration | Doctype):
            pieces.append(str(node))
    return " ".join(filter(None, (piece.strip() for piece in pieces)))


def _inside(tag: Tag, *shut: str) -> Iterator[PageElement]:
    """What stands in a tag, in its order, without what is in rows inside it and in tags of these names."""
    pending = list(reversed(tag.contents))
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node, Tag) and node.name not in ("tr", *shut):
            pending.extend(reversed(node.contents))


def _rows(table: Tag) -> Iterator[Row]:
    for number, row in enumerate(table.find_all("tr"), start=1):
        found = _row_cells(row)
        cells: list[str] = []
        for cell in found:
            span = str(cell.get("colspan") or "1")
            cells.extend([one_line(clean(_said_in(cell)))] + [""] * (min(int(span), 50) - 1 if span.isdigit() else 0))
        if any(cells):
            yield Row(number, cells, marked=bool(found) and all(cell.name == "th" for cell in found))


def _decoded(data: bytes) -> str:
    declared = re.search(rb"charset\s*=\s*[\"']?\s*([\w-]+)", data[:2048], re.I)
    if declared and b"\0" not in data[:100] and not data.startswith(b"\xef\xbb\xbf"):
        return decode_as(data, declared[1].decode("ascii"))
    return decode(data)
