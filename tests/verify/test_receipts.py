"""A receipt proves what its tool computes from inputs that stand in the cited documents, and nothing else."""

from decimal import Decimal

import pytest

from copilot.schemas.evidence import Receipt
from copilot.scoring.receipt import make_receipt
from copilot.scoring.registry import run_tool
from copilot.text.quantities import extract_quantities
from copilot.verify.receipts import flaw, intact, receipt_supports
from copilot.verify.sources import Sources
from tests.verify.factory import codes, document, judged

NOTES = {
    "fr": "Vaubert dépense 2,4 M€ en emballages, dont 900 k€ chez nous.",
    "en": "Halden spends €2.4m on packaging, of which €900k with us.",
}
WALLET = {"currency": "EUR", "our_sales": 900000, "client_spend": 2400000, "perimeter": "packaging", "period": "2025"}


def receipt(**changed) -> Receipt:
    return run_tool("share_of_wallet", {**WALLET, **changed}).receipt


def sources(language="fr"):
    return Sources.build([document(NOTES[language], language=language)])


def resealed(good: Receipt, **changed) -> Receipt:
    fields = {name: getattr(good, name) for name in ("tool", "version", "inputs", "formula", "result")}
    return make_receipt(**{**fields, **changed})


@pytest.mark.parametrize(
    ("language", "right", "wrong"),
    [
        ("fr", "Notre part est de 37,5 %.", "Notre part est de 37,6 %."),
        ("fr", "Notre part est de 38 %.", "Notre part est de 36 %."),
        (
            "fr",
            "Vaubert dépense 2,4 M€, notre part est de 37,5 %.",
            "Vaubert dépense 2,5 M€, notre part est de 37,5 %.",
        ),
        ("en", "Our share is 37.5%.", "Our share is 37.6%."),
        ("en", "Our share is 38%.", "Our share is 36%."),
        ("en", "Halden spends €2.4m, our share is 37.5%.", "Halden spends €2.5m, our share is 37.5%."),
    ],
)
def test_a_computed_claim_says_what_its_receipt_found(language, right, wrong):
    common = {"language": language, "sources": sources(language), "status": "computed", "receipt": receipt()}
    good = judged(right, NOTES[language], **common)
    assert (good.ok, good.claim.status) == (True, "computed")
    bad = judged(wrong, NOTES[language], **common)
    assert (bad.claim, codes(bad)) == (None, ["computed_unsupported"])


def test_a_genuine_receipt_has_no_flaw():
    assert intact(receipt())
    assert flaw(receipt(), sources().all) is None
    assert flaw(receipt(), ()) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"tool": "pareto"},
        {"version": "0"},
        {"inputs": {**WALLET, "our_sales": 1200000}},
        {"formula": "client_spend / our_sales"},
        {"result": {"share": "0.5"}},
        {"sha256": "0" * 64},
        {"sha256": ""},
    ],
)
def test_an_altered_receipt_is_found(changed):
    assert flaw(receipt().model_copy(update=changed), sources().all) == ("receipt_altered", "")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"tool": "oracle"}, "receipt_unknown"),
        ({"tool": ""}, "receipt_unknown"),
        ({"tool": "pareto"}, "receipt_differs"),
        ({"inputs": {}}, "receipt_differs"),
        ({"inputs": {**WALLET, "our_sales": "many"}}, "receipt_differs"),
        ({"formula": "client_spend / our_sales"}, "receipt_differs"),
        ({"formula": ""}, "receipt_differs"),
        ({"result": {"share": "0.5"}}, "receipt_differs"),
        ({"result": None}, "receipt_differs"),
    ],
)
def test_an_altered_receipt_is_found_although_its_digest_is_right(changed, code):
    forged = resealed(receipt(), **changed)
    assert intact(forged)
    found = flaw(forged, sources().all)
    assert found is not None
    assert found[0] == code


@pytest.mark.parametrize("field", ["our_sales", "client_spend"])
def test_an_input_that_no_cited_document_has_is_found(field):
    assert flaw(receipt(**{field: 1_230_000}), sources().all) == ("receipt_inputs", "1230000")


