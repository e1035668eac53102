import io
import json
import threading
import time
import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from copilot.errors import UnreadableFile
from copilot.ingest.parse import parse
from copilot.ingest.parts import Refused
from copilot.ingest.read import Worker, read
from tests.ingest.files import docx_bytes, pdf_bytes, xlsx_bytes, zip_bytes

DOCX = docx_bytes(lambda document: document.add_paragraph("Texte assez long pour être lu. " * 40))
XLSX = xlsx_bytes(lambda book: [book.active.append([i, f"ligne {i}"]) for i in range(300)])
PDF = pdf_bytes([[(50, 700, "Une page de texte qui se lit bien.")]])
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]>'
    b"<w:document><w:body>&c;</w:body></w:document>"
)
TYPES = b'<Types><Override PartName="/word/document.xml" ContentType="x.wordprocessingml.document.main+xml"/></Types>'


def locked_pdf() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(PDF)))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def endless_pdf() -> bytes:
    """A small PDF with one page of a million pieces of text."""
    drawn = zlib.compress(b"BT /F1 9 Tf (abc) Tj ET\n" * 1_000_000)
    page = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(drawn), drawn)
    start = PDF.index(b"5 0 obj")
    return PDF[:start] + b"5 0 obj\n" + page + b"\nendobj\n" + PDF[PDF.index(b"xref") :]


CASES = {
    "no bytes": ("a.docx", b"", "empty"),
    "blanks only": ("a.txt", b"\xef\xbb\xbf \r\n\t", "empty"),
    "docx cut in half": ("a.docx", DOCX[: len(DOCX) // 2], "truncated"),
    "xlsx cut in half": ("a.xlsx", XLSX[: len(XLSX) // 2], "truncated"),
    "pdf cut to its head": ("a.pdf", PDF[:60], "truncated"),
    "docx of noise": ("a.docx", bytes(range(256)) * 20, "truncated"),
    "locked pdf": ("a.pdf", locked_pdf(), "encrypted"),
    "ole without content": ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "truncated"),
    "picture": ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "unsupported"),
    "source code": ("a.py", b"print('x')\n", "unsupported"),
    "pdf without text": ("scan.pdf", pdf_bytes([[]]), "no_text"),
    "bomb": ("a.docx", zip_bytes({"[Content_Types].xml": TYPES, "word/document.xml": b"0" * (60 << 20)}), "too_large"),
    "many members": ("a.docx", zip_bytes({f"m{i}": b"" for i in range(2100)}), "too_large"),
    "entities": ("a.docx", zip_bytes({"[Content_Types].xml": TYPES, "word/document.xml": LAUGHS}), "unsafe"),
    "entities in utf-16": (
        "a.docx",
        zip_bytes({"[Content_Types].xml": TYPES, "word/document.xml": LAUGHS.decode().encode("utf-16")}),
        "unsafe",
    ),
    "no document part": ("a.docx", zip_bytes({"[Content_Types].xml": TYPES}), "truncated"),
}


@pytest.mark.parametrize("case", CASES)
def test_bad_file_is_refused_with_its_reason(case):
    name, data, reason = CASES[case]
    with pytest.raises(UnreadableFile) as refusal:
        read(name, data)
    assert refusal.value.reason == reason
    assert refusal.value.name == name
    assert refusal.value.detail
    assert "\n" not in refusal.value.detail


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", DOCX, "Texte assez long"),
        ("a.docx", PDF, "Une page"),
        ("a.csv", XLSX, "ligne 7"),
        ("a.docx", b"du texte seul", "texte seul"),
    ],
)
def test_a_wrong_name_is_read_as_what_it_is_with_a_warning(name, data, words):
    document = read(name, data)
    assert words in document.text()
    assert any("read as what it is" in warning for warning in document.warnings)


def test_a_slow_file_is_stopped_and_the_next_one_is_read():
    worker = Worker(seconds=1.0)
    try:
        worker.ask("warm.txt", b"bonjour")
        start = time.monotonic()
        assert json.loads(worker.ask("slow.pdf", endless_pdf()))["reason"] == "timeout"
        assert time.monotonic() - start < 6
        worker._seconds = 30.0
        assert b"encore" in worker.ask("b.txt", b"encore du texte")
    finally:
        worker.close()


def test_many_threads_may_read_at_once():
    found: list[str] = []

    def one(number: int) -> None:
        found.append(read(f"{number}.txt", f"note numéro {number}".encode()).text())

    threads = [threading.Thread(target=one, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [f"note numéro {number}" for number in range(8)]


@settings(deadline=None, max_examples=60)
@given(
    st.binary(max_size=400),
    st.sampled_from(["a.txt", "a.csv", "a.eml", "a.vtt", "a.html", "a.md", "a.docx", "a.pdf", "a.msg"]),
)
def test_no_bytes_make_the_text_readers_fail(data, name):
    with suppress(Refused):
        assert parse(name, data).segments


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_damaged_documents_are_read_or_refused(data):
    name, good = data.draw(st.sampled_from([("a.docx", DOCX), ("a.pdf", PDF)]))
    at = data.draw(st.integers(0, len(good) - 1))
    damaged = good[:at] + data.draw(st.binary(max_size=8)) + good[at + data.draw(st.integers(0, 40)) :]
    with suppress(UnreadableFile):
        assert read(name, damaged).segments
