"""Figures that no source has: recomputed with a receipt when they follow from what is cited, refused otherwise."""

import json
from decimal import Decimal

import pytest

from copilot.scoring.receipt import make_receipt
from copilot.text.quantities import extract_quantities
from copilot.verify.arithmetic import step
from copilot.verify.receipts import flaw, intact
from copilot.verify.sources import Sources
from tests.verify.factory import assessed, codes, document, judged, table

COMPUTED = [
    (
        "fr",
        "Dole achète 120 tonnes et Gray achète 85 tonnes.",
        "Dole achète 120 tonnes et Gray achète 85 tonnes, soit {} tonnes au total.",
        ("205", "206"),
        "205",
    ),
    (
        "fr",
        "Les pièces valent 310 k€, la pose vaut 90 k€.",
        "Les pièces valent 310 k€, la pose vaut 90 k€, ensemble {} k€.",
        ("400", "410"),
        "400000",
    ),
    (
        "fr",
        "L’effectif de Dole est passé de 61 à 54 personnes.",
        "L’effectif de Dole est passé de 61 à 54 personnes, soit {} personnes de moins.",
        ("7", "8"),
        "7",
    ),
    (
        "fr",
        "Le budget est de 640 k€, dont 160 k€ pour Dole.",
        "Le budget est de 640 k€, dont 160 k€ pour Dole, soit {} %.",
        ("25", "26"),
        "0.25",
    ),
    (
        "fr",
        "Les ventes de Dole sont passées de 400 k€ à 460 k€.",
        "Les ventes de Dole sont passées de 400 k€ à 460 k€, en hausse de {} %.",
        ("15", "16"),
        "0.15",
    ),
    (
        "fr",
        "Dole obtient 7,2/10 et Gray obtient 8,4/10.",
        "Dole et Gray obtiennent en moyenne {}/10.",
        ("7,8", "7,9"),
        "7.8",
    ),
    (
        "en",
        "Leeds buys 120 tonnes and Hull buys 85 tonnes.",
        "Leeds buys 120 tonnes and Hull buys 85 tonnes, {} tonnes together.",
        ("205", "206"),
        "205",
    ),
    (
        "en",
        "Parts are worth £310k, fitting is worth £90k.",
        "Parts are worth £310k, fitting is worth £90k, £{}k combined.",
        ("400", "410"),
        "400000",
    ),
    (
        "en",
        "Leeds headcount went from 61 to 54 people.",
        "Leeds headcount went from 61 to 54 people, {} people less.",
        ("7", "8"),
        "7",
    ),
    (
        "en",
        "The budget is £640k, of which £160k for Leeds.",
        "The budget is £640k, of which £160k for Leeds, i.e. {}%.",
        ("25", "26"),
        "0.25",
    ),
    (
        "en",
        "Leeds sales went from £400k to £460k.",
        "Leeds sales went from £400k to £460k, up {}%.",
        ("15", "16"),
        "0.15",
    ),
    (
        "en",
        "Leeds scores 7.2/10 and Hull scores 8.4/10.",
        "Leeds and Hull score {}/10 on average.",
        ("7.8", "7.9"),
        "7.8",
    ),
]
EACH = pytest.mark.parametrize(("language", "quote", "text", "figures", "result"), COMPUTED)


def computed(text, quote, language):
    kept = judged(text, quote, language=language).claim
    assert kept is not None
    assert (kept.status, kept.text) == ("computed", text)
    return kept.receipt


def resealed(receipt, **changed):
    fields = {name: getattr(receipt, name) for name in ("tool", "version", "inputs", "formula", "result")}
    return make_receipt(**{**fields, **changed})


@EACH
def test_a_figure_that_follows_from_the_quote_gets_a_receipt(language, quote, text, figures, result):
    right, wrong = map(text.format, figures)
    receipt = computed(right, quote, language)
    assert receipt.tool == "arithmetic"
    assert json.dumps(result) in json.dumps(receipt.result)
    assert intact(receipt)
    assert flaw(receipt, Sources.build([document(quote, language=language)]).all) is None
    refused = judged(wrong, quote, language=language)
    assert refused.claim is None
    assert codes(refused)[-1] == "quantity_unsupported"


@EACH
def test_a_recomputed_claim_is_found_sound_when_checked_again(language, quote, text, figures, result):
    right = text.format(figures[0])
    receipt = computed(right, quote, language)
    again = judged(right, quote, language=language, status="computed", receipt=receipt)
    assert again.claim is not None
    assert (again.ok, again.claim.status) == (True, "computed")


@EACH
def test_a_receipt_of_other_values_is_found_although_its_digest_is_right(language, quote, text, figures, result):
    receipt = computed(text.format(figures[0]), quote, language)
    written = json.dumps(receipt.result)
    for other in ("9", "-" + result, result + "1"):
        forged = resealed(receipt, result=json.loads(written.replace(json.dumps(result), json.dumps(other))))
        assert flaw(forged, ()) == ("receipt_differs", "arithmetic")
    given = json.dumps(receipt.inputs)
    for operation in ("sum", "mean", "difference", "share", "change", "product"):
        inputs = json.loads(given)
        swapped = given.replace(next(f'"{o}"' for o in OPERATIONS if f'"{o}"' in given), f'"{operation}"')
        if json.loads(swapped) != inputs:
            assert flaw(resealed(receipt, inputs=json.loads(swapped)), ()) == ("receipt_differs", "arithmetic")
    assert flaw(resealed(receipt, formula="first * second"), ()) == ("receipt_differs", "arithmetic")
    assert flaw(resealed(receipt, result=None), ()) == ("receipt_differs", "arithmetic")
    assert flaw(resealed(receipt, inputs={}), ()) == ("receipt_differs", "arithmetic")


