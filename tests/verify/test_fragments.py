"""Parts of a claim that its quotes do not carry: found at their place, cut when the rest stands."""

import unicodedata

import pytest

from copilot.verify.cited import places_of
from copilot.verify.fragments import problems
from copilot.verify.reading import read
from copilot.verify.same import same
from copilot.verify.sources import Sources
from tests.verify.factory import codes, document, judged, pairs, stands


def found(text, *quotes, language="fr"):
    source = Sources.build([document(*quotes, language=language)]).all[0]
    places = places_of([source.locate(quote) for quote in quotes])
    return problems(read(text, language), places, same)


@pytest.mark.parametrize(
    ("language", "quote", "text", "code", "part", "instead"),
    [
        (
            "fr",
            "Dole compte 12 presses, Gray compte 7 presses.",
            "Gray compte 12 presses.",
            "value_moved",
            "12 presses",
            "7 presses",
        ),
        ("fr", "Les volumes ont augmenté de 6 %.", "Les volumes ont baissé de 6 %.", "opposite", "baissé", "augmenté"),
        ("fr", "Ils ont réduit leurs stocks.", "Nous avons réduit les stocks.", "subject_changed", "Nous", ""),
        ("fr", "Le devis du palan est chez Vaubert.", "Le devis du palan est accepté.", "not_settled", "accepté", ""),
        (
            "fr",
            "Le magasin livre les bobines.",
            "Le magasin livre uniquement les bobines.",
            "overstated",
            "uniquement",
            "",
        ),
        ("fr", "La visite est annulée.", "La visite est annulée à cause du gel.", "cause_added", "à cause du", ""),
        (
            "en",
            "Leeds has 12 presses, Hull has 7 presses.",
            "Hull has 12 presses.",
            "value_moved",
            "12 presses",
            "7 presses",
        ),
        ("en", "Volumes increased by 6%.", "Volumes fell by 6%.", "opposite", "fell", "increased"),
        ("en", "They cut their stocks.", "We cut the stocks.", "subject_changed", "We", ""),
        ("en", "The hoist quote is with Halden.", "The hoist quote is accepted.", "not_settled", "accepted", ""),
        ("en", "The store delivers reels.", "The store only delivers reels.", "overstated", "only", ""),
        ("en", "The visit is cancelled.", "The visit is cancelled because of frost.", "cause_added", "because", ""),
    ],
)
def test_a_problem_stands_at_its_place_with_what_the_quotes_say(language, quote, text, code, part, instead):
    problem = next(p for p in found(text, quote, language=language) if p.code == code)
    assert (problem.text, text[problem.start : problem.end], problem.instead) == (part, part, instead)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Dole compte 12 presses et un palan, loués à Norvia pour 4 200 € par mois."),
        ("en", "Leeds has 12 presses and a hoist, rented from Norvia for $4,200 a month."),
    ],
)
def test_a_copied_sentence_has_no_problem(language, text):
    assert found(text, text, language=language) == []


@pytest.mark.parametrize(
    ("language", "quote", "text", "kept"),
    [
        (
            "fr",
            "Le magasin de Dole livre les bobines le matin.",
            "Le magasin de Dole livre les bobines le matin, qui satisfait pleinement les acheteurs régionaux.",
            "Le magasin de Dole livre les bobines le matin.",
        ),
        (
            "fr",
            "Le palan de Gray est loué à Norvia.",
            "Le palan de Gray est loué à Norvia et la direction prépare un rachat complet.",
            "Le palan de Gray est loué à Norvia.",
        ),
        (
            "fr",
            "L’atelier reçoit douze bobines par jour.",
            "L’atelier reçoit douze bobines par jour, qui satisfont pleinement les opérateurs.",
            "L’atelier reçoit douze bobines par jour.",
        ),
        (
            "en",
            "The Leeds store delivers the reels in the morning.",
            "The Leeds store delivers the reels in the morning, which pleases regional buyers greatly.",
            "The Leeds store delivers the reels in the morning.",
        ),
        (
            "en",
            "The Hull hoist is rented from Norvia.",
            "The Hull hoist is rented from Norvia and management prepares a complete takeover.",
            "The Hull hoist is rented from Norvia.",
        ),
        (
            "en",
            "The workshop receives twelve reels a day.",
            "The workshop receives twelve reels a day, that operators greatly appreciate.",
            "The workshop receives twelve reels a day.",
        ),
    ],
)
def test_an_added_clause_is_cut_and_the_rest_kept(language, quote, text, kept):
    verdict = judged(text, quote, language=language)
    assert verdict.claim is not None
    assert (verdict.claim.status, verdict.claim.text) == ("fact", kept)
    assert codes(verdict) == ["added"]
    assert [f.outcome for f in verdict.findings] == ["repaired"]


