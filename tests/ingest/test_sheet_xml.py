"""Workbooks in Excel's XML of 2003."""

import pytest

from copilot.errors import UnreadableFile
from copilot.ingest.read import read

SPACE = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'


def workbook(rows: str, styles: str = "", before: str = "") -> bytes:
    sheet = f'<Worksheet ss:Name="CA"><Table>{rows}</Table></Worksheet>'
    return f'<?xml version="1.0"?>{before}<Workbook {SPACE}><Styles>{styles}</Styles>{sheet}</Workbook>'.encode()


def cell(text: str, kind: str = "String", more: str = "") -> str:
    return f'<Cell {more}><Data ss:Type="{kind}">{text}</Data></Cell>'


STYLED, NOT_STRUCK, THIRD = 'ss:StyleID="k"', 'ss:StyleID="n"', 'ss:Index="3"'
HEAD = f"<Row>{cell('Compte')}{cell('CA')}{cell('Date')}</Row>"


@pytest.mark.parametrize("name", ["export.xls", "export.xml"])
def test_cells_with_their_formats_and_places(name):
    styles = '<Style ss:ID="k"><NumberFormat ss:Format="#,##0,&quot;k€&quot;"/></Style>'
    rows = (
        f"{HEAD}<Row>{cell('Norvia')}{cell('1250000', 'Number', STYLED)}"
        f"{cell('2026-03-14T00:00:00.000', 'DateTime')}</Row>"
        f"<Row ss:Index='5' ss:Hidden='1'>{cell('Sarel')}{cell('0.5', 'Number', THIRD)}</Row>"
    )
    document = read(name, workbook(rows, styles))
    assert [(s.text, s.locator.row, s.hidden) for s in document.segments] == [
        ("Compte | CA | Date", 1, False), ("Norvia | 1250 k€ | 2026-03-14", 2, False), ("Sarel |  | 0.5", 5, True),
    ]  # fmt: skip
    assert (document.kind, document.warnings) == ("sheet", ())


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (workbook(HEAD)[:-40], "truncated"),
        (workbook(HEAD, before='<!DOCTYPE x [<!ENTITY a "b">]>'), "unsafe"),
    ],
)
def test_damaged_and_unsafe_workbooks_are_refused(data, reason):
    with pytest.raises(UnreadableFile) as refusal:
        read("export.xls", data)
    assert refusal.value.reason == reason


def test_what_is_struck_out_is_left_out():
    html = 'xmlns:html="http://www.w3.org/TR/REC-html40"'
    styles = (
        '<Style ss:ID="k"><Font ss:StrikeThrough="1"/></Style><Style ss:ID="n"><Font ss:StrikeThrough="0"/></Style>'
    )
    rich = f'<Cell><ss:Data ss:Type="String" {html}>net <html:S><html:B>130</html:B></html:S> 125</ss:Data></Cell>'
    rows = (
        f"<Row>{cell('Site')}{cell('Prix')}</Row><Row>{cell('Dole')}{cell('120', 'Number', STYLED)}</Row>"
        f"<Row>{cell('Gray')}{rich}</Row><Row>{cell('Nice')}{cell('140', 'Number', NOT_STRUCK)}</Row>"
    )
    document = read("export.xls", workbook(rows, styles))
    assert [s.text for s in document.segments] == ["Site | Prix", "Dole", "Gray | net 125", "Nice | 140"]
    assert document.warnings == ("struck-out text was left out: « 120 », « 130 »",)
