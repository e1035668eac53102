"""What lies beside the text of office files: comments, charts, diagrams, embedded files, merged and hidden cells."""

import datetime as dt
import io
import re
import struct
import zipfile

import pytest
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from openpyxl import Workbook
from openpyxl.comments import Comment
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from copilot.ingest.read import read
from tests.ingest.files import docx_bytes, find, pptx_bytes, texts, xlsx_bytes
from tests.ingest.old_office import compound

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
D = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
T = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
DECK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def with_parts(data: bytes, parts: dict[str, bytes | str], *, without: tuple[str, ...] = ()) -> bytes:
    """The file with parts added or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name not in parts and name not in without:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def relations(*targets: tuple[str, str]) -> str:
    lines = [f'<Relationship Id="r{i}" Type="x/{kind}" Target="{target}"/>' for i, (kind, target) in enumerate(targets)]
    return f'<Relationships xmlns="{RELS}">{"".join(lines)}</Relationships>'


def test_docx_comments_stand_under_the_passage_they_are_about():
    def fill(document):
        paragraph = document.add_paragraph("La remise est de ")
        run = paragraph.add_run("4 % sur la régie")
        paragraph.add_run(" en 2026.")
        document.add_comment(run, "à faire valider", author="Anne Dupré", initials="AD")

    document = read("a.docx", docx_bytes(fill))
    comment = find(document, "à faire valider")
    assert (comment.kind, comment.author, comment.heading) == ("comment", "Anne Dupré", "4 % sur la régie")
    assert comment.said_on is not None


def test_docx_deletions_are_told_and_are_no_text():
    def fill(document):
        paragraph = document.add_paragraph("Prix ")
        for author, words in (("Anne", "100 k€"), ("Bruno", "110 k€")):
            change = parse_xml(
                f'<w:del xmlns:w="{W}" w:author="{author}"><w:r><w:delText>{words}</w:delText></w:r></w:del>'
            )
            paragraph._p.append(change)
            paragraph.add_run("x ")

    document = read("a.docx", docx_bytes(fill))
    assert texts(document) == ["Prix x x"]
    assert document.warnings == (
        "tracked changes by Anne, Bruno: insertions were read, deletions left out: « 100 k€ », « 110 k€ »",
    )


def test_docx_equations_keep_powers_and_fractions():
    def fill(document):
        math = (
            f'<m:oMath xmlns:m="{M}"><m:r><m:t>x=</m:t></m:r><m:f><m:num><m:r><m:t>a+1</m:t></m:r></m:num>'
            "<m:den><m:r><m:t>10</m:t></m:r></m:den></m:f><m:sSup><m:e><m:r><m:t>y</m:t></m:r></m:e>"
            "<m:sup><m:r><m:t>-6</m:t></m:r></m:sup></m:sSup></m:oMath>"
        )
        document.add_paragraph("Soit ")._p.append(parse_xml(math))

    assert texts(read("a.docx", docx_bytes(fill))) == ["Soit x=(a+1)/10y^(-6)"]


def test_docx_charts_diagrams_and_embedded_files_are_read():
    def points(kind: str, *values: str) -> str:
        inner = "".join(f'<c:pt idx="{i}"><c:v>{value}</c:v></c:pt>' for i, value in enumerate(values))
        return f"<c:{kind}><c:strRef><c:strCache>{inner}</c:strCache></c:strRef></c:{kind}>"

    series = f"<c:ser>{points('tx', 'CA')}{points('cat', 'Lyon', 'Nancy')}{points('val', '120.0', '80.5')}</c:ser>"
    title = f'<c:title><c:tx><a:t xmlns:a="{A}">CA par site</a:t></c:tx></c:title>'
    book = xlsx_bytes(lambda book: book.active.append(["Marge", "12 %"]))
    data = with_parts(
        docx_bytes(lambda document: document.add_paragraph("Voir ci-dessous.")),
        {
            "word/charts/chart1.xml": f'<c:chartSpace xmlns:c="{C}">{title}{series}</c:chartSpace>',
            "word/charts/_rels/chart1.xml.rels": relations(("package", "../embeddings/behind.xlsx")),
            "word/embeddings/behind.xlsx": book,
            "word/embeddings/Feuille.xlsx": book,
            "word/embeddings/oleObject1.bin": b"x",
            "word/diagrams/data1.xml": f'<d xmlns:a="{A}"><a:p><a:r><a:t>Étape un</a:t></a:r></a:p></d>',
        },
    )
    document = read("a.docx", data)
    assert [(s.text, s.locator.part) for s in document.segments] == [
        ("Voir ci-dessous.", "§ 1"),
        ("CA par site", "graphique"),
        ("| CA", "graphique"),
        ("Lyon | 120", "graphique"),
        ("Nancy | 80.5", "graphique"),
        ("Étape un", "diagramme"),
        ("Marge | 12 %", "pièce jointe: Feuille.xlsx"),
    ]
    assert document.warnings == ("embedded object 'oleObject1.bin' was not read",)


def strict(data: bytes) -> bytes:
    """The file in the strict variant of its format."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))}
    name = re.compile(rb"http://schemas\.openxmlformats\.org/(officeDocument|\w+ml)/2006/")
    return with_parts(data, {key: name.sub(rb"http://purl.oclc.org/ooxml/\1/", part) for key, part in parts.items()})


