"""A claim is no surer, no wider and no more causal than what it cites."""

import pytest

from copilot.verify.sources import Sources
from tests.verify.factory import codes, document, judged, pairs, stands, tell_apart


@pairs("""
fr modality_lost: Vaubert souhaite étendre le contrat à Metz.
   +
   - Vaubert étend le contrat à Metz.
fr modality_lost: Le client pourrait confier la maintenance de Gray à un tiers.
   +
   - Le client confie la maintenance de Gray à un tiers.
fr modality_lost: La direction envisage une troisième équipe à Dole.
   +
   - La direction a une troisième équipe à Dole.
fr modality_lost: Le déménagement du magasin est à l’étude.
   +
   - Le déménagement du magasin est en cours.
fr modality_lost: Il paraît que Norvia quitte le marché du carton.
   +
   - Norvia quitte le marché du carton.
fr modality_lost: La ligne 4 serait arrêtée en mai 2026.
   +
   - La ligne 4 est arrêtée en mai 2026.
fr modality_lost: Le responsable espère une livraison des moteurs en avril.
   +
   - Le responsable a une livraison des moteurs en avril.
en modality_lost: Halden would like to extend the contract to Bristol.
   +
   - Halden extends the contract to Bristol.
en modality_lost: The customer might hand the Hull maintenance to a third party.
   +
   - The customer hands the Hull maintenance to a third party.
en modality_lost: Management is considering a third shift at Leeds.
   +
   - Management has a third shift at Leeds.
en modality_lost: Rumour has it that Norvia leaves the board market.
   +
   - Norvia leaves the board market.
en modality_lost: The manager hopes for a delivery of the motors in April.
   +
   - The manager has a delivery of the motors in April.
en modality_lost: Perhaps the buyer keeps two suppliers for board.
   +
   - The buyer keeps two suppliers for board.
fr modality_lost: Vaubert devrait confirmer la commande de bobines en mai.
   +
   - Vaubert va confirmer la commande de bobines en mai.
fr modality_lost: Vaubert propose de partager le coût du palan.
   +
   - Vaubert a partagé le coût du palan.
fr modality_lost: Bruno envoie le rapport à Fey le 2 mars (prévu).
   +
   - Le rapport a été transmis à Fey.
en modality_lost: Send the memo to Fey: NOT before the final go.
   +
   - The memo has been sent to Fey.
fr modality_lost: J’appliquerai la pénalité, mais je suis prêt à renoncer au palan.
   +
   - Le client a renoncé au palan.
en modality_lost: The buyer is willing to waive the penalty.
   +
   - The buyer has waived the penalty.
en modality_lost: Heard that Norvia had three outages last year.
   +
   - Norvia had three outages last year.
fr overstated: Le site de Gray dépasse le délai prévu au contrat.
   +
   - L’ensemble des sites dépasse le délai prévu au contrat.
fr overstated: Bruno Fey accepte le technicien pour cinq ans.
   +
   - Bruno Fey accepte le technicien pour cinq ans, quelle que soit la durée.
en overstated: Bruno Fey accepts the technician for five years.
   +
   - Bruno Fey accepts the technician for five years regardless of the term.
en modality_lost: Halden proposes to share the hoist cost.
   +
   - Halden has shared the hoist cost.
""")
def test_a_wish_or_a_guess_made_firm_is_caught(language, quotes, code, right, wrong):
    tell_apart(language, quotes, code, right, wrong)


