"""Superlatives over the rows of a table."""

from __future__ import annotations

import pytest

from copilot.draft.answer_tables import extreme
from copilot.draft.asked import understand
from tests.notes import note, read, rows

TABLE = rows(
    ["Site", "CA 2025", "Taux de panne", "Disponibilité"],
    ["Gisors", "910 k€", "4 %", "97,1 %"],
    ["Melun", "1 240 k€", "7 %", "98,4 %"],
    ["Vierzon", "480 k€", "2 %", "95,0 %"],
    ["Total", "2 630 k€", "4,5 %", "96,9 %"],
    heading="Sites du client",
)
BASE = read(note("sites.xlsx", TABLE))


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("quel site fait le plus gros CA ?", "Melun"),
        ("which site has the highest availability", "Melun"),
        ("le site avec la plus faible disponibilité", "Vierzon"),
        ("meilleur taux de panne ?", "Vierzon"),
        ("pire taux de panne ?", "Melun"),
    ],
)
def test_the_row_of_the_superlative(question: str, row: str) -> None:
    found = extreme(BASE.facts, understand(question, BASE, "fr"))
    assert found is not None
    assert found.cells[0] == row


@pytest.mark.parametrize(
    "question",
    [
        "quel est le CA de Gisors ?",
        "le plus gros client du pays",
        "le plus gros CA après Melun",
        "highest availability except Melun",
    ],
)
def test_no_row_without_a_superlative_over_a_column(question: str) -> None:
    assert extreme(BASE.facts, understand(question, BASE, "fr")) is None


def test_two_rows_with_the_same_value_are_no_answer() -> None:
    tied = read(note("a.xlsx", rows(["Site", "Effectif"], ["Gisors", "12"], ["Melun", "12"], ["Vierzon", "9"])))
    assert extreme(tied.facts, understand("quel site a le plus gros effectif", tied, "fr")) is None


def test_the_latest_year_counts() -> None:
    table = rows(["Site", "CA 2024", "CA 2025"], ["Gisors", "10 k€", "8 k€"], ["Melun", "9 k€", "11 k€"])
    years = read(note("a.xlsx", table))
    found = extreme(years.facts, understand("quel site a le plus gros CA", years, "fr"))
    assert found is not None
    assert found.cells[0] == "Melun"
