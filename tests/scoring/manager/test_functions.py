"""Tests of the seven groups of functions (method row 61)."""

from __future__ import annotations

import pytest

from copilot.scoring.manager.functions import function_group


@pytest.mark.parametrize(
    ("function", "group"),
    [
        ("Acheteur", "achats"), ("Directeur", "dg"), ("Ingénieur", "technique"),
        ("Acheteuse senior", "achats"), ("Directrice des achats", "achats"), ("Head of procurement", "achats"),
        ("Technical buyer", "achats"), ("Assistante achats", "achats"),
        ("PDG", "dg"), ("Directrice générale", "dg"), ("CEO", "dg"), ("Gérant", "dg"), ("Managing Director", "dg"),
        ("Secrétaire général", "dg"), ("Vice President", "dg"),
        ("DAF", "finance"), ("Directrice financière", "finance"), ("Contrôleur de gestion", "finance"),
        ("Chief Financial Officer", "finance"), ("Comptable", "finance"),
        ("Juriste", "juridique"), ("Responsable juridique", "juridique"), ("General Counsel", "juridique"),
        ("DSI", "technique"), ("Directeur technique", "technique"), ("Responsable qualité", "technique"),
        ("R&D manager", "technique"), ("Maintenance manager", "technique"),
        ("Directeur d’usine", "metier"), ("Ingénieur commercial", "metier"), ("Sales director", "metier"),
        ("Chef de rayon", "metier"), ("Responsable logistique", "metier"), ("Chief Operating Officer", "metier"),
        ("Assistante de direction", "autre"), ("Ami de la famille", "autre"), ("it’s complicated", "autre"),
        ("", None), ("  ", None), (None, None),
    ],
)  # fmt: skip
def test_group_of_a_function(function: str | None, group: str | None) -> None:
    assert function_group(function) == group


def test_case_and_accents_do_not_matter() -> None:
    assert function_group("INGENIEUR") == function_group("ingénieur") == "technique"
