"""Persons, parties and speakers keep what the notes say of them."""

import pytest

from tests.verify.factory import assessed, pairs, tell_apart


@pairs("""
fr name_moved: Chez Vaubert, Amel Hadj suit la qualité.
   & Chez Vaubert, Bruno Fey suit la logistique.
   +
   - Chez Vaubert, Bruno Fey suit la qualité.
fr name_moved: Depuis mai, Norvia livre le carton ondulé.
   & Depuis mai, Sarel livre le papier kraft.
   +
   - Depuis mai, Sarel livre le carton ondulé.
fr name_moved: Le site de Dole fabrique des bobines.
   & Le site de Gray imprime des étiquettes.
   +
   - Le site de Gray fabrique des bobines.
en name_moved: At Halden, Amel Hadj runs quality.
   & At Halden, Bruno Fey runs logistics.
   +
   - At Halden, Bruno Fey runs quality.
en name_moved: Since May, Norvia ships corrugated board.
   & Since May, Sarel ships kraft paper.
   +
   - Since May, Sarel ships corrugated board.
en name_moved: The Leeds site makes reels.
   & The Hull site prints labels.
   +
   - The Hull site makes reels.
""")
def test_a_name_beside_the_words_of_another_is_caught(language, quotes, code, right, wrong):
    tell_apart(language, quotes, code, right, wrong)


@pairs("""
fr opposite: Le prestataire garde la propriété des moules.
   +
   - L’acheteur garde la propriété des moules.
en opposite: The vendor keeps ownership of the moulds.
   +
   - The buyer keeps ownership of the moulds.
""")
def test_the_parties_exchanged_is_caught(language, quotes, code, right, wrong):
    tell_apart(language, quotes, code, right, wrong)


@pytest.mark.parametrize(
    ("language", "note", "wrong", "name"),
    [
        (
            "fr",
            "À Dole, Amel Hadj suit la qualité et Bruno Fey tient le magasin central.",
            "À Dole, Bruno suit la qualité.",
            "Bruno",
        ),
        (
            "en",
            "In Leeds, Amel Hadj runs quality and Bruno Fey keeps the central store.",
            "In Leeds, Bruno runs quality.",
            "Bruno",
        ),
    ],
)
def test_a_name_next_to_the_words_of_another_is_a_fragment_of_a_check(language, note, wrong, name):
    assert assessed(note, note, language=language).verdict == "supported"
    found = assessed(wrong, note, language=language)
    moved = [f for f in found.fragments if f.code == "name_moved"]
    assert found.verdict != "supported"
    assert (name, name) in [(f.text, wrong[f.start : f.end]) for f in moved]
