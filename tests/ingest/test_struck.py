"""Struck-out text is no longer said: it is left out of the note and told in a warning, whatever the format."""

import struct
from email.message import EmailMessage

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from copilot.ingest.read import read
from tests.ingest.files import docx_bytes, pptx_bytes, read_text, texts, xlsx_bytes
from tests.ingest.old_office import doc_bytes
from tests.ingest.test_open_document import cell, open_document, sheet, style

STRIKE = struct.pack("<HB", 0x0837, 1)
THROUGH = style("B", 'style:text-line-through-style="solid"')


def docx() -> bytes:
    def fill(document):
        paragraph = document.add_paragraph("Remise de ")
        paragraph.add_run("4 %").font.strike = True
        paragraph.add_run("3 % accordée.")

    return docx_bytes(fill)


def pptx() -> bytes:
    def fill(deck):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        frame = slide.shapes.add_textbox(0, 0, 3000000, 900000).text_frame
        frame.paragraphs[0].add_run().text = "Remise de "
        run = frame.paragraphs[0].add_run()
        run.text = "4 %"
        run._r.get_or_add_rPr().set("strike", "sngStrike")
        frame.paragraphs[0].add_run().text = "3 % accordée."

    return pptx_bytes(fill)


def mail() -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "Anne <a@x.example>", "Remise"
    message.set_content("Remise de 4 %3 % accordée.")
    message.add_alternative("<p>Remise de <s>4 %</s>3 % accordée.</p>", subtype="html")
    return message.as_bytes()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", docx()),
        ("a.pptx", pptx()),
        ("a.rtf", rb"{\rtf1\ansi Remise de {\strike 4 %}3 % accord\'e9e.\par}"),
        ("a.doc", doc_bytes([([("Remise de ", b""), ("4 %", STRIKE), ("3 % accordée.", b"")], "\r", b"")])),
        ("a.odt", open_document("text", "<text:p>Remise de <text:span text:style-name='B'>4 %</text:span>3 % accordée."
                                "</text:p>", THROUGH)),
        ("a.html", "<p>Remise de <del>4 %</del>3 % accordée.</p>".encode()),
        ("b.html", "<p>Remise de <span style='text-decoration: line-through'>4 %</span>3 % accordée.</p>".encode()),
        ("a.md", "Remise de ~~4 %~~ 3 % accordée.".encode()),
        ("a.eml", mail()),
    ],
)  # fmt: skip
def test_text_that_is_struck_out_is_told_and_left_out(name, data):
    document = read(name, data)
    assert "Remise de 3 % accordée." in texts(document)
    assert "4 %" not in " ".join(texts(document))
    assert "struck-out text was left out: « 4 % »" in document.warnings


def test_a_cell_that_is_struck_out_is_empty():
    def fill(book):
        book.active.append(["Site", "Prix"])
        book.active.append(["Dole", "120 €"])
        book.active.append(["Gray", "140 €"])
        book.active["B2"].font = Font(strike=True)

    document = read("a.xlsx", xlsx_bytes(fill))
    assert ("120 €" in " ".join(texts(document)), "Gray | 140 €" in texts(document)) == (False, True)
    assert document.warnings == ("struck-out text was left out: « 120 € »",)


def test_words_of_a_cell_that_are_struck_out_are_left_out():
    def fill(book):
        struck = TextBlock(InlineFont(strike=True), "120 €")
        plain = TextBlock(InlineFont(b=True), " 115 €")
        for row in (["Site", "Prix"], ["Dole", CellRichText("net : ", struck, plain)], ["Gray", CellRichText("140 €")]):
            book.active.append(row)

    document = read("a.xlsx", xlsx_bytes(fill))
    assert texts(document) == ["Site | Prix", "Dole | net : 115 €", "Gray | 140 €"]
    assert document.warnings == ("struck-out text was left out: « 120 € »",)


def test_a_cell_of_an_open_document_that_is_struck_out_is_empty():
    rows = "".join(f"<table:table-row>{cells}</table:table-row>" for cells in (
        cell("Site") + cell("Prix"), cell("Dole") + cell("120 €", attributes='table:style-name="B"'),
        cell("Gray") + cell("140 €"),
    ))  # fmt: skip
    document = read("a.ods", open_document("spreadsheet", sheet("Prix", rows), THROUGH))
    assert ("120 €" in " ".join(texts(document)), "Gray | 140 €" in texts(document)) == (False, True)
    assert document.warnings == ("struck-out text was left out: « 120 € »",)


def test_what_only_looks_like_a_mark_stays():
    document = read_text("a.md", "Le ~~~ est un trait.\n\n```\nx = ~~a~~\n```\n\nEnviron ~4 % à ~5 %.")
    assert "x = ~~a~~" in "\n".join(texts(document))
    assert "Environ ~4 % à ~5 %." in texts(document)
    assert document.warnings == ()


def test_a_title_and_a_note_of_a_slide_lose_what_is_struck_out():
    def fill(deck):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        for frame in (slide.shapes.title.text_frame, slide.notes_slide.notes_text_frame):
            for text, struck in (("Remise de ", False), ("4 %", True), ("3 % accordée.", False)):
                run = frame.paragraphs[0].add_run()
                run.text = text
                if struck:
                    run._r.get_or_add_rPr().set("strike", "sngStrike")

    assert texts(read("a.pptx", pptx_bytes(fill))) == ["Remise de 3 % accordée."] * 2


def test_a_rule_of_the_page_strikes_out_or_hides():
    page = (
        "<html><head><style>.old{text-decoration:line-through} .off{display:none} .menu .old2{color:red}</style></head>"
        "<body><p>Prix <span class='old'>120 k€</span> 110 k€</p><p class='off'>caché</p><p class='old2'>dit</p></body>"
        "</html>"
    )
    document = read_text("a.html", page)
    assert [(s.text, s.hidden) for s in document.segments] == [("Prix 110 k€", False), ("caché", True), ("dit", False)]
    assert any("120 k€" in warning for warning in document.warnings)


def test_what_is_struck_over_two_lines_of_a_paragraph_is_left_out():
    document = read_text(
        "n.md", "Budget : ~~100 k€\ndont 20 de conseil~~\n120 k€ validés.\n\nFin ~~ ouverte\n\nou~~ pas\n"
    )
    assert texts(document) == ["Budget :", "120 k€ validés.", "Fin ~~ ouverte", "ou~~ pas"]
    assert document.warnings == ("struck-out text was left out: « 100 k€ dont 20 de conseil »",)