@pytest.mark.parametrize(
    ("language", "quotes", "text"),
    [
        (
            "fr",
            ["Le palan est loué à Norvia.", "La direction prépare un rachat complet."],
            "Le palan est loué à Norvia et la direction prépare un rachat complet.",
        ),
        (
            "en",
            ["The hoist is rented from Norvia.", "Management prepares a complete takeover."],
            "The hoist is rented from Norvia and management prepares a complete takeover.",
        ),
    ],
)
def test_a_clause_that_a_second_quote_carries_is_no_addition(language, quotes, text):
    verdict = judged(text, *quotes, language=language)
    assert (stands(verdict, text), codes(verdict)) == (True, [])


@pairs("""
fr not_in_quote: Le magasin livre les bobines.
   +
   - Le magasin livre les bobines. La direction prépare un rachat complet.
en not_in_quote: The store delivers the reels.
   +
   - The store delivers the reels. Management prepares a complete takeover.
""")
def test_a_second_sentence_added_is_not_kept(language, quotes, code, right, wrong):
    assert stands(judged(right, *quotes, language=language), right)
    assert not stands(judged(wrong, *quotes, language=language), wrong)


@pytest.mark.parametrize(
    ("language", "quote", "text", "kept"),
    [
        (
            "fr",
            "Le magasin de Dole livre douze bobines le matin.",
            "Le magasin de Dole livre douze bobines le matin, qui ravissent Salomé.",
            "Le magasin de Dole livre douze bobines le matin.",
        ),
        (
            "en",
            "The Leeds store delivers twelve reels each morning.",
            "The Leeds store delivers twelve reels each morning, which delight buyers.",
            "The Leeds store delivers twelve reels each morning.",
        ),
    ],
)
def test_an_added_clause_of_two_words_is_cut_and_one_of_a_single_word_is_not(language, quote, text, kept):
    verdict = judged(text, quote, language=language)
    assert (verdict.claim and verdict.claim.text) == kept
    single = kept[:-1] + (", forcément." if language == "fr" else ", gladly.")
    assert "added" not in codes(judged(single, quote, language=language))


@pytest.mark.parametrize("form", ["NFD", "NFKD"])
@pytest.mark.parametrize(
    ("quote", "wrong"),
    [
        ("À Dole, le coût prévu est de 12 k€, à Gray le coût prévu est de 7 k€.", "À Gray le coût prévu est de 12 k€."),
        ("Le café d’Évry coûte 12 €, le blé d’Évry coûte 7 €.", "Le blé d’Évry coûte 12 €."),
    ],
)
def test_accents_in_any_composed_form_change_nothing(form, quote, wrong):
    written = unicodedata.normalize(form, quote)
    assert stands(judged(written, quote), written)
    assert stands(judged(quote, written), quote)
    moved = unicodedata.normalize(form, wrong)
    assert "value_moved" in codes(judged(moved, quote))


def test_words_are_not_compared_across_languages():
    quote = "Le palan est loué à Norvia pour trois ans."
    text = "The hoist is rented from Norvia for three years."
    verdict = judged(text, quote, language="en", written="fr")
    assert stands(verdict, text)
    assert [p.code for p in found(text, quote, language="en") if p.code in ("added", "overstated")] == []
