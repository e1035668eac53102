import datetime as dt
import struct

import pytest
from docx.enum.style import WD_STYLE_TYPE

from copilot.errors import UnreadableFile
from copilot.ingest.read import read
from tests.ingest.files import docx_bytes, find, texts
from tests.ingest.old_office import (
    BOLD,
    DELETED,
    HIDDEN,
    IN_TABLE,
    LISTED,
    ROW_END,
    SYMBOL,
    WHITE,
    compound,
    doc_bytes,
    list_tables,
)  # fmt: skip
from tests.ingest.test_open_document import open_document


def contents_docx() -> bytes:
    def fill(document):
        document.styles.add_style("TOC 1", WD_STYLE_TYPE.PARAGRAPH)
        document.add_paragraph("Prix\t3", style="TOC 1")
        document.add_heading("Prix", 1)
        document.add_paragraph("90 k€")

    return docx_bytes(fill)


PLAIN = b"\0\0"
HEADING = b"\1\0"


def rtf(body: str, head: str = "") -> bytes:
    fonts = "{\\fonttbl{\\f0\\fcharset0 Calibri;}{\\f1\\fcharset204 Arial;}{\\f2\\fcharset128 Gothic;}}"
    colours = "{\\colortbl;\\red255\\green255\\blue255;\\red0\\green0\\blue0;}"
    styles = "{\\stylesheet{\\ql Normal;}{\\s1 heading 1;}{\\s2 Titre 2;}}"
    return f"{{\\rtf1\\ansi\\ansicpg1252\\deff0{fonts}{colours}{styles}{head}{body}}}".encode("latin-1")


def test_rtf_characters_of_every_code_page():
    data = rtf(
        "\\pard d\\'e9p\\'f4t 12\\u8239?000\\~\\'80 \\'ab\\~oui\\~\\'bb {\\f1 \\'cf\\'f0} {\\f2 \\'93\\'fa}"
        " \\u-10179?\\u-8704? {\\uc2\\u233 xxa}{\\uc0\\u233 b} l\\rquote avis\\emdash fin\\par"
    )
    assert texts(read("a.rtf", data)) == ["dépôt 12\u202f000\u00a0€ «\u00a0oui\u00a0» Пр 日 😀 éaéb l’avis—fin"]


def test_rtf_of_a_mac_and_an_unknown_code_page():
    assert texts(read("a.rtf", b"{\\rtf1\\mac caf\\'8e\\par}")) == ["café"]
    assert texts(read("a.rtf", b"{\\rtf1\\ansicpg9999 caf\\'e9\\par}")) == ["café"]


def test_rtf_headings_lists_and_tables():
    document = read(
        "a.rtf",
        rtf(
            "\\pard\\s1 Point contrat\\par\\pard\\plain\\b Remise\\b0\\par\\pard Texte simple.\\par"
            "{\\listtext\\'b7\\tab}\\ls1 premier point\\par\\pard"
            "\\trowd\\intbl Site\\cell CA\\cell\\row\\intbl Lyon\\par Nord\\cell 120 k\\'80\\cell\\row"
            "\\pard apr\\'e8s\\par"
        ),
    )
    assert [(s.kind, s.text) for s in document.segments] == [
        ("heading", "Point contrat"),
        ("heading", "Remise"),
        ("paragraph", "Texte simple."),
        ("item", "premier point"),
        ("heading", "Site | CA"),
        ("row", "Lyon Nord | 120 k€"),
        ("paragraph", "après"),
    ]
    assert find(document, "Lyon").header == ("Site", "CA")


def test_rtf_items_keep_their_numbers_and_bullets_are_none():
    fonts = "{\\fonttbl{\\f7\\fcharset2 Wingdings;}}"
    labels = ("1.\\tab", "a)\\tab", "Article 2\\tab", "\\'b7\\tab", "{\\f7 \\'fc}\\tab", "o\\tab")
    body = "".join(f"{{\\listtext {label}}}\\ls1 point {at}\\par" for at, label in enumerate(labels))
    document = read("a.rtf", rtf(f"\\pard {body}\\pard fin\\par", fonts))
    assert texts(document) == ["1. point 0", "a) point 1", "Article 2 point 2", "point 3", "point 4", "point 5", "fin"]
    assert {s.kind for s in document.segments[:6]} == {"item"}


def test_rtf_symbols_of_picture_fonts_are_said_and_moved_text_stands_once():
    fonts = "{\\fonttbl{\\f7\\fcharset2 Wingdings;}}"
    data = rtf("\\pard {\\f7 \\'fe} sign\\'e9 {\\f7 \\u-3928?} pay\\'e9 {\\mvf parti}\\par", fonts)
    assert texts(read("a.rtf", data)) == ["☑ signé ☐ payé"]


