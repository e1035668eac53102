"""PowerPoint decks: titles, text, tables, charts and speaker notes, slide by slide."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

from copilot.ingest.archive import open_archive, refuse_unsafe_xml
from copilot.ingest.changes import Changes
from copilot.ingest.charts import CHART, add_chart
from copilot.ingest.docx_parts import add_objects, day
from copilot.ingest.drawing import A, list_texts, shown
from copilot.ingest.mail import Opener
from copilot.ingest.ooxml import add_properties, transitional
from copilot.ingest.parts import COMMENT, RESOLVED, TABLE, Draft, Refused, clean, one_line
from copilot.ingest.pptx_repair import without_damaged_charts
from copilot.ingest.slide_order import Box, in_order
from copilot.ingest.tables import Row, add_rows, row_of
from copilot.schemas.evidence import Locator, Segment

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_NEWER_CHART = "{http://schemas.microsoft.com/office/drawing/2014/chartex}"
_DECKS = (
    "application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml",
    "application/vnd.openxmlformats-officedocument.presentationml.template.main+xml",
    "application/vnd.ms-powerpoint.slideshow.macroEnabled.main+xml",
    "application/vnd.ms-powerpoint.template.macroEnabled.main+xml",
)
_BODY_TYPES = ("BODY", "OBJECT", "VERTICAL_BODY", "VERTICAL_OBJECT")


def read_pptx(data: bytes, open_attachment: Opener) -> Draft:
    """The draft of a deck, with the files embedded in it; hidden slides and shapes off the slide are marked."""
    data = transitional(data)
    archive = open_archive(data)
    refuse_unsafe_xml(archive)
    draft = Draft(MEDIA_TYPE)
    deck = _opened(without_damaged_charts(draft, data))
    size = (deck.slide_width or 0, deck.slide_height or 0)
    people = _people(draft, deck)
    changes = Changes()
    for number, slide in enumerate(deck.slides, start=1):
        _read_slide(draft, slide, number, size, people, changes)
    draft.heading = None
    add_objects(draft, archive, "ppt/embeddings/", open_attachment)
    changes.warn(draft)
    add_properties(draft, deck.core_properties.title, deck.core_properties.author)
    return draft


def _opened(data: bytes) -> Any:
    """The deck; the library itself takes neither slide shows nor templates."""
    from pptx.opc.package import PartFactory
    from pptx.package import Package
    from pptx.parts.presentation import PresentationPart

    for kind in _DECKS:
        PartFactory.part_type_for.setdefault(kind, PresentationPart)
    main = Package.open(io.BytesIO(data)).main_document_part
    if not isinstance(main, PresentationPart):
        raise Refused("truncated", "the file has no document part; save it again")
    return main.presentation


def _read_slide(
    draft: Draft, slide: Any, number: int, size: tuple[int, int], people: dict[str, str], changes: Changes
) -> None:
    before = len(draft.segments)
    hidden = slide._element.get("show") == "0"
    draft.heading = None
    title = slide.shapes.title
    place = Locator(slide=number)
    if title is not None and title.has_text_frame and clean(title.text_frame.text):
        text = one_line(clean(" ".join(shown(paragraph._p, changes) for paragraph in title.text_frame.paragraphs)))
        draft.add("title" if number == 1 else "heading", text, place)
        draft.heading = text
        if number == 1 and not hidden:
            draft.title = text
    _choose(slide.shapes._spTree)
    count: Counter[str] = Counter()
    for shape, unseen in _flat(slide.shapes):
        if title is not None and shape.shape_id == title.shape_id:
            continue
        start = len(draft.segments)
        _read_shape(draft, shape, number, count, changes)
        if unseen or _is_off(shape, size):
            _mark_hidden(draft.segments, start)
    _read_notes(draft, slide, place, changes)
    _read_comments(draft, slide, place, people, changes)
    if hidden:
        _mark_hidden(draft.segments, before)


def _mark_hidden(segments: list[Segment], start: int) -> None:
    segments[start:] = [segment.model_copy(update={"hidden": True}) for segment in segments[start:]]


def _choose(tree: Any) -> None:
    """Put the newer of two drawings of the same shape in place of both."""
    for choice in list(tree.iter(_MC + "AlternateContent")):
        parent = choice.getparent()
        if _tag(parent) in ("spTree", "grpSp"):
            for shape in list(choice[0]) if len(choice) else ():
                choice.addprevious(shape)
            parent.remove(choice)


def _flat(shapes: Any, *, unseen: bool = False) -> Iterator[tuple[Any, bool]]:
    """The shapes, those of groups one by one, and whether they are switched off."""
    drawn = list(shapes)
    boxes = [Box(at, *edges) for at, shape in enumerate(drawn) if (edges := _edges(shape))]
    for shape in (drawn[at] for at in in_order(len(drawn), boxes)):
        off = unseen or any(node.get("hidden") in ("1", "true") for node in shape._element.xpath("./*[1]/p:cNvPr"))
        if hasattr(shape, "shapes"):
            yield from _flat(shape.shapes, unseen=off)
        else:
            yield shape, off


def _edges(shape: Any) -> tuple[int, int, int, int] | None:
    """Where a shape that says something lies."""
    if None in (shape.left, shape.top, shape.width, shape.height):
        return None
    if shape.has_text_frame:
        says = bool(shape.text_frame.text.strip())
    else:
        says = hasattr(shape, "shapes") or shape._element.tag.endswith("}graphicFrame")
    return (shape.left, shape.top, shape.left + shape.width, shape.top + shape.height) if says else None


def _is_off(shape: Any, size: tuple[int, int]) -> bool:
    """Whether the shape lies wholly outside the slide, where only a machine reads it."""
    if None in (shape.left, shape.top, shape.width, shape.height) or shape._element.getparent().tag.endswith("}grpSp"):
        return False
    return bool(
        shape.left >= size[0] or shape.top >= size[1] or shape.left + shape.width <= 0 or shape.top + shape.height <= 0
    )


def _part(kind: str, count: Counter[str]) -> str:
    """The name of the next table or chart of a slide: the first one has no number."""
    count[kind] += 1
    return f"{kind} {count[kind]}" if count[kind] > 1 else kind


def _read_shape(draft: Draft, shape: Any, number: int, count: Counter[str], changes: Changes) -> None:
    if getattr(shape, "has_table", False):
        part = _part(TABLE, count)
        add_rows(draft, _rows(shape.table, changes), row_of(slide=number, part=part if part != TABLE else None))
    elif getattr(shape, "has_chart", False):
        _read_chart(draft, shape.chart.part, Locator(slide=number, part=_part(CHART, count)), changes)
    elif shape.has_text_frame:
        body = shape.is_placeholder and shape.placeholder_format.type is not None
        listed = body and shape.placeholder_format.type.name in _BODY_TYPES
        for text, bullet in list_texts(shape.text_frame._txBody, changes):
            draft.add("item" if listed or bullet else "paragraph", text, Locator(slide=number))
    else:
        _read_diagram(draft, shape, number, count, changes)


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
    return "\n".join(shown(paragraph._p, changes) for paragraph in cell.text_frame.paragraphs)


def _read_chart(draft: Draft, part: Any, place: Locator, changes: Changes) -> None:
    """The values of a chart, then what was drawn upon it."""
    add_chart(draft, _tree(draft, part), place, changes)
    for relation in part.rels.values():
        if not relation.is_external and relation.reltype.endswith("/chartUserShapes"):
            for paragraph in _tree(draft, relation.target_part).iter(A + "p"):
                draft.add("paragraph", shown(paragraph, changes), place)


def _read_diagram(draft: Draft, shape: Any, number: int, count: Counter[str], changes: Changes) -> None:
    """The text of a SmartArt diagram or the values of a newer chart, which lie in parts of their own."""
    for node in shape._element.iter(_DIAGRAM + "relIds", _NEWER_CHART + "chart"):
        rels, key = shape.part.rels, node.get(_R + "dm") or node.get(_R + "id")
        if not key or key not in rels or rels[key].is_external:
            continue
        if node.tag.startswith(_NEWER_CHART):
            _read_chart(draft, rels[key].target_part, Locator(slide=number, part=_part(CHART, count)), changes)
            continue
        for paragraph in _tree(draft, rels[key].target_part).iter(A + "p"):
            draft.add("item", shown(paragraph, changes), Locator(slide=number))


def _read_notes(draft: Draft, slide: Any, place: Locator, changes: Changes) -> None:
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        for paragraph in slide.notes_slide.notes_text_frame.paragraphs:
            draft.add("speaker_note", shown(paragraph._p, changes), place.model_copy(update={"part": "notes"}))


def _read_comments(draft: Draft, slide: Any, place: Locator, people: dict[str, str], changes: Changes) -> None:
    for relation in slide.part.rels.values():
        if relation.is_external or "/comments" not in relation.reltype:
            continue
        for thread in (node for node in _tree(draft, relation.target_part).iter() if _tag(node) == "cm"):
            part = RESOLVED if thread.get("status") == "resolved" else COMMENT
            for node in (node for node in thread.iter() if _tag(node) in ("cm", "reply")):
                text = " ".join(_comment_text(node, changes))
                author = people.get(node.get("authorId") or "")
                said_on = day(node.get("dt") or node.get("created") or "")
                draft.add("comment", text, place.model_copy(update={"part": part}), author=author, said_on=said_on)


def _comment_text(node: Any, changes: Changes) -> Iterator[str]:
    """The words of a comment without those of its replies."""
    for child in node:
        if _tag(child) == "text":
            yield child.text or ""
        elif _tag(child) == "txBody":
            yield from (shown(paragraph, changes) for paragraph in child.iter(A + "p"))


def _people(draft: Draft, deck: Any) -> dict[str, str]:
    """Who comments, by the key that comments give."""
    parts = [r.target_part for r in deck.part.rels.values() if not r.is_external and "uthors" in r.reltype]
    nodes = [node for part in parts for node in _tree(draft, part).iter() if _tag(node) in ("cmAuthor", "author")]
    return {node.get("id") or "": node.get("name") or "" for node in nodes}


def _tree(draft: Draft, part: Any) -> Any:
    """The nodes of a part; of one that is damaged, which is told, none."""
    from xml.etree.ElementTree import Element, ParseError

    from defusedxml.ElementTree import fromstring

    try:
        return fromstring(part.blob, forbid_dtd=True)
    except ParseError:
        draft.warn(f"the part {str(part.partname).lstrip('/')!r} of the file is damaged; save it again")
        return Element("none")


def _tag(node: Any) -> str:
    return str(node.tag).rsplit("}", 1)[-1]
