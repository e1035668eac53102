"""From which value to which one something went must not be turned round."""

import pytest

from tests.verify.factory import assessed, codes, judged, pairs, stands, table


@pairs("""
fr course_reversed: Le délai de livraison de Dole est passé de 12 jours à 9 jours.
   +
   - Le délai de livraison de Dole est passé de 9 jours à 12 jours.
fr course_reversed: Les rebuts de Gray sont à 3 %, contre 5 % avant la rénovation.
   + Les rebuts de Gray sont passés de 5 % à 3 %.
   - Les rebuts de Gray sont passés de 3 % à 5 %.
fr course_reversed: Arrêts de Dole : 40 h -> 26 h.
   + Les arrêts de Dole sont passés de 40 h à 26 h.
   - Les arrêts de Dole sont passés de 26 h à 40 h.
en course_reversed: The Hull roll-out covers 58 lines instead of 75.
   + The Hull roll-out goes from 75 to 58 lines.
   - The Hull roll-out goes from 58 to 75 lines.
en course_reversed: The Leeds score is 31, versus 44 a year earlier.
   + The Leeds score went from 44 to 31.
   - The Leeds score went from 31 to 44.
en course_reversed: Payment terms for Halden move from 30 days to 60 days.
   +
   - Payment terms for Halden move from 60 days to 30 days.
""")
def test_a_course_told_backwards_is_caught(language, quotes, code, right, wrong):
    assert not {code, "value_moved"} & set(codes(judged(right, *quotes, language=language)))
    bad = judged(wrong, *quotes, language=language)
    assert (stands(bad, wrong), code in codes(bad)) == (False, True)


@pytest.mark.parametrize("header", ["Mesure | Avant | Pilote", "Mesure | 2024 | 2025"])
def test_the_columns_of_a_table_tell_the_course(header):
    rows = table(header, "Rebuts de Dole (kg) | 250 | 212")
    right, wrong = "Les rebuts de Dole passent de 250 à 212 kg.", "Les rebuts de Dole passent de 212 à 250 kg."
    assert assessed(right, *rows).verdict == "supported"
    found = assessed(wrong, *rows)
    assert (found.verdict, "course_reversed" in {f.code for f in found.fragments}) == ("contradicted", True)


def test_values_in_no_order_of_time_have_no_course():
    quote = "Dole livre entre 9 et 12 jours."
    assert "course_reversed" not in codes(judged("Dole livre entre 12 et 9 jours.", quote))
    assert stands(judged(quote, quote), quote)