def test_rtf_hidden_text_is_marked_and_white_on_a_dark_ground_is_not():
    document = read(
        "a.rtf",
        rtf("\\pard vu {\\v cach\\'e9}\\par {\\cf1 blanc}\\par {\\cf1\\highlight2 clair}\\par {\\fs2 minuscule}\\par"),
    )
    assert [(s.text, s.hidden) for s in document.segments] == [
        ("vu", False), ("caché", True), ("blanc", True), ("clair", False), ("minuscule", True)
    ]  # fmt: skip


def test_rtf_comments_notes_and_deletions():
    stamp = (2026 - 1900) << 20 | 3 << 16 | 9 << 11
    document = read(
        "a.rtf",
        rtf(
            "\\pard {\\deleted ancien prix 100}prix 90{\\*\\atnauthor Anne Dupr\\'e9}\\chatn"
            f"{{\\*\\annotation{{\\*\\atndate {stamp}}}\\pard v\\'e9rifier}}{{\\footnote\\pard source CRM}}.\\par",
            head="{\\header\\pard Confidentiel\\par}{\\info{\\title Note de cadrage}{\\author Bruno Roux}}",
        ),
    )
    assert [(s.kind, s.text, s.locator.part) for s in document.segments] == [
        ("paragraph", "prix 90.", "§ 1"),
        ("paragraph", "Confidentiel", "en-tête"),
        ("comment", "vérifier", "commentaire"),
        ("paragraph", "source CRM", "note de bas de page"),
    ]
    comment = find(document, "vérifier")
    assert (comment.author, comment.said_on) == ("Anne Dupré", dt.date(2026, 3, 9))
    assert (document.title, document.author) == ("Note de cadrage", "Bruno Roux")
    assert document.warnings == ("tracked changes: insertions were read, deletions left out: « ancien prix 100 »",)


def test_rtf_changes_name_their_authors_and_tell_what_is_not_accepted():
    data = rtf(
        "\\pard Prix {\\deleted\\revauthdel1 100}{\\revised\\revauth2 90} k\\'80\\par",
        head="{\\*\\revtbl{Unknown;}{Anne Dupr\\'e9;}{Bruno;}}",
    )
    document = read("a.rtf", data)
    assert texts(document) == ["Prix 90 k€"]
    assert document.warnings == (
        "tracked changes by Anne Dupré: insertions were read, deletions left out: « 100 »",
        "insertions by Bruno that nobody has accepted yet were read: « 90 »",
    )


def test_doc_insertions_that_nobody_has_accepted_are_told():
    new = struct.pack("<HBHH", 0x0801, 1, 0x4804, 1)
    document = read("a.doc", doc_bytes([([("Prix ", b""), ("90", new), (" k€", b"")], "\r", PLAIN)]))
    assert texts(document) == ["Prix 90 k€"]
    assert document.warnings == ("insertions by Anne Dupré that nobody has accepted yet were read: « 90 »",)


def test_rtf_cells_merged_downwards_say_the_same_on_each_row():
    def row(left: str, right: str, merge: str) -> str:
        return f"\\trowd\\{merge}\\cellx100\\cellx200\\intbl {left}\\cell {right}\\cell\\row"

    table = row("R\\'e9gion", "Site", "clvertalt") + row("Nord", "Lille", "clvmgf") + row("", "Arras", "clvmrg")
    assert texts(read("a.rtf", rtf(f"\\pard {table}\\pard fin\\par"))) == [
        "Région | Site", "Nord | Lille", "Nord | Arras", "fin",
    ]  # fmt: skip


def test_page_numbers_in_margins_are_no_text():
    data = rtf("\\pard Prix\\par", head="{\\footer\\pard Page 2 sur 3\\par\\pard Lot 3 - prix\\par}")
    assert texts(read("a.rtf", data)) == ["Prix", "Lot 3 - prix"]
    foot = "<style:footer><text:p>Page <text:page-number>2</text:page-number></text:p></style:footer>"
    assert texts(read("a.odt", open_document("text", "<text:p>Prix</text:p>", master=foot))) == ["Prix"]


def test_rtf_fields_pictures_and_objects_say_nothing():
    data = rtf(
        '\\pard {\\field{\\*\\fldinst HYPERLINK "http://evil"}{\\fldrslt le site}}'
        "{\\pict\\pngblip 0102}{\\object{\\*\\objdata 0102}}{\\*\\unknown rien}\\bin4 {{{{\\par"
    )
    assert texts(read("a.rtf", data)) == ["le site"]


def test_rtf_without_an_end_is_still_read():
    assert texts(read("a.rtf", b"{\\rtf1 a\\par b{\\b c")) == ["a", "bc"]


