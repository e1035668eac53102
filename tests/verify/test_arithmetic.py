"""Figures that no source has: recomputed with a receipt when they follow from what is cited, refused otherwise."""

from decimal import Decimal

import pytest

from copilot.scoring.receipt import make_receipt
from copilot.text.quantities import extract_quantities
from copilot.verify.arithmetic import recompute, replayed, step
from copilot.verify.attach import Place
from copilot.verify.reading import read
from copilot.verify.receipts import flaw, intact
from copilot.verify.sources import Sources
from tests.verify.factory import codes, document, judged, table

COMPUTED = [
    (
        "fr",
        "Dole achète 120 tonnes et Gray 85 tonnes.",
        "Dole et Gray achètent 205 tonnes au total.",
        "Dole et Gray achètent 206 tonnes au total.",
        "sum",
        "205",
    ),
    (
        "fr",
        "Les pièces valent 310 k€, la pose 90 k€.",
        "Les pièces et la pose valent ensemble 400 k€.",
        "Les pièces et la pose valent ensemble 410 k€.",
        "sum",
        "400000",
    ),
    (
        "fr",
        "L’effectif est passé de 54 à 61 personnes.",
        "L’effectif a augmenté de 7 personnes.",
        "L’effectif a augmenté de 8 personnes.",
        "difference",
        None,
    ),
    (
        "fr",
        "Le budget est de 640 k€, dont 160 k€ pour Dole.",
        "Dole représente 25 % du budget.",
        "Dole représente 26 % du budget.",
        "share",
        "0.25",
    ),
    (
        "fr",
        "Les ventes de Dole sont passées de 400 k€ à 460 k€.",
        "Les ventes de Dole ont progressé de 15 %.",
        "Les ventes de Dole ont progressé de 16 %.",
        "change",
        "0.15",
    ),
    (
        "fr",
        "Dole obtient 7,2/10 et Gray 8,4/10.",
        "La note moyenne est de 7,8/10.",
        "La note moyenne est de 7,9/10.",
        "mean",
        "7.8",
    ),
    (
        "en",
        "Leeds buys 120 tonnes and Hull 85 tonnes.",
        "Leeds and Hull buy 205 tonnes together.",
        "Leeds and Hull buy 206 tonnes together.",
        "sum",
        "205",
    ),
    (
        "en",
        "Parts are worth £310k, fitting £90k.",
        "Parts and fitting are worth £400k together.",
        "Parts and fitting are worth £410k together.",
        "sum",
        "400000",
    ),
    (
        "en",
        "Headcount went from 54 to 61 people.",
        "Headcount increased by 7 people.",
        "Headcount increased by 8 people.",
        "difference",
        None,
    ),
    (
        "en",
        "The budget is £640k, of which £160k for Leeds.",
        "Leeds accounts for 25% of the budget.",
        "Leeds accounts for 26% of the budget.",
        "share",
        "0.25",
    ),
    (
        "en",
        "Leeds sales went from £400k to £460k.",
        "Leeds sales grew by 15%.",
        "Leeds sales grew by 16%.",
        "change",
        "0.15",
    ),
    (
        "en",
        "Leeds scores 7.2/10 and Hull 8.4/10.",
        "The average score of Leeds and Hull is 7.8/10.",
        "The average score of Leeds and Hull is 7.9/10.",
        "mean",
        "7.8",
    ),
]


@pytest.mark.parametrize(("language", "quote", "right", "wrong", "operation", "result"), COMPUTED)
def test_a_figure_that_follows_from_the_quote_gets_a_receipt(language, quote, right, wrong, operation, result):
    kept = judged(right, quote, language=language).claim
    assert kept is not None
    assert (kept.status, kept.text) == ("computed", right)
    assert kept.receipt.inputs["operation"] == operation
    assert result is None or kept.receipt.result == {"value": result}
    assert intact(kept.receipt)
    assert flaw(kept.receipt, Sources.build([document(quote, language=language)]).all) is None
    refused = judged(wrong, quote, language=language)
    assert refused.claim is None
    assert codes(refused)[-1] == "quantity_unsupported"


@pytest.mark.parametrize(("language", "quote", "right", "wrong", "operation", "result"), COMPUTED)
def test_a_recomputed_claim_is_found_sound_when_checked_again(language, quote, right, wrong, operation, result):
    sources = Sources.build([document(quote, language=language)])
    kept = judged(right, quote, language=language, sources=sources).claim
    again = judged(right, quote, language=language, sources=sources, status="computed", receipt=kept.receipt)
    assert again.claim is not None
    assert (again.ok, again.claim.status) == (True, "computed")


@pytest.mark.parametrize(
    ("language", "quote", "text"),
    [
        ("fr", "Dole achète 120 tonnes et Gray 85 tonnes.", "Dole et Gray achètent 205 tonnes."),
        ("fr", "Les ventes sont passées de 400 k€ à 460 k€.", "La remise est de 15 %."),
        ("en", "Leeds buys 120 tonnes and Hull 85 tonnes.", "Leeds and Hull buy 205 tonnes."),
        ("en", "Sales went from £400k to £460k.", "The rebate is 15%."),
    ],
)
def test_a_figure_that_the_sentence_does_not_call_computed_is_refused(language, quote, text):
    verdict = judged(text, quote, language=language)
    assert verdict.claim is None
    assert codes(verdict) == ["quantity_unsupported"]


