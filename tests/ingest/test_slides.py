"""What a deck says beyond plain boxes: shapes in two versions, order, lists, charts of every kind, comments, files."""

import datetime as dt
import io
import zipfile

import pytest
from lxml import etree
from pptx.chart.data import BubbleChartData, CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import PROG_ID
from pptx.oxml import parse_xml
from pptx.util import Inches

from copilot.ingest.read import read
from tests.ingest.files import find, pptx_bytes, texts, xlsx_bytes
from tests.ingest.test_office_parts import A, with_parts

MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CX = "http://schemas.microsoft.com/office/drawing/2014/chartex"


def box(shapes, text: str, left: float, top: float, width: float = 3, height: float = 0.5):
    shape = shapes.add_textbox(Inches(left), Inches(top), Inches(width), Inches(height))
    shape.text_frame.text = text
    return shape


def slide(fill, **more) -> object:
    """A deck with one slide, without placeholders."""
    return read("a.pptx", pptx_bytes(lambda deck: fill(deck.slides.add_slide(deck.slide_layouts[6]))))


def test_a_shape_in_two_versions_is_read_once():
    def fill(page):
        shape = box(page.shapes, "Remise de 3 %", 1, 1)._element
        other = etree.tostring(shape).decode().replace("3 %", "trois pour cent")
        choice = parse_xml(
            f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="x">{etree.tostring(shape).decode()}</mc:Choice>'
            f"<mc:Fallback>{other}</mc:Fallback></mc:AlternateContent>"
        )
        shape.getparent().replace(shape, choice)

    assert texts(slide(fill)) == ["Remise de 3 %"]


def test_shapes_of_groups_are_read_and_those_switched_off_are_marked():
    def fill(page):
        group = page.shapes.add_group_shape()
        box(group.shapes, "Dans un groupe", 1, 1)
        inner = group.shapes.add_group_shape()
        box(inner.shapes, "Masqué", 1, 2)
        inner._element.nvGrpSpPr.cNvPr.set("hidden", "1")

    assert [(s.text, s.hidden) for s in slide(fill).segments] == [("Dans un groupe", False), ("Masqué", True)]


def test_a_slide_drawn_in_any_order_is_read_by_its_layout():
    def fill(page):
        for text, left, top in (
            ("Concurrents en baisse", 5, 2), ("Sites équipés", 1, 2), ("Faiblesses", 5, 1), ("Source : CRM", 1, 6),
            ("Forces", 1, 1), ("Bilan 2026", 1, 0.2),
        ):  # fmt: skip
            box(page.shapes, text, left, top, height=0.85, width=7 if text in ("Bilan 2026", "Source : CRM") else 3)

    assert texts(slide(fill)) == [
        "Bilan 2026", "Forces", "Sites équipés", "Faiblesses", "Concurrents en baisse", "Source : CRM",
    ]  # fmt: skip


def test_an_order_that_makes_sense_is_kept():
    def fill(page):
        for text, left, top in (("Forces", 1, 1), ("Sites", 1, 2), ("Faiblesses", 5, 1), ("Prix", 5, 2), ("Fin", 1, 3)):
            box(page.shapes, text, left, top)

    assert texts(slide(fill)) == ["Forces", "Sites", "Faiblesses", "Prix", "Fin"]


def test_numbered_items_keep_their_numbers():
    def fill(page):
        frame = box(page.shapes, "", 1, 1).text_frame
        for at, (text, level, kind) in enumerate(
            (
                ("Prix", 0, "arabicPeriod"), ("remise", 1, "alphaLcParenR"), ("délai", 1, "alphaLcParenR"),
                ("Volume", 0, "arabicPeriod"), ("Puis.", 0, None), ("Site", 0, "arabicPeriod"),
            )
        ):  # fmt: skip
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            paragraph.text, paragraph.level = text, level
            if kind:
                paragraph._p.get_or_add_pPr().append(parse_xml(f'<a:buAutoNum xmlns:a="{A}" type="{kind}"/>'))

    document = slide(fill)
    assert texts(document) == ["1. Prix", "a) remise", "b) délai", "2. Volume", "Puis.", "1. Site"]
    assert [s.kind for s in document.segments] == ["item"] * 4 + ["paragraph", "item"]


