"""Notes in one language, claims in the other: values, names, negations and opposites are compared all the same."""

import pytest

from copilot.schemas.evidence import Citation, Claim
from copilot.verify.claims import check_claim
from copilot.verify.sources import Sources
from tests.verify.factory import codes, document, judged, stands

ACROSS = [
    (
        "fr",
        "Le chiffre d’affaires 2025 de Gray est de 3,42 M€.",
        "The 2025 revenue of Gray is €3.42m.",
        "The 2025 revenue of Gray is €3.24m.",
    ),
    ("fr", "La marge de Dole est de 12,5 %.", "The Dole margin is 12.5%.", "The Dole margin is 15.2%."),
    (
        "fr",
        "Le contrat prend fin le 30 juin 2027.",
        "The contract ends on 30 June 2027.",
        "The contract ends on 30 July 2027.",
    ),
    (
        "fr",
        "La livraison du palan a lieu au T2 2026.",
        "The hoist delivery takes place in Q2 2026.",
        "The hoist delivery takes place in Q3 2026.",
    ),
    ("fr", "Inès Caron signe le contrat.", "Ines Caron signs the contract.", "Luke Perrin signs the contract."),
    (
        "fr",
        "Le site de Gray compte 31 machines.",
        "The Gray site has 31 machines.",
        "The Gray site has 13 machines.",
    ),
    (
        "en",
        "Hull’s 2025 revenue is €3.42m.",
        "Le chiffre d’affaires 2025 de Hull est de 3,42 M€.",
        "Le chiffre d’affaires 2025 de Hull est de 3,24 M€.",
    ),
    ("en", "The Leeds margin is 12.5%.", "La marge de Leeds est de 12,5 %.", "La marge de Leeds est de 15,2 %."),
    (
        "en",
        "The contract ends on 30 June 2027.",
        "Le contrat prend fin le 30 juin 2027.",
        "Le contrat prend fin le 30 juillet 2027.",
    ),
    (
        "en",
        "The hoist delivery takes place in Q2 2026.",
        "La livraison du palan a lieu au T2 2026.",
        "La livraison du palan a lieu au T3 2026.",
    ),
    ("en", "Ines Caron signs the contract.", "Inès Caron signe le contrat.", "Luke Perrin signe le contrat."),
    (
        "en",
        "The Hull site has 31 machines.",
        "Le site de Hull compte 31 machines.",
        "Le site de Hull compte 13 machines.",
    ),
]


@pytest.mark.parametrize(("written", "quote", "right", "wrong"), ACROSS)
def test_a_claim_in_the_other_language_is_held_to_values_dates_and_names(written, quote, right, wrong):
    language = "en" if written == "fr" else "fr"
    good = judged(right, quote, language=language, written=written)
    assert (stands(good, right), codes(good)) == (True, [])
    bad = judged(wrong, quote, language=language, written=written)
    assert not stands(bad, wrong)


@pytest.mark.parametrize(("written", "quote", "right", "wrong"), ACROSS)
def test_the_language_asked_for_may_be_that_of_the_notes(written, quote, right, wrong):
    assert stands(judged(right, quote, language=written, written=written), right)
    assert not stands(judged(wrong, quote, language=written, written=written), wrong)


@pytest.mark.parametrize(
    ("first", "second", "text", "language"),
    [
        (
            ("fr", "Le loyer du palan est de 4 200 € par mois."),
            ("en", "The hoist contract runs 36 months."),
            "The hoist contract runs 36 months and its rent is €4,200 a month.",
            "en",
        ),
        (
            ("en", "The hoist rent is €4,200 a month."),
            ("fr", "Le contrat du palan dure 36 mois."),
            "Le contrat du palan dure 36 mois et son loyer est de 4 200 € par mois.",
            "fr",
        ),
    ],
)
def test_quotes_of_two_languages_support_one_claim(first, second, text, language):
    notes = [document(quote, name=f"{spoken}.txt", language=spoken) for spoken, quote in (first, second)]
    sources = Sources.build(notes)
    cited = judged(text, language=language, sources=sources)
    assert cited.claim is None
    citations = [Citation(document=f"{spoken}.txt", quote=quote) for spoken, quote in (first, second)]
    whole = Claim(id="c1", text=text, status="fact", citations=citations)
    assert stands(check_claim(whole, sources, language), text)
    half = whole.model_copy(update={"citations": citations[1:]})
    assert not stands(check_claim(half, sources, language), text)