@pairs("""
en modality_lost: If the pilot succeeds, Halden will equip the six other lines.
   +
   - Halden will equip the six other lines.
en modality_lost: Unless the strike ends, the Hull line stays idle.
   +
   - The Hull line stays idle.
fr modality_lost: Si le pilote réussit, Vaubert équipera les autres lignes de Gray.
   +
   - Vaubert équipera les autres lignes de Gray.
fr modality_lost: Si le pilote réussit, Vaubert confie les lignes de Gray à Norvia.
   +
   - Vaubert confie les lignes de Gray à Norvia.
fr modality_lost: Vaubert prolonge le contrat de maintenance, sous réserve du permis.
   +
   - Vaubert prolonge le contrat de maintenance.
en modality_lost: Halden extends the maintenance contract, subject to the permit.
   +
   - Halden extends the maintenance contract.
en modality_lost: The annual bonus is paid, provided the stock stays low.
   +
   - The annual bonus is paid.
""")
def test_a_condition_left_out_is_caught(language, quotes, code, right, wrong):
    tell_apart(language, quotes, code, right, wrong)


@pairs("""
fr not_settled: La direction discute d’un contrat de trois ans.
   +
   - La direction a approuvé un contrat de trois ans.
fr not_settled: Le devis du palan est chez Vaubert.
   +
   - Le devis du palan est accepté par Vaubert.
en not_settled: Halden is reviewing our offer for recycled reels.
   +
   - Halden signed our offer for recycled reels.
en not_settled: Management discusses a three-year contract.
   +
   - Management approved a three-year contract.
en not_settled: The hoist quote is with Halden.
   +
   - The hoist quote is accepted by Halden.
en not_settled: Both pumps are in the Hull store.
   +
   - Both pumps are installed in the Hull store.
fr not_settled: Vaubert examine notre offre de bobines.
   +
   - Vaubert signe notre offre de bobines.
fr not_settled: Le budget du palan est en discussion.
   +
   - Le budget du palan est garanti.
en not_settled: Halden examines our reel offer.
   +
   - Our reel offer is approved by Halden.
en not_settled: The hoist budget is under discussion.
   +
   - The hoist budget is guaranteed.
""")
def test_something_said_to_be_done_that_nothing_settles_is_caught(language, quotes, code, right, wrong):
    tell_apart(language, quotes, code, right, wrong)


@pairs("""
fr overstated: Les opérateurs de Dole sont formés au nouvel automate.
   +
   - Les opérateurs de Dole sont toujours formés au nouvel automate.
fr overstated: Le magasin de Gray livre les bobines le matin.
   +
   - Le magasin de Gray livre uniquement les bobines le matin.
en overstated: Leeds operators are trained on the new controller.
   +
   - All Leeds operators are trained on the new controller.
en overstated: The Hull store delivers reels in the morning.
   +
   - The Hull store only delivers reels in the morning.
en overstated: The audit found defects in the packing line.
   +
   - The audit always found defects in the packing line.
fr overstated: Les sites de Vaubert utilisent nos bobines.
   +
   - Tous les sites de Vaubert utilisent nos bobines.
fr overstated: Les rebuts de Gray sont à peu près de 3 %.
   +
   - Les rebuts de Gray sont exactement de 3 %.
fr overstated: Certains sites de Vaubert utilisent nos bobines.
   +
   - Tous les sites de Vaubert utilisent nos bobines.
en overstated: Some Halden sites use our reels.
   +
   - All Halden sites use our reels.
en overstated: Most Halden sites use our reels.
   +
   - Every Halden site uses our reels.
fr overstated: La plupart des sites de Vaubert utilisent nos bobines.
   +
   - Chaque site de Vaubert utilise nos bobines.
fr overstated: Les retards de Norvia sont fréquents.
   +
   - Les retards de Norvia sont systématiquement fréquents.
""")
def test_a_quantifier_added_is_caught(language, quotes, code, right, wrong):
    quote, bad = quotes[0], judged(wrong, *quotes, language=language)
    assert stands(judged(right, quote, language=language), right)
    assert not stands(bad, wrong)
    assert code in codes(bad)