def test_header_cells_merged_over_columns_name_each_of_them():
    def fill(page):
        table = page.shapes.add_table(4, 3, 0, 0, 100, 100).table
        rows = (("Région", "2026", ""), ("", "CA", "Marge"), ("Nord", "12", "3"), ("Sud", "9", "2"))
        for at, cells in enumerate(rows):
            for column, text in enumerate(cells):
                table.cell(at, column).text = text
        table.cell(0, 1).merge(table.cell(0, 2))
        table.cell(0, 0).merge(table.cell(1, 0))

    assert find(slide(fill), "Nord").header == ("Région", "2026 – CA", "2026 – Marge")


def chart(page, kind, data) -> object:
    return page.shapes.add_chart(kind, Inches(1), Inches(1), Inches(4), Inches(3), data).chart


def test_clouds_and_bubbles_give_x_and_y():
    def fill(page):
        points = XyChartData()
        for name, pairs in (("Nord", ((1.5, 10), (2, 20))), ("Sud", ((3, 5),))):
            series = points.add_series(name)
            for x, y in pairs:
                series.add_data_point(x, y)
        drawn = chart(page, XL_CHART_TYPE.XY_SCATTER, points)
        drawn.value_axis.axis_title.text_frame.text = "Marge (k€)"
        bubbles = BubbleChartData()
        bubbles.add_series("Comptes").add_data_point(40, 12, 3)
        label = chart(page, XL_CHART_TYPE.BUBBLE, bubbles).plots[0].series[0].points[0].data_label
        label.text_frame.text = "Valmont"

    assert texts(slide(fill)) == [
        "Marge (k€)", "| x | y", "Nord | 1.5 | 10", "Nord | 2 | 20", "Sud | 3 | 5",
        "| x | y | taille", "Comptes – Valmont | 40 | 12 | 3",
    ]  # fmt: skip


def test_dates_and_shares_of_a_chart_are_said_as_shown():
    def fill(page):
        data = CategoryChartData(number_format="0.0%")
        data.categories = [dt.date(2026, 1, 1), dt.date(2026, 2, 1)]
        data.add_series("Taux de service", (0.983, 0.99))
        chart(page, XL_CHART_TYPE.LINE, data)

    document = slide(fill)
    assert [s.text for s in document.segments if s.kind == "row"] == ["2026-01-01 | 98.3 %", "2026-02-01 | 99 %"]


def test_categories_of_two_levels_say_both():
    def fill(page):
        data = CategoryChartData()
        for region, sites in (("Nord", ("Lille", "Arras")), ("Sud", ("Nice",))):
            category = data.add_category(region)
            for site in sites:
                category.add_sub_category(site)
        data.add_series("CA", (1, 2, 3))
        chart(page, XL_CHART_TYPE.COLUMN_CLUSTERED, data)

    rows = [s.text for s in slide(fill).segments if s.kind == "row"]
    assert rows == ["Nord – Lille | 1", "Nord – Arras | 2", "Sud – Nice | 3"]


