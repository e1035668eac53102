"""PowerPoint decks: titles, text, tables, charts and speaker notes, slide by slide."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from copilot.ingest.archive import open_archive, refuse_unsafe_xml
from copilot.ingest.changes import Changes
from copilot.ingest.docx_parts import day
from copilot.ingest.ooxml import add_properties, transitional
from copilot.ingest.parts import COMMENT, TABLE, Draft, clean, one_line
from copilot.ingest.tables import Row, add_rows, row_of
from copilot.ingest.values import number_text
from copilot.schemas.evidence import Locator, Segment

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_BODY_TYPES = ("BODY", "OBJECT", "VERTICAL_BODY", "VERTICAL_OBJECT")


def read_pptx(data: bytes) -> Draft:
    """The draft of a deck; hidden slides and shapes off the slide are marked."""
    from pptx import Presentation

    data = transitional(data)
    refuse_unsafe_xml(open_archive(data))
    deck = Presentation(io.BytesIO(data))
    draft = Draft(MEDIA_TYPE)
    size = (deck.slide_width or 0, deck.slide_height or 0)
    people = _people(deck)
    changes = Changes()
    for number, slide in enumerate(deck.slides, start=1):
        _read_slide(draft, slide, number, size, people, changes)
    changes.warn(draft)
    add_properties(draft, deck.core_properties.title, deck.core_properties.author)
    return draft


def _read_slide(
    draft: Draft, slide: Any, number: int, size: tuple[int, int], people: dict[str, str], changes: Changes
) -> None:
    before = len(draft.segments)
    hidden = slide._element.get("show") == "0"
    draft.heading = None
    title = slide.shapes.title
    place = Locator(slide=number)
    if title is not None and title.has_text_frame and clean(title.text_frame.text):
        text = one_line(clean(" ".join(_shown(paragraph._p, changes) for paragraph in title.text_frame.paragraphs)))
        draft.add("title" if number == 1 else "heading", text, place)
        draft.heading = text
        if number == 1 and not hidden:
            draft.title = text
    tables = 0
    for shape in _flat(slide.shapes):
        if title is not None and shape.shape_id == title.shape_id:
            continue
        tables += 1 if getattr(shape, "has_table", False) else 0
        start = len(draft.segments)
        _read_shape(draft, shape, number, tables, changes)
        if _is_off(shape, size):
            _mark_hidden(draft.segments, start)
    _read_notes(draft, slide, place, changes)
    _read_comments(draft, slide, place, people)
    if hidden:
        _mark_hidden(draft.segments, before)


def _mark_hidden(segments: list[Segment], start: int) -> None:
    segments[start:] = [segment.model_copy(update={"hidden": True}) for segment in segments[start:]]


def _flat(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _flat(shape.shapes)
        else:
            yield shape


def _is_off(shape: Any, size: tuple[int, int]) -> bool:
    """Whether the shape lies wholly outside the slide, where only a machine reads it."""
    if None in (shape.left, shape.top, shape.width, shape.height) or shape._element.getparent().tag.endswith("}grpSp"):
        return False
    return bool(
        shape.left >= size[0] or shape.top >= size[1] or shape.left + shape.width <= 0 or shape.top + shape.height <= 0
    )


def _read_shape(draft: Draft, shape: Any, number: int, table: int, changes: Changes) -> None:
    if getattr(shape, "has_table", False):
        add_rows(
            draft, _rows(shape.table, changes), row_of(slide=number, part=f"{TABLE} {table}" if table > 1 else None)
        )
    elif getattr(shape, "has_chart", False):
        _read_chart(draft, shape.chart, number)
    elif shape.has_text_frame:
        body = shape.is_placeholder and shape.placeholder_format.type is not None
        listed = body and shape.placeholder_format.type.name in _BODY_TYPES
        for paragraph in shape.text_frame.paragraphs:
            text = _shown(paragraph._p, changes)
            properties = paragraph._p.find(_A + "pPr")
            bullet = properties is not None and (
                properties.find(_A + "buChar") is not None or properties.find(_A + "buAutoNum") is not None
            )
            draft.add("item" if listed or bullet else "paragraph", text, Locator(slide=number))
    else:
        _read_diagram(draft, shape, number)


def _shown(paragraph: Any, changes: Changes) -> str:
    """The text of a paragraph without what is struck out, which is noted."""
    text = ""
    for piece in paragraph.iter(_A + "t", _A + "br"):
        run = piece.getparent().find(_A + "rPr")
        said = " " if piece.tag == _A + "br" else piece.text or ""
        if run is not None and run.get("strike") in ("sngStrike", "dblStrike"):
            changes.strike(said)
        else:
            changes.end()
            text += said
    return text


def _rows(table: Any, changes: Changes) -> list[Row]:
    """The rows of a table; a cell merged downwards says the same on each of its rows."""
    found: list[Row] = []
    above: list[str] = []
    for at, row in enumerate(table.rows, start=1):
        cells = [one_line(clean(_cell(cell, changes))) for cell in row.cells]
        down = [cell._tc.get("vMerge") in ("1", "true") for cell in row.cells]
        cells = [above[i] if down[i] and not text and i < len(above) else text for i, text in enumerate(cells)]
        above = cells
        found.append(Row(at, cells, marked=at == 1 and table.first_row))
    return found


def _cell(cell: Any, changes: Changes) -> str:
    return "\n".join(_shown(paragraph._p, changes) for paragraph in cell.text_frame.paragraphs)


def _read_chart(draft: Draft, chart: Any, number: int) -> None:
    place = Locator(slide=number, part="graphique")
    if chart.has_title and chart.chart_title.has_text_frame:
        draft.add("paragraph", chart.chart_title.text_frame.text, place)
    for plot in chart.plots:
        series = list(plot.series)
        names = ["", *(str(one.name or "") for one in series)]
        rows = [Row(1, names, marked=True)]
        for at, category in enumerate(plot.categories):
            values = [one.values[at] if at < len(one.values) else None for one in series]
            rows.append(
                Row(at + 2, [str(category), *("" if value is None else number_text(value) for value in values)])
            )
        add_rows(draft, rows, row_of(slide=number, part="graphique"))


def _read_diagram(draft: Draft, shape: Any, number: int) -> None:
    """The text of a SmartArt diagram, which lies in a part of its own."""
    for node in shape._element.iter("{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"):
        key = node.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}dm")
        if key and key in shape.part.rels and not shape.part.rels[key].is_external:
            for text in _paragraphs(shape.part.rels[key].target_part.blob):
                draft.add("item", text, Locator(slide=number))


def _paragraphs(blob: bytes) -> Iterator[str]:
    for paragraph in _tree(blob).iter(_A + "p"):
        yield "".join(text.text or "" for text in paragraph.iter(_A + "t"))


def _read_notes(draft: Draft, slide: Any, place: Locator, changes: Changes) -> None:
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        for paragraph in slide.notes_slide.notes_text_frame.paragraphs:
            draft.add("speaker_note", _shown(paragraph._p, changes), place.model_copy(update={"part": "notes"}))


def _read_comments(draft: Draft, slide: Any, place: Locator, people: dict[str, str]) -> None:
    for relation in slide.part.rels.values():
        if relation.is_external or "/comments" not in relation.reltype:
            continue
        for node in _tree(relation.target_part.blob).iter():
            if _tag(node) not in ("cm", "reply"):
                continue
            text = " ".join(_comment_text(node))
            author = people.get(node.get("authorId") or "")
            said_on = day(node.get("dt") or node.get("created") or "")
            place = place.model_copy(update={"part": COMMENT})
            draft.add("comment", text, place, author=author, said_on=said_on)


def _comment_text(node: Any) -> Iterator[str]:
    """The words of a comment without those of its replies."""
    for child in node:
        if _tag(child) == "text":
            yield child.text or ""
        elif _tag(child) == "txBody":
            yield "".join(piece.text or "" for piece in child.iter(_A + "t"))


def _people(deck: Any) -> dict[str, str]:
    """Who comments, by the key that comments give."""
    parts = [r.target_part for r in deck.part.rels.values() if not r.is_external and "uthors" in r.reltype]
    nodes = [node for part in parts for node in _tree(part.blob).iter() if _tag(node) in ("cmAuthor", "author")]
    return {node.get("id") or "": node.get("name") or "" for node in nodes}


def _tree(blob: bytes) -> Any:
    from defusedxml.ElementTree import fromstring

    return fromstring(blob, forbid_dtd=True)


def _tag(node: Any) -> str:
    return str(node.tag).rsplit("}", 1)[-1]
