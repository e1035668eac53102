"""Files under the names of Word and Excel that are something else inside: saved pages, tables as text or as HTML."""

import io
import zipfile

import pytest
from openpyxl.styles import Font

from copilot.ingest.read import read
from copilot.ingest.sheets import MAX_CELLS, MAX_ROWS
from tests.ingest.files import find, texts, xlsx_bytes
from tests.ingest.test_office_parts import with_parts
from tests.ingest.test_open_document import cell, open_document, sheet

PAGE = (
    '<html><head><meta http-equiv=3DContent-Type content=3D"text/html; charset=3Dwindows-1252"></head><body>'
    "<p>Remise de 3 % accord=E9e =E0 Dole.</p><p>Prix <s>120</s> 115 =80.</p></body></html>"
)
TABLE = (
    "<table><tr><th>Site</th><th>CA</th></tr><tr><td>Dole</td><td>12</td></tr><tr><td>Gray</td><td>9</td></tr></table>"
)


def saved(*pages: str, head: str = "MIME-Version: 1.0\n", more: str = "") -> bytes:
    parts = "".join(
        f"------=_X\nContent-Location: file:///C:/{at}.htm\nContent-Transfer-Encoding: quoted-printable\n"
        f'Content-Type: text/html; charset="us-ascii"\n\n{page}\n\n'
        for at, page in enumerate(pages)
    )
    head += 'Content-Type: multipart/related; boundary="----=_X"\n\nThis is a multi-part message.\n\n'
    picture = "------=_X\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n\n"
    return f"{head}{more}{parts}{picture}------=_X--\n".encode()


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("a.doc", "MIME-Version: 1.0\n"),
        ("a.mht", "From: <Saved by Blink>\nSubject: Point\nDate: Mon, 9 Mar 2026 10:00:00 -0000\nMIME-Version: 1.0\n"),
        ("a.mhtml", 'From: "Saved by Internet Explorer 11"\nSubject: Point\nMIME-Version: 1.0\n'),
    ],
)
def test_a_page_saved_in_one_file_is_read_as_a_page(name, head):
    document = read(name, saved(PAGE, head=head))
    assert texts(document) == ["Remise de 3 % accordée à Dole.", "Prix 115 €."]
    assert document.kind == "note"
    assert "struck-out text was left out: « 120 »" in document.warnings


def test_a_mail_with_pictures_stays_a_mail():
    head = "From: Anne <a@x.example>\nTo: b@y.example\nSubject: Point\nDate: Mon, 9 Mar 2026 10:00:00 +0000\n"
    for name in ("a.eml", "a.txt"):
        assert read(name, saved(PAGE, head=head)).kind == "mail"


def test_a_workbook_saved_as_a_page_is_a_sheet():
    document = read("a.xls", saved("<html><frameset></frameset></html>", f"<html><body>{TABLE}</body></html>"))
    assert (document.kind, find(document, "Dole").header) == ("sheet", ("Site", "CA"))


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("export.xls", f"<html><body>{TABLE}</body></html>".encode(), "sheet"),
        ("export.xls", b"Site\tCA\nDole\t12\nGray\t9\n", "sheet"),
        ("export.xls", b"Site;Contact;CA\nDole;Anne;12\nGray;Bruno;9\n", "sheet"),
        ("export.xls", "Nom du compte\tÉtape\tPropriétaire\tMontant\nDole\tGagné\tAnne\t12\n".encode(), "crm"),
        ("export.xls", "Site\tCA\r\nDole\t12\r\nGray\t9\r\n".encode("utf-16"), "sheet"),
        ("page.html", f"<html><body>{TABLE}</body></html>".encode(), "note"),
        ("export.xls", b"<html><body><p>Vous devez vous reconnecter.</p></body></html>", "note"),
        ("export.xls", "Une note sans tableau.\nDeuxième ligne.\n".encode(), "note"),
    ],
)
def test_a_table_under_the_name_of_a_workbook_is_a_sheet(name, data, kind):
    document = read(name, data)
    assert document.kind == kind
    if kind == "sheet":
        assert find(document, "Dole").header[0] == "Site"


def test_cells_with_a_format_alone_do_not_count():
    def fill(book):
        page = book.active
        page.append(["Site", "CA"])
        page.append(["Dole", 12])
        page.append(["Gray", 9])
        for row in range(4, MAX_ROWS + 20):
            for column in range(1, 2 + 2 * MAX_CELLS // MAX_ROWS // 20):
                page.cell(row, column).font = Font(bold=True)
        page.cell(2, 150).font = Font(bold=True)

    document = read("a.xlsx", xlsx_bytes(fill))
    assert (texts(document), document.warnings) == (["Site | CA", "Dole | 12", "Gray | 9"], ())


def test_cells_merged_downwards_in_an_open_document_say_the_same_on_each_row():
    rows = (
        cell("Région") + cell("Site"),
        cell("Nord", attributes='table:number-rows-spanned="2"') + cell("Lille"),
        "<table:covered-table-cell/>" + cell("Arras"),
    )
    body = sheet("Sites", "".join(f"<table:table-row>{row}</table:table-row>" for row in rows))
    assert texts(read("a.ods", open_document("spreadsheet", body))) == ["Région | Site", "Nord | Lille", "Nord | Arras"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.xltx", "vnd.openxmlformats-officedocument.spreadsheetml.template.main"),
        ("a.xltm", "vnd.ms-excel.template.macroEnabled.main"),
        ("a.xlsm", "vnd.ms-excel.sheet.macroEnabled.main"),
    ],
)
def test_templates_of_workbooks_are_workbooks(name, kind):
    data = xlsx_bytes(lambda book: book.active.append(["Dole", 12]))
    old = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        types = archive.read("[Content_Types].xml").decode()
    assert old in types
    document = read(name, with_parts(data, {"[Content_Types].xml": types.replace(old, f"application/{kind}+xml")}))
    assert (texts(document), document.kind, document.warnings) == (["Dole | 12"], "sheet", ())
