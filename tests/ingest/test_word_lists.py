"""The numbers of lists and headings in Word documents, and what is said with symbols and form fields."""

import pytest
from docx.oxml import parse_xml

from copilot.ingest.read import read
from tests.ingest.files import docx_bytes, find, texts
from tests.ingest.test_office_parts import relations, with_parts
from tests.ingest.test_word_changes import NS, body, cell, row

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"


def level(at: int, kind: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*levels: str, more: str = "") -> str:
    abstract = f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>'
    numbers = '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    return f"<w:numbering {NS}>{abstract}{numbers}{more}</w:numbering>"


def item(text: str, at: int = 0, key: int = 1, more: str = "") -> str:
    numbers = f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{key}"/></w:numPr>{more}'
    return f"<w:p><w:pPr>{numbers}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def listed(numbers: str, *nodes: str) -> list[str]:
    return texts(read("a.docx", with_parts(body(*nodes), {"word/numbering.xml": numbers})))


LEVELS = (level(0, "decimal", "%1."), level(1, "lowerLetter", "%1.%2)"), level(2, "upperRoman", "%3 -"))


def test_items_keep_the_numbers_that_others_refer_to():
    assert listed(
        numbering(*LEVELS),
        item("Prix"), item("Remise", 1), item("Délai", 1), item("Pénalités", 2), item("Volume"), item("Engagement", 1),
    ) == ["1. Prix", "1.a) Remise", "1.b) Délai", "I - Pénalités", "2. Volume", "2.a) Engagement"]  # fmt: skip


