import datetime as dt
import io
import stat

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Highlight, Text
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, TextStringObject

from copilot.errors import UnreadableFile
from copilot.ingest.pdf_parts import ranges
from copilot.ingest.read import ocr_program, read
from copilot.settings import Settings
from tests.ingest.files import docx_bytes, find, pdf_bytes, texts

PAGE = pdf_bytes([[(50, 700, "Une page de texte qui se lit bien, sur le client Dupond.")]])


def scan(pages: int = 1, size: tuple[int, int] = (700, 900)) -> bytes:
    """A PDF whose pages are pictures."""
    pictures = [Image.new("L", size, 255) for _ in range(pages)]
    out = io.BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:])
    return out.getvalue()


def joined(*files: bytes) -> bytes:
    writer = PdfWriter()
    for data in files:
        writer.append(PdfReader(io.BytesIO(data)))
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.fixture
def tesseract(tmp_path, monkeypatch):
    """A program of that name that finds two lines in every picture."""
    program = tmp_path / "tesseract"
    program.write_text(
        "#!/bin/sh\n/bin/cat > /dev/null\necho 'Remise de 4 % accordée à Lyon.'\necho\necho 'Fin du bail en 2027.'\n"
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path))
    return ocr_program(Settings(ocr="auto"))


def test_a_scan_is_refused_with_its_pages_and_what_to_do():
    with pytest.raises(UnreadableFile) as refusal:
        read("scan.pdf", scan(3))
    assert refusal.value.reason == "no_text"
    assert "3 of 3 page(s) are pictures" in refusal.value.detail
    assert "ABP_OCR=auto" in refusal.value.detail


def test_pages_without_text_are_named():
    document = read("mixte.pdf", joined(PAGE, scan(2), PAGE, scan(1)))
    assert len(texts(document)) == 2
    assert document.warnings == ("no text on page(s) 2-3, 5 of 5: a picture (scan) was not read",)


def test_an_empty_page_is_no_scan():
    assert read("a.pdf", joined(PAGE, pdf_bytes([[]]))).warnings == ()


def test_scans_are_read_where_that_is_wanted_and_marked(tesseract):
    document = read("mixte.pdf", joined(PAGE, scan(1)), ocr=tesseract)
    assert [(s.text, s.locator.page, s.locator.part) for s in document.segments][1:] == [
        ("Remise de 4 % accordée à Lyon.", 2, "texte reconnu (OCR)"),
        ("Fin du bail en 2027.", 2, "texte reconnu (OCR)"),
    ]
    assert document.warnings == ("text recognised in pictures (OCR), to be checked, on page(s) 2 of 2",)
    assert texts(read("scan.pdf", scan(1), ocr=tesseract))[0].startswith("Remise")


def test_small_pictures_are_no_pages_and_a_failing_program_is_told(tesseract, tmp_path):
    with pytest.raises(UnreadableFile) as refusal:
        read("logo.pdf", scan(1, (40, 40)), ocr=tesseract)
    assert refusal.value.reason == "no_text"
    (tmp_path / "tesseract").write_text("#!/bin/sh\nexit 1\n")
    with pytest.raises(UnreadableFile) as refusal:
        read("scan.pdf", scan(1), ocr=tesseract)
    assert "found none" in refusal.value.detail


def test_recognition_is_off_unless_wanted_and_installed(tesseract, tmp_path):
    assert tesseract == str(tmp_path / "tesseract")
    assert ocr_program(Settings(ocr="off")) is None
    (tmp_path / "tesseract").unlink()
    assert ocr_program(Settings(ocr="auto")) is None


def test_notes_on_the_pages_are_comments():
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(PAGE)))
    box = (50, 500, 200, 550)
    for note in (
        Text(text="à vérifier avec Anne", rect=box),
        FreeText(text="montant faux", rect=box),
        Highlight(rect=box, quad_points=ArrayObject([FloatObject(0)] * 8)),
    ):
        note[NameObject("/T")] = TextStringObject("Bruno Roux")
        note[NameObject("/M")] = TextStringObject("D:20260309101500+01'00'")
        writer.add_annotation(0, note)
    document = read("a.pdf", written(writer))
    notes = [s for s in document.segments if s.kind == "comment"]
    assert [(s.text, s.author, s.said_on, s.locator.page) for s in notes] == [
        ("à vérifier avec Anne", "Bruno Roux", dt.date(2026, 3, 9), 1),
        ("montant faux", "Bruno Roux", dt.date(2026, 3, 9), 1),
    ]


def test_a_form_tells_its_values():
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(PAGE)))
    fields = ArrayObject()
    for name, kind, value in (("Client", "/Tx", "Dupond"), ("Vide", "/Tx", ""), ("Urgent", "/Btn", "/Oui")):
        shown = NameObject(value) if kind == "/Btn" else TextStringObject(value)
        fields.append(
            writer._add_object(
                DictionaryObject(
                    {
                        NameObject("/FT"): NameObject(kind),
                        NameObject("/T"): TextStringObject(name),
                        NameObject("/V"): shown,
                    }
                )
            )
        )
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): fields})
    document = read("a.pdf", written(writer))
    assert [s.text for s in document.segments if s.locator.part == "formulaire"] == [
        "Client\u00a0: Dupond",
        "Urgent\u00a0: x",
    ]


def test_a_file_attached_to_a_pdf_is_read_with_it():
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(PAGE)))
    writer.add_attachment("devis.docx", docx_bytes(lambda d: d.add_paragraph("Devis de 12 k€.")))
    writer.add_attachment("x.bin", bytes(range(256)))
    document = read("a.pdf", written(writer))
    assert find(document, "Devis").locator.part == "pièce jointe: devis.docx, § 1"
    assert any("x.bin" in warning for warning in document.warnings)


def test_page_numbers_are_told_as_ranges():
    assert ranges([1, 2, 3, 7, 9, 10]) == "1-3, 7, 9-10"
    assert ranges(list(range(1, 100, 2))).endswith("…")


def pages_of(*lines: str) -> bytes:
    """A page a line, each with a text of its own, between a head and a foot."""
    return pdf_bytes(
        [
            [(50, 780, "Norvia – revue de compte"), (50, 750, line), (50, 700, f"Texte propre à la page {word}."),
             (50, 30, f"page {number} / {len(lines)}")]
            for number, (line, word) in enumerate(zip(lines, ("un", "deux", "trois", "quatre"), strict=False), start=1)
        ]
    )  # fmt: skip


def test_figures_at_the_same_place_of_each_page_are_no_running_head():
    figures = ("CA 2023 : 1 250 k€", "CA 2024 : 1 310 k€", "CA 2025 : 1 420 k€", "CA 2026 : 1 500 k€")
    said = " ".join(texts(read("a.pdf", pages_of(*figures))))
    assert [figure in said for figure in figures] == [True] * 4
    assert (said.count("revue de compte"), "page 3 / 4" in said) == (1, False)
