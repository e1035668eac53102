"""Words that mean the opposite, and words of which only one can hold."""

import pytest

from tests.verify.factory import codes, judged, pairs, stands, tell_apart


@pairs("""
fr opposite: Les volumes ont augmenté de 6 % en 2025.
   +
   - Les volumes ont diminué de 6 % en 2025.
fr opposite: Vaubert a gagné l’appel d’offres de Metz.
   +
   - Vaubert a perdu l’appel d’offres de Metz.
fr opposite: Le directeur des achats est favorable à notre offre.
   +
   - Le directeur des achats est défavorable à notre offre.
fr opposite: Le chantier démarre en avance sur le calendrier.
   +
   - Le chantier démarre en retard sur le calendrier.
fr opposite: Le service qualité s’est amélioré à Dole.
   +
   - Le service qualité s’est dégradé à Dole.
fr opposite: La révision a lieu avant l’inventaire.
   +
   - La révision a lieu après l’inventaire.
fr opposite: L’engagement porte sur au moins 40 tonnes.
   +
   - L’engagement porte sur au plus 40 tonnes.
fr opposite: Le prix est net de transport.
   +
   - Le prix est brut de transport.
en opposite: Volumes increased by 6% in 2025.
   +
   - Volumes decreased by 6% in 2025.
en opposite: Halden won the Bristol tender.
   +
   - Halden lost the Bristol tender.
en opposite: The head of purchasing is happy with our offer.
   +
   - The head of purchasing is unhappy with our offer.
en opposite: The works are running ahead of schedule.
   +
   - The works are running behind schedule.
en opposite: Quality improved at Leeds.
   +
   - Quality worsened at Leeds.
en opposite: The Hull plant opened a third shift.
   +
   - The Hull plant closed a third shift.
en opposite: The stock is above the threshold of 300 reels.
   +
   - The stock is below the threshold of 300 reels.
en opposite: The review takes place before the stocktaking.
   +
   - The review takes place after the stocktaking.
en opposite: The commitment is for at least 40 tonnes.
   +
   - The commitment is for at most 40 tonnes.
en opposite: The price is net of freight.
   +
   - The price is gross of freight.
""")
def test_a_word_turned_into_its_opposite_is_caught(language, quotes, code, right, wrong):
    tell_apart(language, quotes, code, right, wrong)


@pairs("""
fr opposite: Le reporting est mensuel et porte sur les arrêts.
   + Le reporting est mensuel.
   - Le reporting est hebdomadaire.
fr opposite: La marge de Vaubert a progressé en 2025.
   +
   - La trésorerie de Vaubert a progressé en 2025.
fr opposite: Le service maintenance valide les commandes.
   +
   - Le service juridique valide les commandes.
fr opposite: L’accord est oral à ce stade.
   +
   - L’accord est écrit à ce stade.
en opposite: Reporting is monthly and covers the stoppages.
   + Reporting is monthly.
   - Reporting is weekly.
en opposite: Halden’s margin grew in 2025.
   +
   - Halden’s cash grew in 2025.
en opposite: The maintenance team approves the orders.
   +
   - The legal team approves the orders.
en opposite: The agreement is verbal at this stage.
   +
   - The agreement is written at this stage.
""")
def test_a_word_replaced_by_a_rival_is_caught(language, quotes, code, right, wrong):
    tell_apart(language, quotes, code, right, wrong)


@pairs("""
fr opposite: Le débit de la ligne 4 est stable à Gray.
   +
   - Le débit de la ligne 4 est instable à Gray.
fr opposite: Les relevés de la ligne 4 sont inexacts à Gray.
   +
   - Les relevés de la ligne 4 sont exacts à Gray.
en opposite: The output of line 4 is stable at Hull.
   +
   - The output of line 4 is unstable at Hull.
en opposite: The meter readings of line 4 are inexact at Hull.
   +
   - The meter readings of line 4 are exact at Hull.
""")
def test_a_negative_prefix_added_or_dropped_is_caught(language, quotes, code, right, wrong):
    tell_apart(language, quotes, code, right, wrong)


@pytest.mark.parametrize(
    ("written", "quote", "language", "right", "wrong"),
    [
        (
            "fr",
            "Le volume a augmenté de 6 % en 2025.",
            "en",
            "Volume increased by 6% in 2025.",
            "Volume decreased by 6% in 2025.",
        ),
        (
            "fr",
            "Le client n’a pas signé le contrat.",
            "en",
            "The customer has not signed the contract.",
            "The customer has signed the contract.",
        ),
        (
            "fr",
            "La réunion a lieu avant la livraison.",
            "en",
            "The meeting takes place before the delivery.",
            "The meeting takes place after the delivery.",
        ),
        (
            "en",
            "Volume increased by 6% in 2025.",
            "fr",
            "Le volume a augmenté de 6 % en 2025.",
            "Le volume a diminué de 6 % en 2025.",
        ),
        (
            "en",
            "The customer has not signed the contract.",
            "fr",
            "Le client n’a pas signé le contrat.",
            "Le client a signé le contrat.",
        ),
        (
            "en",
            "The meeting takes place before the delivery.",
            "fr",
            "La réunion a lieu avant la livraison.",
            "La réunion a lieu après la livraison.",
        ),
    ],
)
def test_opposites_and_negations_are_compared_across_languages(written, quote, language, right, wrong):
    good = judged(right, quote, language=language, written=written)
    assert (stands(good, right), codes(good)) == (True, [])
    bad = judged(wrong, quote, language=language, written=written)
    assert bad.claim is None
    assert set(codes(bad)) & {"opposite", "negation_lost"}
