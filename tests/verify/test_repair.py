"""The smallest change that makes a claim hold: offered when the result holds, and never otherwise."""

import pytest

from copilot.verify.fragments import Problem
from copilot.verify.repair import cut, replaced
from tests.verify.factory import assessed, codes, judged, stands


def repair_of(verdict):
    return verdict.findings[-1].repair


@pytest.mark.parametrize(
    ("language", "quote", "text", "code", "repair"),
    [
        (
            "fr",
            "Le loyer du palan est de 4 200 € par mois.",
            "Le loyer du palan est de 4 600 € par mois.",
            "quantity_unsupported",
            "Le loyer du palan est de 4 200 € par mois.",
        ),
        (
            "fr",
            "La visite de Gray a lieu le 14 mars 2026.",
            "La visite de Gray a lieu le 15 mars 2026.",
            "quantity_unsupported",
            "La visite de Gray a lieu le 14 mars 2026.",
        ),
        (
            "fr",
            "Dole compte 12 presses, Gray compte 7 presses.",
            "Gray compte 12 presses.",
            "value_moved",
            "Gray compte 7 presses.",
        ),
        (
            "fr",
            "Le volume de Dole a augmenté en mars.",
            "Le volume de Dole a diminué en mars.",
            "opposite",
            "Le volume de Dole a augmenté en mars.",
        ),
        (
            "fr",
            "Le reporting de Gray est mensuel.",
            "Le reporting de Gray est hebdomadaire.",
            "opposite",
            "Le reporting de Gray est mensuel.",
        ),
        (
            "en",
            "The hoist rent is $4,200 a month.",
            "The hoist rent is $4,600 a month.",
            "quantity_unsupported",
            "The hoist rent is $4,200 a month.",
        ),
        (
            "en",
            "The Hull visit takes place on 14 March 2026.",
            "The Hull visit takes place on 15 March 2026.",
            "quantity_unsupported",
            "The Hull visit takes place on 14 March 2026.",
        ),
        (
            "en",
            "Leeds has 12 presses, Hull has 7 presses.",
            "Hull has 12 presses.",
            "value_moved",
            "Hull has 7 presses.",
        ),
        (
            "en",
            "The Leeds volume increased in March.",
            "The Leeds volume decreased in March.",
            "opposite",
            "The Leeds volume increased in March.",
        ),
        ("en", "Hull reporting is monthly.", "Hull reporting is weekly.", "opposite", "Hull reporting is monthly."),
    ],
)
def test_a_repair_takes_the_word_or_the_value_of_the_quotes_and_holds(language, quote, text, code, repair):
    verdict = judged(text, quote, language=language)
    assert (verdict.claim, codes(verdict), repair_of(verdict)) == (None, [code], repair)
    again = judged(repair, quote, language=language)
    assert (stands(again, repair), codes(again)) == (True, [])


@pytest.mark.parametrize(
    ("language", "quote", "text"),
    [
        ("fr", "Le loyer du palan est de 4 200 €.", "Le loyer du palan est de 4 600 € et celui du pont de 900 €."),
        ("fr", "Le client ne prolonge pas le contrat de Dole.", "Le client prolonge le contrat de Dole."),
        ("fr", "Norvia livre le carton de Dole.", "Le carton de Dole vient de chez Sarel."),
        ("en", "The hoist rent is $4,200.", "The hoist rent is $4,600 and the bridge rent $900."),
        ("en", "The customer does not extend the Leeds contract.", "The customer extends the Leeds contract."),
        ("en", "Norvia ships the Leeds board.", "The Leeds board comes from Sarel."),
    ],
)
def test_no_repair_is_offered_when_nothing_small_would_hold(language, quote, text):
    verdict = judged(text, quote, language=language)
    assert verdict.claim is None
    assert [f.repair for f in verdict.findings] == [None]


@pytest.mark.parametrize(
    ("language", "notes", "text", "repair"),
    [
        (
            "fr",
            ["Le loyer du palan est de 4 200 € par mois.", "La cantine sert 300 repas."],
            "Le loyer du palan est de 4 600 € par mois.",
            "Le loyer du palan est de 4 200 € par mois.",
        ),
        (
            "fr",
            ["Le volume de Dole a augmenté en mars.", "La cantine sert 300 repas.", "Le palan grince à Gray."],
            "Le volume de Dole a diminué en mars.",
            "Le volume de Dole a augmenté en mars.",
        ),
        (
            "en",
            ["The hoist rent is $4,200 a month.", "The canteen serves 300 meals."],
            "The hoist rent is $4,600 a month.",
            "The hoist rent is $4,200 a month.",
        ),
        (
            "en",
            ["The Leeds volume increased in March.", "The canteen serves 300 meals.", "The Hull hoist squeaks."],
            "The Leeds volume decreased in March.",
            "The Leeds volume increased in March.",
        ),
    ],
)
def test_a_check_offers_a_repair_that_is_supported(language, notes, text, repair):
    found = assessed(text, *notes, language=language)
    assert (found.verdict, found.repair) == ("contradicted", repair)
    again = assessed(repair, *notes, language=language)
    assert (again.verdict, again.repair) == ("supported", None)


def problem(text, part, code="added", instead=""):
    start = text.index(part)
    return Problem(code, start, start + len(part), part, instead)


def test_a_replacement_changes_its_place_only():
    text = "Gray compte 12 presses et 12 palans."
    assert (
        replaced(text, problem(text, "12 presses", "value_moved", "7 presses")) == "Gray compte 7 presses et 12 palans."
    )


@pytest.mark.parametrize(
    ("text", "parts", "expected"),
    [
        ("Le magasin livre les bobines, malgré la grève.", [", malgré la grève"], "Le magasin livre les bobines."),
        ("Le magasin livre toujours les bobines.", ["toujours"], "Le magasin livre les bobines."),
        (
            "Le magasin livre, dit-on, les bobines le matin, sans faute.",
            [", dit-on", ", sans faute"],
            "Le magasin livre les bobines le matin.",
        ),
        ("The store delivers reels (with pride) every day!", ["(with pride)"], "The store delivers reels every day!"),
        ("The store always delivers reels", ["always"], "The store delivers reels"),
    ],
)
def test_a_cut_leaves_a_clean_sentence(text, parts, expected):
    assert cut(text, [problem(text, part) for part in parts]) == expected


@pytest.mark.parametrize(
    ("text", "part"), [("Livre les bobines.", "les bobines"), ("It delivers reels.", "delivers reels")]
)
def test_a_cut_that_leaves_no_sentence_is_not_made(text, part):
    assert cut(text, [problem(text, part)]) is None


def test_nothing_cut_is_no_repair():
    assert cut("Le magasin livre les bobines.", []) is None
