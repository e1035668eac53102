"""Values stay with the subject, the date, the place and the column that the notes give them."""

import pytest

from copilot.verify.attach import Evidence, Place, attach, comparable, inverse_frequency
from copilot.verify.reading import read
from copilot.verify.same import same
from copilot.verify.sources import Sources
from tests.verify.factory import codes, document, judged, pairs, stands, table, tell_apart


@pairs("""
en value_moved: The Leeds plant runs 14 lines and the Hull plant runs 9 lines.
   + The Hull plant runs 9 lines.
   - The Hull plant runs 14 lines.
fr value_moved: Le site de Dole emploie 210 personnes et le site de Gray emploie 340 personnes.
   + Le site de Gray emploie 340 personnes.
   - Le site de Gray emploie 210 personnes.
fr value_moved: La maintenance coûte 120 k€, le nettoyage coûte 45 k€.
   + Le nettoyage coûte 45 k€.
   - Le nettoyage coûte 120 k€.
fr value_moved: La marge est de 31 % sur les pièces ; la marge est de 12 % sur les services.
   + La marge est de 12 % sur les services.
   - La marge est de 31 % sur les services.
fr value_moved: Pièces : 31 % de marge. Services : 12 % de marge.
   + Services : 12 % de marge.
   - Services : 31 % de marge.
fr value_moved: Dole : 210 personnes, Gray : 340 personnes.
   + Gray : 340 personnes.
   - Gray : 210 personnes.
en value_moved: Dole: 210 people, Gray: 340 people.
   + Gray: 340 people.
   - Gray: 210 people.
en value_moved: Maintenance costs $120k, cleaning costs $45k.
   + Cleaning costs $45k.
   - Cleaning costs $120k.
en value_moved: Parts: 31% margin. Services: 12% margin.
   + Services: 12% margin.
   - Services: 31% margin.
en value_moved: The pump costs £8,400 and the motor costs £15,200.
   + The motor costs £15,200.
   - The motor costs £8,400.
fr value_moved: Le client demande 5 jours, nous proposons 8 jours.
   + Nous proposons 8 jours.
   - Nous proposons 5 jours.
en value_moved: The customer asks for 5 days, we offer 8 days.
   + We offer 8 days.
   - We offer 5 days.
""")
def test_a_value_moved_to_another_subject_is_caught(language, quotes, code, right, wrong):
    tell_apart(language, quotes, code, right, wrong)


@pairs("""
fr value_moved: Le contrat a été signé le 3 mai 2025 et prend effet le 1er juillet 2025.
   + Le contrat prend effet le 1er juillet 2025.
   - Le contrat prend effet le 3 mai 2025.
fr value_moved: En 2024, le chiffre d’affaires était de 4,1 M€. En 2025, le chiffre d’affaires était de 4,8 M€.
   + En 2025, le chiffre d’affaires était de 4,8 M€.
   - En 2025, le chiffre d’affaires était de 4,1 M€.
en value_moved: In 2024, revenue was £2.3m. In 2025, revenue was £2.9m.
   + In 2025, revenue was £2.9m.
   - In 2025, revenue was £2.3m.
fr value_moved: Le chiffre d’affaires 2024 était de 4,1 M€ et le chiffre d’affaires 2025 de 4,8 M€.
   + Le chiffre d’affaires 2025 était de 4,8 M€.
   - Le chiffre d’affaires 2025 était de 4,1 M€.
en value_moved: The audit starts on 14 March 2026 and the visit starts on 2 April 2026.
   + The visit starts on 2 April 2026.
   - The visit starts on 14 March 2026.
fr value_moved: CA 2024 : 4,1 M€ ; CA 2025 : 4,8 M€.
   + CA 2025 : 4,8 M€.
   - CA 2025 : 4,1 M€.
en value_moved: Sales 2024: £2.3m; sales 2025: £2.9m.
   + Sales 2025: £2.9m.
   - Sales 2025: £2.3m.
""")
def test_a_value_moved_to_another_time_is_caught(language, quotes, code, right, wrong):
    tell_apart(language, quotes, code, right, wrong)