@pytest.mark.parametrize(
    "text",
    [
        "Vaubert dépense 2 400 000 €, dont 900 000 € chez nous.",
        "Vaubert dépense 2 400 k€, dont 0,9 M€ chez nous.",
        "Halden spends €2,400,000, of which €0.9m with us.",
    ],
)
def test_an_input_may_stand_at_any_scale(text):
    assert flaw(receipt(), Sources.build([document(text)]).all) is None


def test_a_receipt_that_no_json_can_hold_is_not_intact():
    odd = receipt().model_copy(update={"inputs": {"share": 0.5}})
    assert not intact(odd)
    assert flaw(odd, ()) == ("receipt_altered", "")


def proof(value) -> Receipt:
    return make_receipt("t", "1", {}, "a / b", {"value": value})


@pytest.mark.parametrize(
    ("value", "written", "language", "carried"),
    [
        ("0.381", "38,1 %", "fr", True),
        ("0.381", "38 %", "fr", True),
        ("0.381", "38,2 %", "fr", False),
        ("0.381", "37 %", "fr", False),
        ("3424999", "3,42 M€", "fr", True),
        ("3424999", "3,43 M€", "fr", False),
        ("-0.07", "7 %", "fr", True),
        ("0.07", "-7 %", "fr", False),
        ("0.381", "38.1%", "en", True),
        ("0.381", "38%", "en", True),
        ("0.381", "38.2%", "en", False),
        ("1250", "€1,250", "en", True),
        ("1250", "€1,251", "en", False),
        ("12", "1.2%", "en", False),
        ("0.11", "11 points", "fr", True),
        ("0.11", "12 points", "fr", False),
        ("0.381", "38,1", "fr", True),
        ("0.381", "38,2", "fr", False),
        ("7.4", "7.4/10", "en", True),
        ("0.74", "7.4/10", "en", False),
    ],
)
def test_a_figure_is_carried_at_the_precision_it_is_written_with(value, written, language, carried):
    (quantity,) = extract_quantities(written, language)
    assert receipt_supports(quantity, proof(value), language) is carried


@pytest.mark.parametrize("status", ["fact", "inferred", "assumption"])
def test_a_receipt_with_a_flaw_carries_no_figure_of_any_claim(status):
    forged = receipt().model_copy(update={"result": {"share": "0.5"}})
    verdict = judged("La part est de 50 %.", NOTES["fr"], sources=sources(), status=status, receipt=forged)
    assert verdict.claim is None
    assert codes(verdict) == ["quantity_unsupported"]


@pytest.mark.parametrize("status", ["fact", "assumption"])
def test_a_sound_receipt_carries_a_figure_of_a_claim_that_is_not_computed_as_a_whole(status):
    verdict = judged("Notre part est de 37,5 %.", NOTES["fr"], sources=sources(), status=status, receipt=receipt())
    assert verdict.claim is not None


def test_a_computed_claim_without_its_receipt_is_dropped():
    verdict = judged("Notre part est de 37,5 %.", NOTES["fr"], status="computed")
    assert (verdict.claim, codes(verdict)) == (None, ["receipt_missing"])


def test_decimals_of_the_inputs_are_compared_by_value():
    assert flaw(resealed(receipt(), inputs={**receipt().inputs, "our_sales": Decimal("900000.0")}), ()) is None


RATED = "Alpha : potentiel 2 M€, probabilité 60 %, marge 22 %. Beta : potentiel 3,5 M€, probabilité {}, marge 30 %."
PRIORITIES = {
    "currency": "EUR",
    "accounts": [
        {"name": "Alpha", "potential": 2000000, "probability": 0.6, "margin": 0.22},
        {"name": "Beta", "potential": 3500000, "probability": 0.25, "margin": 0.3},
    ],
}


@pytest.mark.parametrize(
    ("written", "expected"), [("25 %", None), ("0,25", None), ("26 %", ("receipt_inputs", "0.25"))]
)
def test_a_ratio_among_the_inputs_may_stand_as_a_percentage(written, expected):
    scored = run_tool("priority_score", PRIORITIES).receipt
    assert flaw(scored, Sources.build([document(RATED.format(written))]).all) == expected
