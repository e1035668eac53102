"""Files made to be slow or vast: read as far as a note goes, or refused in one line, at a small cost."""

import io
import json
import zipfile

import pytest
from openpyxl import Workbook

from copilot.ingest.read import Worker
from tests.ingest.files import xlsx_bytes, zip_bytes
from tests.ingest.test_open_document import open_document

S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = b'<Types><Override PartName="/word/document.xml" ContentType="x.wordprocessingml.document.main+xml"/></Types>'


@pytest.fixture(scope="module")
def worker():
    reader = Worker()
    yield reader
    reader.close()


def docx(body: str) -> bytes:
    document = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    return zip_bytes({"[Content_Types].xml": TYPES, "word/document.xml": document.encode()})


def xlsx(sheet: str) -> bytes:
    out = io.BytesIO()
    plain = zipfile.ZipFile(io.BytesIO(xlsx_bytes(lambda book: book.active.append(["a"]))))
    with plain as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = f"<worksheet {S}>{sheet}</worksheet>".encode()
            new.writestr(name, content if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return out.getvalue()


def long_sheet() -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("A")
    for number in range(60_000):
        sheet.append([f"site {number}", number, number, number, number])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


CELL = '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Lyon</t></is></c></row></sheetData>'
ROW = "<table:table-cell table:number-columns-repeated='16000'><text:p>x</text:p></table:table-cell>"
READ = {
    "merged to the edge.xlsx": (xlsx(f'{CELL}<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'), "Lyon"),
    "hidden columns.xlsx": (xlsx("<cols>" + '<col min="1" max="9" hidden="1"/>' * 20_000 + "</cols>" + CELL), "Lyon"),
    "nested tables.docx": (docx("<w:tbl><w:tr><w:tc>" * 200 + "<w:p><w:r><w:t>x</w:t></w:r></w:p>"), None),
    "comments never closed.docx": (
        docx('<w:commentRangeStart w:id="1"/>' * 20_000 + "<w:p>" + "<w:r><w:t>abc </w:t></w:r>" * 5_000 + "</w:p>"),
        "abc abc",
    ),
    "feet in feet.html": (b"<html><p>Bilan</p><p>" + b"mot " * 9000 + b"</p>" + b"<footer>x" * 3_000, "Bilan"),
    "quotes in quotes.html": (b"<html>" + b"<blockquote>" * 9_000 + b"fin", "fin"),
    "a line of blanks.txt": (b" " * 300_000 + b"fin", "fin"),
    "rules.txt": (b"-----\n" * 60_000 + b"fin", "fin"),
    "headers of columns.txt": (b"Date Nom Action Qui\n" * 9_000, "Nom"),
    "bars.md": (b"| a | b |\n" * 9_000, "a | b"),
    "a table of bars.md": (b"| a | b |\n|---|---|\n" + b"| 1 | 2 |\n" * 9_000, "1 | 2"),
    "a thousand receivers.eml": (b"From: a@x\nTo: " + b"<b@x>," * 200_000 + b"\nSubject: s\n\nBonjour", "Bonjour"),
    "encoded words.eml": (b"From: a@x\nSubject: " + b"=?utf-8?q?a?= " * 90_000 + b"\n\nBonjour", "Bonjour"),
    "braces.rtf": (b"{\\rtf1 " + b"{" * 300_000 + b"fin", "fin"),
    "accents.rtf": (b"{\\rtf1 " + b"\\'e9" * 900_000 + b"}", "ééé"),
    "parameters.ics": (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY" + b";A=b" * 60_000 + b":Point\n", "Point"),
}


@pytest.mark.parametrize("name", READ)
def test_a_slow_file_is_read_at_a_small_cost(worker, name):
    data, words = READ[name]
    answer = json.loads(worker.ask(name, data))
    if words is None:
        assert "document" in answer or answer["reason"] == "truncated"
    else:
        assert words in " ".join(segment["text"] for segment in answer["document"]["segments"])
    assert worker.cpu_seconds < 5
    assert worker.peak_kb < 600_000


VAST = {
    "a long sheet.xlsx": (long_sheet(), "only the first 20000 rows of the sheet 'A' were read"),
    "a long export.csv": (b"Site;CA\n" + b"Lyon;12\n" * 90_000, "only the first 20000 rows were read"),
    "repeated.ods": (
        open_document(
            "spreadsheet",
            "<table:table table:name='A'><table:table-row table:number-rows-repeated='1000000'>"
            f"{ROW}</table:table-row></table:table>",
        ),
        "only the first 2000 rows of the sheet 'A' were read",
    ),
}


@pytest.mark.parametrize("name", VAST)
def test_a_vast_sheet_is_read_in_part_and_says_so(worker, name):
    data, warning = VAST[name]
    assert warning in json.loads(worker.ask(name, data))["document"]["warnings"]


REFUSED = {
    "sections in sections.docx": (docx("<w:sdt><w:sdtContent>" * 20_000), ("too_large", "truncated")),
    "more lines than a note.txt": (b"un\n\n" * 90_000, ("too_large",)),
    "one endless line.txt": (b"mot " * 1_200_000, ("too_large",)),
    "mails in mails.eml": (b"From: a\nSubject: s\n" + b"Content-Type: message/rfc822\n\n" * 3_000, ("too_large",)),
    "pages in circles.pdf": (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [2 0 R] "
        b"/Count 99999999 >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF",
        ("truncated",),
    ),
    "three thousand mails.mbox": (b"From a@b Mon Jan 5 09:00:00 2026\nFrom: a\n\nx\n\n" * 3_000, ("too_large",)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_note_is_refused_in_one_line(worker, name):
    data, reasons = REFUSED[name]
    answer = json.loads(worker.ask(name, data, task="unpack"))
    assert answer["reason"] in reasons
    assert "\n" not in answer["detail"]
    assert worker.cpu_seconds < 6
