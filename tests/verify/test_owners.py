"""A figure belongs to the line and the person that the notes give it to."""

import pytest

from tests.verify.factory import assessed

RIVALS = ["Norvia : leader, 22,5 % du marché du carton", "Sarel : bio, 3,1 % du marché du carton"]


def names(found):
    return {
        fragment.text for fragment in found.fragments if fragment.kind == "name" and fragment.verdict != "supported"
    }


def test_a_figure_in_the_line_of_another_is_not_its_own():
    wrong = assessed("Pour le carton, Sarel est leader avec 22,5 %.", *RIVALS)
    assert "Sarel" in names(wrong)
    assert wrong.verdict != "supported"
    assert assessed("Pour le carton, Norvia est leader avec 22,5 %.", *RIVALS).verdict == "supported"


@pytest.mark.parametrize(
    "text", ["Claire Roussel vise 4 % d’économies.", "Claire Roussel veut 4 % d’économies par an."]
)
def test_a_figure_of_a_namesake_is_not_hers(text):
    note = "S. Roussel (achats) : arrivé en 2024. Objectif perso : 4 % d’économies par an."
    other = "Claire Roussel dirige l’usine de Dole."
    assert "Roussel" in names(assessed(text, note, other))
    assert not names(assessed("S. Roussel vise 4 % d’économies.", note, other))