def with_relation(data: bytes, source: str, kind: str, target: str, parts: dict[str, str]) -> bytes:
    """The deck with parts that one of its parts refers to as « rX »."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        types, rels = (archive.read(name).decode() for name in ("[Content_Types].xml", source))
    new = f'<Relationship Id="rX" Type="{kind}" Target="{target}"/></Relationships>'
    typed = "".join(f'<Override PartName="/{name}" ContentType="application/xml"/>' for name in parts)
    changed = {
        "[Content_Types].xml": types.replace("</Types>", f"{typed}</Types>"),
        source: rels.replace("</Relationships>", new),
    }
    return with_parts(data, changed | parts)


def test_a_waterfall_is_read_like_other_charts():
    def fill(deck):
        page = deck.slides.add_slide(deck.slide_layouts[6])
        frame = page.shapes.add_table(1, 1, 0, 0, 100, 100)._element
        data = frame.find(f".//{{{A}}}graphicData")
        data.set("uri", CX)
        data[:] = [parse_xml(f'<cx:chart xmlns:cx="{CX}" xmlns:r="{REL}" r:id="rX"/>')]

    part = (
        f'<cx:chartSpace xmlns:cx="{CX}" xmlns:a="{A}"><cx:chartData><cx:data id="0"><cx:strDim type="cat"><cx:lvl>'
        '<cx:pt idx="0">Budget</cx:pt><cx:pt idx="1">Hausse</cx:pt></cx:lvl></cx:strDim><cx:numDim type="val">'
        '<cx:lvl formatCode="0%"><cx:pt idx="0">1</cx:pt><cx:pt idx="1">0.04</cx:pt></cx:lvl></cx:numDim></cx:data>'
        "</cx:chartData><cx:chart><cx:title><cx:tx><cx:rich><a:p><a:r><a:t>Du budget au réel</a:t></a:r></a:p>"
        '</cx:rich></cx:tx></cx:title><cx:plotArea><cx:plotAreaRegion><cx:series layoutId="waterfall"><cx:tx>'
        '<cx:txData><cx:v>Part</cx:v></cx:txData></cx:tx><cx:dataId val="0"/></cx:series></cx:plotAreaRegion>'
        "</cx:plotArea></cx:chart></cx:chartSpace>"
    )
    source = "ppt/slides/_rels/slide1.xml.rels"
    kind = "http://schemas.microsoft.com/office/2014/relationships/chartEx"
    data = with_relation(pptx_bytes(fill), source, kind, "../charts/chartEx1.xml", {"ppt/charts/chartEx1.xml": part})
    assert texts(read("a.pptx", data)) == ["Du budget au réel", "| Part", "Budget | 100 %", "Hausse | 4 %"]


def test_threads_of_comments_name_who_answers_and_leave_out_what_is_struck():
    space = "http://schemas.microsoft.com/office/powerpoint/2018/8/main"
    struck = '<a:r><a:rPr strike="sngStrike"/><a:t> non</a:t></a:r>'
    said = f"<p8:txBody><a:p><a:r><a:t>{{}}</a:t></a:r>{struck}</a:p></p8:txBody>"
    comments = (
        f'<p8:cmLst xmlns:p8="{space}" xmlns:a="{A}">'
        '<p8:cm authorId="{A}" created="2026-03-09T10:00:00" status="resolved">'
        f'<p8:replyLst><p8:reply authorId="{{B}}" created="2026-03-10T10:00:00">{said.format("fait")}</p8:reply>'
        f"</p8:replyLst>{said.format('à revoir')}</p8:cm></p8:cmLst>"
    )
    names = "".join(f'<p8:author id="{{{key}}}" name="{name}"/>' for key, name in (("A", "Anne"), ("B", "Bruno")))
    people = f'<p8:authorLst xmlns:p8="{space}">{names}</p8:authorLst>'
    data = pptx_bytes(lambda deck: deck.slides.add_slide(deck.slide_layouts[6]))
    kind = "http://schemas.microsoft.com/office/2018/10/relationships"
    for source, name, path, part in (
        ("ppt/_rels/presentation.xml.rels", "authors", "authors.xml", people),
        ("ppt/slides/_rels/slide1.xml.rels", "comments", "comments/c1.xml", comments),
    ):
        data = with_relation(data, source, f"{kind}/{name}", f"/ppt/{path}", {f"ppt/{path}": part})
    document = read("a.pptx", data)
    assert {s.locator.part for s in document.segments} == {"commentaire, résolu"}
    assert sorted((s.text, s.author, s.said_on) for s in document.segments) == [
        ("fait", "Bruno", dt.date(2026, 3, 10)), ("à revoir", "Anne", dt.date(2026, 3, 9)),
    ]  # fmt: skip


def test_files_embedded_in_slides_are_read_but_not_those_behind_charts():
    def fill(deck):
        page = deck.slides.add_slide(deck.slide_layouts[6])
        data = CategoryChartData()
        data.categories = ["Dole"]
        data.add_series("CA", (12,))
        chart(page, XL_CHART_TYPE.PIE, data)
        book = io.BytesIO(xlsx_bytes(lambda book: book.active.append(["Marge", "12 %"])))
        page.shapes.add_ole_object(book, PROG_ID.XLSX, Inches(1), Inches(1), Inches(1), Inches(1))

    document = read("a.pptx", pptx_bytes(fill))
    assert [text for text in texts(document) if "Marge" in text or "Dole" in text] == ["Dole | 12", "Marge | 12 %"]
    assert find(document, "Marge").locator.part.startswith("pièce jointe: ")


def test_numbers_of_slides_are_no_text():
    def fill(page):
        shape = box(page.shapes, "Bilan ", 1, 1)
        field = f'<a:fld xmlns:a="{A}" id="{{1}}" type="slidenum"><a:t>7</a:t></a:fld>'
        shape.text_frame.paragraphs[0]._p.append(parse_xml(field))

    assert texts(slide(fill)) == ["Bilan"]


DECK = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.ppsx", "vnd.openxmlformats-officedocument.presentationml.slideshow.main"),
        ("a.potx", "vnd.openxmlformats-officedocument.presentationml.template.main"),
        ("a.pptm", "vnd.ms-powerpoint.presentation.macroEnabled.main"),
        ("a.ppsm", "vnd.ms-powerpoint.slideshow.macroEnabled.main"),
        ("a.potm", "vnd.ms-powerpoint.template.macroEnabled.main"),
    ],
)
def test_slide_shows_and_templates_are_decks(name, kind):
    data = pptx_bytes(lambda deck: box(deck.slides.add_slide(deck.slide_layouts[6]).shapes, "Bilan", 1, 1))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        types = archive.read("[Content_Types].xml").decode()
    assert DECK in types
    document = read(name, with_parts(data, {"[Content_Types].xml": types.replace(DECK, f"application/{kind}+xml")}))
    assert (texts(document), document.kind, document.warnings) == (["Bilan"], "deck", ())


def test_damaged_comments_do_not_take_the_deck_with_them():
    data = pptx_bytes(lambda deck: box(deck.slides.add_slide(deck.slide_layouts[6]).shapes, "Bilan", 1, 1))
    kind = "http://schemas.microsoft.com/office/2018/10/relationships/comments"
    name = "ppt/comments/c1.xml"
    data = with_relation(data, "ppt/slides/_rels/slide1.xml.rels", kind, f"/{name}", {name: "<p8:cut"})
    document = read("a.pptx", data)
    assert texts(document) == ["Bilan"]
    assert document.warnings == (f"the part '{name}' of the file is damaged; save it again",)


def test_a_damaged_chart_does_not_take_the_deck_with_it():
    def fill(deck):
        page = deck.slides.add_slide(deck.slide_layouts[6])
        box(page.shapes, "Bilan", 1, 5)
        for site in ("Lyon", "Dole"):
            data = CategoryChartData()
            data.categories = [site]
            data.add_series("CA", (12,))
            chart(page, XL_CHART_TYPE.PIE, data)

    deck = pptx_bytes(fill)
    with zipfile.ZipFile(io.BytesIO(deck)) as archive:
        part = next(name for name in archive.namelist() if name.startswith("ppt/charts/chart"))
    document = read("a.pptx", with_parts(deck, {part: "<c:cut"}))
    assert ("Bilan" in texts(document), sum(" | 12" in text for text in texts(document))) == (True, 1)
    assert document.warnings == (f"the part '{part}' of the file is damaged; save it again",)