def test_doc_gives_paragraphs_tables_and_lists():
    document = read(
        "a.doc",
        doc_bytes(
            [
                ([("Point contrat", b"")], "\r", HEADING),
                ([("Le client demande ", b""), ("4 %", BOLD), (" de remise.", b"")], "\r", PLAIN),
                ([("premier point", b"")], "\r", PLAIN + LISTED),
                ([("Site", b"")], "\x07", PLAIN + IN_TABLE),
                ([("CA", b"")], "\x07", PLAIN + IN_TABLE),
                ([], "\x07", PLAIN + ROW_END),
                ([("Lyon", b"")], "\r", PLAIN + IN_TABLE),
                ([("Nord", b"")], "\x07", PLAIN + IN_TABLE),
                ([("120 k€", b"")], "\x07", PLAIN + IN_TABLE),
                ([], "\x07", PLAIN + ROW_END),
                ([("voir \x13HYPERLINK x\x14le site\x15 ", b""), ("(", SYMBOL)], "\r", PLAIN),
            ]
        ),
    )
    assert [(s.kind, s.text) for s in document.segments] == [
        ("heading", "Point contrat"),
        ("paragraph", "Le client demande 4 % de remise."),
        ("item", "premier point"),
        ("heading", "Site | CA"),
        ("row", "Lyon Nord | 120 k€"),
        ("paragraph", "voir le site"),
    ]


def test_doc_hidden_deleted_and_commented_text():
    document = read(
        "a.doc",
        doc_bytes(
            [
                ([("prix ", b""), ("100", DELETED), ("90", b""), (" caché", HIDDEN)], "\r", PLAIN),
                ([("blanc", WHITE)], "\r", PLAIN),
            ],
            comments=[("Anne Dupré", "à vérifier"), ("Bruno", "oui")],
            footnote="source CRM\r",
        ),
    )
    assert [(s.kind, s.text, s.hidden, s.author) for s in document.segments] == [
        ("paragraph", "prix 90", False, None),
        ("paragraph", "caché", True, None),
        ("paragraph", "blanc", True, None),
        ("paragraph", "source CRM", False, None),
        ("comment", "à vérifier", False, "Anne Dupré"),
        ("comment", "oui", False, "Bruno"),
    ]
    assert document.warnings == ("tracked changes by Anne Dupré: insertions were read, deletions left out: « 100 »",)


OLD, ANCIENT, MARKED, CONTENTS = b"\2\0", b"\3\0", struct.pack("<HH", 0x4A30, 4), b"\5\0"
OLD_STYLES = (
    (0, 1, 0xFFF, b""), (1, 1, 0, b""), (0xFFE, 1, 0, struct.pack("<HB", 0x0837, 1)), (0xFFE, 1, 2, b""),
    (0xFFE, 2, 0xFFF, struct.pack("<HB", 0x0837, 1)), (19, 1, 0, b""),
)  # fmt: skip


@pytest.mark.parametrize(
    ("style", "look", "struck"),
    [
        (PLAIN, b"", False),
        (OLD, b"", True),
        (ANCIENT, b"", True),
        (PLAIN, MARKED, True),
        (OLD, MARKED, False),
        (OLD, struct.pack("<HB", 0x0837, 0), False),
        (OLD, struct.pack("<HB", 0x0837, 0x81), False),
        (PLAIN, struct.pack("<HB", 0x0837, 0x81), True),
    ],
)
def test_doc_styles_strike_out_unless_the_text_itself_does_not(style, look, struck):
    paragraphs = [([("Remise de 4 %", look)], "\r", style), ([("Remise de 3 %", b"")], "\r", PLAIN)]
    document = read("a.doc", doc_bytes(paragraphs, styles=OLD_STYLES))
    assert texts(document) == [*([] if struck else ["Remise de 4 %"]), "Remise de 3 %"]
    assert document.warnings == (("struck-out text was left out: « Remise de 4 % »",) if struck else ())


def of_list(number: int, level: int = 0, style: bytes = PLAIN) -> bytes:
    return style + struct.pack("<HHHB", 0x460B, number, 0x260A, level)


def test_doc_items_keep_their_numbers():
    lists = list_tables([(0, "\0."), (4, "\0.\1)"), (23, "•")], None, 1)
    nodes = (
        ("Prix", of_list(1)), ("Remise", of_list(1, 1)), ("Délai", of_list(1, 1)), ("puce", of_list(1, 2)),
        ("Texte", PLAIN), ("Volume", of_list(1)), ("Autre", of_list(2)), ("inconnu", of_list(9)), ("sans", of_list(0)),
    )  # fmt: skip
    document = read("a.doc", doc_bytes([([(text, b"")], "\r", look) for text, look in nodes], lists=lists))
    assert [(s.kind, s.text) for s in document.segments] == [
        ("item", "1. Prix"), ("item", "1.a) Remise"), ("item", "1.b) Délai"), ("item", "puce"), ("paragraph", "Texte"),
        ("item", "2. Volume"), ("item", "1. Autre"), ("item", "inconnu"), ("paragraph", "sans"),
    ]  # fmt: skip


