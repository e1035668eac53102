import datetime as dt

import pytest

from copilot.errors import UnreadableFile
from copilot.ingest.read import read
from tests.ingest.files import find, zip_bytes

SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"),
        ("presentation", "presentation"), ("fo", "xsl-fo-compatible"),
    )
)  # fmt: skip
SPACES += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
WHO = "<dc:creator>Anne Dupré</dc:creator><dc:date>2026-03-09T10:00:00</dc:date>"


def open_document(kind: str, body: str, styles: str = "", master: str = "", manifest: str = "") -> bytes:
    content = f"<office:document {SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
    content += f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document>"
    mime = {"text": "text", "spreadsheet": "spreadsheet", "presentation": "presentation"}[kind]
    return zip_bytes(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{mime}".encode(),
            "content.xml": content.encode(),
            "styles.xml": f"<office:document-styles {SPACES}>{master}</office:document-styles>".encode(),
            "META-INF/manifest.xml": manifest.encode(),
        }
    )


def style(name: str, properties: str, attributes: str = "") -> str:
    return f'<style:style style:name="{name}"><style:text-properties {properties}/>{attributes}</style:style>'


def test_odt_text_lists_tables_notes_and_comments():
    body = (
        '<text:h>Point contrat</text:h><text:p>Le client<text:s text:c="2"/>demande 4 %'
        f"<office:annotation>{WHO}<text:p>à vérifier</text:p></office:annotation>"
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>source CRM</text:p>"
        "</text:note-body></text:note>.</text:p><text:list><text:list-item><text:p>un point</text:p></text:list-item>"
        "</text:list><table:table><table:table-row><table:table-cell><text:p>Site</text:p></table:table-cell>"
        "<table:table-cell><text:p>CA</text:p></table:table-cell></table:table-row><table:table-row>"
        "<table:table-cell><text:p>Lyon</text:p></table:table-cell><table:table-cell><text:p>120 k€</text:p>"
        "</table:table-cell></table:table-row></table:table>"
        "<text:p><draw:frame><draw:text-box><text:p>dans un cadre</text:p></draw:text-box></draw:frame></text:p>"
    )
    master = (
        "<style:header><text:p>Confidentiel</text:p></style:header><style:footer><text:p>2 / 3</text:p></style:footer>"
    )
    document = read("a.odt", open_document("text", body, master=master))
    assert [(s.kind, s.text, s.locator.part) for s in document.segments] == [
        ("heading", "Point contrat", "§ 1"),
        ("paragraph", "Le client  demande 4 %.", "§ 2"),
        ("item", "un point", "§ 3"),
        ("heading", "Site | CA", "tableau 1"),
        ("row", "Lyon | 120 k€", "tableau 1"),
        ("paragraph", "dans un cadre", "§ 5"),
        ("paragraph", "source CRM", "note de bas de page"),
        ("paragraph", "Confidentiel", "en-tête"),
        ("comment", "à vérifier", "commentaire"),
    ]
    comment = find(document, "à vérifier")
    assert (comment.author, comment.said_on) == ("Anne Dupré", dt.date(2026, 3, 9))


def test_odt_hidden_text_and_deletions():
    styles = style("H", 'text:display="none"') + style("W", 'fo:color="#ffffff"')
    styles += style("D", 'fo:color="#FFFFFF" fo:background-color="#000080"')
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><office:change-info>"
        f"{WHO}</office:change-info><text:p>ancien prix 100</text:p></text:deletion></text:changed-region>"
        "</text:tracked-changes><text:p>prix 90 <text:span text:style-name='H'>caché</text:span></text:p>"
        "<text:p text:style-name='W'>blanc</text:p><text:p text:style-name='D'>clair sur fond sombre</text:p>"
    )
    document = read("a.odt", open_document("text", body, styles))
    assert [(s.text, s.hidden) for s in document.segments] == [
        ("prix 90", False), ("caché", True), ("blanc", True), ("clair sur fond sombre", False)
    ]  # fmt: skip
    assert document.warnings == (
        "tracked changes by Anne Dupré: insertions were read, deletions left out: « ancien prix 100 »",
    )