@pairs("""
fr not_settled: Tous les opérateurs de Dole sont formés au nouvel automate.
   +
   - Certains opérateurs de Dole ont validé le nouvel automate.
fr cause_added: Les rebuts ont doublé. La presse 2 tourne à plein régime.
   + Les rebuts ont doublé.
   - Les rebuts ont doublé à cause de la presse 2.
fr cause_added: Norvia a perdu le lot carton. Ses délais sont longs.
   + Ses délais sont longs.
   - Norvia a perdu le lot carton en raison de ses délais longs.
fr cause_added: La visite est annulée. Le directeur est absent.
   + La visite est annulée.
   - La visite est annulée car le directeur est absent.
en not_settled: All Leeds operators are trained on the new controller.
   +
   - Some Leeds operators approved the new controller.
en cause_added: Scrap doubled. Press 2 runs at full speed.
   + Scrap doubled.
   - Scrap doubled because of press 2.
en cause_added: Norvia lost the board lot. Its lead times are long.
   + Its lead times are long.
   - Norvia lost the board lot due to its long lead times.
en cause_added: The visit is cancelled. The director is away.
   + The visit is cancelled.
   - The visit is cancelled because the director is away.
""")
def test_a_cause_invented_is_caught(language, quotes, code, right, wrong):
    tell_apart(language, quotes, code, right, wrong)


@pairs("""
en modality_lost: The back book is large. I always assumed it was included. Is it?
   + The back book is large.
   - The back book is included.
en modality_lost: Check with Ngozi whether running the tender counts as notice.
   +
   - Running the tender counts as notice.
fr modality_lost: La reprise du stock de Gray est-elle comprise ?
   +
   - La reprise du stock de Gray est comprise.
fr modality_lost: Les sites de Vaubert utilisent nos bobines, sauf Gray.
   +
   - Tous les sites de Vaubert utilisent nos bobines.
en overstated: All Halden sites except Hull use our reels.
   +
   - All Halden sites use our reels.
fr modality_lost: Tous les sites sauf Gray utilisent nos bobines.
   +
   - Tous les sites utilisent nos bobines.
fr modality_lost: Si on perd la régie du dimanche à Gray on perd 60 k€.
   +
   - On perd 60 k€ sur la régie du dimanche à Gray.
en modality_lost: They are selling the Hull depot, completion planned for September.
   +
   - They have sold the Hull depot.
""")
def test_what_is_asked_assumed_conditional_or_under_way_is_no_fact(language, quotes, code, right, wrong):
    bad = judged(wrong, *quotes, language=language)
    assert stands(judged(right, quotes[0], language=language), right)
    assert not stands(bad, wrong)
    assert code in codes(bad)


@pairs("""
fr subject_changed: Ils ont réduit leurs stocks de bobines.
   +
   - Nous avons réduit nos stocks de bobines.
fr subject_changed: Elle prépare le dossier d’investissement.
   +
   - Nous préparons le dossier d’investissement.
en subject_changed: They cut their reel stocks.
   +
   - We cut our reel stocks.
en subject_changed: She prepares the investment file.
   +
   - We prepare the investment file.
""")
def test_our_side_in_the_place_of_others_is_caught(language, quotes, code, right, wrong):
    tell_apart(language, quotes, code, right, wrong)


@pytest.mark.parametrize(
    ("language", "quote", "text"),
    [
        ("fr", "Vaubert souhaite étendre le contrat à Metz.", "Vaubert veut étendre le contrat à Metz."),
        ("fr", "Le client demande un délai de 5 jours.", "Le client exige un délai de 5 jours."),
        ("fr", "Les rebuts ont doublé à cause de la presse 2.", "Les rebuts ont doublé en raison de la presse 2."),
        ("fr", "Chaque opérateur de Dole est formé.", "Tous les opérateurs de Dole sont formés."),
        (
            "en",
            "Halden would like to extend the contract to Bristol.",
            "Halden wants to extend the contract to Bristol.",
        ),
        ("en", "The customer asks for a lead time of 5 days.", "The customer requests a lead time of 5 days."),
        ("en", "Scrap doubled because of press 2.", "Scrap doubled due to press 2."),
        ("en", "Every Leeds operator is trained.", "All Leeds operators are trained."),
    ],
)
def test_the_same_reserve_cause_or_scope_in_other_words_stands(language, quote, text):
    verdict = judged(text, quote, language=language)
    assert (stands(verdict, text), codes(verdict)) == (True, [])