def test_doc_headings_are_numbered_by_their_styles():
    numbered = struct.pack("<HH", 0x460B, 1)
    styles = ((0, 1, 0xFFF, b""), (1, 1, 0, b"", numbered), (2, 1, 1, b"", struct.pack("<HB", 0x260A, 1)))
    lists = list_tables([(0, "Article \0"), (0, "\0.\1")], None)
    nodes = (("Objet", b"\1\0"), ("Prix", b"\2\0"), ("Durée", b"\1\0"))
    data = doc_bytes([([(text, b"")], "\r", look) for text, look in nodes], styles=styles, lists=lists)
    assert [(s.kind, s.text) for s in read("a.doc", data).segments] == [
        ("heading", "Article 1 Objet"), ("heading", "1.1 Prix"), ("heading", "Article 2 Durée"),
    ]  # fmt: skip


@pytest.mark.parametrize("cut", [1, 20, 200])
def test_doc_with_damaged_lists_is_read_without_numbers(cut):
    tables = list_tables([(0, "\0.")], None)
    lists = (tables[0], tables[1][:cut], tables[2][:cut])
    document = read("a.doc", doc_bytes([([("Prix", b"")], "\r", of_list(1))], lists=lists))
    assert [text.endswith("Prix") for text in texts(document)] == [True]


def test_doc_symbols_are_said_and_contents_set_apart():
    ticked = struct.pack("<HHH", 0x6A09, 1, 0xF0FE)
    paragraphs = [([("Prix\t3", b"")], "\r", CONTENTS), ([("(", ticked), (" signé", b"")], "\r", PLAIN)]
    document = read("a.doc", doc_bytes(paragraphs, styles=OLD_STYLES, fonts=("Arial", "Wingdings")))
    assert [(s.text, s.locator.part) for s in document.segments] == [("Prix\t3", "§ 1, répétition"), ("☑ signé", "§ 2")]


BAD = {
    "locked": (doc_bytes([([("x", b"")], "\r", PLAIN)], flags=0x0300), "encrypted"),
    "locked package": (compound({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "encrypted"),
    "no text": (doc_bytes([([], "\r", PLAIN)]), "empty"),
    "no pieces": (compound({"WordDocument": b"\xec\xa5\xc1\0" + b"\0" * 3000, "1Table": b"x"}), "truncated"),
    "something else": (compound({"Contents": b"x"}), "unsupported"),
    "cut": (doc_bytes([([("x", b"")], "\r", PLAIN)])[:700], "truncated"),
}


@pytest.mark.parametrize("case", BAD)
def test_doc_that_cannot_be_read_says_why(case):
    data, reason = BAD[case]
    with pytest.raises(UnreadableFile) as refusal:
        read("a.doc", data)
    assert refusal.value.reason == reason


def test_word_inside_another_file_does_not_make_it_a_word_file():
    data = compound({"__substg1.0_1000001F": "Bonjour".encode("utf-16-le"), "__attach0/WordDocument": b"x"})
    document = read("a.msg", data)
    assert document.kind == "mail"
    assert texts(document)[0].startswith("Bonjour")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.rtf", rtf("\\pard\\s9 Prix\\tab 3\\par\\pard\\s1 Prix\\par\\pard 90 k\\'80\\par",
                      "{\\stylesheet{\\s9 toc 1;}{\\s1 heading 1;}}")),
        ("a.docx", contents_docx()),
        ("a.odt", open_document("text", "<text:table-of-content><text:index-body><text:p>Prix<text:tab/>3</text:p>"
                                "</text:index-body></text:table-of-content><text:h>Prix</text:h><text:p>90 k€"
                                "</text:p>")),
    ],
)  # fmt: skip
def test_a_table_of_contents_is_no_evidence(name, data):
    document = read(name, data)
    assert [(s.kind, s.text, s.heading) for s in document.segments] == [
        ("comment", "Prix\t3", None), ("heading", "Prix", None), ("paragraph", "90 k€", "Prix"),
    ]  # fmt: skip
    assert (document.segments[0].locator.part, document.title) == ("§ 1, répétition", "Prix")


def test_a_style_named_contents_is_no_table_of_contents():
    def fill(document):
        document.styles.add_style("Contents", WD_STYLE_TYPE.PARAGRAPH)
        document.add_paragraph("90 k€", style="Contents")

    assert [(s.kind, s.text) for s in read("a.docx", docx_bytes(fill)).segments] == [("paragraph", "90 k€")]