@pairs("""
fr value_moved: Le budget de Dole est de 640 k€.
   & Le budget de Gray est de 910 k€.
   + Le budget de Gray est de 910 k€.
   - Le budget de Gray est de 640 k€.
fr value_moved: Amel Hadj gère 12 dossiers.
   & Bruno Fey gère 30 dossiers.
   + Bruno Fey gère 30 dossiers.
   - Bruno Fey gère 12 dossiers.
en value_moved: The Leeds budget is £640k.
   & The Hull budget is £910k.
   + The Hull budget is £910k.
   - The Hull budget is £640k.
en value_moved: Amel Hadj handles 12 cases.
   & Bruno Fey handles 30 cases.
   + Bruno Fey handles 30 cases.
   - Bruno Fey handles 12 cases.
""")
def test_a_value_of_another_cited_sentence_is_caught(language, quotes, code, right, wrong):
    tell_apart(language, quotes, code, right, wrong)


ROWS = {
    "fr": table("Site | CA 2024 (k€) | CA 2025 (k€) | Effectif", "Dole | 512 | 540 | 61", "Gray | 718 | 695 | 88"),
    "en": table("Site | Sales 2024 (k£) | Sales 2025 (k£) | Staff", "Leeds | 512 | 540 | 61", "Hull | 718 | 695 | 88"),
}


@pytest.mark.parametrize(
    ("language", "right", "wrong"),
    [
        ("fr", "Le CA 2025 de Dole est de 540 k€.", "Le CA 2025 de Dole est de 512 k€."),
        ("fr", "Le CA 2024 de Gray est de 718 k€.", "Le CA 2024 de Gray est de 512 k€."),
        ("fr", "Le CA 2025 de Gray est de 695 k€.", "Le CA 2025 de Gray est de 718 k€."),
        ("fr", "L’effectif de Dole est de 61.", "L’effectif de Dole est de 88."),
        ("en", "Sales 2025 in Leeds are £540k.", "Sales 2025 in Leeds are £512k."),
        ("en", "Sales 2024 in Hull are £718k.", "Sales 2024 in Hull are £512k."),
        ("en", "Sales 2025 in Hull are £695k.", "Sales 2025 in Hull are £718k."),
        ("en", "The staff of Leeds is 61.", "The staff of Leeds is 88."),
    ],
)
def test_a_value_of_another_column_or_row_is_caught(language, right, wrong):
    rows = ROWS[language]
    sources = Sources.build([document(*rows, language=language)])
    quotes = [row.text for row in rows]
    good = judged(right, *quotes, language=language, sources=sources)
    assert (stands(good, right), codes(good)) == (True, [])
    bad = judged(wrong, *quotes, language=language, sources=sources)
    assert not stands(bad, wrong)
    assert "value_moved" in codes(bad)


@pairs("""
fr value_moved: Le taux de service atteint 91 %. L’objectif est de 98 %.
   + Le taux de service atteint 91 %.
   - Le taux de service atteint 98 %.
en value_moved: The fill rate reaches 91%. The target is 98%.
   + The fill rate reaches 91%.
   - The fill rate reaches 98%.
fr target_as_result: Objectif de disponibilité : 97 %, 93 % atteints.
   + Objectif de disponibilité : 97 %.
   - La disponibilité est de 97 %.
en target_as_result: Availability target: 97%, 93% reached.
   + Availability target: 97%.
   - Availability is 97%.
fr target_as_result: Vaubert demande une remise de 5 %, nous accordons 2 %.
   + Vaubert demande une remise de 5 %.
   - La remise de Vaubert est de 5 %.
en target_as_result: Halden requests a rebate of 5%, we grant 2%.
   + Halden requests a rebate of 5%.
   - The Halden rebate is 5%.
""")
def test_a_target_given_as_the_result_is_caught(language, quotes, code, right, wrong):
    tell_apart(language, quotes, code, right, wrong)