def titled(deck: object) -> None:
    deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text = "Bilan"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.docx", docx_bytes(lambda document: document.add_paragraph("remise de 4 %")), "remise de 4 %"),
        ("a.xlsx", xlsx_bytes(lambda book: book.active.append(["Lyon", 12])), "Lyon | 12"),
        (
            "a.pptx",
            pptx_bytes(
                lambda deck: setattr(deck.slides.add_slide(deck.slide_layouts[0]).shapes.title, "text", "Bilan")
            ),
            "Bilan",
        ),
    ],
)
def test_strict_files_are_read_like_the_others(name, data, words):
    assert b"purl.oclc.org" in b"".join(zipfile.ZipFile(io.BytesIO(strict(data))).read(n) for n in ["_rels/.rels"])
    assert words in texts(read(name, strict(data)))


def book_with_parts() -> bytes:
    def fill(book: Workbook) -> None:
        sheet = book.active
        sheet.title = "Suivi"
        for row in (
            ("Région", "Site", "CA"),
            ("Nord", "Lille", 10),
            (None, "Arras", 20),
            (5, "Sud", 30),
            (None, "Nice", 1),
        ):
            sheet.append(row)
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("A4:A5")
        sheet["C2"].comment = Comment("[Threaded comment]\n\nComment:\n à revoir", "tc={1}")
        sheet["C3"].comment = Comment("ancien", "Bruno")

    threads = (
        f'<ThreadedComments xmlns="{T}"><threadedComment ref="C2" dT="2026-03-09T10:00:00.00" personId="1">'
        '<text>à revoir</text></threadedComment><threadedComment ref="C2" personId="2"><text>fait</text>'
        "</threadedComment></ThreadedComments>"
    )
    people = f'<personList xmlns="{T}"><person id="1" displayName="Anne Dupré"/></personList>'
    box = (
        f'<xdr:wsDr xmlns:xdr="{D}" xmlns:a="{A}"><xdr:sp><xdr:txBody><a:p><a:r><a:t>Chiffres provisoires</a:t></a:r>'
        "</a:p></xdr:txBody></xdr:sp></xdr:wsDr>"
    )
    data = xlsx_bytes(fill)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        known = archive.read("xl/worksheets/_rels/sheet1.xml.rels").decode()
    more = relations(("threadedComment", "../threadedComments/t1.xml"), ("x", "../drawings/drawing9.xml"))
    rels = known.replace("</Relationships>", "".join(re.findall(r"<Relationship .*?/>", more)) + "</Relationships>")
    return with_parts(
        data,
        {
            "xl/worksheets/_rels/sheet1.xml.rels": rels,
            "xl/threadedComments/t1.xml": threads,
            "xl/persons/person.xml": people,
            "xl/drawings/drawing9.xml": box,
        },
    )


def test_xlsx_threads_text_boxes_and_merged_cells():
    document = read("a.xlsx", book_with_parts())
    assert [(s.kind, s.text, s.author, s.said_on) for s in document.segments] == [
        ("heading", "Région | Site | CA", None, None),
        ("row", "Nord | Lille | 10", None, None),
        ("row", "Nord | Arras | 20", None, None),
        ("row", "5 | Sud | 30", None, None),
        ("row", "| Nice | 1", None, None),
        ("paragraph", "Chiffres provisoires", None, None),
        ("comment", "à revoir", "Anne Dupré", dt.date(2026, 3, 9)),
        ("comment", "fait", None, None),
        ("comment", "ancien", "Bruno", None),
    ]


