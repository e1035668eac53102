"""A laid-out document as a Word file: A4, real styles, headings, lists and tables."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from copilot.export.blocks import Block, Bullets, Chart, Heading, Line, Paragraph, Sheet, Table
from copilot.export.charts import Picture, picture_of
from copilot.export.words import receipt_text
from copilot.text.catalogue import t

_INK = RGBColor(0x1F, 0x2A, 0x37)
_ACCENT = RGBColor(0x0B, 0x4F, 0x6C)
_GREY = RGBColor(0x6B, 0x72, 0x80)
_MARK = RGBColor(0xB4, 0x53, 0x09)
_WIDTH_MM = 170.0
_LOCALES = {"fr": "fr-FR", "en": "en-GB"}
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_TRAINED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"


def to_docx(sheet: Sheet) -> bytes:
    """The bytes of the .docx file."""
    document = Document()
    _page(document, sheet)
    _styles(document, sheet)
    document.add_paragraph(sheet.title, style="Title")
    document.add_paragraph(sheet.subtitle, style="Subtitle")
    for block in sheet.blocks:
        _block(document, block, sheet)
    if sheet.receipts:
        document.add_heading(t("export.receipts", sheet.language), level=1)
        for number, receipt in enumerate(sheet.receipts, start=1):
            paragraph = document.add_paragraph(style="Normal")
            _small(paragraph.add_run(f"{number}. {receipt_text(receipt, sheet.language)}"))
    _properties(document, sheet)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _page(document: Any, sheet: Sheet) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(20), Mm(18)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _small(footer.add_run(f"{sheet.title} – {t('export.page', sheet.language)} "))
    _field(footer, "PAGE")
    _small(footer.add_run(" / "))
    _field(footer, "NUMPAGES")


def _field(paragraph: Any, code: str) -> None:
    run = paragraph.add_run()
    _small(run)
    for kind, text in (("begin", None), (None, code), ("separate", None), ("text", "1"), ("end", None)):
        if kind == "text":
            element = OxmlElement("w:t")
            element.text = text
        elif kind is None:
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = f" {text} "
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


def _styles(document: Any, sheet: Sheet) -> None:
    _font(document.styles["Footer"], 8, _GREY)
    sizes = {"Normal": 10.5, "List Bullet": 10.5, "List Number": 10.5, "List Bullet 2": 9.5}
    for name, size in sizes.items():
        style = document.styles[name]
        _font(style, size, _INK)
        style.paragraph_format.space_after = Pt(3)
    for name, size, before, after in (
        ("Title", 24, 0, 2),
        ("Subtitle", 10.5, 0, 10),
        ("Heading 1", 15, 16, 4),
        ("Heading 2", 12, 8, 3),
    ):
        style = document.styles[name]
        _font(style, size, _GREY if name == "Subtitle" else _ACCENT)
        style.font.italic = False
        for spacing in style.element.rPr.findall(qn("w:spacing")):
            style.element.rPr.remove(spacing)
        style.font.bold = name.startswith("Heading")
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.keep_with_next = name.startswith("Heading")
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    lang = defaults.find(qn("w:lang"))
    if lang is None:
        lang = OxmlElement("w:lang")
        defaults.append(lang)
    lang.set(qn("w:val"), _LOCALES[sheet.language])


def _font(style: Any, size: float, colour: RGBColor) -> None:
    style.font.name, style.font.size, style.font.color.rgb = "Calibri", Pt(size), colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[name]
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), "Calibri")


def _block(document: Any, block: Block, sheet: Sheet) -> None:
    match block:
        case Heading(level, text):
            document.add_heading(text, level=level)
        case Paragraph(line, strong):
            _write(document.add_paragraph(style="Normal"), line, strong=strong)
        case Bullets(lines, ordered):
            for number, line in enumerate(lines, start=1):
                _item(document, line, number if ordered else None)
        case Table():
            _table(document, block)
        case Chart(receipt):
            _picture(document, picture_of(receipt, sheet.language))


def _picture(document: Any, picture: Picture | None) -> None:
    """The picture over the width of the page, with its description for those who do not see it."""
    if picture is None:
        return
    paragraph = document.add_paragraph(style="Normal")
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(6)
    drawn = paragraph.add_run().add_picture(io.BytesIO(picture.png), width=Mm(_WIDTH_MM))
    drawn._inline.docPr.set("descr", picture.alt)


def _item(document: Any, line: Line, number: int | None) -> None:
    # Numbers are written out: Word's own would run on from one list to the next.
    paragraph = document.add_paragraph(style="Normal" if number else "List Bullet")
    if number:
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Mm(8), Mm(-8)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(8))
        paragraph.add_run(f"{number}.\t")
    _write(paragraph, line)
    for detail in line.details:
        below = document.add_paragraph(style="Normal")
        below.paragraph_format.left_indent = Mm(8)
        _small(below.add_run(detail))


def _write(paragraph: Any, line: Line, *, strong: bool = False, size: float | None = None) -> None:
    if line.status:
        mark = paragraph.add_run(f"({line.status}) ")
        mark.font.color.rgb, mark.font.size = _MARK, Pt(size or 9.5)
    if line.lead:
        _small(paragraph.add_run(f"({line.lead}) "))
    if line.text:
        run = paragraph.add_run(line.text)
        run.bold = strong or None
        if strong:
            run.font.color.rgb = _MARK
        if size:
            run.font.size = Pt(size)
    for mark_text in line.marks:
        _small(paragraph.add_run(f"{' ' if paragraph.text else ''}[{mark_text}]"))
    if line.note:
        _small(paragraph.add_run(f"{' ' if paragraph.text else ''}({line.note})"))


def _small(run: Any) -> None:
    run.font.size, run.font.color.rgb = Pt(8), _GREY


def _table(document: Any, table: Table) -> None:
    grid = document.add_table(rows=1, cols=len(table.header), style="Table Grid")
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _borders(grid)
    widths = [Mm(_WIDTH_MM * weight / sum(table.weights)) for weight in table.weights]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for cell, title, width in zip(grid.rows[0].cells, table.header, widths, strict=True):
        cell.width = width
        run = cell.paragraphs[0].add_run(title)
        run.bold, run.font.size, run.font.color.rgb = True, Pt(9), _ACCENT
        _shade(cell)
    _row_flag(grid.rows[0], "w:tblHeader")
    for row in table.rows:
        added = grid.add_row()
        _row_flag(added, "w:cantSplit")
        for cell, line, width in zip(added.cells, row, widths, strict=True):
            cell.width = width
            cell.paragraphs[0].paragraph_format.space_after = Pt(1)
            _write(cell.paragraphs[0], line, size=9)
    document.add_paragraph(style="Normal").paragraph_format.space_after = Pt(2)


def _borders(grid: Any) -> None:
    borders = OxmlElement("w:tblBorders")
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{edge}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "D1D5DB")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    # The schema fixes the order: borders stand before the layout and the look.
    properties = grid._tbl.tblPr
    after = (properties.find(qn(name)) for name in ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"))
    next(element for element in after if element is not None).addprevious(borders)


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "E8F1F5")):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _row_flag(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _properties(document: Any, sheet: Sheet) -> None:
    core = document.core_properties
    core.title, core.author, core.last_modified_by = sheet.title, "abp-copilot", "abp-copilot"
    core.category, core.language = sheet.category, _LOCALES[sheet.language]
    core.keywords, core.comments = "AI-generated; abp-copilot", f"AI-generated. {sheet.mark}"
    try:
        made = dt.datetime.fromisoformat(sheet.generated_at)
    except ValueError:
        made = None
    if made:
        utc = made.astimezone(dt.UTC) if made.tzinfo else made
        core.created = core.modified = utc.replace(tzinfo=None)
    package = document.part.package
    # The template's picture of another document would show as this one's preview.
    for key in [key for key, rel in package.rels.items() if rel.reltype.endswith("/thumbnail")]:
        del package.rels[key]
    part = Part(PackURI("/docProps/custom.xml"), _CUSTOM_TYPE, _custom_properties(), package)
    package.relate_to(part, _CUSTOM_RELATION)


def _custom_properties() -> bytes:
    """Machine-readable mark of generated text, in the words of the IPTC list."""
    values = {"AI-generated": "true", "Generator": "abp-copilot", "DigitalSourceType": _TRAINED}
    rows = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{pid}" name="{name}">'
        f"<vt:lpwstr>{value}</vt:lpwstr></property>"
        for pid, (name, value) in enumerate(values.items(), start=2)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        f"{rows}</Properties>"
    ).encode()
