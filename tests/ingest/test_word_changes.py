"""What a Word document takes back: styles that strike out, rows, cells and paragraphs that tracked changes take out."""

import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml

from copilot.ingest.read import read
from tests.ingest.files import docx_bytes, find, texts
from tests.ingest.test_office_parts import A, C, W, with_parts

NS = f'xmlns:w="{W}"'
BY = 'w:id="1" w:author="Anne" w:date="2026-03-09T10:00:00Z"'


def body(*nodes: str) -> bytes:
    """A document of these paragraphs and tables."""

    def fill(document):
        for node in nodes:
            tag, _, rest = node.partition(">")
            document.element.body.insert(-1, parse_xml(f"{tag} {NS}>{rest}"))

    return docx_bytes(fill)


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def styled(strike: bool | None, *, base: bool | None = None, run: bool | None = None, kind=WD_STYLE_TYPE.PARAGRAPH):
    def fill(document):
        parent = document.styles.add_style("Obsolète", kind)
        parent.font.strike = base
        style = document.styles.add_style("Ancien", kind)
        style.base_style, style.font.strike = parent, strike
        paragraph = document.add_paragraph(style=style if kind == WD_STYLE_TYPE.PARAGRAPH else None)
        added = paragraph.add_run("Remise de 4 %", style=style if kind == WD_STYLE_TYPE.CHARACTER else None)
        added.font.strike = run
        document.add_paragraph("Remise de 3 %")

    return docx_bytes(fill)


@pytest.mark.parametrize("kind", [WD_STYLE_TYPE.PARAGRAPH, WD_STYLE_TYPE.CHARACTER])
@pytest.mark.parametrize(
    ("how", "struck"),
    [
        ({"strike": True}, True),
        ({"strike": None, "base": True}, True),
        ({"strike": False, "base": True}, False),
        ({"strike": True, "run": False}, False),
        ({"strike": None}, False),
    ],
)
def test_a_style_strikes_out_unless_something_nearer_does_not(kind, how, struck):
    document = read("a.docx", styled(**how, kind=kind))
    assert ("Remise de 4 %" in texts(document)) is not struck
    assert document.warnings == (("struck-out text was left out: « Remise de 4 % »",) if struck else ())


def test_two_styles_that_strike_out_cancel_each_other_as_word_shows_it():
    def fill(document):
        for name, kind in (("P", WD_STYLE_TYPE.PARAGRAPH), ("C", WD_STYLE_TYPE.CHARACTER)):
            document.styles.add_style(name, kind).font.strike = True
        paragraph = document.add_paragraph("ancien ", style="P")
        paragraph.add_run("en vigueur", style="C")

    assert texts(read("a.docx", docx_bytes(fill))) == ["en vigueur"]


def test_rows_and_cells_that_tracked_changes_delete_are_told_and_those_they_insert_are_read():
    gone = f"<w:trPr><w:del {BY}/></w:trPr>"
    new = f"<w:trPr><w:ins {BY}/></w:trPr>"
    table = "".join(
        (
            row(cell("Site"), cell("Prix")),
            row(cell("Dole"), cell("120 €"), properties=gone),
            row(cell("Gray"), cell("130 €"), properties=new),
            row(cell("Vesoul"), cell("110 €", f"<w:cellDel {BY}/>"), cell("115 €", f"<w:cellIns {BY}/>")),
        )
    )
    document = read("a.docx", body(f"<w:tbl>{table}</w:tbl>"))
    assert texts(document) == ["Site | Prix", "Gray | 130 €", "Vesoul | 115 €"]
    assert find(document, "Gray").locator.row == 3
    assert document.warnings == (
        "tracked changes by Anne: insertions were read, deletions left out: « Dole | 120 € », « 110 € »",
        "insertions by Anne that nobody has accepted yet were read: « Gray », « 130 € », « 115 € »",
    )


def test_insertions_that_nobody_has_accepted_are_read_and_told():
    def ins(who: str, text: str) -> str:
        return f'<w:ins w:author="{who}"><w:r><w:t>{text}</w:t></w:r></w:ins>'

    gone = '<w:del w:author="Anne"><w:r><w:delText>30</w:delText></w:r></w:del>'
    kept = "<w:r><w:t> jours.</w:t></w:r>"
    document = read(
        "a.docx",
        body(
            f"<w:p><w:r><w:t>Paiement à </w:t></w:r>{gone}{ins('Anne', '6')}{ins('Anne', '0')}{kept}</w:p>",
            f"<w:p>{ins('Bruno', 'Pénalité de 2 %.')}</w:p>",
            f"<w:p>{ins('Bruno', 'vite dit').replace('<w:r>', '<w:r><w:rPr><w:vanish/></w:rPr>')}</w:p>",
        ),
    )
    assert texts(document)[:2] == ["Paiement à 60 jours.", "Pénalité de 2 %."]
    assert document.warnings == (
        "tracked changes by Anne: insertions were read, deletions left out: « 30 »",
        "insertions by Anne, Bruno that nobody has accepted yet were read: « 60 », « Pénalité de 2 %. »",
    )


