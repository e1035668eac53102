"""Sheets as people lay them out: each row keeps the names, units and periods of its columns."""

import datetime as dt
import io
import random
import zipfile

from copilot.ingest.read import read
from tests.ingest.files import xlsx_bytes, zip_bytes


def rows_of(*rows: list, months: bool = False, merged: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Each row of the sheet with the names of its columns."""

    def fill(book):
        for row in rows:
            book.active.append(row)
        for cells in merged:
            book.active.merge_cells(cells)
        for cell in book.active[1][1:] if months else ():
            cell.number_format = "mmm-yy"

    document = read("a.xlsx", xlsx_bytes(fill))
    return [(" | ".join(s.header), s.text) for s in document.segments if s.kind == "row"]


def test_the_names_of_column_groups_stand_before_those_of_their_columns():
    found = rows_of(
        ["Famille", "2024", None, "2025", None], [None, "Volume (t)", "CA (k€)", "Volume (t)", "CA (k€)"],
        ["Biscuits", 120, 540, 130, 590], ["Cakes", 80, 300, 70, 280], merged=("B1:C1", "D1:E1", "A1:A2"),
    )  # fmt: skip
    header = "Famille | 2024 – Volume (t) | 2024 – CA (k€) | 2025 – Volume (t) | 2025 – CA (k€)"
    assert found == [(header, "Biscuits | 120 | 540 | 130 | 590"), (header, "Cakes | 80 | 300 | 70 | 280")]


def test_results_and_targets_are_told_apart_by_their_groups():
    found = rows_of(
        ["", "Réalisé", "", "Objectif", ""], ["Site", "2024", "2025", "2026", "2027"], ["Dole", 812, 845, 900, 950],
        ["Gray", 500, 510, 530, 560],
    )  # fmt: skip
    assert found[0][0] == "Site | Réalisé – 2024 | Réalisé – 2025 | Objectif – 2026 | Objectif – 2027"


def test_a_header_over_two_rows_of_text_is_no_group():
    found = rows_of(["Site", "Contact", None], ["Dole", "Anne", "achats"], ["Gray", "Luc", "qualité"])
    assert [text for _, text in found] == ["Dole | Anne | achats", "Gray | Luc | qualité"]


def test_months_name_columns():
    found = rows_of(["Produit", dt.date(2026, 1, 1), dt.date(2026, 2, 1)], ["A", 10, 12], ["B", 20, 22], months=True)
    assert found == [("Produit | 2026-01 | 2026-02", "A | 10 | 12"), ("Produit | 2026-01 | 2026-02", "B | 20 | 22")]


def test_tables_beside_each_other_are_apart():
    found = rows_of(
        ["Produit", "Prix €", None, "Site", "Effectif"], ["A", 12.5, None, "Dole", 210], ["B", 14, None, "Gray", 340]
    )
    assert found == [
        ("Produit | Prix €", "A | 12.5"), ("Produit | Prix €", "B | 14"),
        ("Site | Effectif", "Dole | 210"), ("Site | Effectif", "Gray | 340"),
    ]  # fmt: skip


def test_figures_right_of_an_empty_column_stay_with_their_names():
    found = rows_of(["Site", None, "2024", "2025"], ["Dole", None, 812, 845], ["Gray", None, 500, 510])
    assert [text for _, text in found] == ["Dole |  | 812 | 845", "Gray |  | 500 | 510"]


def test_a_table_right_below_another_has_its_own_header():
    found = rows_of(
        ["CA par site (k€)"], ["Site", "2024", "2025"], ["Dole", 1, 2], ["Effectifs"], ["Site", "Personnes"],
        ["Dole", 210], ["Gray", 340],
    )  # fmt: skip
    assert found == [("Site | 2024 | 2025", "Dole | 1 | 2"), ("Site | Personnes", "Dole | 210"),
                     ("Site | Personnes", "Gray | 340")]  # fmt: skip


def test_what_is_hidden_in_a_huge_sheet_stays_hidden():
    def fill(book):
        for row in (["Site", "CA", "Marge"], ["Dole", 812, 23], ["Gray", 500, 18], ["Lure", 300, 12]):
            book.active.append(row)
        book.active.row_dimensions[3].hidden = True
        book.active.column_dimensions["C"].hidden = True

    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(fill))) as book:
        members = {name: book.read(name) for name in book.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"]
    chance = random.Random(1)
    padding = b"".join(b"<!--" + chance.randbytes(8_000).hex().encode() + b"-->" for _ in range(900))
    members["xl/worksheets/sheet1.xml"] = sheet.replace(b"<sheetData>", padding + b"<sheetData>")
    document = read("a.xlsx", zip_bytes(members))
    seen = [segment.text for segment in document.segments if not segment.hidden]
    assert seen == ["Site | CA", "Dole | 812", "Lure | 300"]
    assert {"Gray | 500", "23", "12"} <= {segment.text for segment in document.segments if segment.hidden}
