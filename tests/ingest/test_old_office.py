import pytest

from copilot.errors import UnreadableFile
from copilot.ingest.read import read
from tests.ingest.files import find, texts
from tests.ingest.old_office import compound, ppt_bytes, xls_bytes

ROWS = [["Site", "CA 2025", "Marge"], ["Lyon", 120000.0, 0.125], ["Nancy", 80000.5, 0.1], ["Brest", 7.0, 1.0]]


def test_xls_rows_are_numbers_and_words_as_people_read_them():
    document = read("suivi.xls", xls_bytes([("Suivi", 0, ROWS)], note="à confirmer"))
    assert document.kind == "sheet"
    assert [(s.kind, s.text, s.locator.row, s.hidden) for s in document.segments] == [
        ("heading", "Site | CA 2025", 1, False),
        ("row", "Lyon | 120000", 2, False),
        ("row", "Nancy | 80000.5", 3, True),
        ("row", "Brest | 7", 4, False),
        ("paragraph", "Marge", 1, True),
        ("paragraph", "0.125", 2, True),
        ("paragraph", "0.1", 3, True),
        ("paragraph", "1", 4, True),
        ("comment", "à confirmer", 2, False),
    ]
    assert find(document, "à confirmer").author == "Anne Dupré"
    assert find(document, "Lyon").header == ("Site", "CA 2025")


def test_xls_hidden_sheets_are_marked():
    document = read(
        "a.xls", xls_bytes([("Vu", 0, [["a", "b"]]), ("Caché", 1, [["c", "d"]]), ("Très", 2, [["e", "f"]])])
    )
    assert [(s.locator.sheet, s.hidden) for s in document.segments] == [("Vu", False), ("Caché", True), ("Très", True)]


def test_ppt_gives_slides_notes_and_what_is_hidden():
    document = read(
        "a.ppt",
        ppt_bytes(
            [("Bilan du pilote", ["gain de 8 %", "deux sites"], "Ne pas montrer", False), ("Annexe", [], "", True)]
        ),
    )
    assert (document.kind, document.title) == ("deck", "Bilan du pilote")
    assert [(s.kind, s.text, s.locator.slide, s.hidden) for s in document.segments] == [
        ("title", "Bilan du pilote", 1, False),
        ("item", "gain de 8 %", 1, False),
        ("item", "deux sites", 1, False),
        ("paragraph", "zone 1", 1, False),
        ("speaker_note", "Ne pas montrer", 1, False),
        ("heading", "Annexe", 2, True),
        ("paragraph", "zone 2", 2, True),
    ]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.xls", compound({"Workbook": b"x" * 5000}), "truncated"),
        ("a.xls", xls_bytes([("Vide", 0, [])]), "empty"),
        ("a.ppt", compound({"PowerPoint Document": b"x" * 5000}), "truncated"),
        ("a.ppt", compound({"PowerPoint Document": b"x" * 99, "Current User": b"\0" * 99}), "empty"),
    ],
)
def test_what_cannot_be_read_says_why(name, data, reason):
    with pytest.raises(UnreadableFile) as refusal:
        read(name, data)
    assert refusal.value.reason == reason


def test_xls_cells_and_words_that_are_struck_out_are_left_out():
    rows = [["Site", "Prix"], ["Dole", ("120 €", True)], ["Nice", "140 €"], ["Gray", ("net\r\n\r\n130 € 125 €", 7, 12)]]
    document = read("a.xls", xls_bytes([("Prix", 0, rows), ("Suite", 0, [["Metz", (99.0, True)], ["Toul", 88.0]])]))
    assert texts(document) == ["Site | Prix", "Dole", "Nice | 140 €", "Gray | net 125 €", "Metz", "Toul | 88"]
    assert document.warnings == ("struck-out text was left out: « 120 € », « 130 € », « 99 »",)
