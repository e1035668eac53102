"""OpenDocument texts and slides: what styles strike out, list numbers, hidden sections, tables in tables, order."""

import pytest

from copilot.ingest.read import read
from tests.ingest.files import find, texts
from tests.ingest.test_open_document import open_document, style

SVG = 'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
THROUGH = 'style:text-line-through-style="solid"'
NOT_THROUGH = 'style:text-line-through-style="none"'


def odt(body: str, styles: str = "", master: str = "") -> object:
    return read("a.odt", open_document("text", body, styles, master=master))


def based(name: str, parent: str) -> str:
    return f'<style:style style:name="{name}" style:parent-style-name="{parent}"/>'


@pytest.mark.parametrize(
    ("styles", "master", "struck"),
    [
        (style("A", THROUGH), "", True),
        (based("A", "Ancien"), style("Ancien", THROUGH), True),
        (based("A", "B"), based("B", "Ancien") + style("Ancien", THROUGH), True),
        (style("A", NOT_THROUGH, "").replace('name="A"', 'name="A" style:parent-style-name="Ancien"'),
         style("Ancien", THROUGH), False),
        (based("A", "Normal"), style("Normal", "fo:color='#000000'"), False),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "node",
    ["<text:p text:style-name='A'>{}</text:p>", "<text:p><text:span text:style-name='A'>{}</text:span></text:p>"],
)
def test_named_styles_and_their_parents_strike_out(node, styles, master, struck):
    document = odt(f"{node.format('Remise de 4 %')}<text:p>Remise de 3 %</text:p>", styles, master)
    assert ("Remise de 4 %" in texts(document)) is not struck
    assert document.warnings == (("struck-out text was left out: « Remise de 4 % »",) if struck else ())


def test_text_that_is_not_struck_inside_a_struck_paragraph_stays():
    body = "<text:p text:style-name='A'>ancien <text:span text:style-name='N'>en vigueur</text:span></text:p>"
    assert texts(odt(body, style("A", THROUGH) + style("N", NOT_THROUGH))) == ["en vigueur"]


def test_notes_and_comments_lose_what_is_struck_out():
    gone = "<text:p>Remise de <text:span text:style-name='A'>4 %</text:span>3 %</text:p>"
    body = (
        f"<text:p>Voir<text:note><text:note-body>{gone}</text:note-body></text:note>"
        f"<office:annotation>{gone}</office:annotation>.</text:p>"
    )
    document = odt(body, style("A", THROUGH))
    assert texts(document) == ["Voir.", "Remise de 3 %", "Remise de 3 %"]


LISTS = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" '
    'style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")" '
    'text:display-levels="2"/></text:list-style><text:list-style style:name="B"><text:list-level-style-bullet '
    'text:level="1" text:bullet-char="•"/></text:list-style>'
)


def items(*nodes: str, more: str = 'text:style-name="L"') -> str:
    return f"<text:list {more}>{''.join(f'<text:list-item>{node}</text:list-item>' for node in nodes)}</text:list>"


def p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def test_items_keep_their_numbers():
    body = (
        items(p("Prix") + items(p("Remise"), p("Délai"), more=""), p("Volume") + p("suite du volume"))
        + p("Puis.")
        + items(p("Engagement"), more='text:style-name="L" text:continue-numbering="true"')
        + items(p("Autre"))
        + items(p("puce"), more='text:style-name="B"')
    )
    document = odt(body, LISTS)
    assert texts(document) == [
        "1. Prix", "1.a) Remise", "1.b) Délai", "2. Volume", "suite du volume", "Puis.", "3. Engagement", "1. Autre",
        "puce",
    ]  # fmt: skip
    assert {s.kind for s in document.segments if s.text != "Puis."} == {"item"}


def test_numbered_headings_keep_their_numbers():
    outline = (
        '<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="1"/>'
        '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style>'
    )
    body = "".join(
        f'<text:h text:outline-level="{level}">{text}</text:h>'
        for level, text in ((1, "Contexte"), (2, "Sites"), (2, "Prix"), (1, "Suite"))
    )
    assert texts(odt(body, master=outline)) == ["1 Contexte", "1.1 Sites", "1.2 Prix", "2 Suite"]
    assert texts(odt(body)) == ["Contexte", "Sites", "Prix", "Suite"]


def test_hidden_sections_are_marked_and_placeholders_are_no_text():
    body = (
        f'<text:section text:name="S" text:display="none">{p("caché")}</text:section>'
        f'<text:section text:name="T">{p("vu")}</text:section>'
        "<text:p>Client : <text:placeholder>&lt;nom&gt;</text:placeholder></text:p>"
    )
    assert [(s.text, s.hidden) for s in odt(body).segments] == [("caché", True), ("vu", False), ("Client :", False)]