def test_moved_text_stands_where_it_was_moved_to_and_is_no_deletion():
    away = f"<w:moveFrom {BY}><w:r><w:t>Prix 90.</w:t></w:r></w:moveFrom>"
    moved = f"<w:tr><w:trPr><w:del {BY}/></w:trPr><w:tc><w:p>{away}</w:p></w:tc></w:tr>"
    document = read(
        "a.docx",
        body(
            f"<w:p><w:r><w:t>Avant. </w:t></w:r>{away}</w:p>",
            f"<w:p><w:r><w:t>Après. </w:t></w:r>{away.replace('moveFrom', 'moveTo')}</w:p>",
            f"<w:tbl>{moved}</w:tbl>",
        ),
    )
    assert texts(document) == ["Avant.", "Après. Prix 90."]
    assert document.warnings == ()


def test_a_paragraph_whose_end_is_deleted_runs_into_the_next_one():
    end = f"<w:pPr><w:rPr><w:del {BY}/></w:rPr></w:pPr>"
    document = read(
        "a.docx",
        body(
            f"<w:p>{end}<w:r><w:t>Remise de 3 % </w:t></w:r></w:p>",
            "<w:p><w:r><w:t>accordée.</w:t></w:r></w:p>",
            f"<w:p>{end}<w:r><w:t>Dernier point.</w:t></w:r></w:p>",
        ),
    )
    assert texts(document) == ["Remise de 3 % accordée.", "Dernier point."]


STRUCK = "<w:r><w:t>Remise de </w:t></w:r><w:r><w:rPr><w:strike/></w:rPr><w:t>4 %</w:t></w:r><w:r><w:t>3 %</w:t></w:r>"


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("word/footnotes.xml", f"<w:footnotes {NS}><w:footnote><w:p>{STRUCK}</w:p></w:footnote></w:footnotes>"),
        ("word/comments.xml", f"<w:comments {NS}><w:comment w:id='1'><w:p>{STRUCK}</w:p></w:comment></w:comments>"),
        (
            "word/diagrams/data1.xml",
            f'<d xmlns:a="{A}"><a:p><a:r><a:t>Remise de </a:t></a:r><a:r><a:rPr strike="sngStrike"/><a:t>4 %</a:t>'
            "</a:r><a:r><a:t>3 %</a:t></a:r></a:p></d>",
        ),
        (
            "word/charts/chart1.xml",
            f'<c:chartSpace xmlns:c="{C}" xmlns:a="{A}"><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Remise de </a:t>'
            '</a:r><a:r><a:rPr strike="sngStrike"/><a:t>4 %</a:t></a:r><a:r><a:t>3 %</a:t></a:r></a:p></c:rich></c:tx>'
            "</c:title></c:chart></c:chartSpace>",
        ),
    ],
)
def test_what_is_struck_out_beside_the_text_is_left_out_too(part, content):
    data = docx_bytes(lambda document: document.add_paragraph("Voir plus loin."))
    document = read("a.docx", with_parts(data, {part: content}))
    assert texts(document) == ["Voir plus loin.", "Remise de 3 %"]
    assert document.warnings == ("struck-out text was left out: « 4 % »",)


def test_what_is_struck_out_in_a_text_box_is_left_out_too():
    box = f"<w:p><w:r><w:pict><w:txbxContent><w:p>{STRUCK}</w:p></w:txbxContent></w:pict></w:r></w:p>"
    assert texts(read("a.docx", body(box))) == ["Remise de 3 %"]


def test_rows_that_start_further_right_or_are_not_shown():
    table = "".join(
        (
            row(cell("Région"), cell("Site"), cell("CA")),
            row(cell("Lille"), cell("12"), properties='<w:trPr><w:gridBefore w:val="1"/></w:trPr>'),
            row(cell("Sud"), cell("Nice"), cell("9"), properties="<w:trPr><w:hidden/></w:trPr>"),
            row(cell("Est"), cell("Metz"), cell("7")),
        )
    )
    document = read("a.docx", body(f"<w:tbl>{table}</w:tbl>"))
    assert [(s.text, s.hidden) for s in document.segments] == [
        ("Région | Site | CA", False),
        ("| Lille | 12", False),
        ("Est | Metz | 7", False),
        ("Sud | Nice | 9", True),
    ]
