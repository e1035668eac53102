"""Two sources that disagree are shown side by side; a corrected value is not one of them."""

from __future__ import annotations

import pytest

from copilot.schemas.facts import FactBase
from tests.notes import note, read, rows

OLD, NEW = "2027-01-10", "2027-02-15"


def sides(base: FactBase) -> list[set[str]]:
    """Documents on the sides of each contradiction."""
    return [{c.document for s in x.sides for c in s.citations} for x in base.contradictions]


@pytest.mark.parametrize(
    ("language", "one", "other", "values"),
    [
        ("fr", "Le fichier du client donne 418 palettes perdues en janvier.",
         "Leur chiffre de 418 palettes perdues ne correspond pas à nos relevés : 365 palettes perdues.",
         ("418", "365")),
        ("en", "Uptime of the kilns is 97.2% according to their report.",
         "Uptime of the kilns is 93.5% on our side; their report says 97.2%, the two figures do not match.",
         ("97.2%", "93.5%")),
        ("en", "Uptime of the three kilns reached 97.2% over winter.",
         "Uptime of the three kilns reached 93.5% over winter.", ("97.2%", "93.5%")),
    ],
    ids=["fr in words", "en in words", "en silent"],
)  # fmt: skip
def test_both_sides_are_shown_with_their_sources(language: str, one: str, other: str, values: tuple[str, str]) -> None:
    base = read(note("a.txt", one, date=OLD, language=language), note("b.txt", other, date=NEW, language=language))
    assert sides(base) == [{"a.txt", "b.txt"}]
    texts = [s.text for s in base.contradictions[0].sides]
    assert all(any(value in text for text in texts) for value in values)
    assert base.contradictions[0].resolution is None
    assert any(f.disputed for f in base.facts)
    assert not any(f.superseded for f in base.facts)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_contradiction_raises_a_question_in_the_language_asked_for(language: str) -> None:
    base = read(
        note("a.txt", "Uptime of the kilns is 97.2% according to their report.", date=OLD, language="en"),
        note(
            "b.txt",
            "Uptime of the kilns is 93.5% on our side; their report says 97.2%, the two figures do not match.",
            date=NEW,
            language="en",
        ),
        language=language,
    )
    question = next(g for g in base.gaps if g.topic.startswith("contradiction:"))
    assert "97.2%" in question.text
    assert "93.5%" in question.text
    assert ("Which" in question.text) == (language == "en")


@pytest.mark.parametrize(
    "correction",
    [
        "Correction : le taux de casse des palettes est de 3,4 % et non 4,1 %.",
        "Le taux de casse des palettes n'est pas de 4,1 % mais de 3,4 %, chiffre corrigé.",
    ],
)
def test_a_corrected_value_is_history_and_no_dispute(correction: str) -> None:
    base = read(
        note("a.txt", "Le taux de casse des palettes atteint 4,1 %.", date=OLD), note("b.txt", correction, date=NEW)
    )
    assert base.contradictions == []
    assert len(base.replaced) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("La remise sur le verre plat est de 6 %.", "Le taux de casse des palettes est de 3,4 %."),
        ("Le four 2 est arrêté 14 jours.", "Le four 3 est arrêté 21 jours."),
        ("Le taux de casse des palettes est de 3,4 %.", "Le taux de casse des palettes est de 3,4 %."),
        ("Le CA 2025 avec le client est de 410 k€.", "Le CA 2026 avec le client est de 465 k€."),
    ],
    ids=["two subjects", "two furnaces", "same value", "two years"],
)
def test_different_things_do_not_contradict_each_other(one: str, other: str) -> None:
    base = read(note("a.txt", one, date=OLD), note("b.txt", other, date=NEW))
    assert base.contradictions == []


def test_rows_of_one_table_do_not_contradict_each_other() -> None:
    table = rows(("Site", "Disponibilité (%)"), ("Gisors", "97,2"), ("Albi", "93,5"))
    assert read(note("t.xlsx", table, kind="sheet")).contradictions == []


def test_both_facts_of_a_contradiction_are_marked_disputed() -> None:
    base = read(
        note("a.txt", "Uptime of the three kilns reached 97.2% over winter.", date=OLD, language="en"),
        note("b.txt", "Uptime of the three kilns reached 93.5% over winter.", date=NEW, language="en"),
    )
    assert [f.disputed for f in base.facts] == [True, True]