@pairs("""
fr value_moved: Dole compte 12 presses et Gray 7 presses.
   +
   - Dole compte 7 presses et Gray 12 presses.
fr course_reversed: Le prix passe de 18 € à 21 €.
   +
   - Le prix passe de 21 € à 18 €.
en value_moved: Leeds has 12 presses and Hull has 7 presses.
   +
   - Leeds has 7 presses and Hull has 12 presses.
en course_reversed: The price goes from $18 to $21.
   +
   - The price goes from $21 to $18.
""")
def test_two_values_exchanged_are_caught(language, quotes, code, right, wrong):
    tell_apart(language, quotes, code, right, wrong)


@pytest.mark.parametrize(
    ("language", "quotes", "text"),
    [
        (
            "fr",
            ["Gray emploie 340 personnes.", "Gray a réalisé 910 k€ en 2025."],
            "Gray emploie 340 personnes et a réalisé 910 k€ en 2025.",
        ),
        (
            "fr",
            ["Le contrat dure 36 mois.", "Le loyer est de 4 200 € par mois."],
            "Le contrat dure 36 mois, avec un loyer de 4 200 € par mois.",
        ),
        (
            "en",
            ["Hull employs 340 people.", "Hull made £910k in 2025."],
            "Hull employs 340 people and made £910k in 2025.",
        ),
        (
            "en",
            ["The contract runs 36 months.", "The rent is $4,200 a month."],
            "The contract runs 36 months, with a rent of $4,200 a month.",
        ),
    ],
)
def test_several_quotes_support_one_claim_together(language, quotes, text):
    verdict = judged(text, *quotes, language=language)
    assert (stands(verdict, text), codes(verdict)) == (True, [])
    alone = judged(text, quotes[0], language=language)
    assert not stands(alone, text)


def held(text, *sentences, language="fr", around=(), dates=()):
    """What the first value of a claim rests on, and the sentences as they were compared."""
    reading = read(text, language)
    places = [Place(read(sentence, language), frozenset(around)) for sentence in sentences]
    return attach(reading.values[0], reading, Evidence(places, lambda word: 1.0, dates), same), places


@pytest.mark.parametrize(
    ("language", "text", "other"),
    [
        ("fr", "Le palan de Gray coûte 46 k€.", "La pompe de Dole coûte 46 k€."),
        ("en", "The Hull hoist costs $46k.", "The Leeds pump costs $46k."),
    ],
)
def test_a_value_rests_on_the_sentence_that_has_its_words(language, text, other):
    found, places = held(text, other, text, other, language=language)
    assert found.equal.place is places[1]
    assert (found.equal.fit, found.rival, found.lead) == (1.0, None, 1.0)


@pytest.mark.parametrize(
    ("language", "text", "sentences", "rival"),
    [
        ("fr", "Le palan coûte 46 k€.", ["La pompe coûte 46 k€.", "Le palan coûte 52 k€."], "52 k€"),
        ("en", "The hoist costs $46k.", ["The pump costs $46k.", "The hoist costs $52k."], "$52k"),
    ],
)
def test_a_value_whose_words_are_those_of_another_has_a_better_rival(language, text, sentences, rival):
    found, places = held(text, *sentences, language=language)
    assert found.equal.place is places[0]
    assert (found.rival.place, found.rival.value.quantity.text) == (places[1], rival)
    assert -1.0 <= found.lead < 0
    assert found.rival.score > found.equal.score