def test_a_list_that_starts_anew_or_goes_on_is_counted_as_word_does():
    anew = (
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        '</w:lvlOverride></w:num><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    )
    nodes = (
        item("a"),
        item("b"),
        "<w:p><w:r><w:t>Puis.</w:t></w:r></w:p>",
        item("c"),
        item("d", key=2),
        item("e", key=3),
    )
    assert listed(numbering(*LEVELS, more=anew), *nodes) == ["1. a", "2. b", "Puis.", "3. c", "1. d", "2. e"]


def test_an_item_below_none_does_not_count_for_the_one_above():
    nodes = (item("Annexe", 1), item("Prix"), item("Remise", 1))
    assert listed(numbering(*LEVELS), *nodes) == ["0.a) Annexe", "1. Prix", "1.a) Remise"]


def test_bullets_and_paragraphs_out_of_a_list_get_no_number():
    nodes = (item("puce"), item("hors liste", key=0), item("liste inconnue", key=9))
    assert listed(numbering(level(0, "bullet", "•")), *nodes) == ["puce", "hors liste", "liste inconnue"]


def test_items_that_changes_take_out_or_nobody_sees_are_not_counted():
    deleted = (
        '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:author="Anne"/></w:rPr></w:pPr>'
        '<w:del w:author="Anne"><w:r><w:delText>ancien</w:delText></w:r></w:del></w:p>'
    )
    unseen = item("x").replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>")
    assert listed(numbering(*LEVELS), deleted, unseen, item("Prix")) == ["x", "1. Prix"]


def test_headings_are_numbered_by_their_styles():
    def fill(document):
        for at, text in ((1, "Contexte"), (2, "Sites"), (1, "Prix")):
            document.add_heading(text, at)
        for at in (1, 2):
            style = document.styles[f"Heading {at}"].element
            style.get_or_add_pPr().insert(0, parse_xml(f'<w:numPr {NS}><w:numId w:val="1"/></w:numPr>'))

    levels = (
        level(0, "decimal", "Article %1", '<w:pStyle w:val="Heading1"/>'),
        level(1, "decimal", "%1.%2", '<w:pStyle w:val="Heading2"/>'),
    )
    document = read("a.docx", with_parts(docx_bytes(fill), {"word/numbering.xml": numbering(*levels)}))
    assert [(s.kind, s.text) for s in document.segments] == [
        ("heading", "Article 1 Contexte"),
        ("heading", "1.1 Sites"),
        ("heading", "Article 2 Prix"),
    ]


def kinds(*nodes: str) -> list[tuple[str, str]]:
    document = read("a.docx", with_parts(body(*nodes), {"word/numbering.xml": numbering(*LEVELS)}))
    return [(s.kind, s.text) for s in document.segments]


def test_a_bold_item_that_stands_alone_is_a_heading():
    plain = "<w:p><w:r><w:t>Texte du point.</w:t></w:r></w:p>"
    bold = [item(text).replace("<w:r>", "<w:r><w:rPr><w:b/></w:rPr>") for text in ("Prix", "Délais")]
    assert kinds(bold[0], plain, bold[1], item("à 30 jours", 1), item("à 60 jours", 1)) == [
        ("heading", "1. Prix"), ("paragraph", "Texte du point."), ("heading", "2. Délais"),
        ("item", "2.a) à 30 jours"), ("item", "2.b) à 60 jours"),
    ]  # fmt: skip
    assert [kind for kind, _ in kinds(*bold, plain)] == ["item", "item", "paragraph"]
    assert [kind for kind, _ in kinds(item("Prix"), plain)] == ["item", "paragraph"]


def test_rows_numbered_by_a_list_keep_their_numbers():
    number = cell("").replace("<w:p>", '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    table = row(cell("N°"), cell("Action")) + row(number, cell("Relancer")) + row(number, cell("Chiffrer"))
    assert listed(numbering(*LEVELS), f"<w:tbl>{table}</w:tbl>") == ["N° | Action", "1. | Relancer", "2. | Chiffrer"]


def run(inner: str) -> str:
    return f"<w:p><w:r>{inner}</w:r><w:r><w:t> Accord signé</w:t></w:r></w:p>"


def ticked(value: str) -> str:
    return (
        f'<w:sdt><w:sdtPr><w14:checkbox xmlns:w14="{W14}"><w14:checked w14:val="{value}"/></w14:checkbox></w:sdtPr>'
        '<w:sdtContent><w:r><w:sym w:font="Wingdings" w:char="F04D"/></w:r></w:sdtContent></w:sdt>'
    )


def field(inner: str) -> str:
    return f'<w:fldChar w:fldCharType="begin"><w:ffData>{inner}</w:ffData></w:fldChar>'


@pytest.mark.parametrize(
    ("node", "shown"),
    [
        (run('<w:sym w:font="Wingdings" w:char="F0FE"/>'), "☑ Accord signé"),
        (run('<w:sym w:font="Wingdings" w:char="F0A8"/>'), "☐ Accord signé"),
        (run('<w:sym w:font="Wingdings" w:char="F0E0"/>'), "→ Accord signé"),
        (run('<w:sym w:font="Wingdings" w:char="F024"/>'), "Accord signé"),
        (run('<w:sym w:font="Symbol" w:char="F0B3"/>'), "≥ Accord signé"),
        (run('<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>ü</w:t>'), "✓ Accord signé"),
        (run('<w:rPr><w:rFonts w:ascii="Calibri"/></w:rPr><w:t>ü</w:t>'), "ü Accord signé"),
        (run(field('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>')), "☒ Accord signé"),
        (run(field('<w:checkBox><w:default w:val="0"/></w:checkBox>')), "☐ Accord signé"),
        (
            run(
                field('<w:ddList><w:result w:val="1"/><w:listEntry w:val="Non"/><w:listEntry w:val="Oui"/></w:ddList>')
            ),
            "Oui Accord signé",
        ),
        (run(field('<w:ddList><w:listEntry w:val="À choisir"/></w:ddList>')), "À choisir Accord signé"),
        (f"<w:p>{ticked('1')}<w:r><w:t> Accord signé</w:t></w:r></w:p>", "☒ Accord signé"),
        (f"<w:p>{ticked('0')}<w:r><w:t> Accord signé</w:t></w:r></w:p>", "☐ Accord signé"),
    ],
)
def test_boxes_symbols_and_choices_are_said(node, shown):
    assert texts(read("a.docx", body(node))) == [shown]


def test_parts_of_other_formats_are_read_where_they_stand():
    R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    chunk = f'<w:altChunk xmlns:r="{R}" r:id="r0"></w:altChunk>'
    data = body("<w:p><w:r><w:t>Avant.</w:t></w:r></w:p>", chunk, "<w:p><w:r><w:t>Après.</w:t></w:r></w:p>")
    rows = "<tr><td>Site</td><td>CA</td></tr><tr><td>Dole</td><td>12</td></tr>"
    page = f"<html><body><p>Remise de 3 % accordée à Dole.</p><table>{rows}</table></body></html>"
    document = read(
        "a.docx",
        with_parts(
            data, {"word/_rels/document.xml.rels": relations(("aFChunk", "afchunk.html")), "word/afchunk.html": page}
        ),
    )
    assert texts(document) == ["Avant.", "Remise de 3 % accordée à Dole.", "Site | CA", "Dole | 12", "Après."]
    assert find(document, "Remise").locator.part == "§ 2"
