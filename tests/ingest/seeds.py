"""One small valid file of each format that is read, to be damaged by the fuzzers."""

from __future__ import annotations

import io
import struct
from email.message import EmailMessage

from pypdf import PdfReader, PdfWriter

from tests.ingest.files import docx_bytes, pdf_bytes, pptx_bytes, xlsx_bytes, zip_bytes
from tests.ingest.old_office import (
    DELETED,
    HIDDEN,
    IN_TABLE,
    ROW_END,
    compound,
    doc_bytes,
    list_tables,
    ppt_bytes,
    xls_bytes,
)

_RTF = (
    "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0\\fcharset0 A;}}{\\colortbl;\\red255\\green255\\blue255;}"
    "{\\stylesheet{\\s1 heading 1;}}{\\info{\\title T}}\\pard\\s1 Titre\\par\\pard Prix {\\deleted 100}90 \\'80"
    "{\\*\\atnauthor A}{\\*\\annotation{\\*\\atndate 1}\\pard note}{\\footnote bas}\\par"
    "\\trowd\\intbl a\\cell b\\cell\\row"
    "\\pard {\\v cach\\'e9}\\u233?{\\field{\\*\\fldinst X}{\\fldrslt y}}{\\pict 00}\\par}"
)
_HTML = (
    "<html><head><title>T</title></head><body><h1>Bilan</h1><p>Texte <b>gras</b></p><table><tr><th>a</th><th>b</th>"
    "</tr><tr><td>1</td><td rowspan=2>2</td></tr></table><ul><li>un</li></ul><div style='display:none'>caché</div>"
    "<blockquote>cité</blockquote><footer>pied</footer></body></html>"
)
_VTT = (
    "WEBVTT\n\nNOTE Comité\n\n00:00:01.000 --> 00:00:03.000\n<v Anne>Bonjour\n\n2\n00:00:04.000 --> 00:00:05.000\n"
    "Bruno: oui\n"
)
_ICS = (
    'BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Point\nDTSTART:20260312T140000Z\nATTENDEE;CN="A, B":mailto:a@x.fr\n'
    "DESCRIPTION:un\\nsuite\n deux\nBEGIN:VALARM\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR\n"
)
_TXT = (
    "Point du 3 mars 2026\n\nRecevez notre newsletter\n\nSite\tCA\nLyon\t12\n\nLe 3 mars 2026 à 09:00, Anne a écrit :\n"
    "> oui\n> De : B\n> Envoyé : 2 mars 2026\n> À : A\n> Objet : x\n"
)
_MBOX = (
    "From a@x Mon Jan  5 09:00:00 2026\nFrom: a@x\nSubject: un\n\nUn\n\n"
    "From b@x Tue Jan  6 09:00:00 2026\nFrom: b@x\n\nDeux\n"
)
_ODF = (
    '<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:{0}>{1}</office:{0}>'
    "</office:body></office:document>"
)
_TABLE = (
    '<table:table table:name="A"><table:table-column table:visibility="collapse"/><table:table-row '
    'table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="2"><text:p>a</text:p>'
    "<office:annotation><text:p>note</text:p></office:annotation></table:table-cell></table:table-row></table:table>"
)


def _open_document(kind: str, body: str) -> bytes:
    mime = f"application/vnd.oasis.opendocument.{kind}"
    return zip_bytes({"mimetype": mime.encode(), "content.xml": _ODF.format(kind, body).encode()})


def _book(book: object) -> None:
    sheet = book.active
    for row in (("Site", "CA", "Taux"), ("Lyon", 120, 0.12), ("Nancy", 80, None)):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    book.create_sheet("Caché").sheet_state = "hidden"


def _deck(deck: object) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text, slide.placeholders[1].text = "Bilan", "un\ndeux"
    slide.notes_slide.notes_text_frame.text = "note"
    slide.shapes.add_table(2, 2, 0, 0, 9, 9).table.cell(0, 0).text = "x"


def _document(document: object) -> None:
    document.add_heading("Titre")
    run = document.add_paragraph("Texte ").add_run("commenté")
    document.add_comment(run, "note", author="A", initials="A")
    document.add_table(2, 2).cell(0, 0).text = "x"


def _mail() -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"], message["Date"] = "A <a@x.fr>", "été", "Mon, 5 Jan 2026 09:00:00 +0100"
    message.set_content("Bonjour,\n\nOui.\n\n-- \nA\n\nOn Mon, 5 Jan 2026, B <b@x.fr> wrote:\n> question\n")
    message.add_alternative(_HTML, "html")
    message.add_attachment(_ICS.encode(), "text", "calendar", filename="i.ics")
    message.add_attachment(docx_bytes(_document), "application", "octet-stream", filename="a.docx")
    return message.as_bytes()