@pytest.mark.parametrize(
    ("language", "text", "sentence"),
    [
        ("fr", "Le palan coûte 46 k€ et la pompe 52 k€.", "Le palan coûte 46 k€ et la pompe 52 k€."),
        ("fr", "Les sites comptent 12 presses.", "Les deux sites comptent 12 presses."),
        ("fr", "Les sites comptent 12 presses.", "Les trois sites comptent 12 presses."),
        ("fr", "Gray compte 12 presses.", "Gray compte 12 presses et 7 palans."),
        ("fr", "Le contrat finit le 30 juin 2027.", "Le contrat finit le 30 juin 2027, donc en 2027."),
        ("fr", "Le palan coûte 46 k€.", "Le palan coûte 46 k€ et pèse 3 tonnes depuis 2 ans."),
        ("en", "The hoist costs $46k and the pump $52k.", "The hoist costs $46k and the pump $52k."),
        ("en", "The sites have 12 presses.", "The two sites have 12 presses."),
        ("en", "Hull has 12 presses.", "Hull has 12 presses and 7 hoists."),
        ("en", "The contract ends on 30 June 2027.", "The contract ends on 30 June 2027, so in 2027."),
        ("en", "The hoist costs $46k.", "The hoist costs $46k and weighs 3 tonnes for 2 years."),
    ],
)
def test_what_answers_another_question_or_is_stated_too_is_no_rival(language, text, sentence):
    found, _ = held(text, sentence, language=language)
    assert found.equal is not None
    assert found.rival is None


@pytest.mark.parametrize(
    ("language", "text", "sentence"),
    [("fr", "Le palan coûte 46 k€.", "Gray compte 7 palans."), ("en", "The hoist costs $46k.", "Hull has 7 hoists.")],
)
def test_without_a_value_of_its_kind_nothing_is_held(language, text, sentence):
    found, _ = held(text, sentence, language=language)
    assert (found.equal, found.rival, found.undated, found.lead) == (None, None, 0.0, 0.0)


def test_the_words_around_a_sentence_count_for_little():
    bare, _ = held("Le palan de Gray coûte 46 k€.", "Le palan coûte 46 k€.")
    headed, _ = held("Le palan de Gray coûte 46 k€.", "Le palan coûte 46 k€.", around=["gray"])
    whole, _ = held("Le palan de Gray coûte 46 k€.", "Le palan de Gray coûte 46 k€.")
    assert bare.equal.fit < headed.equal.fit < whole.equal.fit
    assert headed.equal.fit - bare.equal.fit < 0.5 * (whole.equal.fit - bare.equal.fit)


def test_a_word_of_another_clause_of_the_sentence_counts_for_less():
    own, _ = held("Le palan coûte 46 k€.", "Le palan coûte 46 k€.")
    other, _ = held("Le palan coûte 46 k€.", "La pompe coûte 46 k€, le palan coûte 52 k€.")
    none, _ = held("Le palan coûte 46 k€.", "La pompe coûte 46 k€.")
    assert none.equal.fit < other.equal.fit < own.equal.fit


def test_the_date_of_the_document_carries_what_has_no_date():
    (day,) = read("le 10 février 2026", "fr").values
    text = "Le 10 février 2026, le palan grince."
    found, places = held(text, "Le palan grince.", dates=[day.quantity])
    assert found.equal.place is places[0]
    assert found.undated == 0.0
    unknown, _ = held(text, "Le palan grince.")
    assert unknown.equal is None
    assert unknown.undated > 0.5
    apart, _ = held(text, "La cantine ferme.")
    assert apart.undated == 0.0


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("46 k€", "52 k€", True),
        ("46 k€", "12 presses", False),
        ("46 k€", "3 mai 2026", False),
        ("3 mai 2026", "juin 2027", True),
        ("12 presses", "7 palans", True),
        ("12 %", "un tiers du budget", True),
        ("12 %", "12 ans", False),
        ("46 k€", "52 €/h", True),
        ("2 ans", "6 mois", True),
    ],
)
def test_values_that_answer_one_question_are_comparable(one, other, expected):
    (first,), (second,) = read(one, "fr").values, read(other, "fr").values
    assert comparable(first.quantity, second.quantity) is expected
    assert comparable(second.quantity, first.quantity) is expected


def test_a_rare_word_weighs_more_than_a_common_one_and_a_name_more_than_a_word():
    words = {word.keys[0]: word for word in read("Le palan neuf grince à Gray", "fr").words}
    weigh = inverse_frequency({"palan": 100, "neuf": 10}, 100)
    common, known, rare = weigh(words["palan"]), weigh(words["neuf"]), weigh(words["grinc"])
    assert 0.2 <= common < known < rare <= 1.2
    assert weigh(words["gray"]) == pytest.approx(1.25 * rare)