OPERATIONS = ("sum", "mean", "difference", "share", "change")


@EACH
def test_an_input_that_no_cited_document_has_is_found(language, quote, text, figures, result):
    receipt = computed(text.format(figures[0]), quote, language)
    elsewhere = Sources.build([document("Le palan grince." if language == "fr" else "The hoist squeaks.")])
    found = flaw(receipt, elsewhere.all)
    assert found is not None
    assert found[0] == "receipt_inputs"


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
    ("language", "header", "rows", "text"),
    [
        (
            "fr",
            "Poste | Montant (k€)",
            ("Palan | 46", "Pompes | 18", "Moteurs | 27"),
            "Le montant du palan, des pompes et des moteurs est au total de {} k€.",
        ),
        (
            "en",
            "Item | Amount (k£)",
            ("Hoist | 46", "Pumps | 18", "Motors | 27"),
            "The amount of the hoist, pumps and motors is £{}k altogether.",
        ),
    ],
)
def test_a_column_is_added_up_as_a_whole(language, header, rows, text):
    segments = table(header, *rows)
    sources = Sources.build([document(*segments, language=language)])
    quotes = [row.text for row in segments]
    kept = judged(text.format(91), *quotes, language=language, sources=sources).claim
    assert kept is not None
    assert kept.status == "computed"
    assert '["46000", "18000", "27000"]' in json.dumps(kept.receipt.inputs)
    for wrong in (64, 90, 92):
        assert judged(text.format(wrong), *quotes, language=language, sources=sources).claim is None


@pytest.mark.parametrize(
    ("language", "header", "rows", "text"),
    [
        (
            "fr",
            "Poste | Commandes | Montant (k€)",
            ("Palan | 3 | 46", "Pompes | 9 | 18", "Moteurs | 5 | 27"),
            "Le montant du palan, des pompes et des moteurs est au total de {} k€.",
        ),
        (
            "en",
            "Item | Orders | Amount (k£)",
            ("Hoist | 3 | 46", "Pumps | 9 | 18", "Motors | 5 | 27"),
            "The amount of the hoist, pumps and motors is £{}k altogether.",
        ),
    ],
)
def test_columns_are_added_up_and_rows_are_not(language, header, rows, text):
    segments = table(header, *rows)
    sources = Sources.build([document(*segments, language=language)])
    quotes = [row.text for row in segments]
    kept = judged(text.format(91), *quotes, language=language, sources=sources).claim
    assert kept is not None
    assert kept.status == "computed"
    for wrong in (17, 49, 108):
        claim = judged(text.format(wrong), *quotes, language=language, sources=sources).claim
        assert claim is None or claim.status not in ("fact", "computed")


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


@pytest.mark.parametrize(
    ("inputs", "formula"),
    [
        ({"operation": "share", "values": ["1", "0"]}, "first / second"),
        ({"operation": "share", "values": ["1"]}, "first / second"),
        ({"operation": "difference", "values": []}, "first - second"),
        ({"operation": "mean", "values": []}, "sum(values) / count(values)"),
        ({"operation": "sum", "values": ["one"]}, "sum(values)"),
        ({"operation": "sum", "values": "12"}, "sum(values)"),
        ({"operation": "sum", "values": None}, "sum(values)"),
        ({"operation": None, "values": ["1", "2"]}, "sum(values)"),
        ({}, ""),
    ],
)
def test_a_receipt_that_cannot_be_computed_does_not_hold(inputs, formula):
    given = {**inputs, "texts": [], "unit": ""}
    for shape in (given, {"steps": [given]}):
        forged = make_receipt("arithmetic", "1", shape, formula, {"value": "1"})
        assert flaw(forged, ()) == ("receipt_differs", "arithmetic")


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


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("Dole achète 120 tonnes et Gray 85 tonnes.", "Dole et Gray achètent au total 200 à 210 tonnes."),
        ("Dole achète 120 tonnes et Gray 120 tonnes.", "Dole et Gray achètent au total 240 tonnes."),
        ("Dole achète 120 tonnes.", "Dole achète au total 240 tonnes."),
        ("Le palan coûte 30 k€ et pèse 12 tonnes.", "Le palan est au total à 42 k€."),
        ("Le palan coûte 30 k€ et la pompe 12 k$.", "Le palan et la pompe coûtent au total 42 k€."),
    ],
)
def test_ranges_lone_values_and_values_of_two_units_are_not_added(quote, text):
    assert judged(text, quote).claim is None


def test_a_rise_is_not_recomputed_from_columns_that_fall():
    rows = table("Site | CA 2024 (k€) | CA 2025 (k€)", "Dole | 640 | 600")
    assert "recomputed" in {f.code for f in assessed("Le CA de Dole a reculé de 40 k€ en 2025.", *rows).fragments}
    assert "recomputed" not in {
        f.code for f in assessed("Le CA de Dole a progressé de 40 k€ en 2025.", *rows).fragments
    }