@pytest.mark.parametrize(
    ("language", "quote", "text"),
    [
        ("fr", "Vaubert souhaite étendre le contrat à Metz.", "Vaubert étend le contrat à Metz."),
        ("en", "Halden would like to extend the contract to Bristol.", "Halden extends the contract to Bristol."),
    ],
)
def test_a_wish_made_firm_is_shown_as_an_assumption(language, quote, text):
    verdict = judged(text, quote, language=language)
    assert verdict.claim.status == "assumption"
    assert [finding.outcome for finding in verdict.findings] == ["downgraded"]


@pairs("""
fr overstated: Norvia est un fournisseur de Vaubert depuis 1998.
   + Norvia est fournisseur de Vaubert depuis 1998.
   - Norvia est le plus ancien fournisseur de Vaubert depuis 1998.
fr overstated: La remise de Gray est de 6 %.
   +
   - La remise de Gray, la plus forte, est de 6 %.
en overstated: Hull is a site of Halden.
   +
   - Hull is the largest site of Halden.
en overstated: Bruno Fey keeps us on the list for now.
   +
   - Bruno Fey keeps us on the list permanently.
fr overstated: La note moyenne des sites de Vaubert est de 7 sur 10.
   +
   - La note moyenne de chacun des sites de Vaubert est de 7 sur 10.
""")
def test_a_superlative_added_is_caught(language, quotes, code, right, wrong):
    bad = judged(wrong, *quotes, language=language)
    assert stands(judged(right, *quotes, language=language), right)
    assert (stands(bad, wrong), code in codes(bad)) == (False, True)


def test_a_superlative_of_the_quotes_is_kept():
    quote = "Gray est le site le plus important de Vaubert."
    assert stands(judged(quote, quote), quote)


@pytest.mark.parametrize(
    ("language", "quote", "wrong", "code"),
    [
        ("fr", "Paul pense que Sarel est 3 % moins cher.", "Sarel est 3 % moins cher.", "modality_lost"),
        ("en", "Ben thinks the retrofit will save 120 hours.", "The retrofit has saved 120 hours.", "modality_lost"),
        ("fr", "Norvia livre les bobines de Dole avant le 30 avril.", "Norvia a livré les bobines de Dole.",
         "modality_lost"),
        ("fr", "Si on perd la maintenance, on perd 340 k€ de pièces.", "On perd 340 k€ de pièces.", "modality_lost"),
        ("en", "We expect 40 reels in May if the line restarts.", "We will have 40 reels in May.", "modality_lost"),
        ("en", "Calder has waived half of the penalty.", "Calder has waived the whole penalty.", "overstated"),
        ("en", "Norlake offered a 4% rebate; our rebate is 2.5%.", "We give a 4% rebate.", "subject_changed"),
    ],
)  # fmt: skip
def test_what_is_thought_due_conditional_or_anothers_is_no_fact(language, quote, wrong, code):
    people = {"fr": "Vu avec Inès, Paul et Sarel.", "en": "Met with Calder, Norlake and Ben."}[language]
    bad = judged(wrong, quote, language=language, sources=Sources.build([document(people, quote, language=language)]))
    assert (stands(bad, wrong), code in codes(bad)) == (False, True)
    good = judged(quote, quote, language=language, sources=Sources.build([document(people, quote, language=language)]))
    assert (stands(good, quote), codes(good)) == (True, [])


def test_a_demand_beside_a_fact_bears_on_its_own_part():
    quote = "Sarel livre le site de Dole et vise Gray."
    assert "modality_lost" not in codes(judged("Sarel livre le site de Dole.", quote))
