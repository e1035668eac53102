"""Values stay with the subject, the date, the place and the column that the notes give them."""

import pytest

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
fr value_moved: Le prix passe de 18 € à 21 €.
   +
   - Le prix passe de 21 € à 18 €.
en value_moved: Leeds has 12 presses and Hull has 7 presses.
   +
   - Leeds has 7 presses and Hull has 12 presses.
en value_moved: The price goes from $18 to $21.
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
