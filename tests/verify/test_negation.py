"""Yes stays yes and no stays no: negations lost, added, or moved, and values that are denied."""

import pytest

from tests.verify.factory import codes, judged, pairs, stands, tell_apart


@pairs("""
fr negation_lost: Le client n’a pas prolongé le contrat de Dole.
   +
   - Le client a prolongé le contrat de Dole.
fr negation_lost: Vaubert n’a jamais audité notre atelier de Gray.
   +
   - Vaubert a audité notre atelier de Gray.
fr negation_lost: Le site de Dole ne produit plus de bobines.
   +
   - Le site de Dole produit des bobines.
fr negation_lost: Aucun incident de sécurité n’a été relevé à Gray.
   +
   - Un incident de sécurité a été relevé à Gray.
fr opposite: La livraison se fait sans palette consignée.
   +
   - La livraison se fait avec palette consignée.
fr negation_lost: Ni la garantie ni le transport ne sont inclus.
   +
   - La garantie et le transport sont inclus.
en negation_lost: The customer did not extend the Leeds contract.
   +
   - The customer did extend the Leeds contract.
en negation_lost: Halden has never audited our Hull workshop.
   +
   - Halden has audited our Hull workshop.
en negation_lost: The Leeds site doesn't produce reels.
   +
   - The Leeds site produces reels.
en negation_lost: No safety incident was recorded in Hull.
   +
   - A safety incident was recorded in Hull.
en opposite: Delivery is made without returnable pallets.
   +
   - Delivery is made with returnable pallets.
en negation_lost: Nothing was invoiced for the commissioning.
   +
   - The commissioning was invoiced.
en negation_lost: Neither the warranty nor the freight is included.
   +
   - The warranty and the freight are included.
en negation_lost: They won’t share the plant drawings with us.
   +
   - They will share the plant drawings with us.
""")
def test_a_lost_negation_is_caught(language, quotes, code, right, wrong):
    tell_apart(language, quotes, code, right, wrong)


@pairs("""
fr negation_added: Le directeur d’usine apprécie le suivi hebdomadaire.
   +
   - Le directeur d’usine n’apprécie pas le suivi hebdomadaire.
fr negation_added: La garantie couvre les pièces et la main-d’œuvre.
   + La garantie couvre les pièces.
   - La garantie ne couvre pas les pièces.
fr negation_added: Le comité se réunit chaque mois à Gray.
   +
   - Le comité ne se réunit jamais à Gray.
fr negation_added: Vaubert dispose d’un plan de secours.
   +
   - Vaubert ne dispose d’aucun plan de secours.
fr opposite: L’atelier tourne avec deux opérateurs formés.
   +
   - L’atelier tourne sans deux opérateurs formés.
en negation_added: The plant manager likes the weekly follow-up.
   +
   - The plant manager doesn't like the weekly follow-up.
en negation_added: The warranty covers parts and labour.
   + The warranty covers parts.
   - The warranty does not cover parts.
en negation_added: The committee meets every month in Hull.
   +
   - The committee never meets in Hull.
en negation_added: Halden has a fallback plan.
   +
   - Halden has no fallback plan.
en opposite: The workshop runs with two trained operators.
   +
   - The workshop runs without two trained operators.
""")
def test_an_added_negation_is_caught(language, quotes, code, right, wrong):
    tell_apart(language, quotes, code, right, wrong)


@pairs("""
fr value_moved: Le délai est de 12 jours et non de 8 jours.
   + Le délai est de 12 jours.
   - Le délai est de 8 jours.
fr value_moved: Le loyer est de 4 200 €, pas de 4 600 €.
   + Le loyer est de 4 200 €.
   - Le loyer est de 4 600 €.
en value_moved: The rent is $4,200, not $4,600.
   + The rent is $4,200.
   - The rent is $4,600.
""")
def test_a_denied_value_is_not_stated(language, quotes, code, right, wrong):
    tell_apart(language, quotes, code, right, wrong)


@pairs("""
fr negation_added: Le magasin de Dole livre les bobines.
   +
   - Le magasin de Dole livre les bobines sans supplément.
fr negation_added: Le palan de Gray grince.
   +
   - Le palan de Gray ne grince jamais.
en negation_added: The Leeds store delivers the reels.
   +
   - The Leeds store delivers the reels without a surcharge.
en negation_added: The Hull hoist squeaks.
   +
   - The Hull hoist never squeaks.
""")
def test_a_negation_where_the_quotes_have_none_is_caught(language, quotes, code, right, wrong):
    tell_apart(language, quotes, code, right, wrong)


@pairs("""
fr negation_lost: Le magasin de Dole ne livre pas les bobines, il vend les étiquettes sans remise.
   & Le palan de Gray grince.
   + Le palan de Gray grince.
   - Le magasin de Dole livre les bobines.
fr negation_added: Aucun palan ne grince à Gray et le magasin de Dole livre les bobines.
   + Aucun palan ne grince à Gray.
   - Le magasin de Dole ne livre aucune bobine.
en negation_lost: The Leeds store does not deliver reels and sells labels without a rebate.
   & The Hull hoist squeaks.
   + The Hull hoist squeaks.
   - The Leeds store delivers reels.
en negation_added: No hoist squeaks in Hull and the Leeds store delivers reels.
   + No hoist squeaks in Hull.
   - The Leeds store delivers no reels.
""")
def test_a_negation_bears_on_its_own_words_only(language, quotes, code, right, wrong):
    tell_apart(language, quotes, code, right, wrong)


@pairs("""
fr negation_lost: Livrer le site de Gray le samedi, jamais.
   +
   - Livrer le site de Gray le samedi.
fr negation_lost: Louer le palan de Gray à Norvia, jamais.
   +
   - Louer le palan de Gray à Norvia.
en negation_lost: Delivering the Hull site on Saturdays, never.
   +
   - Delivering the Hull site on Saturdays.
en negation_lost: Renting the Hull hoist from Norvia, never.
   +
   - Renting the Hull hoist from Norvia.
""")
def test_a_negation_of_the_whole_sentence_is_not_left_out(language, quotes, code, right, wrong):
    tell_apart(language, quotes, code, right, wrong)


@pytest.mark.parametrize(
    ("language", "quote", "text"),
    [
        ("fr", "Vaubert n’achète que du papier recyclé.", "Vaubert achète du papier recyclé."),
        ("fr", "N’hésitez pas à relancer Vaubert sur le devis.", "Il faut relancer Vaubert sur le devis."),
        ("fr", "Le site ne manque pas de place de stockage.", "Le site ne manque pas de place de stockage."),
        ("en", "The lead time does not exceed 10 days.", "The lead time is capped at 10 days."),
        ("en", "Halden buys not only paper but also board.", "Halden buys paper and board."),
        ("en", "There is no doubt that the Hull line needs a new pump.", "The Hull line needs a new pump."),
        ("en", "Leeds does not lack storage space.", "Leeds does not lack storage space."),
    ],
)
def test_a_negation_that_changes_nothing_does_no_harm(language, quote, text):
    verdict = judged(text, quote, language=language)
    assert (stands(verdict, text), codes(verdict)) == (True, [])