def test_xlsx_with_a_sheet_that_is_only_a_chart_is_read():
    def fill(book):
        book.active.append(["Lyon", 12])
        book.create_chartsheet("Graphe")

    assert texts(read("a.xlsx", xlsx_bytes(fill))) == ["Lyon | 12"]


@pytest.mark.parametrize(
    ("part", "cut", "put", "read_as"),
    [
        (
            "xl/worksheets/sheet1.xml",
            "</worksheet>",
            '<conditionalFormatting sqref="A1"><cfRule type="x" priority="z"/></conditionalFormatting></worksheet>',
            "Lyon | 12 | 2026-03-09",
        ),
        (
            "xl/styles.xml",
            "<fonts",
            '<fonts count="x"><font><sz val="grand"/></font></fonts><fonts',
            "Lyon | 12 | 46090",
        ),
        (
            "xl/workbook.xml",
            "</sheets>",
            '</sheets><definedNames><definedName name="x" localSheetId="z">1</definedName></definedNames>',
            "Lyon | 12 | 2026-03-09",
        ),
    ],
)
def test_xlsx_with_damaged_looks_keeps_its_cells(part, cut, put, read_as):
    data = xlsx_bytes(lambda book: book.active.append(["Lyon", 12, dt.date(2026, 3, 9)]))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        old = archive.read(part).decode()
    assert cut in old
    document = read("a.xlsx", with_parts(data, {part: old.replace(cut, put, 1)}))
    assert texts(document) == [read_as]
    assert any("damaged" in warning for warning in document.warnings)


def test_pptx_comments_name_their_author_and_day():
    def fill(deck):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = "Bilan"
        data = CategoryChartData()
        data.categories = ["Lyon"]
        data.add_series("CA", (12,))
        slide.shapes.add_chart(XL_CHART_TYPE.PIE, Inches(1), Inches(1), Inches(3), Inches(3), data)
        table = slide.shapes.add_table(3, 2, 0, 0, 100, 100).table
        for at, row in enumerate((("Région", "Site"), ("Nord", "Lille"), ("", "Arras"))):
            for column, text in enumerate(row):
                table.cell(at, column).text = text
        table.cell(1, 0).merge(table.cell(2, 0))

    data = pptx_bytes(fill)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        deck, slide = (
            archive.read(f"ppt/{name}.rels").decode() for name in ("_rels/presentation.xml", "slides/_rels/slide1.xml")
        )
        types = archive.read("[Content_Types].xml").decode()
    authors = f'<Relationship Id="rA" Type="{DECK}/commentAuthors" Target="commentAuthors.xml"/></Relationships>'
    comments = f'<Relationship Id="rC" Type="{DECK}/comments" Target="../comments/comment1.xml"/></Relationships>'
    typed = "".join(
        f'<Override PartName="/ppt/{part}.xml" ContentType="application/xml"/>'
        for part in ("commentAuthors", "comments/comment1")
    )
    document = read(
        "a.pptx",
        with_parts(
            data,
            {
                "[Content_Types].xml": types.replace("</Types>", typed + "</Types>"),
                "ppt/_rels/presentation.xml.rels": deck.replace("</Relationships>", authors),
                "ppt/slides/_rels/slide1.xml.rels": slide.replace("</Relationships>", comments),
                "ppt/commentAuthors.xml": f'<p:l xmlns:p="{P}"><p:cmAuthor id="0" name="Anne Dupré"/></p:l>',
                "ppt/comments/comment1.xml": (
                    f'<p:l xmlns:p="{P}"><p:cm authorId="0" dt="2026-03-09T10:00:00">'
                    "<p:text>à revoir</p:text></p:cm></p:l>"
                ),
            },
        ),
    )
    comment = find(document, "à revoir")
    assert (comment.kind, comment.author, comment.said_on) == ("comment", "Anne Dupré", dt.date(2026, 3, 9))
    assert "Nord | Arras" in texts(document)
    assert "Lyon | 12" in texts(document)


def test_docx_hidden_paragraph_inside_a_comment_range_is_no_anchor():
    document = Document()
    paragraph = document.add_paragraph("vu ")
    run = paragraph.add_run("caché")
    properties = run._r.get_or_add_rPr()
    properties.append(OxmlElement("w:vanish"))
    document.add_comment(run, "note", author="A", initials="A")
    out = io.BytesIO()
    document.save(out)
    assert find(read("a.docx", out.getvalue()), "note").heading is None


