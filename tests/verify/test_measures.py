"""How often a value comes round, and of how many it is a part."""

import pytest

from tests.verify.factory import assessed, codes, judged, pairs, stands, tell_apart


@pairs("""
fr rhythm_changed: Les arrêts de Dole sont de 20 h par mois.
   + Les arrêts de Dole sont de 20 h/mois.
   - Les arrêts de Dole sont de 20 h par semaine.
fr rhythm_changed: La prime annuelle de Norvia est de 900 €.
   +
   - La prime mensuelle de Norvia est de 900 €.
fr rhythm_changed: Le point trimestriel de Gray compte 12 sujets.
   +
   - Le point mensuel de Gray compte 12 sujets.
en rhythm_changed: Hull sales are up 4% year on year.
   +
   - Hull sales are up 4% quarter on quarter.
en rhythm_changed: The weekly output of the Leeds line is 40 reels.
   + The Leeds line has an output of 40 reels a week.
   - The Leeds line has an output of 40 reels a day.
""")
def test_another_rhythm_is_caught(language, quotes, code, right, wrong):
    tell_apart(language, quotes, code, right, wrong)


def test_a_rhythm_that_only_one_side_states_is_none():
    quote = "Les arrêts de Dole sont de 20 h."
    assert "rhythm_changed" not in codes(judged("Les arrêts de Dole sont de 20 h par semaine.", quote))


@pairs("""
fr overstated: Trois des huit sites de Vaubert sont certifiés.
   +
   - Les huit sites de Vaubert sont certifiés.
en overstated: 60 of the 180 Halden technicians are trained.
   +
   - The 180 Halden technicians are trained.
en overstated: Eleven of the 14 Hull stores use our reels.
   + Eleven of the 14 Hull stores use our reels.
   - The 14 Hull stores use our reels.
""")
def test_a_part_given_for_the_whole_is_caught(language, quotes, code, right, wrong):
    tell_apart(language, quotes, code, right, wrong)


def test_the_whole_may_be_counted_by_itself():
    quote = "Trois des huit sites de Vaubert sont certifiés."
    assert "overstated" not in codes(judged("Il y a huit sites chez Vaubert.", quote))
    assert assessed("Les huit sites de Vaubert sont certifiés.", quote).verdict != "supported"


@pytest.mark.parametrize(
    ("language", "note", "right", "wrong"),
    [
        ("fr", "Le lot de Dole vaut 5,2 M€ sur 4 ans.", "Le lot de Dole vaut 5,2 M€.",
         "Le lot de Dole vaut 5,2 M€ par an."),
        ("en", "The Leeds lot is worth £5.2m over four years.", "The Leeds lot is worth £5.2m.",
         "The Leeds lot is worth £5.2m a year."),
    ],
)  # fmt: skip
def test_an_amount_over_years_is_none_a_year(language, note, right, wrong):
    assert stands(judged(right, note, language=language), right)
    assert not stands(judged(wrong, note, language=language), wrong)
    assert assessed(wrong, note, language=language).verdict != "supported"