def cell(text: str, more: str = "", attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{more}<text:p>{text}</text:p></table:table-cell>"


def sheet(name: str, rows: str, look: str = "", columns: str = "") -> str:
    return f'<table:table table:name="{name}" {look}>{columns}{rows}</table:table>'


def test_ods_rows_hidden_parts_and_comments():
    note = f"<office:annotation>{WHO}<text:p>à confirmer</text:p></office:annotation>"
    rows = (
        f"<table:table-row>{cell('Site')}{cell('CA')}{cell('Marge')}</table:table-row>"
        f"<table:table-row>{cell('Lyon')}{cell('120 k€', note)}{cell('12 %')}</table:table-row>"
        f"<table:table-row table:visibility='collapse'>{cell('Nancy')}{cell('80 k€')}{cell('9 %')}</table:table-row>"
        "<table:table-row table:number-rows-repeated='1048000'><table:table-cell/></table:table-row>"
    )
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
    hidden = '<style:style style:name="T"><style:table-properties table:display="false"/></style:style>'
    body = sheet("Suivi", rows, columns=columns)
    body += sheet("Caché", f"<table:table-row>{cell('a')}{cell('b')}</table:table-row>", 'table:style-name="T"')
    document = read("a.ods", open_document("spreadsheet", body, hidden))
    assert document.kind == "sheet"
    assert [(s.kind, s.text, s.locator.sheet, s.locator.row, s.hidden) for s in document.segments] == [
        ("heading", "Site | CA", "Suivi", 1, False),
        ("row", "Lyon | 120 k€", "Suivi", 2, False),
        ("row", "Nancy | 80 k€", "Suivi", 3, True),
        ("paragraph", "Marge", "Suivi", 1, True),
        ("paragraph", "12 %", "Suivi", 2, True),
        ("paragraph", "9 %", "Suivi", 3, True),
        ("comment", "à confirmer", "Suivi", 2, False),
        ("row", "a | b", "Caché", 1, True),
    ]
    assert find(document, "à confirmer").author == "Anne Dupré"


def test_ods_numbers_in_full_when_that_is_wanted():
    money = 'office:value-type="currency" office:value="1234.5678"'
    share = 'office:value-type="percentage" office:value="0.12345"'
    rows = f"<table:table-row>{cell('Prix')}{cell('1 235 €', '', money)}{cell('12 %', '', share)}</table:table-row>"
    data = open_document("spreadsheet", sheet("A", rows))
    assert read("a.ods", data).segments[0].text == "Prix | 1 235 € | 12 %"
    assert read("a.ods", data, exact=True).segments[0].text == "Prix | 1234.5678 € | 12.3450 %"


def test_odp_slides_notes_and_hidden_slides():
    hidden = (
        '<style:style style:name="S"><style:drawing-page-properties presentation:visibility="hidden"/></style:style>'
    )
    body = (
        "<draw:page><draw:frame><draw:text-box><text:list><text:list-item><text:p>gain de 8 %</text:p>"
        "</text:list-item></text:list></draw:text-box></draw:frame>"
        '<draw:frame presentation:class="title"><draw:text-box><text:p>Bilan du pilote</text:p></draw:text-box>'
        "</draw:frame><presentation:notes><draw:frame><draw:text-box><text:p>Ne pas montrer</text:p></draw:text-box>"
        '</draw:frame></presentation:notes></draw:page><draw:page draw:style-name="S"><draw:frame><draw:text-box>'
        "<text:p>annexe</text:p></draw:text-box></draw:frame></draw:page>"
    )
    document = read("a.odp", open_document("presentation", body, hidden))
    assert (document.kind, document.title) == ("deck", "Bilan du pilote")
    assert [(s.kind, s.text, s.locator.slide, s.hidden) for s in document.segments] == [
        ("title", "Bilan du pilote", 1, False),
        ("item", "gain de 8 %", 1, False),
        ("speaker_note", "Ne pas montrer", 1, False),
        ("paragraph", "annexe", 2, True),
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (open_document("text", "<text:p>x</text:p>", manifest="<manifest:encryption-data/>"), "encrypted"),
        (open_document("text", ""), "empty"),
        (zip_bytes({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a>"}), "truncated"),
        (zip_bytes({"mimetype": b"application/vnd.oasis.opendocument.graphics"}), "unsupported"),
        (open_document("text", "<text:p>" + "<text:span>" * 5000 + "</text:span>" * 5000 + "</text:p>"), "empty"),
    ],
)  # fmt: skip
def test_open_documents_that_cannot_be_read_say_why(data, reason):
    with pytest.raises(UnreadableFile) as refusal:
        read("a.odt", data)
    assert refusal.value.reason == reason