def native(name: str, data: bytes) -> bytes:
    """A file as the packager of Windows wraps it."""
    path = f"C:\\Temp\\{name}".encode("cp1252") + b"\0"
    body = b"\2\0" + name.encode("cp1252") + b"\0" + path + b"\0\0\3\0" + struct.pack("<I", len(path)) + path
    body += struct.pack("<I", len(data)) + data
    return struct.pack("<I", len(body)) + body


BOOK = xlsx_bytes(lambda book: book.active.append(["Marge", "12 %"]))


@pytest.mark.parametrize(
    ("streams", "name"),
    [
        ({"Package": BOOK}, "oleObject1.xlsx"),
        ({"\x01Ole10Native": native("Marge été.xlsx", BOOK)}, "Marge été.xlsx"),
        ({"\x01Ole10Native": native("note.txt", b"Marge | 12 %")}, "note.txt"),
        ({"Equation Native": b"x"}, None),
        ({"\x01Ole10Native": b"x"}, None),
        ({"Package": b"x"}, None),
    ],
)
def test_files_wrapped_as_objects_are_read_under_their_names(streams, name):
    data = docx_bytes(lambda document: document.add_paragraph("Voir l'objet."))
    document = read("a.docx", with_parts(data, {"word/embeddings/oleObject1.bin": compound(streams)}))
    if name is None:
        assert document.warnings == ("embedded object 'oleObject1.bin' was not read",)
    else:
        assert (find(document, "Marge").locator.part or "").startswith(f"pièce jointe: {name}")
        assert document.warnings == ()


def test_words_drawn_as_a_picture_are_read():
    V = "urn:schemas-microsoft-com:vml"
    drawn = f'<v:shape xmlns:v="{V}"><v:textpath string="PROJET"/></v:shape>'
    mark = f'<w:p xmlns:w="{W}"><w:r><w:pict>{drawn}</w:pict></w:r></w:p>'
    data = docx_bytes(lambda document: document.element.body.insert(0, parse_xml(mark)))
    assert texts(read("a.docx", data)) == ["PROJET"]


def test_comments_whose_thread_is_closed_are_told_apart():
    w14, w15 = (f"http://schemas.microsoft.com/office/word/{year}/wordml" for year in (2010, 2012))

    def comment(key: str, text: str) -> str:
        return f'<w:comment w:id="{key}"><w:p w14:paraId="{key}"><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>'

    said = "".join(comment(*one) for one in (("A", "à revoir"), ("B", "fait"), ("C", "ouvert")))
    more = (
        '<w15:commentEx w15:paraId="A" w15:done="1"/><w15:commentEx w15:paraId="B" w15:paraIdParent="A" w15:done="0"/>'
    )
    parts = {
        "word/comments.xml": f'<w:comments xmlns:w="{W}" xmlns:w14="{w14}">{said}</w:comments>',
        "word/commentsExtended.xml": f'<w15:commentsEx xmlns:w15="{w15}">{more}</w15:commentsEx>',
    }
    document = read("a.docx", with_parts(docx_bytes(lambda document: document.add_paragraph("Texte.")), parts))
    closed = "commentaire, résolu"
    assert [s.locator.part for s in document.segments] == ["§ 1", closed, closed, "commentaire"]

    threads = zipfile.ZipFile(io.BytesIO(book_with_parts())).read("xl/threadedComments/t1.xml").decode()
    threads = threads.replace('ref="C2" dT', 'id="x" done="1" ref="C2" dT').replace(
        'ref="C2" personId', 'parentId="x" ref="C2" personId'
    )
    document = read("a.xlsx", with_parts(book_with_parts(), {"xl/threadedComments/t1.xml": threads}))
    parts_of = {s.text: s.locator.part for s in document.segments if s.kind == "comment"}
    assert parts_of == {"à revoir": closed, "fait": closed, "ancien": "commentaire"}


@pytest.mark.parametrize(
    "part",
    ["word/comments.xml", "word/numbering.xml", "word/footnotes.xml", "word/charts/chart1.xml", "docProps/core.xml"],
)
def test_a_damaged_part_does_not_take_the_document_with_it(part):
    data = with_parts(docx_bytes(lambda document: document.add_paragraph("Remise de 3 %")), {part: "<w:cut"})
    document = read("a.docx", data)
    assert texts(document) == ["Remise de 3 %"]
    assert document.warnings == (f"the part '{part}' of the file is damaged; save it again",)
