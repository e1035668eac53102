"""Who is named, and who is said to have said it, stands in what is cited."""

import pytest

from copilot.verify.sources import Sources
from tests.verify.factory import codes, document, judged, pairs, segment, stands, tell_apart


@pairs("""
fr name_moved: À Dole, Claire Morin dirige l’usine.
   & À Metz, Sophie Morin dirige les achats de Vaubert.
   + À Metz, Sophie Morin dirige les achats de Vaubert.
   - À Metz, Claire Morin dirige les achats de Vaubert.
fr name_unsupported: Mme Morin signe les bons de commande.
   +
   - M. Morin signe les bons de commande.
fr name_unsupported: Luc Perrin assiste au comité.
   + L. Perrin assiste au comité.
   - Paul Perrin assiste au comité.
fr name_unsupported: Inès Caron prépare la visite de Gray.
   + Mme Caron prépare la visite de Gray.
   - Inès Vidal prépare la visite de Gray.
en name_unsupported: Mrs Morin signs the purchase orders.
   +
   - Mr Morin signs the purchase orders.
en name_unsupported: Luke Perrin attends the committee.
   + L. Perrin attends the committee.
   - Paul Perrin attends the committee.
en name_unsupported: Ines Caron prepares the Hull visit.
   + Ms Caron prepares the Hull visit.
   - Ines Vidal prepares the Hull visit.
""")
def test_two_persons_with_one_surname_are_told_apart(language, quotes, code, right, wrong):
    tell_apart(language, quotes, code, right, wrong)


@pairs("""
fr name_unsupported: Norvia livre le carton de Dole.
   +
   - Le carton de Dole est livré par Sarel.
fr name_unsupported: La ligne Alpha de Gray redémarre lundi.
   +
   - La ligne Alpha de Brest redémarre lundi.
fr name_unsupported: Le module Cortex pilote les presses.
   +
   - Le module Vertex pilote les presses.
en name_unsupported: Norvia ships the Leeds board.
   +
   - The Leeds board is shipped by Sarel.
en name_unsupported: The Alpha line in Hull restarts on Monday.
   +
   - The Alpha line in Bristol restarts on Monday.
en name_unsupported: The Cortex module drives the presses.
   +
   - The Vertex module drives the presses.
""")
def test_an_organisation_place_or_product_of_no_note_is_caught(language, quotes, code, right, wrong):
    tell_apart(language, quotes, code, right, wrong)


@pytest.mark.parametrize(
    ("language", "said", "right", "wrong"),
    [
        (
            "fr",
            "Je veux un seul interlocuteur pour Dole.",
            "Inès Caron veut un seul interlocuteur pour Dole.",
            "Luc Perrin veut un seul interlocuteur pour Dole.",
        ),
        (
            "fr",
            "Le palan est trop lent.",
            "Inès Caron estime que le palan est trop lent.",
            "Luc Perrin estime que le palan est trop lent.",
        ),
        (
            "en",
            "I want one single contact for Leeds.",
            "Ines Caron wants one single contact for Leeds.",
            "Luke Perrin wants one single contact for Leeds.",
        ),
        (
            "en",
            "The hoist is too slow.",
            "According to Ines Caron, the hoist is too slow.",
            "According to Luke Perrin, the hoist is too slow.",
        ),
    ],
)
def test_the_speaker_is_who_says_it_there(language, said, right, wrong):
    first, second = ("Inès Caron", "Luc Perrin") if language == "fr" else ("Ines Caron", "Luke Perrin")
    turns = [
        segment("Bonjour à tous." if language == "fr" else "Good morning all.", 0, kind="turn", author=second),
        segment(said, 1, kind="turn", author=first),
    ]
    sources = Sources.build([document(*turns, language=language)])
    good = judged(right, said, language=language, sources=sources)
    assert (stands(good, right), codes(good)) == (True, [])
    bad = judged(wrong, said, language=language, sources=sources)
    assert bad.claim is None
    assert codes(bad) == ["name_unsupported"]


@pytest.mark.parametrize(
    ("language", "quote", "right", "wrong"),
    [
        (
            "fr",
            "La remise est trop faible.",
            "Inès Caron dit que la remise est trop faible.",
            "Luc Perrin dit que la remise est trop faible.",
        ),
        (
            "en",
            "The rebate is too low.",
            "According to Ines Caron, the rebate is too low.",
            "According to Luke Perrin, the rebate is too low.",
        ),
    ],
)
def test_who_receives_a_mail_did_not_say_what_stands_in_it(language, quote, right, wrong):
    first, second = ("Inès Caron", "Luc Perrin") if language == "fr" else ("Ines Caron", "Luke Perrin")
    sources = Sources.build([document(quote, language=language, author=first, recipients=(second,))])
    assert stands(judged(right, quote, language=language, sources=sources), right)
    assert codes(judged(wrong, quote, language=language, sources=sources)) == ["name_unsupported"]


@pytest.mark.parametrize(
    ("language", "before", "quote", "right", "wrong"),
    [
        (
            "fr",
            "Inès Caron dirige la logistique.",
            "Elle veut des livraisons du carton chaque matin avant huit heures.",
            "Inès Caron veut des livraisons du carton chaque matin avant huit heures.",
            "Inès Vidal veut des livraisons du carton chaque matin avant huit heures.",
        ),
        (
            "en",
            "Ines Caron runs logistics.",
            "She wants deliveries of board each morning before eight.",
            "Ines Caron wants deliveries of board each morning before eight.",
            "Ines Vidal wants deliveries of board each morning before eight.",
        ),
    ],
)
def test_a_pronoun_takes_the_person_named_just_before(language, before, quote, right, wrong):
    sources = Sources.build([document(before, quote, language=language)])
    assert stands(judged(right, quote, language=language, sources=sources), right)
    assert codes(judged(wrong, quote, language=language, sources=sources)) == ["name_unsupported"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_names_of_the_account_and_of_ours_need_no_quote(language):
    quote = "Le contrat court jusqu’à la fin de 2027." if language == "fr" else "The contract runs to the end of 2027."
    text = (
        "Le contrat de Vaubert court jusqu’à la fin de 2027."
        if language == "fr"
        else "The Vaubert contract runs to the end of 2027."
    )
    notes = document(quote, language=language)
    named = Sources.build([notes], (), ["Vaubert"])
    assert stands(judged(text, quote, language=language, sources=named), text)
    assert codes(judged(text, quote, language=language, sources=Sources.build([notes]))) == ["name_unsupported"]
    again = Sources.build([notes]).with_names(["Vaubert", ""])
    assert stands(judged(text, quote, language=language, sources=again), text)


def test_a_first_name_alone_is_the_one_person_who_has_it():
    sources = Sources.build([document("Présents : Paul Ginestet et Léa Chauvin.", "Paul demande une baisse de 2 %.")])
    quote, text = "Paul demande une baisse de 2 %.", "Paul Ginestet demande une baisse de 2 %."
    assert stands(judged(text, quote, sources=sources), text)
    twice = Sources.build([document("Présents : Paul Ginestet et Paul Maurin.", "Paul demande une baisse de 2 %.")])
    assert not stands(judged(text, quote, sources=twice), text)