def _pdf() -> bytes:
    pages = pdf_bytes([[(50, 700, "Une page de texte qui se lit bien.")]] * 2)
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pages)))
    writer.add_attachment("a.txt", b"joint")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


_PLAIN = b"\0\0"
_DOC = doc_bytes(
    [
        ([("Titre", b"")], "\r", b"\1\0"),
        ([("prix ", b""), ("100", DELETED), ("90 caché", HIDDEN)], "\r", _PLAIN),
        ([("a", b"")], "\x07", _PLAIN + IN_TABLE),
        ([], "\x07", _PLAIN + ROW_END),
        ([("voir \x13X\x14y\x15", b"")], "\r", _PLAIN),
    ],
    comments=[("Anne", "note")],
    footnote="bas\r",
)
_ATTACHED = "__attach_version1.0_#00000000/"
_MSG = compound(
    {
        "__substg1.0_0037001F": "Objet".encode("utf-16-le"),
        "__substg1.0_1000001F": "Bonjour".encode("utf-16-le"),
        f"{_ATTACHED}__substg1.0_3707001F": "a.txt".encode("utf-16-le"),
        f"{_ATTACHED}__substg1.0_37010102": b"joint",
        "__properties_version1.0": b"\0" * 64,
    }
)
_EPUB = zip_bytes(
    {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": b'<container><rootfile full-path="p.opf"/></container>',
        "p.opf": b'<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="a.html"/></manifest>'
        b'<spine><itemref idref="a"/></spine></package>',
        "a.html": _HTML.encode(),
    }
)

_MHT = (
    'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="X"\n\n--X\nContent-Type: text/html; '
    'charset="utf-8"\n\n<html><body><ol start="3"><li><p>un</p></li></ol></body></html>\n\n--X--\n'
)
_LISTS = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"/></text:list-style>'
).replace("<text:list-style ", '<text:list-style xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" ')


def _listed(document: object) -> None:
    for text in ("un", "deux"):
        document.add_paragraph(text, style="List Number")
    document.add_comment(document.paragraphs[0].runs[0], "note", author="A", initials="A")


SEEDS: dict[str, bytes] = {
    "a.txt": _TXT.encode(),
    "a.md": b"# Titre\n\n- un\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n",
    "a.csv": 'Nom;Rôle\nAnne;"Achats\nsuite"\n'.encode("cp1252"),
    "a.html": _HTML.encode(),
    "a.eml": _mail(),
    "a.mbox": _MBOX.encode(),
    "a.ics": _ICS.encode(),
    "a.vtt": _VTT.encode(),
    "a.srt": b"1\n00:00:01,000 --> 00:00:02,000\nAnne: oui\n",
    "a.rtf": _RTF.encode("latin-1"),
    "a.docx": docx_bytes(_document),
    "a.pptx": pptx_bytes(_deck),
    "a.xlsx": xlsx_bytes(_book),
    "a.pdf": _pdf(),
    "a.doc": _DOC,
    "b.doc": doc_bytes(
        [([("un", b"")], "\r", b"\0\0" + struct.pack("<HHHB", 0x460B, 1, 0x260A, 0))],
        fonts=("Wingdings",),
        lists=list_tables([(0, "\0."), (4, "\0.\1)")], None, 3),
    ),
    "b.docx": docx_bytes(_listed),
    "b.odt": _open_document(
        "text",
        f"{_LISTS}<text:list text:style-name='L'><text:list-item><text:p>un</text:p></text:list-item></text:list>",
    ),
    "a.mht": _MHT.encode(),
    "b.xls": b"<html><body><table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table></body></html>",
    "a.xls": xls_bytes([("A", 0, [["a", 1.0], ["b", 2.0]]), ("B", 1, [["c"]])], note="note"),
    "a.ppt": ppt_bytes([("Titre", ["un"], "note", False), ("Deux", [], "", True)]),
    "a.msg": _MSG,
    "a.odt": _open_document("text", f"<text:h>Titre</text:h><text:p>a<text:s text:c='3'/>b</text:p>{_TABLE}"),
    "a.ods": _open_document("spreadsheet", _TABLE),
    "a.odp": _open_document("presentation", "<draw:page><draw:frame><text:p>a</text:p></draw:frame></draw:page>"),
    "a.epub": _EPUB,
    "a.zip": zip_bytes({"n/a.txt": _TXT.encode(), "b.docx": docx_bytes(_document)}),
}