@pytest.mark.parametrize(
    ("language", "header", "rows", "right", "wrong"),
    [
        (
            "fr",
            "Poste | Montant (k€)",
            ("Palan | 46", "Pompes | 18", "Moteurs | 27"),
            "Le montant total du palan, des pompes et des moteurs est de 91 k€.",
            "Le montant total du palan, des pompes et des moteurs est de 92 k€.",
        ),
        (
            "en",
            "Item | Amount (k£)",
            ("Hoist | 46", "Pumps | 18", "Motors | 27"),
            "The total amount of the hoist, pumps and motors is £91k.",
            "The total amount of the hoist, pumps and motors is £92k.",
        ),
    ],
)
def test_a_column_is_added_up_as_a_whole(language, header, rows, right, wrong):
    segments = table(header, *rows)
    sources = Sources.build([document(*segments, language=language)])
    quotes = [row.text for row in segments]
    kept = judged(right, *quotes, language=language, sources=sources).claim
    assert kept is not None
    assert (kept.status, kept.receipt.inputs["values"]) == ("computed", ["46000", "18000", "27000"])
    assert judged(wrong, *quotes, language=language, sources=sources).claim is None


@pytest.mark.parametrize(
    ("language", "text", "supported"),
    [
        ("fr", "La part de Dole est de 38,1 %.", True),
        ("fr", "La part de Dole est de 38 %.", True),
        ("fr", "La part de Dole est de 38,2 %.", False),
        ("fr", "La part de Dole est de 39 %.", False),
        ("en", "The Dole share is 38.1%.", True),
        ("en", "The Dole share is 38%.", True),
        ("en", "The Dole share is 38.2%.", False),
        ("en", "The Dole share is 39%.", False),
    ],
)
def test_a_figure_is_compared_at_its_written_precision(language, text, supported):
    quote = (
        "Le budget est de 210 k€, dont 80 k€ à Dole."
        if language == "fr"
        else "The budget is €210k, of which €80k in Dole."
    )
    kept = judged(text, quote, language=language).claim
    assert (kept is not None) is supported


@pytest.mark.parametrize(
    ("written", "language", "expected"),
    [
        ("3,42 M€", "fr", "10000"),
        ("205 tonnes", "fr", "1"),
        ("38,1 %", "fr", "0.1"),
        ("12 400 €", "fr", "1"),
        ("$3.4m", "en", "100000"),
        ("205 tonnes", "en", "1"),
        ("38.15%", "en", "0.01"),
        ("0 %", "fr", "1"),
    ],
)
def test_the_last_digit_written_gives_the_precision(written, language, expected):
    (quantity,) = extract_quantities(written, language)
    assert step(quantity) == Decimal(expected)


def arithmetic(operation, values, value, formula):
    inputs = {"operation": operation, "values": values, "texts": [], "unit": ""}
    return make_receipt("arithmetic", "1", inputs, formula, {"value": value})


@pytest.mark.parametrize(
    ("operation", "values", "value", "formula"),
    [
        ("sum", ["1", "2", "3"], "6", "sum(values)"),
        ("mean", ["7.2", "8.4"], "7.8", "sum(values) / count(values)"),
        ("difference", ["61", "54"], "7", "first - second"),
        ("share", ["1", "3"], "0.333333", "first / second"),
        ("change", ["460", "400"], "0.15", "first / second - 1"),
    ],
)
def test_a_receipt_is_replayed(operation, values, value, formula):
    good = arithmetic(operation, values, value, formula)
    assert replayed(good)
    assert flaw(good, ()) is None
    for forged in (
        arithmetic(operation, values, f"{value}1", formula),
        arithmetic(operation, values[::-1], value, formula) if operation in ("difference", "share", "change") else None,
        arithmetic(operation, [*values, "9"], value, formula) if operation in ("sum", "mean") else None,
        arithmetic(operation, values, value, "first * second"),
        arithmetic("product", values, value, formula),
    ):
        assert forged is None or flaw(forged, ()) == ("receipt_differs", "arithmetic")


@pytest.mark.parametrize(
    ("operation", "values", "formula"),
    [
        ("share", ["1", "0"], "first / second"),
        ("share", ["1"], "first / second"),
        ("difference", [], "first - second"),
        ("mean", [], "sum(values) / count(values)"),
        ("sum", ["one"], "sum(values)"),
        ("sum", "12", "sum(values)"),
        ("sum", None, "sum(values)"),
    ],
)
def test_a_receipt_that_cannot_be_computed_does_not_hold(operation, values, formula):
    assert not replayed(arithmetic(operation, values, "1", formula))


@pytest.mark.parametrize(
    ("language", "quote", "text"),
    [
        (
            "fr",
            "Dole achète 120 tonnes, Gray 85 tonnes et Metz 60 tonnes.",
            "Dole et Gray achètent 205 tonnes au total.",
        ),
        ("en", "Leeds buys 120 tonnes, Hull 85 tonnes and York 60 tonnes.", "Leeds and Hull buy 205 tonnes together."),
    ],
)
def test_a_total_that_leaves_out_a_cited_value_is_refused(language, quote, text):
    assert judged(text, quote, language=language).claim is None


def test_a_range_is_never_recomputed():
    claim = read("Le total est de 200 à 210 tonnes.", "fr")
    place = Place(read("Dole achète 120 tonnes et Gray 85 tonnes.", "fr"))
    assert recompute(claim.values[0].quantity, claim, [place]) is None


def test_one_value_twice_is_no_computation():
    claim = read("Le total est de 240 tonnes.", "fr")
    place = Place(read("Dole achète 120 tonnes et Gray 120 tonnes.", "fr"))
    assert recompute(claim.values[0].quantity, claim, [place]) is None