def test_insertions_that_nobody_has_accepted_are_read_and_told():
    who = "<office:change-info><dc:creator>Anne</dc:creator></office:change-info>"
    region = '<text:changed-region text:id="{}"><text:{}>{}</text:{}></text:changed-region>'
    changes = region.format("c1", "insertion", who, "insertion") + region.format(
        "c2", "format-change", who, "format-change"
    )
    body = (
        f"<text:tracked-changes>{changes}</text:tracked-changes><text:p>Paiement à "
        "<text:change-start text:change-id='c1'/>60<text:change-end text:change-id='c1'/> jours "
        "<text:change-start text:change-id='c2'/>nets<text:change-end text:change-id='c2'/>.</text:p>"
        f"<text:change-start text:change-id='c1'/>{p('Pénalité.')}<text:change-end text:change-id='c1'/>{p('Fin.')}"
    )
    document = odt(body)
    assert texts(document) == ["Paiement à 60 jours nets.", "Pénalité.", "Fin."]
    assert document.warnings == ("insertions by Anne that nobody has accepted yet were read: « 60 », « Pénalité. »",)


def test_comments_whose_thread_is_closed_are_told_apart():
    space = 'xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
    notes = "".join(
        f'<office:annotation {space} loext:resolved="{closed}">{p(text)}</office:annotation>'
        for closed, text in (("true", "fait"), ("false", "à revoir"))
    )
    document = odt(f"<text:p>Prix{notes}</text:p>")
    assert [(s.text, s.locator.part) for s in document.segments[1:]] == [
        ("fait", "commentaire, résolu"), ("à revoir", "commentaire"),
    ]  # fmt: skip


def test_shapes_on_a_sheet_are_no_part_of_its_cells():
    box = f"<draw:frame><draw:text-box>{p('Chiffres provisoires')}</draw:text-box></draw:frame>"
    with_box = f"<table:table-cell>{box}{p('12')}</table:table-cell>"
    rows = cells(cell("Site"), cell("CA")) + cells(cell("Dole"), with_box)
    loose = f"<table:shapes>{box.replace('provisoires', 'de mai')}</table:shapes>"
    body = f'<table:table table:name="CA">{loose}{rows}</table:table>'
    document = read("a.ods", open_document("spreadsheet", body))
    assert texts(document) == ["Site | CA", "Dole | 12", "Chiffres de mai", "Chiffres provisoires"]


def cells(*contents: str) -> str:
    return f"<table:table-row>{''.join(contents)}</table:table-row>"


def cell(text: str, more: str = "") -> str:
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


def test_cells_merged_downwards_and_tables_in_cells():
    inner = f"<table:table>{cells(cell('Poste'), cell('Prix'))}{cells(cell('Pièces'), cell('90'))}</table:table>"
    tall = cell("Nord", "table:number-rows-spanned='2'")
    holding = f"<table:table-cell>{p('Arras')}{inner}</table:table-cell>"
    rows = (
        cells(cell("Région"), cell("Site")),
        cells(tall, cell("Lille")),
        cells("<table:covered-table-cell/>", holding),
    )
    body = f"<table:table>{''.join(rows)}</table:table>"
    document = odt(body)
    assert texts(document) == ["Région | Site", "Nord | Lille", "Nord | Arras", "Poste | Prix", "Pièces | 90"]
    assert find(document, "Pièces").header == ("Poste", "Prix")


def test_items_in_cells_and_on_slides_keep_their_numbers():
    listed = items(p("Prix"), p("Délai"))
    holding = cells(cell("Dole"), f"<table:table-cell>{listed}</table:table-cell>")
    table = f"<table:table>{cells(cell('Site'), cell('Points'))}{holding}</table:table>"
    assert texts(odt(table, LISTS)) == ["Site | Points", "Dole | 1. Prix 2. Délai"]
    tall = cells(cell("Nord", "table:number-rows-spanned='2'"), cell("Lille"))
    below = cells("<table:covered-table-cell/>", cell("Arras"))
    grid = f"<table:table>{cells(cell('Région'), cell('Site'))}{tall}{below}</table:table>"
    frames = f"<draw:frame><draw:text-box>{listed}</draw:text-box></draw:frame><draw:frame>{grid}</draw:frame>"
    document = read("a.odp", open_document("presentation", f"<draw:page>{frames}</draw:page>", LISTS))
    assert texts(document) == ["1. Prix", "2. Délai", "Région | Site", "Nord | Lille", "Nord | Arras"]


def test_slides_drawn_in_any_order_are_read_by_their_layout():
    def frame(text: str, x: int, y: int) -> str:
        return (
            f'<draw:frame {SVG} svg:x="{x}cm" svg:y="{y}cm" svg:width="8cm" svg:height="2cm"><draw:text-box>{p(text)}'
            "</draw:text-box></draw:frame>"
        )

    page = "".join(frame(*one) for one in (("Prix", 12, 6), ("Forces", 1, 2), ("Faiblesses", 12, 2), ("Sites", 1, 6)))
    document = read("a.odp", open_document("presentation", f"<draw:page>{page}</draw:page>"))
    assert texts(document) == ["Forces", "Sites", "Faiblesses", "Prix"]
